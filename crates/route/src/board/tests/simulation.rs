//! Ten thousand cases over some days: skills, relaxation, take-back, clocks and the ladder together.

use std::collections::{BTreeMap, BTreeSet};

use earshot_model::{CaseId, CaseStatus, PostId, Presence, SlaClass, Surface, TeamModel, Time};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::{agent_id, case_id, minutes, queue, queue_id};
use crate::board::{AgentProfile, Assignment, Board, Relax, RelaxStep, Seat, Turn, Work};
use crate::clock::{
    CaseFacts, ClockKind, Course, Entry, Happening, Phase, Rules, StepId, appendix_b,
};
use crate::{HeldSkill, SkillNeed};

const AGENTS: u128 = 60;
const SKILLS: [&str; 4] = ["refunds", "rebooking", "press", "repair"];

/// What happens next to a case or a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Next {
    Arrive,
    Answer(CaseId, u64),
    Again(CaseId),
    Resolve(CaseId, u64),
    Alarm(CaseId),
    Board,
    Shift(u128),
}

/// A case as the rows of a database would have it.
struct Kept {
    course: Course,
    work: Work,
    /// Grows with each owner, so that what an earlier one had planned is dropped.
    hand: u64,
    fired: BTreeMap<StepId, Time>,
    woken_at: Option<Time>,
}

struct World {
    rng: StdRng,
    rules: Rules,
    board: Board,
    agenda: BTreeSet<(Time, u64, Next)>,
    turns: u64,
    cases: BTreeMap<CaseId, Kept>,
    arrived: u128,
    count: u128,
    woken_at: Option<Time>,
    here: BTreeSet<u128>,
    given: Vec<Assignment>,
    relaxed: usize,
    taken_back: usize,
    orphans: usize,
}

fn profile(n: u128, presence: Presence) -> AgentProfile {
    // Everyone has one skill well and one a little; nobody has all.
    let skill = |shift: u128, level| HeldSkill {
        key: SKILLS[usize::try_from((n + shift) % 4).unwrap()].to_owned(),
        level,
    };
    AgentProfile {
        id: agent_id(n),
        presence,
        capacity: 5,
        caps: vec![],
        skills: vec![skill(0, 4), skill(1, 2)],
        languages: if n.is_multiple_of(3) {
            vec!["en".into(), "de".into()]
        } else {
            vec!["en".into()]
        },
        trainings: vec![],
        seats: [1, 2, 3]
            .map(|q| Seat { queue: queue_id(q), ring: u8::from(n.is_multiple_of(5)) })
            .to_vec(),
        departments: vec![],
    }
}

impl World {
    fn new(seed: u64, count: u128) -> Self {
        let rules = appendix_b([1, 2, 3].map(uuid::Uuid::from_u128)).unwrap();
        let mut board = Board::new();
        let step = |after: i64, relax| RelaxStep { after: after * Time::MINUTE, relax };
        for n in 1..=3 {
            let mut queue = queue(n, TeamModel::Dedicated);
            queue.share = u32::try_from(n).unwrap();
            queue.patience = 2 * Time::MINUTE;
            queue.relax = vec![
                step(10, Relax::LowerSkill { skill: "press".into(), level: 1 }),
                step(20, Relax::Ring { ring: 1 }),
                step(45, Relax::DropSkill { skill: "repair".into() }),
            ];
            board.set_queue(queue, minutes(0)).unwrap();
        }
        for n in 0..AGENTS {
            board.set_agent(profile(n, Presence::Online));
        }
        let mut world = Self {
            rng: StdRng::seed_from_u64(seed),
            rules,
            board,
            agenda: BTreeSet::new(),
            turns: 0,
            cases: BTreeMap::new(),
            arrived: 0,
            count,
            woken_at: None,
            here: (0..AGENTS).collect(),
            given: Vec::new(),
            relaxed: 0,
            taken_back: 0,
            orphans: 0,
        };
        world.plan(minutes(0), Next::Arrive);
        for n in 0..AGENTS {
            let first = world.rng.random_range(60..600);
            world.plan(minutes(first), Next::Shift(n));
        }
        world
    }

    fn plan(&mut self, at: Time, next: Next) {
        self.turns += 1;
        self.agenda.insert((at, self.turns, next));
    }

    fn soon(&mut self, now: Time, least: i64, most: i64) -> Time {
        now.plus(self.rng.random_range(least * Time::SECOND..most * Time::SECOND))
    }

    fn log(&mut self, case: CaseId, at: Time, what: Happening) {
        let Some(kept) = self.cases.get_mut(&case) else { return };
        kept.course.read(&Entry { at, what });
    }

    /// Fires what is due and plans the next alarm of a case.
    fn watch(&mut self, case: CaseId, now: Time) {
        let kept = self.cases.get_mut(&case).unwrap();
        for alarm in kept.course.alarms(&self.rules, now).unwrap() {
            assert!(!alarm.moot, "{} was missed", alarm.id);
            assert_eq!(alarm.at, now, "{} is late", alarm.id);
            assert!(kept.fired.insert(alarm.id.clone(), now).is_none(), "{} twice", alarm.id);
            kept.course.read(&Entry { at: now, what: Happening::Fired { step: alarm.id } });
        }
        let wakeup = kept.course.next_wakeup(&self.rules, now).unwrap();
        if wakeup != kept.woken_at {
            kept.woken_at = wakeup;
            if let Some(at) = wakeup {
                self.plan(at, Next::Alarm(case));
            }
        }
    }

    fn arrive(&mut self, now: Time) {
        let n = self.arrived;
        self.arrived += 1;
        let needs = self.rng.random_range(0..3);
        let (first, level) = (self.rng.random_range(0..4), self.rng.random_range(1..=4));
        let skills = (0..needs.min(1)).map(|_| format!("{}:{level}", SKILLS[first])).collect();
        let class = *[SlaClass::Urgent, SlaClass::Normal, SlaClass::Relaxed, SlaClass::None]
            .get(self.rng.random_range(0..4_usize))
            .unwrap();
        let facts = CaseFacts { channel: "mastodon", class, segment: None };
        let policy = self.rules.choose(&facts);
        let case = case_id(1_000_000 + n);
        let mut course = Course::new();
        let post = PostId(case.0);
        let spoke = Happening::Spoke { post, posted_at: now, expects_reply: true, public: true };
        for what in [Happening::Began { public: true }, Happening::PolicySet { policy }, spoke] {
            course.read(&Entry { at: now, what });
        }
        let due_at = course.columns(&self.rules, now).unwrap().due_at();
        let work = Work {
            case,
            queue: queue_id(self.rng.random_range(1..=3)),
            skills,
            language: self.rng.random_bool(0.2).then(|| "de".to_owned()),
            surface: Surface::Post,
            weight: 1,
            due_at,
            priority: self.rng.random_range(0..1_000),
            since: now,
            preferred: self.rng.random_bool(0.1).then(|| agent_id(n % AGENTS)),
        };
        self.board.enqueue(work.clone(), now).unwrap();
        self.cases
            .insert(case, Kept { course, work, hand: 0, fired: BTreeMap::new(), woken_at: None });
        self.watch(case, now);
        if self.arrived < self.count {
            // A flood now and then, in which everyone is full and steps are taken.
            let flood = (self.arrived / 1_000) % 3 == 1;
            let at = if flood { self.soon(now, 1, 8) } else { self.soon(now, 1, 70) };
            self.plan(at, Next::Arrive);
        }
    }

    fn take(&mut self, now: Time, turn: Turn) {
        self.taken_back += turn.taken_back.len();
        self.orphans += turn.orphans.len();
        for given in turn.given {
            let kept = self.cases.get_mut(&given.case).unwrap();
            kept.hand += 1;
            let hand = kept.hand;
            self.skilled(&given, now);
            self.relaxed += usize::from(!given.why.relaxed.is_empty());
            // One in twenty lets it lie, and it is taken back.
            if !self.rng.random_bool(0.05) {
                let at = self.soon(now, 20, 599);
                self.plan(at, Next::Answer(given.case, hand));
            }
            self.given.push(given);
        }
        let wakeup = self.board.next_wakeup();
        if wakeup != self.woken_at {
            self.woken_at = wakeup;
            if let Some(at) = wakeup {
                self.plan(at, Next::Board);
            }
        }
    }

    /// None to someone who lacks a required skill, unless a step says so in the stored reasons.
    fn skilled(&self, given: &Assignment, now: Time) {
        let kept = &self.cases[&given.case];
        let number = given.agent.0.as_u128();
        let person = profile(number, Presence::Online);
        assert!(self.here.contains(&number), "{} is not here", given.agent);
        for need in kept.work.skills.iter().map(|skill| SkillNeed::read(skill)) {
            let held = person.skills.iter().filter(|held| held.key == need.key);
            let level = held.map(|held| held.level).max().unwrap_or(0);
            let excused = given.why.relaxed.iter().any(|relax| match relax {
                Relax::DropSkill { skill } => skill == need.key,
                Relax::LowerSkill { skill, level: least } => skill == need.key && level >= *least,
                _ => false,
            });
            assert!(level >= need.level || excused, "{} lacks {need:?}", given.agent);
            let waited = now.since(kept.work.since);
            assert!(!excused || level >= need.level || waited >= 10 * Time::MINUTE);
        }
        let german = kept.work.language.is_some();
        assert!(!german || person.languages.contains(&"de".to_owned()));
        let outer = person.seats[0].ring == 1;
        assert!(!outer || given.why.relaxed.contains(&Relax::Ring { ring: 1 }));
    }

    fn step(&mut self, now: Time, next: Next) {
        match next {
            Next::Arrive => self.arrive(now),
            Next::Alarm(case) => self.watch(case, now),
            Next::Board => self.woken_at = None,
            Next::Answer(case, hand) if self.cases[&case].hand == hand => {
                self.board.touched(case);
                self.log(case, now, Happening::Answered { public: true });
                self.watch(case, now);
                let again = self.rng.random_bool(0.3);
                let at = self.soon(now, 60, 2_000);
                let next = if again { Next::Again(case) } else { Next::Resolve(case, hand) };
                self.plan(at, next);
            }
            Next::Again(case) => {
                let kept = &self.cases[&case];
                let post = PostId(uuid::Uuid::from_u128(
                    case.0.as_u128() * 1_000 + u128::from(now.0.unsigned_abs()),
                ));
                let spoke =
                    Happening::Spoke { post, posted_at: now, expects_reply: true, public: true };
                let hand = kept.hand;
                // One that was resolved meanwhile comes back to its queue.
                let back = Work { since: now, ..kept.work.clone() };
                self.log(case, now, spoke);
                self.watch(case, now);
                if let Some(kept) = self
                    .board
                    .enqueue(back, now)
                    .is_ok()
                    .then(|| self.cases.get_mut(&case))
                    .flatten()
                {
                    kept.work.since = now;
                }
                if self.board.owner(case).is_some() {
                    let at = self.soon(now, 20, 3_000);
                    self.plan(at, Next::Answer(case, hand));
                }
            }
            Next::Resolve(case, hand) if self.cases[&case].hand == hand => {
                self.log(case, now, Happening::Status { to: CaseStatus::Resolved });
                self.watch(case, now);
                self.board.withdraw(case);
            }
            Next::Answer(..) | Next::Resolve(..) => {}
            Next::Shift(n) => {
                if self.here.remove(&n) {
                    self.taken_back += self.board.leave(agent_id(n), now).len();
                    self.plan(now.plus(20 * Time::MINUTE), Next::Shift(n));
                } else {
                    self.here.insert(n);
                    self.board.set_presence(agent_id(n), Presence::Online);
                    if self.arrived < self.count {
                        self.plan(now.plus(480 * Time::MINUTE), Next::Shift(n));
                    }
                }
            }
        }
        let turn = self.board.turn(now, usize::MAX);
        self.take(now, turn);
    }

    fn run(mut self) -> Self {
        while let Some((now, _, next)) = self.agenda.pop_first() {
            self.step(now, next);
        }
        self
    }
}

#[test]
fn ten_thousand_cases_find_skilled_people_and_no_escalation_is_missed() {
    let world = World::new(7, 10_000).run();
    assert_eq!(world.cases.len(), 10_000);
    assert_eq!(world.board.waiting(), 0, "everyone was helped in the end");
    // The faults and the pressure that this is about did happen.
    assert!(world.relaxed > 100, "{} assignments after a step", world.relaxed);
    assert!(world.taken_back > 100, "{} taken back", world.taken_back);
    assert!(world.orphans > 10, "{} alarms for want of an owner", world.orphans);
    assert!(world.given.len() > world.cases.len());

    let (mut late, mut fired) = (0, 0);
    for (case, kept) in &world.cases {
        assert!(kept.course.owed().is_empty(), "{case} was never answered");
        fired += kept.fired.len();
        let policy = |clock, run, step: &str| StepId { clock, run, step: step.to_owned() };
        for state in kept.course.states(&world.rules, Time(i64::MAX)).unwrap() {
            let breach = policy(state.clock, state.run, "breach");
            let end = state.ended.map_or(Time(i64::MAX), |ended| ended.at);
            assert_eq!(kept.fired.contains_key(&breach), state.breached_at.is_some(), "{case}");
            let warned = state.warn_at.is_some_and(|warn| warn <= end);
            assert_eq!(kept.fired.contains_key(&policy(state.clock, state.run, "warn")), warned);
            late += usize::from(state.phase == Phase::MetLate);
            // The third step of the ladder: late by the whole time again.
            if state.clock.is_answer() && state.policy.is_some() {
                let due = state.due_at.unwrap();
                let third = due.plus(due.since(state.started_at)).plus(1);
                let key = policy(state.clock, state.run, "reassign");
                let first = kept.course.states(&world.rules, due).unwrap();
                assert!(first.iter().any(|s| s.clock != ClockKind::Promise));
                assert_eq!(kept.fired.get(&key).copied(), (third <= end).then_some(third));
            }
        }
    }
    assert!(late > 100 && fired > 1_000, "{late} late answers, {fired} alarms");
}

#[test]
fn the_same_seed_gives_the_same_days() {
    let fingerprint = |seed| {
        let world = World::new(seed, 800).run();
        world.given.iter().map(|given| (given.case, given.agent, given.at)).collect::<Vec<_>>()
    };
    let first = fingerprint(11);
    assert_eq!(first, fingerprint(11));
    assert_ne!(first, fingerprint(12));
}

//! The board of an organization, built from its rows.

use std::collections::HashMap;

use earshot_model::{AgentId, DepartmentId, QueueId, Surface, Time};
use earshot_route::HeldSkill;
use earshot_route::board::{AgentProfile, Board, Kind, Lack, QueueRules, Seat, Training, Work};
use earshot_store::roster::{self, Hand, RuledQueue};
use earshot_store::waiting::Head;
use earshot_store::{Conn, setup, trainings};

use crate::Result;

/// Everybody who works here and every queue, on a board.
pub(super) struct Floor {
    pub(super) board: Board,
    rules: HashMap<QueueId, QueueRules>,
}

/// The rules of a queue. What cannot be read is the usual: a newer server may have written it.
pub(crate) fn rules(queue: &RuledQueue) -> QueueRules {
    let Some(body) = &queue.rules else { return QueueRules::default() };
    serde_json::from_str(body).unwrap_or_else(|problem| {
        tracing::error!(queue = queue.key, %problem, "the rules of a queue cannot be read");
        QueueRules::default()
    })
}

impl Floor {
    /// Puts queues and people on a board, always in the same order.
    pub(super) async fn load(conn: &mut Conn, hands: Vec<Hand>, now: Time) -> Result<Self> {
        let mut queues = roster::queues(conn).await?;
        queues.sort_by_key(|queue| queue.id);
        let (mut board, mut known) = (Board::new(), HashMap::new());
        for queue in &queues {
            let mut rules = rules(queue);
            let on_board = |rules: &QueueRules| {
                rules.queue(queue.id, &queue.key, queue.department_id, queue.team_model)
            };
            if let Err(problem) = board.set_queue(on_board(&rules), now) {
                tracing::error!(%problem, "a queue follows the usual rules, as its own make no sense");
                rules = QueueRules::default();
                // The usual rules always make sense.
                drop(board.set_queue(on_board(&rules), now));
            }
            known.insert(queue.id, rules);
        }
        seat(conn, &mut board, &queues, hands).await?;
        Ok(Self { board, rules: known })
    }

    /// The rules of a queue.
    pub(super) fn rules(&self, queue: QueueId) -> Option<&QueueRules> {
        self.rules.get(&queue)
    }

    /// The rules of all queues.
    pub(super) fn all_rules(&self) -> impl Iterator<Item = (&QueueId, &QueueRules)> {
        self.rules.iter()
    }

    /// Whether somebody who is here with room could have a case of this kind. What is older than kinds
    /// is looked at one by one.
    pub(super) fn may_go(&mut self, kind: &str, now: Time) -> bool {
        match self.work(kind, None) {
            Some(work) => self.board.anyone_free_for(&work, now),
            None => true,
        }
    }

    /// Whether somebody else than its owner is here who could have a case of this kind.
    pub(super) fn may_pass_on(&mut self, kind: &str, owner: AgentId, now: Time) -> bool {
        let work = self.work(kind, None);
        work.is_some_and(|work| self.board.anyone_else_here(&work, owner, now))
    }

    /// What is missing so that somebody could ever have this case.
    pub(super) fn lacks(&mut self, kind: &str, head: &Head) -> Vec<Lack> {
        self.line_up(kind, head);
        self.board.lacks(head.id)
    }

    /// Puts a waiting case on the board.
    pub(super) fn line_up(&mut self, kind: &str, head: &Head) {
        let Some(work) = self.work(kind, Some(head)) else { return };
        let waits_since = head.handed_at.unwrap_or(head.opened_at);
        if self.board.enqueue(work, waits_since).is_ok()
            && let (Some(agent), Some(until)) = (head.avoid_id, head.avoid_until)
        {
            self.board.avoid(head.id, agent, until);
        }
    }

    /// What a case asks for; without a case, what all of its kind ask for.
    fn work(&self, kind: &str, head: Option<&Head>) -> Option<Work> {
        let kind = Kind::read(kind);
        let queue = head.map(|head| head.queue_id).or(kind.as_ref().map(|kind| kind.queue))?;
        let rules = self.rules.get(&queue)?;
        let weight = kind.as_ref().map_or(1, |kind| kind.weight);
        let language = kind.as_ref().and_then(|kind| kind.language.clone());
        let skills = kind.map(|kind| kind.skills).unwrap_or_default();
        let since = head.map_or(Time(0), |head| match head.brand_spoke_at {
            // Whoever never got an answer waits since they came.
            None => head.opened_at,
            Some(_) => head.customer_spoke_at.unwrap_or(head.opened_at),
        });
        Some(Work {
            case: head.map_or_else(|| uuid::Uuid::nil().into(), |head| head.id),
            queue,
            skills: rules.needs(&skills),
            language: language.filter(|_| rules.language),
            surface: Surface::Post,
            weight,
            due_at: head.map(|head| head.due_at),
            priority: head.map_or(0, |head| per_mille(head.priority)),
            since,
            preferred: head.and_then(|head| head.preferred_id),
        })
    }
}

#[expect(clippy::cast_possible_truncation, clippy::as_conversions, reason = "0 to 1,000, rounded")]
fn per_mille(priority: f64) -> i64 {
    (priority.clamp(0.0, 1.0) * 1000.0).round() as i64
}

/// Puts people on the board, with what they can do, where they sit and what they hold.
async fn seat(
    conn: &mut Conn,
    board: &mut Board,
    queues: &[RuledQueue],
    hands: Vec<Hand>,
) -> Result<()> {
    let mut skills: HashMap<AgentId, Vec<HeldSkill>> = HashMap::new();
    for skill in setup::agent_skills(conn).await? {
        let held = HeldSkill { key: skill.key, level: skill.level };
        skills.entry(skill.agent_id).or_default().push(held);
    }
    let mut languages: HashMap<AgentId, Vec<String>> = HashMap::new();
    for spoken in roster::languages(conn).await? {
        languages.entry(spoken.agent_id).or_default().push(spoken.language);
    }
    let mut trained: HashMap<AgentId, Vec<Training>> = HashMap::new();
    for held in trainings::held(conn).await? {
        let training = Training { key: held.key, until: held.until };
        trained.entry(held.agent_id).or_default().push(training);
    }
    let home: HashMap<QueueId, DepartmentId> =
        queues.iter().map(|queue| (queue.id, queue.department_id)).collect();
    let mut seats: HashMap<AgentId, Vec<Seat>> = HashMap::new();
    let mut departments: HashMap<AgentId, Vec<DepartmentId>> = HashMap::new();
    let mut members = roster::members(conn).await?;
    // Whoever is named takes the ring that was named, whatever their team says.
    members.sort_by_key(|member| (member.queue_id, member.agent_id, !member.named));
    for member in members {
        let mine = seats.entry(member.agent_id).or_default();
        if mine.iter().all(|seat| seat.queue != member.queue_id) {
            let ring = u8::try_from(member.ring).unwrap_or(u8::MAX);
            mine.push(Seat { queue: member.queue_id, ring });
        }
        // Whoever serves a queue by a team belongs to its department.
        if let Some(department) = home.get(&member.queue_id).filter(|_| !member.named) {
            departments.entry(member.agent_id).or_default().push(*department);
        }
    }
    for hand in hands {
        board.set_agent(AgentProfile {
            id: hand.id,
            presence: hand.presence,
            capacity: hand.capacity,
            caps: Vec::new(),
            skills: skills.remove(&hand.id).unwrap_or_default(),
            languages: languages.remove(&hand.id).unwrap_or_default(),
            trainings: trained.remove(&hand.id).unwrap_or_default(),
            seats: seats.remove(&hand.id).unwrap_or_default(),
            departments: departments.remove(&hand.id).unwrap_or_default(),
        });
        board.carry_load(hand.id, hand.load, hand.given_at);
    }
    Ok(())
}

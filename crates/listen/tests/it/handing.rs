//! Waiting cases go to people, from rows alone: a restart in the middle changes nothing.

use std::collections::BTreeMap;

use earshot_cases::{Moment, assign};
use earshot_listen::Listen;
use earshot_model::{Actor, AgentId, Case, Event, EventKind, Presence, Time};
use earshot_route::board::{Lack, QueueRules, Relax, RelaxStep};
use earshot_store::sessions::Session;
use earshot_store::{
    Error, Tx, agents, cases, events, roster, sessions, setup, trainings, waiting,
};
use earshot_testkit::{NOON, on_both};
use serde_json::Value;

use crate::scene::{HELP, Scene, said, up};

impl Scene {
    async fn write<F>(&self, work: F)
    where
        F: for<'a> FnOnce(&'a mut Tx) -> earshot_store::Work<'a, (), Error> + Send + 'static,
    {
        self.ground.db.write::<_, Error, _>(self.office.org, work).await.expect("written");
    }

    async fn presence(&self, agent: AgentId, presence: Presence) {
        let now = self.ground.tools.now();
        self.write(move |tx| Box::pin(agents::set_presence(tx, agent, presence, now))).await;
    }

    /// New rules for the queue in which HELP lands.
    async fn rule(&self, by: AgentId, rules: QueueRules) {
        let queue = self.office.queues[0].id;
        let body = serde_json::to_string(&rules).expect("JSON");
        let known = roster::queues(&mut self.read().await).await.expect("queues");
        let version = known.iter().find(|q| q.id == queue).and_then(|q| q.version).unwrap_or(0);
        let now = self.ground.tools.now();
        self.write(move |tx| {
            Box::pin(async move { roster::set_rules(tx, queue, &body, version, (by, now)).await })
        })
        .await;
    }

    async fn train(&self, agent: AgentId, key: &'static str, level: i64) {
        let fresh = self.ground.tools.id();
        self.write(move |tx| {
            Box::pin(async move {
                let known = setup::skills(tx).await?;
                let skill = match known.iter().find(|skill| skill.key == key) {
                    Some(skill) => skill.id,
                    None => {
                        setup::insert_skill(tx, fresh, key, key).await?;
                        fresh
                    }
                };
                setup::set_skill(tx, agent, skill, level).await
            })
        })
        .await;
    }

    async fn sweep_at(&self, minutes: i64) {
        self.ground.clock.set(NOON.plus(minutes * Time::MINUTE));
        self.listen.sweep_for(self.office.org).await.expect("a sweep");
    }

    async fn help(&self, id: &str, second: i64) -> Case {
        self.hear(&[up(said(id, &format!("author-{id}"), &format!("t{id}"), second, HELP))]).await;
        self.case_of(id).await
    }

    async fn handed(&self, case: &Case) -> Vec<Value> {
        let all = events::of_case(&mut self.read().await, case.id).await.expect("events");
        let assigned = all.iter().filter(|event| event.kind == EventKind::CaseAssigned);
        assigned.map(|event| serde_json::from_str(&event.data).expect("JSON")).collect()
    }
}

on_both! {
async fn a_new_case_goes_to_whoever_has_most_room_and_says_why(ground: Ground) {
    let scene = Scene::new(ground).await;
    let ana = scene.office.hire(&scene.ground, "ana", 4).await;
    let ben = scene.office.hire(&scene.ground, "ben", 2).await;
    let eve = scene.office.hire(&scene.ground, "eve", 9).await;
    scene.presence(eve, Presence::Away).await;
    let first = scene.help("1", 0).await;
    let second = scene.help("2", 1).await;
    let third = scene.help("3", 2).await;
    let owners = [first.owner_id, second.owner_id, third.owner_id];
    assert_eq!(owners, [Some(ana), Some(ben), Some(ana)], "the smaller share in use, then the longer wait");
    let told = scene.handed(&third).await.pop().expect("an event");
    assert_eq!(told["how"], "routed");
    assert_eq!(told["considered"]["could"], 2);
    assert_eq!(told["considered"]["second"], ben.to_string());
    assert_eq!(told["considered"]["edge"], "load");
    assert_eq!(told["considered"]["passed"][0]["why"], "not-here");
    assert_eq!(told["considered"]["passed"][0]["some"][0], eve.to_string());
    assert_eq!(told["reasons"][0]["key"], "reason-best-of");
}
}

on_both! {
async fn nobody_gets_what_they_cannot_do_until_a_step_says_so(ground: Ground) {
    let scene = Scene::new(ground).await;
    let ana = scene.office.hire(&scene.ground, "ana", 4).await;
    let steps = vec![
        RelaxStep { after: 5 * Time::MINUTE, relax: Relax::LowerSkill { skill: "ships".into(), level: 2 } },
        RelaxStep { after: 9 * Time::MINUTE, relax: Relax::DropSkill { skill: "ships".into() } },
    ];
    let rules = QueueRules { skills: vec!["ships:4".into()], relax: steps, ..QueueRules::default() };
    scene.rule(ana, rules).await;
    let case = scene.help("1", 0).await;
    scene.sweep_at(6).await;
    assert_eq!(scene.case_of("1").await.owner_id, None);
    scene.sweep_at(9).await;
    assert_eq!(scene.case_of("1").await.owner_id, Some(ana));
    let told = scene.handed(&case).await.pop().expect("an event");
    assert_eq!(told["reasons"][0]["key"], "reason-relaxed");
}
}

on_both! {
async fn a_training_that_is_missing_or_over_is_never_relaxed(ground: Ground) {
    let scene = Scene::new(ground).await;
    let ana = scene.office.hire(&scene.ground, "ana", 4).await;
    let ben = scene.office.hire(&scene.ground, "ben", 4).await;
    let relax = vec![RelaxStep { after: 1, relax: Relax::Ring { ring: 1 } }];
    let rules = QueueRules { trainings: vec!["money".into()], relax, ..QueueRules::default() };
    scene.rule(ana, rules).await;
    let (of, soon) = (scene.ground.tools.id(), NOON.plus(30 * Time::MINUTE));
    scene.write(move |tx| {
        Box::pin(async move {
            trainings::insert(tx, of, "money", "Money back").await?;
            trainings::set(tx, ana, of, Some(soon), "QA 91").await
        })
    }).await;
    let first = scene.help("1", 0).await;
    assert_eq!(first.owner_id, Some(ana), "she alone was trained");
    let told = scene.handed(&first).await.pop().expect("an event");
    assert_eq!(told["considered"]["passed"][0]["why"], "not-trained");
    assert_eq!(told["considered"]["passed"][0]["some"][0], ben.to_string());
    scene.ground.clock.set(NOON.plus(31 * Time::MINUTE));
    let second = scene.help("2", 31 * 60).await;
    assert_eq!(second.owner_id, None, "hers is over, and no time makes it easier");
    scene.sweep_at(90).await;
    assert_eq!(scene.case_of("2").await.owner_id, None);
    scene.write(move |tx| Box::pin(trainings::set(tx, ben, of, None, ""))).await;
    scene.sweep_at(91).await;
    assert_eq!(scene.case_of("2").await.owner_id, Some(ben));
}
}

on_both! {
async fn what_is_not_touched_goes_to_somebody_else(ground: Ground) {
    let scene = Scene::new(ground).await;
    let ana = scene.office.hire(&scene.ground, "ana", 4).await;
    let lies = scene.help("1", 0).await;
    let worked = scene.help("2", 1).await;
    assert_eq!((lies.owner_id, worked.owner_id), (Some(ana), Some(ana)));
    scene.sweep_at(11).await;
    assert_eq!(scene.case_of("1").await.owner_id, Some(ana), "nobody else is here: it lies best with her");
    let ben = scene.office.hire(&scene.ground, "ben", 4).await;
    let note = Moment::new(scene.ground.tools.now(), Actor::Agent(ana));
    let (case, of) = (worked.id, scene.office.org);
    scene.ground.db.write::<_, Error, _>(of, move |tx| Box::pin(async move {
        let case = cases::hold(tx, case).await?;
        tx.emit(note.event(EventKind::CaseNoted, &case));
        Ok(())
    })).await.expect("a note");
    scene.sweep_at(13).await;
    assert_eq!(scene.case_of("1").await.owner_id, Some(ben));
    assert_eq!(scene.case_of("2").await.owner_id, Some(ana), "she wrote a note");
    let told = scene.handed(&lies).await;
    assert_eq!(told.len(), 3);
    assert_eq!((told[1]["how"].as_str(), told[1]["to"].is_null()), (Some("untouched"), true));
    assert_eq!(told[2]["considered"]["passed"][0]["why"], "taken-back", "not to the one who let it lie");
}
}

on_both! {
async fn whoever_leaves_holds_nothing_and_gets_it_again_only_if_it_is_still_there(ground: Ground) {
    let scene = Scene::new(ground).await;
    let ana = scene.office.hire(&scene.ground, "ana", 1).await;
    let case = scene.help("1", 0).await;
    assert_eq!(case.owner_id, Some(ana));
    scene.ground.clock.set(NOON.plus(Time::MINUTE));
    scene.presence(ana, Presence::Away).await;
    scene.sweep_at(5).await;
    assert_eq!(scene.case_of("1").await.owner_id, Some(ana), "a cup of tea");
    scene.sweep_at(11).await;
    assert_eq!(scene.case_of("1").await.owner_id, None);
    scene.presence(ana, Presence::Online).await;
    scene.sweep_at(12).await;
    assert_eq!(scene.case_of("1").await.owner_id, Some(ana));
    assert_eq!(scene.handed(&case).await.last().expect("an event")["reasons"][0]["key"], "reason-previous-owner");
    scene.presence(ana, Presence::Offline).await;
    // What a person gives to somebody who went stays there.
    let held = scene.help("2", 60 * 12 + 1).await.id;
    let by = Moment::new(scene.ground.tools.now(), Actor::System);
    scene.ground.db.write::<_, Error, _>(scene.office.org, move |tx| Box::pin(async move {
        let case = cases::hold(tx, held).await?;
        assign(tx, &by, &case, Some(ana)).await.map(drop)
    })).await.expect("given");
    scene.sweep_at(13).await;
    assert_eq!((scene.case_of("1").await.owner_id, scene.case_of("2").await.owner_id), (None, Some(ana)));
}
}

on_both! {
async fn whoever_left_without_a_word_takes_no_work(ground: Ground) {
    let scene = Scene::new(ground).await;
    let ana = scene.office.hire(&scene.ground, "ana", 4).await;
    let now = scene.ground.tools.now();
    let login = Session {
        id: scene.ground.tools.id(),
        agent_id: ana,
        csrf: "csrf".to_owned(),
        created_at: now,
        seen_at: now,
        expires_at: now.plus(30 * Time::MINUTE),
    };
    scene.write(move |tx| Box::pin(async move { sessions::insert(tx, &login, [1; 32]).await })).await;
    let had = scene.help("1", 0).await;
    assert_eq!(had.owner_id, Some(ana));
    let mut conn = scene.read().await;
    let late = now.plus(29 * Time::MINUTE);
    assert!(waiting::is_overdue(&mut conn, had.id, ana, late).await.expect("an answer"));
    let other = scene.ground.tools.id();
    assert!(!waiting::is_overdue(&mut conn, had.id, other, late).await.expect("an answer"));
    drop(conn);
    scene.sweep_at(31).await;
    let mut conn = scene.read().await;
    let people = agents::all(&mut conn).await.expect("people");
    let presence = people.iter().find(|agent| agent.id == ana).map(|agent| agent.presence);
    assert_eq!(presence, Some(Presence::Offline), "her login ran out in the night");
    drop(conn);
    assert_eq!(scene.case_of("1").await.owner_id, None);
    assert_eq!(scene.help("2", 40 * 60).await.owner_id, None);
}
}

on_both! {
async fn a_case_that_nobody_can_ever_take_raises_one_alarm_that_ends(ground: Ground) {
    let scene = Scene::new(ground).await;
    let ana = scene.office.hire(&scene.ground, "ana", 4).await;
    scene.train(ana, "ships", 2).await;
    scene.rule(ana, QueueRules { skills: vec!["ships:4".into(), "sails".into()], ..QueueRules::default() }).await;
    let case = scene.help("1", 0).await;
    scene.sweep_at(1).await;
    scene.sweep_at(2).await;
    let kinds = scene.kinds_of(case.id).await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "case.orphaned").count(), 1, "{kinds:?}");
    let kind = waiting::kind_of(&mut scene.read().await, case.id).await.expect("a kind");
    let heads = waiting::heads(&mut scene.read().await, &kind, 9).await.expect("heads");
    let lacks: Vec<Lack> = serde_json::from_str(heads[0].lacks.as_deref().expect("lacks")).expect("JSON");
    let skill = |skill: &str, level| Lack::Skill { skill: skill.to_owned(), level };
    assert_eq!(lacks, [skill("sails", 1), skill("ships", 4)]);
    scene.presence(ana, Presence::Away).await;
    scene.train(ana, "ships", 5).await;
    scene.train(ana, "sails", 1).await;
    scene.sweep_at(3).await;
    let heads = waiting::heads(&mut scene.read().await, &kind, 9).await.expect("heads");
    assert_eq!(heads[0].lacks, None, "she can, once she is here");
    scene.presence(ana, Presence::Online).await;
    scene.sweep_at(4).await;
    assert_eq!(scene.case_of("1").await.owner_id, Some(ana));
}
}

/// What happened in an office, with the names of people and cases in place of ids.
async fn diary(scene: &Scene, people: &[AgentId]) -> Vec<String> {
    let mut conn = scene.read().await;
    let all: Vec<Event> = events::since(&mut conn, 0, 10_000).await.expect("events");
    let mut names: BTreeMap<String, String> =
        people.iter().enumerate().map(|(n, id)| (id.to_string(), format!("agent-{n}"))).collect();
    for queue in &scene.office.queues {
        names.insert(queue.id.to_string(), queue.key.clone());
    }
    for (n, event) in all.iter().filter(|e| e.kind == EventKind::CaseOpened).enumerate() {
        names.insert(event.case_id.expect("a case").to_string(), format!("case-{n}"));
    }
    let wanted = [
        EventKind::CaseAssigned,
        EventKind::CaseOrphaned,
        EventKind::ClockWarned,
        EventKind::ClockBreached,
        EventKind::ClockEscalated,
        EventKind::CaseOpened,
    ];
    all.iter()
        .filter(|event| wanted.contains(&event.kind))
        .map(|event| {
            let case = event.case_id.expect("a case").to_string();
            let mut line =
                format!("{} {} {case} {}", event.at.micros(), event.kind.word(), event.data);
            names.iter().for_each(|(id, name)| line = line.replace(id, name));
            line
        })
        .collect()
}

/// A day with a flood, relaxation, people who leave, and clocks that run out. `restart` says after
/// which steps the server begins anew.
async fn day(scene: &mut Scene, restart: impl Fn(usize) -> bool) -> Vec<String> {
    scene.ground.clock.set(NOON);
    let mut people = Vec::new();
    for (name, capacity) in [("ana", 2), ("ben", 1), ("cleo", 3)] {
        people.push(scene.office.hire(&scene.ground, name, capacity).await);
    }
    scene.train(people[0], "ships", 4).await;
    scene.train(people[2], "ships", 2).await;
    let relax = vec![
        RelaxStep {
            after: 7 * Time::MINUTE,
            relax: Relax::LowerSkill { skill: "ships".into(), level: 2 },
        },
        RelaxStep { after: 25 * Time::MINUTE, relax: Relax::DropSkill { skill: "ships".into() } },
    ];
    scene
        .rule(
            people[0],
            QueueRules { skills: vec!["ships:3".into()], relax, share: 2, ..QueueRules::default() },
        )
        .await;
    let moves = [
        (12, 2, Presence::Offline),
        (20, 0, Presence::Away),
        (33, 2, Presence::Online),
        (50, 0, Presence::Online),
    ];
    for step in 0..40_usize {
        let minute = i64::try_from(step).expect("small") * 2;
        scene.ground.clock.set(NOON.plus(minute * Time::MINUTE));
        if step < 12 {
            scene.help(&format!("c{step}"), minute * 60).await;
        }
        for (_, who, presence) in moves.iter().filter(|(at, ..)| (minute..minute + 2).contains(at))
        {
            scene.presence(people[*who], *presence).await;
        }
        if restart(step) {
            scene.listen = Listen::new(scene.ground.db.clone(), scene.ground.tools.clone());
        }
        scene.listen.sweep_for(scene.office.org).await.expect("a sweep");
    }
    diary(scene, &people).await
}

on_both! {
async fn a_restart_in_the_middle_changes_nothing_of_what_is_routed_and_warned(ground: Ground) {
    let mut kept = Scene::new(ground).await;
    let one = day(&mut kept, |_| false).await;
    // The same day in another organization, by servers that never live longer than some minutes.
    let Scene { ground, .. } = kept;
    let mut fresh = Scene::new(ground).await;
    let other = day(&mut fresh, |step| step % 3 != 1).await;
    let handed = one.iter().filter(|line| line.contains("case.assigned")).count();
    let rang = one.iter().filter(|line| line.contains(" clock.")).count();
    assert!(handed > 12 && rang > 12, "{handed} and {rang}: {one:#?}");
    assert!(one.iter().any(|line| line.contains("untouched")) && one.iter().any(|line| line.contains("\"left\"")));
    assert_eq!(one, other);
}
}

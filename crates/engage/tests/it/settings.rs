//! Who gets work and until when, as administrators set it: versions, refusals, and who may.

use earshot_engage::Error;
use earshot_engage::settings::{
    ClockKind, Level, LevelChange, NewTrained, QueueChange, QueueRules, Relax, RelaxStep,
    TypedCalendar, TypedPolicy, TypedTarget,
};
use earshot_engage::staff::{Reach, RoleKind};
use earshot_model::{EventKind, TeamModel, Time};
use earshot_store::{Error as StoreError, events, roster};

use crate::ground::{Ground, NOON};

fn change(version: i64) -> QueueChange {
    let step = RelaxStep { after: 5 * Time::MINUTE, relax: Relax::Ring { ring: 1 } };
    QueueChange {
        name: "Care at night".to_owned(),
        team_model: TeamModel::Dedicated,
        rules: QueueRules { share: 3, relax: vec![step], ..QueueRules::default() },
        members: Vec::new(),
        version,
    }
}

async fn changes(ground: &Ground) -> Vec<String> {
    let mut conn = ground.db.read(ground.org).await.unwrap();
    let all = events::since(&mut conn, 0, 1_000).await.unwrap();
    let mine = all.into_iter().filter(|event| event.kind == EventKind::SetupChanged);
    mine.map(|event| event.data).collect()
}

#[tokio::test]
async fn a_queue_keeps_its_rules_and_a_second_editor_is_told() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let queue = ground.queue("care").await;
    let engage = &ground.engage;
    let mut first = change(0);
    first.members = vec![(admin.id(), 1)];
    engage.change_queue(&admin, queue.id, first).await.unwrap();
    let second = engage.change_queue(&admin, queue.id, change(0)).await;
    assert!(matches!(second, Err(Error::Invalid { field: "version", .. })), "{second:?}");
    let sheet = engage.queue_sheet(&admin, queue.id).await.unwrap();
    assert_eq!(
        (sheet.version, sheet.rules.share, sheet.queue.name.as_str()),
        (1, 3, "Care at night")
    );
    assert_eq!(sheet.people.iter().filter_map(|one| one.ring).collect::<Vec<_>>(), [1]);
    engage.change_queue(&admin, queue.id, change(1)).await.unwrap();
    let mut bad = change(2);
    bad.rules.relax = vec![RelaxStep { after: 1, relax: Relax::Overflow { queue: queue.id } }];
    let bad = engage.change_queue(&admin, queue.id, bad).await;
    assert!(matches!(bad, Err(Error::Invalid { field: "relax", .. })), "{bad:?}");
    let made = engage.create_queue(&admin, "VIP care", queue.department_id).await.unwrap();
    let taken = engage.create_queue(&admin, "vip CARE", queue.department_id).await;
    assert!(matches!(taken, Err(Error::Taken { .. })), "{taken:?}");
    let (lines, _) = engage.queue_lines(&admin).await.unwrap();
    assert!(lines.iter().any(|line| line.queue.id == made && line.queue.key == "vip_care"));
    let told = changes(&ground).await;
    assert_eq!(told.iter().filter(|data| data.contains("\"what\":\"queue\"")).count(), 3);
}

#[tokio::test]
async fn rules_that_cannot_be_read_are_told_and_never_saved_over() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let queue = ground.queue("care").await.id;
    let (by, at) = (admin.id(), ground.tools.now());
    let written = ground.db.write::<_, StoreError, _>(ground.org, move |tx| {
        Box::pin(
            async move { roster::set_rules(tx, queue, "{\"share\":\"all\"}", 0, (by, at)).await },
        )
    });
    written.await.unwrap();
    let sheet = ground.engage.queue_sheet(&admin, queue).await.unwrap();
    let fault = sheet.fault.expect("it is told");
    assert!(fault.contains("all"), "{fault}");
    let refused = ground.engage.change_queue(&admin, queue, change(sheet.version)).await;
    assert!(matches!(refused, Err(Error::Invalid { field: "rules", .. })), "{refused:?}");
    let mut conn = ground.db.read(ground.org).await.unwrap();
    let kept = roster::queues(&mut conn).await.unwrap();
    let kept = kept.iter().find(|one| one.id == queue).unwrap();
    assert_eq!(kept.rules.as_deref(), Some("{\"share\":\"all\"}"));
}

#[tokio::test]
async fn levels_are_set_cell_by_cell() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let engage = &ground.engage;
    engage.add_skill(&admin, "Ship papers").await.unwrap();
    engage.add_language(&admin, admin.id(), "PT").await.unwrap();
    let matrix = engage.skill_matrix(&admin, "ada", 0).await.unwrap();
    let skill = matrix.skills.iter().find(|skill| skill.key == "ship-papers").unwrap().id;
    let set = |what, level| LevelChange { agent: admin.id(), what, level };
    let wanted = vec![set(Level::Skill(skill), 4), set(Level::Capacity, 9)];
    engage.set_levels(&admin, wanted).await.unwrap();
    let refused = engage.set_levels(&admin, vec![set(Level::Skill(skill), 6)]).await;
    assert!(matches!(refused, Err(Error::Invalid { field: "level", .. })));
    let matrix = engage.skill_matrix(&admin, "", 0).await.unwrap();
    let line = matrix.people.iter().find(|line| line.agent.id == admin.id()).unwrap();
    assert_eq!((line.agent.capacity, line.languages.as_slice()), (9, &[3][..]));
    assert!(line.skills.contains(&4));
    engage.set_levels(&admin, vec![set(Level::Skill(skill), 0)]).await.unwrap();
    let matrix = engage.skill_matrix(&admin, "", 0).await.unwrap();
    assert!(matrix.people.iter().all(|line| !line.skills.contains(&4)));
}

#[tokio::test]
async fn policies_and_calendars_are_saved_as_versions() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let engage = &ground.engage;
    let mut hours = TypedCalendar {
        name: "Office".to_owned(),
        zone: "Europe/Lisbon".to_owned(),
        week: std::array::from_fn(|_| "09:00-17:00".to_owned()),
        ..TypedCalendar::default()
    };
    let (calendar, _) = engage.save_calendar(&admin, hours.clone()).await.unwrap();
    let target = TypedTarget {
        clock: ClockKind::First,
        amount: "2".to_owned(),
        unit: "hours".to_owned(),
        calendar: calendar.to_string(),
        warn: String::new(),
        pause: Vec::new(),
    };
    let typed = TypedPolicy {
        name: "Gold".to_owned(),
        segments: vec!["gold".to_owned()],
        targets: vec![target],
        ..TypedPolicy::default()
    };
    let gold = engage.save_policy(&admin, typed.clone()).await.unwrap();
    let twice = TypedPolicy { id: Some(gold), version: 0, ..typed.clone() };
    let stale = engage.save_policy(&admin, twice).await;
    assert!(matches!(stale, Err(Error::Invalid { field: "version", .. })), "{stale:?}");
    hours.id = Some(calendar);
    hours.version = 1;
    engage.save_calendar(&admin, hours).await.unwrap();
    let (lines, _) = engage.policy_lines(&admin).await.unwrap();
    assert_eq!(
        (lines[0].id, lines[0].version, lines.len()),
        (gold, 2, 4),
        "before the three of ours"
    );
    let counted = lines[0].policy.first.as_ref().and_then(|target| target.calendar);
    assert_eq!(counted.map(|edition| edition.version), Some(2));
    let second = engage.save_policy(&admin, TypedPolicy { name: "VIP".to_owned(), ..typed });
    let second = second.await.unwrap();
    engage.raise_policy(&admin, second).await.unwrap();
    let (lines, _) = engage.policy_lines(&admin).await.unwrap();
    assert_eq!((lines[0].id, lines[1].id), (second, gold));
    engage.retire_policy(&admin, gold, true).await.unwrap();
    let mut conn = ground.db.read(ground.org).await.unwrap();
    let rules = earshot_cases::clocks::rules(&mut conn).await.unwrap();
    drop(conn);
    let facts = earshot_route::clock::CaseFacts {
        channel: "mastodon",
        class: earshot_model::SlaClass::Urgent,
        segment: Some("gold"),
    };
    assert_eq!(rules.choose(&facts).map(|edition| edition.id), Some(second.0));
    engage.retire_policy(&admin, gold, false).await.unwrap();
    engage.retire_policy(&admin, second, true).await.unwrap();
    let mut conn = ground.db.read(ground.org).await.unwrap();
    let rules = earshot_cases::clocks::rules(&mut conn).await.unwrap();
    assert_eq!(rules.choose(&facts).map(|edition| edition.id), Some(gold.0));
}

#[tokio::test]
async fn only_an_administrator_sets_any_of_it() {
    let ground = Ground::new().await;
    let care = ground.department("care").await;
    let sam = ground.colleague("Sam", RoleKind::Supervisor, Reach::Department(care)).await;
    let queue = ground.queue("care").await;
    let engage = &ground.engage;
    let forbidden = [
        engage.change_queue(&sam, queue.id, change(0)).await,
        engage.add_skill(&sam, "Ships").await,
        engage.add_language(&sam, sam.id(), "de").await,
        engage.save_policy(&sam, TypedPolicy::default()).await.map(drop),
        engage.save_calendar(&sam, TypedCalendar::default()).await.map(drop),
        engage.queue_lines(&sam).await.map(drop),
        engage.skill_matrix(&sam, "", 0).await.map(drop),
    ];
    for refused in forbidden {
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    }
}

#[tokio::test]
async fn trainings_are_written_down_renewed_and_taken_away() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let engage = &ground.engage;
    let training = engage.add_training(&admin, "Money back").await.unwrap();
    let taken = engage.add_training(&admin, "money  BACK").await;
    assert!(matches!(taken, Err(Error::Taken { .. })), "{taken:?}");
    let day = ground.tools.now().plus(Time::DAY);
    let new = |until, proof: &str| NewTrained {
        agent: admin.id(),
        training,
        until,
        proof: proof.to_owned(),
    };
    engage.train(&admin, new(None, "QA 91")).await.unwrap();
    engage.train(&admin, new(Some(day), "QA 94")).await.unwrap();
    let over = engage.train(&admin, new(Some(ground.tools.now()), "")).await;
    assert!(matches!(over, Err(Error::Invalid { field: "until", .. })), "{over:?}");
    let long = engage.train(&admin, new(None, &"x".repeat(121))).await;
    assert!(matches!(long, Err(Error::Invalid { field: "proof", .. })), "{long:?}");
    let sheet = engage.training_sheet(&admin).await.unwrap();
    assert_eq!(sheet.trainings[0].1, 1);
    let line = &sheet.trained[0];
    assert_eq!((line.until, line.proof.as_str(), sheet.trained.len()), (Some(day), "QA 94", 1));
    ground.clock.set(NOON.plus(2 * Time::DAY));
    let queue = ground.queue("care").await;
    let sheet = engage.queue_sheet(&admin, queue.id).await.unwrap();
    assert_eq!(sheet.trainings[0].1, 0, "it is over, and counts no more");
    engage.untrain(&admin, admin.id(), training).await.unwrap();
    let again = engage.untrain(&admin, admin.id(), training).await;
    assert!(matches!(again, Err(Error::NotFound(_))), "{again:?}");
    let told = changes(&ground).await;
    assert_eq!(told.iter().filter(|data| data.contains("trained")).count(), 3);
}

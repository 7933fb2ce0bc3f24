//! Clocks ring once, whatever restarts between; what began in public ends there, or says why not.

use earshot_cases::{Moment, Waiver};
use earshot_listen::Listen;
use earshot_model::{Actor, CaseStatus, Event, EventKind, Time};
use earshot_store::{Error, cases, clocks, events};
use earshot_testkit::{NOON, on_both};

use crate::scene::{HELP, Scene, said, up};

/// The steps that rang for the case of a post, with the instant at which each was due.
async fn rang(scene: &Scene, id: &str) -> Vec<(String, Time)> {
    let case = scene.case_of(id).await.id;
    let all = events::of_case(&mut scene.read().await, case).await.expect("events");
    let kinds = [EventKind::ClockWarned, EventKind::ClockBreached, EventKind::ClockEscalated];
    let name = |event: &Event| {
        let data: serde_json::Value = serde_json::from_str(&event.data).expect("JSON");
        format!(
            "{}/{}",
            data["clock"].as_str().expect("a clock"),
            data["step"].as_str().expect("a step")
        )
    };
    all.iter()
        .filter(|event| kinds.contains(&event.kind))
        .map(|event| (name(event), event.at))
        .collect()
}

async fn at(scene: &Scene, minutes: i64) {
    scene.ground.clock.set(NOON.plus(minutes * Time::MINUTE));
    scene.listen.sweep_for(scene.office.org).await.expect("a sweep");
}

on_both! {
async fn a_clock_warns_breaks_and_escalates_once_also_over_a_restart(ground: Ground) {
        let mut scene = Scene::new(ground).await;
        scene.hear(&[up(said("1", "ana", "t1", 0, HELP))]).await;
        let case = scene.case_of("1").await;
        let due = case.clocks.first_due_at.expect("a deadline");
        let minutes = due.since(NOON) / Time::MINUTE;
        at(&scene, minutes * 8 / 10 - 1).await;
        assert_eq!(rang(&scene, "1").await, []);
        at(&scene, minutes * 8 / 10).await;
        let warned = NOON.plus(due.since(NOON) / 10 * 8);
        let steps = [("first/owner".to_owned(), warned), ("first/warn".to_owned(), warned)];
        let mut found = rang(&scene, "1").await;
        found.sort();
        assert_eq!(found, steps);
        // The server was away; whoever comes next knows what has rung.
        scene.listen = Listen::new(scene.ground.db.clone(), scene.ground.tools.clone());
        at(&scene, minutes + 3).await;
        at(&scene, minutes + 4).await;
        let found = rang(&scene, "1").await;
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found.contains(&("first/breach".to_owned(), due.plus(1))) || found.contains(&("first/breach".to_owned(), due)), "{found:?}");
        let now = cases::find(&mut scene.read().await, case.id).await.expect("the case");
        assert!((now.priority - 1.0).abs() < f64::EPSILON, "a late case comes first");
        // An answer ends it: nothing rings any more but the resolution's clock.
        let row = clocks::find(&mut scene.read().await, case.id).await.expect("rows").expect("clocks");
        assert!(row.wake_at.is_some());
}
}

on_both! {
async fn what_began_in_public_stays_open_until_it_ended_there_or_says_why_not(ground: Ground) {
        let scene = Scene::new(ground).await;
        scene.hear(&[up(said("1", "ana", "t1", 0, HELP)), up(said("2", "ben", "t2", 1, HELP))]).await;
        let (ana, ben) = (scene.case_of("1").await.id, scene.case_of("2").await.id);
        scene.end(ana, CaseStatus::Resolved).await;
        scene.end(ben, CaseStatus::Resolved).await;
        let row = clocks::find(&mut scene.read().await, ana).await.expect("rows").expect("clocks");
        assert!(row.blocked && row.loop_due_at.is_some(), "{row:?}");
        let moment = Moment::new(scene.ground.tools.now(), Actor::System);
        let work = scene.ground.db.write::<_, Error, _>(scene.office.org, move |tx| {
            Box::pin(async move {
                let case = cases::hold(tx, ben).await?;
                earshot_cases::waive_loop(tx, &moment, &case, Waiver::Asked).await
            })
        });
        work.await.expect("it may end");
        at(&scene, 4 * 24 * 60).await;
        let mut conn = scene.read().await;
        let status = cases::find(&mut conn, ana).await.expect("the case").status;
        assert_eq!(status, CaseStatus::Resolved, "nobody said in public how it ended");
        let status = cases::find(&mut conn, ben).await.expect("the case").status;
        assert_eq!(status, CaseStatus::Closed);
}
}

on_both! {
async fn a_broken_case_keeps_no_other_waiting(ground: Ground) {
        let scene = Scene::new(ground).await;
        let posts: Vec<_> = (0..30)
            .map(|n| up(said(&n.to_string(), &format!("c{n}"), &format!("t{n}"), 0, HELP)))
            .collect();
        scene.hear(&posts).await;
        let broken = scene.case_of("7").await;
        let row = clocks::LogRow { at: NOON, entry: "{".to_owned() };
        let id = broken.id;
        let work = scene.ground.db.write::<_, Error, _>(scene.office.org, move |tx| {
            Box::pin(async move { clocks::append(tx, &[(id, 99, row)]).await })
        });
        work.await.expect("a log that cannot be read");
        let due = broken.clocks.first_due_at.expect("a deadline");
        scene.ground.clock.set(due.plus(Time::MINUTE));
        let quiet = scene.case_of("8").await.id;
        let work = scene.ground.db.write::<_, Error, _>(scene.office.org, move |tx| {
            Box::pin(async move {
                let asleep = Moment::new(NOON, Actor::System);
                let case = cases::hold(tx, quiet).await?;
                earshot_cases::snooze(tx, &asleep, &case, NOON.plus(Time::MINUTE)).await
            })
        });
        work.await.expect("a sleeper");
        let swept = scene.listen.sweep_for(scene.office.org).await;
        assert!(swept.is_err(), "it is told: {swept:?}");
        assert_eq!(scene.case_of("8").await.snoozed_until, None, "what follows is done all the same");
        assert_eq!(rang(&scene, "7").await, [], "nothing is known of its clocks");
        for n in (0..30).filter(|n| *n != 7) {
            let found = rang(&scene, &n.to_string()).await;
            assert!(found.iter().any(|(step, _)| step == "first/breach"), "{n}: {found:?}");
        }
}
}

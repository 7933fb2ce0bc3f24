//! The timeline of a case and the history of a customer.

use earshot_model::{Actor, EventKind, NewEvent, PostState, Reason};
use earshot_record::timeline::Detail;
use serde_json::json;

use crate::world::{NOW, Said, World};

#[tokio::test]
async fn the_timeline_is_the_log_of_the_case() {
    let world = World::new().await;
    let case = world.case(&world.chirp, world.care, 0, NOW, None).await;
    let other = world.case(&world.chirp, world.care, 0, NOW, None).await;
    let reason = Reason { line: Some(1), key: "reason-help".to_owned(), values: Vec::new() };
    let (from, to) = (world.care.1, world.legal.1);
    let told = reason.clone();
    world
        .write(move |tx| {
            Box::pin(async move {
                let event = |kind| NewEvent::new(NOW, kind, Actor::System).case(case);
                let opened = json!({ "number": 1, "queue": from, "owner": null, "sla": "normal",
                    "due_at": null, "reasons": [told] });
                tx.emit(event(EventKind::CaseOpened).data(opened));
                tx.emit(NewEvent::new(NOW, EventKind::CaseOpened, Actor::System).case(other));
                tx.emit(event(EventKind::CaseMoved).data(json!({ "from": from, "to": to })));
                Ok(())
            })
        })
        .await;
    let timeline = world.record.timeline(world.org, &world.carer().await, case).await.unwrap();
    assert_eq!(timeline.entries.len(), 2);
    assert_eq!(timeline.entries[0].reasons, [reason]);
    assert!(matches!(timeline.entries[0].detail, Detail::Opened { number: Some(1), .. }));
    assert_eq!(timeline.entries[1].detail, Detail::Moved { from, to });
    assert_eq!(timeline.queues[&to], "legal queue");
    assert_eq!(timeline.agents.len(), 3);
    let hidden = world.record.timeline(world.org, &world.nobody().await, case).await;
    assert!(hidden.unwrap_err().to_string().contains("no such case"));
}

#[tokio::test]
async fn a_history_crosses_channels_and_stops_at_what_may_be_seen() {
    let world = World::new().await;
    let care = world.case(&world.chirp, world.care, 0, NOW, None).await;
    let legal = world.case(&world.mail, world.legal, 0, NOW.plus(5), None).await;
    let said = |shop, text, at, case| Said {
        case,
        state: PostState::InCase,
        ..Said::inbound(shop, text, at)
    };
    world
        .say(&[
            said(&world.chirp, "first", NOW, Some(care)),
            said(&world.mail, "second", NOW.plus(5), Some(legal)),
            said(&world.chirp, "third", NOW.plus(9), None),
            Said { by: 1, ..said(&world.chirp, "another's", NOW, None) },
        ])
        .await;
    let person = world.customers[0].0;
    let ask = async |eyes, limit| world.record.history(world.org, &eyes, person, limit).await;
    let all = ask(world.head().await, 10).await.unwrap();
    let words = |texts: &[earshot_record::SeenPost]| {
        texts.iter().map(|post| post.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(words(&all.posts), ["third", "second", "first"]);
    assert_eq!(all.cases.iter().map(|case| case.id).collect::<Vec<_>>(), [legal, care]);
    assert_eq!(all.identities.len(), 1);
    let some = ask(world.carer().await, 10).await.unwrap();
    assert_eq!(words(&some.posts), ["first"]);
    assert_eq!(some.cases.len(), 1);
    let few = ask(world.head().await, 1).await.unwrap();
    assert_eq!((words(&few.posts), few.cases.len()), (vec!["third".to_owned()], 1));
    assert!(ask(world.nobody().await, 10).await.is_err());
}

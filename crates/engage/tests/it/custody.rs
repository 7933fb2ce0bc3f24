//! How long data is kept, what may not go, and what must.

use earshot_engage::Error;
use earshot_engage::custody::Class;
use earshot_engage::staff::{Reach, RoleKind};
use earshot_model::{EventKind, Time};
use earshot_store::events;

use crate::ground::Ground;

async fn log(ground: &Ground, kind: EventKind) -> Vec<earshot_model::Event> {
    let mut conn = ground.db.read(ground.org).await.unwrap();
    let mut log = events::since(&mut conn, 0, 1_000).await.unwrap();
    log.retain(|event| event.kind == kind);
    log
}

#[tokio::test]
async fn an_administrator_sets_how_long_things_are_kept_and_it_is_written_down() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    assert_eq!(ground.engage.retention(&admin).await.unwrap().next_run, None, "no loop runs");
    let next = ground.tools.now().plus(Time::HOUR);
    ground.engage.keeps_house_at(next);
    ground.engage.set_retention(&admin, Class::Noise, 7).await.unwrap();
    let page = ground.engage.retention(&admin).await.unwrap();
    assert_eq!(page.next_run, Some(next));
    let noise = page.classes.iter().find(|row| row.class == Class::Noise).unwrap();
    assert_eq!((noise.days, noise.due), (7, 0));
    for days in [0, -1, 36_501] {
        let odd = ground.engage.set_retention(&admin, Class::Noise, days).await;
        assert!(matches!(odd, Err(Error::Invalid { field: "days", .. })), "{days}: {odd:?}");
    }
    let told = log(&ground, EventKind::SetupChanged).await;
    let told = told.iter().find(|event| event.data.contains("noise")).expect("an event");
    assert!(told.actor.contains(&admin.id().to_string()), "{}", told.actor);
}

#[tokio::test]
async fn a_hold_stands_in_the_way_of_an_erasure_until_it_is_lifted() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let opened = ground.case("care", "my bag is gone").await;
    let engage = &ground.engage;
    for asked in ["mirela", "@mirela", "Mirela Costa", "#1", "1"] {
        let found = engage.somebody(&admin, asked).await.unwrap();
        assert_eq!(found.iter().map(|who| who.id).collect::<Vec<_>>(), [opened.person], "{asked}");
    }
    assert!(engage.somebody(&admin, "nobody").await.unwrap().is_empty());
    let blank = engage.hold(&admin, opened.person, "  ").await;
    assert!(matches!(blank, Err(Error::Invalid { field: "reason", .. })));
    let hold = engage.hold(&admin, opened.person, "lawsuit 7").await.unwrap();
    let erasing = engage.erasing(&admin, opened.person).await.unwrap();
    assert!(erasing.person.held);
    assert_eq!((erasing.word.as_str(), erasing.going.posts), ("Mirela Costa", 1));
    let held = engage.erase(&admin, opened.person, "Mirela Costa").await;
    assert!(matches!(held, Err(Error::Held)), "{held:?}");
    engage.lift_hold(&admin, hold).await.unwrap();
    assert!(matches!(engage.lift_hold(&admin, hold).await, Err(Error::NotFound(_))));
    let slip = engage.erase(&admin, opened.person, "mirela costa").await;
    assert!(matches!(slip, Err(Error::Invalid { field: "word", .. })), "{slip:?}");
    let erased = engage.erase(&admin, opened.person, " Mirela Costa ").await.unwrap();
    assert_eq!((erased.posts, erased.cases), (1, 1));
    assert!(matches!(engage.erasing(&admin, opened.person).await, Err(Error::NotFound(_))));
    assert_eq!(log(&ground, EventKind::HoldChanged).await.len(), 2);
    let told = log(&ground, EventKind::PersonErased).await;
    assert!(told[0].actor.contains(&admin.id().to_string()), "{}", told[0].actor);
}

#[tokio::test]
async fn an_administrator_of_one_department_keeps_their_hands_off_the_data_of_all() {
    let ground = Ground::new().await;
    let care = Reach::Department(ground.department("care").await);
    let local = ground.colleague("Lea", RoleKind::Administrator, care).await;
    let opened = ground.case("care", "my bag is gone").await;
    let engage = &ground.engage;
    let refused = [
        engage.retention(&local).await.map(drop),
        engage.set_retention(&local, Class::Cases, 1).await,
        engage.holds(&local).await.map(drop),
        engage.hold(&local, opened.person, "why").await.map(drop),
        engage.somebody(&local, "mirela").await.map(drop),
        engage.erase(&local, opened.person, "Mirela Costa").await.map(drop),
        engage.people(&local).await.map(drop),
        engage.api_tokens(&local).await.map(drop),
    ];
    for refused in refused {
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    }
}

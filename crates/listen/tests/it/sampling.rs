//! Two in a hundred posts are drawn for people to read; all are counted.

use earshot_model::{CaseStatus, Time};
use earshot_store::reviews;
use earshot_testkit::on_both;

use crate::scene::{HELP, SPAM, Scene, said, up};

on_both! {
async fn what_is_judged_is_counted_and_two_in_a_hundred_are_drawn(ground: Ground) {
    let scene = Scene::new(ground).await;
    let mut events: Vec<_> = (0..400)
        .map(|n| up(said(&format!("s{n}"), &format!("a{n}"), &format!("t{n}"), n, SPAM)))
        .collect();
    events.push(up(said("help", "ana", "help", 400, HELP)));
    for some in events.chunks(100) {
        scene.hear(some).await;
    }
    let mut conn = scene.read().await;
    let day = scene.post("help").await.received_at.micros().div_euclid(Time::DAY);
    let judged = reviews::judged(&mut conn, day, day + 1).await.expect("counts");
    let (hidden, shown) = judged.iter().fold((0, 0), |sum, row| (sum.0 + row.hidden, sum.1 + row.shown));
    assert_eq!((hidden, shown), (400, 1));
    let drawn = reviews::open(&mut conn, 400).await.expect("drawn");
    let of_hidden = drawn.iter().filter(|one| one.hidden).count();
    assert!((1..=24).contains(&of_hidden), "about 8 of 400: {of_hidden}");
    for one in &drawn {
        let channel = &scene.office.account.channel;
        assert_eq!((&one.channel, one.language.is_empty()), (channel, false));
    }
}
}

on_both! {
async fn a_post_that_was_set_aside_can_become_a_case(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.hear(&[up(said("s", "ana", "t", 0, SPAM))]).await;
    let post = scene.post("s").await;
    assert_eq!(post.case_id, None);
    let (org, by) = (scene.office.org, scene.teacher().await);
    let case = scene.listen.rescue(org, by, post.id).await.expect("a case");
    let again = scene.listen.rescue(org, by, post.id).await.expect("the same case");
    assert_eq!(case, again);
    let found = scene.case_of("s").await;
    assert_eq!((found.id, found.person_id), (case, post.person_id));
    assert!(matches!(found.status, CaseStatus::New | CaseStatus::Open));
    assert!(found.clocks.due_at().is_some(), "somebody owes an answer");
    assert!(scene.kinds_of(case).await.contains(&"case.opened".to_owned()));
}
}

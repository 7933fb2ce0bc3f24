//! Sources are read page by page; nothing is lost, and nothing is kept twice.

use earshot_channels::channel::CASES;
use earshot_channels::{Fault, Page};
use earshot_model::{ChannelEvent, PostState, ResultState, Time};
use earshot_store::sources;
use earshot_testkit::on_both;

use crate::scene::{HELP, Scene, gone, said, up};
use crate::scripted::{Reader, page};

on_both! {
async fn a_page_and_its_cursor_are_kept_together(ground: Ground) {
    let reader = Reader::new(Scene::new(ground).await).await;
    reader.says(Ok(page(vec![up(said("1", "ana", "t", 0, HELP))], "c1", true)));
    reader.says(Ok(page(vec![up(said("2", "ben", "u", 1, HELP)), up(said("1", "ana", "t", 0, HELP))], "c2", false)));
    reader.scene.ground.clock.advance(10 * Time::SECOND);
    assert!(reader.read().await);
    let row = reader.row("mentions").await;
    assert_eq!((row.cursor.as_str(), row.heard, row.caught_up_at), ("c1", 1, None));
    while reader.read().await {}
    let row = reader.row("mentions").await;
    assert_eq!((row.cursor.as_str(), row.heard), ("c2", 2), "one of the second page was known");
    assert_eq!(row.caught_up_at, Some(reader.scene.ground.tools.now()));
    assert_eq!(row.due_at.since(reader.scene.ground.tools.now()), 20 * Time::SECOND);
    assert_eq!(row.lease_until, None);
    let asked = reader.script.asked.lock().unwrap().clone();
    assert_eq!(&asked[..2], ["-", "c1"]);
    reader.scene.work().await;
    assert!(reader.knows("1").await && reader.knows("2").await);
}
}

on_both! {
async fn who_lost_its_lease_keeps_nothing_and_the_next_reads_it_all(ground: Ground) {
    let reader = Reader::new(Scene::new(ground).await).await;
    let (org, account) = (reader.scene.office.org, reader.account.id);
    let now = reader.scene.ground.tools.now();
    // Somebody claims the source and dies.
    let claim = reader.scene.ground.db.write::<_, earshot_store::Error, _>(org, move |tx| {
        Box::pin(sources::claim(tx, account, now, now.plus(60 * Time::SECOND)))
    });
    let claimed = claim.await.expect("claimed").expect("one is due");
    assert_eq!(claimed.kind, "mentions");
    reader.says(Ok(page(vec![up(said("1", "ana", "t", 0, HELP))], "c1", false)));
    assert!(!reader.read().await, "nobody else may read it now");
    reader.scene.ground.clock.advance(61 * Time::SECOND);
    while reader.read().await {}
    assert_eq!(reader.row("mentions").await.cursor, "c1");
    // The first one was only slow, and comes back with what it read: it is refused as a whole.
    let late = sources::Read {
        cursor: Some("c0".to_owned()), heard: 7, caught_up: true, due_at: now, lease_until: None,
    };
    let kept = reader.scene.ground.db.write::<_, earshot_store::Error, _>(org, move |tx| {
        Box::pin(async move { sources::advance(tx, &claimed, &late, now).await })
    });
    assert!(!kept.await.expect("a write"));
    assert_eq!(reader.row("mentions").await.cursor, "c1");
    reader.scene.work().await;
    assert!(reader.knows("1").await);
}
}

on_both! {
async fn a_failure_waits_longer_each_time_and_is_told(ground: Ground) {
    let reader = Reader::new(Scene::new(ground).await).await;
    for n in 1..=4 {
        reader.says(Err(Fault::Passing("it is broken".to_owned())));
        while reader.read().await {}
        let row = reader.row("mentions").await;
        assert_eq!((row.failures, row.problem.as_deref()), (n, Some("it is broken")));
        let wait = row.due_at.since(reader.scene.ground.tools.now());
        assert!((Time::SECOND..=15 * Time::MINUTE).contains(&wait), "{wait}");
        assert_eq!(wait, row.wait);
        reader.scene.ground.clock.set(row.due_at);
    }
    let until = reader.scene.ground.tools.now().plus(90 * Time::SECOND);
    reader.says(Err(Fault::Limited { until }));
    while reader.read().await {}
    assert_eq!(reader.row("mentions").await.due_at, until, "as the channel asks");
    reader.scene.ground.clock.set(until);
    reader.says(Ok(page(Vec::new(), "c9", false)));
    while reader.read().await {}
    let row = reader.row("mentions").await;
    assert_eq!((row.failures, row.problem, row.wait), (0, None, 0), "all is forgotten");
}
}

on_both! {
async fn a_lost_login_rests_until_somebody_renews_it(ground: Ground) {
    let reader = Reader::new(Scene::new(ground).await).await;
    reader.says(Err(Fault::Login("it answered 401".to_owned())));
    while reader.read().await {}
    let login = reader.login().await;
    assert!(login.lost_at.is_some() && login.problem.is_some_and(|p| p.contains("401")));
    reader.scene.ground.clock.advance(10 * Time::MINUTE);
    let before = reader.script.asked.lock().unwrap().len();
    while reader.read().await {}
    assert_eq!(reader.script.asked.lock().unwrap().len(), before, "nothing is asked any more");
}
}

on_both! {
async fn a_stopped_source_is_read_no_more_and_goes_on_where_it_ended(ground: Ground) {
    let reader = Reader::new(Scene::new(ground).await).await;
    reader.says(Ok(page(Vec::new(), "c1", false)));
    while reader.read().await {}
    let row = reader.row("mentions").await;
    reader.stop(row.id).await;
    reader.scene.ground.clock.advance(Time::MINUTE);
    while reader.read().await {}
    assert_eq!(reader.script.asked.lock().unwrap().len(), 1, "nothing more was asked");
    let again = sources::Source { id: reader.scene.ground.tools.id(), due_at: reader.scene.ground.tools.now(), ..row };
    let write = reader.scene.ground.db.write::<_, earshot_store::Error, _>(reader.scene.office.org, move |tx| {
        Box::pin(async move { sources::insert(tx, &again).await })
    });
    assert!(write.await.expect("added"));
    assert!(reader.read().await);
    assert_eq!(reader.script.asked.lock().unwrap().last().map(String::as_str), Some("c1"));
}
}

on_both! {
async fn posts_of_live_cases_are_looked_at_again(ground: Ground) {
    let reader = Reader::new(Scene::new(ground).await).await;
    let first = said("1", "ana", "t", 0, HELP);
    let second = said("2", "ben", "u", 1, HELP);
    reader.says(Ok(page(vec![up(first.clone()), up(second)], "c1", false)));
    while reader.read().await {}
    reader.scene.work().await;
    let mut edited = first;
    edited.revision = "2".to_owned();
    edited.edited_at = Some(edited.posted_at.plus(Time::SECOND));
    edited.text = format!("{HELP} Please!");
    reader.script.again.lock().unwrap().push_back(vec![up(edited), gone("2")]);
    reader.scene.ground.clock.advance(11 * Time::MINUTE);
    while reader.read().await {}
    reader.scene.work().await;
    let asked = reader.script.asked.lock().unwrap().clone();
    assert_eq!(asked.iter().filter(|ids| *ids == "1+2").count(), 1, "{asked:?}");
    let mut conn = reader.scene.read().await;
    let known = earshot_store::posts::known(&mut conn, reader.account.id, vec!["1".to_owned(), "2".to_owned()]).await;
    let mut known = known.expect("posts");
    known.sort_by(|a, b| a.external_id.cmp(&b.external_id));
    assert_eq!(known[0].revision, "2");
    assert_eq!(known[1].state, PostState::Deleted);
    drop(conn);
    let row = reader.row(CASES).await;
    assert_eq!(row.cursor, "", "the next look begins at the first");
    assert!(row.due_at > reader.scene.ground.tools.now());
}
}

on_both! {
async fn odd_events_are_left_out_and_news_of_messages_are_passed_on(ground: Ground) {
    let reader = Reader::new(Scene::new(ground).await).await;
    let sent = reader.scene.ground.tools.id();
    let mut odd = said("2", "ana", "t", 0, HELP);
    odd.id = "x".repeat(600);
    let bounced = ChannelEvent::Status { sent, state: ResultState::Failed, id: None, detail: Some("no such mailbox".to_owned()) };
    reader.says(Ok(page(vec![up(odd), bounced, up(said("3", "ana", "t", 0, HELP))], "c1", false)));
    while reader.read().await {}
    reader.scene.work().await;
    assert_eq!(reader.row("mentions").await.heard, 1);
    assert!(reader.knows("3").await);
    let news = reader.script.news.lock().unwrap();
    assert_eq!((news.len(), news[0].0, news[0].1.state), (1, sent, ResultState::Failed));
}
}

on_both! {
async fn several_readers_share_the_sources_and_keep_each_post_once(ground: Ground) {
    let reader = std::sync::Arc::new(Reader::new(Scene::new(ground).await).await);
    // Every page brings ten posts, most of which an earlier one brought already.
    for n in 0..20 {
        let posts = (0..10).map(|k| {
            let id = format!("{}", n * 3 + k);
            up(said(&id, &format!("author{id}"), &format!("t{id}"), 0, HELP))
        });
        reader.says(Ok(Page { events: posts.collect(), cursor: Some(format!("c{n}")), more: n < 19 }));
    }
    let tasks: Vec<_> = (0..3).map(|_| {
        let reader = reader.clone();
        tokio::spawn(async move {
            while reader.row("mentions").await.cursor != "c19" {
                let (org, id) = (reader.scene.office.org, reader.account.id);
                let read = reader.scene.listen.read_next(&reader.reading, org, id).await;
                if !read.expect("a page is read") {
                    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                }
            }
        })
    }).collect();
    for task in tasks {
        task.await.expect("a reader ends well");
    }
    reader.scene.work().await;
    let row = reader.row("mentions").await;
    assert_eq!((row.cursor.as_str(), row.heard), ("c19", 67));
    for n in 0..67 {
        assert!(reader.knows(&n.to_string()).await, "{n}");
    }
}
}

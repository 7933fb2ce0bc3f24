//! Settings, promises, and what the desk says of them.

use axum::http::StatusCode;
use earshot_model::{Audience, Time};
use earshot_store::posts;

use crate::brand::{Brand, upsert};
use crate::browser::field;
use crate::world::World;

#[tokio::test]
async fn a_shorter_time_asks_first_when_something_would_go() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let mut admin = brand.enter("admin").await;
    let page = admin.get("/settings/data").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("id=\"class-inbox\""));
    brand.customer_writes("p1", "mirela", "@altavela my bag is lost, please help me!").await;
    world.clock.advance(3 * Time::DAY);
    let fields = [("class", "inbox"), ("days", "2")];
    let mut admin = brand.enter("admin").await;
    let asked = admin.post("/settings/retention", &fields).await;
    assert_eq!(asked.status, StatusCode::CONFLICT, "{}", asked.text());
    assert!(asked.text().contains("name=\"sure\" value=\"true\""), "{}", asked.text());
    let program = admin.as_program().post("/settings/retention", &fields).await;
    assert_eq!(program.status, StatusCode::CONFLICT);
    assert_eq!(program.json()["field"], "sure");
    let sure = [("class", "inbox"), ("days", "2"), ("sure", "true")];
    let kept = admin.post("/settings/retention", &sure).await;
    assert_eq!((kept.status, kept.to()), (StatusCode::SEE_OTHER, "/settings/data?done=kept"));
    let longer = admin.post("/settings/retention", &[("class", "inbox"), ("days", "9")]).await;
    assert_eq!(longer.status, StatusCode::SEE_OTHER, "a longer time removes nothing");
    for odd in [("class", "cases"), ("class", "everything")] {
        let seen = admin.post("/settings/retention", &[odd, ("days", "0")]).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{odd:?}");
    }
}

#[tokio::test]
async fn a_job_that_failed_is_shown_with_its_reason_and_runs_again() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let mut admin = brand.enter("admin").await;
    assert!(!admin.get("/settings/data").await.text().contains("id=\"jobs\""));
    let job = brand.failing_job().await;
    let page = admin.get("/settings/data").await.text();
    assert!(page.contains("id=\"jobs\"") && page.contains("the disk is full"), "{page}");
    let path = format!("/settings/jobs/{job}/again");
    let again = admin.post(&path, &[]).await;
    assert_eq!(again.to(), "/settings/data?done=again#jobs");
    let due = world.db.orgs_with_jobs(world.now()).await.unwrap();
    assert_eq!(due, [brand.org], "it runs now");
    let other = "018f0000-0000-7000-8000-0000000000ab";
    let unknown = admin.post(&format!("/settings/jobs/{other}/again"), &[]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_customer_is_found_held_and_erased_once_their_name_is_typed() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, _) =
        brand.customer_writes("p1", "mirela", "@altavela my bag is lost, please help me!").await;
    let mut admin = brand.enter("admin").await;
    let found = admin.get("/settings/data?q=mirela").await.text();
    let person = field(&found, "person").expect("a person");
    let set = admin.post("/holds", &[("person", &person), ("reason", "lawsuit 7")]).await;
    assert_eq!(set.to(), "/settings/data?done=held#holds");
    let erasure = format!("/persons/{person}/erasure");
    let held = admin.get(&erasure).await.text();
    assert!(held.contains("/settings/data#holds") && !held.contains("id=\"word\""), "{held}");
    let refused = admin.post(&erasure, &[("word", "mirela")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let page = admin.get("/settings/data").await.text();
    assert!(page.contains("lawsuit 7"));
    let lift = page.split("action=\"/holds/").nth(1).and_then(|rest| rest.split('"').next());
    let lifted = admin.post(&format!("/holds/{}", lift.expect("a hold")), &[]).await;
    assert_eq!(lifted.to(), "/settings/data?done=lifted#holds");
    let slip = admin.post(&erasure, &[("word", "Mirela")]).await;
    assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(slip.text().contains("id=\"word-fault\""), "{}", slip.text());
    let gone = admin.post(&erasure, &[("word", "mirela")]).await;
    assert_eq!(gone.to(), "/settings/data?done=erased");
    assert!(!admin.get(&format!("/cases/{case}")).await.text().contains("my bag is lost"));
    assert_eq!(admin.get(&erasure).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_promise_is_shown_with_its_clock_and_can_be_kept() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, _) =
        brand.customer_writes("p1", "mirela", "@altavela my bag is lost, please help me!").await;
    let mut admin = brand.enter("admin").await;
    let fields = [("text", "Call her back"), ("due", "2026-06-02T09:00"), ("audience", "private")];
    let path = format!("/cases/{case}/promises");
    let made = admin.post(&path, &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let page = admin.get(made.to()).await.text();
    assert!(page.contains("Call her back") && page.contains("2026-06-02T08:00:00Z"), "Lisbon");
    let settle = page.split(&format!("action=\"{path}/")).nth(1);
    let settle = settle.and_then(|rest| rest.split('"').next()).expect("a form");
    let odd = admin.post(&path, &[("text", "x"), ("due", "soon"), ("audience", "private")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    world.clock.advance(23 * Time::HOUR);
    let mut admin = brand.enter("admin").await;
    let late = admin.get(&format!("/cases/{case}")).await.text();
    let promises =
        late.split("class=\"promises\"").nth(1).and_then(|rest| rest.split("</ul>").next());
    assert!(promises.expect("promises").contains("clk over"), "it is broken: {promises:?}");
    let kept = admin.post(&format!("{path}/{settle}"), &[("kept", "true")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    let page = admin.get(&format!("/cases/{case}")).await.text();
    assert!(!page.contains(settle), "what is kept needs no button");
}

#[tokio::test]
async fn unread_posts_are_counted_in_the_list_until_the_case_is_opened() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let text = "@altavela my bag is lost, please help me!";
    let (case, _) = brand.customer_writes("p1", "mirela", text).await;
    let mut more = upsert("p2", "mirela", "@altavela it is the green one, please help me!");
    more["item"]["thread"] = "t-p1".into();
    more["item"]["parent"] = "p1".into();
    brand.events(&[more]).await;
    world.work().await;
    let mut conn = world.db.read(brand.org).await.unwrap();
    let both = posts::of_case(&mut conn, case, 10).await.unwrap();
    assert!(both.len() == 2 && both.iter().all(|post| post.audience == Audience::Public));
    drop(conn);
    let mut admin = brand.enter("admin").await;
    let unread = |html: String| {
        let rest = html.split("<span class=\"unread\">").nth(1).map(ToOwned::to_owned);
        rest.and_then(|rest| rest.split('<').next().map(ToOwned::to_owned))
    };
    let list = "/cases?list=all";
    assert_eq!(unread(admin.get(list).await.text()).as_deref(), Some("2"));
    admin.get(&format!("/cases/{case}?list=all")).await;
    assert_eq!(unread(admin.get(list).await.text()), None);
    let mut other = brand.hire("Bo", &[]).await;
    assert_eq!(other.get(list).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_long_thread_shows_its_newest_posts_and_the_way_to_the_others() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let text = "@altavela my bag is lost, please help me!";
    let (case, _) = brand.customer_writes("p0", "mirela", text).await;
    let same: Vec<_> = (1..=420)
        .map(|n| {
            let mut event = upsert(&format!("c{n}"), &format!("o{n}"), &format!("me too {n}"));
            event["item"]["thread"] = "t-p0".into();
            event["item"]["parent"] = "p0".into();
            event["item"]["posted_at"] = (earshot_testkit::NOON.micros() + n).into();
            event
        })
        .collect();
    brand.events(&same).await;
    world.work().await;
    let mut admin = brand.enter("admin").await;
    let first = admin.get(&format!("/cases/{case}?list=all")).await.text();
    assert!(!first.contains("me too 1<") && first.contains("me too 420<"));
    let earlier = format!("/cases/{case}?list=all&#38;posts=800#p-");
    assert!(first.contains(&earlier), "a link to earlier posts");
    let all = admin.get(&format!("/cases/{case}?list=all&posts=800")).await.text();
    assert!(all.contains("me too 1<") && all.contains("me too 420<"));
    assert!(!all.contains("posts=1200"), "all are here");
}

#[tokio::test]
async fn an_answer_can_go_before_its_undo_window_ends() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let text = "@altavela my bag is lost, please help me!";
    let (case, _) = brand.customer_writes("p1", "mirela", text).await;
    let mut admin = brand.enter("admin").await;
    let page = admin.get(&format!("/cases/{case}")).await.text();
    let (key, seen) = (field(&page, "key").unwrap(), field(&page, "seen").unwrap());
    let fields =
        [("key", key.as_str()), ("seen", &seen), ("audience", "public"), ("text", "We look.")];
    admin.post(&format!("/cases/{case}/replies"), &fields).await;
    let late = [("audience", "public"), ("text", "We look."), ("key", key.as_str())];
    let draft = admin.change(axum::http::Method::PUT, &format!("/cases/{case}/draft"), &late).await;
    assert_eq!(draft.status, StatusCode::NO_CONTENT);
    let held = admin.get(&format!("/cases/{case}")).await.text();
    assert!(!held.contains(">We look.</textarea>"), "a late draft brings nothing back");
    let now = format!("/cases/{case}/replies/{key}/dispatch");
    assert!(held.contains(&format!("formaction=\"{now}\"")), "{held}");
    let sent = admin.as_program().post(&now, &[]).await;
    assert_eq!((sent.status, sent.json()["state"].as_str()), (StatusCode::OK, Some("queued")));
    let undo = admin.post(&format!("/cases/{case}/replies/{key}/cancellation"), &[]).await;
    assert_eq!(undo.status, StatusCode::SEE_OTHER, "the channel does not have it yet");
}

#[tokio::test]
async fn listeners_tell_of_their_last_find_and_lines_of_their_use() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let mut admin = brand.enter("admin").await;
    let fields = [("name", "Bags"), ("purpose", "care"), ("query", "suitcase"), ("active", "true")];
    admin.as_program().post("/listeners", &fields).await;
    assert!(admin.get("/listeners").await.text().contains(">never<"));
    let text = "@altavela my suitcase is lost, please help me!";
    brand.customer_writes("p1", "mirela", text).await;
    assert!(!admin.get("/listeners").await.text().contains(">never<"));
    let playbook = admin.get("/playbook").await.text();
    assert!(playbook.contains("1 of the last 1 posts"), "{playbook}");
}

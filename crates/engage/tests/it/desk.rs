//! What screens read.

use earshot_engage::Error;
use earshot_engage::desk::{Author, Shelf};
use earshot_engage::staff::{Reach, RoleKind};
use earshot_model::{CaseList, Page, Time};
use earshot_store::persons::Fact;
use earshot_store::{Error as StoreError, persons};

use crate::ground::{Ground, NOON, Opened};

const PAGE: Page = Page { offset: 0, limit: 50 };

#[tokio::test]
async fn lists_and_counts_show_the_same_cases_to_the_same_eyes() {
    let ground = Ground::new().await;
    let care = Reach::Department(ground.department("care").await);
    let press = Reach::Queue(ground.queue("press").await.id);
    for queue in ["care", "care", "refunds", "technical", "press"] {
        ground.case(queue, queue).await;
    }
    let admin = ground.admin().await;
    let ana = ground.colleague("Ana", RoleKind::Agent, care).await;
    let pia = ground.colleague("Pia", RoleKind::Agent, press).await;
    for (who, wanted, queues) in [(&admin, 5, 7), (&ana, 3, 4), (&pia, 1, 1)] {
        let lists = ground.engage.lists(who).await.unwrap();
        assert_eq!((lists.all, lists.unassigned, lists.mine), (wanted, wanted, 0));
        assert_eq!(lists.queues.len(), queues);
        let page = ground.engage.list(who, &CaseList::All, Shelf::Open, PAGE).await.unwrap();
        assert_eq!(page.rows.len(), usize::try_from(wanted).unwrap());
        assert_eq!(page.shelves.open, wanted);
        let sum: i64 = lists.queues.iter().map(|queue| queue.open).sum();
        assert_eq!(sum, wanted);
    }
    let hidden = CaseList::Queue(ground.queue("press").await.id);
    let hidden = ground.engage.list(&ana, &hidden, Shelf::Open, PAGE).await;
    assert!(matches!(hidden, Err(Error::NotFound("queue"))));
    ground.clock.advance(2 * Time::HOUR);
    let late = ground.engage.lists(&pia).await.unwrap();
    assert_eq!(late.queues.first().map(|queue| queue.late), Some(1));
}

#[tokio::test]
async fn a_list_comes_in_pages() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    for n in 0..5 {
        ground.case("care", &format!("case {n}")).await;
    }
    let mut seen = Vec::new();
    for offset in [0, 2, 4] {
        let page = Page { offset, limit: 2 };
        let page = ground.engage.list(&admin, &CaseList::All, Shelf::Open, page).await.unwrap();
        assert_eq!(page.more, offset < 4);
        seen.extend(page.rows.into_iter().map(|row| row.number));
    }
    seen.sort_unstable();
    assert_eq!(seen, [1, 2, 3, 4, 5]);
}

/// Three more posts below the customer's first: two of an onlooker, one of the brand.
async fn talk(ground: &Ground, opened: &Opened) {
    let onlooker = ground.person("Otto Looker");
    let otto = ground.identity(&onlooker, "otto", 400);
    let brand = ground.person("Brand");
    let mut ours = ground.identity(&brand, "brand", 5_000);
    ours.ours = true;
    ground.clock.advance(Time::MINUTE);
    let same = ground.post(opened, &otto, "p2", Some("p1"), "Same here");
    let hello = ground.post(opened, &ours, "p3", Some("p1"), "Hello both");
    ground.clock.advance(Time::MINUTE);
    let thanks = ground.post(opened, &otto, "p4", Some("p2"), "Hm");
    ground.store(vec![(onlooker, otto), (brand, ours)], vec![same, hello, thanks]).await;
}

#[tokio::test]
async fn a_case_page_tells_who_speaks_and_where_an_answer_can_go() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let opened = ground.case("care", "My bag is gone").await;
    talk(&ground, &opened).await;
    let page = ground.engage.case_page(&admin, opened.case, 0).await.unwrap();
    let leg = page.legs.first().expect("a conversation");
    let seen: Vec<(&str, usize, Author)> =
        leg.posts.iter().map(|e| (e.post.text.as_str(), e.depth, e.author)).collect();
    let wanted = [
        ("My bag is gone", 0, Author::Customer),
        ("Same here", 1, Author::Onlooker),
        ("Hm", 2, Author::Onlooker),
        ("Hello both", 1, Author::Brand(None)),
    ];
    assert_eq!(seen, wanted);
    let writer = leg.posts.first().and_then(|entry| entry.identity.as_ref());
    assert_eq!(writer.map(|identity| identity.id), Some(opened.identity));
    let sheets = page.sheets.expect("somewhere to answer");
    assert_eq!(sheets.to.id, opened.post);
    assert_eq!(sheets.reach, 120 + 400 + 5_000);
    assert_eq!(sheets.public.map(|sheet| sheet.length.max), Some(500));
    assert_eq!(page.queue.map(|queue| queue.key).as_deref(), Some("care"));
    assert!(page.may.resolve && !page.may.reopen && !page.may.wake);
    assert_eq!(page.case.opened_at, NOON);
}

#[tokio::test]
async fn the_record_is_masked_and_other_departments_cases_are_left_out() {
    let ground = Ground::new().await;
    let care = Reach::Department(ground.department("care").await);
    let ana = ground.colleague("Ana", RoleKind::Agent, care).await;
    let opened = ground.case("care", "My order LW-204518").await;
    let person = opened.person;
    let fact = |kind: &str, value: &str| Fact {
        kind: kind.to_owned(),
        value: value.to_owned(),
        source: "shop".to_owned(),
    };
    let facts = [fact("email", "mirela@post.example"), fact("order", "LW-204518")];
    let written = ground.db.write::<_, StoreError, _>(ground.org, move |tx| {
        Box::pin(async move {
            for fact in &facts {
                persons::insert_fact(tx, person, fact, NOON).await?;
            }
            Ok(())
        })
    });
    written.await.unwrap();
    let page = ground.engage.case_page(&ana, opened.case, 0).await.unwrap();
    let values: Vec<&str> = page.customer.facts.iter().map(|f| f.value.as_str()).collect();
    assert_eq!(values, ["m•••••@post.example", "••••••518"]);
    assert!(page.customer.other_cases.is_empty() && page.customer.elsewhere.is_empty());
}

#[tokio::test]
async fn news_reach_only_those_who_may_see_them() {
    let ground = Ground::new().await;
    let sales = Reach::Department(ground.department("sales").await);
    let sam = ground.colleague("Sam", RoleKind::Agent, sales).await;
    let admin = ground.admin().await;
    let seq = ground.engage.lists(&admin).await.unwrap().seq;
    let opened = ground.case("care", "Hello?").await;
    ground.engage.take(&admin, opened.case).await.unwrap();
    let news = ground.engage.news(&admin, seq).await.unwrap();
    assert!(news.cases.contains(&opened.case) && news.seq > seq && !news.more);
    let hidden = ground.engage.news(&sam, seq).await.unwrap();
    assert!(hidden.events.is_empty());
    assert_eq!(hidden.seq, news.seq, "what may not be seen is passed by, not asked again");
}

#[tokio::test]
async fn a_commit_reaches_open_screens() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let opened = ground.case("care", "Hello?").await;
    let mut heard = ground.hub.listen();
    let engage = ground.engage.clone();
    let carrying = tokio::spawn(async move { engage.carry_notices().await });
    tokio::task::yield_now().await;
    ground.engage.take(&admin, opened.case).await.unwrap();
    let notice = tokio::time::timeout(std::time::Duration::from_secs(5), heard.recv()).await;
    assert_eq!(notice.unwrap().unwrap().org(), ground.org);
    carrying.abort();
}

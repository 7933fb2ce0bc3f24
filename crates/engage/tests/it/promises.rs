//! Promises, what is unread, and drafts that come too late.

use earshot_engage::Error;
use earshot_engage::acts::NewPromise;
use earshot_engage::desk::Shelf;
use earshot_engage::reply::Denied;
use earshot_engage::reply::ReplyRefusal;
use earshot_engage::staff::{Reach, RoleKind};
use earshot_model::{Audience, CaseList, EventKind, Page, Time};

use crate::ground::Ground;
use crate::reply::{answer, log};

#[tokio::test]
async fn a_promise_stands_with_its_time_until_it_is_kept_or_taken_back() {
    let ground = Ground::new().await;
    let ana = ground.colleague("Ana", RoleKind::Agent, Reach::Organization(ground.org)).await;
    let opened = ground.case("care", "my bag is gone").await;
    let new = |text: &str, hours: i64| NewPromise {
        case: opened.case,
        text: text.to_owned(),
        audience: Audience::Public,
        due_at: ground.tools.now().plus(hours * Time::HOUR),
    };
    let engage = &ground.engage;
    for (odd, field) in [(new(" ", 1), "text"), (new("x", 0), "due"), (new("x", 20_000), "due")] {
        let refused = engage.promise(&ana, odd).await;
        assert!(
            matches!(refused, Err(Error::Invalid { field: f, .. }) if f == field),
            "{refused:?}"
        );
    }
    let late = engage.promise(&ana, new("the bag", 5)).await.unwrap();
    let soon = engage.promise(&ana, new(" a call ", 2)).await.unwrap();
    let shown = async || {
        let page = engage.case_page(&ana, opened.case, 0).await.unwrap();
        page.promises.into_iter().map(|p| (p.text, p.kept_at.is_some())).collect::<Vec<_>>()
    };
    assert_eq!(shown().await, [("a call".to_owned(), false), ("the bag".to_owned(), false)]);
    engage.settle_promise(&ana, opened.case, soon, true).await.unwrap();
    engage.settle_promise(&ana, opened.case, late, false).await.unwrap();
    assert_eq!(shown().await, [("a call".to_owned(), true)]);
    let again = engage.settle_promise(&ana, opened.case, soon, true).await;
    assert!(matches!(again, Err(Error::NotFound(_))));
    let other = ground.case("care", "and my coat").await;
    let elsewhere = engage.promise(&ana, new("a coat", 3)).await.unwrap();
    let wrong = engage.settle_promise(&ana, other.case, elsewhere, true).await;
    assert!(matches!(wrong, Err(Error::NotFound(_))), "it belongs to another case");
    let made = log(&ground, opened.case, EventKind::PromiseMade).await;
    assert!(made.len() == 3 && !made.iter().any(|event| event.data.contains("call")));
    assert_eq!(log(&ground, opened.case, EventKind::PromiseSettled).await.len(), 2);
}

#[tokio::test]
async fn unread_posts_are_counted_for_each_agent_and_opening_the_case_reads_them() {
    let ground = Ground::new().await;
    let whole = Reach::Organization(ground.org);
    let ana = ground.colleague("Ana", RoleKind::Agent, whole).await;
    let ben = ground.colleague("Ben", RoleKind::Agent, whole).await;
    let opened = ground.case("care", "my bag is gone").await;
    let unread = async |who| {
        let page = Page { offset: 0, limit: 50 };
        let list = ground.engage.list(who, &CaseList::All, Shelf::Open, page).await.unwrap();
        list.unread.get(&opened.case).copied().unwrap_or(0)
    };
    let more = async |name: &str| {
        ground.clock.advance(Time::MINUTE);
        let mut conn = ground.db.read(ground.org).await.unwrap();
        let by = earshot_store::persons::identity(&mut conn, opened.identity).await.unwrap();
        drop(conn);
        let post = ground.post(&opened, &by, name, Some("p1"), "and the red one");
        let id = post.id;
        ground.store(Vec::new(), vec![post]).await;
        let work = ground.db.write::<_, earshot_store::Error, _>(ground.org, move |tx| {
            Box::pin(async move { earshot_store::posts::join_case(tx, &[id], opened.case).await })
        });
        work.await.unwrap();
    };
    more("p2").await;
    assert_eq!((unread(&ana).await, unread(&ben).await), (2, 2));
    let page = ground.engage.case_page(&ana, opened.case, 0).await.unwrap();
    more("p3").await;
    ground.engage.mark_read(&ana, &page).await.unwrap();
    assert_eq!(unread(&ana).await, 1, "what came while the page was drawn is not read");
    assert_eq!(unread(&ben).await, 3);
}

#[tokio::test]
async fn news_name_the_customer_who_wrote() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let seq = ground.engage.lists(&admin).await.unwrap().seq;
    let opened = ground.case("care", "Hello?").await;
    let news = ground.engage.news(&admin, seq).await.unwrap();
    assert_eq!(news.names.get(&opened.case).map(String::as_str), Some("Mirela Costa"));
    ground.engage.take(&admin, opened.case).await.unwrap();
    let news = ground.engage.news(&admin, news.seq).await.unwrap();
    assert!(news.cases.contains(&opened.case) && news.names.is_empty(), "nobody wrote");
}

#[tokio::test]
async fn a_draft_that_comes_after_its_reply_is_left_out() {
    let ground = Ground::new().await;
    let ana = ground.colleague("Ana", RoleKind::Agent, Reach::Organization(ground.org)).await;
    let opened = ground.case("care", "my bag is gone").await;
    let request = answer(&ground, opened.case, "We are looking for it.");
    let key = Some(request.key.0);
    let engage = &ground.engage;
    let keep =
        |text: &'static str, key| engage.keep_draft(&ana, opened.case, Audience::Public, text, key);
    assert!(keep("We are look", key).await.unwrap());
    engage.reply(&ana, request).await.unwrap();
    assert!(!keep("We are looking for it.", key).await.unwrap(), "it was on its way too long");
    let drafts = async || engage.case_page(&ana, opened.case, 0).await.unwrap().drafts;
    assert!(drafts().await.is_empty());
    assert!(keep("The next one", Some(ground.tools.id::<uuid::Uuid>())).await.unwrap());
    assert_eq!(drafts().await.len(), 1);
    let note = ground.tools.id::<earshot_model::NoteId>();
    engage.note(&ana, opened.case, "called her", Some(note)).await.unwrap();
    engage.note(&ana, opened.case, "called her", Some(note)).await.unwrap();
    assert_eq!(engage.case_page(&ana, opened.case, 0).await.unwrap().notes.len(), 1, "one note");
    let other = ground.case("care", "and my coat").await;
    let taken = engage.note(&ana, other.case, "called him", Some(note)).await;
    assert!(matches!(taken, Err(Error::Taken { field: "key" })), "{taken:?}");
    let late = engage.keep_draft(&ana, opened.case, Audience::Internal, "called her", Some(note.0));
    assert!(!late.await.unwrap());
}

#[tokio::test]
async fn who_cannot_overrule_the_guard_is_told_whether_anybody_can() {
    let ground = Ground::new().await;
    let whole = Reach::Organization(ground.org);
    let ana = ground.colleague("Ana", RoleKind::Agent, whole).await;
    let sue = ground.colleague("Sue", RoleKind::Supervisor, whole).await;
    let opened = ground.case("care", "my bag is gone").await;
    let denied = async |who, text: &str, reason: Option<&str>| {
        let mut request = answer(&ground, opened.case, text);
        request.override_reason = reason.map(str::to_owned);
        match ground.engage.reply(who, request).await {
            Err(ReplyRefusal::Guard { denied, .. }) => denied,
            other => panic!("{other:?}"),
        }
    };
    let why = Some("she asked us to post it");
    let (mail, card) = ("Write to mirela@mail.example", "We refund to 4111 1111 1111 1111");
    assert_eq!(denied(&ana, mail, None).await, None);
    assert_eq!(denied(&ana, mail, why).await, Some(Denied::NotPermitted));
    assert_eq!(denied(&sue, card, why).await, Some(Denied::NeverPublic));
}

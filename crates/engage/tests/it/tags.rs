//! Agents sort cases with words.

use earshot_engage::Error;
use earshot_engage::desk::Shelf;
use earshot_engage::staff::{Reach, RoleKind};
use earshot_model::{CaseList, EventKind, MOST_TAGS, Page};

use crate::ground::Ground;
use crate::reply::log;

#[tokio::test]
async fn an_agent_gives_a_tag_finds_its_cases_and_takes_it_off() {
    let ground = Ground::new().await;
    let (sales, care) =
        (ground.department("sales").await, Reach::Department(ground.department("care").await));
    let ana = ground.colleague("Ana", RoleKind::Agent, Reach::Department(sales)).await;
    let ben = ground.colleague("Ben", RoleKind::Agent, care).await;
    let opened = ground.case("sales", "my bag is gone").await;
    let other = ground.case("sales", "where is my bag").await;
    let (engage, case) = (&ground.engage, opened.case);
    assert_eq!(engage.tag_case(&ana, case, " #Lost  Baggage ").await.unwrap(), "lost baggage");
    assert_eq!(engage.tag_case(&ana, case, "lost baggage").await.unwrap(), "lost baggage");
    let page = engage.case_page(&ana, case, 50).await.unwrap();
    let words: Vec<_> =
        page.sorting.given.iter().map(|given| (given.tag.as_str(), given.line)).collect();
    assert_eq!(words, [("lost baggage", None)]);
    let given = log(&ground, case, EventKind::CaseTagged).await;
    assert_eq!(given.len(), 1, "twice is once");
    assert!(!given[0].data.contains("baggage"), "what somebody typed never stands in the log");
    let page = engage.case_page(&ana, other.case, 50).await.unwrap();
    assert_eq!(
        (page.sorting.given.len(), page.sorting.usual),
        (0, vec!["lost baggage".to_owned()])
    );

    let list = CaseList::Tag("lost baggage".to_owned());
    let rows = Page { offset: 0, limit: 10 };
    let found = engage.list(&ana, &list, Shelf::Open, rows).await.unwrap();
    assert_eq!(found.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [case]);
    assert_eq!(found.shelves.open, 1);
    let hidden = engage.list(&ben, &list, Shelf::Open, rows).await.unwrap();
    assert_eq!((hidden.rows.len(), hidden.shelves.open), (0, 0));

    let unseen = engage.tag_case(&ben, case, "vip").await;
    assert!(matches!(unseen, Err(Error::NotFound("case"))), "{unseen:?}");
    let unseen = engage.untag_case(&ben, case, "lost baggage").await;
    assert!(matches!(unseen, Err(Error::NotFound("case"))), "{unseen:?}");
    for bad in ["", " # ", "a,b", "<b>", &"x".repeat(41)] {
        let refused = engage.tag_case(&ana, case, bad).await;
        assert!(matches!(refused, Err(Error::Invalid { .. })), "{bad}: {refused:?}");
    }
    for _ in 0..2 {
        engage.untag_case(&ana, case, "lost baggage").await.unwrap();
    }
    assert_eq!(log(&ground, case, EventKind::CaseUntagged).await.len(), 1);
    assert!(engage.case_page(&ana, case, 50).await.unwrap().sorting.given.is_empty());
}

#[tokio::test]
async fn a_case_has_only_so_many_tags() {
    let ground = Ground::new().await;
    let ana = ground.colleague("Ana", RoleKind::Agent, Reach::Organization(ground.org)).await;
    let opened = ground.case("care", "my bag is gone").await;
    for n in 0..MOST_TAGS {
        ground.engage.tag_case(&ana, opened.case, &format!("t{n}")).await.unwrap();
    }
    let full = ground.engage.tag_case(&ana, opened.case, "one more").await;
    assert!(matches!(full, Err(Error::Invalid { .. })), "{full:?}");
    let there = ground.engage.tag_case(&ana, opened.case, "t0").await;
    assert_eq!(there.unwrap(), "t0", "one that is there needs no room");
}

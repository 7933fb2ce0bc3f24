//! Words that sort cases: given once, found again, offered to whoever may see the case, gone with it.

use earshot_model::{Actor, CaseList, Grant, Page, Permission, Visibility};
use earshot_store::case_lists::{self, Shelf};
use earshot_store::{Error, erasure, tags};

use crate::engines::{NOW, TestDb};
use crate::lists::case;
use crate::world::{self, World};

/// Gives the world's case a tag; by a line, if there is one.
async fn give(it: &TestDb, w: &World, tag: &'static str, line: Option<i64>) -> bool {
    let (org, case) = (w.org, w.case);
    it.db
        .write::<_, Error, _>(org, move |tx| {
            Box::pin(async move { tags::insert(tx, case, tag, line, NOW).await })
        })
        .await
        .unwrap()
}

async fn of_case(it: &TestDb, w: &World) -> Vec<(String, Option<i64>)> {
    let given = tags::of_cases(&mut it.db.read(w.org).await.unwrap(), &[w.case]).await.unwrap();
    given.into_iter().map(|given| (given.tag, given.line)).collect()
}

fn eyes(w: &World, grants: impl IntoIterator<Item = Grant>) -> Visibility {
    Visibility { agent_id: w.agent, grants: grants.into_iter().collect() }
}

on_both! {
    async fn a_tag_is_given_once_found_and_taken_off(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let other = world::build(&it, "zeta", "other").await;
        let begin = of_case(&it, &w).await;
        assert_eq!(begin.len(), 2, "the world has tags: {begin:?}");
        assert!(give(&it, &w, "refund", Some(30)).await);
        assert!(!give(&it, &w, "refund", None).await, "it is there");
        assert!(of_case(&it, &w).await.contains(&("refund".to_owned(), Some(30))));
        case(&it, &w, it.id()).await;

        let all = eyes(&w, [Grant::Organization(Permission::CaseRead)]);
        let mut conn = it.db.read(w.org).await.unwrap();
        let page = Page { offset: 0, limit: 10 };
        for (tag, found) in [("refund", 1_usize), ("refunds", 0)] {
            let list = CaseList::Tag(tag.to_owned());
            let rows = case_lists::list(&mut conn, &all, &list, Shelf::Open, page, NOW).await.unwrap();
            assert_eq!(rows.len(), found, "{tag}");
            assert!(rows.iter().all(|row| row.id == w.case));
            let shelves = case_lists::shelf_counts(&mut conn, &all, &list, NOW).await.unwrap();
            assert_eq!(shelves.len(), found);
            let none = eyes(&w, []);
            let rows = case_lists::list(&mut conn, &none, &list, Shelf::Open, page, NOW).await.unwrap();
            assert!(rows.is_empty(), "a tag opens nobody's eyes");
        }
        let used = tags::used(&mut conn, &all, 10).await.unwrap();
        assert!(used.iter().any(|one| one.tag == "refund" && one.cases == 1), "{used:?}");
        assert!(tags::used(&mut conn, &eyes(&w, []), 10).await.unwrap().is_empty());
        assert_eq!(tags::used(&mut conn, &all, 1).await.unwrap().len(), 1);
        drop(conn);
        assert_eq!(of_case(&it, &other).await.len(), 2, "nobody else's changed");

        let off = || {
            let (org, case) = (w.org, w.case);
            it.db.write::<_, Error, _>(org, move |tx| {
                Box::pin(async move { tags::remove(tx, case, "refund").await })
            })
        };
        assert!(off().await.unwrap());
        assert!(!off().await.unwrap());
        assert_eq!(of_case(&it, &w).await, begin);
    }
}

on_both! {
    async fn an_erasure_takes_typed_tags_and_leaves_those_of_the_playbook(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let (files, now) = (&it.blobs, NOW);
        erasure::erase_person(&it.db, files, w.org, w.person, Actor::System, now).await.unwrap();
        assert_eq!(of_case(&it, &w).await, [("by a line".to_owned(), Some(30))]);
    }
}

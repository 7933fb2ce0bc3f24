//! The pages of a list hold each case once.

use earshot_model::{
    CaseId, CaseList, CaseStatus, Clocks, Grant, Page, Permission, Sentiment, SlaClass, ThreadId,
    Visibility,
};
use earshot_store::Error;
use earshot_store::case_lists::{self, Shelf};
use earshot_store::cases::{self, NewCase};

use crate::engines::{NOW, TestDb};
use crate::world::{self, World};

/// One more case of the world's customer, not opened yet.
pub(crate) async fn new_case(it: &TestDb, w: &World, id: CaseId) -> NewCase {
    // The world's own case was written behind the store's back.
    it.raw().await.run("UPDATE org_heads SET case_number = 1 WHERE case_number < 1").await;
    let like = cases::find(&mut it.db.read(w.org).await.unwrap(), w.case).await.unwrap();
    NewCase {
        id,
        subject: "one more".to_owned(),
        person_id: w.person,
        status: CaseStatus::Open,
        department_id: like.department_id,
        queue_id: like.queue_id,
        owner_id: None,
        sla: SlaClass::Normal,
        priority: 0.5,
        channel: "fake".to_owned(),
        clocks: Clocks::default(),
        opened_at: NOW,
        customer_spoke_at: None,
        latest_post_id: None,
        sentiment: Sentiment::Neutral,
        thread_id: ThreadId::from(w.thread),
        imported: false,
        wants: earshot_store::waiting::Wants::default(),
    }
}

/// Opens one more case of the world's customer.
pub(crate) async fn case(it: &TestDb, w: &World, id: CaseId) -> CaseId {
    let new = new_case(it, w, id).await;
    it.db
        .write::<_, Error, _>(w.org, move |tx| {
            Box::pin(async move { cases::open_all(tx, &[new]).await.map(drop) })
        })
        .await
        .unwrap();
    id
}

on_both! {
    async fn cases_of_one_moment_have_an_order(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let mut ids: Vec<CaseId> = (0..9).map(|_| it.id()).collect();
        // Not in the order of their ids, so that the order of writing is none.
        for at in [4, 0, 8, 2, 6, 1, 7, 3, 5] {
            case(&it, &w, ids[at]).await;
        }
        let mut raw = it.raw().await;
        raw.run("UPDATE cases SET shelf = 'done' WHERE number = 1").await;
        let grants = [Grant::Organization(Permission::CaseRead)].into();
        let eyes = Visibility { agent_id: w.agent, grants };
        let (later, now) = (NOW.plus(1_000_000).micros(), NOW.micros());
        let set = [
            (Shelf::Open, format!("shelf = 'open', active_at = {now}")),
            (Shelf::Snoozed, format!("shelf = 'open', snoozed_until = {later}")),
            (Shelf::Done, "shelf = 'done', snoozed_until = NULL".to_owned()),
        ];
        for (shelf, set) in set {
            raw.run(&format!("UPDATE cases SET {set} WHERE number > 1")).await;
            if shelf == Shelf::Done {
                raw.run("UPDATE cases SET shelf = 'waiting' WHERE number = 1").await;
                ids.reverse();
            }
            let mut conn = it.db.read(w.org).await.unwrap();
            let mut found = Vec::new();
            for offset in 0..5 {
                let page = Page { limit: 2, offset: offset * 2 };
                let list = case_lists::list(&mut conn, &eyes, &CaseList::All, shelf, page, NOW);
                found.extend(list.await.unwrap().into_iter().map(|row| row.id));
            }
            assert_eq!(found, ids, "{shelf:?}");
        }
    }
}

//! A legal hold keeps what a source changes or removes, out of everybody's sight, until it is lifted.

use earshot_model::{PersonId, Time};
use earshot_store::posts::{self, Edit};
use earshot_store::{Error, backup, erasure, holds, kept_words, retention};
use uuid::Uuid;

use crate::engines::{NOW, TestDb};
use crate::world::{self, World};

async fn hold(it: &TestDb, w: &World, person: PersonId) -> Uuid {
    let (id, agent) = (it.id::<Uuid>(), w.agent);
    it.db
        .write::<_, Error, _>(w.org, move |tx| {
            Box::pin(async move { holds::set(tx, id, person, "a lawsuit", agent, NOW).await })
        })
        .await
        .unwrap();
    id
}

async fn lift(it: &TestDb, w: &World, hold: Uuid) {
    let agent = w.agent;
    it.db
        .write::<_, Error, _>(w.org, move |tx| {
            Box::pin(async move { holds::lift(tx, hold, agent, NOW).await })
        })
        .await
        .unwrap();
}

/// The source changes the customer's post, then removes it and the brand's answer.
async fn change_and_remove(it: &TestDb, w: &World) {
    let mut conn = it.db.read(w.org).await.unwrap();
    let known = posts::known(&mut conn, w.account, vec!["ext-word-1".to_owned()]).await.unwrap();
    drop(conn);
    let (post, answer) = (w.post, w.answer);
    it.db
        .write::<_, Error, _>(w.org, move |tx| {
            Box::pin(async move {
                let edit = Edit {
                    revision: "2".to_owned(),
                    text: "other words".to_owned(),
                    salt: [7; 16],
                    edited_at: NOW,
                };
                posts::edit(tx, &known[0], &edit, NOW).await?;
                posts::delete(tx, post, NOW.plus(Time::MINUTE)).await?;
                posts::delete(tx, answer, NOW.plus(Time::MINUTE)).await
            })
        })
        .await
        .unwrap();
}

async fn kept(it: &TestDb, w: &World) -> Vec<(String, String)> {
    let mut conn = it.db.read(w.org).await.unwrap();
    let kept = kept_words::of_person(&mut conn, w.person).await.unwrap();
    let mut kept: Vec<_> = kept.into_iter().map(|kept| (kept.revision, kept.text)).collect();
    kept.sort();
    kept
}

fn pair(revision: &str, text: &str) -> (String, String) {
    (revision.to_owned(), text.to_owned())
}

on_both! {
    async fn what_a_source_takes_away_is_kept_until_the_hold_is_lifted(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let (first, second) = (hold(&it, &w, w.person).await, hold(&it, &w, w.person).await);
        change_and_remove(&it, &w).await;
        let all = [
            pair("1", "dear word we are sorry"),
            pair("1", "my parcel word is late"),
            pair("2", "other words"),
        ];
        assert_eq!(kept(&it, &w).await, all, "theirs, and the answers in their case");
        let post = posts::find(&mut it.db.read(w.org).await.unwrap(), w.post).await.unwrap();
        assert_eq!((post.text.as_str(), post.url), ("", None), "nobody sees it");
        assert!(backup::verify(&it.db, &it.blobs).await.unwrap().is_well());
        retention::run(&it.db, &it.blobs, w.org, NOW.plus(3000 * Time::DAY)).await.unwrap();
        lift(&it, &w, first).await;
        assert_eq!(kept(&it, &w).await, all, "another hold is in force");
        lift(&it, &w, second).await;
        assert_eq!(kept(&it, &w).await, []);
        assert_eq!(it.raw().await.count("kept_words").await, 0);
    }
}

on_both! {
    async fn without_a_hold_nothing_is_kept(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        hold(&it, &w, w.brand).await;
        let other = world::build(&it, "zeta", "word").await;
        hold(&it, &other, other.person).await;
        let lifted = hold(&it, &w, w.person).await;
        lift(&it, &w, lifted).await;
        change_and_remove(&it, &w).await;
        let mut raw = it.raw().await;
        // The brand itself is held: what it wrote is kept, and nothing else.
        assert_eq!(raw.count("kept_words").await, 1);
        erasure::erase_person(&it.db, &it.blobs, w.org, w.person, earshot_model::Actor::System, NOW)
            .await
            .unwrap();
        assert_eq!(raw.count("kept_words").await, 0, "an erasure reaches it");
    }
}

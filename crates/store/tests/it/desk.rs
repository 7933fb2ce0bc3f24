//! What the desk keeps: reads, promises, tokens of programs, and what goes with an erasure.

use earshot_model::{ApiTokenId, Audience, PromiseId, Time};
use earshot_store::api_tokens::{self, NewApiToken};
use earshot_store::promises::{self, Promise};
use earshot_store::{Error, closed_words, erasure, reads, setup};

use crate::engines::NOW;
use crate::world;

on_both! {
    async fn what_came_since_somebody_looked_is_unread(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let mut raw = it.raw().await;
        raw.run("UPDATE cases SET brand_spoke_at = NULL").await;
        let unread = || async {
            let mut conn = it.db.read(w.org).await.unwrap();
            let found = reads::unread(&mut conn, w.agent, vec![w.case]).await.unwrap();
            found.first().map_or(0, |row| row.posts)
        };
        let before = unread().await;
        assert!(before > 0, "the customer wrote and nobody looked");
        let look = |at: Time| {
            it.db.write::<_, Error, _>(w.org, move |tx| {
                Box::pin(async move { reads::mark(tx, w.case, w.agent, at).await })
            })
        };
        look(NOW.plus(Time::HOUR)).await.unwrap();
        assert_eq!(unread().await, 0);
        look(Time(0)).await.unwrap();
        assert_eq!(unread().await, 0, "an old look takes nothing back");
        raw.run("DELETE FROM case_reads").await;
        assert_eq!(unread().await, before);
        raw.run(&format!("UPDATE cases SET brand_spoke_at = {}", NOW.plus(Time::DAY).micros())).await;
        assert_eq!(unread().await, 0, "what was answered needs no reader");
    }
}

on_both! {
    async fn a_promise_is_settled_once_and_its_words_can_be_erased(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let id: PromiseId = it.id();
        let promise = Promise {
            id,
            case_id: w.case,
            agent_id: w.agent,
            text: "a call to +49 170 5550 137".to_owned(),
            audience: Audience::Private,
            due_at: NOW.plus(Time::HOUR),
            created_at: NOW,
            kept_at: None,
            withdrawn_at: None,
        };
        let going = || async {
            erasure::going(&mut it.db.read(w.org).await.unwrap(), w.person).await.unwrap()
        };
        let before = going().await;
        let row = promise.clone();
        it.db
            .write::<_, Error, _>(w.org, move |tx| {
                Box::pin(async move { promises::insert(tx, &row).await })
            })
            .await
            .unwrap();
        assert_eq!(going().await.notes, before.notes + 1);
        let settle = |kept| {
            it.db.write::<_, Error, _>(w.org, move |tx| {
                Box::pin(async move { promises::settle(tx, w.case, id, kept, NOW).await })
            })
        };
        settle(true).await.unwrap();
        assert!(matches!(settle(false).await, Err(Error::NotFound(_))), "it is kept");
        erasure::erase_person(&it.db, &it.blobs, w.org, w.person, earshot_model::Actor::System, NOW)
            .await
            .unwrap();
        let left = promises::of_case(&mut it.db.read(w.org).await.unwrap(), w.case).await.unwrap();
        assert_eq!(left.len(), 1);
        assert!(left[0].text.is_empty() && left[0].kept_at.is_some());
    }
}

on_both! {
    async fn a_revoked_token_is_worth_nothing(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let (id, role): (ApiTokenId, earshot_model::RoleId) = (it.id(), it.id());
        let allowed = earshot_model::Role::agent();
        let wanted = allowed.clone();
        it.db
            .write::<_, Error, _>(w.org, move |tx| {
                Box::pin(async move {
                    setup::insert_role(tx, role, "robot", &allowed).await?;
                    let token = NewApiToken {
                        id,
                        name: "nightly".to_owned(),
                        role_id: role,
                        token_hash: [7; 32],
                        agent_id: w.agent,
                        created_at: NOW,
                    };
                    api_tokens::insert(tx, &token).await?;
                    api_tokens::touch(tx, id, NOW).await
                })
            })
            .await
            .unwrap();
        let mut conn = it.db.read(w.org).await.unwrap();
        let found = api_tokens::find(&mut conn, [7; 32]).await.unwrap().unwrap();
        assert_eq!((found.id, found.used_at), (id, Some(NOW)));
        assert!(api_tokens::find(&mut conn, [8; 32]).await.unwrap().is_none());
        let held = api_tokens::permissions(&mut conn, role).await.unwrap();
        assert_eq!(held.into_iter().collect::<std::collections::BTreeSet<_>>(), wanted);
        drop(conn);
        let revoke = || {
            it.db.write::<_, Error, _>(w.org, move |tx| {
                Box::pin(async move { api_tokens::revoke(tx, id, NOW).await })
            })
        };
        revoke().await.unwrap();
        assert!(matches!(revoke().await, Err(Error::NotFound(_))));
        let mut conn = it.db.read(w.org).await.unwrap();
        assert!(api_tokens::find(&mut conn, [7; 32]).await.unwrap().is_none());
        assert_eq!(api_tokens::all(&mut conn).await.unwrap()[0].revoked_at, Some(NOW));
        let said = closed_words::of_person(&mut conn, w.person, 10).await.unwrap();
        assert!(!said.is_empty(), "the note of the case is among the closed words");
    }
}

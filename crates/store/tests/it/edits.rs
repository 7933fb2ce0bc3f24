//! What a post says changes only forward, and nobody reads what its author took back.

use earshot_model::{Grant, Permission, PostState, Time, Visibility};
use earshot_store::posts::{self, Edit, Known};
use earshot_store::{Error, case_lists};

use crate::engines::{NOW, TestDb};
use crate::world::{self, World};

async fn seen(it: &TestDb, w: &World) -> Known {
    let mut conn = it.db.read(w.org).await.unwrap();
    let known = posts::known(&mut conn, w.account, vec!["ext-word-1".to_owned()]).await;
    known.unwrap().remove(0)
}

async fn edit(it: &TestDb, w: &World, seen: Known, revision: &str) -> Result<(), Error> {
    let edit = Edit {
        revision: revision.to_owned(),
        text: format!("words of {revision}"),
        salt: [7; 16],
        edited_at: NOW.plus(Time::MINUTE),
    };
    it.db
        .write(w.org, move |tx| Box::pin(async move { posts::edit(tx, &seen, &edit, NOW).await }))
        .await
}

on_both! {
    async fn an_edit_touches_only_what_was_seen(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let first = seen(&it, &w).await;
        edit(&it, &w, first.clone(), "3").await.unwrap();
        let late = edit(&it, &w, first, "2").await;
        assert!(matches!(late, Err(Error::Busy)), "somebody was faster: {late:?}");
        let post = posts::find(&mut it.db.read(w.org).await.unwrap(), w.post).await.unwrap();
        assert_eq!((post.revision.as_str(), post.text.as_str()), ("3", "words of 3"));

        let alive = seen(&it, &w).await;
        it.db
            .write::<_, Error, _>(w.org, move |tx| Box::pin(posts::delete(tx, w.post, NOW)))
            .await
            .unwrap();
        for seen in [alive, seen(&it, &w).await] {
            let late = edit(&it, &w, seen, "9").await;
            assert!(matches!(late, Err(Error::Busy)), "it is gone: {late:?}");
        }
        let mut raw = it.raw().await;
        assert_eq!(raw.count("posts WHERE text LIKE 'words of%'").await, 0);
    }
}

on_both! {
    async fn nobody_reads_a_deleted_post(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let mut raw = it.raw().await;
        raw.run("UPDATE posts SET state = 'deleted'; UPDATE cases SET latest_post_id = (
                     SELECT id FROM posts WHERE external_id = 'ext-word-1')").await;
        assert_eq!(raw.count("posts WHERE text <> ''").await, 2, "the words are still in the rows");
        let mut conn = it.db.read(w.org).await.unwrap();
        let post = posts::find(&mut conn, w.post).await.unwrap();
        assert_eq!((post.state, post.text.as_str()), (PostState::Deleted, ""));
        let in_case = posts::of_case(&mut conn, w.case, 10).await.unwrap();
        assert!(in_case.len() == 2 && in_case.iter().all(|post| post.text.is_empty()));
        let grants = [Grant::Organization(Permission::CaseRead)].into();
        let eyes = Visibility { agent_id: w.agent, grants };
        let row = case_lists::one(&mut conn, &eyes, w.case).await.unwrap().unwrap();
        assert_eq!(row.latest_text.as_deref(), Some(""));
    }
}

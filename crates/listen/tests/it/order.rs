//! News of one post in any order, in one batch and in several.

use earshot_model::{ChannelItem, PostState};
use earshot_testkit::on_both;

use crate::scene::{HELP, Scene, gone, said, up};

fn revision(revision: &str, text: &str) -> ChannelItem {
    ChannelItem { revision: revision.to_owned(), ..said("p1", "ana", "t1", 0, text) }
}

on_both! {
async fn a_batch_is_taken_in_its_order(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.hear(&[up(revision("1", HELP)), up(revision("2", "changed words")), gone("p1")]).await;
    let post = scene.post("p1").await;
    assert_eq!(post.state, PostState::Deleted);
    assert_eq!(post.text, "");
    assert_eq!(scene.backlog().await, 0);
}
}

on_both! {
async fn an_edit_before_its_create_holds(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.hear(&[up(revision("2", "the latest words"))]).await;
    scene.hear(&[up(revision("1", HELP))]).await;
    assert_eq!(scene.post("p1").await.text, "the latest words");

    scene.hear(&[up(revision("4", "four")), up(revision("3", "three"))]).await;
    let post = scene.post("p1").await;
    assert_eq!((post.text.as_str(), post.revision.as_str()), ("four", "4"));
    assert!(post.edited_at.is_some());
}
}

on_both! {
async fn a_delete_before_its_create_holds(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.hear(&[gone("p1")]).await;
    scene.hear(&[up(revision("1", HELP)), up(revision("2", HELP))]).await;
    assert_eq!(scene.try_post("p1").await, None);

    scene.hear(&[gone("p2"), up(said("p2", "ana", "t1", 0, HELP))]).await;
    assert_eq!(scene.try_post("p2").await, None);
    assert_eq!(scene.backlog().await, 0);
}
}

on_both! {
async fn what_was_deleted_stays_deleted(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.hear(&[up(revision("1", HELP))]).await;
    let case = scene.case_of("p1").await.id;
    scene.hear(&[gone("p1")]).await;
    scene.hear(&[up(revision("9", "back again"))]).await;
    let post = scene.post("p1").await;
    assert_eq!((post.state, post.text.as_str()), (PostState::Deleted, ""));
    let deleted = scene.kinds_of(case).await.into_iter().filter(|kind| kind.contains("deleted"));
    assert_eq!(deleted.count(), 1);
}
}

on_both! {
async fn an_edit_is_found_by_its_new_words_only(ground: Ground) {
    use earshot_store::search::{self, Lookup, Term};

    let scene = Scene::new(ground).await;
    scene.hear(&[up(revision("1", "@altavela rhododendron, please help me"))]).await;
    scene.hear(&[up(revision("2", "@altavela xylophone, please help me"))]).await;
    let mut conn = scene.read().await;
    for (word, hits) in [("rhododendron", 0), ("xylophone", 1)] {
        let lookup = Lookup { any_of: vec![vec![Term::Token(word.to_owned())]] };
        let found = search::find(&mut conn, &lookup, None, 10).await.expect("a search");
        assert_eq!(found.len(), hits, "{word}");
    }
}
}

//! The subject of a case goes with the words that it was made of.

use earshot_model::ChannelItem;
use earshot_testkit::on_both;

use crate::scene::{HELP, Scene, gone, said, up};

async fn subject(scene: &Scene, post: &str) -> String {
    scene.case_of(post).await.subject
}

on_both! {
async fn a_subject_goes_with_the_post_that_it_was_made_of(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.hear(&[up(said("1", "ana", "t", 0, HELP))]).await;
    assert!(subject(&scene, "1").await.contains("flight was cancelled"));
    scene.hear(&[gone("1")]).await;
    assert_eq!(subject(&scene, "1").await, "");
}
}

on_both! {
async fn a_subject_is_made_anew_of_what_is_left(ground: Ground) {
    let scene = Scene::new(ground).await;
    let more = "@altavela and the xylophone in the bag is gone, too, please help";
    scene.hear(&[up(said("1", "ana", "t", 0, HELP)), up(said("2", "ana", "t", 10, more))]).await;
    assert!(subject(&scene, "2").await.contains("flight"), "the first words");
    scene.hear(&[gone("1")]).await;
    assert!(subject(&scene, "2").await.starts_with("and the xylophone"));
    scene.hear(&[gone("2")]).await;
    assert_eq!(subject(&scene, "2").await, "");
}
}

on_both! {
async fn a_subject_follows_an_edit_of_its_post_and_of_no_other(ground: Ground) {
    let scene = Scene::new(ground).await;
    let again = |id: &str, text: &str| {
        up(ChannelItem { revision: "2".to_owned(), ..said(id, "ana", "t", 0, text) })
    };
    scene.hear(&[up(said("1", "ana", "t", 0, HELP)), again("1", "my bag is lost, at once")]).await;
    assert_eq!(subject(&scene, "1").await, "my bag is lost, at once", "edited in the same batch");
    scene.hear(&[up(said("2", "ana", "t", 20, HELP))]).await;
    scene.hear(&[again("2", "something else")]).await;
    assert_eq!(subject(&scene, "1").await, "my bag is lost, at once");
}
}

//! Posts that an older tokenizer has indexed.

use earshot_store::Error;
use earshot_store::search::{self, Lookup, Term};
use earshot_testkit::on_both;

use crate::scene::{Scene, said, up};

const POSTS: i64 = 300;

async fn finds(scene: &Scene, word: &str) -> usize {
    let lookup = Lookup { any_of: vec![vec![Term::Token(word.to_owned())]] };
    search::find(&mut scene.read().await, &lookup, None, 1_000).await.expect("found").len()
}

on_both! {
async fn are_indexed_anew_in_batches_and_only_once(ground: Ground) {
    let scene = Scene::new(ground).await;
    for number in 0..POSTS {
        scene.hear(&[up(said(&number.to_string(), "ana", "t", number, "my suitcase"))]).await;
    }
    let all = finds(&scene, "suitcase").await;
    assert_eq!(all, 300);
    scene.ground.db.write::<_, Error, _>(scene.office.org, |tx| {
        Box::pin(async move {
            let all = search::outdated(tx, i64::MAX, None, POSTS).await?;
            let old = all.into_iter().map(|doc| (doc, vec!["oldword".to_owned()])).collect();
            search::replace_all(tx, old, 0).await
        })
    }).await.expect("an older version has been here");
    assert_eq!((finds(&scene, "suitcase").await, finds(&scene, "oldword").await), (0, 300));
    let mut steps = Vec::new();
    let done = scene.listen.reindex(scene.office.org, |now| steps.push(now.done)).await;
    let done = done.expect("it goes through");
    assert_eq!((done.done, done.all), (POSTS, POSTS));
    assert_eq!(steps, [256, 300]);
    assert_eq!((finds(&scene, "suitcase").await, finds(&scene, "oldword").await), (300, 0));
    let again = scene.listen.reindex(scene.office.org, |_| {}).await.expect("nothing is left");
    assert_eq!((again.done, again.all), (0, 0));
}
}

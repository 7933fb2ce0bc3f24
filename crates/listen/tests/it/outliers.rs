//! What is known around a post: what its author has open elsewhere, who else speaks there.

use earshot_model::{ChannelItem, Outlier, Verdict};
use earshot_store::verdicts;
use earshot_testkit::on_both;

use crate::scene::{HELP, Scene, said, up};

impl Scene {
    async fn said_of(&self, id: &str) -> Verdict {
        let post = self.post(id).await;
        let rows = verdicts::of_posts(&mut self.read().await, vec![post.id]).await.expect("rows");
        rows[0].verdict().expect("readable").expect("a verdict")
    }
}

fn under(parent: &str, mut item: ChannelItem) -> ChannelItem {
    item.parent = Some(parent.to_owned());
    item
}

on_both! {
async fn ten_people_in_ten_minutes_are_a_crowd_and_one_who_writes_ten_times_is_not(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.hear(&[up(said("0", "ana", "t", 0, HELP))]).await;
    for n in 1..=9 {
        let item = said(&format!("a{n}"), "ana", "t", n, "@altavela hello? still waiting here");
        scene.hear(&[up(under("0", item))]).await;
    }
    assert!(!scene.said_of("a9").await.stands_out(Outlier::Bandwagon));
    for n in 1..=9 {
        let item = said(&format!("b{n}"), &format!("guest{n}"), "t", 10 + n, "same here, never again");
        scene.hear(&[up(under("0", item))]).await;
    }
    assert!(!scene.said_of("b8").await.stands_out(Outlier::Bandwagon), "nine people");
    let tenth = scene.said_of("b9").await;
    assert!(tenth.stands_out(Outlier::Bandwagon), "{:?}", tenth.outliers);
    let later = said("c", "latecomer", "t", 3_600, "same here");
    scene.hear(&[up(under("0", later))]).await;
    assert!(!scene.said_of("c").await.stands_out(Outlier::Bandwagon), "an hour later it is over");
}
}

on_both! {
async fn who_has_asked_elsewhere_has_failed_before_and_who_goes_on_here_has_not(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.hear(&[up(said("1", "ana", "t1", 0, HELP))]).await;
    assert!(!scene.said_of("1").await.stands_out(Outlier::PriorFailure));
    scene.hear(&[up(said("2", "ana", "t1", 5, "@altavela it is the green bag"))]).await;
    assert!(!scene.said_of("2").await.stands_out(Outlier::PriorFailure), "the same conversation");
    scene.hear(&[up(said("3", "ana", "t2", 10, "@altavela is anybody there? my bag please"))]).await;
    let elsewhere = scene.said_of("3").await;
    assert!(elsewhere.stands_out(Outlier::PriorFailure), "{:?}", elsewhere.outliers);
    let term = elsewhere.priority.terms.iter().find(|term| term.name == "prior_failure");
    assert!(term.is_some_and(|term| term.value > 0.5));
}
}

//! Whoever names us and is about to leave lands in the retention queue.

use earshot_model::{Intent, SlaClass};
use earshot_store::{setup, verdicts};
use earshot_testkit::on_both;

use crate::playbooks::decision;
use crate::scene::{Scene, said, up};

on_both! {
async fn posts_of_people_who_leave_us_go_to_the_retention_queue(ground: Ground) {
        let scene = Scene::new(ground).await;
        scene.office.listen_for(&scene.ground, "altavela").await;
        scene.listen.look_again(scene.office.org).await;
        let queues = setup::queues(&mut scene.read().await).await.expect("queues");
        let retention = queues.iter().find(|queue| queue.key == "retention").expect("the queue");
        for (n, text) in [
            "I am going to dump my provider, Altavela.",
            "I'm looking to switch providers, Altavela has had its chance.",
            "@altavela I'm looking to switch providers",
            "@altavela I want my money back, I was charged twice, I am going to dump my provider!",
        ]
        .into_iter()
        .enumerate()
        {
            let id = format!("p{n}");
            let second = i64::try_from(n).expect("a few");
            scene.hear(&[up(said(&id, &format!("author{n}"), &format!("t{n}"), second, text))]).await;
            let post = scene.post(&id).await.id;
            let row = verdicts::of_posts(&mut scene.read().await, vec![post]).await.expect("verdicts").remove(0);
            let verdict = row.verdict().expect("JSON").expect("a verdict");
            assert!(verdict.wants(Intent::Switching), "{text}: {:?}", verdict.intents);
            let case = scene.case_of(&id).await;
            assert_eq!((case.queue_id, case.sla), (retention.id, SlaClass::Urgent), "{text}");
            let lines = decision(&scene, &id).await.behind;
            assert!(lines.who.contains(&23), "{text}: {:?}", lines.who);
        }
}
}

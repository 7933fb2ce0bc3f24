//! While a plan for a crisis is at work, posts that are about it get its tag, queue and clock.

use earshot_model::{CrisisId, SlaClass, Time};
use earshot_store::crises::{self, Crisis};
use earshot_store::{Error, setup, tags};
use earshot_testkit::{NOON, on_both};

use crate::playbooks::decision;
use crate::scene::{HELP, Scene, said, up};

async fn start(scene: &Scene, queue: &str) -> CrisisId {
    let plan = Crisis {
        id: scene.ground.tools.id(),
        name: "Fire".to_owned(),
        words: "fire".to_owned(),
        tag: "fire".to_owned(),
        queue: queue.to_owned(),
        urgent: true,
        word_from: String::new(),
        notice: String::new(),
        holding: String::new(),
        version: 0,
        changed_at: NOON,
        started_at: None,
    };
    let id = plan.id;
    let work = scene.ground.db.write::<_, Error, _>(scene.office.org, move |tx| {
        Box::pin(async move {
            crises::save(tx, &plan).await?;
            crises::start(tx, id, NOON).await
        })
    });
    assert!(work.await.expect("it is at work"));
    scene.listen.look_again(scene.office.org).await;
    id
}

async fn end(scene: &Scene, id: CrisisId) {
    let work = scene.ground.db.write::<_, Error, _>(scene.office.org, move |tx| {
        Box::pin(async move { crises::end(tx, id).await })
    });
    assert!(work.await.expect("it ends"));
    scene.listen.look_again(scene.office.org).await;
}

on_both! {
async fn posts_about_it_are_tagged_and_answered_first_until_it_ends(ground: Ground) {
        let scene = Scene::new(ground).await;
        scene.hear(&[up(said("0", "zoe", "t0", 0, HELP))]).await;
        let queues = setup::queues(&mut scene.read().await).await.expect("queues");
        let usual = scene.case_of("0").await;
        let other = queues.iter().find(|queue| queue.id != usual.queue_id).expect("another queue");
        let id = start(&scene, &other.key).await;
        let burns = format!("{HELP} There was a fire!");
        scene.hear(&[up(said("1", "ana", "t1", 1, &burns)), up(said("2", "ben", "t2", 2, HELP))]).await;
        let (about, not) = (scene.case_of("1").await, scene.case_of("2").await);
        assert_eq!((about.sla, about.queue_id), (SlaClass::Urgent, other.id));
        assert_eq!(not.queue_id, usual.queue_id, "what is not about it stays as it is");
        let said_of = decision(&scene, "1").await;
        assert!(said_of.reasons.iter().any(|reason| reason.key == "reason-crisis"));
        // A case that is open already is found in the same room, where it was.
        scene.hear(&[up(said("3", "zoe", "t0", 3, "Is it true that there was a fire?"))]).await;
        let cases = [about.id, not.id, usual.id];
        let given = tags::of_cases(&mut scene.read().await, &cases).await.expect("tags");
        let about_it: Vec<_> =
            given.iter().filter(|one| one.tag == "fire").map(|one| (one.case_id, one.line)).collect();
        let mut wanted = [(about.id, Some(0)), (usual.id, Some(0))];
        wanted.sort_unstable();
        assert_eq!(about_it, wanted);
        assert_eq!(scene.case_of("3").await.queue_id, usual.queue_id);

        end(&scene, id).await;
        scene.hear(&[up(said("4", "dan", "t4", Time::MINUTE / Time::SECOND, &burns))]).await;
        assert_eq!(scene.case_of("4").await.queue_id, usual.queue_id, "all is as before");
        let after = scene.case_of("4").await.id;
        let given = tags::of_cases(&mut scene.read().await, &[after]).await.expect("tags");
        assert!(given.iter().all(|one| one.tag != "fire"));
}
}

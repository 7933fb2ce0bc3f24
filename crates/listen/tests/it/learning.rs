//! What people correct changes the next verdicts, on every server of a database.

use earshot_listen::Listen;
use earshot_model::{EvidenceKind, Sentiment, Verdict};
use earshot_store::lessons::{self, DESK, Lesson};
use earshot_store::snapshots::{self, Snapshot};
use earshot_store::{Error, agents, verdicts};
use earshot_testkit::on_both;

use crate::scene::{Scene, said, up};

/// Words whose mood no dictionary knows.
const PHRASES: [(&str, &str); 3] = [
    ("wet deck again on the Holm boat", "negative"),
    ("there is the Holm boat at the pier", "neutral"),
    ("glassy on the Holm boat", "positive"),
];

const TAILS: [&str; 6] =
    ["today", "this morning", "with my sister", "as ever", "since the spring", "at dawn"];

impl Scene {
    /// Somebody who works here.
    pub(crate) async fn teacher(&self) -> earshot_model::AgentId {
        let known = agents::all(&mut self.read().await).await.expect("agents");
        match known.first() {
            Some(agent) => agent.id,
            None => self.office.hire(&self.ground, "tina", 9).await,
        }
    }

    /// Teaches these lessons, as the desk does.
    async fn teach(&self, rounds: usize) {
        let agent = self.teacher().await;
        for round in 0..rounds {
            for (phrase, mood) in PHRASES {
                let lesson = Lesson {
                    number: 0,
                    post_id: self.ground.tools.id(),
                    person_id: self.ground.tools.id(),
                    source: DESK.to_owned(),
                    field: "sentiment".to_owned(),
                    said: "neutral".to_owned(),
                    value: mood.to_owned(),
                    text: format!("@altavela {phrase} {}", TAILS[round % TAILS.len()]),
                    addressed: true,
                    agent_id: agent,
                    taught_at: self.ground.tools.now(),
                    withdrawn_by: None,
                    withdrawn_at: None,
                };
                let work = self.ground.db.write::<_, Error, _>(self.office.org, move |tx| {
                    Box::pin(async move { lessons::insert(tx, &lesson).await })
                });
                work.await.expect("a lesson");
            }
        }
    }

    /// Takes lessons back.
    async fn unteach(&self, numbers: Vec<i64>) {
        let agent = self.teacher().await;
        let now = self.ground.tools.now();
        let work = self.ground.db.write::<_, Error, _>(self.office.org, move |tx| {
            Box::pin(async move {
                for number in numbers {
                    lessons::withdraw(tx, number, agent, now).await?;
                }
                Ok(())
            })
        });
        work.await.expect("taken back");
    }

    async fn tries(&self) -> Vec<Snapshot> {
        snapshots::newest(&mut self.read().await, 100).await.expect("tries")
    }

    /// What this server says of a post that comes in now.
    async fn verdict(&self, server: &Listen, id: &str, text: &str) -> Verdict {
        // Stages are looked at again after two seconds.
        self.ground.clock.advance(3 * earshot_model::Time::SECOND);
        let second = self.ground.tools.now().since(earshot_testkit::NOON) / 1_000_000;
        let item = said(id, "ana", id, second, text);
        let account = self.office.account.clone();
        let body = serde_json::json!({ "events": [up(item)] }).to_string();
        let from = earshot_listen::Connector::from(&account);
        server.accept(from, body.as_bytes()).await.expect("accepted");
        while server.work_for(self.office.org).await.expect("worked on") {}
        let post = self.post(id).await;
        let rows = verdicts::of_posts(&mut self.read().await, vec![post.id]).await.expect("rows");
        rows[0].verdict().expect("a verdict").expect("a verdict")
    }
}

on_both! {
async fn corrections_change_the_next_verdicts_everywhere_and_undoing_restores_them(ground: Ground) {
    let scene = Scene::new(ground).await;
    let here = scene.listen.clone();
    let there = Listen::new(scene.ground.db.clone(), scene.ground.tools.clone());
    let text = "@altavela wet deck again on the Holm boat for the children";
    let before = scene.verdict(&here, "before", text).await;
    assert_ne!(before.sentiment.value, Sentiment::Negative, "no dictionary knows it");
    assert_eq!(here.learn_once().await.expect("learned"), 0, "there is nothing to learn");

    scene.teach(24).await;
    assert_eq!(here.learn_once().await.expect("learned"), 1);
    assert_eq!(there.learn_once().await.expect("learned"), 0, "the other was first");
    let tries = scene.tries().await;
    assert!(tries[0].used && tries[0].held > 5, "{:?}", tries[0]);
    assert!(tries[0].new_right > tries[0].base_right, "{:?}", tries[0]);

    let one = scene.verdict(&here, "one", text).await;
    assert_eq!(one.sentiment.value, Sentiment::Negative);
    let learned: Vec<&str> = one
        .sentiment
        .evidence
        .iter()
        .filter(|reason| reason.kind == EvidenceKind::Learned)
        .map(|reason| reason.what.as_str())
        .collect();
    assert!(learned.contains(&"wet") || learned.contains(&"deck"), "{learned:?}");
    let two = scene.verdict(&there, "two", text).await;
    assert_eq!(two.sentiment, one.sentiment, "servers agree");
    let restarted = Listen::new(scene.ground.db.clone(), scene.ground.tools.clone());
    let three = scene.verdict(&restarted, "three", text).await;
    assert_eq!(three.sentiment, one.sentiment, "also after a restart");

    scene.unteach((1..=72).collect()).await;
    for server in [&here, &there] {
        let id = if std::ptr::eq(server, &here) { "four" } else { "five" };
        let after = scene.verdict(server, id, text).await;
        assert_eq!(after.sentiment, before.sentiment, "at once, before anybody learns again");
        assert_eq!((after.intents, after.urgency), (before.intents.clone(), before.urgency.clone()));
    }
}
}

on_both! {
async fn a_try_that_loses_on_what_is_held_out_is_not_used(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.teach(20).await;
    scene.listen.learn_once().await.expect("learned");
    assert!(scene.tries().await[0].used);
    // The same words with the opposite moods, but only those that are learned from: what is held out
    // stays as it was.
    let (mut wrong, mut number) = (Vec::new(), 60_u64);
    let mut conn = scene.read().await;
    let taught = lessons::standing(&mut conn, 0, 60).await.expect("lessons");
    drop(conn);
    while wrong.len() < 90 {
        number += 1;
        let held = earshot_funnel::online::held_out(number);
        let mut lesson = taught[wrong.len() % taught.len()].clone();
        if !held {
            lesson.value = match lesson.value.as_str() {
                "negative" => "positive",
                "neutral" => "negative",
                _ => "neutral",
            }.to_owned();
        }
        wrong.push(lesson);
    }
    let work = scene.ground.db.write::<_, Error, _>(scene.office.org, move |tx| {
        Box::pin(async move {
            for lesson in wrong {
                lessons::insert(tx, &lesson).await?;
            }
            Ok(())
        })
    });
    work.await.expect("taught");
    assert_eq!(scene.listen.learn_once().await.expect("learned"), 1);
    let tries = scene.tries().await;
    assert!(!tries[0].used && tries[0].new_surprise > tries[0].now_surprise, "{:?}", tries[0]);
    let in_use = snapshots::in_use(&mut scene.read().await).await.expect("one").expect("one");
    assert_eq!(in_use.number, 1);
}
}

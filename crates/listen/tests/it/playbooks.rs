//! The playbook at work decides; one that cannot be read leaves the one before at work; drafts are tried
//! on stored posts.

use earshot_listen::Rehearsal;
use earshot_model::{Outcome, SlaClass, Time};
use earshot_playbook::{DEFAULT, Document, Playbook};
use earshot_store::playbooks::replays::{self, Replay};
use earshot_store::playbooks::{self, PlaybookVersion};
use earshot_store::{Error, verdicts};
use earshot_testkit::{NOON, on_both};

use crate::scene::{HELP, SPAM, Scene, said, up};

/// Lets a text decide.
pub(crate) async fn activate(scene: &Scene, number: i64, text: String) {
    let version = PlaybookVersion {
        id: scene.ground.tools.id(),
        version: number,
        lines: text,
        active: true,
        created_at: NOON,
        agent_id: None,
    };
    let work = scene.ground.db.write::<_, Error, _>(scene.office.org, move |tx| {
        Box::pin(async move { playbooks::activate(tx, &version).await })
    });
    work.await.expect("it is stored");
    scene.listen.look_again(scene.office.org).await;
}

/// The default playbook, answering everything that asks for help within this class.
fn with_clock(clock: SlaClass) -> Document {
    let mut document = Document::read(DEFAULT).expect("it is read");
    for line in &mut document.lines {
        if line.then.clock.is_some() {
            line.then.clock = Some(clock);
        }
    }
    document
}

pub(crate) async fn decision(scene: &Scene, id: &str) -> earshot_model::Decision {
    let post = scene.post(id).await;
    let mut conn = scene.read().await;
    let row = verdicts::of_posts(&mut conn, vec![post.id]).await.expect("verdicts").remove(0);
    row.decided().expect("JSON").expect("a decision")
}

on_both! {
async fn the_next_post_is_decided_by_the_version_that_was_activated(ground: Ground) {
        let scene = Scene::new(ground).await;
        scene.hear(&[up(said("1", "ana", "t1", 0, HELP))]).await;
        let before = decision(&scene, "1").await;
        activate(&scene, before.playbook_version + 1, with_clock(SlaClass::Relaxed).to_string()).await;
        scene.hear(&[up(said("2", "ben", "t2", 1, HELP))]).await;
        let now = decision(&scene, "2").await;
        assert_eq!(now.playbook_version, before.playbook_version + 1);
        assert_eq!((now.outcome, now.sla), (Outcome::Respond, SlaClass::Relaxed));
        assert!(now.reasons.iter().any(|reason| reason.line.is_some()), "{:?}", now.reasons);
        assert_ne!(before.sla, now.sla);
        assert_eq!(decision(&scene, "1").await, before, "what was decided stays");
}
}

on_both! {
async fn a_version_that_cannot_be_read_leaves_the_one_before_at_work(ground: Ground) {
        let scene = Scene::new(ground).await;
        scene.hear(&[up(said("0", "zoe", "t0", 0, HELP))]).await;
        let first = decision(&scene, "0").await.playbook_version;
        activate(&scene, first + 1, with_clock(SlaClass::Relaxed).to_string()).await;
        activate(&scene, first + 2, "format = 99".to_owned()).await;
        scene.hear(&[up(said("1", "ana", "t1", 1, HELP))]).await;
        let said = decision(&scene, "1").await;
        assert_eq!((said.playbook_version, said.sla), (first + 1, SlaClass::Relaxed));
}
}

on_both! {
async fn a_line_is_tried_on_the_newest_posts(ground: Ground) {
        let scene = Scene::new(ground).await;
        let events = [
            up(said("1", "ana", "t1", 0, HELP)),
            up(said("2", "ben", "t2", 1, SPAM)),
            up(said("3", "cyd", "t3", 2, HELP)),
        ];
        scene.hear(&events).await;
        let line = decision(&scene, "1").await.behind.warranted.first().copied().expect("a line");
        let mut document = Document::read(DEFAULT).expect("it is read");
        let found = document.lines.iter_mut().find(|one| one.number == line).expect("the line");
        found.when = format!("({}) && text.contains(\"nothing of the kind\")", found.when);
        let draft = Playbook::compile(0, &document).expect("it runs");
        let caught = scene.listen.catches(scene.office.org, &draft, line, Some(line)).await;
        let caught = caught.expect("an answer");
        let seen: Vec<_> = caught.iter().map(|one| (one.before, one.now)).collect();
        assert_eq!(seen, [(true, false), (false, false), (true, false)]);
}
}

on_both! {
async fn a_replay_is_worked_off_and_tells_what_would_change_without_words_of_posts(ground: Ground) {
        let scene = Scene::new(ground).await;
        let events: Vec<_> = (0..30)
            .map(|n| up(said(&format!("p{n}"), &format!("a{n}"), &format!("t{n}"), n, HELP)))
            .collect();
        scene.hear(&events).await;
        let document = with_clock(SlaClass::Relaxed);
        let against = decision(&scene, "p0").await.playbook_version;
        let agent = scene.office.hire(&scene.ground, "Ana", 4).await;
        let asked = Replay {
            id: scene.ground.tools.id(),
            playbook_id: scene.ground.tools.id(),
            fingerprint: document.fingerprint(),
            text: document.to_string(),
            against,
            from_at: NOON,
            to_at: NOON.plus(Time::HOUR),
            agent_id: agent,
            done: 0,
            expected: 0,
            report: None,
            problem: None,
            created_at: NOON,
            finished_at: None,
        };
        let draft = asked.playbook_id;
        let work = scene.ground.db.write::<_, Error, _>(scene.office.org, move |tx| {
            Box::pin(async move { replays::insert(tx, &asked).await })
        });
        work.await.expect("it is asked for");
        assert!(scene.listen.replay_for(scene.office.org).await.expect("it runs"));
        assert!(!scene.listen.replay_for(scene.office.org).await.expect("nothing waits"));
        let row = replays::newest(&mut scene.read().await, draft).await.expect("rows").expect("it");
        assert_eq!((row.done, row.problem), (30, None));
        assert!(row.finished_at.is_some());
        let report = row.report.expect("a report");
        assert!(!report.contains("suitcase") && !report.contains("flight"), "{report}");
        let found: Rehearsal = serde_json::from_str(&report).expect("JSON");
        assert_eq!((found.posts, found.differ), (30, 30));
        assert_eq!(found.changes[0].posts, 30);
        assert!(found.changes[0].differs.iter().any(|one| one.what == "clock"));
        assert_eq!(found.new.clocks.get("relaxed"), Some(&30));
}
}

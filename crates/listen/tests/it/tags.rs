//! Lines of the playbook put tags on the cases of posts, and later lines may ask for them.

use earshot_model::{Action, EventKind, Outcome, SlaClass};
use earshot_playbook::{DEFAULT, Document, Line, Then};
use earshot_store::tags;
use earshot_testkit::on_both;

use crate::playbooks::{activate, decision};
use crate::scene::{HELP, SPAM, Scene, said, up};

/// A line that answers whatever holds, before all others.
fn first(number: i64, when: &str, tag: &str, clock: SlaClass) -> Line {
    Line {
        number,
        name: format!("Line {number}"),
        when: when.to_owned(),
        then: Then {
            warranted: Some(Outcome::Respond),
            clock: Some(clock),
            next: vec![Action::Tag { tag: tag.to_owned() }],
            ..Then::default()
        },
        ..Line::default()
    }
}

async fn given(scene: &Scene, id: &str) -> Vec<(String, Option<i64>)> {
    let case = scene.case_of(id).await.id;
    let found = tags::of_cases(&mut scene.read().await, &[case]).await.expect("tags are read");
    found.into_iter().map(|given| (given.tag, given.line)).collect()
}

on_both! {
async fn a_line_tags_the_case_and_a_later_one_asks_for_the_tag(ground: Ground) {
        let scene = Scene::new(ground).await;
        scene.hear(&[up(said("0", "zoe", "t0", 0, HELP))]).await;
        let before = decision(&scene, "0").await.playbook_version;
        let mut document = Document::read(DEFAULT).expect("it is read");
        let bag = "text.contains('bag')";
        document.put(None, first(4, "'lost baggage' in case.tags", "asked again", SlaClass::Urgent));
        document.put(None, first(5, bag, "Lost  Baggage", SlaClass::Relaxed));
        activate(&scene, before + 1, document.to_string()).await;

        scene.hear(&[up(said("1", "ana", "t1", 1, HELP)), up(said("s", "eve", "t2", 2, SPAM))]).await;
        assert_eq!(given(&scene, "1").await, [("lost baggage".to_owned(), Some(5))]);
        assert!(given(&scene, "0").await.is_empty(), "what was decided before stays");
        assert!(scene.post("s").await.case_id.is_none());

        scene.hear(&[up(said("2", "ana", "t1", 3, "@altavela my bag is still lost, please help me!"))]).await;
        assert_eq!(scene.case_of("2").await.id, scene.case_of("1").await.id);
        let again = decision(&scene, "2").await;
        assert_eq!((again.sla, again.behind.warranted.as_slice()), (SlaClass::Urgent, &[4][..]));
        let both = [("asked again".to_owned(), Some(4)), ("lost baggage".to_owned(), Some(5))];
        assert_eq!(given(&scene, "2").await, both);
        // Somebody else's words in the same conversation have no case with that tag.
        scene.hear(&[up(said("3", "ben", "t1", 4, "@altavela my bag is lost too, please help me!"))]).await;
        assert_eq!(decision(&scene, "3").await.sla, SlaClass::Relaxed);

        let case = scene.case_of("1").await.id;
        let log = earshot_store::events::of_case(&mut scene.read().await, case).await.expect("a log");
        let told: Vec<_> = log.iter().filter(|event| event.kind == EventKind::CaseTagged).collect();
        assert_eq!(told.len(), 2);
        assert_eq!(told[0].post_id, Some(scene.post("1").await.id));
        let data: serde_json::Value = serde_json::from_str(&told[0].data).expect("JSON");
        let version = before + 1;
        assert_eq!(data, serde_json::json!({ "tag": "lost baggage", "line": 5, "playbook": version }));
}
}

//! Broken and odd deliveries: each gets its own answer, and nothing else is lost.

use axum::http::{Method, StatusCode};
use earshot_model::Time;
use earshot_testkit::NOON;
use serde_json::{Value, json};

use crate::brand::{Brand, item, upsert};
use crate::world::World;

fn with(id: &str, field: &str, value: Value) -> Value {
    let mut post = item(id, "mirela", "@altavela my bag is lost, please help");
    post[field] = value;
    json!({ "event": "upsert", "item": post })
}

#[tokio::test]
async fn one_broken_event_is_named_and_its_neighbours_are_kept() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let day = |days: i64| json!(NOON.plus(days * Time::DAY).micros());
    let broken = [
        (with("x", "mood", json!("odd")), "item.mood"),
        (with("x", "text", json!(7)), "item.text"),
        (with("x", "author", json!("mirela")), "item.author"),
        (with("x", "audience", json!("everyone")), "item.audience"),
        (with("x", "posted_at", json!("yesterday")), "item.posted_at"),
        (with("x", "posted_at", day(2)), "item.posted_at"),
        (with("x", "posted_at", json!(1)), "item.posted_at"),
        (with("x", "text", json!("x".repeat(100_001))), "item.text"),
        (with("", "text", json!("x")), "item.id"),
        (json!({ "event": "upset" }), "event"),
        (json!({ "event": "delete" }), ""),
        (json!("text"), ""),
    ];
    for (n, (event, field)) in broken.iter().enumerate() {
        let (before, after) = (format!("a{n}"), format!("b{n}"));
        let batch = [upsert(&before, "ann", "one"), event.clone(), upsert(&after, "bob", "two")];
        let seen = brand.events(&batch).await;
        assert_eq!(seen.status, StatusCode::OK, "{event}");
        let answer = seen.json();
        assert_eq!(
            (&answer["accepted"], &answer["rejected"]),
            (&json!(2), &json!(1)),
            "{event}: {answer}"
        );
        let entry = &answer["items"][1];
        assert_eq!(entry["outcome"], "rejected");
        assert!(!entry["message"].as_str().unwrap_or_default().is_empty());
        if !field.is_empty() {
            assert_eq!(entry["field"], *field, "{entry}");
        }
    }
    world.work().await;
    let mut admin = brand.enter("admin").await;
    assert_eq!(
        admin.get("/search?q=one").await.text().matches("<span class=\"hit\">one</span>").count(),
        broken.len()
    );
}

#[tokio::test]
async fn a_body_that_cannot_be_read_as_a_whole_is_refused_as_a_whole() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let many: Vec<Value> = (0..501).map(|n| upsert(&format!("m{n}"), "ann", "x")).collect();
    let bodies: [(Vec<u8>, StatusCode, &str); 6] = [
        (vec![b' '; 4 * 1024 * 1024 + 1], StatusCode::PAYLOAD_TOO_LARGE, "body-too-long"),
        (
            json!({ "events": many }).to_string().into_bytes(),
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-many-events",
        ),
        (b"{\"events\": [".to_vec(), StatusCode::BAD_REQUEST, "body-unreadable"),
        (b"[]".to_vec(), StatusCode::BAD_REQUEST, "body-unreadable"),
        (b"{\"events\": [], \"more\": 1}".to_vec(), StatusCode::BAD_REQUEST, "body-unreadable"),
        (Vec::new(), StatusCode::BAD_REQUEST, "body-unreadable"),
    ];
    for (body, status, problem) in bodies {
        let seen = brand.connector(Method::PUT, "events", body).await;
        assert_eq!(seen.status, status, "{problem}");
        assert_eq!(seen.json()["problem"], problem);
        assert!(!seen.json()["message"].as_str().unwrap_or_default().is_empty());
    }
    assert_eq!(brand.events(&[upsert("p1", "ann", "x")]).await.json()["accepted"], 1);
}

#[tokio::test]
async fn bytes_that_are_no_text_reject_the_event_that_they_stand_in() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let mut body = json!({ "events": [upsert("p1", "ann", "fine"), upsert("p2", "bob", "MARK"), upsert("p3", "cy", "fine")] })
        .to_string()
        .into_bytes();
    let at = body.windows(4).position(|bytes| bytes == b"MARK").expect("the mark");
    body[at] = 0xFF;
    let answer = brand.connector(Method::PUT, "events", body).await.json();
    assert_eq!((&answer["accepted"], &answer["rejected"]), (&json!(2), &json!(1)), "{answer}");
    assert_eq!(answer["items"][1]["outcome"], "rejected");
}

#[tokio::test]
async fn ten_thousand_characters_of_any_script_are_kept_and_a_fast_clock_is_set_right() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let long = format!("@altavela please help, my bag is lost {}", "漢".repeat(10_000));
    let early = with("p2", "posted_at", json!(NOON.plus(Time::HOUR).micros()));
    let answer = brand.events(&[upsert("p1", "ann", &long), early]).await.json();
    assert_eq!(answer["accepted"], 2, "{answer}");
    world.work().await;
    let mut admin = brand.enter("admin").await;
    let list = admin.get("/api/v1/cases?list=all").await.json();
    let mut texts = Vec::new();
    for case in list["cases"].as_array().expect("cases") {
        let whole =
            admin.get(&format!("/api/v1/cases/{}", case["id"].as_str().unwrap())).await.json();
        let post = &whole["posts"][0];
        assert_eq!(post["posted_at"], "2026-06-01T12:00:00Z");
        texts.push(post["text"].as_str().unwrap().to_owned());
    }
    assert!(texts.contains(&long), "the long text is there to its last character");
}

#[tokio::test]
async fn order_does_not_matter_and_what_was_deleted_stays_so() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let mut reply = item("r1", "bob", "@altavela please help me too, my bag is lost");
    reply["parent"] = json!("never-seen");
    reply["thread"] = json!("t-other");
    let mut edit = item("e1", "ann", "@altavela please help, my bag is lost: second wording");
    edit["revision"] = json!("2");
    let first = item("e1", "ann", "@altavela please help, my bag is lost: first wording");
    let deleted = json!({ "event": "delete", "id": "d1", "at": NOON.micros() });
    let batches = [
        vec![
            json!({ "event": "upsert", "item": reply }),
            json!({ "event": "upsert", "item": edit }),
            deleted,
        ],
        vec![
            json!({ "event": "upsert", "item": first }),
            upsert("d1", "cy", "@altavela please help: SECRET"),
        ],
    ];
    for batch in batches {
        let answer = brand.events(&batch).await.json();
        assert_eq!(answer["rejected"], 0, "{answer}");
        world.work().await;
    }
    let mut admin = brand.enter("admin").await;
    let mut texts = Vec::new();
    for case in admin.get("/api/v1/cases?list=all").await.json()["cases"].as_array().expect("cases")
    {
        let whole =
            admin.get(&format!("/api/v1/cases/{}", case["id"].as_str().unwrap())).await.json();
        texts.extend(
            whole["posts"]
                .as_array()
                .unwrap()
                .iter()
                .map(|post| post["text"].as_str().unwrap().to_owned()),
        );
    }
    let texts = texts.join("\n");
    assert!(texts.contains("help me too"), "{texts}");
    assert!(texts.contains("second wording") && !texts.contains("first wording"), "{texts}");
    assert!(!texts.contains("SECRET"));
    assert!(!admin.get("/search?q=SECRET").await.text().contains("hits card"));
}

#[tokio::test]
async fn bodies_of_the_other_paths_are_checked_as_well() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    for (path, body) in [("descriptor", "{}"), ("state", "{\"state\": 7}"), ("state", "")] {
        let seen = brand.connector(Method::PUT, path, body).await;
        assert_eq!(
            (seen.status, seen.json()["problem"].as_str()),
            (StatusCode::BAD_REQUEST, Some("body-unreadable")),
            "{path}"
        );
    }
    for wait in ["x", "51", "-1"] {
        let seen = brand.connector(Method::GET, &format!("commands?wait={wait}"), "").await;
        assert_eq!(seen.status, StatusCode::BAD_REQUEST, "{wait}");
    }
    let id = "018f0000-0000-7000-8000-000000000001";
    let late = json!({ "event": "status", "sent": id, "state": "sent" });
    assert_eq!(
        brand.events(&[late]).await.json()["accepted"],
        1,
        "a word about an unknown message is taken quietly"
    );
}

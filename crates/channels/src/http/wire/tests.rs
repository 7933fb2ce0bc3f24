//! Hostile and clumsy batches: each gets a clear answer, and nothing else is lost.

use earshot_model::{ChannelEvent, ResultState, Time};
use proptest::prelude::{any, prop, proptest};
use serde_json::{Value, json};

use super::{parse_batch, parse_descriptor, parse_result, parse_state};
use crate::http::{BatchProblem, ItemProblem, Limits};

/// 2026-03-12T14:02:00Z.
const NOW: Time = Time(1_773_324_120 * Time::SECOND);

fn upsert(id: &str) -> Value {
    json!({"event": "upsert", "item": {
        "id": id, "revision": "1", "surface": "post", "audience": "public", "thread": "t1",
        "author": {"id": "u1", "handle": "mirela"}, "text": "Where is my bag?",
        "posted_at": NOW.micros() - Time::MINUTE,
    }})
}

type Parsed = Vec<Result<ChannelEvent, ItemProblem>>;

fn parse(events: &[Value]) -> Parsed {
    parse_batch(&serde_json::to_vec(&json!({ "events": events })).unwrap(), NOW).unwrap()
}

/// The problem of `event`, which stands between two good ones that must survive.
fn problem(event: Value) -> ItemProblem {
    let mut parsed = parse(&[upsert("before"), event, upsert("after")]);
    assert_eq!(parsed.len(), 3);
    assert!(parsed[0].is_ok() && parsed[2].is_ok(), "a neighbour was lost");
    parsed.remove(1).unwrap_err()
}

fn with(pointer: &str, value: Value) -> Value {
    let mut event = upsert("x");
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    event.pointer_mut(parent).unwrap().as_object_mut().unwrap().insert(key.to_owned(), value);
    event
}

#[test]
fn the_three_kinds_are_read() {
    let sent = "0190d1c8-7b5e-7000-8000-000000000001";
    let parsed = parse(&[
        upsert("p1"),
        json!({"event": "delete", "id": "p1", "at": NOW.micros()}),
        json!({"event": "status", "sent": sent, "state": "rejected", "detail": "spam"}),
    ]);
    assert!(matches!(&parsed[0], Ok(ChannelEvent::Upsert { item }) if item.id == "p1"));
    assert!(matches!(&parsed[1], Ok(ChannelEvent::Delete { id, at }) if id == "p1" && *at == NOW));
    assert!(matches!(
        &parsed[2],
        Ok(ChannelEvent::Status { state: ResultState::Rejected, id: None, .. })
    ));
}

#[test]
fn wrong_fields_and_types_are_named_by_their_path() {
    let cases = [
        ("/item/text", json!(7), "item.text", "expected a string"),
        ("/item/author/followers", json!("many"), "item.author.followers", "expected i64"),
        ("/item/surface", json!("skywriting"), "item.surface", "unknown variant"),
        ("/item/posted_at", json!("2026-03-12"), "item.posted_at", "expected i64"),
        ("/item/sent_as", json!("no-uuid"), "item.sent_as", "UUID"),
        ("/item/mood", json!("sour"), "item.mood", "unknown field"),
        ("/item/author/org_id", json!("x"), "item.author.org_id", "unknown field"),
        ("/extra", json!(true), "extra", "unknown field"),
        ("/item", json!([]), "item", "invalid length"),
        ("/event", json!("upset"), "event", "not known"),
        ("/event", json!({"$ne": 1}), "event", "expected a string"),
    ];
    for (pointer, value, field, message) in cases {
        let problem = problem(with(pointer, value.clone()));
        assert_eq!(problem.field, field, "{pointer} = {value}: {problem}");
        assert!(problem.message.contains(message), "{pointer} = {value}: {problem}");
        assert!(!problem.message.contains("at line"), "{problem}");
        assert_eq!(problem.index, 1);
    }
    let missing = problem(json!({"event": "delete", "id": "p9"}));
    assert!(missing.message.contains("missing field `at`"), "{missing}");
    assert_eq!(missing.id.as_deref(), Some("p9"));
    for odd in [json!(null), json!(1), json!("x"), json!([]), json!({})] {
        problem(odd);
    }
}

#[test]
fn values_out_of_bounds_are_refused() {
    let long = "i".repeat(Limits::ID + 1);
    let cases = [
        ("/item/id", json!("")),
        ("/item/id", json!(long)),
        ("/item/id", json!("a\u{0}b")),
        ("/item/revision", json!("")),
        ("/item/thread", json!(long)),
        ("/item/parent", json!("")),
        ("/item/parent", json!("x")),
        ("/item/author/id", json!("")),
        ("/item/author/handle", json!("  ")),
        ("/item/author/name", json!("n".repeat(Limits::LINE + 1))),
        ("/item/author/followers", json!(-1)),
        ("/item/rating", json!(0)),
        ("/item/rating", json!(6)),
        ("/item/url", json!("javascript:alert(1)")),
        ("/item/audience", json!("internal")),
        ("/item/url", json!("https://a.test/ x")),
        ("/item/text", json!("x".repeat(Limits::TEXT + 1))),
    ];
    for (pointer, value) in cases {
        let problem = problem(with(pointer, value));
        assert_eq!(problem.field, pointer.trim_start_matches('/').replace('/', "."));
    }
    let fits = "i".repeat(Limits::ID);
    assert!(parse(&[upsert(&fits)])[0].is_ok());
}

#[test]
fn a_nul_that_no_database_can_hold_is_replaced() {
    let mut event = with("/item/text", json!("my\0 bag"));
    event["item"]["author"] = json!({"id": "u1", "handle": "mire\0la", "name": "\0"});
    event["item"]["language"] = json!("e\0n");
    let Ok(ChannelEvent::Upsert { item }) = parse(&[event]).remove(0) else { panic!("refused") };
    assert_eq!(item.text, "my\u{fffd} bag");
    assert_eq!(
        (item.author.handle.as_str(), item.author.name.as_str()),
        ("mire\u{fffd}la", "\u{fffd}")
    );
    assert_eq!(item.language.as_deref(), Some("e\u{fffd}n"));
    let sent = "0190d1c8-7b5e-7000-8000-000000000001";
    let status = json!({"event": "status", "sent": sent, "state": "rejected", "detail": "sp\0am"});
    let Ok(ChannelEvent::Status { detail, .. }) = parse(&[status]).remove(0) else { panic!() };
    assert_eq!(detail.as_deref(), Some("sp\u{fffd}am"));
    let result = json!({"state": "failed", "detail": "\0"}).to_string();
    let result = parse_result(result.as_bytes()).unwrap();
    assert_eq!(result.detail.as_deref(), Some("\u{fffd}"));
    assert!(parse_state(json!({"state": "a\0b"}).to_string().as_bytes()).is_err());
}

#[test]
fn ten_thousand_characters_of_any_script_are_taken_whole() {
    for letter in ["a", "ß", "語", "😡", "<b>"] {
        let text = letter.repeat(10_000);
        let parsed = parse(&[with("/item/text", json!(text))]);
        assert!(
            matches!(&parsed[0], Ok(ChannelEvent::Upsert { item }) if item.text == text),
            "{letter}"
        );
    }
}

#[test]
fn dates_are_mended_a_little_and_refused_beyond() {
    let at = |micros: i64| with("/item/posted_at", json!(micros));
    let hour_ahead = parse(&[at(NOW.micros() + Time::HOUR)]);
    assert!(matches!(&hour_ahead[0], Ok(ChannelEvent::Upsert { item }) if item.posted_at == NOW));
    assert!(parse(&[at(NOW.micros() + Time::DAY)])[0].is_ok());
    assert!(parse(&[at(Limits::EARLIEST.micros())])[0].is_ok());
    let in_seconds = NOW.micros() / Time::SECOND;
    for bad in [NOW.micros() + Time::DAY + 1, i64::MAX, i64::MIN, 0, -1, in_seconds] {
        let problem = problem(at(bad));
        assert_eq!(problem.field, "item.posted_at", "{bad}");
        assert!(problem.message.contains("microseconds"), "{problem}");
    }
    assert_eq!(problem(with("/item/edited_at", json!(0))).field, "item.edited_at");
    assert_eq!(problem(json!({"event": "delete", "id": "d", "at": i64::MAX})).field, "at");
}

#[test]
fn bytes_that_are_not_utf_8_cost_only_their_own_event() {
    let mut body = br#"{"events": ["#.to_vec();
    for (place, text) in
        [b"fine".as_slice(), b"br\xFFoken", b"gr\xC3\xBC\xC3\x9F"].iter().enumerate()
    {
        let event = upsert(&format!("p{place}")).to_string();
        let (head, tail) = event.split_once("Where is my bag?").unwrap();
        body.extend_from_slice(if place > 0 { b"," } else { b"" });
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(text);
        body.extend_from_slice(tail.as_bytes());
    }
    body.extend_from_slice(b"]}");
    let parsed = parse_batch(&body, NOW).unwrap();
    assert!(parsed[0].is_ok());
    let problem = parsed[1].as_ref().unwrap_err();
    assert!(problem.message.contains("UTF-8"), "{problem}");
    assert_eq!(problem.id.as_deref(), Some("p1"));
    assert!(matches!(&parsed[2], Ok(ChannelEvent::Upsert { item }) if item.text == "grüß"));

    // A replacement character that the sender wrote is a character like any other.
    assert!(parse(&[with("/item/text", json!("\u{FFFD}"))])[0].is_ok());
}

#[test]
fn a_body_that_is_no_batch_is_refused_whole() {
    let cases: [(&[u8], &str); 9] = [
        (b"", "body"),
        (b"[]", "body"),
        (b"{}", "body"),
        (b"{\"events\": 5}", "events"),
        (b"{\"events\": [], \"org\": 1}", "org"),
        (b"{\"events\": [}", "events[0]"),
        (b"{\"events\": []} x", "body"),
        (b"\xFF\xFE", "body"),
        (b"null", "body"),
    ];
    for (body, expected) in cases {
        let shown = String::from_utf8_lossy(body);
        match parse_batch(body, NOW).unwrap_err() {
            BatchProblem::Unreadable { field, .. } => assert_eq!(field, expected, "{shown}"),
            other => panic!("{shown}: {other}"),
        }
    }
    assert_eq!(parse(&[]), []);
}

#[test]
fn sizes_are_limited_before_and_after_reading() {
    let large = vec![b' '; Limits::BODY + 1];
    let error = parse_batch(&large, NOW).unwrap_err();
    assert_eq!((error.status(), error.key()), (413, "body-too-long"));

    let events: Vec<Value> = (0..=Limits::EVENTS).map(|n| upsert(&n.to_string())).collect();
    let body = serde_json::to_vec(&json!({ "events": events })).unwrap();
    let error = parse_batch(&body, NOW).unwrap_err();
    assert_eq!(error, BatchProblem::TooMany { count: Limits::EVENTS + 1 });
    assert_eq!(parse(events.get(..Limits::EVENTS).unwrap()).len(), Limits::EVENTS);

    let deep = format!("{{\"events\": [{}1{}]}}", "[".repeat(100_000), "]".repeat(100_000));
    match parse_batch(deep.as_bytes(), NOW) {
        Ok(parsed) => assert!(parsed[0].is_err()),
        Err(error) => assert_eq!(error.status(), 400),
    }
}

#[test]
fn single_bodies_are_read_as_strictly() {
    let result = parse_result(br#"{"state": "sent", "id": "p2", "url": "https://a.test/p2"}"#);
    assert_eq!(result.unwrap().state, ResultState::Sent);
    for bad in [
        r#"{}"#,
        r#"{"state": "done"}"#,
        r#"{"state": "sent", "id": ""}"#,
        "[",
        r#"{"state": "sent", "url": "javascript:1"}"#,
        r#"{"state": "sent", "url": "https://a.example/ b"}"#,
        r#"{"state": "sent", "id": "a\u0000b"}"#,
        r#"{"state": "sent", "x": 1}"#,
    ] {
        assert!(parse_result(bad.as_bytes()).is_err(), "{bad}");
    }
    assert_eq!(parse_state(br#"{"state": "cursor 7"}"#).unwrap(), "cursor 7");
    assert!(parse_state(b"{\"state\": \"\xFF\"}").is_err());
    let long = json!({"state": "s".repeat(Limits::STATE + 1)}).to_string();
    assert!(parse_state(long.as_bytes()).is_err());
    let can = serde_json::to_value(earshot_model::Capabilities::default()).unwrap();
    let mut descriptor = json!({"name": "plaza", "version": "1", "capabilities": can});
    assert_eq!(parse_descriptor(descriptor.to_string().as_bytes()).unwrap().name, "plaza");
    descriptor["capabilities"]["length_public"]["max"] = json!(0);
    let error = parse_descriptor(descriptor.to_string().as_bytes()).unwrap_err();
    assert!(error.to_string().starts_with("capabilities.length_public"), "{error}");
}

proptest! {
    #[test]
    fn no_bytes_make_the_parser_panic(body in any::<Vec<u8>>()) {
        drop(parse_batch(&body, NOW));
        drop(parse_result(&body));
        drop(parse_descriptor(&body));
    }

    #[test]
    fn flipped_bytes_never_cost_more_than_their_batch_says(
        place in 0_usize..700, byte in any::<u8>(), texts in prop::collection::vec(".{0,40}", 3)
    ) {
        let events: Vec<Value> =
            texts.iter().map(|text| with("/item/text", json!(text))).collect();
        let mut body = serde_json::to_vec(&json!({ "events": events })).unwrap();
        if let Some(at) = body.get_mut(place) {
            *at = byte;
        }
        // A byte that breaks the frame refuses the whole body; any other touches one event only.
        if let Ok(parsed) = parse_batch(&body, NOW) {
            let broken = parsed.iter().filter(|event| event.is_err()).count();
            assert!(broken <= 1 || parsed.len() != 3, "{broken} events of {}", parsed.len());
        }
    }
}

//! The description and the parser say the same: examples go through the real parser, and the fields
//! of every schema are the fields that the code writes and reads.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use earshot_channels::http::answer::{
    BatchAnswer, CommandPage, ItemAnswer, Outcome, ProblemAnswer, StateAnswer,
};
use earshot_channels::http::wire::{parse_batch, parse_descriptor, parse_result, parse_state};
use earshot_channels::http::{BatchProblem, Limits, OPENAPI};
use earshot_model::{
    Audience, Capabilities, ChannelEvent, Command, CommandBody, LengthUnit, ResultState, Surface,
    Time,
};
use serde_json::Value;

const NOW: Time = Time(1_773_324_120 * Time::SECOND);

fn document() -> Value {
    serde_json::from_str(OPENAPI).unwrap()
}

fn example(document: &Value, pointer: &str) -> Value {
    let at = format!("{pointer}/content/application~1json/example");
    document.pointer(&at).expect(&at).clone()
}

fn request(path: &str) -> Value {
    let path = path.replace('/', "~1");
    example(&document(), &format!("/paths/{path}/put/requestBody"))
}

fn answer(path: &str, method: &str) -> Value {
    let path = path.replace('/', "~1");
    example(&document(), &format!("/paths/{path}/{method}/responses/200"))
}

/// The names of the properties of a schema, or of a value.
fn names(value: &Value) -> BTreeSet<String> {
    value.as_object().unwrap().keys().cloned().collect()
}

fn schema(name: &str) -> Value {
    document().pointer(&format!("/components/schemas/{name}")).unwrap().clone()
}

#[test]
fn the_examples_pass_the_real_parser() {
    let batch = request("/{account}/events").to_string();
    let events = parse_batch(batch.as_bytes(), NOW).unwrap();
    assert_eq!(events.len(), 4);
    for event in events {
        event.unwrap();
    }
    parse_descriptor(request("/{account}/descriptor").to_string().as_bytes()).unwrap();
    parse_result(request("/{account}/commands/{id}/result").to_string().as_bytes()).unwrap();
    parse_state(request("/{account}/state").to_string().as_bytes()).unwrap();
    let given: BatchAnswer = serde_json::from_value(answer("/{account}/events", "put")).unwrap();
    assert_eq!(BatchAnswer::new(given.items.clone()), given);
    let page: CommandPage = serde_json::from_value(answer("/{account}/commands", "get")).unwrap();
    assert_eq!(page.commands.len(), 2);
    let _: StateAnswer = serde_json::from_value(answer("/{account}/state", "get")).unwrap();
    let webhook = example(&document(), "/webhooks/command/post/requestBody");
    let _: Command = serde_json::from_value(webhook).unwrap();
}

#[test]
fn the_schemas_have_exactly_the_fields_of_the_code() {
    let mut written: Vec<(&str, Value)> = Vec::new();
    let batch = request("/{account}/events").to_string();
    for event in parse_batch(batch.as_bytes(), NOW).unwrap() {
        let event = event.unwrap();
        let json = serde_json::to_value(&event).unwrap();
        match &event {
            ChannelEvent::Upsert { .. } => {
                written.push(("Item", json["item"].clone()));
                written.push(("Author", json["item"]["author"].clone()));
                written.push(("Upsert", json));
            }
            ChannelEvent::Delete { .. } => written.push(("Delete", json)),
            ChannelEvent::Status { .. } => written.push(("Status", json)),
        }
    }
    let page: CommandPage = serde_json::from_value(answer("/{account}/commands", "get")).unwrap();
    for command in &page.commands {
        let name = match command.body {
            CommandBody::Reply { .. } => "Reply",
            CommandBody::FindSent { .. } => "FindSent",
        };
        written.push((name, serde_json::to_value(command).unwrap()));
    }
    written.push(("CommandPage", serde_json::to_value(&page).unwrap()));
    let can =
        serde_json::to_value(Capabilities { by_hand: true, ..Capabilities::default() }).unwrap();
    written.push(("LengthRule", can["length_public"].clone()));
    written.push(("Capabilities", can));
    let item = ItemAnswer {
        index: 0,
        id: Some("a".to_owned()),
        outcome: Outcome::Rejected,
        field: Some("b".to_owned()),
        message: Some("c".to_owned()),
    };
    written.push(("ItemAnswer", serde_json::to_value(&item).unwrap()));
    written.push(("BatchAnswer", serde_json::to_value(BatchAnswer::default()).unwrap()));
    written.push(("State", serde_json::to_value(StateAnswer::default()).unwrap()));
    let unreadable = BatchProblem::Unreadable { field: "a".to_owned(), message: "b".to_owned() };
    let problem = ProblemAnswer::from(&unreadable);
    written.push(("Problem", serde_json::to_value(problem).unwrap()));
    let result = parse_result(br#"{"state": "sent"}"#).unwrap();
    written.push(("CommandResult", serde_json::to_value(result).unwrap()));
    for (name, value) in written {
        assert_eq!(names(&schema(name)["properties"]), names(&value), "{name}");
        assert_eq!(schema(name)["additionalProperties"], false, "{name}");
    }
}

#[test]
fn every_required_field_is_required_by_the_parser() {
    for (name, pointer) in [("Item", "/events/0/item"), ("Author", "/events/0/item/author")] {
        for field in schema(name)["required"].as_array().unwrap() {
            let mut batch = request("/{account}/events");
            let fields = batch.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
            fields.remove(field.as_str().unwrap()).unwrap();
            let parsed = parse_batch(batch.to_string().as_bytes(), NOW).unwrap();
            assert!(parsed[0].is_err(), "{name}.{field}");
            assert!(parsed[1].is_ok());
        }
        let mut batch = request("/{account}/events");
        let required = schema(name)["required"].clone();
        let required: Vec<&str> =
            required.as_array().unwrap().iter().map(|f| f.as_str().unwrap()).collect();
        let fields = batch.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
        fields.retain(|field, _| required.contains(&field.as_str()));
        let parsed = parse_batch(batch.to_string().as_bytes(), NOW).unwrap();
        assert!(parsed[0].is_ok(), "{name}: {:?}", parsed[0]);
    }
}

#[test]
fn the_closed_lists_and_limits_are_those_of_the_code() {
    let list = |name: &str, field: &str| -> Vec<String> {
        let values = schema(name)["properties"][field]["enum"].clone();
        serde_json::from_value(values).unwrap()
    };
    let words = |all: &[&str]| all.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let surfaces: Vec<&str> = Surface::ALL.iter().map(|s| s.word()).collect();
    // Nobody outside writes our notes.
    let audiences = Audience::ALL.iter().filter(|one| **one != Audience::Internal);
    let audiences: Vec<&str> = audiences.map(|s| s.word()).collect();
    let states: Vec<&str> = ResultState::ALL.iter().map(|s| s.word()).collect();
    let units: Vec<&str> = LengthUnit::ALL.iter().map(|s| s.word()).collect();
    assert_eq!(list("Item", "surface"), words(&surfaces));
    assert_eq!(list("Item", "audience"), words(&audiences));
    assert_eq!(list("CommandResult", "state"), words(&states));
    assert_eq!(list("Status", "state"), words(&states));
    assert_eq!(list("LengthRule", "unit"), words(&units));
    let events = schema("Batch")["properties"]["events"]["maxItems"].as_u64();
    assert_eq!(events, u64::try_from(Limits::EVENTS).ok());
    let id = schema("Item")["properties"]["id"]["maxLength"].as_u64();
    assert_eq!(id, u64::try_from(Limits::ID).ok());
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk(document: &Value, value: &Value) {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(to)) = fields.get("$ref") {
                    assert!(document.pointer(to.trim_start_matches('#')).is_some(), "{to}");
                }
                fields.values().for_each(|inner| walk(document, inner));
            }
            Value::Array(inner) => inner.iter().for_each(|inner| walk(document, inner)),
            _ => {}
        }
    }
    let document = document();
    walk(&document, &document);
}

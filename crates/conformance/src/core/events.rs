//! Events in: stored once, and each judged alone.

use earshot_channels::http::Limits;
use serde_json::{Value, json};

use super::ask::Asker;
use super::json::with;
use crate::Sheet;
use crate::rules;

/// An id that no command has.
const NO_COMMAND: &str = "018f0000-0000-7000-8000-000000000001";

pub(super) async fn check(ask: &Asker<'_>, sheet: &mut Sheet<'_>) {
    twice(ask, sheet).await;
    alone(ask, sheet).await;
    whole(ask, sheet).await;
    many(ask, sheet).await;
}

async fn twice(ask: &Asker<'_>, sheet: &mut Sheet<'_>) {
    let batch = [ask.post("first"), ask.post("second")];
    let held = ask.events(&batch).await.tells(&[&["accepted"], &["accepted"]]);
    sheet.note("events: new posts are accepted", rules::STORED, held);
    for _ in 0..2 {
        let held = ask.events(&batch).await.tells(&[&["duplicate"], &["duplicate"]]);
        sheet.note("events: a second delivery is a duplicate", rules::DUPLICATE, held);
    }
    let held = ask.events(&[ask.post("third"), ask.post("first")]).await;
    let held = held.tells(&[&["accepted"], &["duplicate"]]);
    sheet.note("events: old and new in one batch are told apart", rules::DUPLICATE, held);
    let twin = ask.post("twin");
    let held = ask.events(&[twin.clone(), twin]).await;
    let held = held.tells(&[&["accepted"], &["duplicate"]]);
    sheet.note("events: the same twice in one batch counts once", rules::DUPLICATE, held);
}

async fn alone(ask: &Asker<'_>, sheet: &mut Sheet<'_>) {
    let unknown = with(ask.post("unknown-field"), "/item/colour", "blue");
    let typed = with(ask.post("wrong-type"), "/item/text", 7);
    let mut half = ask.post("no-author");
    if let Some(item) = half.pointer_mut("/item").and_then(Value::as_object_mut) {
        item.remove("author");
    }
    let cases: [(&str, Value); 6] = [
        ("an unknown field", unknown),
        ("a wrong type", typed),
        ("a missing field", half),
        ("an unknown event", json!({ "event": "poke", "id": ask.id("poke") })),
        ("no event at all", json!("hello")),
        ("an unreadable state", json!({ "event": "status", "sent": NO_COMMAND, "state": "odd" })),
    ];
    for (at, (name, broken)) in cases.into_iter().enumerate() {
        let (before, after) = (format!("before-{at}"), format!("after-{at}"));
        let answer = ask.events(&[ask.post(&before), broken, ask.post(&after)]).await;
        let held = answer
            .tells(&[&["accepted"], &["rejected"], &["accepted"]])
            .and_then(|()| answer.rejects(1));
        sheet.note(
            format!("events: {name} is rejected, its neighbours are not"),
            rules::ALONE,
            held,
        );
    }
    let mut body =
        json!({ "events": [ask.post("utf8-good"), ask.post("utf8-bad")] }).to_string().into_bytes();
    // The last words of the last event lose their encoding.
    if let Some(at) = body.windows(8).rposition(|part| part == b"utf8-bad")
        && let Some(byte) = body.get_mut(at)
    {
        *byte = 0xff;
    }
    let held = ask.put("events", body).await.tells(&[&["accepted"], &["rejected"]]);
    sheet.note(
        "events: bytes that are not UTF-8 reject the event they stand in",
        rules::ALONE,
        held,
    );
    let status = json!({ "event": "status", "sent": NO_COMMAND, "state": "sent" });
    let held = ask.events(&[status]).await.tells(&[&["accepted", "duplicate", "rejected"]]);
    sheet.note("events: news of a message that is not ours does no harm", rules::ALONE, held);
}

async fn whole(ask: &Asker<'_>, sheet: &mut Sheet<'_>) {
    for (name, body) in [
        ("a body that is not JSON", "{\"events\": ["),
        ("a body without events", "{}"),
        ("a body with an unknown field", "{\"events\": [], \"colour\": \"blue\"}"),
        ("a list in place of an object", "[]"),
    ] {
        let held = ask.put("events", body).await.refuses(&[400]);
        sheet.note(format!("events: {name} is refused"), rules::WRONG, held);
    }
    let held = ask.events(&[]).await.tells(&[]);
    sheet.note("events: an empty batch is fine", rules::BATCH, held);
}

async fn many(ask: &Asker<'_>, sheet: &mut Sheet<'_>) {
    let numbered = |count: usize, name: &str| -> Vec<Value> {
        (0..count).map(|number| ask.post(&format!("{name}-{number}"))).collect()
    };
    let most = numbered(Limits::EVENTS, "many");
    let accepted: Vec<&[&str]> = vec![&["accepted"]; Limits::EVENTS];
    let held = ask.events(&most).await.tells(&accepted);
    sheet.note("events: 500 fit into a batch", rules::EVENTS, held);
    let over = numbered(Limits::EVENTS + 1, "over");
    let held = ask.events(&over).await.refuses(&[413]);
    sheet.note("events: 501 do not", rules::EVENTS, held);
    let first = over.first().cloned().unwrap_or_default();
    let held = ask.events(&[first]).await.tells(&[&["accepted"]]);
    sheet.note("events: nothing of a batch that is too large is kept", rules::EVENTS, held);

    let fat = with(ask.post("fat"), "/item/text", "x".repeat(Limits::BODY));
    let answer = ask.events(&[fat]).await;
    // A core may end the connection before it has read so much.
    let held = if answer.status == 0 { Ok(()) } else { answer.refuses(&[413]) };
    sheet.note("events: a body over 4 MiB is refused", rules::BODY, held);
}

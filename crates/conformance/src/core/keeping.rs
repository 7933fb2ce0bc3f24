//! The descriptor, and the place for the program's own cursor.

use earshot_channels::http::Limits;
use serde_json::{Value, json};

use super::ask::Asker;
use super::json::{at, text, with};
use crate::Sheet;
use crate::rules;
use crate::sheet::hold;

pub(super) async fn check(ask: &Asker<'_>, sheet: &mut Sheet<'_>) {
    descriptor(ask, sheet).await;
    state(ask, sheet).await;
}

fn can() -> Value {
    let rule = |max: u32| json!({ "unit": "chars", "max": max });
    json!({ "name": "conformance", "version": "1", "capabilities": {
        "reply_public": true, "reply_private": true, "find_sent": true,
        "length_public": rule(500), "length_private": rule(10_000),
    }})
}

async fn descriptor(ask: &Asker<'_>, sheet: &mut Sheet<'_>) {
    for name in ["is taken", "is taken again"] {
        let answer = ask.put("descriptor", can().to_string()).await;
        sheet.note(format!("descriptor: it {name}"), rules::DESCRIPTOR, answer.is(&[204]));
    }
    let unknown = with(can(), "/colour", "blue");
    let odd = with(can(), "/capabilities/length_public/unit", "inches");
    let none = with(can(), "/capabilities/length_public/max", 0);
    for (name, body) in [
        ("one with an unknown field", unknown.to_string()),
        ("one with an unknown unit", odd.to_string()),
        ("one that allows no text", none.to_string()),
        ("one that is not JSON", "no".to_owned()),
    ] {
        let held = ask.put("descriptor", body).await.refuses(&[400]);
        sheet.note(format!("descriptor: {name} is refused"), rules::WRONG, held);
    }
}

async fn state(ask: &Asker<'_>, sheet: &mut Sheet<'_>) {
    let before = ask.get("state").await;
    let held = before.is(&[200]).and_then(|()| {
        hold(at(&before.json(), "/state").is_string(), "a `state`, empty at first", || {
            before.shown()
        })
    });
    sheet.note("state: it can be read", rules::STATE, held);
    for kept_text in ["cursor 7", "", "Grüße ✈️ \"\\ \n"] {
        let body = json!({ "state": kept_text }).to_string();
        let kept = ask.put("state", body).await;
        let read = ask.get("state").await;
        let held = kept.is(&[204]).and_then(|()| {
            let same = text(&read.json(), "/state") == kept_text;
            hold(same, format!("{kept_text:?} back, byte for byte"), || read.shown())
        });
        sheet.note(format!("state: {kept_text:?} comes back as it was"), rules::STATE, held);
    }
    let long = json!({ "state": "x".repeat(Limits::STATE + 1) }).to_string();
    let held = ask.put("state", long).await.refuses(&[400, 413]);
    sheet.note("state: one over 64 KiB is refused", rules::WRONG, held);
    // Whoever tests a core in use gets the cursor back.
    let first = json!({ "state": text(&before.json(), "/state") }).to_string();
    let back = ask.put("state", first).await;
    sheet.note("state: the first one can be put back", rules::STATE, back.is(&[204]));
}

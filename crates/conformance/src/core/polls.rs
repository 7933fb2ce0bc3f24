//! Asking for commands, before anything is answered.

use std::time::{Duration, Instant};

use earshot_channels::http::CommandPage;
use earshot_channels::http::answer::BatchAnswer;
use serde_json::json;

use super::ask::Asker;
use super::json::{at, text};
use crate::Sheet;
use crate::rules;
use crate::sheet::{Held, hold};

pub(super) async fn check(ask: &Asker<'_>, sheet: &mut Sheet<'_>) {
    let began = Instant::now();
    let page = ask.get("commands").await;
    let took = began.elapsed();
    let read = || -> Held {
        page.is(&[200])?;
        let read = serde_json::from_slice::<CommandPage>(&page.body);
        hold(read.is_ok(), "an object with `commands` and `next`", || page.shown())?;
        hold(took < Duration::from_secs(5), "an answer at once", || format!("{took:?}"))
    };
    sheet.note("commands: without a wait the answer comes at once", rules::POLL, read());
    for (name, query) in [
        ("over 50 seconds", "commands?wait=51"),
        ("that is no number", "commands?wait=soon"),
        ("below nothing", "commands?wait=-1"),
    ] {
        let held = ask.get(query).await.refuses(&[400]);
        sheet.note(format!("commands: a wait {name} is refused"), rules::WAITS, held);
    }
    let began = Instant::now();
    let next = text(&page.json(), "/next").to_owned();
    let waited = ask.get(&format!("commands?wait=2&after={next}")).await;
    let took = began.elapsed();
    let empty = at(&waited.json(), "/commands").as_array().is_some_and(Vec::is_empty);
    let held = waited.is(&[200]).and_then(|()| {
        // What waits for this account is handed out at once; that is right as well.
        let fits = !empty || (1_500..10_000).contains(&took.as_millis());
        hold(fits, "an empty list after 2 seconds", || format!("an empty list after {took:?}"))
    });
    sheet.note("commands: an empty list comes when the wait is over", rules::POLL, held);
    results(ask, sheet).await;
}

async fn results(ask: &Asker<'_>, sheet: &mut Sheet<'_>) {
    let sent = json!({ "state": "sent", "id": ask.id("reply") }).to_string();
    let unknown = format!("commands/{}/result", ask.fresh());
    let held = ask.put(&unknown, sent.clone()).await.refuses(&[404]);
    sheet.note("results: one of an unknown command is refused", rules::NOTHERE, held);
    let held = ask.put("commands/seven/result", sent).await.refuses(&[400, 404]);
    sheet.note("results: one of an id that is none is refused", rules::NOTHERE, held);
    for (name, body) in [
        ("an unknown state", json!({ "state": "perhaps" }).to_string()),
        ("an unknown field", json!({ "state": "sent", "colour": "blue" }).to_string()),
        ("no JSON", "done".to_owned()),
    ] {
        let held = ask.put(&unknown, body).await.refuses(&[400]);
        sheet.note(format!("results: one with {name} is refused"), rules::WRONG, held);
    }
    // The answer to a batch is the one body that a program counts on: it is read strictly here.
    let answer = ask.events(&[ask.post("strict")]).await;
    let read = serde_json::from_slice::<BatchAnswer>(&answer.body);
    let held = hold(read.is_ok(), "the fields of the description", || answer.shown());
    sheet.note("events: the answer has the fields of the description", rules::DUPLICATE, held);
}

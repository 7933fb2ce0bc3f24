//! The bounds of the table, one below and one above.

use earshot_channels::http::Limits;
use earshot_model::Time;
use serde_json::{Value, json};

use super::ask::Asker;
use super::json::with;
use crate::Sheet;
use crate::rules;

/// What is set, to what, and whether it fits.
type Bound = (&'static str, &'static str, Value, bool);

pub(super) async fn check(ask: &Asker<'_>, sheet: &mut Sheet<'_>) {
    for (at, (name, pointer, value, fits)) in bounds(ask).into_iter().enumerate() {
        let event = with(ask.post(&format!("bound-{at}")), pointer, value);
        let answer = ask.events(&[event]).await;
        let held = if fits { answer.tells(&[&["accepted"]]) } else { answer.rejects(0) };
        let word = if fits { "fits" } else { "is rejected" };
        sheet.note(format!("bounds: {name} {word}"), rules::BOUNDS, held);
    }
}

fn bounds(ask: &Asker<'_>) -> Vec<Bound> {
    let now = ask.now();
    let long_id = |length: usize| {
        let mut id = ask.id(&format!("long-{length}-"));
        id.extend(std::iter::repeat_n('x', length.saturating_sub(id.len())));
        json!(id)
    };
    let x = |length: usize| json!("x".repeat(length));
    let url = |length: usize| {
        let start = "https://example.org/";
        json!(format!("{start}{}", "x".repeat(length.saturating_sub(start.len()))))
    };
    vec![
        ("an id of 512 bytes", "/item/id", long_id(Limits::ID), true),
        ("an id of 513 bytes", "/item/id", long_id(Limits::ID + 1), false),
        ("an empty id", "/item/id", json!(""), false),
        ("an id with a line break", "/item/id", json!("a\nb"), false),
        ("an empty revision", "/item/revision", json!(""), false),
        ("an empty thread", "/item/thread", json!(""), false),
        ("an empty author id", "/item/author/id", json!(""), false),
        ("an empty handle", "/item/author/handle", json!(""), false),
        ("a handle of 1,001 bytes", "/item/author/handle", x(Limits::LINE + 1), false),
        ("a name of 1,000 bytes", "/item/author/name", x(Limits::LINE), true),
        ("an empty text", "/item/text", json!(""), true),
        ("a text of 100,000 bytes", "/item/text", x(Limits::TEXT), true),
        ("a text of 100,001 bytes", "/item/text", x(Limits::TEXT + 1), false),
        ("10,000 characters of four bytes", "/item/text", json!("🛄".repeat(10_000)), true),
        ("an address of 4,096 bytes", "/item/url", url(Limits::URL), true),
        ("an address of 4,097 bytes", "/item/url", url(Limits::URL + 1), false),
        ("an address of a script", "/item/url", json!("javascript:alert(1)"), false),
        ("five stars", "/item/rating", json!(5), true),
        ("no star", "/item/rating", json!(0), false),
        ("six stars", "/item/rating", json!(6), false),
        ("fewer followers than none", "/item/author/followers", json!(-1), false),
        ("an audience of followers", "/item/audience", json!("followers"), true),
        ("an audience of our own notes", "/item/audience", json!("internal"), false),
        ("an unknown surface", "/item/surface", json!("skywriting"), false),
        ("a clock 23 hours ahead", "/item/posted_at", json!(now.plus(23 * Time::HOUR)), true),
        ("a clock 25 hours ahead", "/item/posted_at", json!(now.plus(25 * Time::HOUR)), false),
        ("a date before 1990", "/item/posted_at", json!(0), false),
        ("a mark that is no id", "/item/sent_as", json!("mine"), false),
    ]
}

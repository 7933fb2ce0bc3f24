//! Edits, deletes and replies in every order.

use serde_json::{Value, json};

use super::ask::Asker;
use super::json::with;
use crate::Sheet;
use crate::rules;

const TAKEN: &[&str] = &["accepted", "duplicate"];
const NEW: &[&str] = &["accepted"];
const KNOWN: &[&str] = &["duplicate"];

fn edit(post: Value, revision: &str) -> Value {
    let post = with(post, "/item/revision", revision);
    with(post, "/item/text", format!("The words of revision {revision}"))
}

fn delete(ask: &Asker<'_>, name: &str) -> Value {
    json!({ "event": "delete", "id": ask.id(name), "at": ask.now().micros() })
}

pub(super) async fn check(ask: &Asker<'_>, sheet: &mut Sheet<'_>) {
    let mut tell = async |name: &str, says: &'static str, event: Value, words: &[&str]| {
        let held = ask.events(&[event]).await.tells(&[words]);
        sheet.note(format!("order: {name}"), says, held);
    };
    let first = ask.post("edited");
    tell("a post", rules::ORDER, first.clone(), NEW).await;
    let second = edit(first.clone(), "2");
    tell("its edit", rules::REVISION, second.clone(), NEW).await;
    tell("its edit again", rules::DUPLICATE, second, KNOWN).await;
    tell("its first words again", rules::DUPLICATE, first, KNOWN).await;

    let early = ask.post("edited-early");
    tell("an edit before its post", rules::EARLY, edit(early.clone(), "2"), NEW).await;
    tell("the post that was edited before it came", rules::EARLY, early, TAKEN).await;

    let child = with(ask.post("child"), "/item/parent", ask.id("parent"));
    let child = with(child, "/item/surface", "comment");
    tell("a reply before its parent", rules::EARLY, child, NEW).await;
    tell("the parent of a reply that was early", rules::EARLY, ask.post("parent"), NEW).await;

    tell("a post that goes", rules::ORDER, ask.post("gone"), NEW).await;
    tell("its delete", rules::ORDER, delete(ask, "gone"), NEW).await;
    tell("its delete again", rules::DUPLICATE, delete(ask, "gone"), KNOWN).await;
    let late = edit(ask.post("gone"), "2");
    tell("an edit after its delete", rules::GONE, late, TAKEN).await;

    tell("a delete before its post", rules::GONE, delete(ask, "never"), TAKEN).await;
    tell("a post after its delete", rules::GONE, ask.post("never"), TAKEN).await;

    let mixed = [delete(ask, "mixed"), edit(ask.post("mixed"), "2"), ask.post("mixed")];
    let held = ask.events(&mixed).await.tells(&[TAKEN, TAKEN, TAKEN]);
    sheet.note("order: all of it backwards in one batch", rules::ORDER, held);
}

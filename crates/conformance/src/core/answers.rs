//! What becomes of an answer: handed out, tried again, in doubt, sent.

use std::time::{Duration, Instant};

use earshot_channels::http::CommandPage;
use earshot_model::{Command, CommandBody, OutboxId};
use serde_json::{Value, json};

use super::Desk;
use super::ask::Asker;
use super::json::{at, text, with};
use crate::Sheet;
use crate::rules;
use crate::sheet::{Held, Miss, hold, miss};

pub(super) async fn check(ask: &Asker<'_>, desk: Option<&dyn Desk>, sheet: &mut Sheet<'_>) {
    let Some(desk) = desk else {
        let why = "nobody at the desk: give --answer SECONDS, and answer the post that it names";
        sheet.skip("answers: all of them", rules::TWICE, why);
        return;
    };
    let mark = ask.id("answer-me");
    let words = format!("My suitcase is lost since Monday, please help me! ({mark})");
    let cry = with(ask.post("cry"), "/item/text", words);
    // Somebody of their own, in a conversation of their own, who speaks to the brand alone.
    let author = json!({ "id": ask.id("customer"), "handle": "conformance-customer" });
    let cry = with(cry, "/item/author", author);
    let cry = with(cry, "/item/thread", ask.id("cry-thread"));
    let cry = with(cry, "/item/surface", "dm");
    let cry = with(cry, "/item/audience", "private");
    let held = ask.events(std::slice::from_ref(&cry)).await.tells(&[&["accepted"]]);
    sheet.note("answers: a post that asks for one", rules::STORED, held);
    desk.please_answer(&mark).await;
    let mut flow = Flow { ask, patience: desk.patience(), after: String::new() };
    if let Err(missed) = flow.run(at(&cry, "/item"), sheet).await {
        sheet.note("answers: the rest", rules::POLL, Err(missed));
    }
}

struct Flow<'a, 'l> {
    ask: &'a Asker<'l>,
    patience: Duration,
    after: String,
}

impl Flow<'_, '_> {
    async fn run(&mut self, cry: &Value, sheet: &mut Sheet<'_>) -> Result<(), Miss> {
        let is_reply = |command: &Command| matches!(&command.body, CommandBody::Reply { to, .. } if to == text(cry, "/id"));
        let first = self.next("the answer of the desk as a `reply` command", is_reply).await?;
        sheet.note("answers: one comes out as a command", rules::POLL, Ok(()));
        sheet.note(
            "answers: the command names post, thread, author and words",
            rules::READERS,
            fits(&first, cry),
        );

        let held = self.result(first.id, &json!({ "state": "retry" })).await.is(&[204]);
        sheet.note("answers: `retry` is taken", rules::RETRY, held);
        let again = self.next("the same command again after `retry`", is_reply).await?;
        let held = hold(again == first, "the same command, with its id", || format!("{again:?}"));
        sheet.note("answers: it comes again after `retry`, as it was", rules::TWICE, held);

        let held = self.result(first.id, &json!({ "state": "unknown" })).await.is(&[204]);
        sheet.note("answers: `unknown` is taken", rules::UNKNOWN, held);
        let look = self.next("a command about the answer in doubt", |_| true).await?;
        let held = asks_for(&look, first.id);
        let asked = held.is_ok();
        sheet.note("answers: one in doubt is asked about, never repeated", rules::UNKNOWN, held);
        if asked {
            let held = self.result(look.id, &json!({ "state": "retry" })).await.is(&[204]);
            sheet.note("answers: `retry` says that it is surely not there", rules::UNKNOWN, held);
            let held = self.until_it_comes(&first).await?;
            sheet.note("answers: only then it comes again", rules::LOST, held);
        }
        self.end(&first, cry, sheet).await;
        Ok(())
    }

    async fn end(&mut self, first: &Command, cry: &Value, sheet: &mut Sheet<'_>) {
        let post = self.ask.id("reply");
        let sent = json!({ "state": "sent", "id": post, "url": "https://example.org/reply" });
        for name in ["`sent` is taken", "`sent` again changes nothing"] {
            let held = self.result(first.id, &sent).await.is(&[204]);
            sheet.note(format!("answers: {name}"), rules::SENT, held);
        }
        let held = self.result(first.id, &json!({ "state": "failed" })).await.refuses(&[409]);
        sheet.note("answers: another end than before is a conflict", rules::OTHERWISE, held);
        let mut echo = self.ask.post("reply");
        if let CommandBody::Reply { audience, text: words, .. } = &first.body {
            echo = with(echo, "/item/text", words.as_str());
            echo = with(echo, "/item/audience", audience.word());
        }
        let ours = json!({ "id": self.ask.id("brand"), "handle": "brand" });
        echo = with(echo, "/item/parent", text(cry, "/id"));
        echo = with(echo, "/item/author", ours);
        echo = with(echo, "/item/sent_as", first.id.to_string());
        let held = self.ask.events(&[echo]).await.tells(&[&["accepted"]]);
        sheet.note("answers: our own post may come back", rules::ECHO, held);
        let page = self.ask.get(&format!("commands?after={}", self.after)).await;
        let held = page.is(&[200]).and_then(|()| {
            let body = page.json();
            let waits = at(&body, "/commands").as_array().cloned().unwrap_or_default();
            let ours = waits.iter().any(|one| text(one, "/id") == first.id.to_string());
            hold(!ours, "no further command about it", || page.shown())
        });
        sheet.note("answers: what was sent is not handed out again", rules::TWICE, held);
    }

    /// Says that a message is not there as often as the core asks, until it comes again: a core may
    /// look more than once before it is sure.
    async fn until_it_comes(&mut self, first: &Command) -> Result<Held, Miss> {
        let until = Instant::now() + self.patience;
        while Instant::now() < until {
            let command = self.next("the answer again, as it is not there", |_| true).await?;
            if asks_for(&command, first.id).is_err() {
                let same = command == *first;
                return Ok(hold(same, "the same command, with its id", || format!("{command:?}")));
            }
            self.result(command.id, &json!({ "state": "retry" })).await.is(&[204])?;
        }
        miss("the answer again, as it is not there", "questions about it, again and again")
    }

    async fn result(&self, id: OutboxId, result: &Value) -> super::ask::Answer {
        self.ask.put(&format!("commands/{id}/result"), result.to_string()).await
    }

    /// Waits for a command that `wanted` likes.
    async fn next(
        &mut self,
        what: &str,
        wanted: impl Fn(&Command) -> bool,
    ) -> Result<Command, Miss> {
        let until = Instant::now() + self.patience;
        while Instant::now() < until {
            let page = self.ask.get(&format!("commands?wait=2&after={}", self.after)).await;
            page.is(&[200])?;
            let Ok(read) = serde_json::from_slice::<CommandPage>(&page.body) else {
                return miss("commands that can be read", page.shown());
            };
            self.after = read.next;
            if let Some(found) = read.commands.into_iter().find(&wanted) {
                return Ok(found);
            }
        }
        miss(what, format!("nothing within {} seconds", self.patience.as_secs()))
    }
}

/// Whether a command is about the post that was answered.
fn fits(command: &Command, cry: &Value) -> Held {
    let CommandBody::Reply { thread, author, audience, text: words, .. } = &command.body else {
        return miss("a `reply`", format!("{command:?}"));
    };
    let (in_thread, by) = (text(cry, "/thread"), text(cry, "/author/id"));
    let right = thread == in_thread
        && author == by
        && *audience != earshot_model::Audience::Internal
        && !words.trim().is_empty();
    hold(right, format!("thread {in_thread}, author {by}, words"), || format!("{command:?}"))
}

/// Whether a command asks after a message.
fn asks_for(command: &Command, message: OutboxId) -> Held {
    let right = matches!(command.body, CommandBody::FindSent { sent } if sent == message);
    hold(right, format!("`find_sent` of {message}"), || format!("{command:?}"))
}

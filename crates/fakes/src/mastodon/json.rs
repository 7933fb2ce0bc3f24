//! What the server says, in the shapes of the documentation.

use serde_json::{Value, json};

use super::world::{Person, Status, World, tags};

impl World {
    pub(super) fn account(&self, person: &Person) -> Value {
        let username = person.acct.split('@').next().unwrap_or(&person.acct);
        json!({
            "id": person.id,
            "username": username,
            "acct": person.acct,
            "display_name": shown(username),
            "locked": false, "bot": false, "discoverable": true,
            "created_at": "2024-01-01T00:00:00.000Z",
            "note": "", "url": format!("{}/@{}", self.url, person.acct),
            "followers_count": 120, "following_count": 20, "statuses_count": 300,
            "fields": [], "emojis": [],
        })
    }

    pub(super) fn status(&self, status: &Status) -> Value {
        let author = self.people.get(&status.author).map(|person| self.account(person));
        let mentions = self.people.values().filter(|p| self.names(&status.text, &p.acct));
        let mentions: Vec<Value> = mentions
            .map(|person| {
                let username = person.acct.split('@').next().unwrap_or(&person.acct);
                json!({
                    "id": person.id, "username": username, "acct": person.acct,
                    "url": format!("{}/@{}", self.url, person.acct),
                })
            })
            .collect();
        let parent = status.in_reply_to.and_then(|id| self.statuses.get(&id));
        let url = format!("{}/@{}/{}", self.url, status.author, status.id);
        json!({
            "id": status.id.to_string(),
            "created_at": status.at.to_string(),
            "edited_at": status.edited_at.map(|at| at.to_string()),
            "in_reply_to_id": status.in_reply_to.map(|id| id.to_string()),
            "in_reply_to_account_id":
                parent.and_then(|p| self.people.get(&p.author)).map(|p| p.id.clone()),
            "sensitive": false, "spoiler_text": "",
            "visibility": status.visibility,
            "language": Value::Null,
            "uri": url, "url": url,
            "replies_count": 0, "reblogs_count": 0, "favourites_count": 0,
            "content": html(&status.text),
            "reblog": Value::Null, "application": Value::Null,
            "account": author,
            "media_attachments": [], "mentions": mentions,
            "tags": tags(&status.text).iter().map(|tag| json!({ "name": tag })).collect::<Vec<_>>(),
            "emojis": [], "card": Value::Null, "poll": Value::Null,
        })
    }

    pub(super) fn notification(&self, id: u64, status: u64) -> Option<Value> {
        let status = self.standing(status)?;
        let author = self.people.get(&status.author)?;
        Some(json!({
            "id": id.to_string(), "type": "mention",
            "created_at": status.at.to_string(),
            "account": self.account(author),
            "status": self.status(status),
        }))
    }

    pub(super) fn instance(&self) -> Value {
        let host = self.url.split("://").nth(1).unwrap_or(&self.url);
        json!({
            "domain": host, "title": "Fake", "version": "4.5.0 (fake)",
            "configuration": {
                "urls": { "streaming": format!("ws://{host}") },
                "statuses": {
                    "max_characters": 500, "max_media_attachments": 4,
                    "characters_reserved_per_url": 23,
                },
            },
            "api_versions": { "mastodon": 6 },
        })
    }
}

/// "mirela.voss" is Mirela Voss.
fn shown(username: &str) -> String {
    let words = username.split(['.', '_']).map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(letters).collect::<String>()
        })
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The words as Mastodon writes them: mentions without their server, links with a part that is hidden.
fn html(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let lines = paragraph
            .split('\n')
            .map(|line| line.split(' ').map(word).collect::<Vec<_>>().join(" "));
        format!("<p>{}</p>", lines.collect::<Vec<_>>().join("<br>"))
    });
    paragraphs.collect()
}

fn word(word: &str) -> String {
    let safe = word.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if let Some(name) = safe.strip_prefix('@').filter(|name| !name.is_empty()) {
        let name = name.split('@').next().unwrap_or(name);
        return format!(
            "<span class=\"h-card\"><a href=\"#\" class=\"u-url mention\">@<span>{name}</span></a></span>"
        );
    }
    match safe.split_once("://") {
        Some((scheme @ ("https" | "http"), rest)) => format!(
            "<a href=\"{safe}\"><span class=\"invisible\">{scheme}://</span><span>{rest}</span></a>"
        ),
        _ => safe,
    }
}

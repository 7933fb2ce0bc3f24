//! A status as a post of ours.

use earshot_model::{Audience, ChannelAuthor, ChannelItem, Surface, Time};
use jiff::Timestamp;

use super::shapes::StatusShape;
use crate::http::Limits;
use crate::plain::plain;

/// Who we are on the server.
#[derive(Debug, Clone, Copy)]
pub struct Me<'m> {
    /// The server's id of our account.
    pub id: &'m str,
}

/// A status as a post of ours, in the conversation `thread`; nothing for one that only repeats another,
/// or whose date cannot be read.
#[must_use]
pub fn item(status: &StatusShape, me: Me<'_>, thread: String) -> Option<ChannelItem> {
    if status.reblog.is_some() {
        return None;
    }
    let posted_at = moment(&status.created_at)?;
    let edited_at = status.edited_at.as_deref().and_then(moment);
    let ours = status.account.id == me.id;
    let text = words(status);
    let audience = audience(&status.visibility);
    Some(ChannelItem {
        id: status.id.clone(),
        // A later edit is greater as text, too.
        revision: format!("{:020}", edited_at.unwrap_or(posted_at).micros()),
        surface: match (audience, &status.in_reply_to_id) {
            (Audience::Private, _) => Surface::Dm,
            (_, Some(_)) => Surface::Comment,
            (_, None) => Surface::Post,
        },
        audience,
        thread,
        parent: status.in_reply_to_id.clone().filter(|parent| *parent != status.id),
        author: ChannelAuthor {
            id: status.account.id.clone(),
            handle: status.account.acct.clone(),
            name: cut(&status.account.display_name, Limits::LINE),
            followers: status.account.followers_count.filter(|count| *count >= 0),
        },
        // What we write begins with whom we answer: that is no word of ours.
        text: if ours { without_mentions(&text).to_owned() } else { text },
        language: status.language.clone().filter(|language| !language.is_empty()),
        url: status.url.clone().filter(|url| url.starts_with("http")),
        rating: None,
        posted_at,
        edited_at,
        sent_as: None,
    })
}

/// The conversation of a status, where it can be told without asking: a private one is that with the
/// other person, a post that answers nothing begins its own.
#[must_use]
pub fn thread_of(status: &StatusShape, me: Me<'_>) -> Option<String> {
    if audience(&status.visibility) == Audience::Private {
        let ours = status.account.id == me.id;
        let named = || status.mentions.iter().map(|mention| &mention.id);
        let other = if ours { named().find(|id| *id != me.id)? } else { &status.account.id };
        return Some(format!("direct:{other}"));
    }
    match status.in_reply_to_id {
        None => Some(status.id.clone()),
        Some(_) => None,
    }
}

/// The words of a status: its warning, its text, and what its pictures show.
fn words(status: &StatusShape) -> String {
    let mut parts = Vec::new();
    let warning = status.spoiler_text.as_deref().unwrap_or_default().trim();
    parts.extend((!warning.is_empty()).then(|| warning.to_owned()));
    parts.push(plain(&status.content));
    for media in &status.media_attachments {
        let shown = media.description.as_deref().unwrap_or_default().trim();
        parts.push(match shown {
            "" => format!("[{}]", media.kind),
            shown => format!("[{}: {shown}]", media.kind),
        });
    }
    parts.retain(|part| !part.is_empty());
    cut(&parts.join("\n\n"), Limits::TEXT)
}

/// Without the handles that stand before everything else.
#[must_use]
pub fn without_mentions(text: &str) -> &str {
    let mut rest = text.trim_start();
    while rest.starts_with('@') {
        match rest.split_once(char::is_whitespace) {
            Some((_, behind)) => rest = behind.trim_start(),
            None => return "",
        }
    }
    rest
}

/// Whether two texts say the same, apart from white space, the handles before them, and the servers of
/// handles: those are not shown in HTML.
#[must_use]
pub fn same_words(a: &str, b: &str) -> bool {
    fn parts(text: &str) -> impl Iterator<Item = &str> {
        without_mentions(text).split_whitespace().map(|word| {
            let server = word.strip_prefix('@').and_then(|name| name.split_once('@'));
            server.map_or(word.trim_start_matches('@'), |(name, _)| name)
        })
    }
    parts(a).eq(parts(b))
}

fn audience(visibility: &str) -> Audience {
    match visibility {
        "public" => Audience::Public,
        "unlisted" => Audience::Unlisted,
        "direct" => Audience::Private,
        // What a server invents is shown to no more people than followers.
        _ => Audience::Followers,
    }
}

pub(super) fn moment(text: &str) -> Option<Time> {
    text.parse::<Timestamp>().ok().map(Time::from)
}

fn cut(text: &str, most: usize) -> String {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}

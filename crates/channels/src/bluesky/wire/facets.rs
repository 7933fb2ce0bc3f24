//! What of a text is a link, a mention or a hashtag, as Bluesky's own programs see it:
//! <https://docs.bsky.app/docs/advanced-guides/post-richtext>. Places are counted in bytes of UTF-8.

use serde::Serialize;
use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::links::{Piece, pieces};

/// The most characters of a hashtag, as people see them.
const LONGEST_TAG: usize = 64;
/// The most bytes of a handle: <https://atproto.com/specs/handle>.
const LONGEST_HANDLE: usize = 253;

/// Something in a text that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    from: usize,
    to: usize,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Link(String),
    Mention(String),
    Tag(String),
}

/// `app.bsky.richtext.facet`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Facet {
    index: Value,
    features: [Value; 1],
}

impl Spot {
    /// Whom it names, where it names somebody.
    #[must_use]
    pub fn handle(&self) -> Option<&str> {
        match &self.what {
            What::Mention(handle) => Some(handle),
            What::Link(_) | What::Tag(_) => None,
        }
    }

    /// As a facet; a mention needs the lasting id of whom it names.
    #[must_use]
    pub fn facet(&self, did: Option<&str>) -> Option<Facet> {
        let kind = |kind| format!("app.bsky.richtext.facet#{kind}");
        let feature = match &self.what {
            What::Link(uri) => json!({ "$type": kind("link"), "uri": uri }),
            What::Mention(_) => json!({ "$type": kind("mention"), "did": did? }),
            What::Tag(tag) => json!({ "$type": kind("tag"), "tag": tag }),
        };
        let index = json!({ "byteStart": self.from, "byteEnd": self.to });
        Some(Facet { index, features: [feature] })
    }
}

/// Everything in a text that leads somewhere, in order and never one over another.
#[must_use]
pub fn spot(text: &str) -> Vec<Spot> {
    let (mut spots, mut at) = (Vec::new(), 0);
    for piece in pieces(text) {
        let length = match piece {
            Piece::Link(uri) => {
                spots.push(Spot { from: at, to: at + uri.len(), what: What::Link(uri.to_owned()) });
                uri.len()
            }
            Piece::Bare(name) => name.len(),
            Piece::Words(words) => {
                for (from, word) in words_of(words) {
                    spots.extend(named(word, at + from));
                }
                words.len()
            }
        };
        at += length;
    }
    spots
}

/// Words with where they begin. What opens a bracket belongs to no word.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive(char::is_whitespace).map(move |chunk| {
        let word = chunk.trim_end().trim_start_matches('(');
        let from = at + chunk.len() - chunk.trim_start_matches('(').len();
        at += chunk.len();
        (from, word)
    })
}

fn named(word: &str, from: usize) -> Option<Spot> {
    if let Some(rest) = word.strip_prefix('@') {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !".-".contains(c));
        let handle = rest.get(..end.unwrap_or(rest.len()))?.trim_end_matches(['.', '-']);
        let to = from + 1 + handle.len();
        return is_handle(handle).then(|| Spot {
            from,
            to,
            what: What::Mention(handle.to_ascii_lowercase()),
        });
    }
    let sign = word.chars().next().filter(|c| "#＃".contains(*c))?;
    let tag = word.get(sign.len_utf8()..)?.trim_end_matches(is_mark);
    let fits = !tag.is_empty()
        && tag.graphemes(true).count() <= LONGEST_TAG
        && !tag.starts_with('\u{FE0F}')
        && tag.chars().any(|c| !c.is_numeric() && !is_mark(c));
    let to = from + sign.len_utf8() + tag.len();
    fits.then(|| Spot { from, to, what: What::Tag(tag.to_owned()) })
}

/// Whether this looks like a handle: a host name of at least two labels.
fn is_handle(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    let fits = |label: &&str| {
        (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    labels.len() >= 2
        && text.len() <= LONGEST_HANDLE
        && labels.iter().all(fits)
        && labels.last().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Punctuation that ends a word rather than belongs to it.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation() && c != '_' || "…„“”‘’«»¿¡。、！？：；）（".contains(c)
}

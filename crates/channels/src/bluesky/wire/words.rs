//! The words of a record as people should read them: links whole, pictures by what they show.

use super::item::web_address;
use super::record::Record;

/// The words of a post. Where a link shows other words than where it leads, both stand there.
#[must_use]
pub fn words(record: &Record) -> String {
    let text = with_links(&record.text, &record.links);
    let mut parts = vec![text.trim().to_owned()];
    for (kind, shown) in &record.shown {
        parts.push(match shown.trim() {
            "" => format!("[{kind}]"),
            shown => format!("[{kind}: {shown}]"),
        });
    }
    if let Some((title, uri)) = &record.card
        && !parts.iter().any(|part| part.contains(uri.as_str()))
    {
        parts.push(format!("[{}]", [title.trim(), uri].join(" ").trim()));
    }
    if let Some(quoted) = &record.quoted {
        let place = web_address(quoted).unwrap_or_else(|| quoted.clone());
        parts.push(format!("[quote: {place}]"));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// Puts links in the place of what stands for them: programs show the first part of a long one. Places
/// are counted in bytes; one that cuts a character, or another link, is none.
pub(super) fn with_links(text: &str, links: &[(usize, usize, String)]) -> String {
    let mut links: Vec<_> = links.iter().collect();
    links.sort_by_key(|(from, ..)| *from);
    let (mut whole, mut done) = (String::with_capacity(text.len()), 0);
    for (from, to, uri) in links {
        if *from < done || from >= to {
            continue;
        }
        let (Some(before), Some(shown)) = (text.get(done..*from), text.get(*from..*to)) else {
            continue;
        };
        whole.push_str(before);
        if stands_for(shown, uri) {
            whole.push_str(uri);
        } else {
            whole.push_str(&format!("{shown} ({uri})"));
        }
        done = *to;
    }
    whole.push_str(text.get(done..).unwrap_or_default());
    whole
}

/// Whether words are the beginning of an address, or all of it.
fn stands_for(shown: &str, uri: &str) -> bool {
    let bare = |text: &str| {
        let text = text.trim().trim_end_matches(['…', '.', '/']);
        let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
        rest.strip_prefix("www.").unwrap_or(rest).to_owned()
    };
    let shown = bare(shown);
    !shown.is_empty() && bare(uri).starts_with(&shown)
}

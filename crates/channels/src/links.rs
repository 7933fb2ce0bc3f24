//! Finds links in a text, for channels that count every link alike.

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    /// Words between links.
    Words(&'t str),
    /// A link with `http://` or `https://` before it.
    Link(&'t str),
    /// A name such as `example.com/path` without a scheme, which some channels make a link.
    Bare(&'t str),
}

/// Cuts `text` into words and links, in order and without a gap.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for chunk in text.split_inclusive(char::is_whitespace) {
        let word = chunk.trim_end();
        let opened = word.trim_start_matches(|c: char| "([{<\"'«“„‘".contains(c));
        let link = trimmed(opened);
        let (before, rest) = chunk.split_at(word.len() - opened.len());
        let (link, after) = rest.split_at(link.len());
        match kind(link) {
            Some(piece) => pieces.extend([Piece::Words(before), piece, Piece::Words(after)]),
            None => pieces.push(Piece::Words(chunk)),
        }
    }
    pieces.retain(|piece| !matches!(piece, Piece::Words("")));
    pieces
}

/// Without the punctuation that ends a sentence rather than a link.
fn trimmed(word: &str) -> &str {
    let mut link = word;
    loop {
        let next = link.trim_end_matches(|c: char| ".,;:!?…\"'»”’>]}".contains(c));
        // A bracket at the end belongs to the link when the link opened it.
        let next = match next.strip_suffix(')') {
            Some(inner) if inner.matches('(').count() <= inner.matches(')').count() => inner,
            _ => next,
        };
        if next.len() == link.len() {
            return link;
        }
        link = next;
    }
}

fn kind(link: &str) -> Option<Piece<'_>> {
    let schemed = ["https://", "http://"].iter().any(|scheme| {
        link.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
            && link.len() > scheme.len()
    });
    if schemed {
        return Some(Piece::Link(link));
    }
    let host = link.split(['/', '?', '#']).next().unwrap_or(link);
    is_host(host).then_some(Piece::Bare(link))
}

/// Whether this looks like a host name: labels of letters, digits and hyphens, and at the end one
/// of two letters or more. Mail addresses and handles are none.
fn is_host(host: &str) -> bool {
    let mut labels: Vec<&str> = host.split('.').collect();
    let Some(last) = labels.pop() else { return false };
    !labels.is_empty()
        && last.len() >= 2
        && last.bytes().all(|b| b.is_ascii_alphabetic())
        && labels.iter().all(|label| {
            !label.is_empty()
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    #[test]
    fn links_end_where_people_mean_them_to_end() {
        assert_eq!(
            pieces("see (https://a.test/x_(y)), or b.test/z. Mail me@c.test e.g. now"),
            [
                Piece::Words("see "),
                Piece::Words("("),
                Piece::Link("https://a.test/x_(y)"),
                Piece::Words("), "),
                Piece::Words("or "),
                Piece::Bare("b.test/z"),
                Piece::Words(". "),
                Piece::Words("Mail "),
                Piece::Words("me@c.test "),
                Piece::Words("e.g. "),
                Piece::Words("now"),
            ]
        );
    }
}

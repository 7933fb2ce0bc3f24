//! A customer's text in pieces: plain, a name, a link, a word that counted as evidence.

use earshot_model::Span;
use serde::Serialize;

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The letters as they came.
    pub text: String,
    /// Class for its looks: "", "ev warn", "ev neg", "hit", "name".
    pub class: &'static str,
    /// An `http` or `https` address that the text itself holds.
    pub href: Option<String>,
}

impl Run {
    /// One plain piece.
    #[must_use]
    pub fn plain(text: &str) -> Vec<Self> {
        Self::split(text, &[])
    }

    /// Splits a text at the marked ranges (bytes, with their class) and at links and names.
    ///
    /// Ranges may come in any order. One that overlaps an earlier one, or does not lie on the
    /// borders of letters, is left out.
    #[must_use]
    pub fn split(text: &str, marks: &[(Span, &'static str)]) -> Vec<Self> {
        let mut marks: Vec<_> = marks.to_vec();
        marks.sort_by_key(|(span, _)| (span.start, span.end));
        let mut runs = Vec::new();
        let mut done = 0;
        for (span, class) in marks {
            let (Ok(start), Ok(end)) = (usize::try_from(span.start), usize::try_from(span.end))
            else {
                continue;
            };
            if start < done || start >= end {
                continue;
            }
            let (Some(before), Some(marked)) = (text.get(done..start), text.get(start..end)) else {
                continue;
            };
            push_links(&mut runs, before);
            runs.push(Self { text: marked.to_owned(), class, href: None });
            done = end;
        }
        push_links(&mut runs, text.get(done..).unwrap_or_default());
        runs
    }
}

/// Adds plain text, with links and names in pieces of their own.
fn push_links(runs: &mut Vec<Run>, text: &str) {
    let mut plain = String::new();
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let tail = piece.strip_prefix(word).unwrap_or_default();
        let (core, rest) = parts(word);
        let (class, href) = if core.starts_with("https://") || core.starts_with("http://") {
            ("", Some(core.to_owned()))
        } else if core.len() > 1 && core.starts_with(['@', '#']) {
            ("name", None)
        } else {
            plain.push_str(piece);
            continue;
        };
        push_plain(runs, &mut plain);
        runs.push(Run { text: core.to_owned(), class, href });
        plain.push_str(rest);
        plain.push_str(tail);
    }
    push_plain(runs, &mut plain);
}

/// A word without the punctuation after it, and that punctuation.
fn parts(word: &str) -> (&str, &str) {
    let core = word.trim_end_matches([',', '.', ';', ':', '!', '?', ')', '”', '"', '\'']);
    (core, word.strip_prefix(core).unwrap_or_default())
}

fn push_plain(runs: &mut Vec<Run>, plain: &mut String) {
    if !plain.is_empty() {
        runs.push(Run { text: std::mem::take(plain), class: "", href: None });
    }
}

#[cfg(test)]
mod tests {
    use earshot_model::Span;

    use super::Run;

    fn joined(runs: &[Run]) -> String {
        runs.iter().map(|run| run.text.as_str()).collect()
    }

    #[test]
    fn no_letter_is_lost_whatever_the_marks_are() {
        let text = "@altavela 6 Stunden, siehe https://a.example/ä. Grüße 😤";
        let cases: [&[(u32, u32)]; 5] =
            [&[], &[(10, 19)], &[(10, 19), (12, 30)], &[(0, 900)], &[(56, 57), (9, 9)]];
        for spans in cases {
            let marks: Vec<_> =
                spans.iter().map(|&(start, end)| (Span { start, end }, "ev warn")).collect();
            assert_eq!(joined(&Run::split(text, &marks)), text, "{spans:?}");
        }
    }

    #[test]
    fn links_and_names_are_found_without_their_full_stop() {
        let runs = Run::plain("Hi @bo, see http://x.example/a?b=1. ok");
        let link = runs.iter().find(|run| run.href.is_some()).expect("a link");
        assert_eq!(link.text, "http://x.example/a?b=1");
        assert!(runs.iter().any(|run| run.class == "name" && run.text == "@bo"));
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert!(
            Run::plain("javascript:alert(1) data:text/html,x").iter().all(|run| run.href.is_none())
        );
    }
}

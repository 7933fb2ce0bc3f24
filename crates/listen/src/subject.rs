//! The short line that says what a case is about.

use earshot_text::{TokenKind, Tokens};

/// The most characters of a subject.
const MOST: usize = 90;

/// The first words of a post, without the handles and links that stand before and among them.
pub(crate) fn subject(text: &str) -> String {
    let mut kept = String::new();
    let mut from = 0;
    for token in Tokens::of(text).iter() {
        if matches!(token.kind(), TokenKind::Mention | TokenKind::Url) {
            let span = token.span();
            kept.push_str(between(text, from, span.start));
            from = span.end;
        }
    }
    kept.push_str(between(text, from, u32::MAX));
    let words: Vec<&str> = kept.split_whitespace().collect();
    let line = words.join(" ");
    let line = line.trim_start_matches([',', '.', ':', ';', '-', ' ']);
    shorten(if line.is_empty() { text.trim() } else { line })
}

fn between(text: &str, from: u32, to: u32) -> &str {
    let from = usize::try_from(from).unwrap_or(usize::MAX);
    let to = usize::try_from(to).unwrap_or(usize::MAX).min(text.len());
    text.get(from..to).unwrap_or_default()
}

/// Cuts at a word, and says so.
fn shorten(line: &str) -> String {
    if line.chars().count() <= MOST {
        return line.to_owned();
    }
    let mut cut: String = line.chars().take(MOST).collect();
    if let Some((words, _)) = cut.rsplit_once(' ') {
        cut = words.to_owned();
    }
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::subject;

    #[test]
    fn handles_and_links_are_left_out() {
        assert_eq!(
            subject("@altavela @ben my bag   is gone https://x.example/1 help"),
            "my bag is gone help"
        );
        assert_eq!(subject("@altavela"), "@altavela");
        assert_eq!(subject(""), "");
    }

    #[test]
    fn long_lines_end_at_a_word() {
        let long = "word ".repeat(60);
        let short = subject(&long);
        assert!(short.ends_with("word…"), "{short}");
        assert!(short.chars().count() <= 91);
    }
}

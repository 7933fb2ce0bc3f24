//! Whether a post speaks to us.

use earshot_model::{Audience, Surface};
use earshot_text::{TokenKind, Tokens, fold};

/// Whether a post answers us, names us, or came where only we can read it.
pub(crate) fn speaks_to_us(
    text: &str,
    surface: Surface,
    audience: Audience,
    answers_us: bool,
    handle: &str,
) -> bool {
    answers_us
        || matches!(audience, Audience::Private)
        || matches!(surface, Surface::Review | Surface::Dm | Surface::Mail | Surface::Chat)
        || mentions(text, handle)
}

/// Whether a text names this handle.
fn mentions(text: &str, handle: &str) -> bool {
    let handle = fold(handle.trim_start_matches('@'));
    let local = handle.split('@').next().unwrap_or_default();
    Tokens::of(text)
        .iter()
        .any(|t| t.kind() == TokenKind::Mention && (t.form() == handle || t.form() == local))
        || (handle.contains('.') && names_host(&fold(text), &handle))
}

/// Whether a folded text names a handle that is the name of a host, such as `@altavela.example`: words end
/// at its dots.
fn names_host(text: &str, handle: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        let (before, from) = text.split_at(at);
        let Some(rest) = from.strip_prefix('@').and_then(|from| from.strip_prefix(handle)) else {
            return false;
        };
        let mut rest = rest.chars();
        let goes_on = match rest.next() {
            Some('.') => rest.next().is_some_and(char::is_alphanumeric),
            next => next.is_some_and(|c| c.is_alphanumeric() || c == '-'),
        };
        !goes_on && !before.ends_with(|c: char| c.is_alphanumeric() || c == '.')
    })
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn a_handle_that_is_a_host_is_named_whole() {
        for text in [
            "@altavela.test help",
            "(@Altavela.TEST)",
            "hi @altavela.test.",
            "so, @altavela.test: why",
        ] {
            assert!(mentions(text, "altavela.test"), "{text}");
        }
        for text in [
            "@altavela help",
            "@altavela.tests",
            "@altavela.test.example",
            "me@altavela.test",
            "@altavela.test-2",
        ] {
            assert!(!mentions(text, "altavela.test"), "{text}");
        }
        assert!(mentions("@altavela help", "altavela") && !mentions("@altavelas", "altavela"));
    }
}

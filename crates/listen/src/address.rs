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
}

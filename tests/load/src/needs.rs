//! What people need help with: posts of which a case is made, whatever stands around them.

use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;

const NEEDS: &[&str] = &[
    "my train to {} is two hours late and nobody tells us anything, please help",
    "I want a refund for booking {}, this is unacceptable",
    "lost my suitcase at {}, who can I call?",
    "the app does not let me log in since {}, what can I do?",
    "how do I change my seat on the night train to {}?",
    "my booking {} was cancelled and nobody answers the phone, please help me",
];

/// Somebody's need, in words to this handle.
pub(crate) fn need(rng: &mut StdRng, handle: &str) -> String {
    let core = NEEDS.choose(rng).copied().unwrap_or_default();
    format!("@{handle} {}", core.replace("{}", &code(rng)))
}

/// What people quote: a booking code.
pub(crate) fn code(rng: &mut StdRng) -> String {
    let letter = |rng: &mut StdRng| char::from(rng.random_range(b'A'..=b'Z'));
    let (a, b) = (letter(rng), letter(rng));
    format!("{a}{b}{}", rng.random_range(1_000..99_999))
}

//! Words that give a swindle away: wallet addresses, short links, links to messengers, sums; and
//! words of languages that have no list of their own.

use earshot_model::Span;

use crate::reading::Reading;
use crate::ruling::{Reason, words};
use crate::words::{Kind, Word};

/// Written for Earshot: Japanese and Arabic words of sellers, found anywhere in a text, because
/// these scripts do not part words as the lists do.
const OTHER_SCRIPTS: [(&str, f32); 22] = [
    ("フォロバ", 2.6),
    ("相互フォロー", 2.4),
    ("副業", 1.8),
    ("月収", 1.6),
    ("在宅", 0.9),
    ("稼", 1.2),
    ("詳しくは", 0.8),
    ("今すぐ", 1.0),
    ("プレゼント", 1.0),
    ("無料", 0.9),
    ("当選", 1.6),
    ("限定", 0.6),
    ("儲", 1.6),
    ("اربح", 1.8),
    ("ربح", 1.0),
    ("مجانا", 1.2),
    ("اضغط هنا", 1.6),
    ("شارك الآن", 1.4),
    ("تابعني", 1.8),
    ("فولو", 1.6),
    ("عرض خاص", 1.4),
    ("من المنزل", 1.0),
];

/// Finds them.
pub(super) fn of_other_scripts(reading: &Reading<'_>) -> impl Iterator<Item = Reason> {
    // The first bytes of Arabic letters and of kana and Han signs; most texts have none.
    let has_any = !reading.text.is_ascii()
        && reading.text.bytes().any(|b| matches!(b, 0xd8..=0xdb | 0xe3..=0xe9));
    let wanted = OTHER_SCRIPTS.iter().filter(move |_| has_any);
    wanted.filter_map(|(word, weight)| Some((reading.text.find(word)?, word, weight))).map(
        |(start, word, weight)| {
            let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            words(Span { start: short(start), end: short(start + word.len()) }, *weight)
        },
    )
}

/// Finds wallets, short links, sums and telephone numbers.
pub(super) fn marked(reading: &Reading<'_>) -> impl Iterator<Item = Reason> {
    const SHORT: [&str; 7] =
        ["bit.ly", "tinyurl.", "t.me/", "wa.me/", "cutt.ly", "is.gd", "rebrand.ly"];
    let weigh = |word: &Word| {
        let written = reading.written(word.span);
        // What is no link begins with a digit, or is a wallet.
        if word.kind != Kind::Link && !written.starts_with(|c: char| c.is_ascii_digit() || c == 'b')
        {
            return None;
        }
        let plain = word.kind == Kind::Plain;
        let weight = match word.kind {
            Kind::Link if SHORT.iter().any(|short| written.contains(short)) => 1.6,
            Kind::Plain if is_wallet(written) => 2.5,
            _ if plain && is_sum(reading, word) => 0.6,
            // A telephone number in a text that greets nobody.
            _ if plain && is_telephone(written) => 0.8,
            _ => return None,
        };
        Some(words(word.span, weight))
    };
    reading.words.list.iter().filter_map(weigh).take(4)
}

/// The shapes of Ethereum and bech32 Bitcoin addresses.
fn is_wallet(word: &str) -> bool {
    let tail = |start: &str| word.strip_prefix(start);
    let ethereum =
        tail("0x").is_some_and(|t| t.len() == 40 && t.chars().all(|c| c.is_ascii_hexdigit()));
    let bitcoin =
        tail("bc1").is_some_and(|t| t.len() >= 36 && t.chars().all(|c| c.is_ascii_alphanumeric()));
    ethereum || bitcoin
}

/// Ten digits or more in one piece.
fn is_telephone(word: &str) -> bool {
    word.len() >= 10 && word.chars().all(|c| c.is_ascii_digit())
}

/// A number of three digits or more right after a sign of currency.
fn is_sum(reading: &Reading<'_>, word: &Word) -> bool {
    let start = usize::try_from(word.span.start).unwrap_or(usize::MAX);
    let before = reading.text.get(..start).and_then(|text| text.chars().next_back());
    let written = reading.written(word.span);
    matches!(before, Some('$' | '£' | '€'))
        && written.len() >= 3
        && written.chars().all(|c| c.is_ascii_digit())
}

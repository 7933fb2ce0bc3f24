//! How long a text is, counted as the channel counts.

use earshot_model::{LengthRule, LengthUnit};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::links::{Piece, pieces};

/// What X counts for any link, whatever its length: `transformedURLLength` of twitter-text 3.
const X_LINK: u32 = 23;

/// How many of the rule's units `text` has. Compare with [`LengthRule::max`].
///
/// Where [`LengthRule::link_counts`] is set, every `http` or `https` link counts that much. By X's
/// weight a link counts 23 even without that; a name without a scheme, such as `example.com`, counts
/// the greater of its own length and the link's, because X decides by its list of top-level domains
/// whether that is a link.
#[must_use]
pub fn count(text: &str, rule: &LengthRule) -> u32 {
    let weighted = rule.unit == LengthUnit::Weighted;
    let Some(link_counts) = rule.link_counts.or(weighted.then_some(X_LINK)) else {
        return units(text, rule.unit);
    };
    pieces(text).iter().fold(0, |sum: u32, piece| {
        sum.saturating_add(match piece {
            Piece::Words(words) => units(words, rule.unit),
            Piece::Link(_) => link_counts,
            Piece::Bare(name) if weighted => units(name, rule.unit).max(link_counts),
            Piece::Bare(name) => units(name, rule.unit),
        })
    })
}

/// Whether `text` is short enough, and not empty.
#[must_use]
pub fn fits(text: &str, rule: &LengthRule) -> bool {
    !text.trim().is_empty() && count(text, rule) <= rule.max
}

fn units(text: &str, unit: LengthUnit) -> u32 {
    let count = match unit {
        LengthUnit::Chars => text.chars().count(),
        LengthUnit::Utf16 => text.encode_utf16().count(),
        LengthUnit::Graphemes => text.graphemes(true).count(),
        LengthUnit::Bytes => text.len(),
        LengthUnit::Weighted => weight(text),
    };
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// X's weight, as twitter-text's configuration 3 defines it: after NFC, an emoji of any make counts 2;
/// of the rest, the ranges 0-4351, 8192-8205, 8208-8223 and 8242-8247 count 1 and all others 2.
fn weight(text: &str) -> usize {
    let text: String = text.nfc().collect();
    text.graphemes(true)
        .map(
            |cluster| {
                if is_joined_emoji(cluster) { 2 } else { cluster.chars().map(scalar_weight).sum() }
            },
        )
        .sum()
}

const fn scalar_weight(c: char) -> usize {
    match c {
        '\u{0}'..='\u{10FF}'
        | '\u{2000}'..='\u{200D}'
        | '\u{2010}'..='\u{201F}'
        | '\u{2032}'..='\u{2037}' => 1,
        _ => 2,
    }
}

/// Whether several scalar values make one emoji: skin tones, families, flags, keycaps. A single one
/// needs no test, it weighs 2 by its range.
fn is_joined_emoji(cluster: &str) -> bool {
    cluster.chars().nth(1).is_some()
        && cluster.chars().any(|c| matches!(c, '\u{FE0F}' | '\u{20E3}' | '\u{1F000}'..='\u{1FAFF}'))
}

#[cfg(test)]
#[path = "length_tests.rs"]
mod tests;

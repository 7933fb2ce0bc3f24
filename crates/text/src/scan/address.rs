//! The words of a web address, for those who look for one of them.

use super::read;
use crate::tokens::Tokens;

/// Splits the form of a web address, or a part of one, into its words.
///
/// `shop.example.com/Pricing%20list` has five: `shop`, `example`, `com`, `pricing`, `list`. Every
/// sign parts them, `#`, `@` and `$` too, and `%20` is read as what it stands for, so that spans
/// are those of the address after that.
///
/// ```
/// use earshot_text::{Tokens, tokenize_address};
///
/// let mut words = Tokens::default();
/// tokenize_address("example.com/caf%C3%A9?id=7", &mut words);
/// let forms: Vec<&str> = words.iter().map(|word| word.form()).collect();
/// assert_eq!(forms, ["example", "com", "cafe", "id", "7"]);
/// ```
pub fn tokenize_address(address: &str, tokens: &mut Tokens) {
    if address.contains('%') {
        read(&decode(address), tokens, false);
    } else {
        read(address, tokens, false);
    }
}

/// Reads `%C3%A9` as é. What is no such sign, or not UTF-8, stays or becomes a separator.
fn decode(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let sign = after
            .first_chunk::<2>()
            .filter(|_| *first == b'%')
            .and_then(|[high, low]| Some(hexadecimal(*high)? << 4 | hexadecimal(*low)?));
        bytes.push(sign.unwrap_or(*first));
        rest = if sign.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

const fn hexadecimal(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

//! The hash that each token carries: of the bytes of its form, the same on every machine.

/// Digits of the fractional part of pi, from which no pattern is to be expected.
const START: u64 = 0x243f_6a88_85a3_08d3;
const ROUND: u64 = 0x1319_8a2e_0370_7345;

/// Bytes that one round reads.
const BLOCK: usize = 16;

/// The hash of a form: what [`crate::Token::hash`] says of a token with that form.
///
/// It is the same on every machine and stays the same within one [`crate::VERSION`]. Sixteen
/// bytes are multiplied at a time, and both halves of the product are kept. It spreads well over
/// all of its bits, but whoever wants two forms of one hash can find them: a table that is asked
/// for a hash has to compare the form that it finds.
///
/// ```
/// use earshot_text::{Tokens, hash};
///
/// let tokens = Tokens::of("The CAFÉ");
/// assert_eq!(tokens.get(1).unwrap().hash(), hash("cafe"));
/// ```
#[must_use]
pub fn hash(form: &str) -> u64 {
    hash_bytes(form.as_bytes())
}

/// The hash of bytes, in rounds of sixteen; the last round is filled up with zeros.
pub(crate) fn hash_bytes(bytes: &[u8]) -> u64 {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let mut state = START;
    for block in blocks {
        state = round(state, u128::from_le_bytes(*block));
    }
    if rest.is_empty() && !blocks.is_empty() {
        return state;
    }
    let mut last = [0; BLOCK];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    round(state, u128::from_le_bytes(last))
}

fn round(state: u64, block: u128) -> u64 {
    let low = halves(block).0 ^ state;
    let high = halves(block).1 ^ ROUND;
    let (product_low, product_high) = halves(u128::from(low) * u128::from(high));
    product_low ^ product_high
}

/// The low and the high half.
#[expect(clippy::as_conversions, reason = "cutting off the upper half is what is meant")]
const fn halves(number: u128) -> (u64, u64) {
    (number as u64, (number >> 64) as u64)
}

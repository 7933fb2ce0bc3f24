//! The hash that each token carries: of the bytes of its form, the same on every machine.

/// Digits of the fractional part of pi, from which no pattern is to be expected.
const START: u64 = 0x243f_6a88_85a3_08d3;
const ROUND: u64 = 0x1319_8a2e_0370_7345;

/// Bytes that one round reads. A buffer of forms has so many bytes after the text.
pub(crate) const BLOCK: usize = 16;

/// For each number of bytes the mask that leaves so many.
#[expect(clippy::indexing_slicing, reason = "made by the compiler, which would say so")]
const FIRST: [u128; BLOCK + 1] = {
    let mut masks = [u128::MAX; BLOCK + 1];
    let mut count = 0;
    while count < BLOCK {
        masks[count] = (1 << (8 * count)) - 1;
        count += 1;
    }
    masks
};

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
    hash_at(form.as_bytes(), 0, form.len())
}

/// The hash of `bytes[start..end]`.
#[inline]
pub(crate) fn hash_at(bytes: &[u8], start: usize, end: usize) -> u64 {
    let length = end.saturating_sub(start);
    if length <= BLOCK
        && let Some(block) = bytes.get(start..).and_then(|rest| rest.first_chunk::<BLOCK>())
    {
        return round(START, first(length, u128::from_le_bytes(*block)));
    }
    let before = bytes.get(..end).unwrap_or_default();
    if length <= BLOCK
        && length > 0
        && let Some(block) = before.last_chunk::<BLOCK>()
    {
        return round(START, u128::from_le_bytes(*block) >> (8 * (BLOCK - length)));
    }
    hash_long(before.get(start..).unwrap_or_default())
}

/// In rounds of sixteen bytes; the last round is filled up with zeros.
fn hash_long(bytes: &[u8]) -> u64 {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let mut state = START;
    for block in blocks {
        state = round(state, u128::from_le_bytes(*block));
    }
    if rest.is_empty() && !blocks.is_empty() {
        return state;
    }
    let last = match bytes.last_chunk::<BLOCK>() {
        Some(block) => u128::from_le_bytes(*block) >> (8 * (BLOCK - rest.len())),
        None => rest.iter().rev().fold(0, |word, byte| word << 8 | u128::from(*byte)),
    };
    round(state, last)
}

/// The first `length` bytes of a block, and zeros.
#[inline]
fn first(length: usize, block: u128) -> u128 {
    block & FIRST.get(length).copied().unwrap_or(u128::MAX)
}

#[inline]
fn round(state: u64, block: u128) -> u64 {
    let (low, high) = halves(block);
    let (product_low, product_high) = halves(u128::from(low ^ state) * u128::from(high ^ ROUND));
    product_low ^ product_high
}

/// The low and the high half.
#[inline]
#[expect(clippy::as_conversions, reason = "cutting off the upper half is what is meant")]
const fn halves(number: u128) -> (u64, u64) {
    (number as u64, (number >> 64) as u64)
}

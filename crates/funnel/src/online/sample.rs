//! Which corrections are held out, and which hidden posts somebody looks at. Both follow from an id,
//! so that they are the same at every replay.

/// One correction in five is held out.
const HELD: u64 = 5;

/// Two in a hundred hidden posts are looked at, or the filter would never be corrected.
const REVIEWED_OF_HUNDRED: u64 = 2;

const fn stirred(id: u64, salt: u64) -> u64 {
    let mixed = (id ^ salt).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    mixed ^ (mixed >> 32)
}

/// Whether a correction measures residuals instead of teaching them.
#[must_use]
pub const fn held_out(id: u64) -> bool {
    stirred(id, 0x4845_4C44).is_multiple_of(HELD)
}

/// Whether a hidden post is put before a person. The organization's salt keeps senders from finding
/// out which.
#[must_use]
pub const fn reviewed(id: u64, salt: u64) -> bool {
    stirred(id, salt) % 100 < REVIEWED_OF_HUNDRED
}

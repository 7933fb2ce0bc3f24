//! The keys that our answers have in our repository.

use earshot_model::OutboxId;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::channel::Outgoing;

/// How many places an answer may have, should another post have the first.
const PLACES: u64 = 4;
/// The digits of a TID, in the order of the alphabet.
const DIGITS: &[u8; 32] = b"234567abcdefghijklmnopqrstuvwxyz";

/// The keys of an answer, the first one first: the same answer has the same, however often it is tried.
/// They are TIDs (<https://atproto.com/specs/tid>), as the collection of posts asks: the microsecond in
/// which the answer was written, and ten bits of its mark in place of the clock's number.
#[must_use]
pub fn keys(answer: &Outgoing) -> Vec<String> {
    let micros = u64::try_from(answer.written_at.micros()).unwrap_or(0);
    let mark = mark(answer.id);
    (0..PLACES).map(|place| tid(micros.saturating_add(place), mark)).collect()
}

fn mark(id: OutboxId) -> u16 {
    let sum: [u8; 32] = Sha256::digest(id.to_string()).into();
    let [first, second, ..] = sum;
    u16::from_be_bytes([first, second])
}

/// A TID: 53 bits of microseconds since 1970, 10 bits of a clock's number, 13 digits in all.
#[must_use]
pub fn tid(micros: u64, clock: u16) -> String {
    let value = ((micros & ((1 << 53) - 1)) << 10) | u64::from(clock & 0x3FF);
    let digit = |place: u32| {
        let five = usize::try_from((value >> (5 * place)) & 31).unwrap_or(0);
        char::from(DIGITS.get(five).copied().unwrap_or(b'2'))
    };
    (0..13).rev().map(digit).collect()
}

/// Whether a record is this answer.
#[must_use]
pub fn is_answer(record: &Value, answer: &Outgoing) -> bool {
    let text = record.get("text").and_then(Value::as_str);
    let parent = record.get("reply").and_then(|reply| reply.get("parent")?.get("uri")?.as_str());
    text == Some(answer.text.as_str()) && parent == Some(answer.to.as_str())
}

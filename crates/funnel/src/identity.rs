//! What we know of who wrote it.

use earshot_model::{EvidenceKind, IdentityMatch};

use crate::CustomerRecord;
use crate::ruling::{Ruling, fact};

/// Judges by the record alone.
pub(crate) fn judge(record: &CustomerRecord) -> Ruling<IdentityMatch> {
    let (value, confidence, key) = if record.ours {
        (IdentityMatch::Ours, 0.99, "ours")
    } else if record.is_customer() {
        (IdentityMatch::Customer, 0.95, "customer")
    } else if record.seen_before {
        (IdentityMatch::Known, 0.9, "seen-before")
    } else {
        (IdentityMatch::Stranger, 0.6, "no-record")
    };
    Ruling::because(value, confidence, fact(EvidenceKind::Record, key, 1.0))
}

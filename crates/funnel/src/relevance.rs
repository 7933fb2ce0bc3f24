//! Whether a post is about us at all.

use earshot_model::{EvidenceKind, Judged, ListenerPurpose};

use crate::Input;
use crate::evidence::{fact, judged};

/// Judges by how the post came to us: addressed, or found by a listener and not excluded.
pub(crate) fn judge(input: &Input<'_>) -> Judged<bool> {
    if input.directly_addressed {
        let why = vec![fact(EvidenceKind::Channel, "speaks-to-us", 1.0)];
        return judged(true, 0.95, why);
    }
    let found = |purpose| input.listener_hits.iter().any(|hit| hit.purpose == purpose);
    if found(ListenerPurpose::Exclusion) {
        return judged(false, 0.9, vec![fact(EvidenceKind::Listener, "exclusion", -1.0)]);
    }
    let why: Vec<_> = ListenerPurpose::ALL
        .iter()
        .filter(|purpose| found(**purpose))
        .map(|purpose| fact(EvidenceKind::Listener, purpose.word(), 1.0))
        .collect();
    if why.is_empty() {
        return judged(false, 0.7, why);
    }
    judged(true, 0.7 + 0.1 * if why.len() > 1 { 1.0 } else { 0.0 }, why)
}

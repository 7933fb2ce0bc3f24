//! Whether a post is about us at all.

use earshot_model::{Evidence, EvidenceKind, Judged, ListenerPurpose};

use crate::Input;
use crate::evidence::{fact, judged};
use crate::heads::Group;
use crate::opinion::Opinion;

/// Judges by how the post came to us: addressed, or found by a listener and not excluded. What was
/// learned can hide what only a listener found, or show it; never what speaks to us.
pub(crate) fn judge(input: &Input<'_>, opinion: Option<&Opinion<'_>>) -> Judged<bool> {
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
    let (relevant, likelihood) = match why.len() {
        0 => (false, 0.7),
        1 => (true, 0.7),
        _ => (true, 0.8),
    };
    match opinion.filter(|opinion| opinion.learns(Group::Actionable)) {
        Some(opinion) => learned(relevant, likelihood, why, opinion),
        None => judged(relevant, likelihood, why),
    }
}

/// The odds of a post that one listener found, as a logarithm: of 70 %. Lessons start from it: only
/// what was found is ever shown to people.
pub(crate) const FOUND: f32 = 0.847;

fn learned(
    relevant: bool,
    likelihood: f32,
    why: Vec<Evidence>,
    opinion: &Opinion<'_>,
) -> Judged<bool> {
    let sure = (likelihood / (1.0 - likelihood)).ln();
    let odds = opinion.score(Group::Actionable.first(), if relevant { sure } else { -sure });
    let now = odds >= 0.0;
    let mut why = if now == relevant { why } else { Vec::new() };
    why.extend(opinion.why_learned(Group::Actionable.first(), if now { 1.0 } else { -1.0 }));
    let likelihood = 1.0 / (1.0 + (-odds.abs()).exp());
    judged(now, likelihood, why)
}

//! Whether a post is about us at all.

use earshot_model::{EvidenceKind, ListenerPurpose};

use crate::Input;
use crate::heads::Group;
use crate::opinion::Opinion;
use crate::ruling::{Reasons, Ruling, fact};

/// Judges by how the post came to us: addressed, or found by a listener and not excluded. What was
/// learned can hide what only a listener found, or show it; never what speaks to us.
pub(crate) fn judge(input: &Input<'_>, opinion: Option<&Opinion<'_, '_>>) -> Ruling<bool> {
    if input.directly_addressed {
        let why = fact(EvidenceKind::Channel, "speaks-to-us", 1.0);
        return Ruling::because(true, 0.95, why);
    }
    let found = |purpose| input.listener_hits.iter().any(|hit| hit.purpose == purpose);
    if found(ListenerPurpose::Exclusion) {
        let why = fact(EvidenceKind::Listener, "exclusion", -1.0);
        return Ruling::because(false, 0.9, why);
    }
    let purposes = || ListenerPurpose::ALL.iter().filter(|purpose| found(**purpose));
    let mut why = Reasons::default();
    why.extend(purposes().map(|purpose| fact(EvidenceKind::Listener, purpose.word(), 1.0)));
    let (relevant, likelihood) = match purposes().count() {
        0 => (false, 0.7),
        1 => (true, 0.7),
        _ => (true, 0.8),
    };
    match opinion.filter(|opinion| opinion.learns(Group::Actionable)) {
        Some(opinion) => learned(relevant, likelihood, why, opinion),
        None => Ruling::of(relevant, likelihood, why),
    }
}

/// The odds of a post that one listener found, as a logarithm: of 70 %. Lessons start from it: only
/// what was found is ever shown to people.
pub(crate) const FOUND: f32 = 0.847;

fn learned(
    relevant: bool,
    likelihood: f32,
    why: Reasons,
    opinion: &Opinion<'_, '_>,
) -> Ruling<bool> {
    let sure = (likelihood / (1.0 - likelihood)).ln();
    let odds = opinion.score(Group::Actionable.first(), if relevant { sure } else { -sure });
    let now = odds >= 0.0;
    let mut why = if now == relevant { why } else { Reasons::default() };
    why.extend(opinion.why_learned(Group::Actionable.first(), if now { 1.0 } else { -1.0 }));
    let likelihood = 1.0 / (1.0 + (-odds.abs()).exp());
    Ruling::of(now, likelihood, why)
}

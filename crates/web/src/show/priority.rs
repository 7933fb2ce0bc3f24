//! A priority in words: what adds how much.

use earshot_model::Priority;

use crate::words::Words;

/// A share of the priority as points of a hundred.
pub(crate) fn points(share: f32) -> String {
    format!("{:.0}", share * 100.0)
}

/// What a summand is called.
pub(crate) fn term_name(w: Words, name: &str) -> String {
    w.t(format!("priority-{}", name.replace('_', "-")))
}

/// "urgency 21, need 18": the summands that add anything, most first, in points of a hundred.
pub(crate) fn contributions(w: Words, priority: &Priority, most: usize) -> String {
    let all: f32 = priority.terms.iter().map(|term| term.weight).sum();
    let each = priority.terms.iter().filter_map(|term| {
        let share = term.weight * term.value / all;
        let adds = all > 0.0 && share >= 0.005;
        adds.then(|| format!("{} {}", term_name(w, &term.name), points(share)))
    });
    each.take(most).collect::<Vec<_>>().join(", ")
}

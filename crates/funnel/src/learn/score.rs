//! How good answers are: the official metrics of the tasks.

/// How many of `truth` with this label were found, how many were said, and how many are.
fn hits(truth: &[usize], said: &[usize], label: usize) -> (f64, f64, f64) {
    let (mut both, mut said_so, mut is_so) = (0.0, 0.0, 0.0);
    for (truth, said) in truth.iter().zip(said) {
        let (is, says) = (*truth == label, *said == label);
        both += f64::from(u8::from(is && says));
        said_so += f64::from(u8::from(says));
        is_so += f64::from(u8::from(is));
    }
    (both, said_so, is_so)
}

fn mean(each: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = each.fold((0.0, 0.0), |(sum, count), x| (sum + x, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

/// Share of right answers.
#[must_use]
pub fn accuracy(truth: &[usize], said: &[usize]) -> f64 {
    mean(truth.iter().zip(said).map(|(t, s)| f64::from(u8::from(t == s))))
}

/// Harmonic mean of precision and recall of one label; 0 where it never occurs.
#[must_use]
pub fn f1_of(truth: &[usize], said: &[usize], label: usize) -> f64 {
    let (both, said, is) = hits(truth, said, label);
    if said + is > 0.0 { 2.0 * both / (said + is) } else { 0.0 }
}

/// Mean F1 over the labels that occur in `truth` or were said.
#[must_use]
pub fn macro_f1(truth: &[usize], said: &[usize], labels: usize) -> f64 {
    let occurs = |label: &usize| truth.contains(label) || said.contains(label);
    mean((0..labels).filter(occurs).map(|label| f1_of(truth, said, label)))
}

/// Mean recall over the labels that occur in `truth`.
#[must_use]
pub fn macro_recall(truth: &[usize], said: &[usize], labels: usize) -> f64 {
    let occurs = |label: &usize| truth.contains(label);
    let recall = |label| {
        let (both, _, is) = hits(truth, said, label);
        both / is
    };
    mean((0..labels).filter(occurs).map(recall))
}

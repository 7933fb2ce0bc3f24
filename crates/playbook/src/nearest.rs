//! "Did you mean": the known name that is nearest to an unknown one.

/// The known name with the fewest typing mistakes between it and `typed`, if there are few enough:
/// one for each three letters, at least one.
pub(crate) fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let most = (typed.chars().count() / 3).max(1);
    known
        .into_iter()
        .filter(|name| !name.is_empty())
        .map(|name| (distance(typed, name), name))
        .filter(|(mistakes, _)| *mistakes <= most)
        .min()
        .map(|(_, name)| name.to_owned())
}

/// `; did you mean ...?`, or nothing.
pub(crate) fn did_you_mean<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(typed, known).map(|name| format!("; did you mean \"{name}\"?")).unwrap_or_default()
}

/// Letters to add, drop, change or swap with their neighbour (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX / 2);
            let change = at(&last, j) + usize::from(x != y);
            let mut best = change.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn typing_mistakes_are_counted() {
        assert_eq!(distance("sentiment", "sentiment"), 0);
        assert_eq!(distance("sentimant", "sentiment"), 1);
        assert_eq!(distance("urgnet", "urgent"), 1);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn only_near_names_are_offered() {
        let known = ["care", "technical", "refunds"];
        assert_eq!(nearest("tehcnical", known).as_deref(), Some("technical"));
        assert_eq!(nearest("cary", known).as_deref(), Some("care"));
        assert_eq!(nearest("warehouse", known), None);
    }
}

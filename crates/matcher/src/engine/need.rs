//! What a post must show for a query to have a chance: the query with everything left out that
//! cannot be looked up. Anchors, guards and the order of tests are chosen from it.

use super::frequency::Frequencies;
use super::key::Key;

/// A condition that holds whenever the test or query holds from which it was made.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Need {
    /// Nothing that could be looked up.
    Nothing,
    /// This key, which is in such a share of posts.
    Key { key: Key, share: f64 },
    /// All of them.
    All(Vec<Need>),
    /// One of them.
    Any(Vec<Need>),
}

impl Need {
    /// A key that stands for `length` bytes.
    pub(super) fn key(key: Key, length: usize, frequencies: &Frequencies) -> Self {
        Self::Key { key, share: frequencies.share(key, length) }
    }

    /// How likely a post shows it, were all facts independent of each other.
    pub(super) fn share(&self) -> f64 {
        match self {
            Self::Nothing => 1.0,
            Self::Key { share, .. } => *share,
            // The words of a phrase go together, so the rarest says most.
            Self::All(needs) => needs.iter().map(Self::share).fold(1.0, f64::min),
            Self::Any(needs) => needs.iter().map(Self::share).sum::<f64>().min(1.0),
        }
    }

    /// The cheapest keys of which a post must show one, and the share of posts that do. `None`
    /// where there are none.
    pub(super) fn anchors(&self) -> Option<(f64, Vec<Key>)> {
        match self {
            Self::Nothing => None,
            Self::Key { key, share } => Some((*share, vec![*key])),
            Self::All(needs) => {
                needs.iter().filter_map(Self::anchors).min_by(|a, b| a.0.total_cmp(&b.0))
            }
            Self::Any(needs) => {
                let (mut cost, mut keys) = (0.0, Vec::new());
                for need in needs {
                    let (share, mut found) = need.anchors()?;
                    cost += share;
                    keys.append(&mut found);
                }
                (!keys.is_empty()).then_some((cost, keys))
            }
        }
    }

    /// The rarest key that every match shows, leaving out `known`.
    pub(super) fn guard(&self, known: &[Key]) -> Option<(f64, Key)> {
        match self {
            Self::Key { key, share } if !known.contains(key) => Some((*share, *key)),
            Self::All(needs) => {
                needs.iter().filter_map(|need| need.guard(known)).min_by(|a, b| a.0.total_cmp(&b.0))
            }
            Self::Any(needs) if needs.len() == 1 => needs.first()?.guard(known),
            Self::Nothing | Self::Key { .. } | Self::Any(_) => None,
        }
    }
}

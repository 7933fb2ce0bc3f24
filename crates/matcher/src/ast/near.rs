//! Occurrences close to each other.

use super::Node;

/// The greatest distance of NEAR and `~`.
pub const MAX_DISTANCE: u32 = 100;

/// How many occurrences of one NEAR in one post are kept at most, for a NEAR around it.
pub const MAX_SPANS: usize = 4_096;

/// How many pairs of one NEAR in one post are looked at for a NEAR around it. Only where very many
/// occurrences lie within a few words is that fewer than [`MAX_SPANS`] occurrences need.
pub const MAX_PAIRS: usize = 65_536;

/// Two occurrences close to each other.
///
/// Both sides are text tests ([`super::Leaf::is_text`]), ORs of such, further `Near`, and names
/// that stand for such. The occurrences of an OR are those of its members, each pair of places
/// once.
///
/// An occurrence `l` of `left` and an occurrence `r` of `right` are a *pair* when they share no
/// place and [`Reach`] allows them; their *gap* is the number of places between them. The
/// occurrences of the `Near` are, for all pairs, from the smaller first place to the greater last
/// place, each once. The node is true when there is a pair.
///
/// When these are more than [`MAX_SPANS`], the nearest pairs count: pairs in the order of gap,
/// then `l`, then `r` (each by first place, then last place) until that many different
/// occurrences are together, or [`MAX_PAIRS`] pairs were looked at. This matters only to a NEAR
/// around this one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Near {
    /// What stands before the operator.
    pub left: Node,
    /// What stands after it.
    pub right: Node,
    /// How close they must be.
    pub reach: Reach,
}

/// How close two occurrences must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// `NEAR/n`: at most so many places between them, in any order.
    Within(u32),
    /// `NEAR/nf`: the left one first, and at most so many places between them.
    Forward(u32),
    /// `WITHIN SENTENCE`: every place of both belongs to one sentence, in any order.
    Sentence,
}

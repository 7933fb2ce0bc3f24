//! Which output of the heads means what.

use earshot_model::Intent;

/// How many feelings are told apart: those of GoEmotions (Demszky et al., ACL 2020), in its order.
pub const EMOTIONS: usize = 28;

/// How many outputs there are.
pub const OUTPUTS: usize = 3 + EMOTIONS + 17 + 1 + 1 + 1 + 3 + 3 + 1;

/// Outputs in one row of weights: a whole cache line.
pub const STRIDE: usize = 64;

/// Outputs that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Negative, neutral, positive; one is true.
    Sentiment,
    /// 28 feelings; each true or not.
    Emotion,
    /// The intents, in the order of [`Intent::ALL`]; each true or not.
    Intent,
    /// Advertising and fraud.
    Spam,
    /// Whether somebody at the brand has something to do.
    Actionable,
    /// Whether the author waits for an answer.
    ExpectsReply,
    /// Low, medium, high; one is true.
    Urgency,
    /// Calm, harsh, abusive; one is true.
    Tone,
    /// Whether an answer belongs in private.
    Private,
}

/// A place among the outputs.
pub type Output = usize;

impl Group {
    /// All groups.
    pub const ALL: [Self; 9] = [
        Self::Sentiment,
        Self::Emotion,
        Self::Intent,
        Self::Spam,
        Self::Actionable,
        Self::ExpectsReply,
        Self::Urgency,
        Self::Tone,
        Self::Private,
    ];

    /// Its place among [`Group::ALL`].
    #[must_use]
    pub const fn place(self) -> usize {
        match self {
            Self::Sentiment => 0,
            Self::Emotion => 1,
            Self::Intent => 2,
            Self::Spam => 3,
            Self::Actionable => 4,
            Self::ExpectsReply => 5,
            Self::Urgency => 6,
            Self::Tone => 7,
            Self::Private => 8,
        }
    }

    /// Its first output.
    #[must_use]
    pub const fn first(self) -> Output {
        match self {
            Self::Sentiment => 0,
            Self::Emotion => 3,
            Self::Intent => 3 + EMOTIONS,
            Self::Spam => 20 + EMOTIONS,
            Self::Actionable => 21 + EMOTIONS,
            Self::ExpectsReply => 22 + EMOTIONS,
            Self::Urgency => 23 + EMOTIONS,
            Self::Tone => 26 + EMOTIONS,
            Self::Private => 29 + EMOTIONS,
        }
    }

    /// How many outputs it has.
    #[must_use]
    pub const fn len(self) -> usize {
        match self {
            Self::Sentiment | Self::Urgency | Self::Tone => 3,
            Self::Emotion => EMOTIONS,
            Self::Intent => 17,
            Self::Spam | Self::Actionable | Self::ExpectsReply | Self::Private => 1,
        }
    }

    /// Groups are never empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        false
    }

    /// Whether exactly one of its outputs is true.
    #[must_use]
    pub const fn excludes(self) -> bool {
        matches!(self, Self::Sentiment | Self::Urgency | Self::Tone)
    }

    /// The output of an intent.
    #[must_use]
    pub fn intent(intent: Intent) -> Output {
        let place = Intent::ALL.iter().position(|one| *one == intent).unwrap_or(0);
        Self::Intent.first() + place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_groups_stand_one_behind_the_other() {
        let mut next = 0;
        for (place, group) in Group::ALL.into_iter().enumerate() {
            assert_eq!((group.first(), group.place()), (next, place));
            next += group.len();
        }
        assert_eq!((next, Group::Intent.len()), (OUTPUTS, Intent::ALL.len()));
        const { assert!(OUTPUTS <= STRIDE) };
    }
}

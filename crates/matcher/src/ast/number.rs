//! Counts, and ranges of them.

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NumberField {
    /// How many follow the author.
    Followers,
    /// Likes, answers and shares together, as far as the channel tells them.
    Engagement,
    /// How many people may have seen the post.
    Reach,
    /// Stars of a review, 1 to 5.
    Rating,
}

impl NumberField {
    /// Every field that counts.
    pub const ALL: [Self; 4] = [Self::Followers, Self::Engagement, Self::Reach, Self::Rating];

    /// Its name in a query.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Followers => "followers",
            Self::Engagement => "engagement",
            Self::Reach => "reach",
            Self::Rating => "rating",
        }
    }
}

/// A range of whole numbers with both ends inside; a missing end is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NumberRange {
    /// The least.
    pub min: Option<i64>,
    /// The greatest.
    pub max: Option<i64>,
}

impl NumberRange {
    /// Whether `number` lies in the range.
    #[must_use]
    pub fn holds(self, number: i64) -> bool {
        self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max)
    }

    /// Whether no count can lie in it.
    pub(crate) fn is_empty(self) -> bool {
        let least = self.min.unwrap_or(0).max(0);
        self.max.is_some_and(|max| max < least)
    }
}

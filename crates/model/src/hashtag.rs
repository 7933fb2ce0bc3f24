//! When a hashtag is used against the brand.

use crate::Time;

/// How often a hashtag was used together with the brand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HashtagUse {
    /// Posts with it, lately.
    pub uses: i64,
    /// How many people wrote them.
    pub authors: i64,
    /// How many of them are negative.
    pub negative: i64,
    /// Posts with it in the time before.
    pub before: i64,
}

impl HashtagUse {
    /// What counts as lately, in microseconds: 7 days.
    pub const LATELY: i64 = 7 * Time::DAY;
    /// The time before, in which a new hashtag was hardly used, in microseconds: 14 days.
    pub const BEFORE: i64 = 14 * Time::DAY;
    /// So many people must use it: one who says it twenty times is no attack.
    pub const WORTH_A_WARNING: i64 = 20;
    /// With so many uses in the time before, it is not new.
    pub const KNOWN: i64 = 3;

    /// Whether it was hardly used before.
    #[must_use]
    pub const fn is_new(self) -> bool {
        self.before < Self::KNOWN
    }

    /// Whether it is new, twenty people use it, and most of its posts are negative.
    ///
    /// ```
    /// use earshot_model::HashtagUse;
    /// let use_of = |authors| HashtagUse { uses: 20, authors, negative: 11, before: 2 };
    /// assert!(use_of(20).is_attack());
    /// assert!(!use_of(19).is_attack());
    /// ```
    #[must_use]
    pub const fn is_attack(self) -> bool {
        self.is_new() && self.authors >= Self::WORTH_A_WARNING && self.negative * 2 > self.uses
    }
}

#[cfg(test)]
mod tests {
    use super::HashtagUse;

    #[test]
    fn many_people_and_anger_and_nothing_before_make_an_attack() {
        let attack = HashtagUse { uses: 20, authors: 20, negative: 11, before: 2 };
        assert!(attack.is_attack());
        for (other, why) in [
            (HashtagUse { authors: 19, ..attack }, "too few people"),
            (HashtagUse { uses: 200, authors: 1, negative: 200, before: 0 }, "one person"),
            (HashtagUse { negative: 10, ..attack }, "half is not most"),
            (HashtagUse { before: 3, ..attack }, "it was there before"),
        ] {
            assert!(!other.is_attack(), "{why}");
        }
    }
}

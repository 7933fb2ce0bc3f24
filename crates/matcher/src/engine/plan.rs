//! A query over tests, and how they are put together.

/// A query over tests.
#[derive(Debug, Clone)]
pub(super) enum Plan {
    /// True of every post.
    Always,
    /// True of none.
    Never,
    /// At least two, none of them constant or an `All`.
    All(Vec<Plan>),
    /// At least two, none of them constant or an `Any`.
    Any(Vec<Plan>),
    Not(Box<Plan>),
    Test(u32),
}

impl Plan {
    pub(super) fn all(plans: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for plan in plans {
            match plan {
                Self::Always => {}
                Self::Never => return Self::Never,
                Self::All(inner) => kept.extend(inner),
                plan => kept.push(plan),
            }
        }
        match (kept.pop(), kept.is_empty()) {
            (None, _) => Self::Always,
            (Some(only), true) => only,
            (Some(last), false) => {
                kept.push(last);
                Self::All(kept)
            }
        }
    }

    pub(super) fn any(plans: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for plan in plans {
            match plan {
                Self::Never => {}
                Self::Always => return Self::Always,
                Self::Any(inner) => kept.extend(inner),
                plan => kept.push(plan),
            }
        }
        match (kept.pop(), kept.is_empty()) {
            (None, _) => Self::Never,
            (Some(only), true) => only,
            (Some(last), false) => {
                kept.push(last);
                Self::Any(kept)
            }
        }
    }

    pub(super) fn negated(self) -> Self {
        match self {
            Self::Always => Self::Never,
            Self::Never => Self::Always,
            Self::Not(plan) => *plan,
            plan => Self::Not(Box::new(plan)),
        }
    }
}

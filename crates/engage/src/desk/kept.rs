//! Counts that were dear are kept for a moment.
//!
//! Counting reads every open case, and each page of every agent asks. As long as the log has not
//! grown, the answer is the same; only lateness moves with time. Where counting itself takes long,
//! an answer may be a little behind: ten times what it took, so that at most a tenth of the time
//! goes into counting.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use earshot_model::Time;

/// How long an answer stands while the log does not grow.
const QUIET: i64 = 10 * Time::SECOND;
/// What is cheaper than this is counted again whenever the log has grown.
const CHEAP: i64 = 10 * (Time::SECOND / 1_000);
/// The most that an answer may be behind.
const BEHIND: i64 = 2 * Time::SECOND;
/// How many answers are kept before all are forgotten.
const MOST: usize = 10_000;

struct Answer<V> {
    value: V,
    seq: i64,
    at: Time,
    cost: i64,
}

/// Answers by question.
pub(crate) struct Kept<K, V>(Mutex<HashMap<K, Answer<V>>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Hash + Eq, V: Clone> Kept<K, V> {
    /// The answer, if it is good enough now that the log ends at `seq`.
    pub(crate) fn get(&self, question: &K, seq: i64, now: Time) -> Option<V> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = kept.get(question)?;
        let age = now.since(answer.at);
        let lasts = if answer.seq == seq {
            QUIET
        } else if answer.cost >= CHEAP {
            answer.cost.saturating_mul(10).min(BEHIND)
        } else {
            return None;
        };
        (0..lasts).contains(&age).then(|| answer.value.clone())
    }

    /// Keeps an answer that was asked for at `at` and came at `done`.
    pub(crate) fn keep(&self, question: K, value: V, seq: i64, at: Time, done: Time) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(question, Answer { value, seq, at, cost: done.since(at) });
    }
}

#[cfg(test)]
mod tests {
    use earshot_model::Time;

    use super::Kept;

    #[test]
    fn a_dear_answer_lasts_a_moment_and_a_cheap_one_until_the_log_grows() {
        let kept = Kept::default();
        let at = |millis: i64| Time(millis * (Time::SECOND / 1_000));
        kept.keep("cheap", 1, 7, at(0), at(2));
        assert_eq!(kept.get(&"cheap", 7, at(9_999)), Some(1));
        assert_eq!(kept.get(&"cheap", 7, at(10_000)), None, "lateness moves with time");
        assert_eq!(kept.get(&"cheap", 8, at(3)), None);
        kept.keep("dear", 2, 7, at(0), at(60));
        assert_eq!(kept.get(&"dear", 8, at(599)), Some(2));
        assert_eq!(kept.get(&"dear", 8, at(600)), None);
        assert_eq!(kept.get(&"dear", 8, at(-1)), None, "the clock stepped back");
        assert_eq!(kept.get(&"other", 7, at(0)), None);
    }
}

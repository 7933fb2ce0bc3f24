//! Remembers signatures that were used, in memory: each counts once.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use earshot_channels::signature::SKEW;
use earshot_model::{AccountId, Time};
use sha2::{Digest, Sha256};

/// How many signatures of one account are remembered. An account that signs more within ten minutes,
/// which is 80 requests a second, waits until the oldest are stale by themselves.
const MOST: usize = 50_000;

/// When a request was signed, and what was signed.
type Seen = (Time, [u8; 32]);

/// The signatures that were used and would still be fresh.
#[derive(Default)]
pub(crate) struct Replays {
    seen: Mutex<HashMap<AccountId, BTreeSet<Seen>>>,
}

impl Replays {
    /// Whether this is the first request with what was signed: the id, the time and the body. Only
    /// for requests whose signature fits.
    pub(crate) fn is_first(
        &self,
        account: AccountId,
        id: &str,
        sent: Time,
        body: &[u8],
        now: Time,
    ) -> bool {
        let mut digest = Sha256::new();
        digest.update(id.as_bytes());
        digest.update([0]);
        digest.update(body);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mine = seen.entry(account).or_default();
        // What is older is refused for its age.
        *mine = mine.split_off(&(now.plus(-SKEW), [0; 32]));
        mine.len() < MOST && mine.insert((sent, digest.finalize().into()))
    }
}

#[cfg(test)]
mod tests {
    use earshot_channels::signature::SKEW;
    use earshot_model::{AccountId, Time};

    use super::{MOST, Replays};

    const NOW: Time = Time(1_000 * Time::HOUR);

    fn account(n: u128) -> AccountId {
        uuid::Uuid::from_u128(n).into()
    }

    #[test]
    fn the_same_request_counts_once() {
        let replays = Replays::default();
        let first =
            |id: &str, sent, body: &[u8], now| replays.is_first(account(1), id, sent, body, now);
        assert!(first("m1", NOW, b"{}", NOW));
        assert!(!first("m1", NOW, b"{}", NOW));
        assert!(!first("m1", NOW, b"{}", NOW.plus(SKEW)), "as long as the time is fresh");
        assert!(first("m1", NOW.plus(Time::SECOND), b"{}", NOW), "signed anew");
        assert!(first("m1", NOW, b"{} ", NOW));
        assert!(first("m2", NOW, b"{}", NOW));
        assert!(replays.is_first(account(2), "m1", NOW, b"{}", NOW));
    }

    #[test]
    fn what_is_stale_is_forgotten_and_a_flood_is_refused() {
        let replays = Replays::default();
        let first = |n: usize, now| replays.is_first(account(1), &n.to_string(), now, b"", now);
        assert!((0..MOST).all(|n| first(n, NOW)));
        assert!(!first(MOST, NOW));
        assert!(replays.is_first(account(2), "0", NOW, b"", NOW), "others go on");
        let later = NOW.plus(SKEW + Time::SECOND);
        assert!(first(MOST, later));
        assert_eq!(replays.seen.lock().unwrap()[&account(1)].len(), 1);
    }
}

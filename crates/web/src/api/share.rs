//! How much one account's connector may send: so many requests a second, and at most a share of what
//! is worked on at once, so that one that floods us leaves room for the others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use earshot_model::{AccountId, Time};

/// Requests a second that an account may send unless the operator says otherwise. It is above what two
/// cores take from 64 clients at once (docs/benchmarks.md).
pub(crate) const RATE: u32 = 5_000;
/// So many seconds' worth may come at once.
const BURST: i64 = 2;
/// How many requests of one account are worked on at once.
const AT_ONCE: usize = 128;
/// How many accounts are remembered before idle ones are forgotten.
const MOST_KEYS: usize = 10_000;

/// What one account has used.
#[derive(Debug, Clone, Copy)]
struct Used {
    /// When its allowance is full again: the generic cell rate algorithm (ITU-T I.371, as a virtual
    /// schedule).
    full_at: Time,
    /// Requests that are worked on now.
    now: usize,
}

/// What every account has used. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Shares {
    rate: u32,
    used: Arc<Mutex<HashMap<AccountId, Used>>>,
}

/// A request that is worked on; dropping it makes room for the next.
pub(crate) struct Turn {
    account: AccountId,
    used: Arc<Mutex<HashMap<AccountId, Used>>>,
}

impl Shares {
    /// So many requests a second for each account; 0 means one.
    pub(crate) fn new(rate: u32) -> Self {
        Self { rate: rate.max(1), used: Arc::default() }
    }

    /// A turn for this account; else the seconds after which to come again.
    pub(crate) fn take(&self, account: AccountId, now: Time) -> Result<Turn, i64> {
        let each = (Time::SECOND / i64::from(self.rate)).max(1);
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() > MOST_KEYS {
            used.retain(|_, one| one.now > 0 || one.full_at > now);
        }
        let one = used.entry(account).or_insert(Used { full_at: now, now: 0 });
        if one.now >= AT_ONCE {
            return Err(1);
        }
        let full = one.full_at.max(now).plus(each);
        let over = full.since(now) - BURST * Time::SECOND;
        if over > 0 {
            return Err((over + Time::SECOND - 1) / Time::SECOND);
        }
        (one.full_at, one.now) = (full, one.now + 1);
        Ok(Turn { account, used: self.used.clone() })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(one) = used.get_mut(&self.account) {
            one.now = one.now.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use earshot_model::{AccountId, Time};

    use super::{AT_ONCE, Shares};

    const NOW: Time = Time(1_000 * Time::HOUR);

    fn account(n: u128) -> AccountId {
        uuid::Uuid::from_u128(n).into()
    }

    #[test]
    fn an_account_that_sends_too_fast_waits_and_the_others_go_on() {
        let shares = Shares::new(10);
        for _ in 0..20 {
            assert!(shares.take(account(1), NOW).is_ok(), "two seconds' worth at once");
        }
        assert_eq!(shares.take(account(1), NOW).err(), Some(1));
        assert!(shares.take(account(2), NOW).is_ok());
        let later = NOW.plus(Time::SECOND);
        for _ in 0..10 {
            assert!(shares.take(account(1), later).is_ok(), "ten come back each second");
        }
        assert!(shares.take(account(1), later).is_err());
    }

    #[test]
    fn an_account_holds_its_share_and_no_more() {
        let shares = Shares::new(1_000_000);
        let mut held: Vec<_> =
            (0..AT_ONCE).map(|_| shares.take(account(1), NOW).expect("a turn")).collect();
        assert!(shares.take(account(1), NOW).is_err());
        assert!(shares.take(account(2), NOW).is_ok());
        held.pop();
        assert!(shares.take(account(1), NOW).is_ok(), "one that is done makes room");
    }
}

//! Slows down those who guess passwords, in memory: per address and network together, per address
//! from everywhere, and per network.
//!
//! Each key has an allowance that fills up again by itself: the generic cell rate algorithm (ITU-T
//! I.371, as a virtual schedule). A try is paid before the password is looked at, so that many at
//! once gain nothing; a login that succeeds gives its own key the whole allowance back. Whoever
//! guesses from one network uses up that network's tries, and the owner of the address still gets in
//! from theirs.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use earshot_model::Time;

/// How many tries an address has at once from one network, and how long one takes to come back.
const PAIR: Allowance = Allowance { tries: 8, each: 2 * Time::MINUTE };
/// The same for an address from all networks together, where networks are known.
const ADDRESS: Allowance = Allowance { tries: 40, each: 30 * Time::SECOND };
/// The same for a network: an office may share one.
const NETWORK: Allowance = Allowance { tries: 60, each: 5 * Time::SECOND };
/// How many keys are remembered before full allowances are forgotten.
const MOST_KEYS: usize = 20_000;

struct Allowance {
    tries: i64,
    each: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Pair(String, Option<IpAddr>),
    Address(String),
    Network(IpAddr),
}

/// Who tried how often.
#[derive(Default)]
pub(crate) struct Throttle {
    // When the allowance of a key will be full again.
    full_at: Mutex<HashMap<Key, Time>>,
}

impl Throttle {
    /// Takes one try of this address from this network; else gives the seconds to wait. Where the
    /// network is not known, the address alone is what counts.
    pub(crate) fn take(&self, address: &str, from: Option<IpAddr>, now: Time) -> Result<(), i64> {
        let from = from.map(network);
        let mut keys = vec![(Key::Pair(address.to_owned(), from), PAIR)];
        if let Some(from) = from {
            keys.push((Key::Address(address.to_owned()), ADDRESS));
            keys.push((Key::Network(from), NETWORK));
        }
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() > MOST_KEYS {
            full_at.retain(|_, full| *full > now);
        }
        let mut next = Vec::with_capacity(keys.len());
        for (key, allowance) in keys {
            let full = full_at.get(&key).copied().unwrap_or(now).max(now).plus(allowance.each);
            let over = full.since(now) - allowance.tries * allowance.each;
            if over > 0 {
                return Err((over + Time::SECOND - 1) / Time::SECOND);
            }
            next.push((key, full));
        }
        full_at.extend(next);
        Ok(())
    }

    /// The address proved itself from this network. What others tried from elsewhere is not forgotten.
    pub(crate) fn forgive(&self, address: &str, from: Option<IpAddr>) {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        full_at.remove(&Key::Pair(address.to_owned(), from.map(network)));
    }
}

/// One household or office: the address itself, or the first 64 bits of an IPv6 one.
fn network(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V4(ip) => IpAddr::V4(ip),
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            IpAddr::V6([a, b, c, d, 0, 0, 0, 0].into())
        }
    }
}

#[cfg(test)]
mod tests {
    use earshot_model::Time;

    use super::Throttle;

    #[test]
    fn an_address_waits_after_eight_tries_and_gets_one_back_at_a_time() {
        let throttle = Throttle::default();
        let now = Time(1_000 * Time::HOUR);
        for _ in 0..8 {
            assert_eq!(throttle.take("ana@b", None, now), Ok(()));
        }
        assert_eq!(throttle.take("ana@b", None, now), Err(120));
        assert_eq!(throttle.take("ben@b", None, now), Ok(()), "others go on");
        assert_eq!(throttle.take("ana@b", None, now.plus(2 * Time::MINUTE)), Ok(()));
        assert_eq!(throttle.take("ana@b", None, now.plus(2 * Time::MINUTE)), Err(120));
        throttle.forgive("ana@b", None);
        assert_eq!(throttle.take("ana@b", None, now.plus(2 * Time::MINUTE)), Ok(()));
    }

    #[test]
    fn a_network_waits_whatever_addresses_it_tries() {
        let throttle = Throttle::default();
        let now = Time(1_000 * Time::HOUR);
        let from = |host: u16| format!("2001:db8:1:2:3:4:5:{host:x}").parse().ok();
        for n in 0..60_u16 {
            assert_eq!(throttle.take(&format!("a{n}@b"), from(n), now), Ok(()));
        }
        assert_eq!(throttle.take("new@b", from(999), now), Err(5));
        assert_eq!(throttle.take("new@b", "192.0.2.1".parse().ok(), now), Ok(()));
    }

    #[test]
    fn guessing_from_one_network_does_not_lock_the_owner_out_elsewhere() {
        let throttle = Throttle::default();
        let now = Time(1_000 * Time::HOUR);
        let (guesser, owner) = ("192.0.2.1".parse().ok(), "198.51.100.7".parse().ok());
        for _ in 0..8 {
            assert_eq!(throttle.take("ana@b", guesser, now), Ok(()));
        }
        assert_eq!(throttle.take("ana@b", guesser, now), Err(120));
        assert_eq!(throttle.take("ana@b", owner, now), Ok(()));
        throttle.forgive("ana@b", owner);
        assert_eq!(
            throttle.take("ana@b", guesser, now),
            Err(120),
            "only the owner's try is forgotten"
        );
    }

    #[test]
    fn guessing_from_many_networks_is_slowed_down_too() {
        let throttle = Throttle::default();
        let now = Time(1_000 * Time::HOUR);
        let from = |host: u8| format!("198.51.100.{host}").parse().ok();
        for host in 0..40 {
            assert_eq!(throttle.take("ana@b", from(host), now), Ok(()));
        }
        assert_eq!(throttle.take("ana@b", from(99), now), Err(30));
    }
}

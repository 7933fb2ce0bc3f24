//! Slows down those who guess passwords, per address and per network, in memory.
//!
//! Each key has an allowance that fills up again by itself: the generic cell rate algorithm (ITU-T
//! I.371, as a virtual schedule). A try is paid before the password is looked at, so that many at
//! once gain nothing; a login that succeeds gives its address the whole allowance back.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use earshot_model::Time;

/// How many tries an address has at once, and how long one takes to come back.
const ADDRESS: Allowance = Allowance { tries: 8, each: 2 * Time::MINUTE };
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
    /// Takes one try of this address from this network; else gives the seconds to wait.
    pub(crate) fn take(&self, address: &str, from: Option<IpAddr>, now: Time) -> Result<(), i64> {
        let mut keys = vec![(Key::Address(address.to_owned()), ADDRESS)];
        keys.extend(from.map(|ip| (Key::Network(network(ip)), NETWORK)));
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

    /// The address proved itself.
    pub(crate) fn forgive(&self, address: &str) {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        full_at.remove(&Key::Address(address.to_owned()));
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
        throttle.forgive("ana@b");
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
}

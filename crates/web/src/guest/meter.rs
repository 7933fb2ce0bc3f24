//! How much a guest may do: per browser, and per network, so that nobody floods a room or guesses.
//!
//! Each key has an allowance that fills up again by itself: the generic cell rate algorithm (ITU-T
//! I.371, as a virtual schedule).

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use earshot_model::{RoomGuestId, Time};

/// Requests of one browser: 120 at once, four a second.
pub(crate) const ASKS: Allowance = Allowance { at_once: 120, each: Time::SECOND / 4 };
/// Messages of one browser: 12 at once, one in three seconds.
pub(crate) const SAYS: Allowance = Allowance { at_once: 12, each: 3 * Time::SECOND };
/// Codes that one browser types: 10 at once, one a minute. Each code ends by itself after five.
pub(crate) const CODES: Allowance = Allowance { at_once: 10, each: Time::MINUTE };
/// Codes that one network types: 20 at once, one a minute. A hundred wrong ones end a code for everybody.
pub(crate) const NETWORK_CODES: Allowance = Allowance { at_once: 20, each: Time::MINUTE };
/// Links that one network opens: 40 at once, one in two seconds. An office may share a network.
pub(crate) const LINKS: Allowance = Allowance { at_once: 40, each: 2 * Time::SECOND };
/// Messages of one network: 60 at once, one a second.
pub(crate) const NETWORK: Allowance = Allowance { at_once: 60, each: Time::SECOND };
/// Chats that one network begins: 10 at once, one in 20 seconds.
pub(crate) const CHATS: Allowance = Allowance { at_once: 10, each: 20 * Time::SECOND };
/// Chats that begin in all, where networks are not known: 60 at once, two a second.
pub(crate) const EVERYBODY: Allowance = Allowance { at_once: 60, each: Time::SECOND / 2 };
/// Bytes of files of one network: 500 MiB, which come back within a day.
const NETWORK_FILES: Allowance = Allowance { at_once: 500 * MIB, each: Time::DAY / (500 * MIB) };
/// Bytes of files in all, where networks are not known: 4 GiB, within a day.
const ALL_FILES: Allowance = Allowance { at_once: 4_096 * MIB, each: Time::DAY / (4_096 * MIB) };
/// In bytes.
const MIB: i64 = 1024 * 1024;
/// How many live streams one browser has.
const STREAMS: usize = 6;
/// How many keys are remembered before full allowances are forgotten.
const MOST_KEYS: usize = 50_000;

/// How often something may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Allowance {
    /// So often without a pause.
    at_once: i64,
    /// After so long one comes back, in microseconds.
    each: i64,
}

/// Whose allowance it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Who {
    /// A browser that a room knows.
    Browser(RoomGuestId),
    /// A network.
    From(IpAddr),
    /// Everybody whose network is not known.
    Anybody,
}

impl Who {
    /// One household or office has one allowance: of an IPv6 address the first 64 bits count.
    fn known(self) -> Self {
        match self {
            Self::From(IpAddr::V6(ip)) if ip.to_ipv4_mapped().is_none() => {
                let [a, b, c, d, ..] = ip.segments();
                Self::From(IpAddr::V6([a, b, c, d, 0, 0, 0, 0].into()))
            }
            Self::From(ip) => Self::From(ip.to_canonical()),
            other => other,
        }
    }
}

/// What guests did lately. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Meter {
    // When an allowance will be full again.
    full_at: Arc<Mutex<HashMap<(Who, Allowance), Time>>>,
    streams: Arc<Mutex<HashMap<RoomGuestId, usize>>>,
    sending: Arc<Mutex<HashSet<RoomGuestId>>>,
}

/// Files that are on their way; dropping it lets the browser send more.
pub(crate) struct Sending {
    guest: RoomGuestId,
    sending: Arc<Mutex<HashSet<RoomGuestId>>>,
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.sending.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.guest);
    }
}

/// A stream that is open; dropping it makes room for the next.
pub(crate) struct Stream {
    guest: RoomGuestId,
    streams: Arc<Mutex<HashMap<RoomGuestId, usize>>>,
}

impl Meter {
    /// Takes one; else gives the seconds after which to come again.
    pub(crate) fn take(&self, who: Who, allowance: Allowance, now: Time) -> Result<(), i64> {
        self.take_some(who, allowance, 1, now)
    }

    /// Takes so many bytes of files, of what a network may send in a day: whoever begins one room after
    /// the other cannot fill the disk. Else gives the seconds.
    pub(crate) fn take_files(
        &self,
        from: Option<IpAddr>,
        bytes: i64,
        now: Time,
    ) -> Result<(), i64> {
        match from {
            Some(from) => self.take_some(Who::From(from), NETWORK_FILES, bytes, now),
            None => self.take_some(Who::Anybody, ALL_FILES, bytes, now),
        }
    }

    fn take_some(&self, who: Who, allowance: Allowance, n: i64, now: Time) -> Result<(), i64> {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() > MOST_KEYS {
            full_at.retain(|_, full| *full > now);
        }
        let key = (who.known(), allowance);
        let more = allowance.each.saturating_mul(n);
        let full = full_at.get(&key).copied().unwrap_or(now).max(now).plus(more);
        let over = full.since(now) - allowance.at_once * allowance.each;
        if over > 0 {
            return Err((over + Time::SECOND - 1) / Time::SECOND);
        }
        full_at.insert(key, full);
        Ok(())
    }

    /// Files of a browser, one message at a time; none while another one is on its way.
    pub(crate) fn sending(&self, guest: RoomGuestId) -> Option<Sending> {
        let mut sending = self.sending.lock().unwrap_or_else(PoisonError::into_inner);
        sending.insert(guest).then(|| Sending { guest, sending: self.sending.clone() })
    }

    /// One more live stream of a browser; none when it has enough.
    pub(crate) fn stream(&self, guest: RoomGuestId) -> Option<Stream> {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let open = streams.entry(guest).or_insert(0);
        if *open >= STREAMS {
            return None;
        }
        *open += 1;
        Some(Stream { guest, streams: self.streams.clone() })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let left = streams.get(&self.guest).map_or(0, |open| open.saturating_sub(1));
        if left == 0 {
            streams.remove(&self.guest);
        } else {
            streams.insert(self.guest, left);
        }
    }
}

#[cfg(test)]
mod tests {
    use earshot_model::Time;

    use super::{CODES, LINKS, MIB, Meter, SAYS, STREAMS, Who};

    const NOW: Time = Time(1_000 * Time::HOUR);

    fn browser(n: u128) -> Who {
        Who::Browser(uuid::Uuid::from_u128(n).into())
    }

    #[test]
    fn whoever_does_too_much_waits_and_others_go_on() {
        let meter = Meter::default();
        for _ in 0..12 {
            assert!(meter.take(browser(1), SAYS, NOW).is_ok());
        }
        assert_eq!(meter.take(browser(1), SAYS, NOW), Err(3));
        assert!(meter.take(browser(2), SAYS, NOW).is_ok(), "another browser");
        assert!(meter.take(browser(1), CODES, NOW).is_ok(), "another allowance");
        assert!(meter.take(browser(1), SAYS, NOW.plus(3 * Time::SECOND)).is_ok());
        let from = Who::From([192, 0, 2, 1].into());
        let taken = (0..100).filter(|_| meter.take(from, LINKS, NOW).is_ok()).count();
        assert_eq!(taken, 40);
    }

    #[test]
    fn one_network_fills_no_disk_whatever_rooms_it_begins() {
        let meter = Meter::default();
        let from = |host: u16| format!("2001:db8:1:2::{host:x}").parse().ok();
        let sent = |from, now| meter.take_files(from, 10 * MIB, now).is_ok();
        assert_eq!((0..1_000).filter(|n| sent(from(*n), NOW)).count(), 50);
        assert!(sent("192.0.2.1".parse().ok(), NOW), "another network");
        let hours = |n: i64| NOW.plus(n * Time::HOUR);
        let later = (1..=24).filter(|n| sent(from(7), hours(*n))).count();
        assert_eq!(later, 24, "two come back each hour");
        assert_eq!((0..1_000).filter(|_| sent(None, NOW)).count(), 409, "where none is known");
    }

    #[test]
    fn a_stream_that_ends_makes_room() {
        let meter = Meter::default();
        let guest = uuid::Uuid::from_u128(1).into();
        let mut held: Vec<_> = (0..STREAMS).map(|_| meter.stream(guest).unwrap()).collect();
        assert!(meter.stream(guest).is_none());
        held.pop();
        assert!(meter.stream(guest).is_some());
        drop(held);
        assert!(meter.streams.lock().unwrap().is_empty(), "nothing is kept of who went");
    }
}

//! What a use case needs from the world besides its input: the time, new ids, and randomness.

use std::sync::{Arc, Mutex, PoisonError};

use uuid::{Builder, Uuid};

use crate::{Clock, Time};

/// Makes new ids.
pub trait Ids: Send + Sync {
    /// A new id, later in order than every id that this source gave before.
    fn fresh(&self, now: Time) -> Uuid;
}

/// Gives bytes that nobody can guess: for secrets, and for the salts of erasable texts.
pub trait Noise: Send + Sync {
    /// Fills the whole buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// The clock, the source of ids and the source of randomness, handed to every use case.
#[derive(Clone)]
pub struct Instruments {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn Ids>,
    /// Gives randomness.
    pub noise: Arc<dyn Noise>,
}

impl Instruments {
    /// The time now.
    #[must_use]
    pub fn now(&self) -> Time {
        self.clock.now()
    }

    /// A new id of the kind that the caller asks for.
    #[must_use]
    pub fn id<T: From<Uuid>>(&self) -> T {
        T::from(self.ids.fresh(self.clock.now()))
    }

    /// A salt for the digest of a text that may have to be erased.
    #[must_use]
    pub fn salt(&self) -> [u8; 16] {
        let mut salt = [0; 16];
        self.noise.fill(&mut salt);
        salt
    }

    /// A secret of 256 bits.
    #[must_use]
    pub fn secret(&self) -> [u8; 32] {
        let mut secret = [0; 32];
        self.noise.fill(&mut secret);
        secret
    }
}

/// Repeatable noise for tests and for the demo's story: a SplitMix64 sequence. Never for secrets.
pub struct SeededNoise(Mutex<u64>);

impl SeededNoise {
    /// The sequence that starts at `seed`.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }
}

impl Noise for SeededNoise {
    fn fill(&self, buffer: &mut [u8]) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for chunk in buffer.chunks_mut(8) {
            *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let word = split_mix(*state).to_be_bytes();
            for (byte, noise) in chunk.iter_mut().zip(word) {
                *byte = noise;
            }
        }
    }
}

/// UUIDs of version 7 (RFC 9562, section 5.7) that never go backwards within one process: inside a
/// millisecond, and when the clock steps back, a 32-bit counter keeps the order.
///
/// The remaining 42 bits come from a SplitMix64 sequence that starts at the seed. They keep
/// processes apart; they are not secrets, and no id in Earshot is used as one.
pub struct OrderedIds(Mutex<State>);

struct State {
    millis: u64,
    counter: u32,
    noise: u64,
}

impl OrderedIds {
    /// A source whose random bits follow `seed`. Give each process its own.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(Mutex::new(State { millis: 0, counter: 0, noise: seed }))
    }
}

impl Ids for OrderedIds {
    fn fresh(&self, now: Time) -> Uuid {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let millis = u64::try_from(now.micros() / 1_000).unwrap_or(0);
        if millis > state.millis {
            state.millis = millis;
            state.counter = 0;
        } else if let Some(next) = state.counter.checked_add(1) {
            state.counter = next;
        } else {
            state.millis += 1;
            state.counter = 0;
        }
        state.noise = state.noise.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = split_mix(state.noise).to_be_bytes();
        let count = state.counter.to_be_bytes();
        // Layout of the 80 bits after the millisecond: 4 version, 12 counter, 2 variant, 20 counter,
        // 42 noise. The builder overwrites the version and variant bits, so they are left empty.
        let high = u16::from_be_bytes([count[0], count[1]]) >> 4;
        let low = u32::from_be_bytes([0, count[1] & 0x0F, count[2], count[3]]);
        let low = (low << 10) | u32::from(u16::from_be_bytes([mixed[0], mixed[1]]) & 0x03FF);
        let [h0, h1] = high.to_be_bytes();
        let [l0, l1, l2, l3] = low.to_be_bytes();
        let tail = [h0, h1, l0, l1, l2, l3, mixed[2], mixed[3], mixed[4], mixed[5]];
        Builder::from_unix_timestamp_millis(state.millis, &tail).into_uuid()
    }
}

/// The output function of SplitMix64 (Steele, Lea, Flood 2014).
const fn split_mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::{Ids, OrderedIds};
    use crate::Time;

    #[test]
    fn ids_keep_their_order_within_a_millisecond_and_when_the_clock_steps_back() {
        let ids = OrderedIds::new(7);
        let mut last = ids.fresh(Time(5_000_000));
        for step in 0..10_000_i64 {
            let next = ids.fresh(Time(5_000_000 - step * 100));
            assert!(next > last, "{next} came after {last}");
            assert_eq!(next.get_version_num(), 7);
            last = next;
        }
        assert!(ids.fresh(Time(9_000_000)) > last);
    }
}

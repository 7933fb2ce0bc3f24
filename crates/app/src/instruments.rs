//! The real clock, ids and randomness.

use std::sync::Arc;

use earshot_model::{Clock, Instruments, Noise, OrderedIds, Time};
use jiff::Timestamp;

struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks for the time")]
    fn now(&self) -> Time {
        Timestamp::now().into()
    }
}

struct SystemNoise;

impl Noise for SystemNoise {
    fn fill(&self, buffer: &mut [u8]) {
        if let Err(error) = getrandom::fill(buffer) {
            // Without randomness no secret is safe: better no server than a weak one.
            eprintln!("earshot: the operating system gives no randomness: {error}");
            std::process::abort();
        }
    }
}

/// The instruments of this process.
pub(crate) fn real() -> Instruments {
    let noise = SystemNoise;
    let mut seed = [0; 8];
    noise.fill(&mut seed);
    Instruments {
        clock: Arc::new(SystemClock),
        ids: Arc::new(OrderedIds::new(u64::from_be_bytes(seed))),
        noise: Arc::new(noise),
    }
}

//! The real clock, ids and randomness: what is measured must not stand still.

use std::sync::Arc;

use anyhow::Context as _;
use earshot_model::{Clock, Instruments, Noise, OrderedIds, SeededNoise, Time};
use jiff::Timestamp;

struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "figures are taken in real time")]
    fn now(&self) -> Time {
        Timestamp::now().into()
    }
}

/// The instruments of this process. Its secrets are those of a throw-away organization on this
/// machine, so a seed from the operating system is enough.
pub(crate) fn real() -> anyhow::Result<Instruments> {
    let mut seed = [0; 16];
    getrandom::fill(&mut seed).context("the operating system gives no randomness")?;
    let (ids, noise) = seed.split_at(8);
    let word = |bytes: &[u8]| bytes.iter().fold(0_u64, |word, byte| (word << 8) | u64::from(*byte));
    let noise: Arc<dyn Noise> = Arc::new(SeededNoise::new(word(noise)));
    Ok(Instruments {
        clock: Arc::new(SystemClock),
        ids: Arc::new(OrderedIds::new(word(ids))),
        noise,
    })
}

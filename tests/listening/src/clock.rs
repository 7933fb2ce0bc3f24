//! The processor time of one thread: what others do on the machine does not count as ours, though
//! it still costs caches and clock rate.

use rustix::time::{ClockId, clock_gettime};

/// Seconds of processor time that this thread has used.
pub(crate) fn thread_seconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let seconds = i32::try_from(time.tv_sec).map_or(f64::INFINITY, f64::from);
    let nanos = i32::try_from(time.tv_nsec).map_or(0.0, f64::from);
    seconds + nanos / 1e9
}

/// Seconds of processor time that `work` takes.
pub(crate) fn timed(work: impl FnOnce()) -> f64 {
    let start = thread_seconds();
    work();
    thread_seconds() - start
}

/// The middle one of several measurements.
pub(crate) fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

//! What a process holds, as Linux tells it.

use anyhow::Context as _;

use crate::args::Memory;

/// `earshot-load memory`: one row of a table.
pub(crate) fn run(asked: &Memory) -> anyhow::Result<()> {
    let file = format!("/proc/{}/status", asked.pid);
    let status = std::fs::read_to_string(&file).with_context(|| format!("cannot read {file}"))?;
    let now = mebibytes(&status, "VmRSS:").context("the process has no memory of its own")?;
    let peak = mebibytes(&status, "VmHWM:").context("the process has no memory of its own")?;
    println!("| {} | {now} MiB | {peak} MiB |", asked.label);
    Ok(())
}

/// A field of `/proc/PID/status`, which is given in KiB.
fn mebibytes(status: &str, field: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kibibytes.div_ceil(1024))
}

/// Seconds of processor time that this process has used, in its own code and the kernel's.
pub(crate) fn own_seconds() -> Option<f64> {
    // `utime` and `stime` are fields 14 and 15 of proc_pid_stat(5), in ticks of 1/100 s; the name in
    // field 2 may hold spaces, so they are counted from its closing bracket.
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let kernel: f64 = fields.next()?.parse().ok()?;
    Some((user + kernel) / 100.0)
}

#[cfg(test)]
mod tests {
    use super::{mebibytes, own_seconds};

    #[test]
    fn the_kernels_words_are_read() {
        let status = "Name:\tearshot\nVmHWM:\t  153600 kB\nVmRSS:\t    1025 kB\n";
        assert_eq!(mebibytes(status, "VmHWM:"), Some(150));
        assert_eq!(mebibytes(status, "VmRSS:"), Some(2));
        assert_eq!(mebibytes(status, "VmSwap:"), None);
    }

    #[test]
    fn work_costs_time() {
        let before = own_seconds().unwrap();
        let mut n = 0_u64;
        while own_seconds().unwrap() - before < 0.05 {
            n = std::hint::black_box(n.wrapping_add(1));
        }
        assert!(own_seconds().unwrap() > before);
    }
}

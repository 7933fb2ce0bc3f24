//! How much memory the allocator of glibc keeps for itself.
//!
//! It gives threads that meet in it arenas of their own, up to eight for each core, and what was freed
//! in one arena is of no use in another. Rows are made by the threads of the database and dropped by
//! those of the server, so with many arenas a lot of memory lies idle (`docs/benchmarks.md`). How many
//! there are is read from the environment before `main` begins: a server that finds nothing set there
//! starts itself anew.

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod glibc {
    use std::env;
    use std::os::unix::process::CommandExt as _;
    use std::process::Command;

    /// What glibc reads (`man mallopt`, M_ARENA_MAX).
    const NAME: &str = "MALLOC_ARENA_MAX";
    /// Says that it was tried: glibc forgets its own name where the program has rights of its own (file
    /// capabilities), and a server must not begin for ever.
    const TRIED: &str = "EARSHOT_ARENAS_SET";
    /// So many threads can ask for memory at the same moment.
    const ARENAS: &str = "2";

    /// Replaces this process by one with few arenas, unless somebody has chosen how many there are.
    #[expect(
        clippy::disallowed_methods,
        reason = "the allocator reads the environment, not Earshot"
    )]
    pub(crate) fn settle() {
        if env::var_os(NAME).is_some() || env::var_os(TRIED).is_some() {
            return;
        }
        let Ok(program) = env::current_exe() else { return };
        let mut again = Command::new(program);
        again.args(env::args_os().skip(1)).env(NAME, ARENAS).env(TRIED, "1");
        if let Some(name) = env::args_os().next() {
            again.arg0(name);
        }
        // It only comes back when it did not work; then the server needs more memory, and that is all.
        let _stays = again.exec();
    }
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(crate) use glibc::settle;

/// Other allocators have no such arenas.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) const fn settle() {}

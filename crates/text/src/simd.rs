//! Which bytes of a text are what, 64 at a time: the only place with unsafe code.
//!
//! Every path gives the masks of [`portable`]; `tests/paths.rs` forces each that the machine has.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "aarch64")]
mod neon;
mod portable;

/// Bytes in a block.
pub(crate) const BLOCK: usize = 64;

/// What the bytes of a block are: one bit for each, the first byte in the lowest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Masks {
    /// `A-Z a-z 0-9 _`.
    pub(crate) word: u64,
    /// Bytes with which a token can begin: those of `word`, `# @ $`, and all from 0x80 on.
    pub(crate) start: u64,
    /// Bytes with which a sentence may end: `. ! ?` and the line breaks 0x0A to 0x0D.
    pub(crate) stop: u64,
}

/// How a text is read: the same tokens, at another speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// Eight bytes at a time in plain registers; every machine has it.
    Portable,
    /// 32 bytes at a time on x86-64.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 64 bytes at a time on x86-64.
    #[cfg(target_arch = "x86_64")]
    Avx512,
    /// 16 bytes at a time on 64-bit ARM.
    #[cfg(target_arch = "aarch64")]
    Neon,
}

impl Path {
    /// The fastest path that this machine has.
    #[must_use]
    pub fn fastest() -> Self {
        Self::all().next_back().unwrap_or(Self::Portable)
    }

    /// Every path that this machine has, the fastest last.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> {
        let known = [
            Self::Portable,
            #[cfg(target_arch = "x86_64")]
            Self::Avx2,
            #[cfg(target_arch = "x86_64")]
            Self::Avx512,
            #[cfg(target_arch = "aarch64")]
            Self::Neon,
        ];
        known.into_iter().filter(|path| path.is_supported())
    }

    /// The name that benchmarks and tests print.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => "AVX2",
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => "AVX-512",
            #[cfg(target_arch = "aarch64")]
            Self::Neon => "NEON",
        }
    }

    /// Whether this machine has it.
    fn is_supported(self) -> bool {
        match self {
            Self::Portable => true,
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => std::arch::is_x86_feature_detected!("avx2"),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => {
                std::arch::is_x86_feature_detected!("avx512f")
                    && std::arch::is_x86_feature_detected!("avx512bw")
            }
            #[cfg(target_arch = "aarch64")]
            Self::Neon => std::arch::is_aarch64_feature_detected!("neon"),
        }
    }

    /// Replaces `masks` by those of the blocks of `text`; the last block is filled with zeros.
    #[expect(unsafe_code, reason = "code for one kind of processor, chosen after asking for it")]
    pub(crate) fn classify(self, text: &[u8], masks: &mut Vec<Masks>) {
        masks.clear();
        match self {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the guard asks whether this processor has the features.
            Self::Avx512 if self.is_supported() => unsafe { avx512::classify(text, masks) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            Self::Avx2 if self.is_supported() => unsafe { avx2::classify(text, masks) },
            #[cfg(target_arch = "aarch64")]
            // SAFETY: as above.
            Self::Neon if self.is_supported() => unsafe { neon::classify(text, masks) },
            _ => portable::classify(text, masks),
        }
    }
}

impl Default for Path {
    fn default() -> Self {
        Self::fastest()
    }
}

/// The blocks of a text: those that are full, and the rest filled up with zeros.
#[inline]
fn blocks(text: &[u8]) -> (&[[u8; BLOCK]], Option<[u8; BLOCK]>) {
    let (full, rest) = text.as_chunks::<BLOCK>();
    let last = (!rest.is_empty()).then(|| {
        let mut block = [0; BLOCK];
        if let Some(head) = block.get_mut(..rest.len()) {
            head.copy_from_slice(rest);
        }
        block
    });
    (full, last)
}

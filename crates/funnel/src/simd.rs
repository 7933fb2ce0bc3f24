//! Sums over rows of weights, as wide as the processor can: the only place with unsafe code.
//!
//! Every path gives the numbers of [`portable`] to the last bit: sums of integers are exact, and
//! those of floats are added in the same order, without fused steps. A test compares all paths that
//! the machine has.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod portable;
#[cfg(test)]
mod tests;

use crate::features::WIDTH;
use crate::heads::{LANGUAGE_ROW, Rows, STRIDE};

/// How the sums are made: the same numbers, at another speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Path {
    /// What every machine has; on 64-bit ARM that is 16 bytes at a time.
    Portable,
    /// 32 bytes at a time on x86-64.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 64 bytes at a time on x86-64.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

/// Calls the function of this name on the path. The guard asks whether the processor has the path.
macro_rules! by_path {
    ($path:expr, $name:ident($($argument:expr),*)) => {
        match $path {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the guard asks whether this processor has the features.
            Path::Avx512 if $path.is_supported() => unsafe { avx512::$name($($argument),*) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            Path::Avx2 if $path.is_supported() => unsafe { avx2::$name($($argument),*) },
            _ => portable::$name($($argument),*),
        }
    };
}

#[expect(unsafe_code, reason = "code for one kind of processor, chosen after asking for it")]
impl Path {
    /// The fastest path that this machine has.
    pub(crate) fn fastest() -> Self {
        #[cfg(target_arch = "x86_64")]
        for path in [Self::Avx512, Self::Avx2] {
            if path.is_supported() {
                return path;
            }
        }
        Self::Portable
    }

    /// Whether this machine has it.
    pub(crate) fn is_supported(self) -> bool {
        match self {
            Self::Portable => true,
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => std::arch::is_x86_feature_detected!("avx2"),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => {
                std::arch::is_x86_feature_detected!("avx512f")
                    && std::arch::is_x86_feature_detected!("avx512bw")
            }
        }
    }

    /// Writes for each token of a block the sum of its rows, over what was there, and adds them all
    /// to `all`. A token has fewer than 256 rows, so that its sums fit 16 bits.
    pub(crate) fn sum_block(
        self,
        rows: &[[u8; STRIDE]],
        block: &Rows,
        sums: &mut Vec<[i16; STRIDE]>,
        all: &mut [i32; STRIDE],
    ) {
        sums.clear();
        by_path!(self, sum_block(rows, block, sums, all));
    }

    /// The sum of the rows of these buckets, of which there are fewer than 256.
    pub(crate) fn sum_languages(
        self,
        rows: &[[u8; LANGUAGE_ROW]],
        buckets: &[u16],
    ) -> [i16; LANGUAGE_ROW] {
        by_path!(self, sum_languages(rows, buckets))
    }

    /// Adds vectors, each times its scale.
    pub(crate) fn add_vectors(
        self,
        rows: &[[u8; WIDTH]],
        scales: &[f32],
        ids: &[u32],
        out: &mut [f32; WIDTH],
    ) {
        by_path!(self, add_vectors(rows, scales, ids, out));
    }

    /// Adds rows of weights, each times its value: first those in even places, then those in odd
    /// ones, so that two sums grow side by side.
    pub(crate) fn add_dense(
        self,
        weights: &[[f32; STRIDE]],
        values: &[f32],
        out: &mut [f32; STRIDE],
    ) {
        by_path!(self, add_dense(weights, values, out));
    }
}

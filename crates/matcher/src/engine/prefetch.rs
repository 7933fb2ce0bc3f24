//! Asks the processor to fetch memory that will be read soon. It changes how long a read takes and
//! nothing else; where there is no such instruction it does nothing.

/// The element at `index` will be read soon. A place outside of the slice is left alone.
#[cfg(target_arch = "x86_64")]
#[inline]
#[expect(unsafe_code, reason = "the instruction is only reachable so")]
pub(super) fn read<T>(slice: &[T], index: usize) {
    use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
    if let Some(element) = slice.get(index) {
        let address = std::ptr::from_ref(element).cast::<i8>();
        // SAFETY: every x86_64 has SSE, and a prefetch of a valid address has no visible effect.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(address) }
    }
}

/// The element at `index` will be read soon.
#[cfg(not(target_arch = "x86_64"))]
#[inline]
pub(super) fn read<T>(_slice: &[T], _index: usize) {}

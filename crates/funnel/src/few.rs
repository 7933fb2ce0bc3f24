//! A short list that asks for no memory.

use std::array;
use std::iter::Flatten;

/// At most `N` values, in order. What does not fit is left out.
#[derive(Debug, Clone, Copy)]
pub struct Few<T, const N: usize> {
    list: [Option<T>; N],
    len: usize,
}

impl<T: Copy, const N: usize> Default for Few<T, N> {
    fn default() -> Self {
        Self { list: [None; N], len: 0 }
    }
}

impl<T: Copy, const N: usize> Few<T, N> {
    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The values in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.list.iter().take(self.len).flatten()
    }

    /// The same, to change them.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.list.iter_mut().take(self.len).flatten()
    }

    /// Adds one at the end, if there is room.
    pub(crate) fn push(&mut self, value: T) {
        if let Some(place) = self.list.get_mut(self.len) {
            *place = Some(value);
            self.len += 1;
        }
    }

    /// Adds one in front of the first that `goes_after` it, else at the end. If there is no room,
    /// the last falls out.
    pub(crate) fn insert(&mut self, value: T, goes_after: impl Fn(&T) -> bool) {
        let at = self.iter().position(goes_after).unwrap_or(self.len);
        let mut carried = Some(value);
        for place in self.list.iter_mut().take(self.len + 1).skip(at) {
            carried = std::mem::replace(place, carried);
        }
        self.len = (self.len + 1).min(N);
    }

    /// Leaves out those that do not hold.
    pub(crate) fn retain(&mut self, holds: impl Fn(&T) -> bool) {
        let mut kept = Self::default();
        for value in self.iter().filter(|value| holds(value)) {
            kept.push(*value);
        }
        *self = kept;
    }
}

impl<T: Copy, const N: usize> IntoIterator for Few<T, N> {
    type Item = T;
    type IntoIter = Flatten<array::IntoIter<Option<T>, N>>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_stays_and_what_is_too_much_falls_out() {
        let mut few: Few<(u8, char), 3> = Few::default();
        for one in [(2, 'a'), (1, 'b'), (2, 'c'), (3, 'd'), (0, 'e')] {
            few.insert(one, |known| known.0 < one.0);
        }
        assert_eq!(few.into_iter().collect::<Vec<_>>(), [(3, 'd'), (2, 'a'), (2, 'c')]);
        few.retain(|one| one.0 == 2);
        assert_eq!((few.len(), few.iter().map(|one| one.1).collect::<String>()), (2, "ac".into()));
    }
}

//! How far a mailbox was read.

/// How far a mailbox was read: `VALIDITY:UID:DAY`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cursor {
    /// The mailbox's UIDVALIDITY: when it changes, the numbers mean nothing any more.
    pub(super) validity: u32,
    /// The greatest UID that was read.
    pub(super) uid: u32,
    /// Seconds since 1970 of the arrival of the newest mail that was read; 0 before the first.
    pub(super) arrived: i64,
}

impl Cursor {
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let read = Self {
            validity: parts.next()?.parse().ok()?,
            uid: parts.next()?.parse().ok()?,
            arrived: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(read)
    }

    pub(super) fn write(self) -> String {
        format!("{}:{}:{}", self.validity, self.uid, self.arrived)
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn a_cursor_comes_back_as_it_was() {
        let cursor = Cursor { validity: 7, uid: u32::MAX, arrived: 1_773_324_120 };
        assert_eq!(Cursor::read(&cursor.write()), Some(cursor));
        for odd in ["", "7", "7:8", "7:8:9:10", "a:b:c", "-1:0:0"] {
            assert_eq!(Cursor::read(odd), None, "{odd}");
        }
    }
}

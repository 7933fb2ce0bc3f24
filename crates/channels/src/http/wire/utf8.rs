//! Bytes that should be UTF-8, and where they are not.

use std::borrow::Cow;

/// A body as text, with the places where it was not UTF-8.
pub(super) struct Decoded<'b> {
    text: Cow<'b, str>,
    /// Where in `text` a replacement stands, in bytes, ascending.
    broken: Vec<usize>,
}

impl<'b> Decoded<'b> {
    pub(super) fn from(bytes: &'b [u8]) -> Self {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Self { text: Cow::Borrowed(text), broken: Vec::new() };
        }
        let mut text = String::with_capacity(bytes.len());
        let mut broken = Vec::new();
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            if !chunk.invalid().is_empty() {
                broken.push(text.len());
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
        Self { text: Cow::Owned(text), broken }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether a replacement stands inside `part`, which is a slice of this text.
    pub(super) fn is_broken(&self, part: &str) -> bool {
        // The part borrows from the text, so the distance of their addresses is its place.
        let start = part.as_ptr().addr().wrapping_sub(self.text.as_ptr().addr());
        let end = start.saturating_add(part.len());
        let first = self.broken.partition_point(|at| *at < start);
        self.broken.get(first).is_some_and(|at| *at < end)
    }
}

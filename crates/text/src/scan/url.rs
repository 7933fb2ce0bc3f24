//! Web addresses: one token, so that no word is found inside of them.

use std::ops::Range;

use super::Scanner;
use crate::class::{Class, class};
use crate::token::TokenKind;

/// Bytes that user, host and port may have: twice what a name may have in the DNS.
const LONGEST: usize = 510;

impl Scanner<'_, '_> {
    /// An address begins with the word at `start` if that is a scheme or `www`, and a host follows.
    #[inline(never)]
    pub(super) fn url(&mut self, start: usize) -> bool {
        if !self.posted {
            return false;
        }
        let rest = self.out.folded.as_bytes().get(start..).unwrap_or_default();
        let begins = |head: &[u8; 8]| rest.first_chunk::<8>() == Some(head);
        let scheme = if begins(b"https://") {
            8
        } else if rest.first_chunk::<7>() == Some(b"http://") {
            7
        } else if rest.first_chunk::<4>() == Some(b"www.") {
            4
        } else {
            return false;
        };
        self.address(start, start + scheme)
    }

    /// The address that begins at `start`, and whose host, with the user, begins at `from`.
    fn address(&mut self, start: usize, from: usize) -> bool {
        let Some(host) = self.host(from) else { return false };
        let mut end = self.address_end(host.end, self.end, ends_address);
        while end > host.start && self.byte(end - 1).is_some_and(ends_sentence) {
            end -= 1;
        }
        let form = self.write_form(host, end);
        self.push(TokenKind::Url, 0, (start, end), form);
        (self.at, self.word_end) = (end, end);
        true
    }

    /// Where host and port stand, if there is a host: without user and `www.`.
    fn host(&self, from: usize) -> Option<Range<usize>> {
        let ends = |byte| ends_address(byte) || matches!(byte, b'/' | b'?' | b'#');
        // One character more than can be a host, so that no text is read again and again.
        let limit = self.text.floor_char_boundary(from + LONGEST + 4).min(self.end);
        let end = self.address_end(from, limit, ends);
        let authority = self.out.folded.as_bytes().get(from..end)?;
        if authority.len() > LONGEST {
            return None;
        }
        let user = authority.iter().rposition(|byte| *byte == b'@');
        let mut start = user.map_or(from, |user| from + user + 1);
        while self.out.folded.get(start..end).is_some_and(|host| host.starts_with("www.")) {
            start += 4;
        }
        let named = |c: char| c.is_ascii_alphanumeric() || class(c) == Class::Word;
        self.text.get(start..end)?.chars().any(named).then_some(start..end)
    }

    /// From `at` on the first ASCII character that `ends`, or the first other one that is no part of
    /// a word or belongs to a script in which sentences go on without a space.
    fn address_end(&self, mut at: usize, limit: usize, ends: impl Fn(u8) -> bool) -> usize {
        while let Some(byte) = self.byte(at)
            && at < limit
        {
            if byte.is_ascii() {
                if ends(byte) {
                    break;
                }
                at += 1;
                continue;
            }
            match self.char_at(at).map(|c| (c, class(c))) {
                Some((c, Class::Word | Class::Mark)) => at += c.len_utf8(),
                _ => break,
            }
        }
        at
    }

    /// Writes host in lower case, then the rest up to `end` as written without its last slashes.
    fn write_form(&mut self, host: Range<usize>, end: usize) -> (usize, usize) {
        let folded = &mut self.out.folded;
        let form = folded.len();
        let named = host.start..host.end.min(end);
        let name = self.text.get(named.clone()).unwrap_or_default();
        if name.is_ascii() {
            folded.extend_from_within(named);
        } else {
            folded.extend(name.chars().flat_map(char::to_lowercase));
        }
        let mut last = end;
        while last > host.end && self.byte(last - 1) == Some(b'/') {
            last -= 1;
        }
        let folded = &mut self.out.folded;
        folded.push_str(self.text.get(host.end..last).unwrap_or_default());
        (form, folded.len())
    }
}

/// Punctuation at the end of an address belongs to the sentence around it.
const fn ends_sentence(byte: u8) -> bool {
    matches!(byte, b'.' | b',' | b';' | b':' | b'!' | b'?' | b')' | b']' | b'"' | b'\'' | b'*')
}

/// What no address holds unescaped.
const fn ends_address(byte: u8) -> bool {
    byte <= b' '
        || matches!(byte, b'<' | b'>' | b'"' | b'`' | b'{' | b'}' | b'|' | b'\\' | b'^' | 0x7F)
}

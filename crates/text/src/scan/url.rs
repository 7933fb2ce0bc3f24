//! Web addresses: one token, so that no word is found inside of them.

use super::Scanner;
use crate::class::{Class, class};
use crate::token::TokenKind;

impl Scanner<'_, '_> {
    /// An address begins with the word at `start..end` if that is a scheme or `www`, and a host
    /// follows.
    #[inline]
    pub(super) fn url(&mut self, start: usize, end: usize) -> bool {
        if !(3..=5).contains(&(end - start)) {
            return false;
        }
        let rest = self.out.folded.get(start..).unwrap_or_default();
        let scheme = match rest.as_bytes().first() {
            Some(b'w') if rest.starts_with("www.") => "www.".len(),
            Some(b'h') if rest.starts_with("https://") => "https://".len(),
            Some(b'h') if rest.starts_with("http://") => "http://".len(),
            _ => return false,
        };
        self.address(start, scheme)
    }

    fn address(&mut self, start: usize, scheme: usize) -> bool {
        let rest = self.text.get(start + scheme..self.end).unwrap_or_default();
        // Without a host nothing more is read, so that no text is read twice.
        if !host(authority(rest)).chars().any(|c| class(c) == Class::Word) {
            return false;
        }
        let address = rest.get(..length(rest, ends_address)).unwrap_or_default();
        let address = address.trim_end_matches(SENTENCE);
        let form = self.out.folded.len();
        write_form(address, &mut self.out.folded);
        self.at = start + scheme + address.len();
        let form = (form, self.out.folded.len());
        self.push(TokenKind::Url, 0, (start, self.at), form);
        true
    }
}

/// Host and port, with the user.
fn authority(address: &str) -> &str {
    let end = length(address, |byte| ends_address(byte) || matches!(byte, b'/' | b'?' | b'#'));
    address.get(..end).unwrap_or_default()
}

/// Without user and `www.`.
fn host(authority: &str) -> &str {
    let mut host = authority.rsplit('@').next().unwrap_or_default();
    while host.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www.")) {
        host = host.get(4..).unwrap_or_default();
    }
    host
}

/// Punctuation at the end of an address belongs to the sentence around it.
const SENTENCE: [char; 11] = ['.', ',', ';', ':', '!', '?', ')', ']', '"', '\'', '*'];

/// Up to the first ASCII character that `ends`, or the first other one that is no part of a word or
/// belongs to a script in which sentences go on without a space.
fn length(text: &str, ends: impl Fn(u8) -> bool) -> usize {
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        if byte.is_ascii() {
            if ends(*byte) {
                break;
            }
            at += 1;
        } else {
            let c = text.get(at..).and_then(|rest| rest.chars().next());
            let Some(c) = c.filter(|c| matches!(class(*c), Class::Word | Class::Mark)) else {
                break;
            };
            at += c.len_utf8();
        }
    }
    at
}

/// What no address holds unescaped.
const fn ends_address(byte: u8) -> bool {
    byte <= b' '
        || matches!(byte, b'<' | b'>' | b'"' | b'`' | b'{' | b'}' | b'|' | b'\\' | b'^' | 0x7F)
}

/// Adds host in lower case without user and `www.`, then the path as written without its last
/// slashes.
fn write_form(address: &str, out: &mut String) {
    let authority = authority(address);
    let host = host(authority);
    if host.is_ascii() {
        let start = out.len();
        out.push_str(host);
        if let Some(host) = out.get_mut(start..) {
            host.make_ascii_lowercase();
        }
    } else {
        out.extend(host.chars().flat_map(char::to_lowercase));
    }
    let path = address.get(authority.len()..).unwrap_or_default();
    out.push_str(path.trim_end_matches('/'));
}

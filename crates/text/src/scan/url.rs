//! Web addresses: one token, so that no word is found inside of them.

use super::Scanner;
use crate::class::{Class, class};
use crate::token::TokenKind;

const STARTS: [&str; 3] = ["https://", "http://", "www."];

impl Scanner<'_, '_> {
    /// An address begins here if one of the known starts does, and a host follows.
    pub(super) fn url(&mut self, c: char) -> bool {
        if !matches!(c, 'h' | 'H' | 'w' | 'W') {
            return false;
        }
        let rest = self.rest();
        let Some(start) = STARTS.into_iter().find(|start| begins_with(rest, start)) else {
            return false;
        };
        let address = without_tail(until_end(rest));
        let form = self.out.folded.len();
        let scheme = if start == "www." { 0 } else { start.len() };
        if !write_form(address.get(scheme..).unwrap_or_default(), &mut self.out.folded) {
            return false;
        }
        let end = self.at + address.len();
        self.push(TokenKind::Url, self.span(self.at, end), form);
        self.at = end;
        true
    }
}

fn begins_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// Up to the first character that no address holds unescaped, or that belongs to a script in
/// which sentences go on without a space.
fn until_end(text: &str) -> &str {
    let end = text.find(|c: char| {
        if c.is_ascii() {
            c.is_ascii_whitespace()
                || c.is_ascii_control()
                || matches!(c, '<' | '>' | '"' | '`' | '{' | '}' | '|' | '\\' | '^')
        } else {
            !matches!(class(c), Class::Word | Class::Mark)
        }
    });
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Without the punctuation of the sentence around it. A closing bracket stays if it was opened.
fn without_tail(address: &str) -> &str {
    let count = |bracket: char| address.matches(bracket).count();
    let (opened, mut closed) = (count('('), count(')'));
    let mut end = address.len();
    for c in address.chars().rev() {
        match c {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | ']' => {}
            ')' if closed > opened => closed -= 1,
            _ => break,
        }
        end -= c.len_utf8();
    }
    address.get(..end).unwrap_or(address)
}

/// Adds host in lower case without user and `www.`, then the path as written without its last
/// slashes. Says whether there is a host.
fn write_form(address: &str, out: &mut String) -> bool {
    let end = address.find(['/', '?', '#']).unwrap_or(address.len());
    let (authority, path) = address.split_at_checked(end).unwrap_or((address, ""));
    let mut host = authority.rsplit('@').next().unwrap_or_default();
    while begins_with(host, "www.") {
        host = host.get(4..).unwrap_or_default();
    }
    if !host.chars().any(|c| class(c) == Class::Word) {
        return false;
    }
    out.extend(host.chars().flat_map(char::to_lowercase));
    out.push_str(path.trim_end_matches('/'));
    true
}

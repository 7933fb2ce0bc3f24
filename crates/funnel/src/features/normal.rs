//! The normal form of a text: lower case, placeholders for names and addresses, emoji and marks as
//! tokens of their own, invisible signs gone, stretched words shortened.

use earshot_model::Span;

/// The most tokens that are read: enough for any post, and a bound on the time for a long mail.
const MOST_TOKENS: usize = 1_000;

/// The longest token, in characters; what is longer is cut in pieces.
const LONGEST: usize = 40;

/// A letter or mark is written at most so often in a row.
const RUN: usize = 3;

/// What kind of token it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters and digits.
    Word,
    /// Up to three of one punctuation mark, or a smiley of marks.
    Mark,
    /// An emoji or another sign.
    Sign,
    /// `@name`, read as `@user`.
    Mention,
    /// A web address, read as `http`.
    Link,
}

/// One token of the normal form.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Bytes of the normal text.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// Bytes of the text as it was written.
    pub span: Span,
    /// Whether it has three letters or more, all capitals.
    pub shouted: bool,
    /// Whether a letter was written more than twice in a row.
    pub stretched: bool,
    /// Whether it begins with a capital and goes on in small letters.
    pub titled: bool,
}

/// What [`Token`] says of how a word was written.
#[derive(Debug, Clone, Copy, Default)]
struct How {
    shouted: bool,
    stretched: bool,
    titled: bool,
}

/// A text in its normal form. One is used again for many texts, so that reading allocates nothing.
#[derive(Debug, Default, Clone)]
pub struct Normal {
    text: String,
    tokens: Vec<Token>,
}

impl Normal {
    /// Reads a text, and forgets the one before.
    pub fn read(&mut self, source: &str) {
        self.text.clear();
        self.tokens.clear();
        let mut at = 0;
        while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
            if self.tokens.len() >= MOST_TOKENS {
                break;
            }
            at += self.next(rest, at).max(1);
            while at < source.len() && !source.is_char_boundary(at) {
                at += 1;
            }
        }
    }

    /// The tokens in order.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// A token's normal form.
    #[must_use]
    pub fn form(&self, token: &Token) -> &str {
        let place = usize::try_from(token.start).ok().zip(usize::try_from(token.end).ok());
        place.and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default()
    }

    /// Takes one token from the front; returns how many bytes it took.
    fn next(&mut self, rest: &str, at: usize) -> usize {
        let mut chars = rest.chars();
        let Some(first) = chars.next() else { return 0 };
        if matches!(first, ' ') || first.is_whitespace() || invisible(first) {
            return first.len_utf8();
        }
        // What can begin with this sign is asked for, and nothing else.
        match first {
            '&' => {
                if let Some((length, stands_for)) = entity(rest) {
                    return self.push(Kind::Mark, stands_for, at, length);
                }
            }
            '@' if chars.next().is_some_and(in_word) => {
                let after = chars.as_str();
                let name = after.find(|c| !in_word(c) && c != '_').unwrap_or(after.len());
                return self.push(Kind::Mention, "@user", at, rest.len() - after.len() + name);
            }
            'h' | 'H' | 'w' | 'W' if is_link(rest) => {
                let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
                return self.push(Kind::Link, "http", at, length);
            }
            ':' | ';' | '=' | '<' | 'x' | 'X' => {
                if let Some(smiley) = smiley(rest) {
                    return self.push(Kind::Mark, smiley, at, smiley.len());
                }
            }
            _ => {}
        }
        if in_word(first) { self.word(rest, at) } else { self.marks(rest, first, at) }
    }

    fn push(&mut self, kind: Kind, form: &str, at: usize, length: usize) -> usize {
        let start = self.text.len();
        self.text.push_str(form);
        self.keep(kind, start, at, length, How::default());
        length
    }

    fn keep(&mut self, kind: Kind, start: usize, at: usize, length: usize, how: How) {
        let place = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.tokens.push(Token {
            kind,
            start: place(start),
            end: place(self.text.len()),
            span: Span { start: place(at), end: place(at + length) },
            shouted: how.shouted,
            stretched: how.stretched,
            titled: how.titled,
        });
    }

    fn word(&mut self, rest: &str, at: usize) -> usize {
        let start = self.text.len();
        let (mut taken, mut letters, mut capitals, mut written) = (0, 0_u32, 0_u32, 0_usize);
        let (mut last, mut run, mut stretched) = ('\0', 0_usize, false);
        let bytes = rest.as_bytes();
        while let Some(byte) = bytes.get(taken).filter(|_| written < LONGEST) {
            if byte.is_ascii_alphanumeric() {
                letters += u32::from(byte.is_ascii_alphabetic());
                capitals += u32::from(byte.is_ascii_uppercase());
                self.squeeze(char::from(byte.to_ascii_lowercase()), &mut last, &mut run);
                stretched |= run > 2;
                (taken, written) = (taken + 1, written + 1);
                continue;
            }
            let mut chars = rest.get(taken..).unwrap_or_default().chars();
            let Some(c) = chars.next() else { break };
            let joins = matches!(c, '\'' | '’')
                && written > 0
                && chars.next().is_some_and(char::is_alphabetic);
            if !(in_word(c) || joins || invisible(c)) {
                break;
            }
            taken += c.len_utf8();
            if invisible(c) {
                continue;
            }
            letters += u32::from(c.is_alphabetic());
            capitals += u32::from(c.is_uppercase());
            let c = if joins { '\'' } else { c };
            for c in narrow(c).to_lowercase() {
                self.squeeze(c, &mut last, &mut run);
            }
            stretched |= run > 2;
            written += 1;
        }
        let link = self.text.get(start..) == Some("http");
        let kind = if link { Kind::Link } else { Kind::Word };
        let titled = capitals < letters && rest.starts_with(char::is_uppercase);
        let how = How { shouted: letters > 2 && capitals == letters, stretched, titled };
        self.keep(kind, start, at, taken, how);
        taken
    }

    fn squeeze(&mut self, c: char, last: &mut char, run: &mut usize) {
        *run = if c == *last { *run + 1 } else { 1 };
        *last = c;
        if *run <= RUN || c.is_ascii_digit() {
            self.text.push(c);
        }
    }

    fn marks(&mut self, rest: &str, first: char, at: usize) -> usize {
        let start = self.text.len();
        let (mut taken, mut count) = (0, 0);
        for c in rest.chars() {
            // Colours of skin and joiners belong to the sign before them.
            let adds = count > 0 && (invisible(c) || ('\u{1F3FB}'..='\u{1F3FF}').contains(&c));
            if !(c == first || adds) {
                break;
            }
            taken += c.len_utf8();
            if c == first {
                count += 1;
                if count <= RUN && (first.is_ascii() || count == 1) {
                    self.text.push(c);
                }
            }
        }
        let kind = if first.is_ascii() { Kind::Mark } else { Kind::Sign };
        self.keep(kind, start, at, taken, How { stretched: count > 1, ..How::default() });
        taken
    }
}

/// Letters, digits, and the signs that are written over and under letters.
fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (!c.is_ascii()
            && (c.is_alphanumeric()
                || matches!(c, '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05C7}'
                    | '\u{064B}'..='\u{065F}' | '\u{0900}'..='\u{0E7F}')))
}

/// Zero-width, direction and variation signs.
const fn invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// The narrow form of a wide letter or digit, as NFKC has it.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFF01 + 0x21).unwrap_or(c),
        _ => c,
    }
}

fn is_link(rest: &str) -> bool {
    let begins =
        |with: &str| rest.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with));
    begins("http://") || begins("https://") || begins("www.")
}

/// Marks that web pages leave in texts.
fn entity(rest: &str) -> Option<(usize, &'static str)> {
    if !rest.starts_with('&') {
        return None;
    }
    let all = [
        ("&amp;", "&"),
        ("&lt;3", "<3"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
    ];
    let found = all.into_iter().find(|(written, _)| rest.starts_with(written));
    found.map(|(written, stands_for)| (written.len(), stands_for))
}

/// Smileys made of signs, longest first.
const SMILEYS: [&str; 22] = [
    ":'(", ":-)", ":-(", ":-D", ":-P", ":-/", ";-)", ":)", ":(", ":D", ":P", ":p", ":/", ":|",
    ";)", "=)", "=(", "<3", "xD", "XD", ":o", ":O",
];

fn smiley(rest: &str) -> Option<&'static str> {
    if !rest.starts_with([':', ';', '=', '<', 'x', 'X']) {
        return None;
    }
    let found = SMILEYS.into_iter().find(|smiley| rest.starts_with(smiley))?;
    let letter = found.ends_with(|c: char| c.is_ascii_alphabetic());
    let goes_on = rest.get(found.len()..).is_some_and(|rest| rest.starts_with(in_word));
    let path = found == ":/" && rest.starts_with("://");
    ((!letter || !goes_on) && !path).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> Vec<String> {
        let mut normal = Normal::default();
        normal.read(text);
        normal.tokens().iter().map(|t| normal.form(t).to_owned()).collect()
    }

    #[test]
    fn words_marks_and_placeholders() {
        assert_eq!(
            forms("@Ann_1 Sooooo GREAT!!!! don’t"),
            ["@user", "sooo", "great", "!!!", "don't"]
        );
        assert_eq!(
            forms("see https://a.b/c?d :) 👍🏽👍🏽 &amp; #Fail"),
            ["see", "http", ":)", "👍", "&", "#", "fail"]
        );
        assert_eq!(forms("fr\u{200B}ee ＦＲＥＥ"), ["free", "free"]);
        assert_eq!(forms(""), Vec::<String>::new());
    }

    #[test]
    fn spans_point_into_the_text() {
        let text = "Très  ÉNERVÉ 😡😡 @bob";
        let mut normal = Normal::default();
        normal.read(text);
        let byte = |at: u32| usize::try_from(at).unwrap();
        let at = |span: Span| text.get(byte(span.start)..byte(span.end)).unwrap();
        let all: Vec<_> = normal.tokens().iter().map(|t| at(t.span)).collect();
        assert_eq!(all, ["Très", "ÉNERVÉ", "😡😡", "@bob"]);
    }

    #[test]
    fn a_hundred_kilobytes_are_bounded() {
        let mut normal = Normal::default();
        normal.read(&"ab ".repeat(40_000));
        assert_eq!(normal.tokens().len(), MOST_TOKENS);
        normal.read(&"a".repeat(100_000));
        assert!(normal.tokens().len() <= MOST_TOKENS);
    }
}

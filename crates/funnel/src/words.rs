//! A post's words, each with its place.
//!
//! The split is the funnel's own: it needs what a search index throws away, such as links,
//! smileys, capitals and where a clause ends.

use earshot_model::Span;

/// The most words that are read: enough for any post, and a bound on the time for a long mail.
const MOST_WORDS: usize = 2_000;

/// Smileys made of signs, longest first.
const SMILEYS: &[&str] =
    &[":'(", ":-)", ":-(", ":-D", ":-/", ";-)", ":)", ":(", ":D", ":/", ";)", "=)", "=(", "<3"];

/// What kind of word it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters and digits.
    Plain,
    /// `@name`.
    Mention,
    /// `#word`, without its sign.
    Hashtag,
    /// A web address.
    Link,
    /// An emoji or a smiley.
    Emoji,
}

/// One word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// What it is.
    pub(crate) kind: Kind,
    /// Where it stands in the text, as bytes.
    pub(crate) span: Span,
    /// Where its lower-case form stands in [`Words::lower`].
    lower: (usize, usize),
    /// The clause it belongs to, counted from 0.
    pub(crate) clause: u32,
    /// Whether it has three letters or more, all capitals.
    pub(crate) shouted: bool,
}

/// The words of a text, and what was counted on the way.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// The words in order.
    pub(crate) list: Vec<Word>,
    lower: String,
    /// Exclamation marks.
    pub(crate) exclamations: u32,
    /// Question marks outside of links.
    pub(crate) questions: u32,
    /// Where the first question mark stands.
    pub(crate) question_at: Option<Span>,
    /// Letters, and how many of them are capitals.
    pub(crate) letters: u32,
    /// Capital letters.
    pub(crate) capitals: u32,
    /// The longest run of one sign or letter.
    pub(crate) longest_run: u32,
}

impl Words {
    /// Splits a text.
    pub(crate) fn of(text: &str) -> Self {
        let mut words = Self { lower: String::with_capacity(text.len() + 16), ..Self::default() };
        let (mut at, mut clause) = (0, 0);
        let mut run = (' ', 0_u32);
        while let Some(rest) = text.get(at..) {
            let Some(c) = rest.chars().next() else { break };
            if words.list.len() >= MOST_WORDS {
                break;
            }
            run = if run.0 == c && !c.is_whitespace() { (c, run.1 + 1) } else { (c, 1) };
            words.longest_run = words.longest_run.max(run.1);
            let taken = words.take(rest, c, at, clause);
            if taken > 0 {
                at += taken;
                continue;
            }
            match c {
                '!' => words.exclamations += 1,
                '?' | '？' => {
                    words.questions += 1;
                    words.question_at.get_or_insert(span(at, at + c.len_utf8()));
                }
                _ => {}
            }
            if matches!(c, '.' | '!' | '?' | ',' | ';' | ':' | '\n' | '。' | '、' | '，') {
                clause += 1;
            }
            at += c.len_utf8();
        }
        words
    }

    /// The lower-case form of a word.
    pub(crate) fn lower(&self, word: &Word) -> &str {
        self.lower.get(word.lower.0..word.lower.1).unwrap_or_default()
    }

    /// Takes the word that begins here, and says how many bytes it has; 0 when none begins.
    fn take(&mut self, rest: &str, c: char, at: usize, clause: u32) -> usize {
        let (kind, skip, len) = match c {
            _ if is_link(rest) => (Kind::Link, 0, link_len(rest)),
            '@' | '#' => {
                let len = rest.get(1..).map_or(0, name_len);
                if len == 0 {
                    return 0;
                }
                (if c == '@' { Kind::Mention } else { Kind::Hashtag }, 1, len + 1)
            }
            c if is_emoji(c) => (Kind::Emoji, 0, c.len_utf8()),
            ':' | ';' | '=' | '<' => match SMILEYS.iter().find(|s| rest.starts_with(**s)) {
                Some(smiley) => (Kind::Emoji, 0, smiley.len()),
                None => return 0,
            },
            c if c.is_alphanumeric() => (Kind::Plain, 0, word_len(rest)),
            _ => return 0,
        };
        let written = rest.get(skip..len).unwrap_or_default();
        let start = self.lower.len();
        let shouted = self.fold(written, kind);
        let lower = (start, self.lower.len());
        self.list.push(Word { kind, span: span(at, at + len), lower, clause, shouted });
        len
    }

    /// Adds the lower-case form, with the curly apostrophe made straight; says whether the word is
    /// all capitals.
    fn fold(&mut self, written: &str, kind: Kind) -> bool {
        if matches!(kind, Kind::Emoji | Kind::Link) {
            self.lower.push_str(written);
            return false;
        }
        let (mut letters, mut capitals, mut run, mut last) = (0_u32, 0_u32, 1_u32, ' ');
        for c in written.chars() {
            letters += u32::from(c.is_alphabetic());
            capitals += u32::from(c.is_uppercase());
            run = if c == last { run + 1 } else { 1 };
            last = c;
            self.longest_run = self.longest_run.max(run);
            // "sooooo" is read as "soo"; the lexicon knows that too.
            if run > 2 && c.is_alphabetic() {
                continue;
            }
            match c {
                '’' => self.lower.push('\''),
                c if c.is_ascii() => self.lower.push(c.to_ascii_lowercase()),
                c => self.lower.extend(c.to_lowercase()),
            }
        }
        self.letters += letters;
        self.capitals += capitals;
        letters >= 3 && letters == capitals
    }
}

fn span(start: usize, end: usize) -> Span {
    let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { start: short(start), end: short(end) }
}

fn is_link(rest: &str) -> bool {
    ["http://", "https://", "www.", "t.me/", "wa.me/", "bit.ly/"]
        .iter()
        .any(|start| rest.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)))
}

fn link_len(rest: &str) -> usize {
    rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | ')'))
        .unwrap_or(rest.len())
}

fn name_len(rest: &str) -> usize {
    rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())
}

/// Letters, digits and marks, and an apostrophe between two letters.
fn word_len(rest: &str) -> usize {
    let mut end = 0;
    for (at, c) in rest.char_indices() {
        let inside = c.is_alphanumeric() || is_mark(c);
        if inside {
            end = at + c.len_utf8();
        } else if !matches!(c, '\'' | '’') || at != end {
            break;
        }
    }
    end
}

/// Combining marks of scripts whose words hold them, such as Devanagari and Thai.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{e31}'..='\u{e4e}')
}

/// Pictures, without the signs that only change the one before.
const fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1f300}'..='\u{1f3fa}' | '\u{1f400}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}')
}

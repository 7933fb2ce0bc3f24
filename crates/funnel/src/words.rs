//! A post's words, each with its place.
//!
//! Where words begin and end, and what is a mention or a link, is `earshot_text`'s to say. Their
//! form is the funnel's own: `earshot_text` folds "schön" and "schon" into one, which is right for
//! a search and wrong for a mood. What stands between the words counts here too: smileys, marks,
//! ends of clauses.

use earshot_model::Span;
use earshot_text::{TokenKind, Tokens, tokenize};

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

/// How many kinds of words there are.
const KINDS: usize = 5;

impl Kind {
    const fn place(self) -> usize {
        match self {
            Self::Plain => 0,
            Self::Mention => 1,
            Self::Hashtag => 2,
            Self::Link => 3,
            Self::Emoji => 4,
        }
    }
}

/// The words of a text, and what was counted on the way. One is used again for many texts, so that
/// reading asks for no memory.
#[derive(Debug, Default, Clone)]
pub(crate) struct Words {
    /// The words in order.
    pub(crate) list: Vec<Word>,
    lower: String,
    kinds: [usize; KINDS],
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
    /// Splits a text into a buffer of its own.
    #[cfg(test)]
    pub(crate) fn of(text: &str) -> Self {
        let mut words = Self::default();
        words.read(text, &mut Tokens::default());
        words
    }

    /// Splits a text, and forgets the one before. `tokens` is room to work in.
    pub(crate) fn read(&mut self, text: &str, tokens: &mut Tokens) {
        let (mut list, mut lower) =
            (std::mem::take(&mut self.list), std::mem::take(&mut self.lower));
        list.clear();
        lower.clear();
        *self = Self { list, lower, ..Self::default() };
        tokenize(text, tokens);
        let (mut at, mut clause) = (0, 0);
        for token in tokens.iter().take(MOST_WORDS) {
            let place = token.span();
            let start = usize::try_from(place.start).unwrap_or(usize::MAX);
            self.between(text, &mut at, start, &mut clause);
            // A smiley such as ":D" may have taken the word's letter.
            if at > start {
                continue;
            }
            at = usize::try_from(place.end).unwrap_or(usize::MAX);
            let (kind, skip) = match token.kind() {
                TokenKind::Word => (Kind::Plain, 0),
                TokenKind::Hashtag => (Kind::Hashtag, 1),
                TokenKind::Mention => (Kind::Mention, 1),
                TokenKind::Cashtag => (Kind::Plain, 1),
                TokenKind::Url => (Kind::Link, 0),
                TokenKind::Emoji => (Kind::Emoji, 0),
            };
            let written = match kind {
                Kind::Emoji => token.base().unwrap_or(token.form()),
                // Signs of tags are one byte, or three in their wide forms, which no list holds.
                _ => text.get(start + skip..at).unwrap_or_default(),
            };
            self.push(kind, place, written, clause);
        }
        self.between(text, &mut at, text.len(), &mut clause);
    }

    /// How many words of a kind there are.
    pub(crate) fn count(&self, kind: Kind) -> usize {
        self.kinds.get(kind.place()).copied().unwrap_or(0)
    }

    /// The lower-case form of a word.
    pub(crate) fn lower(&self, word: &Word) -> &str {
        self.lower.get(word.lower.0..word.lower.1).unwrap_or_default()
    }

    /// Reads what stands between two words.
    fn between(&mut self, text: &str, at: &mut usize, until: usize, clause: &mut u32) {
        let mut run = (' ', 0_u32);
        while *at < until {
            let Some(rest) = text.get(*at..) else { break };
            let Some(c) = rest.chars().next() else { break };
            let may_smile = matches!(c, ':' | ';' | '=' | '<');
            let smiley = SMILEYS.iter().filter(|_| may_smile);
            if let Some(smiley) = smiley.clone().find(|smiley| rest.starts_with(**smiley)) {
                let end = *at + smiley.len();
                self.push(Kind::Emoji, span(*at, end), smiley, *clause);
                *at = end;
                continue;
            }
            run = if run.0 == c && !c.is_whitespace() { (c, run.1 + 1) } else { (c, 1) };
            self.longest_run = self.longest_run.max(run.1);
            match c {
                '!' => self.exclamations += 1,
                '?' | '？' | '؟' => {
                    self.questions += 1;
                    self.question_at.get_or_insert(span(*at, *at + c.len_utf8()));
                }
                _ => {}
            }
            if matches!(c, '.' | '!' | '?' | ',' | ';' | ':' | '\n' | '。' | '、' | '，') {
                *clause += 1;
            }
            *at += c.len_utf8();
        }
    }

    fn push(&mut self, kind: Kind, span: Span, written: &str, clause: u32) {
        let start = self.lower.len();
        let shouted = self.fold(written, kind);
        self.kinds.iter_mut().skip(kind.place()).take(1).for_each(|count| *count += 1);
        self.list.push(Word { kind, span, lower: (start, self.lower.len()), clause, shouted });
    }

    /// Adds the lower-case form, with the curly apostrophe made straight; says whether the word is
    /// all capitals.
    fn fold(&mut self, written: &str, kind: Kind) -> bool {
        if matches!(kind, Kind::Emoji | Kind::Link) {
            self.lower.push_str(written);
            return false;
        }
        if written.is_ascii() {
            return self.fold_ascii(written);
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
                '’' | 'ʼ' | '＇' => self.lower.push('\''),
                // What nobody sees hides no word.
                '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe0f}' | '\u{feff}' => {}
                c if c.is_ascii() => self.lower.push(c.to_ascii_lowercase()),
                c => self.lower.extend(c.to_lowercase()),
            }
        }
        self.count_letters(letters, capitals)
    }

    /// The same for a word of ASCII, which most are.
    fn fold_ascii(&mut self, written: &str) -> bool {
        let (mut letters, mut capitals, mut run, mut last) = (0_u32, 0_u32, 1_u32, b' ');
        let mut longest = 0;
        for byte in written.bytes() {
            letters += u32::from(byte.is_ascii_alphabetic());
            capitals += u32::from(byte.is_ascii_uppercase());
            run = if byte == last { run + 1 } else { 1 };
            last = byte;
            longest = longest.max(run);
        }
        self.longest_run = self.longest_run.max(longest);
        if longest > 2 {
            self.squeeze_ascii(written);
        } else {
            let start = self.lower.len();
            self.lower.push_str(written);
            self.lower.get_mut(start..).into_iter().for_each(str::make_ascii_lowercase);
        }
        self.count_letters(letters, capitals)
    }

    /// Adds a word of ASCII in which a letter may stand more than twice in a row: twice is enough.
    fn squeeze_ascii(&mut self, written: &str) {
        let (mut run, mut last) = (1_u32, b' ');
        for byte in written.bytes() {
            run = if byte == last { run + 1 } else { 1 };
            last = byte;
            if run <= 2 || !byte.is_ascii_alphabetic() {
                self.lower.push(char::from(byte.to_ascii_lowercase()));
            }
        }
    }

    /// Says whether a word with these letters is all capitals.
    const fn count_letters(&mut self, letters: u32, capitals: u32) -> bool {
        self.letters += letters;
        self.capitals += capitals;
        letters >= 3 && letters == capitals
    }
}

fn span(start: usize, end: usize) -> Span {
    let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { start: short(start), end: short(end) }
}

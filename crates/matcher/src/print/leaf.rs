//! Writes tests.

use std::fmt::{Display, Formatter, Result, Write};

use crate::ast::{
    Glob, GlobPiece, HandleRole, Leaf, LinkScope, NumberRange, Pattern, Raw, Sigil, Slop,
    TextField, UrlTest, VerdictTest, WordTest,
};

impl Display for Leaf {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Words(tests) => phrase(f, tests),
            Self::Raw(raw) => raw.fmt(f),
            Self::Slop(slop) => slop.fmt(f),
            Self::InField(field, tests) => {
                write!(f, "{}:", field.name())?;
                phrase(f, tests)
            }
            Self::Handle(role, name) => {
                write!(f, "{}:", role.name())?;
                value(f, name)
            }
            Self::Language(code) => write!(f, "lang:{code}"),
            Self::Country(code) => write!(f, "country:{code}"),
            Self::City(name) => {
                f.write_str("city:")?;
                value(f, name)
            }
            Self::Channel(name) => {
                f.write_str("channel:")?;
                value(f, name)
            }
            Self::Host(host) => {
                f.write_str(if host.contains('.') { "site:" } else { "topleveldomain:" })?;
                value(f, host)
            }
            Self::Link(scope, test) => {
                write!(f, "{}:", scope.name())?;
                value(f, &test.to_string())
            }
            Self::Trait(asked) => {
                let (field, name) = asked.written();
                write!(f, "{field}:{name}")
            }
            Self::Number(field, range) => write!(f, "{}:{range}", field.name()),
            Self::Verdict(test) => test.fmt(f),
        }
    }
}

/// A single word as it is, several in quotes. An address needs quotes, as brackets may be in it.
fn phrase(f: &mut Formatter<'_>, tests: &[WordTest]) -> Result {
    match tests {
        [test] if test.sigil != Sigil::Url => test.fmt(f),
        tests => {
            f.write_char('"')?;
            spaced(f, tests)?;
            f.write_char('"')
        }
    }
}

fn spaced(f: &mut Formatter<'_>, tests: &[WordTest]) -> Result {
    for (place, test) in tests.iter().enumerate() {
        if place > 0 {
            f.write_char(' ')?;
        }
        test.fmt(f)?;
    }
    Ok(())
}

/// A value of a field: in quotes unless every character is plain.
fn value(f: &mut Formatter<'_>, value: &str) -> Result {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '@');
    if value.chars().all(plain) { f.write_str(value) } else { write!(f, "\"{value}\"") }
}

impl Display for WordTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self.sigil {
            Sigil::Any => "",
            Sigil::Hashtag => "#",
            Sigil::Mention => "@",
            Sigil::Cashtag => "$",
            Sigil::Url => "https://",
        })?;
        match &self.pattern {
            Pattern::Exact(form) => {
                f.write_str(form)?;
                // At the end of an address, such a sign would belong to the sentence.
                let ends = self.sigil == Sigil::Url && !form.ends_with(char::is_alphanumeric);
                if ends { f.write_char('/') } else { Ok(()) }
            }
            Pattern::Glob(glob) => glob.fmt(f),
        }
    }
}

impl Display for Glob {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.pieces().iter().try_for_each(|piece| match piece {
            GlobPiece::Text(text) => f.write_str(text),
            GlobPiece::One => f.write_char('?'),
            GlobPiece::Many => f.write_char('*'),
        })
    }
}

impl Display for Raw {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(if self.any_case { "+\"" } else { "raw:\"" })?;
        let mut gaps = self.gaps.iter();
        for token in &self.tokens {
            f.write_str(gaps.next().map_or("", String::as_str))?;
            f.write_str(&token.text)?;
        }
        f.write_str(gaps.next().map_or("", String::as_str))?;
        f.write_char('"')
    }
}

impl Display for Slop {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let single = |item: &Vec<WordTest>| item.len() == 1;
        let [open, close] = if self.items.iter().all(single) { ['"', '"'] } else { ['(', ')'] };
        f.write_char(open)?;
        for (place, item) in self.items.iter().enumerate() {
            if place > 0 {
                f.write_char(' ')?;
            }
            if open == '"' { spaced(f, item)? } else { phrase(f, item)? }
        }
        write!(f, "{close}~{}", self.foreign)
    }
}

impl Display for UrlTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Words(words) => f.write_str(&words.join("-")),
            Self::Parts { parts, rooted } => {
                let joined = parts.join("/");
                // A slash says that these are parts, where nothing else does.
                let bare = !rooted && !joined.contains(['.', '/']);
                let [before, after] = [if *rooted { "/" } else { "" }, if bare { "/" } else { "" }];
                write!(f, "{before}{joined}{after}")
            }
        }
    }
}

impl Display for VerdictTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Sentiment(word) => write!(f, "sentiment:{word}"),
            Self::Emotion(word) => write!(f, "emotion:{word}"),
            Self::Intent(word) => write!(f, "intent:{word}"),
            Self::Urgency(word) => write!(f, "urgency:{word}"),
            Self::Timeliness(word) => write!(f, "timeliness:{word}"),
            Self::Value(word) => write!(f, "value:{word}"),
            Self::Influence(word) => write!(f, "influence:{word}"),
            Self::Identity(word) => write!(f, "identity:{word}"),
            Self::ExpectsReply => f.write_str("expects:reply"),
            Self::Spam => f.write_str("is:spam"),
            Self::Noise => f.write_str("is:noise"),
        }
    }
}

impl Display for NumberRange {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => write!(f, "{min}"),
            (Some(min), Some(max)) => write!(f, "{min}..{max}"),
            (Some(min), None) => write!(f, ">={min}"),
            (None, Some(max)) => write!(f, "<={max}"),
            (None, None) => f.write_str(">=0"),
        }
    }
}

impl HandleRole {
    /// The field by which a query asks for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::To => "to",
            Self::SharedFrom => "retweets_of",
        }
    }
}

impl TextField {
    /// The field by which a query asks for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::AuthorName => "authorname",
            Self::Bio => "bio",
        }
    }
}

impl LinkScope {
    /// The field by which a query asks for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Written => "url",
            Self::Target => "links",
        }
    }
}

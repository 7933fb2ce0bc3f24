//! Words with wildcards.

/// A form with `*` and `?` at any place.
///
/// Canonical: no text is empty, no two texts and no two stars stand side by side, and of stars
/// and question marks side by side the question marks come first. At least one piece is a
/// wildcard. Where there is a star, one text has two letters or digits or more, else all texts
/// together have.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Glob {
    pieces: Vec<GlobPiece>,
}

/// A piece of a form with wildcards.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum GlobPiece {
    /// This text.
    Text(String),
    /// `?`: exactly one character.
    One,
    /// `*`: any characters, or none.
    Many,
}

impl Glob {
    /// Puts pieces into canonical order; `None` where no wildcard is among them.
    #[must_use]
    pub fn new(pieces: impl IntoIterator<Item = GlobPiece>) -> Option<Self> {
        let mut canonical: Vec<GlobPiece> = Vec::new();
        let mut many = false;
        for piece in pieces {
            match piece {
                GlobPiece::Many => many = true,
                GlobPiece::One => canonical.push(GlobPiece::One),
                GlobPiece::Text(text) if text.is_empty() => {}
                GlobPiece::Text(text) => {
                    if std::mem::take(&mut many) {
                        canonical.push(GlobPiece::Many);
                    }
                    match canonical.last_mut() {
                        Some(GlobPiece::Text(before)) => before.push_str(&text),
                        _ => canonical.push(GlobPiece::Text(text)),
                    }
                }
            }
        }
        if many {
            canonical.push(GlobPiece::Many);
        }
        let wild = canonical.iter().any(|piece| !matches!(piece, GlobPiece::Text(_)));
        wild.then_some(Self { pieces: canonical })
    }

    /// Its pieces in canonical order.
    #[must_use]
    pub fn pieces(&self) -> &[GlobPiece] {
        &self.pieces
    }

    /// The start of the word, where it has the form `start*`.
    #[must_use]
    pub fn prefix(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [GlobPiece::Text(start), GlobPiece::Many] => Some(start),
            _ => None,
        }
    }

    /// Whether a star is among the pieces.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.pieces.contains(&GlobPiece::Many)
    }

    /// Whether `form` fits. Takes at most time proportional to the length of `form` times the
    /// number of pieces.
    #[must_use]
    pub fn fits(&self, form: &str) -> bool {
        fits(&self.pieces, form)
    }
}

/// Goes along the pieces; after a star, tries the rest at each later character. Only the last star
/// needs to be tried again, as earlier ones took the first place where their text stood.
fn fits(pieces: &[GlobPiece], form: &str) -> bool {
    let (mut pieces, mut form) = (pieces, form);
    let mut again: Option<(&[GlobPiece], &str)> = None;
    loop {
        let step = match pieces.split_first() {
            None => form.is_empty().then_some((pieces, form)),
            Some((GlobPiece::Many, rest)) => {
                again = Some((rest, form));
                Some((rest, form))
            }
            Some((GlobPiece::One, rest)) => after_one(form).map(|form| (rest, form)),
            Some((GlobPiece::Text(text), rest)) => {
                form.strip_prefix(text.as_str()).map(|form| (rest, form))
            }
        };
        match step {
            Some(([], "")) => return true,
            Some(next) => (pieces, form) = next,
            None => {
                let Some((rest, from)) = again else { return false };
                let Some(from) = after_one(from) else { return false };
                again = Some((rest, from));
                (pieces, form) = (rest, from);
            }
        }
    }
}

fn after_one(form: &str) -> Option<&str> {
    let mut characters = form.chars();
    characters.next().map(|_| characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glob(text: &str) -> Glob {
        let pieces = text.chars().map(|c| match c {
            '*' => GlobPiece::Many,
            '?' => GlobPiece::One,
            c => GlobPiece::Text(c.to_string()),
        });
        Glob::new(pieces).unwrap()
    }

    #[test]
    fn wildcards_fit() {
        for (pattern, form, expected) in [
            ("refund*", "refund", true),
            ("refund*", "refunds", true),
            ("refund*", "refun", false),
            ("colo?r", "colour", true),
            ("colo?r", "color", false),
            ("*gate", "watergate", true),
            ("*gate", "gates", false),
            ("*phone*", "iphones", true),
            ("a*bc*d", "abcbcd", true),
            ("a*bc", "abcbc", true),
            ("a*bc", "abcb", false),
            ("?é", "éé", true),
            ("ab?", "ab", false),
            ("ab*?", "abc", true),
            ("ab*?", "ab", false),
        ] {
            assert_eq!(glob(pattern).fits(form), expected, "{pattern} on {form}");
        }
    }

    #[test]
    fn pieces_stand_in_one_order() {
        assert_eq!(glob("a**?*b"), glob("a?*b"));
        assert_eq!(glob("ab*").prefix(), Some("ab"));
        assert_eq!(glob("ab?").prefix(), None);
        assert_eq!(Glob::new([GlobPiece::Text("a".into())]), None);
    }

    #[test]
    fn many_stars_stay_quick() {
        let pattern = glob(&("a*".repeat(500) + "b"));
        assert!(!pattern.fits(&"a".repeat(100_000)));
    }
}

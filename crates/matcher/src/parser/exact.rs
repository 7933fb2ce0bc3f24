//! Words exactly as written: `raw:"Google+"`, `!NASA`, `++"Apple Pay"`, `+"at&t"`, `{BT}`.

use earshot_model::Span;
use earshot_text::{TokenKind, Tokens};

use super::Parser;
use super::words::sigil;
use crate::ast::{Leaf, Raw, RawToken};
use crate::error::Problem;
use crate::lexer::{Fault, Lexeme, Read};

impl Parser<'_, '_, '_> {
    /// A sign, and the word or phrase that follows it.
    pub(super) fn exact_sign(&mut self, any_case: bool, at: Span) -> Read<()> {
        let next = self.glued(at).and_then(|next| match next.lexeme {
            Lexeme::Word(text) | Lexeme::Quoted { text, .. } => Some((text, next.at)),
            _ => None,
        });
        let Some((text, end)) = next else {
            return Err(Fault { at, problem: Problem::MissingValue { field: "raw" } });
        };
        self.at += 1;
        if let Some(field) = self.inside() {
            let problem = Problem::OperatorInField { operator: "!", field: field.name() };
            return Err(Fault { at, problem });
        }
        self.exact(text, any_case, Span { start: at.start, end: end.end })
    }

    /// A text as it is written.
    pub(super) fn exact(&mut self, text: &str, any_case: bool, at: Span) -> Read<()> {
        if let Some(tilde) = self.glued(at)
            && matches!(tilde.lexeme, Lexeme::Tilde(_))
        {
            let problem = Problem::OperatorInField { operator: "~", field: "raw" };
            return Err(Fault { at: tilde.at, problem });
        }
        let raw = raw(text, any_case).ok_or_else(|| {
            let problem = Problem::NothingSearchable { text: text.to_owned() };
            Fault { at, problem }
        })?;
        self.leaf(Leaf::Raw(raw), at)
    }
}

/// Tokens and gaps of a text; `None` where it has no token.
pub(super) fn raw(text: &str, any_case: bool) -> Option<Raw> {
    let text = text.trim();
    let split = Tokens::of(text);
    let (mut tokens, mut gaps, mut after) = (Vec::new(), Vec::new(), 0);
    for token in split.iter() {
        let start = usize::try_from(token.span().start).ok()?;
        let end = usize::try_from(token.span().end).ok()?;
        // `½` is 1 and 2: the second stands on the characters of the first.
        let again = start < after;
        gaps.push(blanks(text.get(after..start).unwrap_or_default()));
        after = end.max(after);
        // Variation selectors of an emoji cannot be seen, so its form stands for it.
        let emoji = token.kind() == TokenKind::Emoji;
        let written = match text.get(start..end)? {
            _ if again => "",
            _ if emoji => token.form(),
            written => written,
        };
        tokens.push(RawToken {
            sigil: sigil(token.kind()),
            form: token.form().to_owned(),
            text: written.to_owned(),
        });
    }
    gaps.push(blanks(text.get(after..)?));
    (!tokens.is_empty()).then_some(Raw { tokens, gaps, any_case })
}

/// The text with every run of white space as one blank.
fn blanks(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c != ' ' || !out.ends_with(' ') {
            out.push(c);
        }
    }
    out
}

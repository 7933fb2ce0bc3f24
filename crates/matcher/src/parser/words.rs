//! Words and phrases: what the tokenizer makes of them, with stars at the end of words.

use earshot_model::Span;
use earshot_text::{TokenKind, TokenRef, Tokens};

use super::Parser;
use crate::ast::{Glob, GlobPiece, Leaf, Node, Pattern, Sigil, WordTest};
use crate::error::{Problem, QueryError};
use crate::warning::{Caution, Warning};

/// Letters that must stand before a star.
const SHORTEST_PREFIX: usize = 2;

impl Parser<'_, '_> {
    /// One word; several tokens, such as those of `e-mail` or 東京, are a phrase.
    pub(super) fn word(&mut self, text: &str, at: Span) -> Result<Node, QueryError> {
        self.at += 1;
        if let Some(field) = self.field {
            return self.value(field, text, at);
        }
        if let Some(operator) = unknown_operator(text) {
            return Err(QueryError { at, problem: Problem::UnknownOperator { operator } });
        }
        if matches!(text, "and" | "or" | "not") {
            let caution = Caution::LowerCaseOperator { word: text.to_owned() };
            self.warnings.push(Warning { at, caution });
        }
        let mut tests = Vec::new();
        self.piece(text, at, false, &mut tests)?;
        self.leaf(tests, text, at)
    }

    /// What stands between quotes.
    pub(super) fn phrase(&mut self, text: &str, at: Span) -> Result<Node, QueryError> {
        self.at += 1;
        if let Some(field) = self.field {
            return self.value(field, text, at);
        }
        let mut tests = Vec::new();
        for piece in text.split_whitespace() {
            self.piece(piece, at, true, &mut tests)?;
        }
        self.leaf(tests, text, at)
    }

    fn leaf(&mut self, tests: Vec<WordTest>, text: &str, at: Span) -> Result<Node, QueryError> {
        if tests.is_empty() {
            let problem = Problem::NothingSearchable { text: text.to_owned() };
            return Err(QueryError { at, problem });
        }
        self.terms += tests.len();
        Ok(Node::Leaf(Leaf::Words(tests)))
    }

    /// Adds the tests of a text without white space.
    fn piece(
        &mut self,
        piece: &str,
        at: Span,
        quoted: bool,
        tests: &mut Vec<WordTest>,
    ) -> Result<(), QueryError> {
        let body = piece.trim_end_matches('*');
        let tokens = Tokens::of(body);
        if has_inner_wildcard(body, &tokens, quoted) {
            let problem = Problem::WildcardInside { text: piece.to_owned() };
            return Err(QueryError { at, problem });
        }
        tests.extend(tokens.iter().map(|token| test(&token)));
        // A lone star between words is punctuation.
        if body.len() == piece.len() || body.is_empty() {
            return Ok(());
        }
        let last = tokens.iter().last().filter(|last| ends_at(last, body));
        match last {
            Some(last) if stands_alone(&last) => {
                self.warnings.push(Warning { at, caution: Caution::StarDropped });
            }
            Some(last) if last.form().chars().count() >= SHORTEST_PREFIX => {
                if let Some(test) = tests.last_mut() {
                    make_prefix(test);
                }
            }
            _ => {
                let problem = Problem::PrefixTooShort { text: body.to_owned() };
                return Err(QueryError { at, problem });
            }
        }
        Ok(())
    }
}

fn test(token: &TokenRef<'_>) -> WordTest {
    let sigil = match token.kind() {
        TokenKind::Word | TokenKind::Emoji => Sigil::Any,
        TokenKind::Hashtag => Sigil::Hashtag,
        TokenKind::Mention => Sigil::Mention,
        TokenKind::Cashtag => Sigil::Cashtag,
        TokenKind::Url => Sigil::Url,
    };
    WordTest { sigil, pattern: Pattern::Exact(token.form().to_owned()) }
}

fn make_prefix(test: &mut WordTest) {
    let start = test.exact().unwrap_or_default().to_owned();
    if let Some(glob) = Glob::new([GlobPiece::Text(start), GlobPiece::Many]) {
        test.pattern = Pattern::Glob(glob);
    }
}

/// Operators of other listening languages, which would be searched as words otherwise.
fn unknown_operator(text: &str) -> Option<String> {
    let name = text.split('/').next().unwrap_or_default();
    let near = matches!(name, "NEAR" | "ONEAR" | "WITHIN")
        && (text.len() == name.len() || {
            let distance = text.get(name.len() + 1..).unwrap_or_default();
            distance.trim_end_matches('f').chars().all(|c| c.is_ascii_digit())
        });
    let before_word = |sign: &str| {
        text.strip_prefix(sign).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
    };
    if near || before_word("~") || before_word("!") || before_word("++") {
        return Some(text.to_owned());
    }
    None
}

/// Whether a wildcard stands before or inside of a word. In quotes `?` is punctuation.
fn has_inner_wildcard(body: &str, tokens: &Tokens, quoted: bool) -> bool {
    body.char_indices().any(|(at, c)| {
        let wildcard = match c {
            '*' => true,
            '?' => {
                !quoted && body.get(at + 1..).is_some_and(|b| b.starts_with(char::is_alphanumeric))
            }
            _ => false,
        };
        wildcard && !tokens.iter().any(|token| covers(&token, at))
    })
}

fn covers(token: &TokenRef<'_>, at: usize) -> bool {
    let at = u32::try_from(at).unwrap_or(u32::MAX);
    token.span().start <= at && at < token.span().end
}

fn ends_at(token: &TokenRef<'_>, body: &str) -> bool {
    usize::try_from(token.span().end).is_ok_and(|end| end == body.len())
}

/// Whether nothing can follow inside of such a token: emoji, web addresses, and characters of
/// scripts without spaces, of which two in a row are two tokens.
fn stands_alone(token: &TokenRef<'_>) -> bool {
    match token.kind() {
        TokenKind::Emoji | TokenKind::Url => true,
        TokenKind::Word => Tokens::of(&token.form().repeat(2)).len() > 1,
        TokenKind::Hashtag | TokenKind::Mention | TokenKind::Cashtag => false,
    }
}

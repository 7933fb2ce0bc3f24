//! Words and phrases: what the tokenizer makes of them, with wildcards at any place.

use earshot_model::Span;
use earshot_text::{TokenKind, TokenRef, Tokens};

use super::Parser;
use super::together::pieces;
use crate::ast::{Glob, GlobPiece, Pattern, Sigil, WordTest};
use crate::error::Problem;
use crate::lexer::{Fault, Read, span};
use crate::warning::Caution;

/// Letters that must stand beside a wildcard.
const FEWEST_LETTERS: usize = 2;

/// Letters that stand for wildcards while a word is split, so that it is split as any word is.
/// They are of a script in which nobody writes posts; a word that has them gets others.
const STAND_INS: std::ops::RangeInclusive<char> = '\u{12000}'..='\u{12080}';

impl Parser<'_, '_, '_> {
    /// The tests of a text; white space parts its pieces.
    pub(super) fn phrase(&mut self, text: &str, at: Span) -> Read<Vec<WordTest>> {
        let start = usize::try_from(at.start).unwrap_or(usize::MAX);
        let mut tests = Vec::new();
        for (offset, piece) in pieces(text) {
            let at = span(start + offset, start + offset + piece.len());
            tests.append(&mut self.piece(piece, at)?);
        }
        if tests.is_empty() {
            let problem = Problem::NothingSearchable { text: text.to_owned() };
            return Err(Fault { at, problem });
        }
        Ok(tests)
    }

    /// The tests of a text without white space.
    pub(super) fn piece(&mut self, piece: &str, at: Span) -> Read<Vec<WordTest>> {
        let fault = |problem| Fault { at, problem };
        let plain = Tokens::of(piece);
        if plain.iter().any(|token| is_lone_tone(&token)) {
            return Err(fault(Problem::LoneTone { text: piece.to_owned() }));
        }
        if !piece.contains(['*', '?']) {
            return Ok(plain.iter().map(|token| test(&token)).collect());
        }
        let tests = wild(piece, &plain).map_err(fault)?;
        let questions = piece.trim_end_matches('?');
        let ends_open = tests.last().is_some_and(|test| test.exact().is_none());
        if questions.len() < piece.len() && !questions.ends_with('*') && ends_open {
            self.warn(at, Caution::QuestionMark { word: piece.to_owned() });
        }
        Ok(tests)
    }
}

/// The tests of a text with wildcards.
fn wild(piece: &str, plain: &Tokens) -> Result<Vec<WordTest>, Problem> {
    let mut free = STAND_INS.filter(|c| !piece.contains(*c));
    let (Some(many), Some(one)) = (free.next(), free.next()) else {
        return Err(Problem::TooShort { text: piece.to_owned() });
    };
    let mut replaced = String::with_capacity(piece.len() * 4);
    for (at, c) in piece.char_indices() {
        replaced.push(match c {
            '*' | '?' if is_literal(plain, at) => c,
            // Behind an address a question mark belongs to the sentence.
            '?' if is_literal(plain, at.saturating_sub(1)) && at + 1 == piece.len() => ' ',
            '*' => many,
            '?' => one,
            c => c,
        });
    }
    let tokens = Tokens::of(&replaced);
    let mut tests = Vec::with_capacity(tokens.len());
    let mut before: Option<TokenRef<'_>> = None;
    for token in tokens.iter() {
        let open = |token: &TokenRef<'_>| token.form().contains([many, one]);
        if let Some(before) = before
            && before.span().end == token.span().start
            && (open(&before) || open(&token))
        {
            return Err(Problem::WildcardBeside { text: piece.to_owned() });
        }
        tests.push(if open(&token) { glob(piece, &token, many, one)? } else { test(&token) });
        before = Some(token);
    }
    Ok(tests)
}

fn glob(piece: &str, token: &TokenRef<'_>, many: char, one: char) -> Result<WordTest, Problem> {
    if token.kind() == TokenKind::Url {
        return Err(Problem::WildcardInAddress { text: piece.to_owned() });
    }
    let parts = token.form().chars().map(|c| match c {
        c if c == many => GlobPiece::Many,
        c if c == one => GlobPiece::One,
        c => GlobPiece::Text(c.to_string()),
    });
    let glob = Glob::new(parts).filter(has_letters);
    let glob = glob.ok_or_else(|| Problem::TooShort { text: piece.to_owned() })?;
    Ok(WordTest { sigil: sigil(token.kind()), pattern: Pattern::Glob(glob) })
}

/// Whether enough letters stand beside the wildcards.
fn has_letters(glob: &Glob) -> bool {
    let letters = |piece: &GlobPiece| match piece {
        GlobPiece::Text(text) => text.chars().filter(|c| c.is_alphanumeric()).count(),
        GlobPiece::One | GlobPiece::Many => 0,
    };
    let counts = glob.pieces().iter().map(letters);
    let enough = if glob.is_open() { counts.max().unwrap_or(0) } else { counts.sum() };
    enough >= FEWEST_LETTERS
}

fn test(token: &TokenRef<'_>) -> WordTest {
    WordTest { sigil: sigil(token.kind()), pattern: Pattern::Exact(token.form().to_owned()) }
}

pub(super) const fn sigil(kind: TokenKind) -> Sigil {
    match kind {
        TokenKind::Word | TokenKind::Emoji => Sigil::Any,
        TokenKind::Hashtag => Sigil::Hashtag,
        TokenKind::Mention => Sigil::Mention,
        TokenKind::Cashtag => Sigil::Cashtag,
        TokenKind::Url => Sigil::Url,
    }
}

/// Whether the byte belongs to an address or an emoji, where `*` and `?` are themselves.
fn is_literal(tokens: &Tokens, at: usize) -> bool {
    let at = u32::try_from(at).unwrap_or(u32::MAX);
    let behind = tokens.as_slice().partition_point(|token| token.span().start <= at);
    let token = behind.checked_sub(1).and_then(|last| tokens.as_slice().get(last));
    token.is_some_and(|token| {
        matches!(token.kind(), TokenKind::Url | TokenKind::Emoji) && at < token.span().end
    })
}

fn is_lone_tone(token: &TokenRef<'_>) -> bool {
    let mut form = token.form().chars();
    let tone = form.next().is_some_and(|c| matches!(c, '\u{1F3FB}'..='\u{1F3FF}'));
    token.kind() == TokenKind::Emoji && tone && form.next().is_none()
}

/// What a plain word with Latin accents finds as well; `None` for a word without.
pub(super) fn without_accents(word: &str) -> Option<String> {
    let accented = |c: char| matches!(c, 'À'..='ɏ' | 'Ḁ'..='ỿ');
    let plain = word.chars().all(char::is_alphabetic) && word.chars().any(accented);
    plain.then(|| earshot_text::fold(word)).filter(|folded| folded.is_ascii())
}

/// `and`, `or`, `not` and `near/5`, which mean nothing in lower case.
pub(super) fn is_lower_operator(word: &str) -> bool {
    let near = word.strip_prefix("near/").map(|distance| distance.trim_end_matches('f'));
    matches!(word, "and" | "or" | "not")
        || near.is_some_and(|n| !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether `~` and a number follow a word, as for spellings in other languages.
pub(super) fn has_tilde(word: &str) -> bool {
    word.split_once('~').is_some_and(|(before, after)| {
        after.chars().all(|c| c.is_ascii_digit() || c == '.')
            && (before.ends_with(char::is_alphanumeric) || before.ends_with('*'))
            && !before.contains("://")
    })
}

//! Words: operators, fields, and everything else without spaces.

use super::{Lexeme, Lexer, is_field, is_quote, until_gap};

impl<'a> Lexer<'a> {
    pub(super) fn word(&mut self, rest: &'a str) {
        let word = until_gap(rest);
        if self.after(is_field) {
            return self.push(Lexeme::Word(word), word.len());
        }
        if let Some((sign, any_case)) = exact_sign(rest) {
            return self.push(Lexeme::Exact { any_case }, sign.len());
        }
        if let Some(name) = field_name(word) {
            return self.push(Lexeme::Field(name), name.len() + 1);
        }
        let lexeme = match word {
            "AND" => Lexeme::And,
            "OR" => Lexeme::Or,
            "NOT" => Lexeme::Not,
            "WITHIN" => {
                if let Some(length) = within_sentence(rest) {
                    return self.push(Lexeme::Sentence, length);
                }
                Lexeme::Word(word)
            }
            word => near(word).unwrap_or(Lexeme::Word(word)),
        };
        self.push(lexeme, word.len());
    }
}

/// `NEAR`, `NEAR/5`, `NEAR/5f`, `ONEAR/5`.
fn near(word: &str) -> Option<Lexeme<'_>> {
    let (name, distance) = match word.split_once('/') {
        Some((name, distance)) => (name, Some(distance)),
        None => (word, None),
    };
    match name {
        "NEAR" => Some(Lexeme::Near { ordered: false, distance }),
        "ONEAR" => Some(Lexeme::Near { ordered: true, distance }),
        _ => None,
    }
}

/// The length of `WITHIN SENTENCE`, with the white space inside.
fn within_sentence(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix("WITHIN")?;
    let next = after.trim_start();
    (until_gap(next) == "SENTENCE").then(|| rest.len() - next.len() + "SENTENCE".len())
}

/// The sign that asks for what follows as it is written.
fn exact_sign(rest: &str) -> Option<(&str, bool)> {
    [("++", false), ("+", true), ("!", false)].into_iter().find(|(sign, _)| {
        rest.strip_prefix(sign)
            .and_then(|rest| rest.chars().next())
            .is_some_and(|c| c.is_alphanumeric() || is_quote(c) || matches!(c, '#' | '@' | '$'))
    })
}

/// `name` of `name:value`; `None` for plain words, times such as 12:30 and web addresses.
fn field_name(word: &str) -> Option<&str> {
    let (name, value) = word.split_once(':')?;
    let mut letters = name.chars();
    let named = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || c == '_');
    (named && !value.starts_with("//")).then_some(name)
}

//! What to do about a problem: in words, and as a change of the text where one is certain enough.

use earshot_model::Span;

use super::{Problem, Repair, Side};

impl Problem {
    /// What the writer can do, as one short sentence.
    pub(super) fn fix(&self) -> String {
        match self {
            Self::NothingBeside { operator, side } => {
                let end = if *side == Side::Left { "before" } else { "after" };
                format!("write a term {end} {operator}, or remove {operator}")
            }
            Self::UnknownField { name, near } => match near {
                Some(near) => format!("write {near}:"),
                None => format!("to search it as text, put it in quotes: \"{name} ...\""),
            },
            Self::UnknownValue { known, .. } => format!("use one of {known}"),
            Self::BadValue { example, .. } => format!("write, for example, {example}"),
            Self::MissingValue { field } => {
                format!("write the value right after the colon, without a space: {field}:value")
            }
            Self::NotANumber { field } => {
                format!("write {field}:>1000, {field}:<=50 or {field}:100..500")
            }
            Self::OperatorInField { field, .. } => {
                format!("write {field}: before each side, or join them with AND and OR")
            }
            Self::UnknownName { kind, .. } => {
                format!("check the spelling, or make the {} first", kind.field())
            }
            Self::InName { kind, inner, .. } => {
                format!("in that {}: {}", kind.field(), inner.fix())
            }
            Self::Distance { operator, .. } if *operator == "~" => {
                "write the number right after ~, as in \"late flight\"~5".to_owned()
            }
            _ => self.fixed().to_owned(),
        }
    }

    /// What to do where that does not depend on the query.
    const fn fixed(&self) -> &'static str {
        match self {
            Self::Empty => "write a word, a \"phrase\", a #tag or an @name",
            Self::TooLong { .. } | Self::TooManyTerms { .. } => "split it into several listeners",
            Self::TooDeep => "give a part of it a name, and write query:\"name\"",
            Self::MissingClose { .. } => "add a ) where the group ends",
            Self::StrayClose => "remove it, or add a ( where the group begins",
            Self::EmptyBrackets => "put a word between them, or remove them",
            Self::UnclosedQuote { .. } => "add a \" where the phrase ends",
            Self::UnclosedComment { .. } => "close the comment where it ends",
            Self::DoubleNot => "remove both, or write brackets: NOT (NOT a)",
            Self::NotNear { .. } => "put the rest outside: (a NEAR/5 b) AND rest",
            Self::Distance { .. } => "write NEAR/5, or NEAR/5f when the left side comes first",
            Self::NotTogether => "use NEAR/5 between groups",
            Self::TooManyTogether { .. } => "use fewer words, or NEAR",
            Self::TildeAfterWord => {
                "write \"late flight\"~5 for words close together; spellings can be listed with OR"
            }
            Self::NothingSearchable { .. } => {
                "use letters, numbers or emoji; punctuation counts only beside them, in raw:\"C++\""
            }
            Self::TooShort { .. } => "add letters beside the wildcard",
            Self::WildcardBeside { .. } => "remove the wildcard",
            Self::WildcardInAddress { .. } => "use site:example.com or url:word",
            Self::LoneTone { .. } => "write the emoji with its tone, such as 👍🏽",
            Self::EmptyRange => "put the smaller number first",
            Self::FieldInField => "close the bracket before the next field",
            Self::Circle { .. } => "write out what is needed instead of naming it",
            Self::NamesTooDeep => "name what is needed directly",
            Self::OnlyExcludes => "write what to look for before NOT",
            Self::OnlyFilters { .. } => "add a word, a #tag, an @name, author: or site:",
            _ => "correct it",
        }
    }
}

/// The change that removes the problem, where there is one that is probably meant.
pub(super) fn repair(text: &str, at: Span, problem: &Problem) -> Option<Repair> {
    let end = u32::try_from(text.len()).ok()?;
    let written = text.get(usize::try_from(at.start).ok()?..usize::try_from(at.end).ok()?)?;
    let replace = |text: String| Some(Repair { at, text });
    let insert = |place: u32, text: &str| {
        Some(Repair { at: Span { start: place, end: place }, text: text.to_owned() })
    };
    match problem {
        Problem::MissingClose { .. } if text.trim_end().ends_with('(') => None,
        Problem::MissingClose { .. } => insert(end, ")"),
        Problem::UnclosedQuote { .. } => insert(end, "\""),
        Problem::UnclosedComment { .. } => {
            insert(end, if written.starts_with("<<<") { ">>>" } else { "*/" })
        }
        Problem::StrayClose
        | Problem::EmptyBrackets
        | Problem::NothingBeside { .. }
        | Problem::DoubleNot => replace(String::new()),
        Problem::Distance { operator: "NEAR", got } => {
            let ordered = written.starts_with('O') || got.ends_with(['f', 'F']);
            replace(format!("NEAR/{}{}", nearest(got), if ordered { "f" } else { "" }))
        }
        Problem::Distance { got, .. } => replace(format!("~{}", nearest(got))),
        Problem::UnknownField { near: Some(near), .. } => replace(format!("{near}:")),
        Problem::UnknownValue { near: Some(near), value, .. } => {
            let start = written.rfind(value.as_str())?;
            replace(format!(
                "{}{near}{}",
                written.get(..start)?,
                written.get(start + value.len()..)?
            ))
        }
        Problem::WildcardBeside { .. } => replace(written.replace(['*', '?'], "")),
        Problem::EmptyRange => {
            let (field, range) = written.split_once(':')?;
            let (min, max) = range.split_once("..")?;
            replace(format!("{field}:{max}..{min}"))
        }
        _ => None,
    }
}

/// The allowed distance that is nearest to what was written.
fn nearest(got: &str) -> u32 {
    let digits: String = got.chars().take_while(char::is_ascii_digit).collect();
    match digits.parse::<u32>() {
        Ok(number) => number.min(crate::ast::MAX_DISTANCE),
        Err(_) if digits.is_empty() => 10,
        Err(_) => crate::ast::MAX_DISTANCE,
    }
}

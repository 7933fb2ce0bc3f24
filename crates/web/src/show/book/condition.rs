//! A condition as drop-downs: tests of a field, how it is asked, and with what.

use earshot_engage::playbook::{Field, Join, List, Names, Operand, Operator, Row, Rows, Shape};

use super::choices;
use crate::pages::playbook::line::RowView;
use crate::words::Words;

/// A test as it stands in the form.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct RowTyped {
    pub(crate) field: String,
    pub(crate) operator: String,
    pub(crate) values: Vec<String>,
}

/// Every way to ask, with its word in the form.
const OPERATORS: [(&str, Operator); 12] = [
    ("is", Operator::Is),
    ("is_not", Operator::IsNot),
    ("one_of", Operator::OneOf),
    ("none_of", Operator::NoneOf),
    ("has", Operator::Has),
    ("has_not", Operator::HasNot),
    ("at_least", Operator::AtLeast),
    ("at_most", Operator::AtMost),
    ("contains", Operator::Contains),
    ("contains_not", Operator::ContainsNot),
    ("starts_with", Operator::StartsWith),
    ("matches", Operator::Matches),
];

fn word_of(operator: Operator) -> &'static str {
    OPERATORS.iter().find(|(_, known)| *known == operator).map_or("is", |(word, _)| word)
}

/// How a field of this shape can be asked.
const fn ways(shape: Shape) -> &'static [&'static str] {
    match shape {
        Shape::Yes => &["is", "is_not"],
        Shape::Whole | Shape::Number => &["is", "is_not", "at_least", "at_most"],
        Shape::Text => &["contains", "contains_not", "starts_with", "matches", "is", "is_not"],
        Shape::Word(_) => &["is", "is_not", "one_of", "none_of"],
        Shape::Words(_) | Shape::Texts => &["has", "has_not"],
    }
}

/// The tests that a condition is made of, and whether one is enough; no tests where it is none.
pub(crate) fn rows(when: &str, names: &Names) -> (Option<Vec<RowTyped>>, bool) {
    let Some(rows) = Rows::read(when, names) else { return (None, false) };
    let row = |row: &Row| RowTyped {
        field: row.field.name().to_owned(),
        operator: word_of(row.operator).to_owned(),
        values: match &row.operand {
            Operand::Yes | Operand::No => Vec::new(),
            Operand::Text(text) => vec![text.clone()],
            Operand::Texts(texts) => texts.clone(),
            number => vec![number.to_string()],
        },
    };
    (Some(rows.rows.iter().map(row).collect()), rows.join == Join::Any)
}

/// The condition that tests make; `true` where there is none.
pub(crate) fn text(rows: &[RowTyped], any: bool) -> String {
    let rows: Vec<Row> = rows.iter().filter_map(row).collect();
    if rows.is_empty() {
        return "true".to_owned();
    }
    Rows { join: if any { Join::Any } else { Join::All }, rows }.to_string()
}

fn row(typed: &RowTyped) -> Option<Row> {
    let field = Field::named(&typed.field)?;
    let ways = ways(field.shape());
    let asked = ways.iter().find(|way| **way == typed.operator).or_else(|| ways.first())?;
    let (_, operator) = *OPERATORS.iter().find(|(word, _)| word == asked)?;
    let first = || typed.values.first().cloned().unwrap_or_default();
    let operand = match field.shape() {
        Shape::Yes => Operand::Yes,
        Shape::Whole => Operand::Whole(first().trim().parse().unwrap_or(0)),
        Shape::Number => Operand::Number(first().trim().replace(',', ".").parse().unwrap_or(0.0)),
        _ if matches!(operator, Operator::OneOf | Operator::NoneOf) => {
            Operand::Texts(typed.values.clone())
        }
        _ => Operand::Text(first()),
    };
    Some(Row { field, operator, operand })
}

/// The tests as a page shows them.
pub(crate) fn views(w: Words, rows: &[RowTyped], any: bool, names: &Names) -> Vec<RowView> {
    rows.iter().enumerate().map(|(place, typed)| view(w, place, typed, any, names)).collect()
}

fn view(w: Words, place: usize, typed: &RowTyped, any: bool, names: &Names) -> RowView {
    let field = Field::named(&typed.field).unwrap_or(Field::Sentiment);
    let shape = field.shape();
    let ways = ways(shape);
    let asked = if ways.contains(&typed.operator.as_str()) { typed.operator.as_str() } else { "" };
    let asked = if asked.is_empty() { ways.first().copied().unwrap_or("is") } else { asked };
    let several = matches!(asked, "one_of" | "none_of");
    let list = match shape {
        Shape::Word(list) | Shape::Words(list) => Some(list),
        _ => None,
    };
    let first = typed.values.first().cloned().unwrap_or_default();
    let words = list.map_or_else(Vec::new, |list| {
        let mut found = choices(list.words(names), &first, None, |word| value_word(w, list, word));
        if several {
            found
                .iter_mut()
                .for_each(|choice| choice.chosen = typed.values.contains(&choice.value));
        }
        found
    });
    let key = match (place, any) {
        (0, false) => "book-join-all",
        (0, true) => "book-join-any",
        (_, false) => "book-join-and",
        (_, true) => "book-join-or",
    };
    RowView {
        place,
        join: w.t(key),
        fields: choices(Field::ALL.iter().map(|field| field.name()), field.name(), None, |name| {
            w.t(field_key(name))
        }),
        operators: choices(ways.iter().copied(), asked, None, |way| {
            let yes = if shape == Shape::Yes { "-yes" } else { "" };
            w.t(format!("operator-{}{yes}", way.replace('_', "-")))
        }),
        words,
        several,
        compared: shape != Shape::Yes,
        numeric: matches!(shape, Shape::Whole | Shape::Number),
        value: first,
    }
}

/// The key of a field's name: `verdict.expects_reply` is `field-verdict-expects-reply`.
fn field_key(name: &str) -> String {
    format!("field-{}", name.replace(['.', '_'], "-"))
}

/// A word of a closed list in the reader's language, where there is one.
fn value_word(w: Words, list: List, word: &str) -> String {
    if word.is_empty() {
        return w.t("book-nothing");
    }
    let prefix = match list {
        List::Audience => "audience",
        List::Channel => return word.to_owned(),
        List::Emotion => "emotion",
        List::Family => "family",
        List::Identity => "identity",
        List::Intent => "intent",
        List::Interaction => "interaction",
        List::Level => "level",
        List::Purpose => "purpose",
        List::Sentiment => "sentiment",
        List::Surface => "surface",
        List::Tier => "tier",
        List::Troll => "troll",
        List::Weekday => "weekday",
    };
    let dashed = format!("{prefix}-{}", word.replace('_', "-"));
    let plain = format!("{prefix}-{word}");
    if w.knows(&dashed) {
        w.t(dashed)
    } else if w.knows(&plain) {
        w.t(plain)
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{rows, text};

    #[test]
    fn tests_become_a_condition_and_come_back() {
        let (document, _) = earshot_engage::playbook::default_book();
        let mut plain = 0;
        for line in &document.lines {
            let (Some(found), any) = rows(&line.when, &document.names) else { continue };
            let written = text(&found, any);
            assert_eq!(rows(&written, &document.names), (Some(found), any), "{written}");
            plain += 1;
        }
        assert!(plain > 5, "{plain}");
    }
}

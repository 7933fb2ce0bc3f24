//! From rows to text.

use std::fmt;

use super::{Join, Operand, Operator, Row, Rows};

impl fmt::Display for Rows {
    /// The condition in CEL, one row a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let between = match self.join {
            Join::All => "\n&& ",
            Join::Any => "\n|| ",
        };
        for (place, row) in self.rows.iter().enumerate() {
            if place > 0 {
                f.write_str(between)?;
            }
            row.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, value) = (self.field.name(), &self.operand);
        match (self.operator, value) {
            (Operator::Is, Operand::Yes) => f.write_str(name),
            (Operator::IsNot, Operand::Yes) => write!(f, "!{name}"),
            (Operator::Is, _) => write!(f, "{name} == {value}"),
            (Operator::IsNot, _) => write!(f, "{name} != {value}"),
            (Operator::OneOf, _) => write!(f, "{name} in {value}"),
            (Operator::NoneOf, _) => write!(f, "!({name} in {value})"),
            (Operator::Has, _) => write!(f, "{value} in {name}"),
            (Operator::HasNot, _) => write!(f, "!({value} in {name})"),
            (Operator::AtLeast, _) => write!(f, "{name} >= {value}"),
            (Operator::AtMost, _) => write!(f, "{name} <= {value}"),
            (Operator::Contains, _) => write!(f, "{name}.contains({value})"),
            (Operator::ContainsNot, _) => write!(f, "!{name}.contains({value})"),
            (Operator::StartsWith, _) => write!(f, "{name}.startsWith({value})"),
            (Operator::Matches, _) => write!(f, "{name}.matches({value})"),
        }
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Yes => f.write_str("true"),
            Self::No => f.write_str("false"),
            Self::Whole(whole) => whole.fmt(f),
            Self::Number(number) => write!(f, "{number:?}"),
            Self::Text(text) => f.write_str(&quoted(text)),
            Self::Texts(texts) => {
                let words: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
                write!(f, "[{}]", words.join(", "))
            }
        }
    }
}

/// A text as CEL writes it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

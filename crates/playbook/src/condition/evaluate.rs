//! Running a checked condition.

use super::node::{Arithmetic, Comparison, Constant, Find, Loop, Node};
use super::sheet::{Sheet, Value};

/// Why a condition could not be answered for one post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Failure {
    #[error("it divides by zero")]
    DivisionByZero,
    #[error("a number became too large")]
    Overflow,
    /// The check lets no such condition pass.
    #[error("its parts do not fit together")]
    Shape,
}

type Answer<'a> = Result<Value<'a>, Failure>;

/// Whether the condition holds.
pub(crate) fn holds(node: &Node, sheet: &Sheet<'_>) -> Result<bool, Failure> {
    yes(Run { sheet, locals: Vec::new() }.value(node)?)
}

/// What a part without fields always gives.
pub(super) fn constant(node: &Node, sheet: &Sheet<'_>) -> Result<Option<Constant>, Failure> {
    Ok(match (Run { sheet, locals: Vec::new() }).value(node)? {
        Value::Yes(yes) => Some(Constant::Yes(yes)),
        Value::Whole(whole) => Some(Constant::Whole(whole)),
        Value::Number(number) => Some(Constant::Number(number)),
        _ => None,
    })
}

struct Run<'a> {
    sheet: &'a Sheet<'a>,
    locals: Vec<Value<'a>>,
}

impl<'a> Run<'a> {
    fn value(&mut self, node: &'a Node) -> Answer<'a> {
        match node {
            Node::Constant(constant) => Ok(written(constant)),
            Node::Field(field) => Ok(self.sheet.value(*field)),
            Node::Local(depth) => self.locals.get(*depth).copied().ok_or(Failure::Shape),
            Node::Not(inner) => Ok(Value::Yes(!self.asked(inner)?)),
            Node::Both(parts) => self.until(parts, false),
            Node::Either(parts) => self.until(parts, true),
            Node::If(parts) => {
                let [asked, then, or_else] = &**parts;
                let chosen = if self.asked(asked)? { then } else { or_else };
                self.value(chosen)
            }
            Node::Compare(how, sides) => {
                let [left, right] = self.two(sides)?;
                compare(*how, left, right)
            }
            Node::Calculate(how, sides) => {
                let [left, right] = self.two(sides)?;
                calculate(*how, left, right)
            }
            Node::Negate(inner) => match self.value(inner)? {
                Value::Whole(n) => n.checked_neg().map(Value::Whole).ok_or(Failure::Overflow),
                Value::Number(n) => Ok(Value::Number(-n)),
                _ => Err(Failure::Shape),
            },
            Node::In(sides) => {
                let [one, list] = self.two(sides)?;
                Ok(Value::Yes(is_in(one, list)?))
            }
            Node::Size(inner) => size(self.value(inner)?),
            Node::Find(how, sides) => match self.two(sides)? {
                [Value::Text(text), Value::Text(wanted)] => Ok(Value::Yes(match how {
                    Find::Anywhere => text.contains(wanted),
                    Find::AtStart => text.starts_with(wanted),
                    Find::AtEnd => text.ends_with(wanted),
                })),
                _ => Err(Failure::Shape),
            },
            Node::Matches(inner, pattern) => match self.value(inner)? {
                Value::Text(text) => Ok(Value::Yes(pattern.is_match(text))),
                _ => Err(Failure::Shape),
            },
            Node::Loop(how, parts) => {
                let [over, body] = &**parts;
                let list = self.value(over)?;
                self.through(*how, list, body)
            }
            Node::ToWhole(inner) => to_whole(self.value(inner)?),
            Node::ToNumber(inner) => number(self.value(inner)?).map(Value::Number),
        }
    }

    fn asked(&mut self, node: &'a Node) -> Result<bool, Failure> {
        yes(self.value(node)?)
    }

    fn two(&mut self, sides: &'a [Node; 2]) -> Result<[Value<'a>; 2], Failure> {
        let [left, right] = sides;
        Ok([self.value(left)?, self.value(right)?])
    }

    /// `&&` (stops at a no) and `||` (stops at a yes). As CEL has it, a part that cannot be
    /// answered only matters when no other part settles the question.
    fn until(&mut self, parts: &'a [Node], end: bool) -> Answer<'a> {
        let mut failed = None;
        for part in parts {
            match self.asked(part) {
                Ok(answer) if answer == end => return Ok(Value::Yes(end)),
                Ok(_) => {}
                Err(failure) => failed = failed.or(Some(failure)),
            }
        }
        failed.map_or(Ok(Value::Yes(!end)), Err)
    }

    fn through(&mut self, how: Loop, list: Value<'a>, body: &'a Node) -> Answer<'a> {
        let (mut failed, mut count) = (None, 0_u32);
        for item in items(list)? {
            self.locals.push(item);
            let answer = self.asked(body);
            self.locals.pop();
            match (how, answer) {
                (Loop::Any, Ok(true)) => return Ok(Value::Yes(true)),
                (Loop::Every, Ok(false)) => return Ok(Value::Yes(false)),
                (Loop::One, Err(failure)) => return Err(failure),
                (_, Err(failure)) => failed = failed.or(Some(failure)),
                (_, Ok(yes)) => count += u32::from(yes),
            }
        }
        failed.map_or_else(
            || {
                Ok(Value::Yes(match how {
                    Loop::Any => false,
                    Loop::Every => true,
                    Loop::One => count == 1,
                }))
            },
            Err,
        )
    }
}

fn written(constant: &Constant) -> Value<'_> {
    match constant {
        Constant::Yes(yes) => Value::Yes(*yes),
        Constant::Whole(whole) => Value::Whole(*whole),
        Constant::Number(number) => Value::Number(*number),
        Constant::Text(text) => Value::Text(text),
        Constant::Texts(texts) => Value::Written(texts),
        Constant::Wholes(wholes) => Value::Wholes(wholes),
        Constant::Numbers(numbers) => Value::Numbers(numbers),
    }
}

fn items<'a>(list: Value<'a>) -> Result<Vec<Value<'a>>, Failure> {
    Ok(match list {
        Value::Texts(texts) => texts.iter().map(|text| Value::Text(text)).collect(),
        Value::Written(texts) => texts.iter().map(|text| Value::Text(text)).collect(),
        Value::Wholes(wholes) => wholes.iter().copied().map(Value::Whole).collect(),
        Value::Numbers(numbers) => numbers.iter().copied().map(Value::Number).collect(),
        _ => return Err(Failure::Shape),
    })
}

fn yes(value: Value<'_>) -> Result<bool, Failure> {
    if let Value::Yes(yes) = value { Ok(yes) } else { Err(Failure::Shape) }
}

#[expect(clippy::as_conversions, reason = "a whole number beyond 2^53 may be rounded")]
fn number(value: Value<'_>) -> Result<f64, Failure> {
    match value {
        Value::Whole(whole) => Ok(whole as f64),
        Value::Number(number) => Ok(number),
        _ => Err(Failure::Shape),
    }
}

#[expect(clippy::as_conversions, reason = "the range is checked before")]
fn to_whole(value: Value<'_>) -> Answer<'_> {
    /// 2^63, from which on a number is no 64-bit whole.
    const END: f64 = 9_223_372_036_854_775_808.0;
    match value {
        Value::Whole(whole) => Ok(Value::Whole(whole)),
        Value::Number(n) if n > -END && n < END => Ok(Value::Whole(n as i64)),
        Value::Number(_) => Err(Failure::Overflow),
        _ => Err(Failure::Shape),
    }
}

fn compare<'a>(how: Comparison, left: Value<'_>, right: Value<'_>) -> Answer<'a> {
    use std::cmp::Ordering;
    let order = match (left, right) {
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Yes(a), Value::Yes(b)) => Some(a.cmp(&b)),
        (Value::Whole(a), Value::Whole(b)) => Some(a.cmp(&b)),
        (a, b) => number(a)?.partial_cmp(&number(b)?),
    };
    Ok(Value::Yes(match how {
        Comparison::Same => order == Some(Ordering::Equal),
        Comparison::Other => order != Some(Ordering::Equal),
        Comparison::Less => order == Some(Ordering::Less),
        Comparison::AtMost => order.is_some_and(Ordering::is_le),
        Comparison::More => order == Some(Ordering::Greater),
        Comparison::AtLeast => order.is_some_and(Ordering::is_ge),
    }))
}

fn calculate<'a>(how: Arithmetic, left: Value<'_>, right: Value<'_>) -> Answer<'a> {
    if let (Value::Whole(a), Value::Whole(b)) = (left, right) {
        if b == 0 && matches!(how, Arithmetic::Over | Arithmetic::Rest) {
            return Err(Failure::DivisionByZero);
        }
        let result = match how {
            Arithmetic::Plus => a.checked_add(b),
            Arithmetic::Minus => a.checked_sub(b),
            Arithmetic::Times => a.checked_mul(b),
            Arithmetic::Over => a.checked_div(b),
            Arithmetic::Rest => a.checked_rem(b),
        };
        return result.map(Value::Whole).ok_or(Failure::Overflow);
    }
    let (a, b) = (number(left)?, number(right)?);
    if b == 0.0 && matches!(how, Arithmetic::Over | Arithmetic::Rest) {
        return Err(Failure::DivisionByZero);
    }
    Ok(Value::Number(match how {
        Arithmetic::Plus => a + b,
        Arithmetic::Minus => a - b,
        Arithmetic::Times => a * b,
        Arithmetic::Over => a / b,
        Arithmetic::Rest => a % b,
    }))
}

fn is_in(one: Value<'_>, list: Value<'_>) -> Result<bool, Failure> {
    Ok(match (one, list) {
        (Value::Text(text), Value::Texts(list)) => list.contains(&text),
        (Value::Text(text), Value::Written(list)) => list.iter().any(|item| item == text),
        (Value::Whole(whole), Value::Wholes(list)) => list.contains(&whole),
        (one, list) => {
            let wanted = number(one)?;
            items(list)?.into_iter().any(|item| number(item).is_ok_and(|n| n == wanted))
        }
    })
}

fn size(value: Value<'_>) -> Answer<'_> {
    let count = match value {
        Value::Text(text) => text.chars().count(),
        list => items(list)?.len(),
    };
    Ok(Value::Whole(i64::try_from(count).unwrap_or(i64::MAX)))
}

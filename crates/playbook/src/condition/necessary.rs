//! What must be so for a condition to hold, as far as closed fields say it.
//!
//! This is what the index of lines is made of. It may say too little and never too much: a line
//! that the index leaves out could not have held.

use std::collections::BTreeMap;

use crate::names::Names;

use super::node::{Comparison, Constant, Node};
use super::{Field, Shape};

/// For each field the values with which the condition can hold, one bit each: the place of the
/// word in its list; for yes or no, bit 0 is no and bit 1 yes. For a list of words: at least one of
/// these words must be in it.
pub(crate) type Needs = BTreeMap<Field, u64>;

/// The longest list that has a bit for each word.
const BITS: usize = 64;

/// What the condition needs.
pub(super) fn needs(root: &Node, names: &Names) -> Needs {
    Walk { names }.of(root, true)
}

/// The bit of a word in the list of this field.
pub(crate) fn bit(field: Field, word: &str, names: &Names) -> Option<u32> {
    let (Shape::Word(list) | Shape::Words(list)) = field.shape() else { return None };
    let words = list.words(names);
    if words.len() > BITS {
        return None;
    }
    words.iter().position(|known| *known == word).and_then(|place| u32::try_from(place).ok())
}

struct Walk<'a> {
    names: &'a Names,
}

impl Walk<'_> {
    /// What is needed for a part to give yes (or no, when `wanted` is false).
    fn of(&self, node: &Node, wanted: bool) -> Needs {
        match (node, wanted) {
            (Node::Not(inner), _) => self.of(inner, !wanted),
            (Node::Both(parts), true) | (Node::Either(parts), false) => {
                parts.iter().map(|part| self.of(part, wanted)).reduce(both).unwrap_or_default()
            }
            (Node::Both(parts), false) | (Node::Either(parts), true) => {
                parts.iter().map(|part| self.of(part, wanted)).reduce(either).unwrap_or_default()
            }
            (Node::Field(field), _) if field.shape() == Shape::Yes => {
                Needs::from([(*field, if wanted { 0b10 } else { 0b01 })])
            }
            (Node::Compare(how, sides), _) => self.compared(*how, sides, wanted),
            (Node::In(sides), _) => self.one_of(sides, wanted),
            _ => Needs::new(),
        }
    }

    fn compared(&self, how: Comparison, sides: &[Node; 2], wanted: bool) -> Needs {
        let same = match how {
            Comparison::Same => wanted,
            Comparison::Other => !wanted,
            _ => return Needs::new(),
        };
        let ([Node::Field(field), Node::Constant(constant)]
        | [Node::Constant(constant), Node::Field(field)]) = sides
        else {
            return Needs::new();
        };
        match constant {
            Constant::Yes(yes) => Needs::from([(*field, if *yes == same { 0b10 } else { 0b01 })]),
            Constant::Text(word) => self.words(*field, &[word.as_str()], same),
            _ => Needs::new(),
        }
    }

    fn one_of(&self, sides: &[Node; 2], wanted: bool) -> Needs {
        match sides {
            [Node::Field(field), Node::Constant(Constant::Texts(texts))] => {
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                self.words(*field, &texts, wanted)
            }
            [Node::Constant(Constant::Text(word)), Node::Field(field)]
                if wanted && matches!(field.shape(), Shape::Words(_)) =>
            {
                let one = bit(*field, word, self.names);
                one.map(|bit| Needs::from([(*field, 1 << bit)])).unwrap_or_default()
            }
            _ => Needs::new(),
        }
    }

    /// A field that is (or is not) one of these words.
    fn words(&self, field: Field, words: &[&str], is: bool) -> Needs {
        if !matches!(field.shape(), Shape::Word(_)) {
            return Needs::new();
        }
        let mut mask = 0_u64;
        for word in words {
            match bit(field, word, self.names) {
                Some(bit) => mask |= 1 << bit,
                None => return Needs::new(),
            }
        }
        Needs::from([(field, if is { mask } else { !mask })])
    }
}

/// Both must be so.
fn both(mut left: Needs, right: Needs) -> Needs {
    for (field, mask) in right {
        let one_word = !matches!(field.shape(), Shape::Words(_));
        left.entry(field)
            .and_modify(|known| {
                // Two words of a list may be needed at once; asking for the rarer set is enough.
                *known = match one_word {
                    true => *known & mask,
                    false if mask.count_ones() < known.count_ones() => mask,
                    false => *known,
                }
            })
            .or_insert(mask);
    }
    left
}

/// One of them must be so: only what both say about the same field.
fn either(mut left: Needs, mut right: Needs) -> Needs {
    left.retain(|field, _| right.contains_key(field));
    right.retain(|field, _| left.contains_key(field));
    right.into_iter().for_each(|(field, mask)| *left.entry(field).or_default() |= mask);
    left
}

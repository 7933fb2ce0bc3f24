//! Reading the tables of the file: each key once, each value with its place, no key unknown.

use std::cell::RefCell;
use std::ops::Range;
use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::nearest::did_you_mean;

use super::Problem;

/// A value with its place.
#[derive(Debug, Clone)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) at: Range<usize>,
}

/// Where problems are gathered.
#[derive(Default)]
pub(super) struct Problems(RefCell<Vec<Problem>>);

impl Problems {
    pub(super) fn add(&self, at: Range<usize>, message: impl Into<String>) {
        self.0.borrow_mut().push(Problem::new(at, message));
    }

    pub(super) fn into_vec(self) -> Vec<Problem> {
        self.0.into_inner()
    }
}

/// A table while it is read.
pub(super) struct Table<'a, 'i> {
    entries: &'a DeTable<'i>,
    pub(super) at: Range<usize>,
    pub(super) problems: &'a Problems,
    known: RefCell<Vec<&'static str>>,
}

impl<'a, 'i> Table<'a, 'i> {
    pub(super) fn new(entries: &'a DeTable<'i>, at: Range<usize>, problems: &'a Problems) -> Self {
        Self { entries, at, problems, known: RefCell::default() }
    }

    pub(super) fn value(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.known.borrow_mut().push(key);
        self.entries.iter().find(|(known, _)| known.get_ref() == key).map(|(_, value)| value)
    }

    /// All keys and values: for tables whose keys are names.
    pub(super) fn all(&self) -> Vec<(At<String>, &'a Spanned<DeValue<'i>>)> {
        let mut all: Vec<_> = self
            .entries
            .iter()
            .map(|(key, value)| (At { value: key.get_ref().to_string(), at: key.span() }, value))
            .collect();
        // As they stand in the file, so that problems come in its order.
        all.sort_by_key(|(key, _)| key.at.start);
        all
    }

    /// Names every key that nobody asked for.
    pub(super) fn finish(self) {
        let known = self.known.into_inner();
        let mut strange: Vec<_> =
            self.entries.keys().filter(|key| !known.contains(&&**key.get_ref())).collect();
        strange.sort_by_key(|key| key.span().start);
        for key in strange {
            let name = key.get_ref();
            let hint = did_you_mean(name, known.iter().copied());
            let hint =
                if hint.is_empty() { format!("; there are {}", known.join(", ")) } else { hint };
            self.problems.add(key.span(), format!("unknown key \"{name}\"{hint}"));
        }
    }

    pub(super) fn text(&self, key: &'static str) -> Option<At<String>> {
        self.value(key).and_then(|value| text(value, self.problems))
    }

    /// The text, or nothing: for prose.
    pub(super) fn prose(&self, key: &'static str) -> String {
        self.text(key).map(|found| found.value).unwrap_or_default()
    }

    pub(super) fn texts(&self, key: &'static str) -> Vec<At<String>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        array(value, self.problems).iter().filter_map(|item| text(item, self.problems)).collect()
    }

    pub(super) fn whole(&self, key: &'static str) -> Option<At<i64>> {
        self.value(key).and_then(|value| whole(value, self.problems))
    }

    pub(super) fn wholes(&self, key: &'static str) -> Vec<At<i64>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        array(value, self.problems).iter().filter_map(|item| whole(item, self.problems)).collect()
    }

    pub(super) fn yes(&self, key: &'static str) -> bool {
        let Some(value) = self.value(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            wrong::<()>(value, "true or false", self.problems);
            false
        })
    }

    /// A word of a closed list.
    pub(super) fn word<T: FromStr>(&self, key: &'static str, known: &[&'static str]) -> Option<T> {
        let found = self.text(key)?;
        let read = found.value.parse().ok();
        if read.is_none() {
            let hint = did_you_mean(&found.value, known.iter().copied());
            let message =
                format!("\"{}\" is no {key}{hint}; it is one of {}", found.value, known.join(", "));
            self.problems.add(found.at, message);
        }
        read
    }

    pub(super) fn table(&self, key: &'static str) -> Option<Table<'a, 'i>> {
        self.value(key).and_then(|value| table(value, self.problems))
    }

    pub(super) fn tables(&self, key: &'static str) -> Vec<Table<'a, 'i>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        array(value, self.problems).iter().filter_map(|item| table(item, self.problems)).collect()
    }
}

pub(super) fn table<'a, 'i>(
    value: &'a Spanned<DeValue<'i>>,
    problems: &'a Problems,
) -> Option<Table<'a, 'i>> {
    match value.get_ref() {
        DeValue::Table(entries) => Some(Table::new(entries, value.span(), problems)),
        _ => wrong(value, "a table", problems),
    }
}

fn array<'a, 'i>(
    value: &'a Spanned<DeValue<'i>>,
    problems: &Problems,
) -> &'a [Spanned<DeValue<'i>>] {
    match value.get_ref() {
        DeValue::Array(items) => items,
        _ => {
            wrong::<()>(value, "a list", problems);
            &[]
        }
    }
}

pub(super) fn text(value: &Spanned<DeValue<'_>>, problems: &Problems) -> Option<At<String>> {
    match value.get_ref() {
        DeValue::String(text) => Some(At { value: text.to_string(), at: value.span() }),
        _ => wrong(value, "text in quotes", problems),
    }
}

fn whole(value: &Spanned<DeValue<'_>>, problems: &Problems) -> Option<At<i64>> {
    let read = match value.get_ref() {
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok(),
        _ => None,
    };
    match read {
        Some(n) => Some(At { value: n, at: value.span() }),
        None => wrong(value, "a whole number", problems),
    }
}

fn wrong<T>(value: &Spanned<DeValue<'_>>, wanted: &str, problems: &Problems) -> Option<T> {
    problems.add(value.span(), format!("{wanted} belongs here"));
    None
}

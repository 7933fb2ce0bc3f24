//! Fields and their values: `lang:en`, `author:(ana OR bob)`, `followers:>1000`.

mod address;
mod words;

use earshot_model::Span;

use super::Parser;
use super::exact::raw;
use super::fields::Field;
use super::frame::Item;
use super::number::range;
use crate::ast::{HandleRole, Leaf, NamedKind, Node, Pattern, Sigil, WordTest};
use crate::error::Problem;
use crate::lexer::{Fault, Lexeme, Read};
use crate::warning::Caution;

/// One value became one test, or two of which one must hold.
enum Tests {
    One(Leaf),
    Either(Leaf, Leaf),
}

impl<'a> Parser<'a, '_, '_> {
    /// `name:` with its value; the value must follow without a space.
    pub(super) fn field(&mut self, name: &'a str, at: Span) -> Read<()> {
        let field = Field::named(name).map_err(|problem| Fault { at, problem })?;
        if self.inside().is_some() {
            return Err(Fault { at, problem: Problem::FieldInField });
        }
        let missing = Fault { at, problem: Problem::MissingValue { field: field.name() } };
        let Some(next) = self.glued(at) else { return Err(missing) };
        let whole = Span { start: at.start, end: next.at.end };
        match next.lexeme {
            Lexeme::Open if matches!(field, Field::Number(_) | Field::Named(_)) => {
                Err(Fault { at: whole, problem: one_value(field) })
            }
            Lexeme::Open => {
                self.at += 1;
                self.open(next.at, Some(field))
            }
            Lexeme::Word(text) => {
                self.at += 1;
                self.values_at(field, text, next.at, Some(at))
            }
            Lexeme::Quoted { text, curly } => {
                self.at += 1;
                if curly {
                    self.warn(next.at, Caution::CurlyQuotes);
                }
                self.value(field, text, next.at, whole)
            }
            Lexeme::Range(text) => {
                self.at += 1;
                self.value(field, text, next.at, whole)
            }
            _ => Err(missing),
        }
    }

    /// A word in the brackets of a field.
    pub(super) fn values(&mut self, field: Field, text: &'a str, at: Span) -> Read<()> {
        self.values_at(field, text, at, None)
    }

    /// A word after a field's colon, or in its brackets: commas part several values where no
    /// value can have one.
    fn values_at(&mut self, field: Field, text: &'a str, at: Span, name: Option<Span>) -> Read<()> {
        let whole = Span { start: name.map_or(at.start, |name| name.start), end: at.end };
        let listed = matches!(
            field,
            Field::Handle(_)
                | Field::EngagingWith
                | Field::Language
                | Field::Country
                | Field::Channel
                | Field::Type
                | Field::Has
                | Field::Is
                | Field::Verdict(_)
        );
        if !listed || !text.contains(',') {
            return self.value(field, text, at, whole);
        }
        let mut nodes = Vec::new();
        for value in text.split(',') {
            for leaf in self.tests(field, value, whole)? {
                self.terms += leaf.terms();
                self.places.push(whole);
                nodes.push(Node::Leaf(leaf));
            }
        }
        let depth = usize::from(nodes.len() > 1);
        let empty = Fault { at: whole, problem: Problem::MissingValue { field: field.name() } };
        let node = Node::any(nodes).ok_or(empty)?;
        self.operand(Item { node, at: whole, depth })
    }

    /// One value of a field.
    pub(super) fn value(&mut self, field: Field, text: &str, at: Span, whole: Span) -> Read<()> {
        if let Field::Named(kind) = field {
            return self.named(kind, text, whole);
        }
        if let Some(tilde) = self.glued(at)
            && matches!(tilde.lexeme, Lexeme::Tilde(_))
        {
            let problem = Problem::OperatorInField { operator: "~", field: field.name() };
            return Err(Fault { at: tilde.at, problem });
        }
        let mut leaves = self.tests(field, text, whole)?;
        let Some(first) = leaves.pop() else {
            let problem = Problem::MissingValue { field: field.name() };
            return Err(Fault { at: whole, problem });
        };
        let Some(second) = leaves.pop() else { return self.leaf(first, whole) };
        self.terms += 2;
        self.places.extend([whole, whole]);
        let node = Node::Or(vec![Node::Leaf(second), Node::Leaf(first)]);
        self.operand(Item { node, at: whole, depth: 1 })
    }

    fn tests(&mut self, field: Field, text: &str, at: Span) -> Read<Vec<Leaf>> {
        let fault = |problem| Fault { at, problem };
        if let Field::Text(field) = field {
            return Ok(vec![Leaf::InField(field, self.phrase(text, at)?)]);
        }
        if field == Field::Language
            && let Some(read_as) = words::language(text)
            && text.contains(['-', '_'])
        {
            self.warn(at, Caution::RegionDropped { code: text.to_owned(), read_as });
        }
        Ok(match tests(field, text).map_err(fault)? {
            Tests::One(leaf) => vec![leaf],
            Tests::Either(first, second) => vec![first, second],
        })
    }
}

/// The test that one value stands for.
fn tests(field: Field, text: &str) -> Result<Tests, Problem> {
    let bad = |needs, example| Problem::BadValue { field: field.name(), needs, example };
    let leaf = match field {
        Field::Handle(role) => words::handle(text)
            .map(|name| Leaf::Handle(role, name))
            .ok_or(bad("one name", "author:ana or author:(ana OR bob)"))?,
        Field::EngagingWith => {
            let name = words::handle(text).ok_or(bad("one name", "engagingwith:ana"))?;
            let to = Leaf::Handle(HandleRole::To, name.clone());
            return Ok(Tests::Either(to, Leaf::Handle(HandleRole::SharedFrom, name)));
        }
        Field::Language => {
            words::language(text).map(Leaf::Language).ok_or(bad("a language code", "lang:en"))?
        }
        Field::Country => words::country(text)
            .map(Leaf::Country)
            .ok_or(bad("a country code of two letters", "country:de"))?,
        Field::City => {
            words::city(text).map(Leaf::City).ok_or(bad("a name", "city:\"New York\""))?
        }
        Field::Channel => {
            words::channel(text).map(Leaf::Channel).ok_or(bad("a name", "channel:mastodon"))?
        }
        Field::Site => address::site(text).ok_or(bad("a host", "site:example.com"))?,
        Field::Domain => address::domain(text).ok_or(bad("a domain", "domain:example.com"))?,
        Field::TopLevel => {
            address::top_level(text).ok_or(bad("the end of a host", "topleveldomain:de"))?
        }
        Field::Link(scope) => address::link(text)
            .map(|test| Leaf::Link(scope, test))
            .ok_or(bad("words or parts of an address", "url:pricing or url:example.com/shop"))?,
        Field::Type | Field::Has | Field::Is | Field::Verified => {
            return words::fact(field.name(), text).map(Tests::One);
        }
        Field::Verdict(name) => return words::verdict(name, text).map(Tests::One),
        Field::Number(counted) => {
            let range = range(text).ok_or(Problem::NotANumber { field: field.name() })?;
            if range.is_empty() {
                return Err(Problem::EmptyRange);
            }
            Leaf::Number(counted, range)
        }
        Field::Raw => Leaf::Raw(
            raw(text, false).ok_or_else(|| Problem::NothingSearchable { text: text.to_owned() })?,
        ),
        Field::Hashtag => tag(text, '#', Sigil::Hashtag).ok_or(bad("one tag", "hashtags:sale"))?,
        Field::Mention => {
            tag(text, '@', Sigil::Mention).ok_or(bad("one name", "at_mentions:ana"))?
        }
        Field::Text(_) | Field::Named(_) => return Err(bad("a value", "title:sale")),
    };
    Ok(Tests::One(leaf))
}

/// A tag without its sign, or with it.
fn tag(text: &str, sign: char, sigil: Sigil) -> Option<Leaf> {
    let body = text.trim().trim_start_matches(sign);
    let tokens = earshot_text::Tokens::of(&format!("{sign}{body}"))
        .iter()
        .map(|token| (super::words::sigil(token.kind()) == sigil).then(|| token.form().to_owned()))
        .collect::<Vec<_>>();
    match tokens.as_slice() {
        [Some(form)] => {
            let pattern = Pattern::Exact(form.clone());
            Some(Leaf::Words(vec![WordTest { sigil, pattern }]))
        }
        _ => None,
    }
}

fn one_value(field: Field) -> Problem {
    match field {
        Field::Named(NamedKind::List) => Problem::BadValue {
            field: "list",
            needs: "one name",
            example: "list:\"My exclusions\"",
        },
        Field::Named(NamedKind::Query) => {
            Problem::BadValue { field: "query", needs: "one name", example: "query:\"Brand core\"" }
        }
        field => Problem::NotANumber { field: field.name() },
    }
}

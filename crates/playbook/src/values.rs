//! Facts in the shapes of CEL, made once a post and lent to every line.

use std::collections::BTreeMap;

use cel::common::types::{CelBool, CelDouble, CelInt, CelList, CelString};
use cel::common::value::{CowVal, Val};
use cel::context::VariableResolver;

use crate::Facts;

/// The value of every variable.
pub(crate) struct Values<'a>(BTreeMap<&'static str, Box<dyn Val + 'a>>);

impl<'a> Values<'a> {
    /// The values of these facts.
    pub(crate) fn new(facts: &'a Facts) -> Self {
        let s = &facts.setting;
        let intents = words(facts.intents.iter().map(|intent| intent.word()));
        let listeners = words(s.listeners.iter().map(|purpose| purpose.word()));
        Self(BTreeMap::from([
            ("audience", word(s.audience.word())),
            ("channel", word(&s.channel)),
            ("directly_addressed", yes(s.directly_addressed)),
            ("emotion", word(facts.emotion.map_or("", |emotion| emotion.word()))),
            ("expects_reply", yes(facts.expects_reply)),
            ("followers", whole(s.followers)),
            ("identity", word(facts.identity.word())),
            ("influence", word(facts.influence.word())),
            ("intents", intents),
            ("language", word(&facts.language)),
            ("listeners", listeners),
            ("own_page", yes(s.own_page)),
            ("prior_failure", yes(s.prior_failure)),
            ("priority", Box::new(CelDouble::from(facts.priority))),
            ("rating", whole(s.rating)),
            ("relevant", yes(facts.relevant)),
            ("sentiment", word(facts.sentiment.word())),
            ("spam", yes(facts.spam)),
            ("surface", word(s.surface.word())),
            ("text", Box::new(CelString::from(s.text.to_lowercase()))),
            ("tier", word(s.tier.word())),
            ("urgency", word(facts.urgency.word())),
            ("value", word(facts.value.word())),
        ]))
    }
}

fn word<'a>(word: &'a str) -> Box<dyn Val + 'a> {
    Box::new(CelString::from(word))
}

fn yes<'a>(yes: bool) -> Box<dyn Val + 'a> {
    Box::new(CelBool::from(yes))
}

fn whole<'a>(number: i64) -> Box<dyn Val + 'a> {
    Box::new(CelInt::from(number))
}

fn words<'a>(list: impl Iterator<Item = &'static str>) -> Box<dyn Val + 'a> {
    Box::new(CelList::from(list.map(word).collect::<Vec<_>>()))
}

impl VariableResolver for Values<'_> {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        self.0.get(variable).map(|value| CowVal::Borrowed(&**value))
    }
}

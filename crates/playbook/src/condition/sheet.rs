//! The facts of a post, laid out for conditions once a post.

use earshot_model::Interaction;

use crate::names::Names;
use crate::{Facts, interaction};

use super::Field;

/// The most bytes of a post that conditions look at: what every network but mail and articles
/// allows, and enough of those to know what they are about.
pub(crate) const MOST_TEXT: usize = 16_384;

/// A value while a condition runs.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value<'a> {
    Yes(bool),
    Whole(i64),
    Number(f64),
    Text(&'a str),
    Texts(&'a [&'a str]),
    Written(&'a [String]),
    Wholes(&'a [i64]),
    Numbers(&'a [f64]),
}

/// The facts of one post.
pub(crate) struct Sheet<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) interaction: Interaction,
    family: &'static str,
    text: String,
    intents: Vec<&'a str>,
    listeners: Vec<&'a str>,
    tags: Vec<&'a str>,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(facts: &'a Facts, names: &Names) -> Self {
        let s = &facts.setting;
        let family = names.family(&s.channel);
        let mut end = s.text.len().min(MOST_TEXT);
        while !s.text.is_char_boundary(end) {
            end -= 1;
        }
        Self {
            facts,
            interaction: interaction::of(facts),
            family: family.word(),
            text: s.text.get(..end).unwrap_or_default().to_lowercase(),
            intents: facts.intents.iter().map(|intent| intent.word()).collect(),
            listeners: s.listeners.iter().map(|purpose| purpose.word()).collect(),
            tags: facts.case.tags.iter().map(String::as_str).collect(),
        }
    }

    /// The value of a field.
    pub(crate) fn value(&self, field: Field) -> Value<'_> {
        use Value::{Number, Text, Texts, Whole, Yes};
        let (f, s) = (self.facts, &self.facts.setting);
        match field {
            Field::Text => Text(&self.text),
            Field::Surface => Text(s.surface.word()),
            Field::Audience => Text(s.audience.word()),
            Field::Addressed => Yes(s.directly_addressed),
            Field::OwnPage => Yes(s.own_page),
            Field::Rating => Whole(s.rating),
            Field::Listeners => Texts(&self.listeners),
            Field::Interaction => Text(self.interaction.word()),
            Field::Spam => Yes(f.spam),
            Field::Relevant => Yes(f.relevant),
            Field::Sentiment => Text(f.sentiment.word()),
            Field::Emotion => Text(f.emotion.map_or("", |emotion| emotion.word())),
            Field::Intents => Texts(&self.intents),
            Field::Urgency => Text(f.urgency.word()),
            Field::Value => Text(f.value.word()),
            Field::Influence => Text(f.influence.word()),
            Field::Identity => Text(f.identity.word()),
            Field::Language => Text(&f.language),
            Field::ExpectsReply => Yes(f.expects_reply),
            Field::Priority => Number(f.priority),
            Field::Tier => Text(s.tier.word()),
            Field::Followers => Whole(s.followers),
            Field::PriorFailure => Yes(s.prior_failure),
            Field::IsCustomer => Yes(f.is_customer()),
            Field::Troll => Text(f.case.troll.word()),
            Field::CaseLive => Yes(f.case.live),
            Field::PublicTurns => Whole(f.case.public_turns),
            Field::AlikeNow => Whole(f.case.alike_now),
            Field::Tags => Texts(&self.tags),
            Field::Hour => Whole(f.moment.hour),
            Field::Weekday => Text(f.moment.weekday.word()),
            Field::Channel => Text(&s.channel),
            Field::ChannelFamily => Text(self.family),
        }
    }
}

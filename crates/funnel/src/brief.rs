//! The whole verdict in brief: all values, likelihoods and reasons, without a word copied.

use earshot_model::{
    Emotion, IdentityMatch, Intent, Judged, Level, Outlier, Priority, PriorityTerm, Sentiment,
    Timeliness, Verdict,
};

use crate::few::Few;
use crate::ruling::Ruling;

/// How many summands a priority has.
pub const TERMS: usize = 11;

/// What the funnel says of a post, with its reasons as places in the text. It asks for no memory;
/// [`Brief::verdict`] makes the verdict that is stored.
#[derive(Debug, Clone, Copy)]
pub struct Brief<'a> {
    pub(crate) text: &'a str,
    /// Which funnel said it.
    pub engine: &'static str,
    /// BCP 47, or `und` when it cannot be told.
    pub language: Ruling<&'a str>,
    /// Whether it is spam.
    pub spam: Ruling<bool>,
    /// Whether it is about us at all.
    pub relevant: Ruling<bool>,
    /// When the matter is.
    pub timeliness: Ruling<Timeliness>,
    /// How soon somebody must act.
    pub urgency: Ruling<Level>,
    /// What we know of the author.
    pub identity: Ruling<IdentityMatch>,
    /// What the customer is worth.
    pub value: Ruling<Level>,
    /// How many might hear of it.
    pub influence: Ruling<Level>,
    /// How the author feels.
    pub sentiment: Ruling<Sentiment>,
    /// The feeling with a name, if one stands out.
    pub emotion: Option<Ruling<Emotion>>,
    /// What the author wants, likeliest first.
    pub intents: Few<Ruling<Intent>, { Intent::ALL.len() }>,
    /// Whether the author waits for an answer.
    pub expects_reply: Ruling<bool>,
    /// What sets it apart from the many.
    pub outliers: Few<Ruling<Outlier>, { Outlier::ALL.len() }>,
    /// How early it should be seen, 0 to 1.
    pub score: f32,
    /// The summands of that.
    pub terms: Few<Term, TERMS>,
}

/// One summand of the priority.
#[derive(Debug, Clone, Copy)]
pub struct Term {
    /// What it weighs, such as `urgency`.
    pub name: &'static str,
    /// The weight that the organization gives it.
    pub weight: f32,
    /// The value, 0 to 1.
    pub value: f32,
}

impl Brief<'_> {
    /// The verdict, with its reasons cut out of the text: to be stored or sent.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let text = self.text;
        let term = |term: Term| PriorityTerm {
            name: term.name.to_owned(),
            weight: term.weight,
            value: term.value,
        };
        let mut terms: Vec<PriorityTerm> = self.terms.into_iter().map(term).collect();
        terms.sort_by(|a, b| (b.weight * b.value).total_cmp(&(a.weight * a.value)));
        Verdict {
            engine: self.engine.to_owned(),
            language: self.language.judged(text),
            spam: self.spam.judged(text),
            relevant: self.relevant.judged(text),
            timeliness: self.timeliness.judged(text),
            urgency: self.urgency.judged(text),
            identity: self.identity.judged(text),
            value: self.value.judged(text),
            influence: self.influence.judged(text),
            sentiment: self.sentiment.judged(text),
            emotion: self.emotion.map(|emotion| emotion.judged(text)),
            intents: self.intents.into_iter().map(|intent| intent.judged(text)).collect(),
            expects_reply: self.expects_reply.judged(text),
            outliers: self
                .outliers
                .into_iter()
                .map(|one| one.judged(text))
                .collect::<Vec<Judged<_>>>(),
            priority: Priority { score: self.score, terms },
        }
    }
}

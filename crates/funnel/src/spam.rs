//! Whether a post is spam: signs add up to a likelihood.

mod looks;
mod marks;
mod numbers;

use earshot_model::{EvidenceKind, Intent, ListenerHit, ListenerPurpose};

use crate::few::Few;
use crate::heads::Group;
use crate::lexicon::Topic;
use crate::opinion::Opinion;
use crate::reading::Reading;
use crate::ruling::{Reason, Reasons, Ruling, Scales, What, fact};
use crate::words::Kind;
use crate::{Config, Input};

/// What a post without any sign weighs: a likelihood of 9 %.
const START: f32 = -2.3;

/// The heads never speak against spam: much of it is in languages that they hardly know. So only what
/// they say beyond these odds counts, as a logarithm: of 12 %.
const FROM: f32 = -2.0;

/// The most that the heads count against a stranger who speaks to nobody.
const MOST_OF_ALOOF: f32 = 4.0;

/// From which likelihood on the kind words of a stranger are not taken for praise.
const DOUBT: f32 = 0.3;

/// Signs of spam, with the part of them that is words of the text.
#[derive(Default)]
struct Signs {
    scales: Scales,
    pitch: f32,
}

impl Extend<Reason> for Signs {
    fn extend<I: IntoIterator<Item = Reason>>(&mut self, signs: I) {
        for sign in signs {
            if matches!(sign.what, What::Words(_)) {
                self.pitch += sign.weight;
            }
            self.scales.push(sign);
        }
    }
}

/// Judges spam. `intents` are those that were found before.
pub(crate) fn judge(
    reading: &Reading<'_>,
    intents: &Few<Ruling<Intent>, { Intent::ALL.len() }>,
    input: &Input<'_>,
    config: &Config,
    opinion: Option<&Opinion<'_, '_>>,
) -> Ruling<bool> {
    let mut signs = Signs::default();
    signs.extend(reading.reasons_once(Topic::Spam));
    signs.extend(marks::of_other_scripts(reading));
    signs.extend(looks::signs(reading));
    signs.extend(marks::marked(reading));
    if is_aloof(reading, input) {
        let pitch = signs.pitch;
        signs.extend(looks::of_a_stranger(reading, pitch));
        signs.extend(numbers::promised(reading));
    }
    signs.extend(against(reading, intents, input));
    let mut scales = signs.scales;
    let heads = opinion.map_or(0.0, |opinion| heads(reading, input, opinion));
    let sum: f32 = START + heads + scales.sum;
    let sum = opinion.map_or(sum, |opinion| opinion.score(Group::Spam.first(), sum));
    if heads > 0.0 {
        let why = opinion.into_iter().flat_map(Opinion::why_spam);
        why.for_each(|reason| scales.show(reason));
    }
    let likelihood = 1.0 / (1.0 + (-sum).exp());
    let is_spam = likelihood >= config.spam_from;
    if is_spam && is_excused(reading, intents, input, likelihood) {
        return Ruling::because(false, 0.9, fact(EvidenceKind::Record, "customer-asks-us", -3.0));
    }
    let mut why = scales.side(is_spam);
    let sign = if is_spam { 1.0 } else { -1.0 };
    why.extend(opinion.into_iter().flat_map(|o| o.why_learned(Group::Spam.first(), sign)));
    Ruling::of(is_spam, if is_spam { likelihood } else { 1.0 - likelihood }, why)
}

/// What the heads say, in the same measure as the signs. A post to us needs more than that.
fn heads(reading: &Reading<'_>, input: &Input<'_>, opinion: &Opinion<'_, '_>) -> f32 {
    let most = if is_aloof(reading, input) { MOST_OF_ALOOF } else { 0.5 };
    let odds = opinion.spam();
    // Where they think it unlikely they say nothing.
    if odds < 0.0 { 0.0 } else { (odds - FROM).min(most) }
}

/// Whether kind words of this post may be advertisement: it speaks to nobody, and signs of spam
/// are in it.
pub(crate) fn is_doubtful(spam: &Ruling<bool>, input: &Input<'_>) -> bool {
    !input.directly_addressed && (spam.value || 1.0 - spam.confidence >= DOUBT)
}

/// Whether the author is a stranger who speaks neither to us nor to anybody else. What sellers do
/// counts for more there: customers who only name us have a story to tell, not an address.
fn is_aloof(reading: &Reading<'_>, input: &Input<'_>) -> bool {
    !input.directly_addressed && !input.record.is_customer() && reading.count(Kind::Mention) == 0
}

/// A customer who speaks to us and asks for anything is never spam. One who asks for nothing is
/// only spam beyond doubt: accounts of customers are stolen, too.
fn is_excused(
    reading: &Reading<'_>,
    intents: &Few<Ruling<Intent>, { Intent::ALL.len() }>,
    input: &Input<'_>,
    likelihood: f32,
) -> bool {
    let asks = intents.iter().any(|i| is_need(i.value)) || reading.words.questions > 0;
    input.directly_addressed && input.record.is_customer() && (asks || likelihood < 0.97)
}

const fn is_need(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::Help | Intent::Complaint | Intent::Question | Intent::Safety | Intent::Legal
    )
}

/// What speaks against spam. Followers are not among it: influence excuses nothing.
fn against(
    reading: &Reading<'_>,
    intents: &Few<Ruling<Intent>, { Intent::ALL.len() }>,
    input: &Input<'_>,
) -> Reasons {
    let mut why = Reasons::default();
    let mut add = |kind, key, holds: bool, weight: f32| {
        if holds {
            why.push(fact(kind, key, weight));
        }
    };
    let asks = intents
        .iter()
        .any(|i| is_need(i.value) && i.confidence > 0.6 && i.value != Intent::Question);
    let cares =
        |hit: &ListenerHit| matches!(hit.purpose, ListenerPurpose::Care | ListenerPurpose::Churn);
    let care = input.listener_hits.iter().any(cares);
    add(EvidenceKind::Words, "asks-for-help", asks, -1.2);
    // Sellers shout into the room; a post to us needs much more before it is called spam.
    add(EvidenceKind::Channel, "speaks-to-us", input.directly_addressed, -1.8);
    add(EvidenceKind::Record, "customer", input.record.is_customer(), -1.5);
    add(EvidenceKind::Record, "seen-before", input.record.seen_before, -0.4);
    add(EvidenceKind::Listener, "care", care, -0.5);
    add(EvidenceKind::Count, "no-link", reading.count(Kind::Link) == 0, -0.1);
    why
}

//! How early a post should be seen: a weighted mean of summands that all are shown.

use earshot_model::{Intent, Level, Sentiment, Timeliness};

use crate::brief::{Brief, Term};
use crate::few::Few;
use crate::ruling::Ruling;
use crate::{Config, CustomerRecord, Input, Weights, influence, outliers, value};

/// Writes the priority of a post into its verdict. Every value is 0 or more, so no summand can lower
/// the score below what the post would have without it; low influence in particular costs nothing.
pub(crate) fn judge(brief: &mut Brief<'_>, input: &Input<'_>, config: &Config) {
    let (record, weights): (&CustomerRecord, &Weights) = (&input.record, &config.weights);
    let parts = [
        ("urgency", weights.urgency, level(brief.urgency.value)),
        ("need", weights.need, need(brief.intents.iter().map(|ruling| ruling.value))),
        ("mood", weights.mood, mood(&brief.sentiment)),
        ("value", weights.value, value::share(record.tier)),
        ("influence", weights.influence, influence::share(input.author_followers)),
        ("prior_failure", weights.prior_failure, failure(record)),
        ("disaffection", weights.disaffection, outliers::disaffection(record)),
        ("challenge", weights.challenge, outliers::challenge(record)),
        ("bandwagon", weights.bandwagon, outliers::crowd(input.joiners, config)),
        ("addressed", weights.addressed, f32::from(u8::from(input.directly_addressed))),
        ("timeliness", weights.timeliness, time(brief.timeliness.value)),
    ];
    let (mut all, mut sum) = (0.0_f32, 0.0_f32);
    brief.terms = Few::default();
    for (name, weight, value) in parts {
        let weight = if weight.is_finite() { weight.max(0.0) } else { 0.0 };
        all += weight;
        sum += weight * value;
        brief.terms.push(Term { name, weight, value });
    }
    brief.score = if all > 0.0 { (sum / all).clamp(0.0, 1.0) } else { 0.0 };
}

const fn level(level: Level) -> f32 {
    match level {
        Level::Low => 0.0,
        Level::Medium => 0.5,
        Level::High => 1.0,
    }
}

/// The strongest thing that the author wants.
fn need(intents: impl Iterator<Item = Intent>) -> f32 {
    let strength = |intent| match intent {
        Intent::Safety => 1.0,
        Intent::Help | Intent::Legal => 0.9,
        Intent::Complaint | Intent::Switching => 0.8,
        Intent::Question | Intent::Press => 0.6,
        Intent::Purchase | Intent::Investor => 0.5,
        Intent::Alternatives | Intent::Comparison | Intent::Employee => 0.4,
        Intent::Idea | Intent::Job => 0.3,
        Intent::Praise | Intent::Gratitude | Intent::TrollBait => 0.1,
    };
    intents.map(strength).fold(0.0, f32::max)
}

fn mood(sentiment: &Ruling<Sentiment>) -> f32 {
    match sentiment.value {
        Sentiment::Negative => sentiment.confidence,
        Sentiment::Neutral | Sentiment::Positive => 0.0,
    }
}

const fn failure(record: &CustomerRecord) -> f32 {
    if record.unresolved_contact {
        1.0
    } else if record.prior_failure() {
        0.7
    } else {
        0.0
    }
}

const fn time(timeliness: Timeliness) -> f32 {
    match timeliness {
        Timeliness::Now => 1.0,
        Timeliness::Recent => 0.5,
        Timeliness::Past => 0.0,
    }
}

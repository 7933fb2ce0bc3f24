//! Whether a post is spam: signs add up to a likelihood.

use earshot_model::{Evidence, EvidenceKind, Intent, Judged, ListenerPurpose};

use crate::evidence::{fact, judged, words};
use crate::lexicon::Topic;
use crate::reading::Reading;
use crate::words::{Kind, Word};
use crate::{Config, Input};

/// What a post without any sign weighs: a likelihood of 9 %.
const START: f32 = -2.3;

/// Judges spam. `intents` are those that were found before.
pub(crate) fn judge(
    reading: &Reading<'_>,
    intents: &[Judged<Intent>],
    input: &Input<'_>,
    config: &Config,
) -> Judged<bool> {
    let mut why = signs(reading);
    why.extend(reading.evidence_of(Topic::Spam));
    why.extend(against(reading, intents, input));
    let sum: f32 = START + why.iter().map(|e| e.weight).sum::<f32>();
    let likelihood = 1.0 / (1.0 + (-sum).exp());
    let is_spam = likelihood >= config.spam_from;
    if is_spam && is_excused(reading, intents, input, likelihood) {
        let why = vec![fact(EvidenceKind::Record, "customer-asks-us", -3.0)];
        return judged(false, 0.9, why);
    }
    let why = why.into_iter().filter(|e| (e.weight > 0.0) == is_spam).collect();
    judged(is_spam, if is_spam { likelihood } else { 1.0 - likelihood }, why)
}

/// A customer who speaks to us and asks for anything is never spam. One who asks for nothing is
/// only spam beyond doubt: accounts of customers are stolen, too.
fn is_excused(
    reading: &Reading<'_>,
    intents: &[Judged<Intent>],
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

/// What the look of the text says.
fn signs(reading: &Reading<'_>) -> Vec<Evidence> {
    let mut why = Vec::new();
    let mut count = |key: &str, holds: bool, weight: f32| {
        if holds {
            why.push(fact(EvidenceKind::Count, key, weight));
        }
    };
    let words = &reading.words;
    let links = reading.count(Kind::Link);
    count("link", links == 1, 1.0);
    count("links", links >= 2, 1.8);
    count("hashtags", reading.count(Kind::Hashtag) >= 6, 1.5);
    count("mentions", reading.count(Kind::Mention) >= 6, 1.5);
    count("repeated-signs", words.longest_run >= 8, 0.8);
    count("emoji", reading.count(Kind::Emoji) >= 8, 1.0);
    count("capitals", words.letters >= 25 && words.capitals * 10 > words.letters * 6, 0.7);
    count("repeated-words", repeats(reading), 1.2);
    why.extend(marked(reading));
    why
}

/// Words that give a swindle away: wallet addresses, short links, links to messengers, sums.
fn marked(reading: &Reading<'_>) -> Vec<Evidence> {
    const SHORT: [&str; 7] =
        ["bit.ly", "tinyurl.", "t.me/", "wa.me/", "cutt.ly", "is.gd", "rebrand.ly"];
    let weigh = |word: &Word| {
        let written = reading.written(word.span);
        let plain = word.kind == Kind::Plain;
        let weight = match word.kind {
            Kind::Link if SHORT.iter().any(|short| written.contains(short)) => 1.6,
            Kind::Plain if is_wallet(written) => 2.5,
            _ if plain && is_sum(reading, word) => 0.6,
            // A telephone number in a text that greets nobody.
            _ if plain && is_telephone(written) => 0.8,
            _ => return None,
        };
        Some(words(written, word.span, weight))
    };
    reading.words.list.iter().filter_map(weigh).take(4).collect()
}

/// The shapes of Ethereum and bech32 Bitcoin addresses.
fn is_wallet(word: &str) -> bool {
    let tail = |start: &str| word.strip_prefix(start);
    let ethereum =
        tail("0x").is_some_and(|t| t.len() == 40 && t.chars().all(|c| c.is_ascii_hexdigit()));
    let bitcoin =
        tail("bc1").is_some_and(|t| t.len() >= 36 && t.chars().all(|c| c.is_ascii_alphanumeric()));
    ethereum || bitcoin
}

/// Ten digits or more in one piece.
fn is_telephone(word: &str) -> bool {
    word.len() >= 10 && word.chars().all(|c| c.is_ascii_digit())
}

/// A number of three digits or more right after a sign of currency.
fn is_sum(reading: &Reading<'_>, word: &Word) -> bool {
    let start = usize::try_from(word.span.start).unwrap_or(usize::MAX);
    let before = reading.text.get(..start).and_then(|text| text.chars().next_back());
    let written = reading.written(word.span);
    matches!(before, Some('$' | '£' | '€'))
        && written.len() >= 3
        && written.chars().all(|c| c.is_ascii_digit())
}

/// Whether one longer word makes up a third of a text of nine words or more.
fn repeats(reading: &Reading<'_>) -> bool {
    let plain: Vec<&str> = reading
        .words
        .list
        .iter()
        .filter(|word| word.kind == Kind::Plain)
        .take(60)
        .map(|word| reading.words.lower(word))
        .collect();
    let times = |word: &str| plain.iter().filter(|other| **other == word).count();
    plain.len() >= 9 && plain.iter().any(|word| word.len() > 3 && times(word) * 3 >= plain.len())
}

/// What speaks against spam. Followers are not among it: influence excuses nothing.
fn against(reading: &Reading<'_>, intents: &[Judged<Intent>], input: &Input<'_>) -> Vec<Evidence> {
    let mut why = Vec::new();
    let mut add = |kind, key: &str, holds: bool, weight: f32| {
        if holds {
            why.push(fact(kind, key, weight));
        }
    };
    let asks = intents
        .iter()
        .any(|i| is_need(i.value) && i.confidence > 0.6 && i.value != Intent::Question);
    let care = input.listener_hits.iter().any(|hit| hit.purpose == ListenerPurpose::Care);
    add(EvidenceKind::Words, "asks-for-help", asks, -1.2);
    add(EvidenceKind::Channel, "speaks-to-us", input.directly_addressed, -0.8);
    add(EvidenceKind::Record, "customer", input.record.is_customer(), -1.5);
    add(EvidenceKind::Record, "seen-before", input.record.seen_before, -0.4);
    add(EvidenceKind::Listener, "care", care, -0.5);
    add(EvidenceKind::Count, "no-link", reading.count(Kind::Link) == 0, -0.1);
    why
}

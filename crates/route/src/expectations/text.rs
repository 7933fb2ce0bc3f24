//! A text for each network's limit.

use super::{Expectations, FormError, Phrases};
use crate::calendar::Interval;

/// A text that can be posted, and what it had no room for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// The words.
    pub text: String,
    /// How many of the five expectations they hold.
    pub holds: u8,
}

/// Writes the expectations for a place that takes what `fits`, as its channel counts. What customers
/// ask for least goes first: topics (17.8 %), other channels (22.2 %), languages (24.4 %), then hours
/// (34.1 %; they are longer than the time to an answer with 23.7 %, without which the rest says
/// little). The figures are what large brands post.
///
/// # Errors
/// When the form is not complete, or not even the time to an answer fits.
pub fn write(
    form: &Expectations,
    phrases: &Phrases,
    fits: impl Fn(&str) -> bool,
) -> Result<Posting, FormError> {
    form.complete()?;
    let gap = |phrase: &str, text: &str| phrase.replacen("{}", text, 1);
    let list = |items: &mut dyn Iterator<Item = &str>| items.collect::<Vec<_>>().join(", ");
    let answer = gap(phrases.answer, &phrases.time(form.answer_within));
    let hours = gap(phrases.hours, &hours(form, phrases));
    let languages = list(&mut form.languages.iter().map(String::as_str));
    let languages = gap(phrases.languages, &languages);
    let channels = list(&mut form.channels.iter().map(|other| other.text.as_str()));
    let topics = list(&mut form.topics.iter().map(String::as_str));
    let mut parts = vec![answer, hours, languages];
    parts.extend((!channels.is_empty()).then(|| gap(phrases.channels, &channels)));
    parts.extend((!topics.is_empty()).then(|| gap(phrases.topics, &topics)));
    while !parts.is_empty() {
        let text = format!("{}.", parts.join(". "));
        if fits(&text) {
            let holds = u8::try_from(parts.len()).unwrap_or(u8::MAX);
            return Ok(Posting { text, holds });
        }
        parts.pop();
    }
    Err(FormError::NoRoom)
}

/// The hours of a week; neighbouring days with the same hours are written once.
fn hours(form: &Expectations, phrases: &Phrases) -> String {
    let days = form.week.days();
    let whole = |hours: &[Interval]| hours == [Interval::WHOLE_DAY];
    if days.iter().all(|(_, hours)| whole(hours)) {
        return phrases.always.to_owned();
    }
    let mut runs: Vec<(&str, &str, &[Interval])> = Vec::new();
    for ((_, hours), name) in days.iter().zip(phrases.days) {
        match runs.last_mut() {
            Some((_, last, same)) if same == hours => *last = name,
            _ => runs.push((name, name, hours)),
        }
    }
    let written = runs.iter().filter(|(.., hours)| !hours.is_empty()).map(|(from, to, hours)| {
        let days =
            if from == to { (*from).to_owned() } else { format!("{from}{}{to}", phrases.to) };
        let times: Vec<String> = hours.iter().map(ToString::to_string).collect();
        format!("{days} {}", times.join(", "))
    });
    let mut text = written.collect::<Vec<_>>().join("; ");
    if !form.zone_text.is_empty() {
        text.push_str(&format!(" ({})", form.zone_text));
    }
    text
}

//! The particulars of one story, the same in every post of its thread.

use rand::seq::IndexedRandom;
use rand::{Rng, RngExt};

/// Where Altavela flies.
const CITIES: [&str; 12] = [
    "Lisbon",
    "Hamburg",
    "Sevilla",
    "Porto",
    "Lyon",
    "Palermo",
    "Tallinn",
    "Cork",
    "Graz",
    "Bergen",
    "Marrakesh",
    "Split",
];
/// The flight of the day, about which a third of the disrupted write.
const DISRUPTED: (&str, &str) = ("AV 418", "Lisbon");

/// Flight, place and figures of a story.
#[derive(Debug, Clone)]
pub(super) struct Slots {
    flight: String,
    city: &'static str,
    hours: u32,
    days: u32,
    money: u32,
    bag: u32,
    code: String,
    number: u32,
}

impl Slots {
    pub(super) fn draw(rng: &mut impl Rng) -> Self {
        let (flight, city) = if rng.random_ratio(1, 3) {
            (DISRUPTED.0.to_owned(), DISRUPTED.1)
        } else {
            let city = CITIES.choose(rng).copied().unwrap_or(DISRUPTED.1);
            (format!("AV {}", rng.random_range(101..=989)), city)
        };
        Self {
            flight,
            city,
            hours: rng.random_range(2..=9),
            days: rng.random_range(3..=21),
            money: rng.random_range(24..=680),
            bag: rng.random_range(10_000..=99_999),
            code: code(rng),
            number: rng.random_range(100..=9_999),
        }
    }

    /// `line` with its slots filled.
    pub(super) fn fill(&self, line: &str) -> String {
        line.replace("{flight}", &self.flight)
            .replace("{city}", self.city)
            .replace("{hours}", &self.hours.to_string())
            .replace("{days}", &self.days.to_string())
            .replace("{money}", &self.money.to_string())
            .replace("{bag}", &format!("AVT{}", self.bag))
            .replace("{code}", &self.code)
            .replace("{n}", &self.number.to_string())
    }
}

/// A booking code: six letters and digits, none that is mistaken for another.
fn code(rng: &mut impl Rng) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    (0..6).filter_map(|_| LETTERS.choose(rng)).map(|letter| char::from(*letter)).collect()
}

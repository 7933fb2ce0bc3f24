//! The particulars of one story, the same in every post of its thread.

use rand::seq::IndexedRandom;
use rand::{Rng, RngExt};

use super::lines::Language;

/// Where Altavela flies, besides Lisbon: towns that most languages call the same.
const CITIES: [&str; 11] = [
    "Hamburg", "Porto", "Lyon", "Palermo", "Tallinn", "Cork", "Graz", "Bergen", "Split", "Bilbao",
    "Bari",
];
/// The flight of the day, from Lisbon, about which a third of the disrupted write.
const DISRUPTED: &str = "AV 418";

fn lisbon(language: Language) -> &'static str {
    match language {
        "de" => "Lissabon",
        "es" | "pt" => "Lisboa",
        "fr" => "Lisbonne",
        "ar" => "لشبونة",
        "ja" => "リスボン",
        _ => "Lisbon",
    }
}

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
    pub(super) fn draw(language: Language, rng: &mut impl Rng) -> Self {
        let (flight, city) = if rng.random_ratio(1, 3) {
            (DISRUPTED.to_owned(), lisbon(language))
        } else {
            let city = CITIES.choose(rng).copied().unwrap_or(lisbon(language));
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
            number: rng.random_range(2..=98),
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

//! The style page: every part of the design, with invented content.
//!
//! The small signs stand there in light and in dark. What is larger is taken out of invented pages, as
//! their own templates draw it: a part looks here as it looks on its screen, and nothing is drawn twice.

mod catalogue;
#[cfg(test)]
mod classes;
mod part;
mod shelf;

use askama::Template;
use earshot_model::{Audience, Sentiment, Surface, Time};
use serde::Serialize;

use super::clock::ClockMark;
use super::frame::Frame;
use super::mark::{AudienceMark, ChannelMark, Chip, Face, Feeling, Shape};
use crate::words::Words;

pub use shelf::Shelf;

/// `GET /style`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "style.html")]
pub struct StylePage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// Names of the colours, each with its class.
    pub colours: Vec<&'static str>,
    /// One clock in each state.
    pub clocks: Vec<ClockMark>,
    /// The audiences.
    pub audiences: Vec<AudienceMark>,
    /// The feelings.
    pub feelings: Vec<Feeling>,
    /// The channels.
    pub channels: Vec<ChannelMark>,
    /// People, an onlooker, the brand.
    pub faces: Vec<Face>,
    /// Chips in each tone.
    pub chips: Vec<Chip>,
    /// What a customer could have said: shown, never translated.
    pub said: Vec<&'static str>,
    /// The parts of the screens.
    pub shelves: Vec<Shelf>,
}

const COLOURS: [&str; 22] = [
    "bg",
    "surface",
    "surface-2",
    "surface-3",
    "surface-4",
    "line",
    "line-2",
    "line-field",
    "text",
    "text-2",
    "text-3",
    "accent-fill",
    "accent-soft",
    "public",
    "private-fill",
    "private-soft",
    "note-fill",
    "note-soft",
    "pos",
    "neg",
    "warn",
    "breach",
];

const CHANNELS: [(&str, Option<Surface>); 15] = [
    ("mastodon", None),
    ("bluesky", None),
    ("x", None),
    ("facebook", None),
    ("instagram", None),
    ("youtube", None),
    ("reddit", None),
    ("telegram", None),
    ("whatsapp", None),
    ("email", None),
    ("phone", None),
    ("chat", None),
    ("review", None),
    ("forum", None),
    ("blog", None),
];

impl StylePage {
    /// The page. `now` only sets the clocks.
    #[must_use]
    pub fn new(w: Words, frame: Frame, now: Time) -> Self {
        let running = |total: i64, left: i64| {
            let due = now.plus(left * Time::SECOND);
            let mut clock =
                ClockMark::running(w, due.plus(-total * Time::SECOND), due, now, String::new());
            clock.due_ms = 0;
            clock
        };
        let chip = |label: String, drawing, tone| Chip { label, drawing, tone };
        Self {
            colours: COLOURS.to_vec(),
            clocks: vec![
                running(3600, 2530),
                running(900, 198),
                running(900, -720),
                ClockMark::paused(w),
                ClockMark::met(w, 6 * Time::MINUTE),
            ],
            audiences: vec![
                AudienceMark::of(w, Audience::Public, false),
                AudienceMark::of(w, Audience::Public, true),
                AudienceMark::of(w, Audience::Private, false),
                AudienceMark::of(w, Audience::Internal, false),
            ],
            feelings: Sentiment::ALL
                .iter()
                .map(|sentiment| Feeling { bare: false, ..Feeling::bare(w, *sentiment) })
                .collect(),
            channels: CHANNELS
                .iter()
                .map(|(word, surface)| ChannelMark::of(w, word, *surface))
                .collect(),
            faces: vec![
                Face::new("Mirela Konstantinopoulou", "a", Shape::Person).sized("lg"),
                Face::new("Ana Carvalho", "b", Shape::Person),
                Face::new("Tomasz Wiśniewski", "c", Shape::Onlooker),
                Face::new("Altavela", "d", Shape::Brand),
                Face::new("Priya Raman", "e", Shape::Person).sized("sm"),
                Face::new("Jonas Lind", "f", Shape::Person).sized("xs"),
            ],
            chips: vec![
                chip(w.t("tier-gold"), Some("crown"), ""),
                chip(w.t("post-customer"), None, " accent"),
                chip(w.t("post-onlooker"), None, " line-only"),
                chip(w.t("emotion-anger"), Some("neg"), " neg"),
                chip(w.t("step-solved"), Some("check"), " pos"),
                chip(w.t("verdict-spam"), Some("ban"), " warn"),
            ],
            said: vec![
                "6 hours on the floor of Lisbon airport with a three-year-old",
                "نفس المشكلة معي، هل توجد رحلة بديلة اليوم؟",
                "Grüße, ευχαριστώ, спасибо, obrigada 🙏",
            ],
            shelves: shelf::shelves(w),
            w,
            frame,
        }
    }

    fn themes(&self) -> [(&'static str, String); 2] {
        [("light", self.w.t("theme-light")), ("dark", self.w.t("theme-dark"))]
    }

    fn said(&self, at: usize) -> &'static str {
        self.said.get(at).copied().unwrap_or_default()
    }
}

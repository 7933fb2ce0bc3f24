//! The parts of the screens, shelf by shelf, as the screens themselves draw them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::catalogue::{CATALOGUE, Entry, Piece};
use super::part::{elements, specimen};
use crate::pages::frame::Theme;
use crate::pages::samples::{Sample, all};
use crate::words::Words;

/// Parts that belong together.
#[derive(Debug, Clone, Serialize)]
pub struct Shelf {
    /// Its place on the page, and the stem of its words.
    pub key: &'static str,
    /// Its name.
    pub title: String,
    /// What the parts are for.
    pub hint: String,
    /// Class of what stands around each part.
    pub ground: &'static str,
    /// Whether guests see the parts: theirs is a style sheet of its own.
    pub guests: bool,
    /// The parts, taken from invented pages.
    #[serde(skip)]
    pub parts: Vec<String>,
}

/// Every shelf.
pub(super) fn shelves(w: Words) -> Vec<Shelf> {
    let pages: BTreeMap<&str, String> = all(w, Theme::System)
        .into_iter()
        .filter(|(name, _)| CATALOGUE.iter().any(|entry| entry.shows(name)))
        .map(|(name, page): Sample| (name, page.html().unwrap_or_default()))
        .collect();
    CATALOGUE.iter().map(|entry| shelf(w, entry, &pages)).collect()
}

fn shelf(w: Words, entry: &Entry, pages: &BTreeMap<&str, String>) -> Shelf {
    let parts = entry.pieces.iter().flat_map(|piece| taken(piece, pages));
    Shelf {
        key: entry.key,
        title: w.t(format!("styles-{}", entry.key)),
        hint: w.t(format!("styles-{}-hint", entry.key)),
        ground: entry.ground,
        guests: entry.key == "guests",
        parts: parts
            .enumerate()
            .map(|(at, part)| specimen(part, &format!("{}{at}", entry.key), entry.key))
            .collect(),
    }
}

/// What a piece takes from its page: in each element of a step, the elements of the next.
pub(super) fn taken<'a>(piece: &Piece, pages: &'a BTreeMap<&str, String>) -> Vec<&'a str> {
    let mut parts: Vec<&str> = pages.get(piece.page).map(String::as_str).into_iter().collect();
    for step in piece.path {
        parts = parts.into_iter().flat_map(|part| elements(part, step)).collect();
    }
    parts
}

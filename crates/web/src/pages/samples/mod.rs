//! Invented content for every page: the style page shows its parts, and tests look at all of it.

mod accounts;
mod case;
mod crisis;
mod customer;
mod deliveries;
mod desk;
mod filter;
mod followed;
mod listening;
mod pages;
mod playbook;
mod report;
mod room;
mod settings;
mod told;
mod wall;
mod work;

use earshot_model::Time;
use jiff::tz::TimeZone;

pub(super) use pages::{Sample, all};

use super::format::{Lens, When};
use super::frame::{Counts, Frame, Me, Nav, Places, QueueCount, Theme};
use super::mark::{Face, Shape};
use crate::words::Words;

/// The moment at which all samples are seen: 2026-11-22T14:02:20Z.
pub(super) const fn now() -> Time {
    Time(1_795_356_140_000_000)
}

pub(super) fn lens(w: Words) -> Lens {
    Lens { w, zone: TimeZone::get("Europe/Lisbon").unwrap_or(TimeZone::UTC), now: now() }
}

/// So many minutes ago.
pub(super) fn ago(w: Words, minutes: i64) -> When {
    lens(w).when(now().plus(-minutes * Time::MINUTE))
}

pub(super) fn person(name: &str) -> Face {
    Face::new(name, name, Shape::Person)
}

pub(super) fn frame(w: Words, theme: Theme, current: &str) -> Frame {
    let me = Me {
        id: "a1".into(),
        name: "Priya Raman".into(),
        face: person("Priya Raman").sized("sm"),
        available: true,
        load: Some("4 / 6".into()),
    };
    let queue = |id: &str, name: &str, drawing, open, late| QueueCount {
        id: id.into(),
        name: name.into(),
        drawing,
        open,
        late,
    };
    let queues = [
        queue("q1", "Disruption", "bolt", 31, true),
        queue("q2", "Baggage", "tag", 12, false),
        queue("q3", "Refunds and vouchers", "doc", 7, false),
        queue("q4", "Delight", "heart", 26, false),
    ];
    let places = Places {
        wall: true,
        listeners: true,
        playbook: true,
        new_playbook: true,
        reports: true,
        filter: true,
        crisis: true,
        people: true,
        settings: true,
    };
    let counts = Counts {
        mine: 9,
        unassigned: 14,
        all: 1_312,
        mentions: 1,
        hashtags: 1,
        approvals: Some((2, true)),
    };
    Frame {
        theme,
        csrf: "c5rf".into(),
        brand: "Altavela".into(),
        here: "/cases?list=mine".into(),
        now_ms: 0,
        letter_keys: true,
        live_after: Some(4711),
        nav: Some(Nav::new(w, me, counts, &queues, places, current)),
        crisis: None,
    }
}

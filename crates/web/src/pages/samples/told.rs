use super::{ago, frame};
use crate::pages::case::Choice;
use crate::pages::expectations::{ExpectationsPage, TextRow};
use crate::pages::frame::Theme;
use crate::pages::guard::{CaughtLine, GuardPage, Tried};
use crate::words::Words;

pub(super) fn expectations(w: Words, theme: Theme) -> ExpectationsPage {
    let text = |network: &str, text: &str, fits| TextRow {
        network: network.into(),
        text: text.into(),
        fits,
        length: w.t2("expect-of", "n", "112", "most", "160"),
        holds: w.t2("expect-of", "n", "5", "most", "5"),
    };
    let choice = |label: String| Choice { value: "h".into(), label, chosen: true };
    ExpectationsPage {
        w,
        frame: frame(w, theme, "/settings/data"),
        notice: None,
        version: 3,
        calendars: vec![choice("Lisbon desk".into())],
        zone: "Lisbon".into(),
        languages: "pt, en".into(),
        within: "30".into(),
        units: vec![choice(w.t("expect-unit-minutes"))],
        channels: "help@altavela.example".into(),
        topics: "Flights of today".into(),
        texts: vec![
            text("Mastodon", "Mo–Su 7–23, Lisbon. We answer within 30 minutes.", true),
            text("X", &w.t("expect-no-texts"), false),
        ],
        findings: vec![w.t1("expect-not-language", "tag", "pt")],
        checked: Some(ago(w, 40)),
    }
}

pub(super) fn never_said(w: Words, theme: Theme) -> GuardPage {
    GuardPage {
        w,
        frame: frame(w, theme, "/settings/data"),
        patterns: "booking = [A-Z0-9]{6}".into(),
        contacts: "help@altavela.example".into(),
        phrases: "We are sorry for the wait.".into(),
        fault: None,
        saved: true,
        tried: Some(Tried {
            text: "Your code is 7QX2LM.".into(),
            caught: vec![CaughtLine { what: w.t("guard-order"), words: "7QX2LM".into() }],
        }),
    }
}

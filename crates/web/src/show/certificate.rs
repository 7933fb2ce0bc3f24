//! The certificate in words, with its line drawn.

use earshot_model::Agent;
use earshot_record::Certificate;
use earshot_record::certificate::{AIM, CONFIDENCE, Certified, Missed, SECONDS_EACH, Stratum};

use super::list::agent;
use crate::pages::case::Choice;
use crate::pages::certificate::{
    CertificatePage, ClaimView, LineView, MissedView, NothingView, RowView,
};
use crate::pages::format::{Lens, number, percent};
use crate::pages::frame::Frame;
use crate::pages::mark::{ChannelMark, Chip};
use crate::pages::report::Figure;
use crate::routes::certificate::PERIODS;
use crate::words::{Locale, Words};

/// The page.
pub(crate) fn certificate(
    lens: &Lens,
    frame: Frame,
    days: u16,
    known: &Certificate,
    people: &[Agent],
) -> CertificatePage {
    let w = lens.w;
    let period = PERIODS.iter().map(|choice| Choice {
        value: choice.to_string(),
        label: w.t1("report-days", "n", u32::from(*choice)),
        chosen: *choice == days,
    });
    let valid = known.whole.sample.hidden > 0 && known.whole.more_needed() == Some(0);
    let state = if valid {
        ("certificate-valid", "check", " pos")
    } else {
        ("certificate-open", "info", "")
    };
    CertificatePage {
        w,
        frame,
        periods: period.collect(),
        state: Chip { label: w.t(state.0), drawing: Some(state.1), tone: state.2 },
        claim: valid.then(|| claim(w, &known.whole)),
        nothing: (!valid).then(|| nothing(w, &known.whole)),
        waits: known.waiting > 0,
        figures: figures(w, &known.whole),
        rows: known.strata.iter().map(|stratum| row(w, stratum)).collect(),
        missed: known.missed.iter().map(|one| missed(lens, one, people)).collect(),
    }
}

/// Why nothing can be claimed, and what would change it.
fn nothing(w: Words, whole: &Stratum) -> NothingView {
    if whole.sample.hidden == 0 {
        let (title, hint) = (w.t("certificate-nothing"), w.t("certificate-nothing-hint"));
        return NothingView { title, hint };
    }
    let hint = match whole.more_needed() {
        Some(more) => w.t2("certificate-too-few-hint", "n", more, "aim", percent(AIM)),
        None => w.t("certificate-too-few-found"),
    };
    NothingView { title: w.t("certificate-too-few"), hint }
}

fn claim(w: Words, whole: &Stratum) -> ClaimView {
    let (said, sample) = (whole.certified(), &whole.sample);
    let share = |share: f64| fine(w, share);
    let at_most = w.t1("certificate-at-most", "share", share(said.at_most));
    let all = count(w, sample.hidden);
    let pairs = [
        ("sure", percent(CONFIDENCE)),
        ("most", times(w, said.at_most, sample.hidden)),
        ("all", all.clone()),
        ("guess", number(w, i64::from(floor((said.found * wide(sample.hidden)).round())))),
    ];
    let how = [
        ("read", count(w, u64::from(sample.read))),
        ("all", all),
        ("missed", count(w, u64::from(sample.missed))),
        ("share", share(said.at_most)),
    ];
    let line = line(&said);
    let alt = [
        ("end", format!("{} %", line.end)),
        ("guess", share(said.found)),
        ("most", share(said.at_most)),
        ("aim", percent(AIM)),
    ];
    ClaimView {
        sure: w.with("certificate-sure", &owned(pairs)),
        missed: if said.of_actionable < 1.0 {
            w.t1("certificate-missed", "share", share(said.of_actionable))
        } else {
            w.t("certificate-missed-not")
        },
        alt: w.with("certificate-drawn-alt", &owned(alt)),
        guess: w.t1("certificate-guess", "share", share(said.found)),
        aim: w.t1("certificate-aim", "share", percent(AIM)),
        how: w.with("certificate-how", &owned(how)),
        at_most,
        line,
    }
}

fn owned<const N: usize>(pairs: [(&str, String); N]) -> Vec<(String, String)> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The line ends at the next of 1, 2, 5, 10 per cent that holds the aim and the bound.
fn line(said: &Certified) -> LineView {
    let most = said.at_most.max(AIM);
    let ends = [1_u32, 2, 5, 10, 20, 50, 100];
    let end = ends.into_iter().find(|end| f64::from(*end) >= most * 115.0).unwrap_or(100);
    let place = |share: f64| floor(share * 100.0 / f64::from(end) * 800.0);
    LineView { guess: place(said.found), most: place(said.at_most), aim: place(AIM), end }
}

fn figures(w: Words, whole: &Stratum) -> Vec<Figure> {
    let (said, sample) = (whole.certified(), &whole.sample);
    let figure = |key: &str, value: String, note: String| Figure {
        label: w.t(key),
        value,
        note,
        bad: false,
    };
    let worth = match said.worth {
        Some(share) => {
            let least = fine(w, said.worth_at_least);
            let read = i64::from(sample.read_shown);
            (fine(w, share), w.t2("certificate-worth-least", "share", least, "n", number(w, read)))
        }
        None => ("–".to_owned(), w.t("certificate-worth-none")),
    };
    let all = sample.hidden.saturating_add(sample.shown);
    let minutes =
        i64::try_from(sample.hidden).unwrap_or(i64::MAX).saturating_mul(SECONDS_EACH) / 60;
    vec![
        figure("certificate-worth", worth.0, worth.1),
        figure(
            "certificate-hidden",
            count(w, sample.hidden),
            w.t1("certificate-of-all", "share", percent(ratio(sample.hidden, all))),
        ),
        figure(
            "certificate-minutes",
            number(w, minutes),
            w.t1("certificate-each", "n", SECONDS_EACH),
        ),
        figure("certificate-unsure", fine(w, ratio(whole.unsure, sample.shown)), String::new()),
    ]
}

fn row(w: Words, stratum: &Stratum) -> RowView {
    let (said, sample) = (stratum.certified(), &stratum.sample);
    let mark = ChannelMark::of(w, &stratum.channel, None);
    let few = said.at_most > AIM;
    let bound = fine(w, said.at_most);
    RowView {
        channel: mark.label.clone(),
        mark,
        language: stratum.language.clone(),
        hidden: count(w, sample.hidden),
        read: count(w, u64::from(sample.read)),
        missed: count(w, u64::from(sample.missed)),
        at_most: if few { w.t1("certificate-few", "share", bound) } else { bound },
        few,
        worth: said.worth.map_or_else(|| "–".to_owned(), |share| fine(w, share)),
    }
}

fn missed(lens: &Lens, one: &Missed, people: &[Agent]) -> MissedView {
    let w = lens.w;
    let when = one.answered_at.map(|at| lens.when(at)).unwrap_or_default();
    let name = one.agent_id.and_then(|id| agent(people, id)).map(|agent| agent.short_name.clone());
    let found = match name {
        Some(name) => w.t2("certificate-found-by", "name", name, "when", &when.short),
        None => w.t1("certificate-found", "when", &when.short),
    };
    MissedView {
        mark: ChannelMark::of(w, &one.channel, None),
        text: one.text.clone().filter(|text| !text.is_empty()),
        lang: if one.language == "und" { String::new() } else { one.language.clone() },
        found,
        when,
        case: one.case_id.map(|case| case.to_string()),
    }
}

/// A small share with two digits: "0.40 %", "12 %".
fn fine(w: Words, share: f64) -> String {
    let hundred = share.clamp(0.0, 1.0) * 100.0;
    if hundred == 0.0 || hundred >= 10.0 {
        return percent(share);
    }
    let text = if hundred < 1.0 { format!("{hundred:.2}") } else { format!("{hundred:.1}") };
    let text = if w.locale() == Locale::De { text.replace('.', ",") } else { text };
    format!("{text}\u{a0}%")
}

fn ratio(part: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { wide(part) / wide(of) }
}

/// So large a share of so many, rounded up: a bound must not become bolder by rounding.
fn times(w: Words, share: f64, of: u64) -> String {
    number(w, i64::from(floor((share * wide(of)).ceil())))
}

fn count(w: Words, n: u64) -> String {
    number(w, i64::try_from(n).unwrap_or(i64::MAX))
}

#[expect(clippy::as_conversions, reason = "counts of posts are far below 2^53")]
const fn wide(n: u64) -> f64 {
    n as f64
}

#[expect(clippy::as_conversions, reason = "a float turns into an integer only with `as`")]
const fn floor(x: f64) -> u32 {
    x as u32
}

//! The report: figures, charts, one line for each channel.

use earshot_record::Report;
use earshot_record::report::{ChannelReport, Feelings};

use super::charts;
use super::listening::part;
use crate::pages::case::Choice;
use crate::pages::format::{Lens, number, percent, span};
use crate::pages::frame::Frame;
use crate::pages::mark::ChannelMark;
use crate::pages::report::{ChannelLine, Figure, ReportPage};
use crate::routes::reports::PERIODS;
use crate::words::Words;

/// Stands where nothing was measured.
const NOTHING: &str = "–";

/// The page of a report over so many days.
pub(crate) fn report(lens: &Lens, frame: Frame, days: u16, report: &Report) -> ReportPage {
    let w = lens.w;
    let period = PERIODS.iter().map(|choice| Choice {
        value: choice.to_string(),
        label: w.t1("report-days", "n", u32::from(*choice)),
        chosen: *choice == days,
    });
    ReportPage {
        w,
        frame,
        period: range(lens, report),
        periods: period.collect(),
        figures: figures(w, report),
        charts: vec![
            charts::flow(lens, report),
            charts::queues(lens, report),
            charts::feelings(lens, report),
            charts::waits(lens, report),
        ],
        channels: report.channels.iter().map(|channel| line(w, channel)).collect(),
    }
}

/// "16 Nov – 22 Nov", or one day.
fn range(lens: &Lens, report: &Report) -> String {
    let first = lens.day(report.asked.range.from);
    let last = lens.day(report.asked.range.to.plus(-1));
    if first == last { first } else { format!("{first} – {last}") }
}

fn figures(w: Words, report: &Report) -> Vec<Figure> {
    let totals = &report.totals;
    let figure =
        |key: &str, value: String, note: String, bad| Figure { label: w.t(key), value, note, bad };
    let open: i64 = report.queues.iter().map(|queue| queue.open).sum();
    let late: i64 = report.queues.iter().map(|queue| queue.late).sum();
    let rate = totals.answer_rate().map(percent).unwrap_or_default();
    let wait = |wait: Option<i64>| wait.map_or_else(|| NOTHING.to_owned(), |wait| span(w, wait));
    vec![
        figure("report-incoming", number(w, totals.incoming), String::new(), false),
        figure("report-answered", number(w, totals.answered), rate, false),
        figure("report-first", wait(report.first_response.median), String::new(), false),
        figure("report-first-p90", wait(report.first_response.p90), String::new(), false),
        figure("report-open", number(w, open), String::new(), false),
        figure("report-late", number(w, late), String::new(), late > 0),
    ]
}

fn line(w: Words, channel: &ChannelReport) -> ChannelLine {
    let mark = ChannelMark::of(w, &channel.channel, None);
    let wait = |wait: Option<i64>| wait.map_or_else(|| NOTHING.to_owned(), |wait| span(w, wait));
    ChannelLine {
        name: mark.label.clone(),
        mark,
        incoming: number(w, channel.totals.incoming),
        answered: number(w, channel.totals.answered),
        median: wait(channel.first_response.median),
        p90: wait(channel.first_response.p90),
        negative: negative(&channel.sentiment),
    }
}

/// The share of bad ones among the posts that were judged.
fn negative(felt: &Feelings) -> String {
    part(felt.negative, felt.negative + felt.neutral + felt.positive)
}

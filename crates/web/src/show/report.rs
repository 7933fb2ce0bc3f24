//! The report: figures, charts, one line for each channel.

use earshot_model::Time;
use earshot_record::Report;
use earshot_record::report::{ChannelReport, DayReport};

use crate::chart::{ChartData, Series, bars, lines, rows};
use crate::pages::case::Choice;
use crate::pages::format::{Lens, number, percent, span};
use crate::pages::frame::Frame;
use crate::pages::mark::ChannelMark;
use crate::pages::report::{ChannelLine, ChartCard, Figure, ReportPage};
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
        charts: charts(lens, report),
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

fn charts(lens: &Lens, report: &Report) -> Vec<ChartCard> {
    let w = lens.w;
    let card = |key: &str, width, chart| ChartCard {
        title: w.t(key),
        sub: w.t(format!("{key}-sub")),
        width,
        chart,
    };
    let data = |key: &str, desc: &str, category: &str, labels, series| ChartData {
        title: w.t(key),
        desc: w.t(desc),
        category: w.t(category),
        labels,
        series,
    };
    let noon =
        |day: &DayReport| lens.day(day.range.from.plus((day.range.to.since(day.range.from)) / 2));
    let labels: Vec<String> = report.days.iter().map(noon).collect();
    let daily = |key: &str, class, of: &dyn Fn(&DayReport) -> i64| {
        series(w, key, class, report.days.iter().map(of).collect())
    };
    let flow = vec![
        daily("report-incoming", "f1", &|day| day.totals.incoming),
        daily("report-replies", "f3", &|day| day.totals.replies),
    ];
    let feel = vec![
        daily("sentiment-negative", "bad", &|day| day.sentiment.negative),
        daily("sentiment-neutral", "fneu", &|day| day.sentiment.neutral),
        daily("sentiment-positive", "good", &|day| day.sentiment.positive),
    ];
    let queues = vec![
        series(w, "report-late", "bad", report.queues.iter().map(|queue| queue.late).collect()),
        series(
            w,
            "report-on-time",
            "f1",
            report.queues.iter().map(|queue| (queue.open - queue.late).max(0)).collect(),
        ),
    ];
    let names = report.queues.iter().map(|queue| queue.name.clone()).collect();
    let (waits, shares) = waits(w, report);
    vec![
        card(
            "report-in-out",
            "w7",
            lines(
                w,
                data("report-in-out", "report-in-out-sub", "report-day", labels.clone(), flow),
            ),
        ),
        card(
            "report-by-queue",
            "w5",
            rows(w, data("report-by-queue", "report-by-queue-sub", "report-queue", names, queues)),
        ),
        card(
            "report-sentiment",
            "w7",
            bars(w, data("report-sentiment", "report-sentiment-sub", "report-day", labels, feel)),
        ),
        card(
            "report-waits",
            "w5",
            rows(w, data("report-waits", "report-waits-sub", "report-wait", waits, vec![shares])),
        ),
    ]
}

/// Answered cases by how long the customer waited: classes that do not overlap.
fn waits(w: Words, report: &Report) -> (Vec<String>, Series) {
    let (first, within) = (&report.first_response, &report.first_response.within);
    let up_to = |micros: i64| w.t1("report-up-to", "time", span(w, micros));
    let labels = vec![
        up_to(Time::MINUTE),
        up_to(15 * Time::MINUTE),
        up_to(Time::HOUR),
        up_to(24 * Time::HOUR),
        w.t("report-longer"),
    ];
    let steps = [0, within.minute, within.quarter_hour, within.hour, within.day, first.cases];
    let counts = steps.windows(2).filter_map(|pair| Some(pair.last()? - pair.first()?)).collect();
    (labels, series(w, "report-cases", "f1", counts))
}

fn series(w: Words, key: &str, class: &'static str, values: Vec<i64>) -> Series {
    Series {
        label: w.t(key),
        shown: values.iter().map(|value| number(w, *value)).collect(),
        values: values.iter().map(|value| i32::try_from(*value).ok().map(f64::from)).collect(),
        class,
    }
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
        negative: NOTHING.to_owned(),
    }
}

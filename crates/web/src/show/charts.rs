//! The charts of the report, each on its card.

use earshot_model::Time;
use earshot_record::Report;
use earshot_record::report::{DayReport, QueueReport};

use crate::chart::{Chart, ChartData, Series, bars, lines, rows};
use crate::pages::format::{Lens, number, span};
use crate::pages::report::ChartCard;
use crate::words::Words;

/// What came in and what went out, by day.
pub(crate) fn flow(lens: &Lens, report: &Report) -> ChartCard {
    let w = lens.w;
    let series = vec![
        daily(w, report, "report-incoming", "f1", |day| day.totals.incoming),
        daily(w, report, "report-replies", "f3", |day| day.totals.replies),
    ];
    card(w, "report-in-out", "w7", lines, "report-day", days(lens, report), series)
}

/// What waits in each queue now.
pub(crate) fn queues(lens: &Lens, report: &Report) -> ChartCard {
    let w = lens.w;
    let each = |of: fn(&QueueReport) -> i64| report.queues.iter().map(of).collect::<Vec<i64>>();
    let series = vec![
        series(w, "report-late", "bad", &each(|queue| queue.late)),
        series(w, "report-on-time", "f1", &each(|queue| (queue.open - queue.late).max(0))),
    ];
    let names = report.queues.iter().map(|queue| queue.name.clone()).collect();
    card(w, "report-by-queue", "w5", rows, "report-queue", names, series)
}

/// How customers felt, by day.
pub(crate) fn feelings(lens: &Lens, report: &Report) -> ChartCard {
    let w = lens.w;
    let series = vec![
        daily(w, report, "sentiment-negative", "bad", |day| day.sentiment.negative),
        daily(w, report, "sentiment-neutral", "fneu", |day| day.sentiment.neutral),
        daily(w, report, "sentiment-positive", "good", |day| day.sentiment.positive),
    ];
    card(w, "report-sentiment", "w7", bars, "report-day", days(lens, report), series)
}

/// Answered cases by how long the customer waited: classes that do not overlap.
pub(crate) fn waits(lens: &Lens, report: &Report) -> ChartCard {
    let w = lens.w;
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
    let counts: Vec<i64> =
        steps.windows(2).filter_map(|pair| Some(pair.last()? - pair.first()?)).collect();
    let series = vec![series(w, "report-cases", "f1", &counts)];
    card(w, "report-waits", "w5", rows, "report-wait", labels, series)
}

fn card(
    w: Words,
    key: &str,
    width: &'static str,
    draw: fn(Words, ChartData) -> Chart,
    category: &str,
    labels: Vec<String>,
    series: Vec<Series>,
) -> ChartCard {
    let (title, sub) = (w.t(key), w.t(format!("{key}-sub")));
    let data = ChartData {
        title: title.clone(),
        desc: sub.clone(),
        category: w.t(category),
        labels,
        series,
    };
    ChartCard { title, sub, width, chart: draw(w, data) }
}

/// The names of the days, taken at their noon so that no zone moves them.
fn days(lens: &Lens, report: &Report) -> Vec<String> {
    let noon = |day: &DayReport| day.range.from.plus(day.range.to.since(day.range.from) / 2);
    report.days.iter().map(|day| lens.day(noon(day))).collect()
}

fn daily(
    w: Words,
    report: &Report,
    key: &str,
    class: &'static str,
    of: fn(&DayReport) -> i64,
) -> Series {
    series(w, key, class, &report.days.iter().map(of).collect::<Vec<i64>>())
}

fn series(w: Words, key: &str, class: &'static str, values: &[i64]) -> Series {
    Series {
        label: w.t(key),
        shown: values.iter().map(|value| number(w, *value)).collect(),
        values: values.iter().map(|value| i32::try_from(*value).ok().map(f64::from)).collect(),
        class,
    }
}

use super::frame;
use crate::chart::{ChartData, Series, bars, lines, rows};
use crate::pages::case::Choice;
use crate::pages::frame::Theme;
use crate::pages::mark::ChannelMark;
use crate::pages::report::{ChannelLine, ChartCard, Figure, ReportPage};
use crate::words::Words;

pub(super) fn report(w: Words, theme: Theme) -> ReportPage {
    let choice = |days: u32, chosen| Choice {
        value: days.to_string(),
        label: w.t1("report-days", "n", days),
        chosen,
    };
    let figure = |key: &str, value: &str, note: String, bad| Figure {
        label: w.t(key),
        value: value.into(),
        note,
        bad,
    };
    let series = |key: &str, class, values: &[f64]| Series {
        label: w.t(key),
        values: values.iter().copied().map(Some).collect(),
        shown: values.iter().map(|v| format!("{v:.0}")).collect(),
        class,
    };
    let days = ["16 Nov", "17 Nov", "18 Nov", "19 Nov", "20 Nov", "21 Nov", "22 Nov"]
        .map(String::from)
        .to_vec();
    let data = |title: &str, labels: Vec<String>, series| ChartData {
        title: w.t(title),
        desc: w.t("report-posts"),
        category: w.t("report-day"),
        labels,
        series,
    };
    let card = |key: &str, width, chart| ChartCard {
        title: w.t(key),
        sub: w.t(format!("{key}-sub")),
        width,
        chart,
    };
    let flow = data(
        "report-in-out",
        days.clone(),
        vec![
            series("report-incoming", "f1", &[388.0, 412.0, 396.0, 440.0, 421.0, 380.0, 880.0]),
            series("report-answered", "f3", &[380.0, 402.0, 390.0, 431.0, 415.0, 377.0, 640.0]),
        ],
    );
    let feel = data(
        "report-sentiment",
        days,
        vec![
            series("sentiment-negative", "bad", &[120.0, 110.0, 96.0, 140.0, 121.0, 80.0, 480.0]),
            series("sentiment-neutral", "fneu", &[200.0, 222.0, 220.0, 210.0, 215.0, 220.0, 300.0]),
            series("sentiment-positive", "good", &[68.0, 80.0, 80.0, 90.0, 85.0, 80.0, 100.0]),
        ],
    );
    let queues = data(
        "report-by-queue",
        ["Disruption", "Baggage", "Refunds", "Delight"].map(String::from).to_vec(),
        vec![
            series("report-late", "bad", &[9.0, 1.0, 0.0, 0.0]),
            series("report-on-time", "f1", &[22.0, 11.0, 7.0, 26.0]),
        ],
    );
    let waits = data(
        "report-waits",
        ["1", "2", "5", "10", "15", "30", "60", "120", "240"].map(String::from).to_vec(),
        vec![series(
            "report-cases",
            "f1",
            &[212.0, 388.0, 640.0, 702.0, 540.0, 300.0, 178.0, 90.0, 41.0],
        )],
    );
    let line = |channel: &str, name: &str, cells: [&str; 5]| {
        let [incoming, answered, median, p90, negative] = cells.map(str::to_owned);
        ChannelLine {
            mark: ChannelMark::of(w, channel, None),
            name: name.into(),
            incoming,
            answered,
            median,
            p90,
            negative,
        }
    };
    ReportPage {
        w,
        frame: frame(w, theme, "/reports"),
        period: "16 – 22 Nov".into(),
        periods: vec![choice(1, false), choice(7, true), choice(30, false)],
        figures: vec![
            figure("report-incoming", "3,317", String::new(), false),
            figure("report-answered", "3,035", "99 %".into(), false),
            figure("report-first", "7 min", String::new(), false),
            figure("report-first-p90", "41 min", String::new(), false),
            figure("report-open", "76", String::new(), false),
            figure("report-late", "10", String::new(), true),
        ],
        charts: vec![
            card("report-in-out", "w7", lines(w, flow)),
            card("report-by-queue", "w5", rows(w, queues)),
            card("report-sentiment", "w7", bars(w, feel)),
            card("report-waits", "w5", bars(w, waits)),
        ],
        channels: vec![
            line("x", "X", ["1,102", "99 %", "6 min", "38 min", "31 %"]),
            line("mastodon", "Mastodon", ["214", "100 %", "5 min", "22 min", "24 %"]),
            line("email", "E-mail", ["588", "100 %", "3 h", "9 h", "–"]),
        ],
    }
}

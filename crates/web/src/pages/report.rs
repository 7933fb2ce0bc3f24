//! The first report: figures, charts with table twins, one table by channel.

use askama::Template;
use serde::Serialize;

use super::case::Choice;
use super::frame::Frame;
use super::mark::ChannelMark;
use crate::chart::Chart;
use crate::words::Words;

/// `GET /reports`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "report.html")]
pub struct ReportPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// "16 to 22 Nov".
    pub period: String,
    /// Periods to choose from; the value goes into `days=`.
    pub periods: Vec<Choice>,
    /// The figures on top.
    pub figures: Vec<Figure>,
    /// The charts.
    pub charts: Vec<ChartCard>,
    /// The table at the end.
    pub channels: Vec<ChannelLine>,
}

/// One figure.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// What it counts.
    pub label: String,
    /// The number; "–" where there is none.
    pub value: String,
    /// What stands beside it.
    pub note: String,
    /// Over its limit.
    pub bad: bool,
}

/// One chart on its card.
#[derive(Debug, Clone, Serialize)]
pub struct ChartCard {
    /// The finding, as a sentence.
    pub title: String,
    /// What is drawn: unit and period.
    pub sub: String,
    /// "w7", "w5" …: how wide the card is, of 12.
    pub width: &'static str,
    /// The drawing with its table.
    pub chart: Chart,
}

/// One channel in the table.
#[derive(Debug, Clone, Serialize)]
pub struct ChannelLine {
    /// The channel.
    pub mark: ChannelMark,
    /// Its name.
    pub name: String,
    /// Posts that came in.
    pub incoming: String,
    /// Answers that went out.
    pub answered: String,
    /// Median of the first answer.
    pub median: String,
    /// 90th percentile of the first answer.
    pub p90: String,
    /// Share of negative posts.
    pub negative: String,
}

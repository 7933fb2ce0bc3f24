//! Charts drawn on the server: SVG with a title and a description, and the same data as a table.
//!
//! Pure functions from data to text: they print, need no script, and can be tested as snapshots.

mod bars;
mod lines;
mod rows;
mod scale;
mod spark;

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Serialize;

pub use bars::bars;
pub use lines::lines;
pub use rows::rows;
pub use spark::spark;

use crate::words::Words;

/// What a chart draws: categories along one side, and one or more series of values.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ChartData {
    /// The finding in one sentence: read aloud as the name of the drawing.
    pub title: String,
    /// What is drawn: axes, unit, period.
    pub desc: String,
    /// The head of the first column of the table: "Day".
    pub category: String,
    /// Names of the categories, in order.
    pub labels: Vec<String>,
    /// The series. Each has as many values as there are labels.
    pub series: Vec<Series>,
}

/// One series of values.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Series {
    /// Its name.
    pub label: String,
    /// The values; none where nothing was measured, which is drawn as a gap.
    pub values: Vec<Option<f64>>,
    /// The values as people read them; empty ones become "–".
    pub shown: Vec<String>,
    /// Class of its looks: "f1" to "f4", "bad", "good", "fneu".
    pub class: &'static str,
}

/// A drawn chart with its legend and table.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "marks/chart.html")]
pub struct Chart {
    /// The reader's words.
    #[serde(skip)]
    w: Words,
    /// The drawing. Made here, with every text escaped.
    #[serde(skip)]
    svg: String,
    data: ChartData,
}

impl HtmlSafe for Chart {}

impl Chart {
    fn new(w: Words, svg: String, data: ChartData) -> Self {
        Self { w, svg, data }
    }

    /// What a cell of the table says.
    fn cell(&self, series: &usize, at: &usize) -> &str {
        let shown = self.data.series.get(*series).and_then(|series| series.shown.get(*at));
        shown.map(String::as_str).filter(|text| !text.is_empty()).unwrap_or("–")
    }

    fn is_empty(&self) -> bool {
        self.data.series.iter().all(|series| series.values.iter().all(Option::is_none))
    }
}

/// Text inside SVG.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Opens a drawing with its name and description.
fn open(class: &str, width: u32, height: u32, data: &ChartData) -> String {
    format!(
        r#"<svg class="chart {class}" viewBox="0 0 {width} {height}" role="img"><title>{}</title><desc>{}</desc>"#,
        escape(&data.title),
        escape(&data.desc)
    )
}

/// Every how-manieth label fits when each takes `need` of `room`.
fn every(count: usize, room: f64, need: f64) -> usize {
    let fits = scale::whole((room / need).floor()).max(1);
    count.div_ceil(fits).max(1)
}

#[cfg(test)]
mod tests;

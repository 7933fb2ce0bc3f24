//! Lying bars: one row for each label, its series side by side in one bar.

use std::fmt::Write as _;

use super::scale::{float, tick};
use super::{Chart, ChartData, escape, open};
use crate::words::Words;

const WIDTH: f64 = 410.0;
const LEFT: f64 = 124.0;
const RIGHT: f64 = 46.0;
const ROW: u32 = 27;

/// Draws a bar for each label, longest value across the whole width, with its sum at the end.
#[must_use]
pub fn rows(w: Words, data: ChartData) -> Chart {
    let count = data.labels.len();
    let most = (0..count).map(|at| sum(&data, at)).fold(1.0, f64::max);
    let height = ROW.saturating_mul(u32::try_from(count).unwrap_or(0)).saturating_add(6);
    let mut svg = open("", 410, height.max(20), &data);
    for (at, label) in data.labels.iter().enumerate() {
        let y = float(at) * f64::from(ROW) + 6.0;
        let _ = write!(
            svg,
            r#"<text class="t2" x="0" y="{:.0}">{}</text>"#,
            y + 13.0,
            escape(&cut(label))
        );
        let mut left = LEFT;
        for series in &data.series {
            let value = series.values.get(at).copied().flatten().unwrap_or(0.0);
            let width = value / most * (WIDTH - LEFT - RIGHT);
            if width > 0.0 {
                let _ = write!(
                    svg,
                    r#"<rect class="{}" x="{left:.1}" y="{y:.0}" width="{width:.1}" height="17" rx="2"/>"#,
                    series.class
                );
            }
            left += width;
        }
        let _ = write!(
            svg,
            r#"<text class="t2" x="{:.1}" y="{:.0}">{}</text>"#,
            left + 7.0,
            y + 13.0,
            tick(w, sum(&data, at))
        );
    }
    svg.push_str("</svg>");
    Chart::new(w, svg, data)
}

fn sum(data: &ChartData, at: usize) -> f64 {
    data.series.iter().filter_map(|series| series.values.get(at).copied().flatten()).sum()
}

/// A label that fits its column; the table holds the whole.
fn cut(label: &str) -> String {
    if label.chars().count() <= 18 {
        return label.to_owned();
    }
    label.chars().take(17).chain(['…']).collect()
}

//! Lines over time. Series differ in dash as well as in colour.

use std::fmt::Write as _;

use super::bars::grid;
use super::scale::{float, round_top};
use super::{Chart, ChartData, Series, escape, every, open};
use crate::words::Words;

const WIDTH: f64 = 640.0;
const FLOOR: f64 = 164.0;
const CEILING: f64 = 14.0;
const LEFT: f64 = 34.0;

/// Draws a line for each series. Where nothing was measured the line has a gap.
#[must_use]
pub fn lines(w: Words, data: ChartData) -> Chart {
    let points = data.labels.len();
    let values = data.series.iter().flat_map(|series| series.values.iter().flatten());
    let (top, step) = round_top(values.copied().fold(0.0, f64::max));
    let mut svg = open("wide", 640, 188, &data);
    grid(w, &mut svg, top, step);
    for (nth, series) in data.series.iter().enumerate() {
        draw(&mut svg, series, nth, points, top);
    }
    let skip = every(points, WIDTH - LEFT, 54.0);
    for (at, label) in data.labels.iter().enumerate().step_by(skip) {
        let anchor = if at == 0 {
            "start"
        } else if at + 1 == points {
            "end"
        } else {
            "middle"
        };
        let second = if at % (skip * 2) == 0 { "" } else { r#" class="second""# };
        let _ = write!(
            svg,
            r#"<text{second} x="{:.1}" y="182" text-anchor="{anchor}">{}</text>"#,
            x(at, points),
            escape(label)
        );
    }
    svg.push_str("</svg>");
    Chart::new(w, svg, data)
}

fn x(at: usize, points: usize) -> f64 {
    let span = float(points.saturating_sub(1)).max(1.0);
    LEFT + 4.0 + (WIDTH - LEFT - 10.0) * float(at) / span
}

fn draw(svg: &mut String, series: &Series, nth: usize, points: usize, top: f64) {
    let mut path = String::new();
    let mut pen_down = false;
    let mut last = None;
    for (at, value) in series.values.iter().enumerate() {
        let Some(value) = value else {
            pen_down = false;
            continue;
        };
        let (x, y) = (x(at, points), FLOOR - value / top * (FLOOR - CEILING));
        let _ = write!(path, "{}{x:.1} {y:.1}", if pen_down { "L" } else { "M" });
        pen_down = true;
        last = Some((x, y));
    }
    let stroke = series.class.replace('f', "s");
    let dash = if nth == 0 { "" } else { r#" stroke-dasharray="5 3""# };
    let _ = write!(svg, r#"<path class="{stroke}"{dash} d="{path}"/>"#);
    if let Some((x, y)) = last {
        let _ = write!(svg, r#"<circle class="{}" cx="{x:.1}" cy="{y:.1}" r="4"/>"#, series.class);
    }
}

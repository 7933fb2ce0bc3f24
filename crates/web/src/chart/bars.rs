//! Standing bars; several series stand on top of each other.

use std::fmt::Write as _;

use super::scale::{float, round_top, tick};
use super::{Chart, ChartData, escape, every, open};
use crate::words::Words;

const WIDTH: f64 = 640.0;
const FLOOR: f64 = 164.0;
const CEILING: f64 = 14.0;
const LEFT: f64 = 34.0;

/// Draws bars: one column for each label, its series stacked from the floor up.
#[must_use]
pub fn bars(w: Words, data: ChartData) -> Chart {
    let columns = data.labels.len();
    let most = (0..columns).map(|at| sum(&data, at)).fold(0.0, f64::max);
    let (top, step) = round_top(most);
    let mut svg = open("wide", 640, 188, &data);
    grid(w, &mut svg, top, step);
    let slot = (WIDTH - LEFT) / float(columns.max(1));
    let width = (slot * 0.72).min(52.0);
    let skip = every(columns, WIDTH - LEFT, 54.0);
    for (at, label) in data.labels.iter().enumerate() {
        let middle = LEFT + slot * (float(at) + 0.5);
        stack(&mut svg, &data, at, middle - width / 2.0, width, top);
        if at % skip == 0 {
            let second = if at % (skip * 2) == 0 { "" } else { r#" class="second""# };
            let _ = write!(
                svg,
                r#"<text{second} x="{middle:.1}" y="182" text-anchor="middle">{}</text>"#,
                escape(label)
            );
        }
    }
    svg.push_str("</svg>");
    Chart::new(w, svg, data)
}

fn sum(data: &ChartData, at: usize) -> f64 {
    data.series.iter().filter_map(|series| series.values.get(at).copied().flatten()).sum()
}

fn stack(svg: &mut String, data: &ChartData, at: usize, left: f64, width: f64, top: f64) {
    let mut floor = FLOOR;
    for series in &data.series {
        let Some(value) = series.values.get(at).copied().flatten().filter(|value| *value > 0.0)
        else {
            continue;
        };
        let height = value / top * (FLOOR - CEILING);
        floor -= height;
        let _ = write!(
            svg,
            r#"<rect class="{}" x="{left:.1}" y="{floor:.1}" width="{width:.1}" height="{height:.1}" rx="2"/>"#,
            series.class
        );
    }
}

/// Lines across at each step, with their value on the left.
pub(super) fn grid(w: Words, svg: &mut String, top: f64, step: f64) {
    let mut value = 0.0;
    while value <= top + step / 2.0 {
        let y = FLOOR - value / top * (FLOOR - CEILING);
        let class = if value == 0.0 { "axis" } else { "gridline" };
        let _ = write!(
            svg,
            r#"<line class="{class}" x1="{LEFT}" x2="{WIDTH}" y1="{y:.1}" y2="{y:.1}"/><text x="{:.0}" y="{:.1}" text-anchor="end">{}</text>"#,
            LEFT - 6.0,
            y + 4.0,
            tick(w, value)
        );
        value += step;
    }
}

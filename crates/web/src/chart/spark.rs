//! A row of tiny bars beside a number: how something went over the last days. Its words say the same.

use std::fmt::Write as _;

use super::escape;
use super::scale::float;

const HEIGHT: f64 = 20.0;
const STEP: f64 = 5.0;

/// Draws counts as bars, oldest first; `title` is what is read aloud.
#[must_use]
pub fn spark(counts: &[i64], title: &str) -> String {
    let width = STEP * float(counts.len().max(1)) - 1.0;
    let mut svg = format!(
        r#"<svg class="spark" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}" role="img"><title>{}</title>"#,
        escape(title)
    );
    let exact = |n: i64| i32::try_from(n.max(0)).map_or(0.0, f64::from);
    let most = counts.iter().copied().map(exact).fold(1.0, f64::max);
    for (at, count) in counts.iter().enumerate() {
        // A day with anything is seen, and a day without stays a line on the floor.
        let height = if *count == 0 { 1.0 } else { (exact(*count) / most * HEIGHT).max(2.0) };
        let class = if *count == 0 { "none" } else { "f1" };
        let _ = write!(
            svg,
            r#"<rect class="{class}" x="{:.0}" y="{:.1}" width="4" height="{height:.1}" rx="1"/>"#,
            STEP * float(at),
            HEIGHT - height
        );
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::spark;

    #[test]
    fn the_tallest_day_fills_the_height_and_titles_are_escaped() {
        let svg = spark(&[0, 5, 10], "<b>");
        assert_eq!(svg.matches("<rect").count(), 3);
        assert!(svg.contains(r#"y="0.0" width="4" height="20.0""#), "{svg}");
        assert!(svg.contains(r#"height="10.0""#) && svg.contains(r#"class="none""#));
        assert!(svg.contains("&lt;b&gt;") && !svg.contains("<b>"));
    }
}

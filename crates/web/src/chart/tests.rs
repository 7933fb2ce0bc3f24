use super::{ChartData, Series, bars, lines, rows};
use crate::words::{Locale, Words};

fn data() -> ChartData {
    let series = |label: &str, class, values: &[Option<f64>]| Series {
        label: label.into(),
        values: values.to_vec(),
        shown: values.iter().map(|v| v.map(|v| v.to_string()).unwrap_or_default()).collect(),
        class,
    };
    ChartData {
        title: "More came than was answered".into(),
        desc: "Posts a day <week>".into(),
        category: "Day".into(),
        labels: vec!["16 Nov".into(), "17 Nov".into(), "18 & 19".into()],
        series: vec![
            series("In", "f1", &[Some(4.0), None, Some(8.0)]),
            series("Out", "f3", &[Some(2.0), Some(0.0), Some(1.0)]),
        ],
    }
}

#[test]
fn every_chart_has_a_name_a_description_and_its_data_as_a_table() {
    let w = Words::new(Locale::En);
    for chart in [bars(w, data()), lines(w, data()), rows(w, data())] {
        let html = chart.to_string();
        assert!(html.contains("<title>More came than was answered</title>"));
        assert!(html.contains("<desc>Posts a day &lt;week&gt;</desc>"), "texts are escaped");
        assert!(html.contains("18 &amp; 19"));
        assert!(html.contains("<td class=\"r\">8</td>"), "{html}");
        assert!(html.contains("<td class=\"r\">–</td>"), "what was not measured is no zero");
        assert!(!html.contains(" style="), "no inline styles");
    }
}

#[test]
fn bars_stack_to_their_share_of_the_scale() {
    let html = bars(Words::new(Locale::En), data()).to_string();
    // 9 of 10 on a scale from 164 up to 14 is 135 high: 120 and 15.
    assert!(html.contains(r#"height="120.0""#), "{html}");
    assert!(html.contains(r#"height="15.0""#));
}

#[test]
fn a_line_has_a_gap_where_nothing_was_measured() {
    let html = lines(Words::new(Locale::En), data()).to_string();
    let path = html
        .split(r#"class="s1" d=""#)
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a path");
    assert_eq!(path.matches('M').count(), 2);
    assert_eq!(path.matches('L').count(), 0);
}

#[test]
fn a_chart_without_data_says_so() {
    let html = bars(Words::new(Locale::En), ChartData::default()).to_string();
    assert!(html.contains("class=\"empty\""));
}

//! What listeners found, as lines, tiny bars and finds.

use earshot_engage::desk::Listener;
use earshot_model::{PostState, Span};
use earshot_record::SeenPost;
use earshot_record::listening::{Direction, Finds, Listened};
use earshot_record::search::Hit;

use crate::chart::spark;
use crate::pages::format::{Lens, number, percent};
use crate::pages::listeners::{Find, ListenerRow};
use crate::pages::mark::{ChannelMark, Chip};
use crate::pages::runs::Run;
use crate::words::Words;

/// Stands where nothing was measured.
const NOTHING: &str = "–";
/// Days of the two halves that a trend compares.
const WEEK: usize = 7;

/// One line of the list.
pub(crate) fn row(lens: &Lens, listener: &Listener, found: Option<&Listened>) -> ListenerRow {
    let w = lens.w;
    let days: Vec<Finds> =
        found.map(|found| found.days.iter().map(|day| day.finds).collect()).unwrap_or_default();
    let counts: Vec<i64> = days.iter().map(Finds::all).collect();
    let total = found.map(Listened::total).unwrap_or_default();
    let (earlier, later) = counts.split_at(counts.len().saturating_sub(WEEK));
    ListenerRow {
        id: listener.id.to_string(),
        href: format!("/listeners/{}", listener.id),
        name: listener.name.clone(),
        purpose: Chip::plain(w.t(format!("purpose-{}", listener.purpose))),
        query: listener.query.split_whitespace().collect::<Vec<_>>().join(" "),
        a_day: a_day(w, total.all(), counts.len()),
        trend: trend(earlier.iter().sum(), later.iter().sum()),
        spark: spark(&counts, &w.t1("listener-spark", "n", number(w, total.all()))),
        noise: part(total.noise, total.all()),
        last: found.and_then(|found| found.last).map(|last| lens.when(last)),
        active: listener.active,
    }
}

/// Finds a day: with a decimal below ten.
pub(crate) fn a_day(w: Words, finds: i64, days: usize) -> String {
    let days = i64::try_from(days.max(1)).unwrap_or(1);
    let tenths = finds * 10 / days;
    if finds == 0 {
        NOTHING.to_owned()
    } else if tenths >= 100 {
        number(w, tenths / 10)
    } else {
        w.t2("number-tenths", "whole", number(w, tenths / 10), "tenth", number(w, tenths % 10))
    }
}

/// How much more or less than before: "▲ 31 %"; nothing where there is nothing to compare.
pub(crate) fn trend(before: i64, now: i64) -> String {
    let exact = |n: i64| i32::try_from(n).ok().map(f64::from);
    let Some((was, is)) = exact(before).zip(exact(now)).filter(|(was, _)| *was > 0.0) else {
        return String::new();
    };
    let grown = (is - was) / was;
    if grown.abs() < 0.005 {
        return String::new();
    }
    let sign = if grown > 0.0 { "▲" } else { "▼" };
    format!("{sign} {:.0}\u{a0}%", grown.abs() * 100.0)
}

/// A part as a percentage of a whole.
pub(crate) fn part(part: i64, all: i64) -> String {
    let exact = |n: i64| i32::try_from(n).ok().map(f64::from);
    let share = exact(part).zip(exact(all)).filter(|(_, all)| *all > 0.0);
    share.map_or_else(|| NOTHING.to_owned(), |(part, all)| percent(part / all))
}

/// A find with its hits marked.
pub(crate) fn find(lens: &Lens, hit: &Hit, chip: Option<Chip>) -> Find {
    let post = &hit.post;
    let marks: Vec<(Span, &'static str)> = hit.spans.iter().map(|span| (*span, "hit")).collect();
    Find {
        channel: ChannelMark::of(lens.w, &post.channel, Some(post.surface)),
        runs: Run::split(&post.text, &marks),
        language: post.claimed_language.clone(),
        by: post.person_name.clone(),
        when: lens.when(post.posted_at),
        chip,
        href: post.case_id.map(|case| format!("/cases/{case}")),
    }
}

/// What became of a find.
pub(crate) fn outcome(w: Words, post: &SeenPost) -> Option<Chip> {
    match post.state {
        PostState::Noise => Some(Chip { tone: " warn", ..Chip::plain(w.t("find-noise")) }),
        _ if post.case_id.is_some() => {
            Some(Chip { tone: " pos", ..Chip::plain(w.t("find-in-case")) })
        }
        _ => None,
    }
}

/// Which way the author of a find leans.
pub(crate) fn leaning(w: Words, way: Direction) -> Option<Chip> {
    let (key, tone) = match way {
        Direction::TowardUs => ("find-toward", " pos"),
        Direction::Away => ("find-away", " neg"),
        Direction::Unclear => return None,
    };
    Some(Chip { tone, ..Chip::plain(w.t(key)) })
}

#[cfg(test)]
mod tests {
    use super::{a_day, part, trend};
    use crate::words::{Locale, Words};

    #[test]
    fn finds_a_day_have_a_decimal_below_ten() {
        let w = Words::new(Locale::En);
        assert_eq!(a_day(w, 0, 14), "–");
        assert_eq!(a_day(w, 7, 14), "0.5");
        assert_eq!(a_day(w, 139, 14), "9.9");
        assert_eq!(a_day(w, 14_000, 14), "1,000");
        assert_eq!(a_day(Words::new(Locale::De), 7, 14), "0,5");
    }

    #[test]
    fn a_trend_needs_something_to_compare_with() {
        assert_eq!(trend(0, 9), "");
        assert_eq!(trend(10, 10), "");
        assert_eq!(trend(10, 13), "▲ 30\u{a0}%");
        assert_eq!(trend(10, 5), "▼ 50\u{a0}%");
        assert_eq!(part(1, 0), "–");
        assert_eq!(part(1, 4), "25\u{a0}%");
    }
}

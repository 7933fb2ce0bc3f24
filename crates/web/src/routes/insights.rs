//! `GET /listeners/insights`: share of voice, rivals, posts without our handle, hashtags.

use earshot_model::ListenerPurpose;
use earshot_record::Insights;
use earshot_record::listening::{Tag, Voice};

use crate::answer::page;
use crate::form::Asked;
use crate::pages::case::Choice;
use crate::pages::format::{Lens, number};
use crate::pages::insights::{InsightsPage, TagLine, VoiceLine};
use crate::pages::mark::Chip;
use crate::pages::report::Figure;
use crate::problem::{Answer, Problem};
use crate::routes::listeners::tabs;
use crate::routes::reports::PERIODS;
use crate::routes::search::encoded;
use crate::show::hashtags::alarms;
use crate::show::listening::{find, leaning, outcome, part, trend};
use crate::visit::Desk;
use crate::words::Words;

/// The page.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let (record, staff, w) = (&desk.visit.state.record, &desk.staff, desk.visit.words);
    let days = asked.text("days").parse().ok().filter(|days| PERIODS.contains(days)).unwrap_or(7);
    let range = record.last_days(staff.org, days).await.map_err(Problem::broken)?;
    let seen = record.insights(staff.org, &staff.eyes, range).await.map_err(Problem::broken)?;
    let raised = record.hashtag_alarms(staff.org, &staff.eyes).await.map_err(Problem::broken)?;
    let agents = desk.visit.state.engage.agents(staff).await?;
    let period = |choice: &u16| Choice {
        value: choice.to_string(),
        label: w.t1("report-days", "n", u32::from(*choice)),
        chosen: *choice == days,
    };
    let lens = desk.visit.lens();
    let together = seen.together.samples.iter();
    page(&InsightsPage {
        w,
        frame: desk.visit.frame("/listeners").await,
        tabs: tabs(w, "/listeners/insights"),
        periods: PERIODS.iter().map(period).collect(),
        cut: seen.cut_at.map(|at| w.t1("listening-cut", "day", lens.day(at))),
        alarms: alarms(&desk, &raised, &agents),
        figures: figures(w, &seen),
        voices: voices(w, &seen),
        together: together.map(|(hit, way)| find(&lens, hit, leaning(w, *way))).collect(),
        unnamed: unnamed(&lens, &seen),
        tags: seen.tags.iter().map(|tag| tag_line(w, tag)).collect(),
    })
}

fn unnamed(lens: &Lens, seen: &Insights) -> Vec<crate::pages::listeners::Find> {
    let samples = seen.unnamed.samples.iter();
    samples.map(|hit| find(lens, hit, outcome(lens.w, &hit.post))).collect()
}

fn figures(w: Words, seen: &Insights) -> Vec<Figure> {
    let figure = |key: &str, value: i64, note: String, bad| Figure {
        label: w.t(key),
        value: number(w, value),
        note,
        bad,
    };
    let together = &seen.together;
    let attacks = seen.tags.iter().filter(|tag| tag.is_attack()).count();
    let without = part(seen.unnamed.without, seen.unnamed.about_us);
    vec![
        figure("insights-about-us", seen.unnamed.about_us, String::new(), false),
        figure("insights-without", seen.unnamed.without, without, false),
        figure(
            "insights-together",
            together.toward + together.away + together.unclear,
            w.t2(
                "insights-ways",
                "toward",
                number(w, together.toward),
                "away",
                number(w, together.away),
            ),
            together.away > together.toward,
        ),
        figure(
            "insights-attacks",
            i64::try_from(attacks).unwrap_or(i64::MAX),
            String::new(),
            attacks > 0,
        ),
    ]
}

/// Shares are of the posts in which any of them was spoken of: one that names two counts for both.
fn voices(w: Words, seen: &Insights) -> Vec<VoiceLine> {
    let all = seen.spoken;
    let line = |voice: &Voice| VoiceLine {
        name: voice.name.clone(),
        href: format!("/listeners/{}", voice.listener_id),
        purpose: Chip::plain(w.t(format!("purpose-{}", voice.purpose))),
        posts: number(w, voice.posts),
        share: part(voice.posts, all),
        width: (voice.posts * 100).checked_div(all).and_then(|n| u8::try_from(n).ok()).unwrap_or(0),
        trend: trend(voice.before, voice.posts),
        negative: part(voice.negative, voice.posts),
        ours: voice.purpose != ListenerPurpose::Competitor,
    };
    seen.voices.iter().map(line).collect()
}

fn tag_line(w: Words, tag: &Tag) -> TagLine {
    let chip = if tag.is_attack() {
        Some(Chip { tone: " neg", ..Chip::plain(w.t("tag-attack")) })
    } else if tag.is_new() {
        Some(Chip { tone: " accent", ..Chip::plain(w.t("tag-new")) })
    } else {
        None
    };
    TagLine {
        tag: format!("#{}", tag.form),
        href: format!("/search?q=%23{}", encoded(&tag.form)),
        posts: number(w, tag.posts),
        trend: trend(tag.before, tag.posts),
        negative: part(tag.negative, tag.posts),
        chip,
    }
}

//! `GET /search`: posts by words, cases by number.

use earshot_model::{PostState, Span};
use earshot_record::search::Hit as Found;
use earshot_record::{Error, FoundPerson, Results};

use crate::answer::page;
use crate::form::Asked;
use crate::pages::format::{Lens, number};
use crate::pages::mark::{ChannelMark, Chip, Feeling};
use crate::pages::runs::Run;
use crate::pages::search::{Hit, Person, SearchPage};
use crate::problem::{Answer, Problem};
use crate::show::reading::capital;
use crate::visit::Desk;

/// How many hits a page shows, and the most that can be asked for.
const HITS: u16 = 30;
const MOST: u16 = 300;

/// The page, with or without a question.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let frame = desk.visit.frame("/search").await;
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let query = asked.text("q").trim().to_owned();
    let limit = asked.text("limit").parse().unwrap_or(HITS).clamp(1, MOST);
    let before: Option<i64> = asked.text("before").parse().ok();
    let mut found = SearchPage {
        w,
        frame,
        query: query.clone(),
        fault: None,
        cautions: Vec::new(),
        summary: String::new(),
        people: Vec::new(),
        hits: Vec::new(),
        looked: None,
        more: None,
        newest: before.map(|_| format!("/search?q={}", encoded(&query))),
    };
    if query.is_empty() {
        return page(&found);
    }
    let staff = &desk.staff;
    match desk.visit.state.record.search(staff.org, &staff.eyes, &query, before, limit).await {
        Ok(results) => fill(&mut found, &lens, &results, limit),
        Err(Error::Query(fault)) => found.fault = Some(format!("{fault}. {}", fault.fix())),
        Err(error) => return Err(Problem::broken(error)),
    }
    page(&found)
}

fn fill(page: &mut SearchPage, lens: &Lens, results: &Results, limit: u16) {
    let case = results.case.as_ref().map(|case| Hit {
        href: format!("/cases/{}?list=all", case.id),
        channel: ChannelMark::of(lens.w, &case.channel, None),
        name: case.person_name.clone(),
        when: lens.when(case.active_at),
        runs: Run::plain(&case.subject),
        language: None,
        feeling: None,
        chip: Some(Chip::plain(lens.w.t1("search-case", "n", case.number.to_string()))),
    });
    page.hits =
        case.into_iter().chain(results.posts.iter().map(|hit| self::hit(lens, hit))).collect();
    page.summary =
        lens.w.t1("search-found", "n", number(lens.w, i64::try_from(page.hits.len()).unwrap_or(0)));
    page.cautions = results.warnings.iter().map(|it| capital(&it.to_string())).collect();
    page.people = results.people.iter().map(|person| self::person(lens, person)).collect();
    let Some(further) = results.further else { return };
    let asked = encoded(&page.query);
    page.more = Some(format!("/search?limit={limit}&before={further}&q={asked}"));
    if results.posts.len() < usize::from(limit) {
        let looked = i64::try_from(results.scanned).unwrap_or(i64::MAX);
        page.looked = Some(lens.w.t1("search-looked", "n", number(lens.w, looked)));
    }
}

/// A person leads to all that they wrote.
fn person(lens: &Lens, person: &FoundPerson) -> Person {
    let handle = format!("author:\"{}\"", person.handle.replace('"', ""));
    Person {
        href: format!("/search?q={}", encoded(&handle)),
        channel: ChannelMark::of(lens.w, &person.channel, None),
        name: person.display_name.clone(),
        handle: person.handle.clone(),
    }
}

fn hit(lens: &Lens, found: &Found) -> Hit {
    let (w, post) = (lens.w, &found.post);
    let own = post.case_id.map(|case| format!("/cases/{case}?list=all"));
    let chip = match (post.case_number, post.state) {
        (Some(number), _) => Some(Chip::plain(w.t1("search-case", "n", number.to_string()))),
        (None, PostState::Noise) => Some(Chip::plain(w.t("search-noise"))),
        (None, _) => Some(Chip::plain(w.t("search-recorded"))),
    };
    Hit {
        // A post without a case leads to its source, and else nowhere but here.
        href: own.or_else(|| post.url.clone()).unwrap_or_else(|| "#content".to_owned()),
        channel: ChannelMark::of(w, &post.channel, Some(post.surface)),
        name: post.person_name.clone(),
        when: lens.when(post.posted_at),
        runs: Run::split(&post.text, &marks(found)),
        language: post.claimed_language.clone(),
        feeling: post.sentiment.map(|sentiment| Feeling::bare(w, sentiment)),
        chip,
    }
}

/// Where a text holds what was asked for.
pub(crate) fn marks(found: &Found) -> Vec<(Span, &'static str)> {
    found.spans.iter().map(|span| (*span, "hit")).collect()
}

/// Text inside a query.
pub(crate) fn encoded(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    let part =
        |byte: u8| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(part).collect()
}

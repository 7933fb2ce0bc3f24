//! The right pane: one person, over all channels.

use earshot_engage::acts::FACT_KINDS;
use earshot_engage::desk::{CasePage, MaskedFact, Promise};
use earshot_model::{Case, Identity, Post, ThreadRole, Tier};
use jiff::tz::TimeZone;

use crate::pages::clock::ClockMark;
use crate::pages::customer::{
    CustomerPane, Fact, IdentityView, KnownView, Past, PromiseView, Step,
};
use crate::pages::format::{Lens, number, span};
use crate::pages::mark::{ChannelMark, Face, Shape};

/// How many earlier contacts are shown.
const BEFORE: usize = 8;
/// How many characters of a post stand for it.
const EXCERPT: usize = 90;

/// The customer of a case.
pub(crate) fn customer(lens: &Lens, page: &CasePage) -> CustomerPane {
    let (w, person) = (lens.w, &page.customer.person);
    let own: Vec<&Identity> =
        page.customer.identities.iter().filter(|identity| !identity.ours).collect();
    let handles = own.iter().map(|identity| IdentityView {
        channel: ChannelMark::of(w, &identity.channel, None),
        handle: identity.handle.clone(),
    });
    let case = page.case.id;
    CustomerPane {
        name: person.display_name.clone(),
        face: Face::new(&person.display_name, &person.display_name, Shape::Person).sized("lg"),
        place: place(lens, page),
        facts: facts(lens, page, &own),
        identities: handles.collect(),
        known: page.customer.facts.iter().map(|fact| known(lens, page, fact)).collect(),
        note: page.may.note.then(|| format!("/cases/{case}/facts")),
        kinds: FACT_KINDS.map(|kind| (kind, w.t(format!("fact-{kind}")))).to_vec(),
        promises: page.promises.iter().map(|made| promise(lens, page, made)).collect(),
        steps: steps(lens, page),
        before: before(lens, page),
        before_count: number(w, i64::try_from(page.customer.other_cases.len()).unwrap_or(i64::MAX)),
        all: None,
    }
}

/// A promise with its clock: it runs until the promise is kept, also past its time.
fn promise(lens: &Lens, page: &CasePage, made: &Promise) -> PromiseView {
    let (w, case) = (lens.w, page.case.id);
    let clock = match made.kept_at {
        Some(kept) if kept <= made.due_at => ClockMark::kept(w.t("promise-was-kept")),
        Some(kept) => {
            let late = span(w, kept.since(made.due_at));
            ClockMark::kept(w.t1("promise-was-kept-late", "time", late))
        }
        None => {
            let rule = w.t("promise-rule");
            ClockMark::running(w, made.created_at, made.due_at, lens.now, rule).promised(w)
        }
    };
    let open = made.kept_at.is_none() && page.may.note;
    let mut due = lens.when(made.due_at);
    if lens.day(made.due_at) != lens.day(lens.now) {
        due.short = format!("{} {}", due.short, lens.hour(made.due_at));
    }
    PromiseView {
        public: made.audience.is_open(),
        text: made.text.clone(),
        due,
        clock,
        settle: open.then(|| format!("/cases/{case}/promises/{}/settlement", made.id)),
    }
}

/// "Lisbon, 14:02 · pt, en", as far as it is known.
fn place(lens: &Lens, page: &CasePage) -> String {
    let person = &page.customer.person;
    let zone = person.time_zone.as_deref().and_then(|zone| TimeZone::get(zone).ok());
    let clock = zone.map(|zone| Lens { zone, ..lens.clone() }.hour(lens.now));
    let here: Vec<String> = person.place.clone().into_iter().chain(clock).collect();
    let parts = [here.join(", "), person.languages.replace(',', ", ")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn facts(lens: &Lens, page: &CasePage, own: &[&Identity]) -> Vec<Fact> {
    let (w, person) = (lens.w, &page.customer.person);
    let fact = |key: &str, value: String| Fact {
        label: w.t(key),
        value,
        unit: String::new(),
        drawing: None,
    };
    let mut facts = Vec::new();
    if person.tier != Tier::Unknown {
        let drawing = (person.tier == Tier::Gold).then_some("crown");
        facts
            .push(Fact { drawing, ..fact("customer-value", w.t(format!("tier-{}", person.tier))) });
    }
    if let Some(most) = own.iter().filter_map(|identity| identity.followers).max() {
        let unit = w.t("customer-followers");
        facts.push(Fact { unit, ..fact("customer-influence", number(w, most)) });
    }
    let since = person.created_at.timestamp().to_zoned(lens.zone.clone()).year();
    facts.push(fact("customer-since", since.to_string()));
    let contacts =
        i64::try_from(page.customer.other_cases.len()).unwrap_or(i64::MAX).saturating_add(1);
    facts.push(fact("customer-contacts", number(w, contacts)));
    facts
}

/// Something of the record, masked.
fn known(lens: &Lens, page: &CasePage, fact: &MaskedFact) -> KnownView {
    let strike = || format!("/cases/{}/facts/{}/deletion", page.case.id, fact.mark);
    KnownView {
        label: lens.w.t(format!("fact-{}", fact.kind)),
        value: fact.value.clone(),
        source: if fact.source == "agent" { String::new() } else { fact.source.clone() },
        strike: page.may.note.then(strike),
    }
}

/// How far the loop is closed. What began in private has no loop to close in public.
fn steps(lens: &Lens, page: &CasePage) -> Vec<Step> {
    let origin = page.legs.iter().find(|leg| leg.role == ThreadRole::Origin);
    let opened = origin.and_then(|leg| leg.posts.first());
    if !opened.is_some_and(|entry| entry.post.audience.is_open()) {
        return Vec::new();
    }
    let case = &page.case;
    let private = page.legs.iter().any(|leg| leg.role == ThreadRole::Private);
    let last_ours = page.legs.iter().flat_map(|leg| &leg.posts).filter(|entry| {
        matches!(entry.author, earshot_engage::desk::Author::Brand(_))
            && entry.post.audience.is_open()
    });
    let told = last_ours.map(|entry| entry.post.posted_at).max();
    let solved = case.resolved_at.is_some() || !case.status.is_live();
    let ended =
        solved && told.zip(case.customer_spoke_at).is_some_and(|(told, spoke)| told >= spoke);
    let mut done =
        vec![("step-heard", true), ("step-answered", case.clocks.first_answered_at.is_some())];
    if private {
        done.push(("step-private", true));
    }
    done.extend([("step-solved", solved), ("step-ended", ended)]);
    let now = done.iter().position(|(_, done)| !done);
    let step = |(at, (key, done)): (usize, (&str, bool))| Step {
        label: lens.w.t(key),
        state: match (done, now == Some(at)) {
            (true, _) => "done",
            (false, true) => "now",
            (false, false) => "",
        },
    };
    done.into_iter().enumerate().map(step).collect()
}

/// Earlier cases, and what was said elsewhere without one.
fn before(lens: &Lens, page: &CasePage) -> Vec<Past> {
    let cases =
        page.customer.other_cases.iter().map(|case| (case.opened_at, past_case(lens, page, case)));
    let posts = page.customer.elsewhere.iter().filter(|post| post.case_id.is_none());
    let posts = posts.filter_map(|post| Some((post.posted_at, past_post(lens, page, post)?)));
    let mut all: Vec<_> = cases.chain(posts).collect();
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    all.into_iter().take(BEFORE).map(|(_, past)| past).collect()
}

fn past_case(lens: &Lens, page: &CasePage, case: &Case) -> Past {
    let queue = page.queues.iter().find(|queue| queue.id == case.queue_id);
    let queue = queue.map(|queue| queue.name.clone()).unwrap_or_default();
    let key = if case.status.is_live() { "past-open" } else { "past-resolved" };
    Past {
        channel: ChannelMark::of(lens.w, &case.channel, None),
        subject: case.subject.clone(),
        outcome: lens.w.t1(key, "queue", queue),
        when: lens.when(case.opened_at),
        href: format!("/cases/{}", case.id),
    }
}

/// A post without a case leads to its source; one that has no address there is left out.
fn past_post(lens: &Lens, page: &CasePage, post: &Post) -> Option<Past> {
    let url = post.url.clone()?;
    let channel = page.customer.identities.iter().find(|identity| identity.id == post.identity_id);
    Some(Past {
        channel: ChannelMark::of(
            lens.w,
            channel.map_or("", |identity| &identity.channel),
            Some(post.surface),
        ),
        subject: post.text.chars().take(EXCERPT).collect(),
        outcome: lens.w.t("post-source"),
        when: lens.when(post.posted_at),
        href: url,
    })
}

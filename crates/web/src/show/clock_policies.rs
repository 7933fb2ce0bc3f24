//! Clock policies in words and fields.

use earshot_engage::settings::{
    ClockKind, Pause, Policy, PolicyLine, PolicySheet, Target, TypedPolicy, TypedStep, TypedTarget,
};
use earshot_model::{SlaClass, Tier, Time};

use crate::pages::case::Choice;
use crate::pages::clock_policies::{LadderRow, PolicyRow, SavedRow, TargetRow};
use crate::pages::format::{Lens, span};
use crate::words::Words;

/// Clocks that a policy measures.
const CLOCKS: [ClockKind; 5] =
    [ClockKind::First, ClockKind::Next, ClockKind::Update, ClockKind::Resolve, ClockKind::Loop];
/// How many empty lines a ladder has at the end.
const EMPTY: usize = 2;

/// A policy in the list. `names` are those of calendars.
pub(crate) fn row(
    w: Words,
    line: &PolicyLine,
    names: &[(uuid::Uuid, String)],
    first: bool,
) -> PolicyRow {
    let policy = &line.policy;
    let time = |target: &Option<Target>| {
        target.as_ref().map_or_else(|| "–".to_owned(), |target| span(w, target.within))
    };
    let calendar = policy.first.as_ref().and_then(|target| target.calendar);
    let calendar = calendar.and_then(|edition| names.iter().find(|(id, _)| *id == edition.id));
    let calendar = calendar.map_or_else(|| w.t("policy-always"), |(_, name)| name.clone());
    PolicyRow {
        href: format!("/settings/clocks/{}", line.id),
        name: name(w, line),
        applies: applies(w, policy),
        first: time(&policy.first),
        next: time(&policy.next),
        resolve: time(&policy.resolve),
        version: w.t2("policy-version", "n", line.version, "calendar", calendar),
        rises: !line.ours && !line.retired && !first,
    }
}

/// The name of a policy; ours have a name in each language.
pub(crate) fn name(w: Words, line: &PolicyLine) -> String {
    let key = format!("policy-ours-{}", line.policy.name);
    if line.ours && w.knows(&key) { w.t(key) } else { line.policy.name.clone() }
}

fn applies(w: Words, policy: &Policy) -> String {
    let applies = &policy.applies;
    let classes = applies.classes.iter().map(|class| class_name(w, *class));
    let segments = applies.segments.iter().map(|tier| w.t(format!("tier-{tier}")));
    let all: Vec<String> =
        classes.chain(segments).chain(applies.channels.iter().cloned()).collect();
    if all.is_empty() { w.t("policy-for-all") } else { all.join(", ") }
}

fn class_name(w: Words, class: SlaClass) -> String {
    w.t(format!("class-of-{class}"))
}

/// What a form shows of a policy as it stands; a new one begins as the usual times.
pub(crate) fn typed(sheet: &PolicySheet) -> TypedPolicy {
    let Some(line) = &sheet.line else {
        let target = |clock, amount: &str, unit: &str| TypedTarget {
            clock,
            amount: amount.to_owned(),
            unit: unit.to_owned(),
            calendar: String::new(),
            warn: "80".to_owned(),
            pause: Vec::new(),
        };
        let targets = vec![
            target(ClockKind::First, "60", "minutes"),
            target(ClockKind::Next, "60", "minutes"),
            target(ClockKind::Resolve, "24", "hours"),
            target(ClockKind::Loop, "24", "hours"),
        ];
        return TypedPolicy { targets, ..TypedPolicy::default() };
    };
    let policy = &line.policy;
    let target = |clock: ClockKind| {
        let target = policy.target(clock)?;
        let (amount, unit) = amount(target.within);
        Some(TypedTarget {
            clock,
            amount,
            unit: unit.to_owned(),
            calendar: target.calendar.map(|edition| edition.id.to_string()).unwrap_or_default(),
            warn: target.warn_percent.to_string(),
            pause: target.pause.clone(),
        })
    };
    TypedPolicy {
        id: Some(line.id),
        version: line.version,
        name: policy.name.clone(),
        channels: policy.applies.channels.clone(),
        classes: policy.applies.classes.clone(),
        segments: policy.applies.segments.clone(),
        targets: CLOCKS.into_iter().filter_map(target).collect(),
        ladder: policy.ladder.iter().flat_map(TypedStep::lines).collect(),
    }
}

/// A time in the largest unit in which it is whole.
fn amount(micros: i64) -> (String, &'static str) {
    let units = [(Time::DAY, "days"), (Time::HOUR, "hours"), (Time::MINUTE, "minutes")];
    let whole = units.into_iter().find(|(unit, _)| micros % unit == 0);
    let (unit, word) = whole.unwrap_or((Time::MINUTE, "minutes"));
    let (minutes, rest) = (micros / unit, micros % unit);
    let text = if rest == 0 {
        minutes.to_string()
    } else {
        format!("{minutes}.{:02}", rest.saturating_mul(100) / unit)
    };
    (text, word)
}

/// Service levels, with those that are chosen.
pub(crate) fn classes(w: Words, typed: &TypedPolicy) -> Vec<Choice> {
    let class = |class: &SlaClass| Choice {
        value: class.word().to_owned(),
        label: class_name(w, *class),
        chosen: typed.classes.contains(class),
    };
    SlaClass::ALL.iter().filter(|class| **class != SlaClass::None).map(class).collect()
}

/// Kinds of channels, with those that are chosen.
pub(crate) fn channels(sheet: &PolicySheet, typed: &TypedPolicy) -> Vec<Choice> {
    let channel = |word: &String| Choice {
        value: word.clone(),
        label: word.clone(),
        chosen: typed.channels.contains(word),
    };
    sheet.channels.iter().map(channel).collect()
}

/// Segments of customers, with those that are chosen.
pub(crate) fn segments(w: Words, typed: &TypedPolicy) -> Vec<Choice> {
    let tier = |tier: &Tier| Choice {
        value: tier.word().to_owned(),
        label: w.t(format!("tier-{tier}")),
        chosen: typed.segments.iter().any(|segment| segment == tier.word()),
    };
    Tier::ALL.iter().filter(|tier| **tier != Tier::Unknown).map(tier).collect()
}

/// Each clock with its fields.
pub(crate) fn targets(w: Words, sheet: &PolicySheet, typed: &TypedPolicy) -> Vec<TargetRow> {
    let row = |clock: ClockKind| {
        let own = typed.targets.iter().find(|target| target.clock == clock);
        let unit = own.map_or("hours", |target| target.unit.as_str());
        let calendar = own.map_or("", |target| target.calendar.as_str());
        let units = ["minutes", "hours", "days"];
        let mut calendars = vec![choice("", &w.t("policy-always"), calendar)];
        calendars.extend(
            sheet.calendars.iter().map(|(id, name)| choice(&id.to_string(), name, calendar)),
        );
        let pause = |pause: Pause, word: &str| Choice {
            value: word.to_owned(),
            label: w.t(format!("pause-{word}")),
            chosen: own.is_some_and(|target| target.pause.contains(&pause)),
        };
        TargetRow {
            clock: clock.word().to_owned(),
            label: w.t(format!("clock-{clock}")),
            amount: own.map(|target| target.amount.clone()).unwrap_or_default(),
            units: units.map(|word| choice(word, &w.t(format!("unit-{word}")), unit)).to_vec(),
            calendars,
            warn: own.map_or_else(|| "80".to_owned(), |target| target.warn.clone()),
            pauses: if clock.is_answer() {
                Vec::new()
            } else {
                vec![pause(Pause::Waiting, "waiting"), pause(Pause::OnHold, "on-hold")]
            },
        }
    };
    CLOCKS.into_iter().map(row).collect()
}

/// The ladder, one act a line, and some empty lines.
pub(crate) fn ladder(w: Words, sheet: &PolicySheet, typed: &TypedPolicy) -> Vec<LadderRow> {
    let empty = std::iter::repeat_n(TypedStep::default(), EMPTY);
    let lines = typed.ladder.iter().filter(|line| !line.act.is_empty()).cloned().chain(empty);
    lines
        .enumerate()
        .map(|(place, line)| LadderRow {
            n: place + 1,
            whens: vec![
                choice("used", &w.t("policy-used"), &line.when),
                choice("late", &w.t("policy-late"), &line.when),
            ],
            clocks: clocks(w, &line.clocks),
            acts: acts(w, sheet, &line.act),
            key: line.key,
            amount: line.amount,
        })
        .collect()
}

fn clocks(w: Words, chosen: &str) -> Vec<Choice> {
    let mut all = vec![
        choice("", &w.t("policy-all-clocks"), chosen),
        choice("first,next", &w.t("policy-answers"), chosen),
    ];
    all.extend(
        ClockKind::ALL
            .into_iter()
            .map(|clock| choice(clock.word(), &w.t(format!("clock-{clock}")), chosen)),
    );
    if all.iter().all(|one| !one.chosen) {
        all.push(choice(chosen, chosen, chosen));
    }
    all
}

fn acts(w: Words, sheet: &PolicySheet, chosen: &str) -> Vec<Choice> {
    let mut all = vec![choice("", &w.t("policy-no-step"), chosen)];
    for word in
        ["tell_owner", "tell:supervisor", "tell:administrator", "raise_priority", "reassign"]
    {
        let key = format!("act-{}", word.replace([':', '_'], "-"));
        all.push(choice(word, &w.t(key), chosen));
    }
    all.extend(sheet.queues.iter().map(|queue| {
        choice(&format!("move:{}", queue.key), &w.t1("act-move", "queue", &queue.name), chosen)
    }));
    if all.iter().all(|one| !one.chosen) {
        all.push(choice(chosen, chosen, chosen));
    }
    all
}

/// The versions that were saved.
pub(crate) fn saved(lens: &Lens, saved: &[earshot_engage::settings::Saved]) -> Vec<SavedRow> {
    let row = |one: &earshot_engage::settings::Saved| SavedRow {
        label: lens.w.t1("policy-version-n", "n", one.version),
        by: one.by.clone(),
        when: lens.when(one.at),
    };
    saved.iter().map(row).collect()
}

fn choice(value: &str, label: &str, chosen: &str) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned(), chosen: value == chosen }
}

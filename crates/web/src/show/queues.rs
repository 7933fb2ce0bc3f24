//! Queues in words and fields.

use earshot_engage::settings::{
    QueueChange, QueueLine, QueuePerson, QueueRules, QueueSheet, relax_word,
};
use earshot_model::{Presence, TeamModel, Time};
use jiff::tz::TimeZone;

use super::list::face;
use crate::pages::case::Choice;
use crate::pages::queues::{
    Group, ModelChoice, PersonRow, QueueRow, RingRow, SkillRow, StepRow, TrainingRow,
};
use crate::words::Words;

/// How many steps of relaxation a form has at least, and how many empty ones.
const STEPS: usize = 4;
/// Rings after the first that a form offers.
const RINGS: u8 = 3;

/// A queue in the list.
pub(crate) fn row(w: Words, line: &QueueLine) -> QueueRow {
    let mut needs: Vec<String> = line.rules.skills.clone();
    if line.rules.language {
        needs.push(w.t("queue-needs-language"));
    }
    needs.extend(line.rules.trainings.iter().cloned());
    let minutes = line.rules.untouched_after.map(|after| after / Time::MINUTE);
    QueueRow {
        href: format!("/settings/queues/{}", line.queue.id),
        name: line.queue.name.clone(),
        sub: w.t2("queue-sub", "department", &line.department, "key", &line.queue.key),
        model: w.t(format!("team-{}", line.queue.team_model)),
        people: w.t2("queue-online", "n", line.online, "of", line.people),
        empty: line.people == 0,
        needs: needs.join(", "),
        share: line.rules.share.to_string(),
        back: minutes
            .map_or_else(|| w.t("queue-never"), |minutes| w.t1("queue-minutes", "n", minutes)),
    }
}

/// What a form shows of a queue: as it stands, or as somebody typed it.
pub(crate) fn change(sheet: &QueueSheet) -> QueueChange {
    let members = sheet.people.iter().filter_map(|one| Some((one.agent.id, one.ring?)));
    QueueChange {
        name: sheet.queue.name.clone(),
        team_model: sheet.queue.team_model,
        rules: sheet.rules.clone(),
        members: members.collect(),
        version: sheet.version,
    }
}

/// The team models, with what each means.
pub(crate) fn models(w: Words, chosen: TeamModel) -> Vec<ModelChoice> {
    let model = |model: &TeamModel| ModelChoice {
        value: model.word().to_owned(),
        label: w.t(format!("team-{model}")),
        hint: w.t(format!("team-{model}-hint")),
        chosen: *model == chosen,
    };
    TeamModel::ALL.iter().map(model).collect()
}

/// Every skill with the least level that the queue needs.
pub(crate) fn skills(w: Words, sheet: &QueueSheet, rules: &QueueRules) -> Vec<SkillRow> {
    let needs = rules.needs(&[]);
    let needed = |key: &str| {
        needs.iter().filter_map(|need| need.rsplit_once(':')).find(|(own, _)| *own == key)
    };
    let row = |skill: &earshot_engage::settings::Skill| {
        let level = needed(&skill.key).map_or("", |(_, level)| level);
        let mut levels = vec![choice("", &w.t("queue-not-needed"), level)];
        levels.extend(
            (1..=5).map(|n: i64| choice(&n.to_string(), &w.t1("queue-level", "n", n), level)),
        );
        SkillRow { field: format!("need-{}", skill.key), label: skill.name.clone(), levels }
    };
    sheet.skills.iter().map(row).collect()
}

/// Every training, with whether the queue asks for it and how many people have it.
pub(crate) fn trainings(w: Words, sheet: &QueueSheet, rules: &QueueRules) -> Vec<TrainingRow> {
    let row = |(training, people): &(earshot_engage::settings::Training, usize)| TrainingRow {
        field: format!("training-{}", training.key),
        label: training.name.clone(),
        people: w.t1("trainings-people", "n", *people),
        needed: rules.trainings.contains(&training.key),
    };
    sheet.trainings.iter().map(row).collect()
}

/// The steps of relaxation, and some empty ones.
pub(crate) fn steps(w: Words, sheet: &QueueSheet, rules: &QueueRules) -> Vec<StepRow> {
    let most = STEPS.max(rules.relax.len() + 2);
    (0..most)
        .map(|place| {
            let step = rules.relax.get(place);
            let chosen = step.map(|step| relax_word(&step.relax)).unwrap_or_default();
            let after = step.map(|step| (step.after / Time::MINUTE).to_string());
            StepRow {
                n: place + 1,
                after: after.unwrap_or_default(),
                groups: groups(w, sheet, &chosen),
            }
        })
        .collect()
}

/// Everything that can become easier.
fn groups(w: Words, sheet: &QueueSheet, chosen: &str) -> Vec<Group> {
    let group = |key: &str, choices: Vec<Choice>| Group { label: w.t(key), choices };
    let mut wide: Vec<Choice> = (1..=RINGS)
        .map(|ring| choice(&format!("ring:{ring}"), &ring_name(w, ring), chosen))
        .collect();
    wide.push(choice("language", &w.t("relax-language"), chosen));
    let skills = sheet.skills.iter().flat_map(|skill| {
        let drop = choice(
            &format!("drop:{}", skill.key),
            &w.t1("relax-drop", "skill", &skill.name),
            chosen,
        );
        let lower = (1..=4).map(|level: i64| {
            let words = w.t2("relax-lower", "skill", &skill.name, "level", level);
            choice(&format!("lower:{level}:{}", skill.key), &words, chosen)
        });
        std::iter::once(drop).chain(lower.collect::<Vec<_>>())
    });
    let others = sheet.queues.iter().filter(|queue| queue.id != sheet.queue.id).map(|queue| {
        choice(
            &format!("queue:{}", queue.id),
            &w.t1("relax-overflow", "queue", &queue.name),
            chosen,
        )
    });
    let mut all = vec![group("relax-wide", wide)];
    let skills: Vec<Choice> = skills.collect();
    if !skills.is_empty() {
        all.push(group("relax-skills", skills));
    }
    let others: Vec<Choice> = others.collect();
    if !others.is_empty() {
        all.push(group("relax-others", others));
    }
    all
}

/// Rings after the first, with the dates on which they open.
pub(crate) fn rings(w: Words, rules: &QueueRules, zone: &TimeZone) -> Vec<RingRow> {
    let date = |ring: u8| {
        let at = rules.rings.iter().find(|date| date.ring == ring)?.at;
        let at = jiff::Timestamp::from_microsecond(at.micros()).ok()?;
        Some(at.to_zoned(zone.clone()).date().to_string())
    };
    let row = |ring: u8| RingRow {
        field: format!("ring-{ring}"),
        label: ring_name(w, ring),
        date: date(ring).unwrap_or_default(),
    };
    (1..=RINGS).map(row).collect()
}

/// Everybody, with the ring for which they are named.
pub(crate) fn people(w: Words, sheet: &QueueSheet, typed: &QueueChange) -> Vec<PersonRow> {
    let row = |one: &QueuePerson| {
        let ring = typed.members.iter().find(|(agent, _)| *agent == one.agent.id);
        let ring = ring.map_or(String::new(), |(_, ring)| ring.to_string());
        let mut rings = vec![choice("", &w.t("queue-not-named"), &ring)];
        rings.extend((0..=RINGS).map(|n| choice(&n.to_string(), &ring_name(w, n), &ring)));
        let (presence, here) = match one.agent.presence {
            Presence::Online => ("on", "presence-online"),
            Presence::Away => ("away", "presence-away"),
            Presence::Offline => ("", "presence-offline"),
        };
        let here = w.t(here);
        PersonRow {
            field: format!("member-{}", one.agent.id),
            face: face(&one.agent).sized("sm"),
            name: one.agent.name.clone(),
            sub: if one.by_team { w.t1("queue-by-team", "here", here) } else { here },
            presence,
            rings,
        }
    };
    sheet.people.iter().map(row).collect()
}

fn ring_name(w: Words, ring: u8) -> String {
    w.t1("queue-ring", "n", i64::from(ring) + 1)
}

fn choice(value: &str, label: &str, chosen: &str) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned(), chosen: value == chosen }
}

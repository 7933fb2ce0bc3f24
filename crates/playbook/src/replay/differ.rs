//! What two decisions about one post differ in.

use earshot_model::Decision;

/// The differences in words, such as `clock: normal -> urgent; queue: none -> care`; empty when both
/// say the same, even if other lines say it.
pub(super) fn difference(old: &Decision, new: &Decision) -> String {
    let mut found = Vec::new();
    let mut ask = |what: &str, before: &str, now: &str| {
        if before != now {
            found.push(format!("{what}: {before} -> {now}"));
        }
    };
    let or_none = |key: &Option<String>| key.as_deref().unwrap_or("none").to_owned();
    ask("warranted", old.outcome.word(), new.outcome.word());
    ask("queue", &or_none(&old.queue), &or_none(&new.queue));
    ask("department", &or_none(&old.department), &or_none(&new.department));
    ask("clock", old.sla.word(), new.sla.word());
    ask("visibility", old.place.word(), new.place.word());
    ask("approval", &or_none(&old.approval), &or_none(&new.approval));
    if old.skills != new.skills {
        let skills = |decision: &Decision| match decision.skills.as_slice() {
            [] => "none".to_owned(),
            skills => skills.join(" and "),
        };
        ask("skills", &skills(old), &skills(new));
    }
    if old.strategy != new.strategy {
        let word = |d: &Decision| d.strategy.map_or("none", |strategy| strategy.word());
        ask("strategy", word(old), word(new));
    }
    if old.later != new.later {
        found.push("another follow-up".to_owned());
    }
    if old.actions != new.actions {
        found.push("other suggestions".to_owned());
    }
    found.join("; ")
}

//! The playbook of a fresh install, after appendices B (clocks) and C (public or private) of the
//! requirements. An organization edits it; nothing else depends on these lines.

use earshot_model::{Action, Audience, Outcome, SlaClass};

use crate::{LineSource, Then};

/// Someone asks for something.
const NEED: &str = r#"("help" in intents || "complaint" in intents || "question" in intents)"#;

/// Lines for the queues `care`, `technical`, `refunds`, `delight`, `sales` and `press`.
#[must_use]
pub fn default_lines() -> Vec<LineSource> {
    [noise(), gravest(), topics(), needs(), the_rest()].concat()
}

fn noise() -> Vec<LineSource> {
    vec![
        line(1, "Our own words", r#"identity == "ours""#, ends(Outcome::Record)),
        line(2, "Spam", "spam", ends(Outcome::Leave)),
        line(3, "Not about us", "!relevant && !directly_addressed", ends(Outcome::Leave)),
    ]
}

fn gravest() -> Vec<LineSource> {
    let tell_press = Action::Notify { queue: "press".to_owned() };
    vec![
        line(
            10,
            "Safety or health",
            r#""safety" in intents"#,
            Then {
                actions: vec![tell_press, Action::SuggestPrivate],
                ..answer("care", SlaClass::Urgent)
            },
        ),
        line(
            11,
            "Legal",
            r#""legal" in intents"#,
            Then {
                actions: vec![tag("legal"), Action::SuggestPrivate],
                ..answer("press", SlaClass::Urgent)
            },
        ),
        line(
            12,
            "Press and investors",
            r#""press" in intents || "investor" in intents"#,
            Then { actions: vec![Action::SuggestPrivate], ..answer("press", SlaClass::Normal) },
        ),
        line(
            13,
            "Looks for work",
            r#""job" in intents && !("complaint" in intents)"#,
            Then { actions: vec![tag("job")], ..answer("press", SlaClass::Relaxed) },
        ),
        line(
            14,
            "Speaks as an employee",
            r#""employee" in intents"#,
            Then {
                actions: vec![tag("employee"), Action::SuggestPrivate],
                ..answer("press", SlaClass::Normal)
            },
        ),
        line(
            15,
            "Inflammatory, nothing to solve",
            &format!(r#""troll_bait" in intents && !{NEED}"#),
            Then { actions: vec![tag("inflammatory")], ..ends(Outcome::Record) },
        ),
    ]
}

/// Lines without an outcome: they only say whose matter it is.
fn topics() -> Vec<LineSource> {
    let any = |words: &[&str]| {
        let asked: Vec<String> = words.iter().map(|w| format!(r#"text.contains("{w}")"#)).collect();
        format!("{NEED} && ({})", asked.join(" || "))
    };
    let refunds = ["refund", "money back", "charged", "voucher", "erstatt", "geld zurück"];
    let more = ["gutschein", "abgebucht", "reembolso", "rembours"];
    let technical = ["error", "crash", "log in", "login", "password", "not working", " app "];
    let german = ["fehlermeldung", "passwort", "einloggen", "funktioniert nicht", "stürzt ab"];
    let to = |queue: &str| Then { queue: Some(queue.to_owned()), ..Then::default() };
    vec![
        line(20, "Refunds and vouchers", &any(&[&refunds[..], &more[..]].concat()), to("refunds")),
        line(21, "Technical", &any(&[&technical[..], &german[..]].concat()), to("technical")),
    ]
}

fn needs() -> Vec<LineSource> {
    let negative = r#"sentiment == "negative""#;
    let private_detail =
        |sla| Then { actions: vec![Action::SuggestPrivate], ..public(answer("care", sla)) };
    vec![
        line(
            30,
            "Harsh, legitimate, a customer",
            &format!(
                r#"{negative} && ("help" in intents || "complaint" in intents) && (identity == "customer" || emotion == "anger")"#
            ),
            public(answer("care", SlaClass::Urgent)),
        ),
        line(
            31,
            "Failed elsewhere before",
            &format!("prior_failure && ({NEED} || expects_reply)"),
            private_detail(SlaClass::Urgent),
        ),
        line(
            32,
            "Valued customer, or no time to lose",
            &format!(r#"(value == "high" || urgency == "high") && {NEED}"#),
            private_detail(SlaClass::Urgent),
        ),
        line(
            33,
            "Wants to leave us",
            r#""switching" in intents"#,
            private_detail(SlaClass::Urgent),
        ),
        line(
            34,
            "E-mail, forum, blog",
            &format!(r#"surface in ["mail", "article"] && ({NEED} || expects_reply)"#),
            answer("care", SlaClass::Relaxed),
        ),
        line(
            35,
            "Request, a specific problem, on X",
            r#"channel == "x" && "help" in intents"#,
            private_detail(SlaClass::Urgent),
        ),
        line(
            36,
            "Request or rant",
            r#""help" in intents || "complaint" in intents"#,
            private_detail(SlaClass::Normal),
        ),
    ]
}

fn the_rest() -> Vec<LineSource> {
    let shop = r#""alternatives" in intents || "comparison" in intents"#;
    let kind = r#"("praise" in intents || "gratitude" in intents)"#;
    vec![
        line(40, "Wants to buy", r#""purchase" in intents"#, answer("sales", SlaClass::Normal)),
        line(41, "Compares, or asks the crowd", shop, answer("sales", SlaClass::Relaxed)),
        line(
            42,
            "Review of two stars or fewer",
            "rating in [1, 2]",
            answer("care", SlaClass::Normal),
        ),
        line(43, "Question", r#""question" in intents"#, answer("care", SlaClass::Normal)),
        line(
            44,
            "Has an idea",
            r#""idea" in intents"#,
            Then { actions: vec![tag("idea")], ..answer("delight", SlaClass::Relaxed) },
        ),
        line(
            45,
            "Rave that waits for a word",
            &format!("{kind} && expects_reply"),
            public(answer("delight", SlaClass::Relaxed)),
        ),
        line(46, "Rave", kind, public(answer("delight", SlaClass::None))),
        line(
            47,
            "Review of three stars or more",
            "rating >= 3",
            answer("delight", SlaClass::Relaxed),
        ),
        line(
            48,
            "Speaks to us and waits",
            "directly_addressed && expects_reply",
            answer("care", SlaClass::Normal),
        ),
        line(
            49,
            "Bad mood about us, no request",
            r#"sentiment == "negative""#,
            Then { actions: vec![tag("watch")], ..ends(Outcome::Record) },
        ),
    ]
}

fn line(number: i64, name: &str, when: &str, then: Then) -> LineSource {
    LineSource { number, name: name.to_owned(), when: when.to_owned(), then }
}

fn ends(outcome: Outcome) -> Then {
    Then { outcome: Some(outcome), ..Then::default() }
}

fn answer(queue: &str, sla: SlaClass) -> Then {
    Then { queue: Some(queue.to_owned()), sla: Some(sla), ..ends(Outcome::Respond) }
}

fn public(then: Then) -> Then {
    Then { audience: Some(Audience::Public), ..then }
}

fn tag(tag: &str) -> Action {
    Action::Tag { tag: tag.to_owned() }
}

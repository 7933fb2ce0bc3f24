//! The text of a playbook.

use proptest::prelude::*;

use crate::{Document, Line, Playbook, Section, Then, default_playbook};

const SMALL: &str = r#"
format = 1
name = "Small"

[names]
departments = ["care"]
skills = ["german"]
[names.queues]
care = "care"
[names.channels]
x = "x_like"

[[line]]
number = 1
name = "All"
when = 'relevant'
warranted = "respond"
queue = "care"
"#;

fn told(change: impl Fn(&str) -> String) -> Vec<(usize, usize, String)> {
    let text = change(SMALL);
    let problems = Playbook::read(1, &text).unwrap_err();
    problems
        .iter()
        .map(|problem| {
            let (line, column) = problem.position(&text);
            (line, column, problem.message.clone())
        })
        .collect()
}

fn one(from: &str, to: &str) -> (usize, usize, String) {
    let mut told = told(|text| text.replacen(from, to, 1));
    assert_eq!(told.len(), 1, "{told:?}");
    told.remove(0)
}

#[test]
fn the_small_one_is_fine() {
    let (document, playbook) = Playbook::read(3, SMALL).unwrap();
    assert_eq!((document.name.as_str(), playbook.version()), ("Small", 3));
}

#[test]
fn a_newer_format_is_refused_in_one_clear_sentence() {
    let (line, column, message) = one("format = 1", "format = 2\nnew_things = true");
    assert_eq!((line, column), (2, 10));
    assert!(message.contains("is in format 2") && message.contains("update Earshot"), "{message}");
    let problems = Document::read("name = 'x'").unwrap_err();
    assert!(problems[0].message.contains("format = 1"), "{}", problems[0]);
}

#[test]
fn unknown_keys_and_names_are_told_with_place_and_hint() {
    let (line, column, message) = one("warranted", "waranted");
    assert_eq!((line, column), (17, 1));
    assert!(message.contains("did you mean \"warranted\"?"), "{message}");
    for (from, to, part) in [
        (
            "queue = \"care\"",
            "queue = \"carre\"",
            "unknown queue \"carre\"; did you mean \"care\"?",
        ),
        (
            "queue = \"care\"",
            "skills = [\"germna:2\"]",
            "unknown skill \"germna\"; did you mean \"german\"?",
        ),
        ("queue = \"care\"", "skills = [\"german:x\"]", "\"x\" is no level"),
        ("queue = \"care\"", "department = \"cars\"", "unknown department \"cars\"; did you mean"),
        ("queue = \"care\"", "channels = [\"facebok\"]", "unknown channel \"facebok\""),
        ("queue = \"care\"", "clock = \"urgnet\"", "did you mean \"urgent\"?"),
        ("queue = \"care\"", "visibility = \"pubic\"", "did you mean \"public\"?"),
        ("\"respond\"", "\"answer\"", "is no warranted; it is one of respond, record, leave"),
        ("number = 1", "number = \"one\"", "a whole number belongs here"),
        (
            "care = \"care\"",
            "care = \"caer\"",
            "unknown department \"caer\"; did you mean \"care\"?",
        ),
        ("x = \"x_like\"", "x = \"x\"", "\"x\" is no family"),
    ] {
        let told = told(|text| text.replacen(from, to, 1));
        assert!(told.iter().any(|(_, _, message)| message.contains(part)), "{part}: {told:?}");
    }
}

#[test]
fn a_condition_that_fails_is_told_at_its_character() {
    let (line, column, message) =
        one("'relevant'", "'''\nrelevant\n  && sentimant == \"negative\"'''");
    assert_eq!((line, column), (18, 6));
    assert!(message.contains("line 1 \"All\": unknown name `sentimant`"), "{message}");
    let (line, column, _) = one("'relevant'", "\"spam && 1 / 0 > 2\"");
    assert_eq!((line, column), (16, 21));
}

#[test]
fn a_problem_is_drawn_with_a_mark_under_it() {
    let text = SMALL.replace("'relevant'", "'relevent'");
    let problem = &Playbook::read(1, &text).unwrap_err()[0];
    let drawn = problem.render("playbook.toml", &text);
    assert!(drawn.starts_with("playbook.toml:16:9: "), "{drawn}");
    assert!(drawn.ends_with("  16 | when = 'relevent'\n     |         ^^^^^^^^\n"), "{drawn}");
}

#[test]
fn two_lines_with_one_number_are_told() {
    let text = format!("{SMALL}\n[[line]]\nnumber = 1\nname = \"Again\"\nwhen = 'spam'\n");
    let problems = Playbook::read(1, &text).unwrap_err();
    assert!(problems[0].message.contains("line 1 is also \"All\""), "{}", problems[0]);
}

#[test]
fn text_that_is_no_toml_is_told_at_its_place() {
    let (line, _, _) = one("number = 1", "number = = 1");
    assert_eq!(line, 14);
}

#[test]
fn examples_are_checked_like_lines() {
    let with = |example: &str| {
        let text = format!("{SMALL}\n[[example]]\nname = \"e\"\n{example}\n");
        Playbook::read(1, &text).map(|_| ()).unwrap_err()[0].message.clone()
    };
    assert!(with("given.sentimant = 'x'\nexpect.queue = 'care'").contains("\"sentiment\"?"));
    assert!(with("given.sentiment = 'bad'\nexpect.queue = 'care'").contains("one of negative"));
    assert!(with("given.spam = 'yes'\nexpect.queue = 'care'").contains("true or false"));
    assert!(with("given.intents = ['halp']\nexpect.queue = 'care'").contains("a list of some of"));
    assert!(with("expect.lines = [7]").contains("there is no line 7"));
    assert!(with("text = 'x'").contains("expects nothing"));
    assert!(with("given.case.public_turns = 'x'\nexpect.queue = 'care'").contains("whole number"));
}

#[test]
fn the_shipped_text_and_the_written_text_mean_the_same() {
    let document = default_playbook().unwrap();
    let text = document.to_string();
    assert_eq!(Document::read(&text).unwrap(), document);
    assert_eq!(Document::read(&text).unwrap().to_string(), text, "writing is stable");
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~äñ中\\n\\t\\\\'\"]{0,40}", "('|''|'''|\"|\\n|\\\\|a|\\u{1}|\\r){0,9}",]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_prose_survives_the_file(texts in prop::collection::vec(any_text(), 6), number in any::<i64>()) {
        let mut document = default_playbook().unwrap();
        document.examples.clear();
        document.name = texts[0].clone();
        document.sections.mission = Section { owner: String::new(), text: texts[1].trim().to_owned() };
        document.lines = vec![Line {
            number,
            name: format!("n{}", texts[2]),
            why: texts[3].trim().to_owned(),
            when: texts[4].clone(),
            then: Then {
                next: vec![earshot_model::Action::Search { words: format!("t{}", texts[5]) }],
                ..Then::default()
            },
            ..Line::default()
        }];
        let text = document.to_string();
        prop_assert_eq!(Document::read(&text), Ok(document), "{}", text);
    }

    #[test]
    fn no_text_breaks_the_reader(cut in 0_usize..9_000, junk in "[ -~\n]{0,10}") {
        let text = default_playbook().unwrap().to_string();
        let mut broken: String = text.chars().take(cut).collect();
        broken.push_str(&junk);
        broken.extend(text.chars().skip(cut + 3));
        if let Err(problems) = Playbook::read(1, &broken) {
            prop_assert!(!problems.is_empty());
            for problem in problems {
                prop_assert!(problem.render("f", &broken).starts_with("f:"));
            }
        }
    }
}

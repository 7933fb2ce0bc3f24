use earshot_model::Outcome;
use proptest::prelude::*;

use super::{ends, facts, line, playbook};
use crate::{LineFault, Playbook, VARIABLES};

fn fault(when: &str) -> LineFault {
    let errors = Playbook::compile(1, vec![line(5, when, ends(Outcome::Leave))]).unwrap_err();
    assert_eq!((errors.len(), errors[0].number), (1, 5));
    errors[0].fault.clone()
}

#[test]
fn an_unknown_variable_is_named_wherever_it_hides() {
    for when in [
        "sentimant == 'negative'",
        "spam || sentimant",
        "intents.exists(i, i == sentimant)",
        "size([sentimant]) > 0",
    ] {
        let LineFault::UnknownVariable { name, known } = fault(when) else { panic!("{when}") };
        assert_eq!(name, "sentimant");
        assert!(known.contains("sentiment"));
    }
}

#[test]
fn impossible_words_and_functions_are_found() {
    assert!(
        matches!(fault("sentiment == 'bad'"), LineFault::UnknownWord { word, .. } if word == "bad")
    );
    assert!(matches!(fault("'complant' in intents"), LineFault::UnknownWord { .. }));
    assert!(
        matches!(fault("surface in ['mail', 'fax']"), LineFault::UnknownWord { word, .. } if word == "fax")
    );
    assert!(
        matches!(fault("text.shout()"), LineFault::UnknownFunction { name } if name == "shout")
    );
}

#[test]
fn a_condition_must_give_yes_or_no() {
    assert!(matches!(fault("followers"), LineFault::NotABool { .. }));
    assert!(matches!(fault("followers + text == 1"), LineFault::NotABool { .. }));
    assert!(matches!(fault("spam && followers == text.size"), LineFault::NotABool { .. }));
    assert!(matches!(fault("   "), LineFault::Empty));
    assert!(matches!(fault("spam &&"), LineFault::Syntax { .. }));
}

#[test]
fn size_and_nesting_are_bounded() {
    assert!(matches!(fault(&"a".repeat(4_097)), LineFault::TooLong { bytes: 4_097, .. }));
    assert!(matches!(
        fault(&format!("{}spam{}", "(".repeat(2_000), ")".repeat(2_000))),
        LineFault::TooDeep
    ));
    assert!(matches!(fault(&format!("{}spam", "!".repeat(4_000))), LineFault::TooDeep));
    assert!(matches!(fault(&format!("text{}", ".a".repeat(2_000))), LineFault::TooDeep));
    assert!(matches!(fault("intents.exists(a, intents.exists(b, a == b))"), LineFault::TooDeep));
}

#[test]
fn the_longest_chains_that_pass_do_run() {
    let chain = vec!["spam"; 190].join(" || ");
    let long = playbook(vec![line(1, &chain, ends(Outcome::Leave))]);
    assert_eq!(long.decide(&facts()).outcome, Outcome::Record);
    let deep = format!("{}spam{}", "(".repeat(24), ")".repeat(24));
    let nested = playbook(vec![line(1, &deep, ends(Outcome::Leave))]);
    assert_eq!(nested.decide(&facts()).outcome, Outcome::Record);
}

#[test]
fn chains_end_in_an_error_and_not_in_a_full_stack() {
    let sum = format!("{} > 0", vec!["1"; 390].join("+"));
    let choice = format!("{}true", "spam ? true : ".repeat(190));
    let calls = format!("{}text{} == '1'", "string(".repeat(23), ")".repeat(23));
    let lists = format!("size({}1{}) > 0", "[".repeat(22), "]".repeat(22));
    for when in [sum, choice, calls, lists] {
        let _ = Playbook::compile(1, vec![line(1, &when, ends(Outcome::Leave))]);
    }
}

#[test]
fn every_variable_has_a_value() {
    for name in VARIABLES {
        playbook(vec![line(1, &format!("{name} == {name}"), ends(Outcome::Leave))]);
    }
}

#[test]
fn all_bad_lines_are_told_at_once() {
    let lines = vec![
        line(1, "spam", ends(Outcome::Leave)),
        line(1, "relevant", ends(Outcome::Leave)),
        line(2, "nonsense", ends(Outcome::Leave)),
    ];
    let errors = Playbook::compile(1, lines).unwrap_err();
    assert_eq!(errors.iter().map(|e| e.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(errors[0].fault, LineFault::SameNumber);
    assert!(errors[1].to_string().contains("unknown variable `nonsense`"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_text_breaks_the_compiler(when in "[ -~]{0,60}|[a-z&|!()'\\[\\] =<>.?:0-9]{0,80}") {
        let _ = Playbook::compile(1, vec![line(1, &when, ends(Outcome::Leave))]);
    }
}

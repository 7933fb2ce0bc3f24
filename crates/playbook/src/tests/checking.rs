//! What is refused when a line is saved, where, and with what words.

use earshot_model::Outcome;
use proptest::prelude::*;

use super::{document, ends, line};
use crate::{Condition, Fault, Field, Playbook, default_playbook};

fn refused(when: &str) -> (Fault, String) {
    let names = default_playbook().unwrap().names;
    let error = Condition::compile(when, &names).unwrap_err();
    (error.fault, when.get(error.at).unwrap().to_owned())
}

fn accepted(when: &str) -> Condition {
    Condition::compile(when, &default_playbook().unwrap().names).unwrap()
}

#[test]
fn an_unknown_name_is_told_with_its_place_and_what_was_meant() {
    for (when, typed) in [
        ("sentimant == 'negative'", "sentimant"),
        ("spam || verdict.sentimant == 'x'", "verdict.sentimant"),
        ("intents.exists(i, i == sentimant)", "sentimant"),
        ("size(sentimant) > 0", "sentimant"),
    ] {
        let (fault, at) = refused(when);
        assert_eq!(at, typed, "{when}");
        assert!(fault.to_string().contains("sentiment\"?"), "{fault}");
    }
    let (fault, at) = refused("post.sentiment == 'negative'");
    assert_eq!(at, "post.sentiment");
    assert!(fault.to_string().contains("verdict.sentiment"), "{fault}");
}

#[test]
fn words_that_can_never_be_are_told_with_their_place() {
    let told = |when, word: &str, hint: &str| {
        let (fault, at) = refused(when);
        assert_eq!(at.trim_matches(['"', '\'']), word, "{when}");
        assert!(fault.to_string().contains(hint), "{fault}");
    };
    told("sentiment == 'negativ'", "negativ", "did you mean \"negative\"?");
    told("'complant' in intents", "complant", "did you mean \"complaint\"?");
    told("surface in ['mail', 'fax']", "fax", "never \"fax\"");
    told("channel.name == 'twiter'", "twiter", "it is one of");
    told("intents.exists(i, i == 'halp')", "halp", "did you mean \"help\"?");
    told("(spam ? surface : surface) == 'mial'", "mial", "mail");
    assert!(matches!(refused("text.shout()").0, Fault::UnknownFunction { .. }));
    assert!(refused("text.startWith('a')").0.to_string().contains("startsWith"));
}

#[test]
fn shapes_that_do_not_fit_are_told_before_they_run() {
    for (when, at) in [
        ("followers", "followers"),
        ("followers + text == 1", "text"),
        ("spam && followers == text", "text"),
        ("spam < relevant", "<"),
        ("intents == 'help'", "intents"),
        ("'help' in text", "text"),
        ("3 in intents", "3"),
        ("!followers", "followers"),
        ("spam ? 1 : 'a' == 'b'", "'a' == 'b'"),
        ("text.contains(3)", "3"),
    ] {
        let (fault, place) = refused(when);
        assert!(matches!(fault, Fault::Shape { .. }), "{when}: {fault}");
        assert_eq!(place, at, "{when}");
    }
}

#[test]
fn what_playbooks_do_not_have_says_what_to_write_instead() {
    for when in [
        "intents[0] == 'help'",
        "has(post.text)",
        "{'a': 1} == {'a': 1}",
        "null == null",
        "intents.map(i, i) == intents",
        "text.matches(surface)",
        "emotion == null",
        "1u == 1u",
    ] {
        assert!(matches!(refused(when).0, Fault::Unsupported { .. }), "{when}");
    }
}

#[test]
fn dividing_by_zero_and_overflow_are_found_when_saved_where_they_can_be() {
    for when in
        ["1 / 0 > 1", "followers % 0 == 1", "priority / 0.0 > 1.0", "9223372036854775807 + 1 > 0"]
    {
        assert!(matches!(refused(when).0, Fault::AlwaysFails { .. }), "{when}");
    }
    accepted("1000 / (followers - 7) > 0");
}

#[test]
fn patterns_are_read_when_saved() {
    let (fault, at) = refused("text.matches('(refund')");
    assert_eq!(at, "'(refund'");
    assert!(fault.to_string().contains("unclosed group"), "{fault}");
    assert!(matches!(refused("text.matches('(a{1000}){1000}')").0, Fault::Pattern { .. }));
    accepted(r"text.matches('flight [a-z]{2}\\d{3,4}')");
}

#[test]
fn a_condition_that_could_take_too_long_is_refused_with_the_reason() {
    let dear = "intents.exists(a, listeners.exists(b, text.contains(a) || text.contains(b)))";
    let (fault, at) = refused(dear);
    let Fault::TooCostly { steps, most, .. } = fault.clone() else { panic!("{fault}") };
    assert!(steps > most);
    assert!(at.contains("exists"), "{at}");
    assert!(fault.to_string().contains("takes"), "{fault}");
    assert!(accepted("intents.exists(a, listeners.exists(b, a == b))").steps() < 10_000);
    let patterns = ["text.matches('a+b')"; 9].join(" || ");
    assert!(matches!(refused(&patterns).0, Fault::TooCostly { .. }));
}

#[test]
fn syntax_size_and_nesting_are_told() {
    assert!(matches!(refused("   ").0, Fault::Empty));
    assert!(matches!(refused("spam &&").0, Fault::Syntax { .. }));
    let (fault, at) = refused("spam && && relevant");
    assert!(matches!(fault, Fault::Syntax { .. }));
    assert_eq!(at, "&");
    assert!(matches!(refused(&"a".repeat(4_097)).0, Fault::TooLong { bytes: 4_097, .. }));
    let brackets = format!("{}spam{}", "(".repeat(2_000), ")".repeat(2_000));
    assert!(matches!(refused(&brackets).0, Fault::TooDeep));
    assert!(matches!(refused(&format!("{}spam", "!".repeat(4_000))).0, Fault::TooDeep));
    assert!(matches!(refused(&format!("text{}", ".a".repeat(2_000))).0, Fault::TooDeep));
}

#[test]
fn the_longest_chains_that_pass_do_run() {
    accepted(&vec!["spam"; 190].join(" || "));
    accepted(&format!("{}spam{}", "(".repeat(24), ")".repeat(24)));
}

#[test]
fn chains_end_in_an_error_and_not_in_a_full_stack() {
    let names = default_playbook().unwrap().names;
    for when in [
        format!("{} > 0", vec!["1"; 390].join("+")),
        format!("{}true", "spam ? true : ".repeat(190)),
        format!("{}followers{} == 1", "int(".repeat(23), ")".repeat(23)),
        format!("size({}1{}) > 0", "[".repeat(22), "]".repeat(22)),
    ] {
        let _ = Condition::compile(&when, &names);
    }
}

#[test]
fn every_field_can_be_asked() {
    for field in Field::ALL {
        use crate::Shape::{Number, Text, Texts, Whole, Word, Words, Yes};
        let name = field.name();
        accepted(&match field.shape() {
            Yes | Whole | Number | Text | Word(_) => format!("{name} == {name}"),
            Words(_) | Texts => format!("size({name}) == 0"),
        });
        if let Some(short) = field.short() {
            accepted(&format!("size([1]) == 1 || {short} == {short} ").replace(
                &format!("{short} == {short}"),
                &match field.shape() {
                    Words(_) | Texts => format!("size({short}) == 0"),
                    _ => format!("{short} == {name}"),
                },
            ));
        }
    }
}

#[test]
fn all_bad_lines_are_told_at_once() {
    let lines = vec![
        line(1, "spam", ends(Outcome::Leave)),
        line(2, "relevent", ends(Outcome::Leave)),
        line(3, "nonsense", ends(Outcome::Leave)),
    ];
    let errors = Playbook::compile(1, &document(lines)).unwrap_err();
    assert_eq!(errors.iter().map(|e| e.number).collect::<Vec<_>>(), [2, 3]);
    assert!(errors[1].to_string().contains("unknown name `nonsense`"), "{}", errors[1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_text_breaks_the_compiler(
        when in "[ -~äß€]{0,60}|[a-z&|!()'\\[\\] =<>.?:0-9]{0,80}|(spam|text|intents|[.()'&|=!<> ]){0,12}",
    ) {
        let names = default_playbook().unwrap().names;
        if let Err(error) = Condition::compile(&when, &names) {
            prop_assert!(when.get(error.at.clone()).is_some(), "{:?} of {when:?}", error.at);
        }
    }
}

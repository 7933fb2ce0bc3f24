//! What two versions differ in.

use earshot_model::SlaClass;

use crate::{Document, Line, Playbook, default_playbook, diff, warnings};

fn told(change: impl FnOnce(&mut Document)) -> Vec<String> {
    let old = default_playbook().unwrap();
    let mut new = old.clone();
    change(&mut new);
    diff(&old, &new).iter().map(ToString::to_string).collect()
}

#[test]
fn the_same_playbook_has_no_differences() {
    assert!(told(|_| ()).is_empty());
}

#[test]
fn a_changed_line_is_told_part_by_part() {
    let told = told(|new| {
        let line = new.lines.iter_mut().find(|line| line.number == 36).unwrap();
        line.then.clock = Some(SlaClass::Urgent);
        line.then.queue = None;
        line.off = true;
    });
    let wanted = "~ line 36 \"Request or rant\"\n    state: at work -> rests\n    \
                  queue: no longer care\n    clock: normal -> urgent";
    assert_eq!(told, [wanted]);
}

#[test]
fn new_gone_and_moved_lines_are_told_apart() {
    let told = told(|new| {
        new.lines.retain(|line| line.number != 13);
        new.lines.iter_mut().find(|line| line.number == 44).unwrap().number = 45_000;
        new.lines.push(Line { number: 7, name: "Fresh".to_owned(), ..Line::default() });
    });
    assert_eq!(
        told,
        [
            "+ line 7 \"Fresh\" is new",
            "- line 13 \"Looks for work\" is gone",
            "~ line 44 \"Has an idea\" is now line 45000",
        ]
    );
}

#[test]
fn prose_matrix_and_examples_are_told() {
    let told = told(|new| {
        new.sections.mission.text = "Be kind.".to_owned();
        new.matrix.remove(&earshot_model::Interaction::Rave);
        new.limits.public_turns = 3;
        new.examples.remove(0);
    });
    assert!(told[0].contains("public turns: 2 -> 3"), "{told:?}");
    assert!(told[1].contains("section mission") && told[1].contains("-> Be kind."), "{told:?}");
    assert!(told[2].starts_with("~ matrix rave\n    x_like: no longer public"), "{told:?}");
    assert!(told[3].contains("1 that are gone"), "{told:?}");
}

#[test]
fn what_is_probably_not_meant_is_asked_about() {
    let mut document = default_playbook().unwrap();
    let playbook = Playbook::compile(1, &document).unwrap();
    assert!(warnings(&document, &playbook).is_empty());
    document.sections.mission.text.clear();
    document.matrix.remove(&earshot_model::Interaction::Share);
    document.examples.clear();
    document.lines.push(Line {
        number: 5,
        when: "true".to_owned(),
        then: super::ends(earshot_model::Outcome::Record),
        ..Line::default()
    });
    let mut looping = super::line(4, "'watch' in case.tags", crate::Then::default());
    looping.then.next = vec![earshot_model::Action::Tag { tag: "watch".to_owned() }];
    document.lines.push(looping);
    document.lines.push(super::line(6, "'VIP' in case.tags", crate::Then::default()));
    document.lines.sort_by_key(|line| line.number);
    let playbook = Playbook::compile(1, &document).unwrap();
    let asked = warnings(&document, &playbook).join("\n");
    for part in [
        "\"mission\" is empty",
        "nothing for share",
        "line 10 is never reached: line 5",
        "line 4 asks for a tag that comes from itself",
        "line 6 asks for the tag 'VIP', which no case has: write 'vip'",
        "no example tries the lines 1, 2",
    ] {
        assert!(asked.contains(part), "{part}: {asked}");
    }
}

//! The playbooks that ship.

use std::collections::BTreeSet;

use earshot_model::{Interaction, Outcome, Strategy};

use crate::{Document, Industry, Playbook, default_playbook, starter};

fn all() -> Vec<(&'static str, Document)> {
    let mut all = vec![("common", default_playbook().unwrap())];
    for industry in Industry::ALL {
        let read = starter(*industry).unwrap_or_else(|problems| {
            let shown: Vec<String> =
                problems.iter().map(|p| p.render(industry.word(), industry.text())).collect();
            panic!("{}", shown.join("\n"))
        });
        all.push((industry.word(), read));
    }
    all
}

#[test]
fn every_example_of_every_starter_passes() {
    let mut missed = Vec::new();
    for (name, document) in all() {
        let playbook =
            Playbook::compile(1, &document).unwrap_or_else(|errors| panic!("{errors:#?}"));
        for trial in playbook.try_examples(&document) {
            let misses: Vec<String> = trial.misses.iter().map(ToString::to_string).collect();
            if !misses.is_empty() {
                missed.push(format!("{name}, \"{}\": {}", trial.example.name, misses.join("; ")));
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn no_starter_is_empty_and_each_has_its_own_lines_and_examples() {
    let common = default_playbook().unwrap();
    for (name, document) in all() {
        for (section, prose) in document.sections.all() {
            assert!(prose.text.len() > 80, "{name}: {section}");
            assert!(document.names.departments.contains(&prose.owner), "{name}: {section}");
        }
        assert_eq!(document.matrix.len(), Interaction::ALL.len(), "{name}");
        assert_eq!(document.strategies.len(), Strategy::ALL.len(), "{name}");
        assert!(!document.sign_offs.is_empty(), "{name}");
        if name != "common" {
            assert_eq!(document.industry, name);
            assert!(document.lines.len() >= common.lines.len() + 5, "{name}");
            assert!(document.examples.len() >= common.examples.len() + 5, "{name}");
            assert_ne!(document.sections.mission, common.sections.mission, "{name}");
            assert_ne!(document.sections.platforms, common.sections.platforms, "{name}");
        }
    }
}

#[test]
fn every_line_of_every_starter_is_tried_by_an_example() {
    let mut missed = Vec::new();
    for (name, document) in all() {
        let playbook = Playbook::compile(1, &document).unwrap();
        let mut used = BTreeSet::new();
        for trial in playbook.try_examples(&document) {
            used.extend(trial.decision.reasons.iter().filter_map(|reason| reason.line));
        }
        let unused: Vec<i64> =
            document.lines.iter().map(|line| line.number).filter(|n| !used.contains(n)).collect();
        if !unused.is_empty() {
            missed.push(format!("{name}: no example uses the lines {unused:?}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn everything_that_is_answered_comes_with_a_suggestion() {
    let mut missed = Vec::new();
    for (name, document) in all() {
        let playbook = Playbook::compile(1, &document).unwrap();
        for trial in playbook.try_examples(&document) {
            let answered = trial.decision.outcome == Outcome::Respond;
            if answered && trial.decision.actions.is_empty() {
                missed.push(format!("{name}: {}", trial.example.name));
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

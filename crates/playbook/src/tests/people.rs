//! Labels, strategies and sign-offs: what needs a person, or two.

use earshot_model::{Intent, Sentiment, Strategy, Time, TrollState};

use super::wanting;
use crate::{Limits, SignOff, StrategyError, TrollError, TrollLabel, default_playbook, is_open};

#[test]
fn a_troll_label_needs_evidence_and_a_second_person_and_ends() {
    let bait = wanting(&[Intent::TrollBait], Sentiment::Negative);
    assert_eq!(TrollLabel::propose("ana", &[]), Err(TrollError::NoEvidence));
    let mut label = TrollLabel::propose("ana", &[("p1", &bait)]).unwrap();
    let limits = Limits::default();
    assert_eq!(label.state(Time(0), &limits), TrollState::Proposed);
    let same = label.confirm("ana", Time(0)).unwrap_err();
    assert!(same.to_string().contains("somebody else must confirm"), "{same}");
    label.confirm("ben", Time(0)).unwrap();
    assert_eq!(label.state(Time(29 * Time::DAY), &limits), TrollState::Confirmed);
    assert_eq!(label.state(Time(30 * Time::DAY), &limits), TrollState::None);
    assert_eq!(label.evidence(), ["p1"]);
}

#[test]
fn an_angry_customer_gets_no_troll_label_and_cannot_be_ignored() {
    let harsh = wanting(&[Intent::Complaint, Intent::TrollBait], Sentiment::Negative);
    assert_eq!(TrollLabel::propose("ana", &[("p1", &harsh)]), Err(TrollError::Legitimate));
    let playbook = default_playbook().unwrap();
    assert_eq!(is_open(Strategy::Ignore, &harsh, &playbook), Err(StrategyError::Harsh));
    let question = wanting(&[Intent::Question], Sentiment::Neutral);
    assert_eq!(
        is_open(Strategy::Ignore, &question, &playbook),
        Err(StrategyError::NotInflammatory)
    );
    let bait = wanting(&[Intent::TrollBait], Sentiment::Negative);
    assert_eq!(is_open(Strategy::Ignore, &bait, &playbook), Ok(()));
    assert_eq!(is_open(Strategy::PrivateOnly, &harsh, &playbook), Ok(()));
    let none = crate::Document::default();
    assert!(is_open(Strategy::Hide, &bait, &none).unwrap_err().to_string().contains("\"hide\""));
}

#[test]
fn a_playbook_waits_for_the_departments_that_must_sign_this_very_text() {
    let mut document = default_playbook().unwrap();
    let sign = |department: &str, fingerprint: String| SignOff {
        department: department.to_owned(),
        fingerprint,
    };
    let none = document.is_signed(&[]).unwrap_err();
    assert_eq!(none.to_string(), "not signed yet by care, communications");
    let mut given =
        vec![sign("care", document.fingerprint()), sign("communications", document.fingerprint())];
    assert_eq!(document.is_signed(&given), Ok(()));
    document.sections.mission.text.push('!');
    given[0].fingerprint = document.fingerprint();
    let outdated = document.is_signed(&given).unwrap_err();
    assert_eq!(outdated.outdated, ["communications"]);
    assert!(outdated.to_string().contains("ask again"), "{outdated}");
}

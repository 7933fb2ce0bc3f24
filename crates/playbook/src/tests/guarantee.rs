use earshot_model::{IdentityMatch, Intent, Outcome, Sentiment, SlaClass};
use proptest::prelude::*;

use super::{ends, line, playbook, wanting};
use crate::{Facts, default_lines, is_harsh_but_legitimate};

#[test]
fn a_harsh_but_legitimate_customer_is_answered_whatever_the_lines_say() {
    let harsh = wanting(&[Intent::Complaint, Intent::TrollBait], Sentiment::Negative);
    for outcome in [Outcome::Leave, Outcome::Record] {
        let decision = playbook(vec![line(1, "true", ends(outcome))]).decide(&harsh);
        assert_eq!((decision.outcome, decision.sla), (Outcome::Respond, SlaClass::Urgent));
        assert_eq!(decision.queue.as_deref(), Some("care"));
        assert!(decision.reasons.iter().any(|r| r.key == "reason-harsh-but-legitimate"));
        assert!(decision.reasons.iter().any(|r| r.line == Some(1)), "the line stays visible");
    }
}

#[test]
fn spam_and_bait_without_a_need_may_be_left() {
    let leave = playbook(vec![line(1, "true", ends(Outcome::Leave))]);
    let spam = Facts { spam: true, ..wanting(&[Intent::Complaint], Sentiment::Negative) };
    let bait = wanting(&[Intent::TrollBait], Sentiment::Negative);
    for facts in [spam, bait] {
        assert_eq!(leave.decide(&facts).outcome, Outcome::Leave);
    }
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let intents = prop::collection::vec(prop::sample::select(Intent::ALL), 0..4);
    let identity = prop::sample::select(IdentityMatch::ALL);
    let sentiment = prop::sample::select(Sentiment::ALL);
    (intents, identity, sentiment, any::<[bool; 6]>(), 0_i64..6).prop_map(
        |(intents, identity, sentiment, [spam, relevant, direct, failed, waits, own], rating)| {
            let mut facts = wanting(&intents, sentiment);
            facts.identity = identity;
            facts.spam = spam;
            facts.relevant = relevant;
            facts.expects_reply = waits;
            facts.setting.directly_addressed = direct;
            facts.setting.prior_failure = failed;
            facts.setting.own_page = own;
            facts.setting.rating = rating;
            facts
        },
    )
}

proptest! {
    #[test]
    fn no_playbook_leaves_a_harsh_customer(facts in any_facts(), cut in 0_usize..30, end in prop::sample::select(Outcome::ALL)) {
        let mut lines: Vec<_> = default_lines().into_iter().skip(cut).collect();
        lines.push(line(1_000, "true", ends(end)));
        let decision = playbook(lines).decide(&facts);
        if is_harsh_but_legitimate(&facts) {
            prop_assert_ne!(decision.outcome, Outcome::Leave);
            if facts.setting.directly_addressed || facts.identity == IdentityMatch::Customer {
                prop_assert_eq!(decision.outcome, Outcome::Respond);
            }
        }
        prop_assert!(!decision.reasons.is_empty());
        prop_assert_eq!(decision.queue.is_some() && decision.outcome != Outcome::Respond, false);
    }
}

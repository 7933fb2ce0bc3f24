//! What no playbook can change.

use earshot_model::{
    Audience, Emotion, IdentityMatch, Intent, Level, Outcome, Place, Sentiment, SlaClass, Surface,
    TrollState,
};
use std::sync::LazyLock;

use proptest::prelude::*;

use super::{document, ends, line, playbook, wanting};
use crate::{Facts, Playbook, default_playbook, is_harsh_but_legitimate};

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

pub(super) fn any_facts() -> impl Strategy<Value = Facts> {
    let words = (
        prop::collection::vec(prop::sample::select(Intent::ALL), 0..4),
        prop::sample::select(IdentityMatch::ALL),
        prop::sample::select(Sentiment::ALL),
        prop::option::of(prop::sample::select(Emotion::ALL)),
        prop::sample::select(Level::ALL),
        prop::sample::select(Surface::ALL),
        prop::sample::select(&["x", "mastodon", "facebook", "email", "carrier pigeon"][..]),
        prop::sample::select(&["hello", "my refund is late", "the app crashes with an error"][..]),
    );
    (words, any::<[bool; 8]>(), 0_i64..6, 0_i64..4, prop::sample::select(TrollState::ALL)).prop_map(
        |(words, yes, rating, turns, troll)| {
            let (intents, identity, sentiment, emotion, level, surface, channel, text) = words;
            let [spam, relevant, direct, failed, waits, own, private, live] = yes;
            let mut facts = wanting(&intents, sentiment);
            (facts.identity, facts.emotion, facts.urgency) = (identity, emotion, level);
            (facts.spam, facts.relevant, facts.expects_reply) = (spam, relevant, waits);
            facts.setting.text = text.to_owned();
            facts.setting.channel = channel.to_owned();
            facts.setting.surface = surface;
            facts.setting.directly_addressed = direct;
            facts.setting.prior_failure = failed;
            facts.setting.own_page = own;
            facts.setting.rating = rating;
            facts.setting.audience = if private { Audience::Private } else { Audience::Public };
            facts.case.live = live;
            facts.case.public_turns = turns;
            facts.case.troll = troll;
            facts
        },
    )
}

/// The default playbook, compiled once.
static DEFAULT: LazyLock<Playbook> =
    LazyLock::new(|| Playbook::compile(1, &default_playbook().unwrap()).unwrap());

proptest! {
    // Each case compiles a playbook.
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_playbook_leaves_a_harsh_customer(
        facts in any_facts(),
        cut in 0_usize..30,
        end in prop::sample::select(Outcome::ALL),
    ) {
        let mut lines: Vec<_> = default_playbook().unwrap().lines.into_iter().skip(cut).collect();
        let mut last = line(1_000, "true", ends(end));
        last.then.visibility = Some(Place::Private);
        lines.push(last);
        let decision = Playbook::compile(1, &document(lines)).unwrap().decide(&facts);
        if is_harsh_but_legitimate(&facts) {
            prop_assert_ne!(decision.outcome, Outcome::Leave);
            if facts.setting.directly_addressed || facts.is_customer() {
                prop_assert_eq!(decision.outcome, Outcome::Respond);
                let open = facts.setting.audience.is_open() && facts.case.public_turns < 2;
                if open {
                    prop_assert!(decision.audience.is_open(), "{:?}", decision);
                }
            }
        }
        prop_assert!(!decision.reasons.is_empty());
        prop_assert!(decision.queue.is_none() || decision.outcome == Outcome::Respond);
        prop_assert!(facts.setting.audience.is_open() || !decision.audience.is_open());
    }

}

proptest! {
    #[test]
    fn the_index_never_changes_a_decision(facts in any_facts()) {
        let book = &*DEFAULT;
        let quick = book.decide(&facts);
        prop_assert_eq!(&quick, &book.decide_by_asking_all(&facts));
        prop_assert_eq!(&quick, &book.decide(&facts), "the same again");
    }
}

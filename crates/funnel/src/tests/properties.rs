use earshot_model::{Evidence, Tier};
use proptest::prelude::*;

use super::post;
use crate::{CustomerRecord, Funnel};

/// Texts that bump into the rules: words of the lists, signs, links, any letters.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("please help".to_owned()),
        Just("nicht".to_owned()),
        Just("FREE bitcoin giveaway".to_owned()),
        Just("https://bit.ly/x".to_owned()),
        Just("soooo".to_owned()),
        Just("it’s".to_owned()),
        Just("'".to_owned()),
        Just("@".to_owned()),
        Just("👍🏽".to_owned()),
        Just(":'(".to_owned()),
        Just("?!".to_owned()),
        "\\PC{0,12}",
        ".{0,6}",
    ];
    prop::collection::vec(pieces, 0..14).prop_map(|all| all.join(" "))
}

proptest! {
    #[test]
    fn every_text_has_a_sound_verdict(text in texts(), customer: bool, addressed: bool) {
        let mut input = post(&text);
        input.directly_addressed = addressed;
        input.record = CustomerRecord { customer, ..CustomerRecord::default() };
        let verdict = Funnel::default().judge(&input);
        let mut all: Vec<&Evidence> = Vec::new();
        all.extend(&verdict.spam.evidence);
        all.extend(&verdict.sentiment.evidence);
        all.extend(verdict.emotion.iter().flat_map(|e| &e.evidence));
        all.extend(verdict.intents.iter().flat_map(|i| &i.evidence));
        all.extend(&verdict.urgency.evidence);
        for evidence in all {
            prop_assert!(evidence.weight.is_finite());
            if let Some(span) = evidence.span {
                let (start, end) = (usize::try_from(span.start).unwrap(), usize::try_from(span.end).unwrap());
                prop_assert_eq!(text.get(start..end), Some(evidence.what.as_str()));
            }
        }
        prop_assert!((0.0..=1.0).contains(&verdict.priority.score));
        for confidence in [verdict.spam.confidence, verdict.language.confidence, verdict.sentiment.confidence, verdict.expects_reply.confidence] {
            prop_assert!((0.0..=1.0).contains(&confidence));
        }
        prop_assert_eq!(&verdict, &Funnel::default().judge(&input));
    }

    #[test]
    fn a_customer_who_asks_us_is_never_spam(text in texts(), tier in prop::sample::select(Tier::ALL)) {
        let text = format!("{text} please help me, can you look into it?");
        let mut input = post(&text);
        input.record = CustomerRecord { customer: true, tier, ..CustomerRecord::default() };
        prop_assert!(!Funnel::default().judge(&input).spam.value);
    }

    #[test]
    fn more_followers_never_lower_the_priority(text in texts(), few in 0_i64..1_000_000, more in 0_i64..10_000_000) {
        let with = |followers| {
            let mut input = post(&text);
            input.author_followers = Some(followers);
            Funnel::default().judge(&input).priority.score
        };
        prop_assert!(with(few) <= with(few + more) + f32::EPSILON);
    }
}

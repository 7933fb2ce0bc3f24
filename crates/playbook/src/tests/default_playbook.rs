use earshot_model::{
    Action, Audience, Decision, Emotion, IdentityMatch, Intent, Level, Outcome, Sentiment,
    SlaClass, Surface,
};

use super::{playbook, wanting};
use crate::{Facts, default_lines};

fn decide(facts: &Facts) -> Decision {
    playbook(default_lines()).decide(facts)
}

fn brief(decision: &Decision) -> (Outcome, Option<&str>, SlaClass) {
    (decision.outcome, decision.queue.as_deref(), decision.sla)
}

#[test]
fn noise_is_left_and_bait_is_recorded() {
    let spam = Facts { spam: true, ..wanting(&[], Sentiment::Neutral) };
    assert_eq!(decide(&spam).outcome, Outcome::Leave);
    let bait = wanting(&[Intent::TrollBait], Sentiment::Negative);
    assert_eq!(decide(&bait).outcome, Outcome::Record);
    let ours =
        Facts { identity: IdentityMatch::Ours, ..wanting(&[Intent::Question], Sentiment::Neutral) };
    assert_eq!(decide(&ours).outcome, Outcome::Record);
}

#[test]
fn the_harsh_customer_is_answered_in_public_at_once() {
    let mut harsh = wanting(&[Intent::Complaint], Sentiment::Negative);
    harsh.identity = IdentityMatch::Customer;
    harsh.emotion = Some(Emotion::Anger);
    let decision = decide(&harsh);
    assert_eq!(brief(&decision), (Outcome::Respond, Some("care"), SlaClass::Urgent));
    assert_eq!(decision.audience, Audience::Public);
}

#[test]
fn a_request_gets_a_public_word_and_a_private_invitation() {
    let decision = decide(&wanting(&[Intent::Help], Sentiment::Neutral));
    assert_eq!(brief(&decision), (Outcome::Respond, Some("care"), SlaClass::Normal));
    assert!(decision.actions.contains(&Action::SuggestPrivate));
    let mut on_x = wanting(&[Intent::Help], Sentiment::Neutral);
    on_x.setting.channel = "x".to_owned();
    assert_eq!(decide(&on_x).sla, SlaClass::Urgent);
}

#[test]
fn the_matter_chooses_the_queue_and_the_need_the_clock() {
    let mut refund = wanting(&[Intent::Question], Sentiment::Neutral);
    refund.setting.text = "When do I get my Refund?".to_owned();
    assert_eq!(brief(&decide(&refund)), (Outcome::Respond, Some("refunds"), SlaClass::Normal));
    refund.setting.prior_failure = true;
    assert_eq!(brief(&decide(&refund)), (Outcome::Respond, Some("refunds"), SlaClass::Urgent));
    let mut crash = wanting(&[Intent::Help], Sentiment::Negative);
    crash.setting.text = "The page crashes each time".to_owned();
    assert_eq!(decide(&crash).queue.as_deref(), Some("technical"));
}

#[test]
fn every_other_queue_has_its_posts() {
    let queue = |intent| decide(&wanting(&[intent], Sentiment::Neutral)).queue;
    assert_eq!(queue(Intent::Purchase).as_deref(), Some("sales"));
    assert_eq!(queue(Intent::Press).as_deref(), Some("press"));
    assert_eq!(queue(Intent::Idea).as_deref(), Some("delight"));
    let rave = decide(&wanting(&[Intent::Praise], Sentiment::Positive));
    assert_eq!(brief(&rave), (Outcome::Respond, Some("delight"), SlaClass::None));
}

#[test]
fn mail_is_relaxed_unless_it_is_urgent() {
    let mut mail = wanting(&[Intent::Question], Sentiment::Neutral);
    mail.setting.surface = Surface::Mail;
    mail.setting.audience = Audience::Private;
    let decision = decide(&mail);
    assert_eq!((decision.sla, decision.audience), (SlaClass::Relaxed, Audience::Private));
    mail.urgency = Level::High;
    assert_eq!(decide(&mail).sla, SlaClass::Urgent);
}

#[test]
fn low_influence_changes_nothing_about_a_request() {
    let mut quiet = wanting(&[Intent::Help], Sentiment::Neutral);
    quiet.setting.followers = 0;
    let mut loud = quiet.clone();
    loud.setting.followers = 5_000_000;
    loud.influence = Level::High;
    assert_eq!(brief(&decide(&quiet)), brief(&decide(&loud)));
}

use earshot_model::{
    Audience, IdentityMatch, Intent, Level, ListenerHit, ListenerId, ListenerPurpose, Surface,
    Tier, Time, Timeliness,
};
use uuid::Uuid;

use super::{NOON, post, verdict};
use crate::{CustomerRecord, Funnel};

#[test]
fn intents_in_several_languages() {
    for (text, intent) in [
        ("How long does delivery take?", Intent::Question),
        ("Please help, my order never arrived", Intent::Help),
        ("I keep getting an error message and cannot log in", Intent::Help),
        ("Worst customer service ever, third time this happens", Intent::Complaint),
        ("Great job, love the new design", Intent::Praise),
        ("Thank you for the quick answer", Intent::Gratitude),
        ("It would be great if you had a dark mode", Intent::Idea),
        ("Any alternatives to this bank?", Intent::Alternatives),
        ("I want to buy two of these, are they in stock?", Intent::Purchase),
        ("That's it, I am switching to the other one", Intent::Switching),
        ("I am going to dump my provider, Altavela", Intent::Switching),
        ("I'm looking to switch providers, Altavela is too slow", Intent::Switching),
        ("Ich will den Anbieter wechseln, Altavela antwortet nie", Intent::Switching),
        ("I'm a journalist with the Daily Post, whom may I ask", Intent::Press),
        ("Are you hiring? I would like to apply for a job", Intent::Job),
        ("You will hear from my lawyer", Intent::Legal),
        ("The charger caught fire last night", Intent::Safety),
        ("Könnt ihr mir helfen? Mein Paket ist nicht angekommen", Intent::Help),
        ("Das ist eine Frechheit, schon wieder keine Antwort", Intent::Complaint),
        ("Ich werde kündigen, ihr habt einen Kunden weniger", Intent::Switching),
        ("Necesito ayuda, no puedo entrar en mi cuenta", Intent::Help),
        ("Bonjour, ma commande n'est pas arrivée, pouvez vous m'aider", Intent::Help),
        ("Meu pedido não chegou, podem me ajudar?", Intent::Help),
        ("Thanks for nothing", Intent::Complaint),
        ("lol what a bunch of clowns", Intent::TrollBait),
    ] {
        let verdict = verdict(text);
        assert!(verdict.wants(intent), "{text}: {:?}", verdict.intents);
    }
}

#[test]
fn a_harsh_customer_with_a_matter_is_no_troll() {
    let verdict =
        verdict("You bunch of clowns lost my luggage and nobody answers. Please help me!");
    assert!(verdict.wants(Intent::Help) && !verdict.wants(Intent::TrollBait));
}

#[test]
fn scorn_is_not_praise() {
    assert!(!verdict("Great job ruining my holiday, worst airline ever").wants(Intent::Praise));
}

#[test]
fn who_waits_for_an_answer() {
    for (text, waits) in [
        ("Where is my order?", true),
        ("Bitte meldet euch, mein Konto ist gesperrt", true),
        ("Thanks for the great service!", false),
        ("Just had a coffee", false),
    ] {
        assert_eq!(verdict(text).expects_reply.value, waits, "{text}");
    }
    let mut private = post("My number is 4711");
    private.audience = Audience::Private;
    private.surface = Surface::Dm;
    assert!(Funnel::default().judge(&private).expects_reply.value);
}

#[test]
fn urgency_rises_with_danger_and_hurry() {
    let level = |text| verdict(text).urgency.value;
    assert_eq!(level("Your heater caught fire"), Level::High);
    assert_eq!(
        level("Stranded at the airport, my flight leaves in 2 hours, please help ASAP"),
        Level::High
    );
    assert_eq!(level("What colours do you have?"), Level::Low);
}

#[test]
fn timeliness_follows_words_and_age() {
    assert_eq!(verdict("The site is down right now").timeliness.value, Timeliness::Now);
    assert_eq!(verdict("I was a customer years ago").timeliness.value, Timeliness::Past);
    let mut old = post("The site is down right now");
    old.now = NOON.plus(30 * Time::DAY);
    assert_eq!(Funnel::default().judge(&old).timeliness.value, Timeliness::Past);
}

#[test]
fn relevance_follows_address_and_listeners() {
    let hit = |purpose| ListenerHit {
        listener_id: ListenerId(Uuid::nil()),
        version: 1,
        purpose,
        spans: vec![],
    };
    let relevant = |addressed, hits: &[ListenerHit]| {
        let mut input = post("something");
        input.directly_addressed = addressed;
        input.listener_hits = hits;
        Funnel::default().judge(&input).relevant.value
    };
    assert!(relevant(true, &[hit(ListenerPurpose::Exclusion)]));
    assert!(relevant(false, &[hit(ListenerPurpose::Product)]));
    assert!(!relevant(false, &[hit(ListenerPurpose::Brand), hit(ListenerPurpose::Exclusion)]));
    assert!(!relevant(false, &[]));
}

#[test]
fn identity_follows_the_record() {
    let identity = |record| {
        let mut input = post("hello");
        input.record = record;
        Funnel::default().judge(&input).identity.value
    };
    let none = CustomerRecord::default();
    assert_eq!(identity(none), IdentityMatch::Stranger);
    assert_eq!(identity(CustomerRecord { seen_before: true, ..none }), IdentityMatch::Known);
    assert_eq!(identity(CustomerRecord { tier: Tier::Gold, ..none }), IdentityMatch::Customer);
    assert_eq!(identity(CustomerRecord { ours: true, ..none }), IdentityMatch::Ours);
}

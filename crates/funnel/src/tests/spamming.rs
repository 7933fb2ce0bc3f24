use earshot_model::Intent;

use super::{post, verdict};
use crate::{CustomerRecord, Funnel, Input};

fn by_a_stranger(text: &str) -> Input<'_> {
    Input { directly_addressed: false, ..post(text) }
}

#[test]
fn swindles_are_spam_with_evidence() {
    for text in [
        "Earn $5000 a week working from home! Free bitcoin giveaway, click here https://bit.ly/x1",
        "FREE FOLLOWERS!!! Follow back, check my profile, link in bio 🔥🔥🔥",
        "Hot singles near you, click the link http://example.com/a",
        "Sie haben gewonnen! Schnell Geld verdienen, hier klicken https://t.me/geld",
        "Send BTC to bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq and I double your crypto",
    ] {
        let spam = Funnel::default().judge(&by_a_stranger(text)).spam;
        assert!(spam.value && !spam.evidence.is_empty(), "{text}: {spam:?}");
    }
}

#[test]
fn customers_are_not_spam() {
    for text in [
        "Where is my order? https://example.org/track/123",
        "WHY IS NOBODY ANSWERING MY CALLS I HAVE BEEN WAITING FOR HOURS!!!!!!!!!!",
        "The promo code does not work, can you help?",
        "You charged me $500 twice, I want my money back",
        "Danke für den Rabattcode!",
        "I cannot claim my free gift, please help",
    ] {
        assert!(!verdict(text).spam.value, "{text}: {:?}", verdict(text).spam);
    }
}

#[test]
fn a_known_customer_who_asks_us_is_never_spam() {
    let text = "Click here https://bit.ly/x https://bit.ly/y free bitcoin giveaway, casino, \
                viagra, click the link: that is what your hacked app shows me. Please help!";
    let stranger = Funnel::default().judge(&by_a_stranger(text));
    assert!(stranger.spam.value, "the words alone look like spam: {:?}", stranger.spam);
    let mut customer = post(text);
    customer.record = CustomerRecord { customer: true, ..CustomerRecord::default() };
    let verdict = Funnel::default().judge(&customer);
    assert!(verdict.wants(Intent::Help) && !verdict.spam.value);
    assert_eq!(verdict.spam.evidence[0].what, "customer-asks-us");
}

#[test]
fn followers_excuse_nothing() {
    let text = "Free bitcoin giveaway, click here https://bit.ly/x1";
    let spam = |followers| {
        let mut input = by_a_stranger(text);
        input.author_followers = followers;
        Funnel::default().judge(&input).spam
    };
    assert_eq!(spam(Some(3)), spam(Some(5_000_000)));
}

#[test]
fn pitches_beside_our_hashtag_are_spam() {
    for text in [
        "Follow me and I follow back, everybody gains #brand #follow4follow",
        "Retweet to win a new tablet, tag a friend #brand https://prizes88.example",
        "Train late? We get you 250 EUR and our lawyers do the rest #brand https://claims4.example",
        "Perdez 9 kilos en 12 jours sans régime #brand",
        "Folge mir und ich folge zurück #brand",
        "Sígueme y te sigo #brand",
        "フォロバします #brand",
    ] {
        let spam = Funnel::default().judge(&by_a_stranger(text)).spam;
        assert!(spam.value, "{text}: {spam:?}");
        assert!(spam.evidence.iter().any(|e| e.span.is_some()), "{text}: {spam:?}");
    }
}

#[test]
fn strangers_with_a_matter_are_not_spam() {
    for text in [
        "Paid 45 euros for a bag that fitted. Half of it, 50 %, was promised back #brand",
        "Nobody came to our gate for six hours #brand",
        "My account is locked again and the page does not load https://example.org/shot #brand",
        "They lost and then found my bag, thank you #brand",
        "Mein Konto ist gesperrt, seit Tagen keine Antwort #brand",
        "Mi cuenta está bloqueada y nadie responde #brand",
    ] {
        let spam = Funnel::default().judge(&by_a_stranger(text)).spam;
        assert!(!spam.value, "{text}: {spam:?}");
    }
}

#[test]
fn who_speaks_to_us_needs_more_evidence() {
    let text = "Answer 3 questions for our prize https://example.org #survey";
    assert!(Funnel::default().judge(&by_a_stranger(text)).spam.value);
    assert!(!verdict(text).spam.value);
}

#[test]
fn what_a_seller_loves_is_no_praise_of_us() {
    let text =
        "Love the best deals? Shop now, cheapest prices, I love it https://example.org #brand";
    assert!(!Funnel::default().judge(&by_a_stranger(text)).wants(Intent::Praise));
    assert!(verdict("Love the new seats, great job").wants(Intent::Praise));
}

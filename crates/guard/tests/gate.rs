//! What the gate promises: who may overrule it, what delivery asks again, what is never public.
#![expect(clippy::unwrap_used, reason = "a test stops where something is wrong")]

use earshot_guard::{
    ClosedText, Config, ConfigError, Finding, FindingKind, Gate, OrgPattern, Outcome, Override,
    OverrideError, OwnRecord, PublicSafe, RecheckError, Sendable, Severity,
};
use earshot_model::Audience;

const CARD: &str = "It was 4111 1111 1111 1111, sorry.";
const PHONE: &str = "Ring 07700 900345 please.";

fn gate() -> Gate {
    Gate::new(&Config::default()).unwrap()
}

fn nobody() -> OwnRecord {
    OwnRecord::default()
}

fn by(reason: &str, permitted: bool) -> Override<'_> {
    Override { reason, permitted }
}

fn overruled(text: &str) -> PublicSafe {
    gate().override_with(text, &nobody(), &[], by("the customer asked for it", true)).unwrap()
}

fn kinds(found: &[Finding]) -> Vec<FindingKind> {
    found.iter().map(|finding| finding.kind.clone()).collect()
}

#[test]
fn a_safe_text_carries_its_proof() {
    let Outcome::Safe(safe) = gate().check("abc", Audience::Public, &nobody(), &[]) else {
        panic!("not safe")
    };
    // The digest of "abc" in FIPS 180-2, appendix B.1.
    let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(safe.digest_hex(), known);
    assert_eq!(safe.version(), earshot_guard::GATE_VERSION);
    assert!(safe.overridden().is_empty());
}

#[test]
fn a_closed_audience_gets_a_text_that_fits_nowhere_else() {
    for audience in [Audience::Private, Audience::Internal] {
        let Outcome::Closed(closed) = gate().check(CARD, audience, &nobody(), &[]) else {
            panic!("not closed")
        };
        let sendable = Sendable::Private(closed);
        assert!(sendable.fits(audience));
        assert!(!sendable.fits(Audience::Public));
        assert!(!sendable.fits(Audience::Followers));
    }
    assert_eq!(ClosedText::new(CARD, Audience::Unlisted), None);
}

#[test]
fn only_a_permitted_person_with_a_reason_overrules() {
    let ask = |who| gate().override_with(PHONE, &nobody(), &[], who);
    assert_eq!(ask(by("a very good reason", false)), Err(OverrideError::NotPermitted));
    let short = Err(OverrideError::ReasonTooShort { min: 10 });
    assert_eq!(ask(by("   because      ", true)), short);
    assert_eq!(kinds(overruled(PHONE).overridden()), [FindingKind::Phone]);
}

#[test]
fn cards_accounts_and_credentials_are_never_public() {
    for text in [CARD, "IBAN DE02120300000000202051", "password: hunter2"] {
        let all = gate().override_with(text, &nobody(), &[], by("my manager said so", true));
        assert!(matches!(all, Err(OverrideError::NeverPublic(_))), "{text}");
    }
}

#[test]
fn own_values_may_be_overruled_by_a_permitted_person() {
    let own = OwnRecord { numbers: vec!["LW-204518".to_owned()], ..nobody() };
    let text = "LW-204518 is yours";
    let Outcome::Blocked(found) = gate().check(text, Audience::Public, &own, &[]) else {
        panic!("not blocked")
    };
    assert_eq!((found[0].start, found[0].end), (0, 9));
    assert_eq!(found[0].severity, Severity::Block);
    assert!(gate().override_with(text, &own, &[], by("posted by herself", true)).is_ok());
}

#[test]
fn delivery_asks_again() {
    let stamp = overruled(PHONE).stamp();
    let gate = gate();
    assert!(gate.recheck(PHONE, &stamp, &nobody(), &[]).is_ok());
    let other = "Ring 07700 900346 please.";
    assert_eq!(gate.recheck(other, &stamp, &nobody(), &[]), Err(RecheckError::DigestDiffers));
    // A note that came since then, about the same number.
    let notes = ["her new number is 07700 900345".to_owned()];
    let Err(RecheckError::Found(found)) = gate.recheck(PHONE, &stamp, &nobody(), &notes) else {
        panic!("the note was not seen")
    };
    assert!(found.iter().all(|finding| finding.kind == FindingKind::InternalNote));
}

#[test]
fn a_forged_stamp_does_not_let_a_card_through() {
    let gate = gate();
    let mut stamp = overruled(PHONE).stamp();
    let Outcome::Blocked(found) = gate.check(CARD, Audience::Public, &nobody(), &[]) else {
        panic!("not blocked")
    };
    stamp.overridden = found;
    stamp.digest = *overruled("nothing").digest();
    assert!(gate.recheck(CARD, &stamp, &nobody(), &[]).is_err());
    let plain = gate.scan(CARD, &nobody(), &[]);
    assert!(plain.iter().any(Finding::is_final));
}

#[test]
fn a_stamp_survives_the_database() {
    let stamp = overruled(PHONE).stamp();
    let json = serde_json::to_string(&stamp).unwrap();
    assert_eq!(serde_json::from_str::<earshot_guard::Stamp>(&json).unwrap(), stamp);
}

#[test]
fn spans_point_into_the_written_text() {
    let text = "Schön: \u{ff10}7700\u{200b} 900345 ✓";
    let found = gate().scan(text, &nobody(), &[]);
    assert_eq!(text.get(found[0].start..found[0].end), Some("\u{ff10}7700\u{200b} 900345"));
}

#[test]
fn bad_patterns_say_what_is_wrong() {
    let make = |name: &str, pattern: &str| {
        let pattern = OrgPattern { name: name.to_owned(), pattern: pattern.to_owned() };
        Gate::new(&Config { patterns: vec![pattern], ..Config::default() }).map(|_| ())
    };
    assert!(matches!(make("order", "[A-Z"), Err(ConfigError::BadPattern { .. })));
    assert!(matches!(make("order", "a)|(b"), Err(ConfigError::BadPattern { .. })));
    assert!(matches!(make("order", r"\d*"), Err(ConfigError::MatchesNothing { .. })));
    assert!(matches!(make(" ", r"\d{6}"), Err(ConfigError::NoName { .. })));
    assert!(make("order", r"[A-Z]{2}-\d{6}").is_ok());
}

#[test]
fn stock_phrases_and_own_contacts_are_no_secret() {
    let phrase = "Please send us your full name in a private message.".to_owned();
    let notes = [phrase.clone(), "told to write to care@example.com".to_owned()];
    let reply = format!("{phrase} Or write to care@example.com");
    let strict = gate().scan(&reply, &nobody(), &notes);
    assert!(strict.iter().any(|f| f.kind == FindingKind::InternalNote));
    let config = Config {
        own_contacts: vec!["care@example.com".to_owned()],
        stock_phrases: vec![phrase],
        ..Config::default()
    };
    assert_eq!(Gate::new(&config).unwrap().scan(&reply, &nobody(), &notes), []);
}

#[test]
fn what_three_others_were_told_is_no_secret() {
    let said =
        "Hi Jo, thank you for your patience with us today. Your refund of 80 goes to your bank.";
    let notes = [said.to_owned()];
    let greeting = "Jo, thank you for your patience with us today!";
    assert!(gate().repeats(greeting, &notes));
    assert!(!gate().repeats("Thank you, Jo!", &notes), "a few words are nobody's secret");
    let told = |others: usize| {
        let told = |n| (n, format!("Hello {n}, thank you for your patience with us today."));
        gate().knowing((0..others).map(told).chain([(0, said.to_owned()), (0, said.to_owned())]))
    };
    let (two, three) = (told(2), told(3));
    assert_ne!(two.scan(greeting, &nobody(), &notes), []);
    assert_eq!(three.scan(greeting, &nobody(), &notes), []);
    let refund = "Jo, your refund of 80 goes to your bank.";
    assert_ne!(three.scan(refund, &nobody(), &notes), [], "one other is not many");
}

#[test]
fn service_numbers_are_open_and_private_ones_are_not() {
    let gate = gate();
    for fine in ["0800 111 2222", "1-800-555-0100", "(888) 555-0100", "00800 1234 5678"] {
        assert_eq!(gate.scan(fine, &nobody(), &[]), [], "{fine}");
    }
    for private in ["+84 4555 01234", "0345 23125 417", "07700🔥900🔥345", "030 3312 5417"] {
        let found = gate.scan(private, &nobody(), &[]);
        assert_eq!(kinds(&found), [FindingKind::Phone], "{private}");
    }
}

/// Ends within moments only because the work on one run of groups is bounded.
#[test]
fn long_rows_of_digits_are_no_burden() {
    for unit in ["1 ", "41-", "D E 8 9 ", "a@", "one two "] {
        let text = unit.repeat(10_000 / unit.len());
        drop(gate().scan(&text, &nobody(), std::slice::from_ref(&text)));
    }
}

#[test]
fn further_disguises_are_seen_through() {
    for leak in [
        "anna.berg (a) posteo.de",
        "reach anna.berg at posteo.de",
        "4111:1111:1111:1111",
        "use 448120 to sign in",
        "Your verification code, 448120",
        "448120 is your login code",
    ] {
        assert!(!gate().scan(leak, &nobody(), &[]).is_empty(), "{leak}");
    }
}

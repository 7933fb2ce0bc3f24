//! A signature is accepted when everything fits, and in no other case.

use super::{Headers, Refusal, SKEW, Secret, sign, verify};
use earshot_model::Time;
use proptest::prelude::{any, proptest};

const AT: Time = Time(1_614_265_330 * Time::SECOND);

fn secret(letter: u8) -> Secret {
    Secret::from_bytes(vec![letter; 32]).unwrap()
}

fn headers(signature: &str) -> Headers<'_> {
    Headers { id: Some("msg_1"), timestamp: Some("1614265330"), signature: Some(signature) }
}

/// The example that the standard's own libraries test with.
#[test]
fn the_standards_example_verifies() {
    let secret = Secret::read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    let body = br#"{"test": 2432232314}"#;
    let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    let signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    assert_eq!(sign(std::slice::from_ref(&secret), id, AT, body), signature);
    let headers = Headers { id: Some(id), ..headers(signature) };
    assert_eq!(verify(&[secret], headers, body, AT), Ok(id));
}

#[test]
fn missing_empty_short_foreign_and_changed_signatures_are_refused() {
    let ours = [secret(b'a')];
    let good = sign(&ours, "msg_1", AT, b"body");
    let check = |headers, body: &[u8]| verify(&ours, headers, body, AT).map(|_| ());
    assert_eq!(check(headers(&good), b"body"), Ok(()));
    assert_eq!(check(Headers::default(), b"body"), Err(Refusal::Missing("webhook-id")));
    for (name, broken) in [
        ("webhook-id", Headers { id: Some(" "), ..headers(&good) }),
        ("webhook-timestamp", Headers { timestamp: None, ..headers(&good) }),
        ("webhook-signature", Headers { signature: Some(""), ..headers(&good) }),
    ] {
        assert_eq!(check(broken, b"body"), Err(Refusal::Missing(name)));
    }
    let foreign = sign(&[secret(b'b')], "msg_1", AT, b"body");
    let other_version = good.replace("v1,", "v1a,");
    let short = good.get(..20).unwrap().to_owned();
    for wrong in [foreign.as_str(), &other_version, &short, "v1,", "v1", "x", ", ,"] {
        assert_eq!(check(headers(wrong), b"body"), Err(Refusal::Wrong), "{wrong}");
    }
    assert_eq!(check(headers(&good), b"body "), Err(Refusal::Wrong));
    let renamed = Headers { id: Some("msg_2"), ..headers(&good) };
    assert_eq!(check(renamed, b"body"), Err(Refusal::Wrong));
    assert_eq!(verify(&[], headers(&good), b"body", AT), Err(Refusal::Wrong), "no secret");
}

#[test]
fn five_minutes_are_allowed_and_no_more() {
    let ours = [secret(b'a')];
    let good = sign(&ours, "msg_1", AT, b"");
    for (offset, fits) in [(SKEW, true), (-SKEW, true), (SKEW + 1, false), (-SKEW - 1, false)] {
        let answer = verify(&ours, headers(&good), b"", AT.plus(offset));
        assert_eq!(answer.is_ok(), fits, "{offset}");
    }
    for odd in ["+1614265330", "1614265330.0", "0x60", "99999999999999", "-1", "now"] {
        let odd = Headers { timestamp: Some(odd), ..headers(&good) };
        assert_eq!(
            verify(&ours, odd, b"", AT),
            Err(Refusal::Malformed("webhook-timestamp")),
            "{odd:?}"
        );
    }
}

#[test]
fn during_a_rotation_either_secret_is_enough_on_either_side() {
    let (old, new) = (secret(b'o'), secret(b'n'));
    let both = [new.clone(), old.clone()];
    for sender in [[old.clone()].as_slice(), std::slice::from_ref(&new), &both] {
        let signature = sign(sender, "msg_1", AT, b"x");
        assert!(verify(&both, headers(&signature), b"x", AT).is_ok());
    }
    let signature = sign(&both, "msg_1", AT, b"x");
    assert!(verify(&[old], headers(&signature), b"x", AT).is_ok());
    assert!(verify(&[new], headers(&signature), b"x", AT).is_ok());
}

#[test]
fn weak_and_broken_secrets_are_refused_and_good_ones_are_not_shown() {
    for bad in ["", "whsec_", "whsec_c2hvcnQ=", "whsec_%%%", "plain words"] {
        assert!(Secret::read(bad).is_err(), "{bad}");
    }
    let good = secret(b'a');
    assert_eq!(Secret::read(&good.reveal()).unwrap().reveal(), good.reveal());
    assert!(!format!("{good:?}").contains("YWFh"));
}

proptest! {
    #[test]
    fn hostile_headers_never_pass_and_never_panic(
        id in ".{0,40}", timestamp in ".{0,14}", signature in ".{0,120}", body in any::<Vec<u8>>()
    ) {
        let hostile =
            Headers { id: Some(&id), timestamp: Some(&timestamp), signature: Some(&signature) };
        assert!(verify(&[secret(b'a')], hostile, &body, AT).is_err());
    }
}

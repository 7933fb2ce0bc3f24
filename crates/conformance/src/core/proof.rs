//! Who is calling: tokens and signatures.

use earshot_channels::signature::Secret;
use earshot_egress::Method;
use earshot_model::{AccountId, Time};
use serde_json::json;

use super::ask::{Answer, Asker, Proof};
use crate::Sheet;
use crate::rules;

pub(super) async fn check(ask: &Asker<'_>, sheet: &mut Sheet<'_>) {
    let described = ask.description().await;
    let held = described.is(&[200]).and_then(|()| {
        let paths = super::json::at(&described.json(), "/paths").is_object();
        crate::sheet::hold(paths, "an object with `paths`", || described.shown())
    });
    sheet.note("description: it is served as OpenAPI", rules::DESCRIBED, held);
    tokens(ask, sheet).await;
    match &ask.link.secret {
        Some(secret) => signatures(ask, secret, sheet).await,
        None => sheet.skip(
            "signatures: all of them",
            rules::SIGNED,
            "give the account's secret with --secret to try them",
        ),
    }
}

fn batch(ask: &Asker<'_>, name: &str) -> Vec<u8> {
    json!({ "events": [ask.post(name)] }).to_string().into_bytes()
}

async fn tokens(ask: &Asker<'_>, sheet: &mut Sheet<'_>) {
    let body = batch(ask, "unproved");
    let bearer = |token: &str| Proof::Headers(vec![("authorization", format!("Bearer {token}"))]);
    let foreign = bearer(&format!("{}x", ask.link.token));
    for (name, proof) in [
        ("no token and no signature", Proof::Headers(Vec::new())),
        ("a wrong token", foreign),
        ("an empty token", bearer("")),
        ("another scheme", Proof::Headers(vec![("authorization", "Basic YTpi".to_owned())])),
    ] {
        let answer = ask.request(Method::PUT, "events", &proof, body.clone()).await;
        sheet.note(format!("proof: {name} is refused"), rules::PROOF, answer.refuses(&[401]));
    }
    for (method, path) in [
        (Method::GET, "commands"),
        (Method::GET, "state"),
        (Method::PUT, "state"),
        (Method::PUT, "descriptor"),
        (Method::PUT, "commands/018f0000-0000-7000-8000-000000000001/result"),
    ] {
        let nobody = Proof::Headers(Vec::new());
        let answer = ask.request(method.clone(), path, &nobody, b"{}".to_vec()).await;
        let name =
            format!("proof: {method} {} asks for it", path.split('/').next().unwrap_or(path));
        sheet.note(name, rules::PROOF, answer.refuses(&[401]));
    }
    let other = AccountId(ask.fresh());
    let answer = ask.request_of(other, Method::PUT, "events", &Proof::Token, body.clone()).await;
    let held = answer.refuses(&[401, 404]);
    sheet.note("proof: a token is good for its own account alone", rules::NOTHERE, held);
    let answer = ask.put("events", body).await;
    let held = answer.tells(&[&["accepted"]]);
    sheet.note("proof: what was refused left no trace", rules::PROOF, held);
}

async fn signatures(ask: &Asker<'_>, secret: &Secret, sheet: &mut Sheet<'_>) {
    let ours = std::slice::from_ref(secret);
    let now = ask.now();
    let send = async |proof: &Proof, body: &[u8]| -> Answer {
        ask.request(Method::PUT, "events", proof, body.to_vec()).await
    };
    let body = batch(ask, "signed");
    let proof = ask.signed(ours, now, &body);
    let held = send(&proof, &body).await.tells(&[&["accepted"]]);
    sheet.note("signatures: a good one is taken", rules::SIGNED, held);
    let held = send(&proof, &body).await.refuses(&[401]);
    sheet.note("signatures: one counts once", rules::ONCE, held);

    let body = batch(ask, "forged");
    let Ok(foreign) = Secret::from_bytes(vec![0x5a; 32]) else { return };
    let mut wrong = vec![
        ("one of another secret", ask.signed(std::slice::from_ref(&foreign), now, &body)),
        ("one over another body", ask.signed(ours, now, b"{\"events\": []}")),
        ("one from six minutes ago", ask.signed(ours, now.plus(-6 * Time::MINUTE), &body)),
        ("one from in six minutes", ask.signed(ours, now.plus(6 * Time::MINUTE), &body)),
    ];
    for (name, header, value) in [
        ("an empty one", "webhook-signature", Some("")),
        ("a cut one", "webhook-signature", Some("v1,AAAA")),
        ("one of an unknown version", "webhook-signature", Some("v9,AAAA")),
        ("none beside id and time", "webhook-signature", None),
        ("one without a time", "webhook-timestamp", None),
        ("one without an id", "webhook-id", None),
        ("one with an odd time", "webhook-timestamp", Some("soon")),
    ] {
        wrong.push((name, changed(ask.signed(ours, now, &body), header, value)));
    }
    for (name, proof) in wrong {
        let says = if name.contains("six minutes") { rules::SKEW } else { rules::PROOF };
        let held = send(&proof, &body).await.refuses(&[401]);
        sheet.note(format!("signatures: {name} is refused"), says, held);
    }
    let held = ask.put("events", body).await.tells(&[&["accepted"]]);
    sheet.note("signatures: what was refused left no trace", rules::PROOF, held);

    let body = batch(ask, "rotation");
    let both = ask.signed(&[foreign, secret.clone()], now, &body);
    let held = send(&both, &body).await.tells(&[&["accepted"]]);
    sheet.note("signatures: one of two is enough", rules::ROTATION, held);
}

/// The same proof with another value of one header, or without it.
fn changed(proof: Proof, header: &str, value: Option<&str>) -> Proof {
    let Proof::Headers(headers) = proof else { return proof };
    let changed = headers.into_iter().filter_map(|(name, old)| match value {
        Some(value) if name == header => Some((name, value.to_owned())),
        None if name == header => None,
        _ => Some((name, old)),
    });
    Proof::Headers(changed.collect())
}

//! Sessions: `com.atproto.server.createSession` and `refreshSession`.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use earshot_model::Time;
use serde::Deserialize;
use serde_json::json;

use super::gate::{bearer, refusal};
use super::world::World;
use super::{BlueskyFault as F, FakeBluesky};

/// An app password of the brand that may do everything.
pub const APP_PASSWORD: &str = "fake-app-pass-word";
/// One without access to direct messages.
pub const NARROW_PASSWORD: &str = "fake-app-pass-narrow";

/// How long a token lasts, in microseconds: two hours, as on real servers.
const LASTS: i64 = 2 * Time::HOUR;

/// What is given out.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    pub(super) made: u64,
    number: u64,
    revoked: bool,
    /// Tokens: when they end, and whether they may read direct messages.
    tokens: BTreeMap<String, (Time, bool)>,
    renewals: BTreeMap<String, bool>,
}

/// What a token is good for.
pub(super) enum Good {
    Yes { wide: bool },
    Expired,
    No,
}

impl Sessions {
    pub(super) fn revoke(&mut self) {
        self.revoked = true;
        self.tokens.clear();
        self.renewals.clear();
    }

    pub(super) fn check(&self, token: &str, now: Time) -> Good {
        match self.tokens.get(token) {
            Some((ends_at, wide)) if *ends_at > now => Good::Yes { wide: *wide },
            Some(_) => Good::Expired,
            None => Good::No,
        }
    }

    pub(super) fn expire(&mut self, token: &str) {
        if let Some((ends_at, _)) = self.tokens.get_mut(token) {
            *ends_at = Time(0);
        }
    }

    fn give(&mut self, wide: bool, now: Time) -> (String, String) {
        self.number += 1;
        let scope = if wide { "com.atproto.appPassPrivileged" } else { "com.atproto.appPass" };
        let made = now.micros() / Time::SECOND;
        let claims = json!({
            "scope": scope, "iat": made, "exp": made + LASTS / Time::SECOND, "jti": self.number,
        });
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let token = format!("{}.{}.fake", part("{\"alg\":\"none\"}"), part(&claims.to_string()));
        let renewal = format!("renewal-{}", self.number);
        self.tokens.insert(token.clone(), (now.plus(LASTS), wide));
        self.renewals.insert(renewal.clone(), wide);
        (token, renewal)
    }
}

#[derive(Deserialize)]
pub(super) struct Login {
    identifier: String,
    password: String,
}

pub(super) async fn create(State(fake): State<FakeBluesky>, Json(login): Json<Login>) -> Response {
    let now = fake.inner.clock.now();
    let mut world = fake.world();
    let wide = match login.password.as_str() {
        APP_PASSWORD => Some(true),
        NARROW_PASSWORD => Some(false),
        _ => None,
    };
    let ours = login.identifier == world.brand
        || world.ours().is_some_and(|ours| ours.did == login.identifier);
    let Some(wide) = wide.filter(|_| ours && !world.sessions.revoked) else {
        let words = "Invalid identifier or password";
        return refusal(StatusCode::UNAUTHORIZED, "AuthenticationRequired", words);
    };
    world.sessions.made += 1;
    told(&mut world, wide, now)
}

pub(super) async fn refresh(State(fake): State<FakeBluesky>, headers: HeaderMap) -> Response {
    let now = fake.inner.clock.now();
    let mut world = fake.world();
    let lost = world.faults.strikes(F::LostRenewal);
    let renewal = bearer(&headers).unwrap_or_default();
    // A renewal is good once.
    match world.sessions.renewals.remove(renewal).filter(|_| !lost) {
        Some(wide) => told(&mut world, wide, now),
        None => refusal(StatusCode::BAD_REQUEST, "ExpiredToken", "Token has been revoked"),
    }
}

fn told(world: &mut World, wide: bool, now: Time) -> Response {
    let (token, renewal) = world.sessions.give(wide, now);
    let did = world.ours().map(|ours| ours.did.clone()).unwrap_or_default();
    let service = json!({
        "id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": world.url,
    });
    Json(json!({
        "did": did, "handle": world.brand, "accessJwt": token, "refreshJwt": renewal, "active": true,
        "email": "social@altavela.example", "emailConfirmed": true,
        "didDoc": { "id": did, "alsoKnownAs": [format!("at://{}", world.brand)], "service": [service] },
    }))
    .into_response()
}

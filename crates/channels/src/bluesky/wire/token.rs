//! What a session's token says of itself. It is the server's to verify; we only read how long it lasts.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use earshot_model::Time;
use serde_json::Value;

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Token {
    /// What it may do, such as `com.atproto.appPass`; empty where it does not say.
    pub scope: String,
    /// How long it lasts from when it was made, in microseconds.
    pub lasts: Option<i64>,
}

impl Token {
    /// Reads a JSON Web Token (RFC 7519). What is none says nothing.
    #[must_use]
    pub fn read(token: &str) -> Self {
        let claims: Option<Value> = token
            .split('.')
            .nth(1)
            .and_then(|part| URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok())
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let Some(claims) = claims else { return Self::default() };
        let number = |key| claims.get(key).and_then(Value::as_i64);
        let lasts = match (number("iat"), number("exp")) {
            (Some(made), Some(ends)) if ends > made => {
                Some(ends.saturating_sub(made).saturating_mul(Time::SECOND))
            }
            _ => None,
        };
        let scope = claims.get("scope").and_then(Value::as_str).unwrap_or_default().to_owned();
        Self { scope, lasts }
    }
}

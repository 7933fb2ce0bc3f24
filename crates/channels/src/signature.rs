//! Signatures of requests, after Standard Webhooks 1.0 (<https://www.standardwebhooks.com>).
//!
//! Three headers: `webhook-id`, `webhook-timestamp` (seconds since 1970) and `webhook-signature`,
//! which is `v1,` and the base64 of HMAC-SHA256 over `ID.TIMESTAMP.BODY` with the raw bytes of the
//! body; several signatures stand one after another with a space between them.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use earshot_model::Time;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq};

use crate::Error;

/// How far the sender's clock may be off, in microseconds: 5 minutes.
pub const SKEW: i64 = 5 * Time::MINUTE;

/// The most signatures that one request may carry. A sender that rotates its secret sends two.
const MOST: usize = 8;

/// A secret that both sides know. Its bytes are never shown.
#[derive(Clone)]
pub struct Secret(Vec<u8>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

impl Secret {
    /// Reads `whsec_` and base64; without the prefix, base64 alone.
    ///
    /// # Errors
    /// [`Error::BadSecret`] when it is not base64 of 24 to 64 bytes.
    pub fn read(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let encoded = text.strip_prefix("whsec_").unwrap_or(text);
        let bytes = BASE64_STANDARD.decode(encoded).map_err(|_| Error::BadSecret)?;
        Self::from_bytes(bytes)
    }

    /// A secret of these bytes.
    ///
    /// # Errors
    /// [`Error::BadSecret`] when there are fewer than 24 or more than 64.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, Error> {
        if (24..=64).contains(&bytes.len()) { Ok(Self(bytes)) } else { Err(Error::BadSecret) }
    }

    /// How the secret is shown once, to the person who sets up the plug-in: `whsec_` and base64.
    #[must_use]
    pub fn reveal(&self) -> String {
        format!("whsec_{}", BASE64_STANDARD.encode(&self.0))
    }

    fn mac(&self, id: &str, timestamp: i64, body: &[u8]) -> Option<[u8; 32]> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(format!("{id}.{timestamp}.").as_bytes());
        mac.update(body);
        Some(mac.finalize().into_bytes().into())
    }
}

/// The three headers of a request, as they came. Nothing in them is trusted yet.
#[derive(Debug, Clone, Copy, Default)]
pub struct Headers<'h> {
    /// `webhook-id`.
    pub id: Option<&'h str>,
    /// `webhook-timestamp`.
    pub timestamp: Option<&'h str>,
    /// `webhook-signature`.
    pub signature: Option<&'h str>,
}

/// Why a signature is not accepted. Answer 401 to each, and store nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A header is absent or empty.
    #[error("the header {0} is missing: sign the request, or send a token")]
    Missing(&'static str),
    /// A header cannot be read.
    #[error("the header {0} cannot be read")]
    Malformed(&'static str),
    /// The time is more than five minutes off.
    #[error("webhook-timestamp is more than five minutes off: check the sender's clock")]
    Stale,
    /// No signature fits any secret.
    #[error("the signature does not fit: check the secret, and sign the raw bytes of the body")]
    Wrong,
}

/// The value of `webhook-signature` for a body; with a second secret during a rotation, both
/// signatures. `at` is the time that goes into `webhook-timestamp`, in whole seconds.
#[must_use]
pub fn sign(secrets: &[Secret], id: &str, at: Time, body: &[u8]) -> String {
    let timestamp = seconds(at);
    secrets
        .iter()
        .filter_map(|secret| secret.mac(id, timestamp, body))
        .map(|mac| format!("v1,{}", BASE64_STANDARD.encode(mac)))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The value of `webhook-timestamp` at `at`: seconds since 1970, rounded down.
#[must_use]
pub const fn seconds(at: Time) -> i64 {
    at.micros().div_euclid(Time::SECOND)
}

/// Checks a signed request over the raw bytes of its body, in constant time, against every secret
/// that is valid now (two during a rotation). Without a secret nothing is accepted.
///
/// A caller that must refuse replays within the five minutes keeps the returned id: it is the one
/// that was signed.
///
/// # Errors
/// A [`Refusal`]; when anything is missing or odd the answer is no.
pub fn verify<'h>(
    secrets: &[Secret],
    headers: Headers<'h>,
    body: &[u8],
    now: Time,
) -> Result<&'h str, Refusal> {
    let Claim { id, sent, given } = claim(headers, now)?;
    let mut fits = Choice::from(0);
    for secret in secrets {
        let Some(expected) = secret.mac(id, sent, body) else { continue };
        for candidate in given.split(' ').filter_map(decode).take(MOST) {
            fits |= candidate.as_slice().ct_eq(expected.as_slice());
        }
    }
    if bool::from(fits) { Ok(id) } else { Err(Refusal::Wrong) }
}

/// Whether the headers alone could belong to a signed request of now: what can be asked before a body
/// is read.
///
/// # Errors
/// As [`verify`], but never [`Refusal::Wrong`].
pub fn plausible(headers: Headers<'_>, now: Time) -> Result<(), Refusal> {
    claim(headers, now).map(drop)
}

/// What the headers of a request claim.
struct Claim<'h> {
    id: &'h str,
    /// Seconds since 1970.
    sent: i64,
    given: &'h str,
}

fn claim(headers: Headers<'_>, now: Time) -> Result<Claim<'_>, Refusal> {
    let id = present(headers.id, "webhook-id")?;
    let timestamp = present(headers.timestamp, "webhook-timestamp")?;
    let given = present(headers.signature, "webhook-signature")?;
    if id.len() > 256 || !id.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(Refusal::Malformed("webhook-id"));
    }
    // Only plain digits, so that what is signed is exactly what is compared.
    if timestamp.len() > 12 || !timestamp.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Refusal::Malformed("webhook-timestamp"));
    }
    let sent: i64 = timestamp.parse().map_err(|_| Refusal::Malformed("webhook-timestamp"))?;
    if now.since(Time(sent.saturating_mul(Time::SECOND))).saturating_abs() > SKEW {
        return Err(Refusal::Stale);
    }
    Ok(Claim { id, sent, given })
}

fn present<'h>(value: Option<&'h str>, name: &'static str) -> Result<&'h str, Refusal> {
    value.map(str::trim).filter(|value| !value.is_empty()).ok_or(Refusal::Missing(name))
}

/// The bytes of one `v1` signature; other versions are passed over, as the standard asks.
fn decode(signature: &str) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(signature.strip_prefix("v1,")?).ok()
}

#[cfg(test)]
#[path = "signature_tests.rs"]
mod tests;

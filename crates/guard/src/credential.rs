//! Passwords, one-time codes, keys and links that log in.

use regex::Regex;

use crate::view::View;
use crate::{Finding, FindingKind, Severity};

const PASSWORD: &str = r#"(?i)\b(?:pass\s?word|passwort|kennwort|passcode|passphrase|pwd?|mot de passe|contrasena|clave|wachtwoord|senha|haslo|parola)\b(?:\s+\p{L}+)?\s*(?P<link>\b(?:is|ist|lautet|est|es|e|to|now)\b|[:=]|\s-\s|->)+\s*(?P<value>["'][^"']{3,}["']|[^\s,;"']{4,})"#;

const CODE: &str = r"(?i)\b(?:(?:one[- ]?time|verification|security|login|log-in|access|sms|confirmation|authentication|2fa|einmal|bestatigungs|sicherheits|verifizierungs|zugangs)[- ]?(?:pass)?(?:code|pin)|code de (?:verification|securite|confirmation)|codigo de (?:verificacion|seguridad|acceso)|otp|pin|tan|cvv2?|cvc2?)\b\s*(?:is|ist|lautet|est|es|now|[:,=#-])*\s*\d(?:[ -]?\d){2,9}\b";

/// Other ways to give a code: "use 448120 to log in", "448120 is your code", "your code: 448120".
const SPOKEN_CODE: &str = r"(?i)\b(?:use|enter|type)\s+\d(?:[ -]?\d){3,7}\s+to\s+(?:sign|log)|\b\d(?:[ -]?\d){3,7}\s+(?:is|ist|est|es)\s+(?:your|dein|ihr|votre|ton|su|tu)\s+(?:\p{L}+\s+)?(?:code|pin|tan|otp|codigo)\b|\b(?:your|dein|ihr|votre|ton|su|tu)\s+(?:code|codigo)\s*(?:is|ist|lautet|est|es|[:=])+\s*\d(?:[ -]?\d){3,7}\b";

const KEY: &str = r"\b(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{10,}|\bgh[pousr]_[A-Za-z0-9]{20,}|\bxox[abprs]-[A-Za-z0-9-]{10,}|\bAKIA[0-9A-Z]{16}\b|\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}|(?i:\bbearer)\s+[A-Za-z0-9._-]{16,}|[?&](?i:token|reset|key|otp|code|pw|password|auth|session)=[A-Za-z0-9._%-]{8,}";

/// The detector of credentials, compiled once.
#[derive(Debug, Clone)]
pub(crate) struct Credentials {
    password: Regex,
    code: Regex,
    spoken: Regex,
    key: Regex,
}

impl Credentials {
    pub(crate) fn new() -> Result<Self, regex::Error> {
        Ok(Self {
            password: Regex::new(PASSWORD)?,
            code: Regex::new(CODE)?,
            spoken: Regex::new(SPOKEN_CODE)?,
            key: Regex::new(KEY)?,
        })
    }

    /// Finds credentials in a view.
    pub(crate) fn find(&self, view: &View, found: &mut Vec<Finding>) {
        let cased = view.cased();
        let mut push = |range| {
            let span = cased.origin(&range);
            found.push(Finding::new(FindingKind::Credential, Severity::Block, span));
        };
        for hit in self.password.captures_iter(&cased.text) {
            let (Some(whole), Some(value)) = (hit.get(0), hit.name("value")) else { continue };
            if looks_secret(value.as_str()) {
                push(whole.range());
            }
        }
        for hit in
            [&self.code, &self.spoken, &self.key].iter().flat_map(|r| r.find_iter(&cased.text))
        {
            push(hit.range());
        }
    }
}

/// Ordinary words follow "password is" often ("wrong", "case sensitive"); a secret has a digit,
/// a sign inside, mixed case, or quotes around it.
fn looks_secret(value: &str) -> bool {
    let inner = value.trim_end_matches(['.', '!', '?', ')', ':']);
    let quoted = value.starts_with(['"', '\'']);
    let digit = inner.chars().any(|c| c.is_ascii_digit());
    let sign = inner.chars().any(|c| "!$%&#*_+=@^~".contains(c));
    let mixed =
        inner.chars().skip(1).any(char::is_uppercase) && inner.chars().any(char::is_lowercase);
    quoted || digit || sign || mixed
}

//! Texts that may go out. Only this crate makes them.

use earshot_model::Audience;
use sha2::{Digest, Sha256};

use crate::gate::GATE_VERSION;
use crate::{Finding, Stamp};

/// A text that may be said in public: the guard has seen it.
///
/// Only [`crate::Gate`] makes one; its fields are private, and it cannot be read from JSON.
///
/// ```compile_fail,E0451
/// let forged = earshot_guard::PublicSafe {
///     text: String::from("my card is ..."),
///     version: 1,
///     digest: [0; 32],
///     overridden: Vec::new(),
/// };
/// ```
///
/// ```compile_fail,E0277
/// let forged: earshot_guard::PublicSafe = String::from("hello").into();
/// ```
///
/// ```compile_fail,E0277
/// let forged: earshot_guard::PublicSafe = serde_json::from_str("{}").unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicSafe {
    text: String,
    version: i64,
    digest: [u8; 32],
    overridden: Vec<Finding>,
}

impl PublicSafe {
    pub(crate) fn new(text: &str, overridden: Vec<Finding>) -> Self {
        Self { text: text.to_owned(), version: GATE_VERSION, digest: digest(text), overridden }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Version of the rules that it passed.
    #[must_use]
    pub const fn version(&self) -> i64 {
        self.version
    }

    /// SHA-256 of the text's bytes.
    #[must_use]
    pub const fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// The same as 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn digest_hex(&self) -> String {
        hex::encode(self.digest)
    }

    /// What a permitted person overruled; empty when the guard found nothing.
    #[must_use]
    pub fn overridden(&self) -> &[Finding] {
        &self.overridden
    }

    /// What the outbox row keeps, so that delivery can ask again.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        Stamp { version: self.version, digest: self.digest, overridden: self.overridden.clone() }
    }
}

/// A text for a closed audience; never to be sent where others can read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedText {
    text: String,
    audience: Audience,
}

impl ClosedText {
    /// A text for a private or internal audience; `None` when the audience is open, because an
    /// open one needs [`PublicSafe`].
    #[must_use]
    pub fn new(text: &str, audience: Audience) -> Option<Self> {
        (!audience.is_open()).then(|| Self { text: text.to_owned(), audience })
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Who may read it.
    #[must_use]
    pub const fn audience(&self) -> Audience {
        self.audience
    }
}

/// What an outbox takes: a public text with its proof, or one for a closed audience.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sendable {
    /// Open to others; passed the guard.
    Public(PublicSafe),
    /// Only for those it is addressed to.
    Private(ClosedText),
}

impl Sendable {
    /// The text, however it is sent.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Public(safe) => safe.text(),
            Self::Private(closed) => closed.text(),
        }
    }

    /// Whether it may be sent to this audience: open ones take only a public text, and a closed
    /// text goes only to the audience that it was made for.
    #[must_use]
    pub fn fits(&self, audience: Audience) -> bool {
        match self {
            Self::Public(_) => true,
            Self::Private(closed) => closed.audience() == audience,
        }
    }
}

/// SHA-256 of a text's bytes.
pub(crate) fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

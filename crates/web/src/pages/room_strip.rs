//! How the private room of a case stands, above the composer.

use serde::Serialize;

/// The strip.
#[derive(Debug, Clone, Serialize)]
pub struct RoomStrip {
    /// Class of the ground: `private` while the guest is in.
    pub tone: &'static str,
    /// A drawing.
    pub drawing: &'static str,
    /// "In the private room. Read at 14:05".
    pub text: String,
    /// That nobody knows yet who the guest is.
    pub doubt: Option<String>,
    /// How it is known who the guest is.
    pub proved: Option<String>,
    /// How the guest would rather be reached.
    pub wish: Option<String>,
    /// That another browser waits to come in.
    pub waits: Option<String>,
    /// The browsers that wait, latest first, where the agent may let one in.
    pub outside: Vec<Outside>,
    /// Whether a code was sent that can still be typed.
    pub code_out: bool,
    /// Whether a code can be sent.
    pub can_code: bool,
    /// Whether the agent can write down what they looked at.
    pub can_mark: bool,
    /// The language in which the customer is written to.
    pub language: String,
}

/// A browser that waits to come in.
#[derive(Debug, Clone, Serialize)]
pub struct Outside {
    /// Its id.
    pub id: String,
    /// "BKTRM, since 14:05": it shows the same letters.
    pub name: String,
}

#![doc = include_str!("../README.md")]

mod account;
mod card;
mod config;
mod credential;
mod digits;
mod email;
mod error;
mod finding;
mod gate;
mod glyph;
mod iban;
mod note;
mod pattern;
mod phone;
mod record;
mod safe;
mod spoken;
mod squeeze;
mod view;

pub use config::{Config, OrgPattern};
pub use error::{ConfigError, OverrideError, RecheckError};
pub use finding::{Finding, FindingKind, Severity};
pub use gate::{GATE_VERSION, Gate, MIN_REASON_CHARS, Outcome, Override, Stamp};
pub use record::OwnRecord;
pub use safe::{ClosedText, PublicSafe, Sendable};

//! The channels that the server speaks itself, read as long as it runs.
//!
//! Each source is claimed for a while in the database, so that several servers share them. `read` asks
//! for the next page and `keep` writes it down together with its cursor: what was read is never lost
//! and never asked for twice for long. `hear` follows streams; a stream is a hint, and what it lost is
//! read from the source when it opens, and every few minutes. `see_again` asks after posts of live
//! cases, for edits and deletes that nobody told. `sift` keeps of a whole network what somebody asks for. Each account is served by a task of its own, so that
//! one that is slow or away keeps no other waiting.

mod hear;
mod keep;
mod read;
mod ready;
mod run;
mod see_again;
mod sift;

use async_trait::async_trait;
use earshot_channels::Channels;
use earshot_model::{AccountId, CommandResult, OrgId, OutboxId, Time};
use std::sync::Arc;

/// How long a source is claimed for one page, in microseconds: 60 seconds. Who dies in between keeps
/// it from the others for so long.
pub const LEASE: i64 = 60 * Time::SECOND;

/// How long an account rests that is switched off, or whose login was lost, in microseconds.
const REST: i64 = 5 * Time::MINUTE;

/// Takes news of messages that we sent: what a channel tells late, such as a mail that came back.
#[async_trait]
pub trait News: Send + Sync {
    /// Keeps what became of a message. The same again changes nothing.
    async fn told(
        &self,
        org: OrgId,
        account: AccountId,
        message: OutboxId,
        result: CommandResult,
    ) -> Result<(), String>;
}

/// What every reader of sources needs.
#[derive(Clone)]
pub struct Reading {
    /// The channels.
    pub channels: Channels,
    /// Takes news of messages.
    pub news: Arc<dyn News>,
}

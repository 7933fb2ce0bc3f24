//! Tests a core: what a connector sees of it, and nothing else.
//!
//! The core should run for this test alone, or at least the account should: every run leaves about 600
//! posts in it, takes its commands, and says what it can do.

mod answers;
mod ask;
mod bounds;
mod events;
mod json;
mod keeping;
mod order;
mod polls;
mod proof;

use std::time::Duration;

use async_trait::async_trait;
use earshot_egress::{Client, Policy};
use earshot_model::Instruments;

use crate::{Error, Link, Report, Sheet};
use ask::Asker;

/// Somebody at the core's desk who can answer a post.
#[async_trait]
pub trait Desk: Send + Sync {
    /// Asks that the post with `mark` in its text is answered, in any words, and returns at once.
    async fn please_answer(&self, mark: &str);
    /// How long the test then waits for the answer to come out, and for each further command about it.
    fn patience(&self) -> Duration;
}

/// Whether a connector works with this account: it keeps its place there. A test would take commands
/// that are meant for it.
///
/// # Errors
/// [`Error`] when the core cannot be reached at all.
pub async fn is_in_use(link: &Link, tools: &Instruments) -> Result<bool, Error> {
    let client = Client::new(Policy::default().allow(&link.host()))?;
    let ask = Asker::new(link, client, tools);
    ask.reach().await?;
    let kept = ask.get("state").await;
    Ok(kept.is(&[200]).is_ok() && !json::text(&kept.json(), "/state").is_empty())
}

/// Tests a core. Without a desk, what becomes of answers is not tried.
///
/// # Errors
/// [`Error`] when the core cannot be reached at all.
pub async fn core(
    link: &Link,
    tools: &Instruments,
    desk: Option<&dyn Desk>,
    mut sheet: Sheet<'_>,
) -> Result<Report, Error> {
    // Whoever tests a core names it, so it may stand in a private network.
    let client = Client::new(Policy::default().allow(&link.host()))?;
    let ask = Asker::new(link, client, tools);
    ask.reach().await?;
    proof::check(&ask, &mut sheet).await;
    keeping::check(&ask, &mut sheet).await;
    events::check(&ask, &mut sheet).await;
    order::check(&ask, &mut sheet).await;
    bounds::check(&ask, &mut sheet).await;
    polls::check(&ask, &mut sheet).await;
    answers::check(&ask, desk, &mut sheet).await;
    Ok(sheet.report())
}

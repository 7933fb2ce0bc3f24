//! Plays the core for a connector, and tests it.
//!
//! What a connector can be asked without knowing its channel is asked always. What needs somebody who
//! writes on the channel is tried when the [`Subject`] can let somebody write.

mod answers;
mod cut;
mod doubt;
mod habits;
mod hooks;
mod inbound;
mod program;
mod scene;
mod stage;
mod start;

use std::net::SocketAddr;
use std::time::Duration;

use async_trait::async_trait;
use earshot_channels::signature::Secret;
use earshot_model::{AccountId, Instruments};

use crate::{Error, Link, Report, Sheet};
pub use program::{Program, Stirs};
use stage::Stage;

/// What can be stirred on the channel from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stir {
    /// Somebody posts.
    Post,
    /// Somebody changes a post.
    Edit,
    /// Somebody deletes a post.
    Delete,
}

/// The connector under test.
#[async_trait]
pub trait Subject: Send {
    /// Starts it, with the played core at this address.
    async fn start(&mut self, link: &Link) -> Result<(), Error>;
    /// Ends it at once, as a power cut would.
    async fn kill(&mut self);
    /// Lets somebody write on the channel. Gives whether that can be done.
    async fn stir(&mut self, what: Stir) -> Result<bool, Error>;
    /// Whether starting it anew keeps its channel, so that what was posted can still stand there.
    fn restarts(&self) -> bool {
        true
    }
}

/// How a connector is tested.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Where the played core listens.
    pub listen: SocketAddr,
    /// How long the connector may take for each thing.
    pub patience: Duration,
    /// Where the connector takes commands, if it does not ask for them.
    pub webhook: Option<String>,
}

/// Tests a connector, with a new account of the played core.
///
/// # Errors
/// [`Error`] when the core cannot be played, or the connector cannot be started.
pub async fn connector(
    subject: &mut dyn Subject,
    plan: &Plan,
    tools: &Instruments,
    mut sheet: Sheet<'_>,
) -> Result<Report, Error> {
    let listener = tokio::net::TcpListener::bind(plan.listen)
        .await
        .map_err(|cause| Error::Listen { at: plan.listen, cause })?;
    let at = listener.local_addr().unwrap_or(plan.listen);
    let account: AccountId = tools.id();
    let link = Link {
        base_url: format!("http://{at}"),
        account,
        token: hex(&tools.secret()),
        secret: Secret::from_bytes(tools.secret().to_vec()).ok(),
    };
    let stage = Stage::new(link.clone(), tools.clone(), plan.webhook.clone())?;
    let served = tokio::spawn(stage.clone().serve(listener));
    let ended = run(subject, &stage, plan, &link, &mut sheet).await;
    subject.kill().await;
    served.abort();
    ended?;
    Ok(sheet.report())
}

async fn run(
    subject: &mut dyn Subject,
    stage: &Stage,
    plan: &Plan,
    link: &Link,
    sheet: &mut Sheet<'_>,
) -> Result<(), Error> {
    subject.start(link).await?;
    let trial = &mut Trial { subject, stage, patience: plan.patience, link, target: None };
    if start::check(trial, sheet).await {
        inbound::check(trial, sheet).await?;
        answers::check(trial, sheet).await;
        if stage.hooked() {
            hooks::check(trial, sheet).await;
        }
        doubt::check(trial, sheet).await?;
    }
    habits::check(trial, sheet);
    Ok(())
}

/// A connector on the stage.
struct Trial<'t> {
    subject: &'t mut dyn Subject,
    stage: &'t Stage,
    patience: Duration,
    link: &'t Link,
    /// The post that answers go to.
    target: Option<earshot_model::ChannelItem>,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

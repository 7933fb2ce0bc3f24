//! `earshot channel conformance`: tests a core or a connector against the channel protocol.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, bail};
use async_trait::async_trait;
use earshot_channels::signature::Secret;
use earshot_conformance::connector::{Plan, Program, Stirs, connector};
use earshot_conformance::core::{Desk, core, is_in_use};
use earshot_conformance::{Line, Link, Report, Sheet};

use crate::args::Conformance;
use crate::instruments;

/// Runs the test, prints a line for each check, and ends with 1 when one fails.
pub(crate) async fn run(
    asked: &Conformance,
    listen: Option<SocketAddr>,
) -> anyhow::Result<ExitCode> {
    let report = match &asked.core {
        Some(url) => test_core(asked, url).await?,
        None => test_connector(asked, listen).await?,
    };
    let (passed, failed, skipped) = report.counts();
    println!("{passed} passed, {failed} failed, {skipped} not tried.");
    if failed > 0 {
        println!("The protocol is described in docs/channel-protocol.md.");
    }
    Ok(if report.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn told() -> Sheet<'static> {
    Sheet::new(|line: &Line| println!("{line}"))
}

async fn test_core(asked: &Conformance, url: &str) -> anyhow::Result<Report> {
    let account = asked.account.context("name the account with --account ID")?;
    let token = asked.token.clone().context("give its token with --token TOKEN")?;
    let secret = asked.secret.as_deref().map(Secret::read).transpose();
    let secret = secret.context("--secret cannot be read")?;
    let link = Link { base_url: url.to_owned(), account, token, secret };
    let tools = instruments::real();
    if !asked.in_use && is_in_use(&link, &tools).await? {
        bail!(
            "a connector keeps its place in this account, so it is in use: the test would take \
             answers that are meant for customers, and leave posts. Connect an account for the test \
             (`earshot account add`), or say --in-use"
        );
    }
    let somebody = asked.answer.map(|seconds| Somebody(Duration::from_secs(seconds)));
    let desk = somebody.as_ref().map(|somebody| -> &dyn Desk { somebody });
    Ok(core(&link, &tools, desk, told()).await?)
}

async fn test_connector(asked: &Conformance, listen: Option<SocketAddr>) -> anyhow::Result<Report> {
    let stirs =
        Stirs { post: asked.post.clone(), edit: asked.edit.clone(), delete: asked.delete.clone() };
    let mut program = Program::new(asked.program.clone(), stirs);
    let plan = Plan {
        listen: listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 0))),
        patience: Duration::from_secs(asked.patience.max(1)),
        webhook: asked.webhook.clone(),
    };
    Ok(connector(&mut program, &plan, &instruments::real(), told()).await?)
}

/// Whoever sits at the desk, and reads what is printed here.
struct Somebody(Duration);

#[async_trait]
impl Desk for Somebody {
    async fn please_answer(&self, mark: &str) {
        println!("wait  Answer the post that ends with \"({mark})\" on the core's desk, in any");
        println!("      words, within {} seconds.", self.patience().as_secs());
    }

    fn patience(&self) -> Duration {
        // Cores may wait for a minute or more before an answer in doubt goes again.
        self.0.max(Duration::from_secs(180))
    }
}

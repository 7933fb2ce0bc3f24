//! `earshot channel`: looks after the channels that the server speaks itself. Works while it runs.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use earshot_bus::Hub;
use earshot_engage::Engage;
use earshot_engage::channels::{AccountHealth, Health, Probe, SourceHealth};
use earshot_model::{AccountId, Actor, Time};

use crate::args::Channel;
use crate::config::Config;
use crate::{channels, conformance, instruments, open, secret_key};

/// Runs one of the commands.
pub(crate) async fn run(
    config: &Config,
    listen: Option<SocketAddr>,
    what: &Channel,
) -> anyhow::Result<ExitCode> {
    match what {
        Channel::Doctor { account } => doctor(config, *account).await,
        Channel::Conformance(asked) => conformance::run(asked, listen).await,
    }
}

async fn doctor(config: &Config, id: AccountId) -> anyhow::Result<ExitCode> {
    let db = Arc::new(open::database(config).await?);
    let tools = instruments::real();
    let spoken = channels::spoken(config, channels::client(config)?, &tools);
    let engage = Engage::new(db.clone(), tools.clone(), Hub::default())
        .with_seal(secret_key::seal(config, &tools))
        .with_channels(spoken);
    let org = db.org_of_account(id).await?;
    let all = engage.account_health_as(org).await?;
    let Some(found) = all.into_iter().find(|one| one.account.id == id) else {
        anyhow::bail!("there is no account {id}: see `earshot account list`");
    };
    println!("{} on {} ({})", found.account.handle, found.account.channel, found.account.name);
    if found.health == Health::Elsewhere {
        println!("A program of its own serves this account over the channel protocol.");
        println!("Ask that program: the server itself does not log on for it.");
        return Ok(ExitCode::SUCCESS);
    }
    if found.health == Health::Off {
        println!("It is switched off: nothing is read, and nothing goes out.");
    }
    println!("Asking {} ...", found.address);
    let mut well = match engage.probe_channel_as(org, Actor::System, id, None).await {
        Ok(probe) => tell_standing(&probe),
        Err(problem) => {
            println!("  It did not let us in: {problem}");
            false
        }
    };
    well &= tell_sources(&found);
    println!("{}", if well { "All is well." } else { "Something needs a look: see above." });
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Gives whether everything is allowed that is needed.
fn tell_standing(probe: &Probe) -> bool {
    let standing = &probe.standing;
    println!("  It says: you are {} ({}), id {}.", standing.handle, standing.name, standing.id);
    println!("  It runs {}.", standing.server);
    let mut well = true;
    for right in &standing.rights {
        let what = match right.key.as_str() {
            "read" => "read what is said to the account",
            "write" => "answer",
            "direct" => "read and send direct messages",
            other => other,
        };
        match right.held {
            Some(true) => println!("  The login may {what}."),
            Some(false) => {
                well = false;
                println!("  The login may NOT {what}: make a token with more rights.");
            }
            None => println!("  It does not say whether the login may {what}."),
        }
    }
    let can = &standing.capabilities;
    for (may, kind, rule) in [
        (can.reply_public, "public", &can.length_public),
        (can.reply_private, "private", &can.length_private),
    ] {
        match may {
            true => println!("  A {kind} answer may have {} characters.", rule.max),
            false => println!("  There are no {kind} answers."),
        }
    }
    well
}

/// Gives whether none is late.
fn tell_sources(found: &AccountHealth) -> bool {
    if found.sources.is_empty() {
        println!("  Nothing is read: add a source on the accounts page.");
    }
    let mut well = true;
    for SourceHealth { source, streamed, lag, late } in &found.sources {
        let name = if source.name.is_empty() { String::new() } else { format!(" {}", source.name) };
        let how = if *streamed { "streamed and read" } else { "read" };
        let when = lag.map_or_else(
            || "not to its end yet".to_owned(),
            |lag| format!("to its end {} seconds ago", lag / Time::SECOND),
        );
        println!("  {}{name}: {how} {when}; {} heard so far.", source.kind, source.heard);
        if let Some(problem) = &source.problem {
            println!("    The last try failed: {problem}");
        }
        if *late {
            println!("    It is late. Is the server running?");
            well = false;
        }
    }
    if found.waiting > 0 {
        println!("  {} answers wait to go out.", found.waiting);
    }
    well
}

//! `earshot account`: the brand's own logins on channels. Works while the server runs.

use std::process::ExitCode;
use std::sync::Arc;

use earshot_bus::Hub;
use earshot_engage::Engage;
use earshot_engage::staff::NewAccount;
use earshot_model::{AccountId, Actor, Capabilities, IdentityId};
use earshot_store::{Db, inbox};

use crate::args::{Account, NewLogin};
use crate::config::Config;
use crate::{instruments, open, secret_key, which};

/// Runs one of the commands.
pub(crate) async fn run(
    config: &Config,
    organization: Option<&str>,
    what: Account,
) -> anyhow::Result<ExitCode> {
    let db = Arc::new(open::database(config).await?);
    let tools = instruments::real();
    let seal = secret_key::seal(config, &tools);
    let engage = Engage::new(db.clone(), tools, Hub::default()).with_seal(seal);
    match what {
        Account::Add(new) => add(&db, &engage, organization, new).await,
        Account::List => list(&db, &engage, organization).await,
        Account::Rotate { account, end } => rotate(&engage, account, end).await,
        Account::Reseal => reseal(&db, &engage).await,
        Account::Voices => voices(&db, &engage, organization).await,
        Account::Own { identity } => claim(&db, &engage, organization, identity, true).await,
        Account::Disown { identity } => claim(&db, &engage, organization, identity, false).await,
    }
}

async fn add(
    db: &Db,
    engage: &Engage,
    organization: Option<&str>,
    new: NewLogin,
) -> anyhow::Result<ExitCode> {
    let org = which::organization(db, organization).await?;
    let NewLogin { channel, handle, name, webhook } = new;
    let new = NewAccount {
        channel,
        handle,
        name: name.unwrap_or_default(),
        capabilities: Capabilities::default(),
    };
    let made =
        engage.connect_signing_account_as(org, Actor::System, new, webhook.as_deref()).await?;
    println!("account  {}", made.account.id);
    println!("token    {}", made.token);
    println!("secret   {}", made.secret.reveal());
    eprintln!("Token and secret are shown only now. Give them to the program that is the channel.");
    Ok(ExitCode::SUCCESS)
}

async fn list(db: &Db, engage: &Engage, organization: Option<&str>) -> anyhow::Result<ExitCode> {
    let org = which::organization(db, organization).await?;
    for listed in engage.accounts_as(org).await? {
        let account = &listed.account;
        let commands = match &listed.webhook_url {
            Some(url) => format!("commands to {url}"),
            None => "commands by asking".to_owned(),
        };
        let signs = if listed.signs { ", may sign" } else { "" };
        let off = if account.disabled_at.is_some() { ", switched off" } else { "" };
        let parked = match inbox::parked(&mut db.read(org).await?, account.id).await? {
            0 => String::new(),
            many => format!(", {many} deliveries put aside that could not be worked on"),
        };
        println!(
            "{}  {}  {}  {}  {commands}{signs}{off}{parked}",
            account.id, account.channel, account.handle, account.name
        );
    }
    Ok(ExitCode::SUCCESS)
}

async fn voices(db: &Db, engage: &Engage, organization: Option<&str>) -> anyhow::Result<ExitCode> {
    let org = which::organization(db, organization).await?;
    for voice in engage.voices_as(org).await? {
        let who = if voice.ours { "brand" } else { "customer" };
        println!(
            "{}  {who}  {}  {}  {}  {}",
            voice.id, voice.channel, voice.external_id, voice.handle, voice.display_name
        );
    }
    Ok(ExitCode::SUCCESS)
}

async fn claim(
    db: &Db,
    engage: &Engage,
    organization: Option<&str>,
    identity: IdentityId,
    ours: bool,
) -> anyhow::Result<ExitCode> {
    let org = which::organization(db, organization).await?;
    engage.claim_voice_as(org, Actor::System, identity, ours).await?;
    let whose = if ours { "ours" } else { "a customer's" };
    println!("What {identity} writes from now on is {whose}.");
    Ok(ExitCode::SUCCESS)
}

/// The program changes over between the two commands; both secrets are good until the second.
async fn rotate(engage: &Engage, account: AccountId, end: bool) -> anyhow::Result<ExitCode> {
    if end {
        engage.end_rotation_as(Actor::System, account).await?;
        println!("Only the newest secret of {account} is good now.");
    } else {
        let secret = engage.rotate_secret_as(Actor::System, account).await?;
        println!("secret   {}", secret.reveal());
        eprintln!("It is shown only now. The one before stays good until `account rotate --end`.");
    }
    Ok(ExitCode::SUCCESS)
}

/// One key serves all organizations, so all of them go over to the new one.
async fn reseal(db: &Db, engage: &Engage) -> anyhow::Result<ExitCode> {
    let mut closed = 0;
    for (org, slug) in db.organizations().await? {
        let done = engage.reseal_as(org, Actor::System).await?;
        println!("{slug}: moved={} newest={} closed={}", done.moved, done.newest, done.closed);
        closed += done.closed;
    }
    if closed == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("No key here opens {closed} of the secrets: put back the key that sealed them.");
    Ok(ExitCode::FAILURE)
}

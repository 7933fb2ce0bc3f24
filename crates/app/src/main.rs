#![doc = include_str!("../README.md")]

mod account;
mod arenas;
mod args;
mod backup;
mod channel;
mod channels;
mod config;
mod conformance;
mod demo;
mod erase;
mod eval;
mod history;
mod hold;
mod housekeeping;
mod instruments;
mod jobs;
mod judge;
mod matching;
mod model;
mod open;
mod organization;
mod password;
mod playbook;
mod query;
mod reindex;
mod retention;
mod secret_key;
mod serve;
mod telemetry;
mod which;
mod workers;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command, Import};

fn main() -> ExitCode {
    let args = Args::parse();
    if matches!(args.command, Command::Serve | Command::Demo { .. }) {
        arenas::settle();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let ran = runtime.map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(run(args)));
    match ran {
        Ok(code) => code,
        Err(error) => {
            eprintln!("earshot: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let config = config::read(&args)?;
    telemetry::start(&config)?;
    model::choose(&config);
    match args.command {
        Command::Serve => serve::serve(&config).await?,
        Command::Match(asked) => return matching::run(&asked),
        Command::Demo { network, quiet } => demo::run(&config, network, quiet).await?,
        Command::Account { organization, what } => {
            return account::run(&config, organization.as_deref(), what).await;
        }
        Command::Channel { what } => return channel::run(&config, args.listen, &what).await,
        Command::Organization(asked) => organization::add(&config, asked).await?,
        Command::Password { email, organization } => {
            password::set(&config, organization.as_deref(), &email).await?;
        }
        Command::Judge { file } => judge::run(&file, instruments::real().clock.as_ref())?,
        Command::Eval(eval) => eval::run(&eval)?,
        Command::Playbook { what } => return playbook::run(&config, &what).await,
        Command::Import { what: Import::Twcs { file, organization } } => {
            return history::twcs(&config, organization.as_deref(), &file).await;
        }
        Command::Backup { file } => backup::backup(&config, &file).await?,
        Command::Restore { file } => backup::restore(&config, &file).await?,
        Command::Verify => return backup::verify(&config).await,
        Command::Query { what } => return query::run(what),
        Command::Reindex { organization } => {
            reindex::run(&config, organization.as_deref()).await?;
        }
        Command::Retention { organization, what } => {
            return retention::run(&config, organization.as_deref(), what).await;
        }
        Command::Hold { organization, what } => {
            hold::run(&config, organization.as_deref(), what).await?;
        }
        Command::Erase { handle, person, organization } => {
            erase::erase(&config, organization.as_deref(), handle.as_deref(), person).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

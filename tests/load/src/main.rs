#![doc = include_str!("../README.md")]

mod alarms;
mod args;
mod bring;
mod bulkhead;
mod desk;
mod fill;
mod finds;
mod http;
mod inbound;
mod ingest;
mod instruments;
mod kill;
mod live;
mod log_in;
mod memory;
mod needs;
mod networks;
mod outbound;
mod pages;
mod place;
mod posts;
mod prepare;
mod questions;
mod server;
mod times;
mod webhook;

use clap::Parser as _;

use args::{Args, Command};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Args::parse().command {
        Command::Prepare(asked) => prepare::run(&asked).await,
        Command::Fill(asked) => fill::run(&asked).await,
        Command::Finds(asked) => finds::run(&asked).await,
        Command::Ingest(asked) => ingest::run(&asked).await,
        Command::Pages(asked) => pages::run(&asked).await,
        Command::Live(asked) => live::run(&asked).await,
        Command::Memory(asked) => memory::run(&asked),
        Command::Kill9(asked) => kill::run(&asked).await,
        Command::Inbound(asked) => inbound::run(&asked).await,
        Command::Outbound(asked) => outbound::run(&asked).await,
        Command::Webhook(asked) => webhook::run(&asked).await,
        Command::Bulkhead(asked) => bulkhead::run(&asked).await,
        Command::Alarms(asked) => alarms::run(&asked).await,
        Command::Posts(asked) => posts::run(&asked),
    }
}

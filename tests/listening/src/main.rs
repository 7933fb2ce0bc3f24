#![doc = include_str!("../README.md")]

mod agree;
mod args;
mod bench;
mod clock;
mod compare;
mod corpus;
mod generate;
mod peers;

use clap::Parser as _;

use args::{Args, Command};

fn main() -> anyhow::Result<()> {
    match Args::parse().command {
        Command::Bench(asked) => bench::run(&asked),
        Command::Compare(asked) => compare::run(&asked),
        Command::Bytes(asked) => compare::run_bytes(&asked),
        Command::Agree(asked) => agree::run(&asked),
    }
}

//! The store's conformance suite: every test runs on SQLite, and on PostgreSQL when
//! `EARSHOT_TEST_POSTGRES` holds the URL of one whose user may create databases.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

#[macro_use]
mod engines;
mod world;

mod backups;
mod blobs;
mod chain;
mod counts;
mod crises;
mod desk;
mod edits;
mod erasure;
mod eyes;
mod hashtags;
mod isolation;
mod jobs;
mod kept_words;
mod learning;
mod lists;
mod migrations;
mod numbers;
mod retention;
mod schemas;
mod searches;
mod statements;
mod tags;
mod walls;

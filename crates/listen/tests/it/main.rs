//! The inbound loop on both engines; one binary.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

mod adopted;
mod ahead;
mod answers;
mod changing;
mod clocks;
mod crises;
mod deliveries;
mod floods;
mod following;
mod handing;
mod hashtags;
mod history;
mod learning;
mod leaving;
mod order;
mod outliers;
mod playbooks;
mod races;
mod reindexing;
mod replays;
mod sampling;
mod scene;
mod scripted;
mod sources;
mod streams;
mod subjects;
mod tags;
mod verdicts;
mod voices;
mod workers;

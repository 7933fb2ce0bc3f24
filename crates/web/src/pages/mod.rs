//! What every page shows: typed contexts, each with its template.
//!
//! A handler fills a context and answers with `page.render()`. Contexts hold text that is ready to
//! be read; times and numbers are made by [`format::Lens`], marks by [`mark`] and [`clock`].

pub mod accounts;
pub mod approvals;
pub mod case;
pub mod certificate;
pub mod chat;
pub mod clock;
pub mod clock_policies;
pub mod composer;
pub mod crisis;
pub mod customer;
pub mod data;
pub mod desk;
pub mod entry;
pub mod erasure;
pub mod expectations;
pub mod format;
pub mod frame;
pub mod guard;
pub mod help;
pub mod hours;
pub mod insights;
pub mod keys;
pub mod learning;
pub mod list;
pub mod listener;
pub mod listeners;
pub mod mark;
pub mod mentions;
pub mod packs;
pub mod people;
pub mod person;
pub mod playbook;
pub mod post;
pub mod priority;
pub mod problem;
pub mod queues;
pub mod report;
pub mod reviews;
pub mod room;
pub mod room_strip;
pub mod routed;
pub mod runs;
pub mod search;
pub mod shared_lists;
pub mod skills;
pub mod styles;
pub mod tokens;
pub mod trainings;
pub mod verdict;
pub mod wall;

#[expect(clippy::too_many_lines, reason = "lists of invented content have no parts to split off")]
mod samples;
#[cfg(test)]
mod tests;

pub use mark::icon;

//! What browsers ask for, one resource a file.

pub(crate) mod assets;
pub(crate) mod assignment;
pub(crate) mod cases;
pub(crate) mod correction;
pub(crate) mod draft;
pub(crate) mod health;
pub(crate) mod home;
pub(crate) mod keys;
pub(crate) mod listeners;
pub(crate) mod login;
pub(crate) mod logout;
pub(crate) mod me;
pub(crate) mod notes;
pub(crate) mod people;
pub(crate) mod playbook;
pub(crate) mod presence;
pub(crate) mod queue;
pub(crate) mod refused;
pub(crate) mod reopening;
pub(crate) mod replies;
pub(crate) mod reports;
pub(crate) mod resolution;
pub(crate) mod search;
pub(crate) mod setup;
pub(crate) mod snooze;
pub(crate) mod style;

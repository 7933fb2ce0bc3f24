//! From what the house knows to what a page shows.

pub(crate) mod accounts;
pub(crate) mod advice;
pub(crate) mod book;
pub(crate) mod case;
pub(crate) mod certificate;
pub(crate) mod charts;
pub(crate) mod clock_policies;
pub(crate) mod composer;
pub(crate) mod corrected;
pub(crate) mod customer;
pub(crate) mod frame;
pub(crate) mod happened;
pub(crate) mod list;
pub(crate) mod listener;
pub(crate) mod listening;
pub(crate) mod priority;
pub(crate) mod queues;
pub(crate) mod reading;
pub(crate) mod report;
pub(crate) mod room;
pub(crate) mod room_strip;
pub(crate) mod routed;
pub(crate) mod thread;
pub(crate) mod told;
pub(crate) mod wall;
pub(crate) mod which;

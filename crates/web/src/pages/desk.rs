//! The desk: navigation, list, case, customer.

use askama::Template;
use serde::Serialize;

use super::case::CasePane;
use super::customer::CustomerPane;
use super::frame::Frame;
use super::list::{ListPane, Say};
use super::post::{Author, Delivery, Item};
use crate::words::Words;

/// `GET /cases` and `GET /cases/{id}`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "desk.html")]
pub struct DeskPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
    /// The left pane.
    pub list: ListPane,
    /// The middle pane; none on a list without an open case.
    pub case: Option<Box<CasePane>>,
    /// The right pane.
    pub customer: Option<Box<CustomerPane>>,
}

impl DeskPage {
    /// Hours that a case can be put off by: label and value.
    fn snoozes(&self) -> [(String, u32); 4] {
        [
            (self.w.t1("snooze-hours", "n", 1_u32), 1),
            (self.w.t1("snooze-hours", "n", 4_u32), 4),
            (self.w.t("snooze-tomorrow"), 24),
            (self.w.t("snooze-week"), 168),
        ]
    }
}

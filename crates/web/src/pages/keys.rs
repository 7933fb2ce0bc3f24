//! All keys, as a page and as a dialog.

use askama::Template;
use serde::Serialize;

use super::frame::Frame;
use crate::words::Words;

/// `GET /keys`.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "keys.html")]
pub struct KeysPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// What surrounds the page.
    pub frame: Frame,
}

/// The key caps of one act, and the key of its words.
pub(crate) type KeyLine = (&'static [&'static str], &'static str);

/// Every key that acts somewhere, in the order of the day.
pub(crate) const KEYS: [KeyLine; 19] = [
    (&["J", "K"], "key-move"),
    (&["↵"], "key-open"),
    (&["R"], "key-public"),
    (&["P"], "key-private"),
    (&["N"], "key-note"),
    (&["Ctrl", "↵"], "key-send"),
    (&["Z"], "key-undo"),
    (&["E"], "key-resolve"),
    (&["A"], "key-assign"),
    (&["H"], "key-snooze"),
    (&["1", "2", "3"], "key-next"),
    (&["G", "M"], "key-mine"),
    (&["G", "U"], "key-unassigned"),
    (&["G", "N"], "key-mentions"),
    (&["G", "O"], "key-approvals"),
    (&["/"], "key-search"),
    (&["Ctrl", "K"], "key-palette"),
    (&["F6"], "key-panes"),
    (&["?"], "key-help"),
];

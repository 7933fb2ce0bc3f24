//! What goes wrong on real mail servers, on request and counted.

use std::collections::BTreeMap;

/// Something that goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MailFault {
    /// A connection is closed as soon as it is open.
    HangUp,
    /// A login is refused, over IMAP or SMTP.
    RefuseLogin,
    /// The mailbox breaks off in the middle of a mail.
    Truncated,
    /// As [`Self::Truncated`], but never in the first mail of a connection.
    TruncatedLater,
    /// The mailbox lets a connection in, and says nothing for a minute.
    Silent,
    /// The mailbox tells everything twice, and in reverse.
    Disorder,
    /// The mailbox answers with what no protocol knows.
    Garbage,
    /// The mailbox says that it is busy.
    BusyMailbox,
    /// A recipient is refused for now.
    TryLater,
    /// A recipient is refused for good.
    NoSuchUser,
    /// The connection breaks while a letter is handed over, before its end: nothing goes.
    BreakBefore,
    /// A letter goes, and the connection breaks before the answer.
    AcceptThenDrop,
    /// As [`Self::AcceptThenDrop`], and the server keeps a copy among what was sent.
    AcceptKeepThenDrop,
}

/// The faults that are still to come, and those that came.
#[derive(Debug, Default)]
pub(super) struct Faults {
    planned: BTreeMap<MailFault, u32>,
    hit: BTreeMap<MailFault, u32>,
}

impl Faults {
    pub(super) fn plan(&mut self, fault: MailFault, times: u32) {
        let planned = self.planned.entry(fault).or_default();
        *planned = if times == 0 { 0 } else { planned.saturating_add(times) };
    }

    /// Whether this fault strikes now; it is used up by that.
    pub(super) fn strikes(&mut self, fault: MailFault) -> bool {
        let Some(left) = self.planned.get_mut(&fault).filter(|left| **left > 0) else {
            return false;
        };
        *left -= 1;
        *self.hit.entry(fault).or_default() += 1;
        true
    }

    pub(super) fn hits(&self, fault: MailFault) -> u32 {
        self.hit.get(&fault).copied().unwrap_or(0)
    }
}

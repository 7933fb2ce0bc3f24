//! What is in the mailbox, and what went out.

use super::fault::Faults;

/// The password of the mailbox.
pub const PASSWORD: &str = "four tall green trees";

/// A letter that went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Whose envelope it came in.
    pub from: String,
    /// To whom it went.
    pub to: String,
    /// All of it.
    pub text: String,
}

/// A mail in a mailbox.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub(super) uid: u32,
    pub(super) bytes: Vec<u8>,
    /// Seconds since 1970.
    pub(super) at: i64,
}

impl Stored {
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// Everything that the server knows.
pub(super) struct World {
    pub(super) address: String,
    pub(super) validity: u32,
    next: u32,
    pub(super) inbox: Vec<Stored>,
    pub(super) sent: Vec<Stored>,
    pub(super) ledger: Vec<Letter>,
    pub(super) faults: Faults,
    pub(super) opened: u32,
}

impl World {
    pub(super) fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            validity: 1,
            next: 1,
            inbox: Vec::new(),
            sent: Vec::new(),
            ledger: Vec::new(),
            faults: Faults::default(),
            opened: 0,
        }
    }

    pub(super) fn arrive(&mut self, bytes: Vec<u8>, at: i64) -> u32 {
        let uid = self.next;
        self.next += 1;
        self.inbox.push(Stored { uid, bytes, at });
        uid
    }

    /// The number that the next mail of a mailbox gets.
    pub(super) fn next(&self, mailbox: &str) -> u32 {
        if mailbox == "INBOX" {
            self.next
        } else {
            u32::try_from(self.sent.len()).unwrap_or(u32::MAX).saturating_add(1)
        }
    }

    pub(super) fn mailbox(&self, name: &str) -> &[Stored] {
        if name == "INBOX" { &self.inbox } else { &self.sent }
    }

    pub(super) fn keep(&mut self, bytes: Vec<u8>) {
        let uid = self.next("Sent");
        self.sent.push(Stored { uid, bytes, at: 0 });
    }

    pub(super) fn renumber(&mut self) {
        self.validity += 1;
        for mail in &mut self.inbox {
            mail.uid += 1_000;
        }
        self.next += 1_000;
    }
}

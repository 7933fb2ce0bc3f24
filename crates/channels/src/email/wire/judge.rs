//! What a mail is to us.

use earshot_model::OutboxId;

use super::{Mail, Own};

/// What a mail is to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Somebody wrote.
    Post,
    /// A message of ours was not delivered.
    Bounce {
        /// Which.
        message: OutboxId,
        /// What the mail server said.
        why: String,
    },
    /// Nothing that anybody has to read, and why.
    Passed(&'static str),
}

/// What a mail is to the account. Nothing here trusts a mail for what it says of itself, save to
/// leave it out: our own name in it makes it no word of ours.
#[must_use]
pub fn judge(mail: &Mail, own: &Own) -> Kind {
    if let Some(report) = &mail.report {
        let ours = report.of.as_deref().and_then(|id| own.ours(id));
        return match ours {
            Some((message, _)) if report.failed => {
                Kind::Bounce { message, why: report.why.clone() }
            }
            Some(_) => Kind::Passed("a report that it is not given up yet"),
            None => Kind::Passed("a report about a mail that is not ours"),
        };
    }
    let Some(from) = &mail.from else { return Kind::Passed("a mail from nobody") };
    if mail.message_id.as_deref().is_some_and(|id| own.looks_ours(id)) {
        return Kind::Passed("our own letter, which came back");
    }
    if own.is_own(from) {
        return Kind::Passed("a mail in our own name");
    }
    if from.is_machine() {
        return Kind::Passed("a mail server's own mail");
    }
    match mail.automatic {
        Some(_) => Kind::Passed("an automatic answer"),
        None => Kind::Post,
    }
}

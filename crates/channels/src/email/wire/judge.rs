//! What a mail is to us.

use earshot_model::{OutboxId, Time};

use super::bounce::Report;
use super::{Mail, Own};

/// How long after a letter a report about it is believed, in microseconds. Servers give up after five
/// days at the most (RFC 5321, section 4.5.4.1).
const REPORTED: i64 = 7 * Time::DAY;

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

/// What a mail that arrived at `arrived_at` is to the account. Nothing here trusts a mail for what it says of itself, save to
/// leave it out: our own name in it makes it no word of ours.
#[must_use]
pub fn judge(mail: &Mail, own: &Own, arrived_at: Time) -> Kind {
    if let Some(report) = &mail.report {
        return reported(report, own, arrived_at);
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

/// What a report says of a letter of ours. Whoever got the letter knows its id, and could write one:
/// it has to be about the address that the letter went to, from nobody, and in time.
fn reported(report: &Report, own: &Own, arrived_at: Time) -> Kind {
    let Some(letter) = report.of.as_deref().and_then(|id| own.ours(id)) else {
        return Kind::Passed("a report about a mail that is not ours");
    };
    if report.given_up.is_empty() {
        return Kind::Passed("a report that it is not given up yet");
    }
    if !report.from_nobody {
        return Kind::Passed("a report that a sender stands behind, as no mail server's does");
    }
    if arrived_at.since(letter.written_at) > REPORTED {
        return Kind::Passed("a report that comes more than a week after its letter");
    }
    let about = report
        .given_up
        .iter()
        .find(|one| one.to.iter().any(|address| own.wrote_to(&letter, address)));
    match about {
        Some(one) => Kind::Bounce { message: letter.message, why: one.why.clone() },
        None => Kind::Passed("a report about an address that the letter did not go to"),
    }
}

//! A person has given an answer at the source, where the channel takes none from here.

use std::collections::HashMap;

use earshot_model::{Actor, CaseId, CommandResult, OutboxId, OutboxState, ResultState};
use earshot_store::Conn;
use earshot_store::outbox::{self, Message};

use super::again::check_again;
use super::{NEVER, post};
use crate::reply::{Replied, ReplyRefusal, reach};
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The most bytes of an address.
const LONGEST: usize = 4_096;

/// Whether a message waits for somebody who gives it at the source: it may go, and nothing but a hand
/// takes it there. So it stays, even when its account can send by itself meanwhile.
#[must_use]
pub fn waits_for_a_hand(message: &Message) -> bool {
    message.state == OutboxState::Queued && message.due_at == NEVER
}

impl Engage {
    /// Writes down that this agent has given an answer of this case at the source: it becomes a post of
    /// the case, and stops its clocks, as every answer. `url` is where it stands there, if they say so.
    /// Twice is fine. Asks the same permission as the answer.
    ///
    /// # Errors
    /// [`ReplyRefusal::TooLate`] for an answer that does not wait for somebody's hand, such as one that was
    /// taken back; [`Error::Invalid`] on `url`, and on `text` when its words may not be public any more.
    pub async fn given_by_hand(
        &self,
        by: &Staff,
        case: CaseId,
        id: OutboxId,
        url: &str,
    ) -> Result<Replied, ReplyRefusal> {
        let url = address(url)?;
        let (engage, by) = (self.clone(), by.clone());
        let given: Result<Replied, ReplyRefusal> = self
            .db
            .write(by.org, move |tx| {
                Box::pin(async move {
                    let (message, _) = reach(tx, &by, case, id).await?;
                    match message.state {
                        OutboxState::Sent => {}
                        _ if waits_for_a_hand(&message) => {
                            if let Err(problem) = check_again(&engage, tx, &message).await? {
                                return Err(Error::invalid("text", problem).into());
                            }
                            let tale = post::Tale { actor: Actor::Agent(by.id()), settled: true };
                            post::stands(&engage, tx, &message, &stands_at(url), tale).await?;
                        }
                        state => return Err(ReplyRefusal::TooLate { state }),
                    }
                    Ok(outbox::find(tx, id).await?.into())
                })
            })
            .await;
        self.wake.notify_waiters();
        given
    }
}

/// Why the words of answers that wait for a hand may not be public any more, for those of which that is so:
/// what is known of the customer may have grown since.
pub(crate) async fn stopped(
    engage: &Engage,
    conn: &mut Conn,
    messages: &[Message],
) -> Result<HashMap<OutboxId, String>> {
    let mut stopped = HashMap::new();
    for message in messages.iter().filter(|message| waits_for_a_hand(message)) {
        if let Err(problem) = check_again(engage, conn, message).await? {
            stopped.insert(message.id, problem);
        }
    }
    Ok(stopped)
}

const fn stands_at(url: Option<String>) -> CommandResult {
    CommandResult { state: ResultState::Sent, id: None, url, detail: None }
}

/// An address that a browser opens harmlessly, or none.
fn address(typed: &str) -> Result<Option<String>> {
    let url = typed.trim();
    if url.is_empty() {
        return Ok(None);
    }
    let lower = url.to_ascii_lowercase();
    let web = lower.starts_with("https://") || lower.starts_with("http://");
    if !web || url.len() > LONGEST || url.contains(|c: char| c.is_control() || c.is_whitespace()) {
        return Err(Error::invalid("url", "write it as https://host/path, or leave it empty"));
    }
    Ok(Some(url.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn only_addresses_that_a_browser_opens_harmlessly_are_taken() {
        assert_eq!(address("  ").unwrap(), None);
        let whole = "https://blog.example/a?b#c";
        assert_eq!(address(&format!(" {whole} ")).unwrap().as_deref(), Some(whole));
        for odd in ["javascript:alert(1)", "blog.example", "https://a b", "https://a\u{7}b"] {
            assert!(address(odd).is_err(), "{odd:?}");
        }
    }
}

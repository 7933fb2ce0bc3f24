//! One client: sends each post again and again until the server says that it has it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};

use super::ledger::Ledger;
use crate::bring::{Bringer, Stream, Taken, id_of};
use crate::http::Lost;
use crate::place::Ticket;

/// How long to wait before the next try.
const AGAIN: Duration = Duration::from_millis(10);

/// Sends one post a request until the ledger says that there are enough.
pub(super) async fn send(
    server: SocketAddr,
    ticket: Ticket,
    stream: Arc<Stream>,
    ledger: Arc<Ledger>,
) -> anyhow::Result<()> {
    let mut bringer = Bringer::new(server, &ticket);
    while ledger.next() {
        let event = stream.event().context("there are no posts")?;
        let body = Bringer::body(std::slice::from_ref(&event))?;
        loop {
            ledger.leaves();
            let answer = bringer.bring(body.clone()).await;
            ledger.ended();
            match answer {
                Ok(answer) if answer.is_success() => {
                    let taken: Taken = serde_json::from_slice(&answer.body)
                        .context("the answer is no batch answer")?;
                    if taken.rejected > 0 {
                        ledger.reject();
                    } else {
                        ledger.accept(id_of(&event), taken.duplicate > 0);
                    }
                    break;
                }
                Ok(answer) if matches!(answer.status, 429 | 500..=599) => {}
                Ok(answer) => bail!("the server answered with status {}", answer.status),
                Err(Lost::Broken) => ledger.breaks(),
                Err(Lost::Refused) => ledger.refuses(),
            }
            tokio::time::sleep(AGAIN).await;
        }
    }
    Ok(())
}

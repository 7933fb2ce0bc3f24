//! The connector: several clients bring what is to be pushed, each batch until the server has it.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context as _, bail};
use earshot_model::{Audience, ChannelAuthor, ChannelEvent, ChannelItem, Surface, Time};

use super::House;
use super::ledger::{Told, What};
use super::plan::author;
use crate::bring::{Bringer, Taken};
use crate::http::Lost;
use crate::instruments;

/// How long to wait before the next try.
const AGAIN: Duration = Duration::from_millis(10);

/// How often is looked whether one may go on.
const LOOK: Duration = Duration::from_millis(2);

/// Brings batches until none is left.
pub(super) async fn push(house: House, server: SocketAddr) -> anyhow::Result<()> {
    let tools = instruments::real()?;
    let mut bringer = Bringer::new(server, &house.ticket);
    loop {
        while !house.ledger.may_go_on() {
            tokio::time::sleep(LOOK).await;
        }
        let Some(batch) = house.ledger.next() else { return Ok(()) };
        let now = tools.now();
        let events: Option<Vec<_>> = batch.iter().map(|told| event(&house, *told, now)).collect();
        let body = Bringer::body(&events.context("a post is missing from the plan")?)?;
        loop {
            house.ledger.leaves(batch);
            let answer = bringer.bring(body.clone()).await;
            house.ledger.ended();
            match answer {
                Ok(answer) if answer.is_success() => {
                    let taken: Taken = serde_json::from_slice(&answer.body)
                        .context("the answer is no batch answer")?;
                    house.ledger.rejects(taken.rejected);
                    house.ledger.took(batch, taken.duplicate);
                    break;
                }
                Ok(answer) if matches!(answer.status, 429 | 500..=599) => {}
                Ok(answer) => bail!("the server answered with status {}", answer.status),
                Err(Lost::Broken) => house.ledger.breaks(),
                Err(Lost::Refused) => house.ledger.refuses(),
            }
            tokio::time::sleep(AGAIN).await;
        }
    }
}

/// Something that is told of a post, as an event of the channel protocol.
fn event(house: &House, (number, what): Told, now: Time) -> Option<ChannelEvent> {
    let said = house.plan.get(number)?;
    let id = house.id_of(number)?;
    let words = match what {
        What::Gone => return Some(ChannelEvent::Delete { id, at: now }),
        What::Words(words) => words,
    };
    let author = author(said);
    let item = ChannelItem {
        id,
        revision: format!("{:06}", words + 1),
        surface: if said.first.is_some() { Surface::Comment } else { Surface::Post },
        audience: Audience::Public,
        thread: format!("{}-t{}", house.prefix, said.conversation),
        parent: said.first.and_then(|first| house.id_of(first)),
        author: ChannelAuthor {
            id: format!("{}-{author}", house.prefix),
            handle: author.clone(),
            name: author,
            followers: Some(120),
        },
        text: said.words.get(words)?.clone(),
        language: None,
        url: None,
        rating: None,
        posted_at: now,
        edited_at: (words > 0).then_some(now),
        sent_as: None,
    };
    Some(ChannelEvent::Upsert { item: Box::new(item) })
}

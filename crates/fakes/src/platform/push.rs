//! Brings events to the server, in order, again and again until they are taken.

use earshot_channels::http::Limits;
use earshot_channels::http::answer::{BatchAnswer, Outcome};
use earshot_egress::{Client, Request, Response};
use earshot_model::ChannelEvent;
use serde::Serialize;

use super::connect::{Link, Patience, is_settled};
use super::{Fault, Plaza, Rejection};

#[derive(Serialize)]
struct Body<'e> {
    events: &'e [ChannelEvent],
}

pub(super) async fn push(plaza: &Plaza, link: &Link, client: &Client) {
    loop {
        let batch = plaza.next_batch();
        if batch.is_empty() {
            plaza.inner.to_push.notified().await;
            continue;
        }
        let times = if plaza.world().faults.strikes(Fault::Duplicate) { 2 } else { 1 };
        let reverse = plaza.world().faults.strikes(Fault::OutOfOrder);
        let count = batch.len();
        let batch = if reverse { batch.into_iter().rev().collect() } else { batch };
        for _ in 0..times {
            deliver(plaza, link, client, &batch).await;
        }
        let mut world = plaza.world();
        let count = count.min(world.outgoing.len());
        world.outgoing.drain(..count);
    }
}

async fn deliver(plaza: &Plaza, link: &Link, client: &Client, batch: &[ChannelEvent]) {
    let mut patience = Patience::default();
    loop {
        let Ok(request) = Request::put_json(link.url("events"), &Body { events: batch }) else {
            return;
        };
        let answer = client.send(request.bearer(&link.token)).await;
        match &answer {
            // An account that is not there yet may come: 404 is tried again.
            Ok(taken) if is_settled(taken.status) && taken.status != 404 => {
                plaza.note_rejections(taken, batch.len());
                return;
            }
            Ok(other) => tracing::debug!(status = other.status, "events not taken"),
            Err(error) => tracing::debug!(%error, "events not taken"),
        }
        patience.wait(answer.ok().as_ref().and_then(Response::retry_after)).await;
    }
}

impl Plaza {
    /// What goes next; it stays in the queue until the server has it.
    fn next_batch(&self) -> Vec<ChannelEvent> {
        self.world().outgoing.iter().take(Limits::EVENTS).cloned().collect()
    }

    fn note_rejections(&self, answer: &Response, events: usize) {
        let refused = match answer.json::<BatchAnswer>() {
            Ok(read) if answer.is_success() => read
                .items
                .into_iter()
                .filter(|item| item.outcome == Outcome::Rejected)
                .map(|item| Rejection { id: item.id, message: item.message.unwrap_or_default() })
                .collect(),
            _ => {
                let said = String::from_utf8_lossy(&answer.body).into_owned();
                let message = format!("{} for {events} events: {said}", answer.status);
                vec![Rejection { id: None, message }]
            }
        };
        for rejection in &refused {
            tracing::warn!(?rejection, "the server refused an event");
        }
        self.world().rejections.extend(refused);
    }
}

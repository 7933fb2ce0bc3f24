//! The streaming API, as server-sent events: <https://docs.joinmastodon.org/methods/streaming/>.

use std::time::Duration;

use earshot_egress::Request;
use earshot_model::ChannelEvent;
use tokio::sync::mpsc;

use super::Mastodon;
use super::calls::{escaped, me};
use super::wire::{NotificationShape, Sse, SseEvent, StatusShape};
use crate::access::Access;
use crate::channel::{Batch, Wanted};
use crate::fault::Fault;
use crate::pace::Lane;

/// A server says something every 15 seconds, be it only that it is there.
const IDLE: Duration = Duration::from_secs(60);

impl Mastodon {
    pub(super) async fn listen(
        &self,
        access: &Access,
        wanted: &Wanted<'_>,
        heard: &mpsc::Sender<Batch>,
    ) -> Result<(), Fault> {
        let path = match wanted.kind {
            "mentions" => "/api/v1/streaming/user".to_owned(),
            _ => format!("/api/v1/streaming/hashtag?tag={}", escaped(wanted.name)),
        };
        let own = access.setting("streaming");
        let url = if own.is_empty() { access.url(&path) } else { format!("{own}{path}") };
        let request =
            Request::get(url).bearer(access.secret("token")).header("accept", "text/event-stream");
        let mut incoming = access.open(request, IDLE).await?;
        if heard.send(Batch::Opened).await.is_err() {
            return Ok(());
        }
        let mut sse = Sse::default();
        loop {
            let piece = incoming.piece().await.map_err(|e| Fault::Passing(e.to_string()))?;
            let Some(piece) = piece else { return Ok(()) };
            let told = sse.take(&piece);
            let told = told.ok_or_else(|| {
                Fault::Passing("the stream sent an event that is too long".to_owned())
            })?;
            for event in told {
                let mut events = Vec::new();
                self.understand(access, wanted, &event, &mut events).await?;
                let batch = Batch::Events { events, cursor: None };
                if heard.send(batch).await.is_err() {
                    return Ok(());
                }
            }
        }
    }

    /// What an event of the stream says; nothing for those that are of no use here, or cannot be read:
    /// what they tell is read from the source.
    async fn understand(
        &self,
        access: &Access,
        wanted: &Wanted<'_>,
        event: &SseEvent,
        events: &mut Vec<ChannelEvent>,
    ) -> Result<(), Fault> {
        let mentions = wanted.kind == "mentions";
        let lane = if mentions { Lane::Mentions } else { Lane::Listening };
        let status: Option<StatusShape> = match event.event.as_str() {
            "notification" if mentions => {
                let told: Option<NotificationShape> = serde_json::from_str(&event.data).ok();
                told.filter(|told| told.kind == "mention").and_then(|told| told.status)
            }
            "update" if !mentions => serde_json::from_str(&event.data).ok(),
            "status.update" => serde_json::from_str(&event.data)
                .ok()
                .filter(|status: &StatusShape| !mentions || concerns_us(access, status)),
            "delete" => {
                let id = event.data.trim();
                // The stream tells of every post on the timeline; a foreign one leaves no trace but this.
                if !id.is_empty() {
                    events.push(ChannelEvent::Delete { id: id.to_owned(), at: access.now() });
                }
                None
            }
            _ => None,
        };
        match status {
            Some(status) => self.tell(access, lane, &status, events).await,
            None => Ok(()),
        }
    }
}

/// Whether a status is ours or names us: the stream brings those of everybody whom we follow.
fn concerns_us(access: &Access, status: &StatusShape) -> bool {
    let ours = me(access).id;
    status.account.id == ours || status.mentions.iter().any(|mention| mention.id == ours)
}

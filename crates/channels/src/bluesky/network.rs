//! What the whole network says, as a Jetstream tells it: <https://github.com/bluesky-social/jetstream>.
//!
//! A Jetstream tells everybody's posts and deletes in an order of its own, each with the microsecond in
//! which it told it. Whoever asks from such a moment on gets what was told since, so nothing is lost
//! while nobody listens, as far back as it remembers (a day or so).

use std::time::Duration;

use earshot_egress::Heard;
use earshot_model::{ChannelItem, Time};
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::Bluesky;
use super::calls::Call;
use super::wire::{Gathered, ProfilesShape, author_of};
use crate::access::Access;
use crate::channel::{Batch, Wanted};
use crate::fault::Fault;
use crate::pace::Lane;

/// How long a Jetstream may stay silent. It is asked whether it is there more often.
const IDLE: Duration = Duration::from_secs(60);
/// How often what was heard is handed on.
const TICK: Duration = Duration::from_millis(500);
/// After so long a silence it is asked whether it is there.
const QUIET: Duration = Duration::from_secs(10);
/// So many posts are handed on at once.
const FULL: usize = 256;
/// How far behind the last moment it is asked from, in microseconds: 5 seconds. What comes twice does
/// no harm.
const REWIND: i64 = 5 * Time::SECOND;
/// How often it is written down how much was heard.
const REPORT: Duration = Duration::from_secs(600);
/// The most bytes of one event. A post cannot be longer than a tenth of it.
const LONGEST: &str = "1000000";
/// The most authors of one request.
const PROFILES: usize = 25;

impl Bluesky {
    /// Listens to the whole network.
    pub(super) async fn hear(
        &self,
        access: &Access,
        wanted: &Wanted<'_>,
        heard: &mpsc::Sender<Batch>,
    ) -> Result<(), Fault> {
        let url = address(wanted.name, wanted.cursor)?;
        let mut socket = access.listen(&url, IDLE).await?;
        if heard.send(Batch::Opened).await.is_err() {
            return Ok(());
        }
        let mut gathered = Gathered::new(access.setting("account_id"), wanted.cursor);
        let mut tick = interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (mut last, mut asked, mut reported) = (Instant::now(), false, Instant::now());
        let ended = loop {
            tokio::select! {
                told = socket.next() => match told {
                    Ok(Some(Heard::Text(words))) => {
                        gathered.take(words.as_str(), access.now());
                        (last, asked) = (Instant::now(), false);
                    }
                    // It is there, and had nothing to tell since it was asked.
                    Ok(Some(Heard::Pong)) if asked => {
                        gathered.all_told(access.now());
                        (last, asked) = (Instant::now(), false);
                    }
                    Ok(Some(Heard::Pong | Heard::Bytes)) => {}
                    Ok(None) => break Ok(()),
                    Err(error) => break Err(Fault::Passing(error.to_string())),
                },
                _ = tick.tick() => {
                    if !hand_on(&mut gathered, heard).await {
                        return Ok(());
                    }
                    if !asked && last.elapsed() > QUIET {
                        asked = true;
                        socket.ping().await.map_err(|error| Fault::Passing(error.to_string()))?;
                    }
                    if reported.elapsed() > REPORT {
                        reported = Instant::now();
                        tracing::info!(account = %access.account.id, counts = %gathered.counts(), "heard");
                    }
                }
            }
            if gathered.posts() >= FULL && !hand_on(&mut gathered, heard).await {
                return Ok(());
            }
        };
        // What was heard before the end is kept.
        hand_on(&mut gathered, heard).await;
        tracing::info!(account = %access.account.id, counts = %gathered.counts(), "a Jetstream ended");
        ended
    }

    /// Adds who wrote posts: a Jetstream tells lasting ids alone. Somebody whom the AppView does not know
    /// yet keeps theirs as a handle.
    pub(super) async fn with_authors(
        &self,
        access: &Access,
        mut items: Vec<ChannelItem>,
    ) -> Result<Vec<ChannelItem>, Fault> {
        let mut dids: Vec<String> = items.iter().map(|item| item.author.id.clone()).collect();
        dids.sort_unstable();
        dids.dedup();
        for some in dids.chunks(PROFILES) {
            let call = Call::get("app.bsky.actor.getProfiles", Lane::Listening);
            let call = some.iter().fold(call, |call, did| call.with("actors", did));
            for profile in self.ask::<ProfilesShape>(access, call).await?.profiles {
                let theirs = items.iter_mut().filter(|item| item.author.id == profile.did);
                for item in theirs {
                    item.author = author_of(&profile);
                }
            }
        }
        Ok(items)
    }
}

/// Hands on what was gathered. Gives whether anybody takes it.
async fn hand_on(gathered: &mut Gathered, heard: &mpsc::Sender<Batch>) -> bool {
    match gathered.give() {
        Some(flood) => heard.send(Batch::Network(Box::new(flood))).await.is_ok(),
        None => true,
    }
}

/// Where a Jetstream is asked, and from which moment on.
fn address(name: &str, cursor: Option<&str>) -> Result<String, Fault> {
    let (scheme, host) = match name.split_once("://") {
        Some(("ws" | "http", host)) => ("ws", host),
        Some(("wss" | "https", host)) => ("wss", host),
        Some(_) => ("", ""),
        None => ("wss", name),
    };
    let host = host.trim_end_matches('/');
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    if host.is_empty() || !host.chars().all(plain) {
        let why = "write the Jetstream's name as jetstream2.us-east.bsky.network";
        return Err(Fault::Invalid(why.to_owned()));
    }
    let from = cursor.and_then(|cursor| cursor.parse::<i64>().ok());
    let from = from.map(|from| format!("&cursor={}", from.saturating_sub(REWIND).max(0)));
    Ok(format!(
        "{scheme}://{host}/subscribe?wantedCollections=app.bsky.feed.post\
         &maxMessageSizeBytes={LONGEST}{}",
        from.unwrap_or_default()
    ))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn a_jetstream_is_asked_from_a_little_before() {
        let asked = |name, cursor| address(name, cursor).ok();
        let live = "wss://j.example/subscribe?wantedCollections=app.bsky.feed.post\
                    &maxMessageSizeBytes=1000000";
        assert_eq!(asked("j.example", None).as_deref(), Some(live));
        assert_eq!(asked("https://j.example/", None).as_deref(), Some(live));
        assert_eq!(asked("j.example", Some("9000000")), Some(format!("{live}&cursor=4000000")));
        assert_eq!(asked("j.example", Some("odd")).as_deref(), Some(live));
        assert!(asked("ws://127.0.0.1:6008", None).is_some_and(|url| url.starts_with("ws://127.")));
        for odd in ["", "file:///etc", "a b", "me:pw@host", "host/path?x", "wss://"] {
            assert_eq!(asked(odd, None), None, "{odd}");
        }
    }
}

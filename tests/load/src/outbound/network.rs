//! The networks through which answers go: a connector that asks for commands, one that has them posted,
//! servers of Mastodon's kind, of which three forget what they were asked before and two have a wrong
//! clock, and a Bluesky network.

use std::sync::Arc;
use std::time::Duration;

use earshot_fakes::bluesky::{self, BlueskyFault};
use earshot_fakes::mastodon::{MastodonFault, NewStatus};
use earshot_fakes::platform::{Fault, NewPost, User};
use earshot_fakes::{Moment, Stop};
use earshot_model::{AccountId, Audience, Clock, Surface, Time};
use rand::rngs::StdRng;

use crate::desk::Desk;
use crate::needs::need;
use crate::networks::{self, Bluesky, Mastodon, Skewed, Spoken};
use crate::posts::HANDLE;
use crate::server::Server;

/// Longer than the server waits for an answer.
const TOO_LATE: Duration = Duration::from_secs(22);
/// How far a wrong clock is off, in microseconds.
const SKEW: i64 = 3 * Time::MINUTE;
/// As often as can be.
const ALWAYS: u32 = u32::MAX;

/// What kind of network it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Its connector asks for commands.
    Asking,
    /// Its connector has them posted.
    Posted,
    /// The server speaks its API.
    Mastodon,
    /// The same; nobody is held there.
    Bluesky,
}

impl Kind {
    /// Those on which an answer can be held between two steps.
    pub(super) const HELD: [Self; 3] = [Self::Asking, Self::Posted, Self::Mastodon];
}

/// A network with an account of the brand.
#[derive(Clone)]
pub(super) enum Network {
    Spoken(Kind, Spoken),
    Mastodon(Mastodon),
    Bluesky(Bluesky),
}

/// An answer that a customer saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    /// The post that it answers.
    pub(super) to: String,
    /// The words.
    pub(super) text: String,
}

/// Starts all of them, and connects them.
pub(super) async fn all(
    server: &Server,
    desk: &mut Desk,
    clock: &Arc<dyn Clock>,
) -> anyhow::Result<Vec<Network>> {
    let mut all = Vec::new();
    for (kind, handle) in [(Kind::Asking, "asking"), (Kind::Posted, "posted")] {
        let spoken = networks::plaza(server, handle, kind == Kind::Posted, clock.clone()).await?;
        // Nobody but the server keeps an answer from being doubled.
        spoken.plaza.plan(Fault::Forget, ALWAYS);
        all.push(Network::Spoken(kind, spoken));
    }
    for (place, by) in [0, 0, SKEW, -SKEW].into_iter().enumerate() {
        let clock = Skewed::of(clock.clone(), by);
        let network = networks::mastodon(desk, &format!("{HANDLE}{place}"), clock).await?;
        network.fake.allow(1_000_000);
        network.fake.late_by(TOO_LATE);
        if place > 0 {
            network.fake.plan(MastodonFault::ForgetKey, ALWAYS);
        }
        all.push(Network::Mastodon(network));
    }
    let network = networks::bluesky(desk, &format!("{HANDLE}.test"), clock.clone()).await?;
    network.fake.allow(1_000_000);
    all.push(Network::Bluesky(network));
    Ok(all)
}

impl Network {
    pub(super) const fn account(&self) -> AccountId {
        match self {
            Self::Spoken(_, spoken) => spoken.account,
            Self::Mastodon(network) => network.account,
            Self::Bluesky(network) => network.account,
        }
    }

    pub(super) const fn kind(&self) -> Kind {
        match self {
            Self::Spoken(kind, _) => *kind,
            Self::Mastodon(_) => Kind::Mastodon,
            Self::Bluesky(_) => Kind::Bluesky,
        }
    }

    /// Somebody asks for help there. Gives the network's id of the post.
    pub(super) fn ask(&self, rng: &mut StdRng, who: &str) -> String {
        match self {
            Self::Spoken(_, spoken) => spoken.plaza.post(NewPost {
                id: None,
                author: User {
                    id: format!("u-{who}"),
                    handle: who.to_owned(),
                    name: who.to_owned(),
                    followers: 90,
                },
                surface: Surface::Post,
                audience: Audience::Public,
                thread: None,
                parent: None,
                text: need(rng, HANDLE),
                language: None,
                rating: None,
                posted_at: None,
            }),
            Self::Mastodon(network) => network.fake.post(NewStatus {
                author: who.to_owned(),
                text: need(rng, &network.handle),
                in_reply_to: None,
                visibility: None,
            }),
            Self::Bluesky(network) => network.fake.post(bluesky::NewPost {
                author: format!("{who}.test"),
                text: need(rng, &network.handle),
                ..bluesky::NewPost::default()
            }),
        }
    }

    /// Holds whoever comes to this moment next, on a network where somebody can be held.
    pub(super) fn stop_at(&self, moment: Moment) -> Option<Stop> {
        match self {
            Self::Spoken(_, spoken) => Some(spoken.plaza.stop_at(moment)),
            Self::Mastodon(network) => Some(network.fake.stop_at(moment)),
            Self::Bluesky(_) => None,
        }
    }

    /// The next answer is shown, and nobody is told.
    pub(super) fn doubt_one(&self) {
        match self {
            Self::Spoken(Kind::Posted, spoken) => spoken.plaza.plan(Fault::AnswerLost, 1),
            Self::Spoken(_, spoken) => spoken.plaza.plan(Fault::AcceptThenDrop, 1),
            Self::Mastodon(network) => network.fake.plan(MastodonFault::AcceptThenDrop, 1),
            Self::Bluesky(network) => network.fake.plan(BlueskyFault::AcceptThenDrop, 1),
        }
    }

    /// Everything that customers saw.
    pub(super) fn shown(&self) -> Vec<Shown> {
        match self {
            Self::Spoken(_, spoken) => spoken
                .plaza
                .ledger()
                .into_iter()
                .map(|seen| Shown { to: seen.to, text: seen.text })
                .collect(),
            Self::Mastodon(network) => network
                .fake
                .ledger()
                .into_iter()
                .map(|seen| Shown {
                    to: seen.in_reply_to.unwrap_or_default(),
                    // The handle before the words is the network's, not ours.
                    text: seen
                        .text
                        .split_once(' ')
                        .map(|(_, text)| text.to_owned())
                        .unwrap_or_default(),
                })
                .collect(),
            Self::Bluesky(network) => {
                let told = network.fake.ledger().into_iter();
                told.map(|seen| Shown { to: seen.reply_to.unwrap_or_default(), text: seen.text })
                    .collect()
            }
        }
    }
}

//! What goes wrong on the networks, and who mends it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::time::Duration;

use earshot_fakes::bluesky::BlueskyFault as B;
use earshot_fakes::mastodon::MastodonFault as M;
use earshot_fakes::platform::Fault as P;
use earshot_store::channel_logins;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng as _};

use super::House;
use super::network::{Kind, Network};
use crate::desk::Desk;
use crate::networks::renew;

/// How often somebody looks for a login that was lost.
const LOOK: Duration = Duration::from_millis(500);

/// A misbehaviour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trouble {
    Mastodon(M),
    Asking(P),
    Posted(P),
    Bluesky(B),
}

const MASTODON: [M; 10] = [
    M::RateLimit,
    M::RudeRateLimit,
    M::ServerError,
    M::AcceptThenDrop,
    M::AcceptThenFail,
    M::AcceptLate,
    M::SlowBody,
    M::Truncated,
    M::ExpiredToken,
    M::RevokedRight,
];
const BLUESKY: [B; 10] = [
    B::RateLimit,
    B::RudeRateLimit,
    B::ServerError,
    B::AcceptThenDrop,
    B::AcceptThenFail,
    B::AcceptLate,
    B::SlowBody,
    B::ExpiredToken,
    B::LostRenewal,
    B::Truncated,
];
const ASKING: [P; 5] =
    [P::RateLimit, P::ServerError, P::AcceptThenDrop, P::Slow, P::RejectInReview];
const POSTED: [P; 10] = [
    P::RateLimit,
    P::ServerError,
    P::AcceptThenDrop,
    P::Slow,
    P::RejectInReview,
    P::Away,
    P::AnswerLost,
    P::AnswerFails,
    P::AnswerLate,
    P::SlowBody,
];

/// What can go wrong on a network.
fn of(network: &Network) -> Vec<Trouble> {
    match network.kind() {
        Kind::Mastodon => MASTODON.into_iter().map(Trouble::Mastodon).collect(),
        Kind::Asking => ASKING.into_iter().map(Trouble::Asking).collect(),
        Kind::Posted => POSTED.into_iter().map(Trouble::Posted).collect(),
        Kind::Bluesky => BLUESKY.into_iter().map(Trouble::Bluesky).collect(),
    }
}

fn plan(network: &Network, trouble: Trouble, times: u32) {
    match (network, trouble) {
        (Network::Mastodon(network), Trouble::Mastodon(fault)) => network.fake.plan(fault, times),
        (Network::Bluesky(network), Trouble::Bluesky(fault)) => {
            network.fake.plan(fault, times);
            if fault == B::LostRenewal {
                // Nobody renews a session before it has run out.
                network.fake.plan(B::ExpiredToken, times);
            }
        }
        (Network::Spoken(_, spoken), Trouble::Asking(fault) | Trouble::Posted(fault)) => {
            spoken.plaza.plan(fault, times);
        }
        _ => {}
    }
}

fn hits_of(network: &Network, trouble: Trouble) -> u32 {
    match (network, trouble) {
        (Network::Mastodon(network), Trouble::Mastodon(fault)) => network.fake.hits(fault),
        (Network::Bluesky(network), Trouble::Bluesky(fault)) => network.fake.hits(fault),
        (Network::Spoken(_, spoken), Trouble::Asking(fault) | Trouble::Posted(fault)) => {
            spoken.plaza.hits(fault)
        }
        _ => 0,
    }
}

/// How often each really struck, over all networks.
pub(super) fn hits(networks: &[Network]) -> BTreeMap<Trouble, u32> {
    let mut all = BTreeMap::new();
    for network in networks {
        for trouble in of(network) {
            *all.entry(trouble).or_default() += hits_of(network, trouble);
        }
    }
    all
}

/// How many answers a network may have refused for good.
pub(super) fn refusals(networks: &[Network]) -> u32 {
    let hits = hits(networks);
    let refuses = |trouble: &Trouble| {
        matches!(
            trouble,
            Trouble::Mastodon(M::RevokedRight)
                | Trouble::Asking(P::RejectInReview)
                | Trouble::Posted(P::RejectInReview)
        )
    };
    hits.into_iter().filter(|(trouble, _)| refuses(trouble)).map(|(_, hits)| hits).sum()
}

/// Makes all of it, each so often on each network, spread over the first nine tenths of the answers.
pub(super) async fn make(house: House, seed: u64, times: u32) {
    let mut rng = StdRng::seed_from_u64(seed ^ 0x0074_726f);
    let last = house.customers.len().saturating_mul(9).div_ceil(10).max(1);
    let mut all = Vec::new();
    for network in house.networks.iter() {
        for trouble in of(network) {
            all.extend((0..times).map(|_| (rng.random_range(0..last), network, trouble)));
        }
    }
    all.sort_by_key(|(at, ..)| *at);
    for (at, network, trouble) in all {
        while house.pace.written.load(Ordering::SeqCst) < at {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        plan(network, trouble, 1);
    }
}

/// Renews every login that is lost, as somebody does who reads the page of accounts.
pub(super) async fn mend(house: House, server: SocketAddr) {
    let mut desk = None;
    loop {
        tokio::time::sleep(LOOK).await;
        if desk.is_none() {
            desk = Desk::log_in(server, &house.ticket).await.ok();
        }
        let Some(desk) = desk.as_mut() else { continue };
        for network in house.networks.iter() {
            let Ok(mut conn) = house.db.read(house.ticket.org).await else { continue };
            let login = channel_logins::find(&mut conn, network.account()).await;
            drop(conn);
            let lost = login.is_ok_and(|login| login.is_some_and(|it| it.lost_at.is_some()));
            let is_mastodon = network.kind() == Kind::Mastodon;
            if lost && renew(desk, network.account(), is_mastodon).await {
                house.pace.renewed.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

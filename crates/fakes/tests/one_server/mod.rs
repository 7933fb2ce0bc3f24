//! An account on one server that we play, and what a page of it says.

use std::sync::Arc;
use std::time::Duration;

use earshot_channels::{Access, Channels, Fields, Page};
use earshot_egress::{Client, Policy};
use earshot_model::{
    Account, ChannelEvent, ChannelItem, Instruments, OrderedIds, SeededNoise, Time,
};

use crate::ground::{Nothing, Now};

/// The real time, and ids and noise that are the same each time.
pub(crate) fn tools() -> Instruments {
    Instruments {
        clock: Arc::new(Now),
        ids: Arc::new(OrderedIds::new(5)),
        noise: Arc::new(SeededNoise::new(6)),
    }
}

/// An account of this kind of channel that may call this host, which has a second to answer.
pub(crate) fn access(
    tools: &Instruments,
    (channel, host): (&str, &str),
    (handle, name): (&str, &str),
    settings: Fields,
    secrets: Fields,
) -> Access {
    let policy = Policy { answer_within: Duration::from_secs(1), ..Policy::default() };
    let client = Client::new(policy.allow(host)).unwrap();
    let channels = Channels::new(Vec::new(), client, tools.clone(), Arc::new(Nothing));
    let account = Account {
        org_id: tools.id(),
        id: tools.id(),
        channel: channel.to_owned(),
        handle: handle.to_owned(),
        name: name.to_owned(),
        capabilities: String::new(),
        created_at: Time(0),
        disabled_at: None,
    };
    channels.access_with(account, settings, secrets)
}

/// The posts of a page that brings nothing else.
pub(crate) fn items(page: &Page) -> Vec<&ChannelItem> {
    page.events
        .iter()
        .map(|event| match event {
            ChannelEvent::Upsert { item } => item.as_ref(),
            other => panic!("{other:?}"),
        })
        .collect()
}

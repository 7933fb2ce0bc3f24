//! The fake network's connector keeps to the protocol, and one that does not is found out.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use earshot_conformance::connector::{Plan, Stir, Subject, connector};
use earshot_conformance::{Error, Link, Report, Sheet};
use earshot_fakes::Demo;
use earshot_fakes::platform::{self, Fault, NewPost, Plaza, User};
use earshot_model::{Audience, FixedClock, Instruments, OrderedIds, SeededNoise, Surface, Time};
use tokio::task::JoinHandle;

const NOW: Time = Time(1_773_324_120 * Time::SECOND);

fn tools() -> Instruments {
    Instruments {
        clock: Arc::new(FixedClock::new(NOW)),
        ids: Arc::new(OrderedIds::new(1)),
        noise: Arc::new(SeededNoise::new(2)),
    }
}

/// Plaza with its connector, and somebody who writes there.
struct Network {
    plaza: Plaza,
    running: Option<JoinHandle<()>>,
    /// Whether a restart loses the network.
    forgets: bool,
    newest: String,
}

impl Network {
    fn new() -> Self {
        Self { plaza: plaza(), running: None, forgets: false, newest: String::new() }
    }
}

fn plaza() -> Plaza {
    Plaza::new(Demo::altavela(), "p", None, Arc::new(FixedClock::new(NOW)))
}

#[async_trait]
impl Subject for Network {
    async fn start(&mut self, link: &Link) -> Result<(), Error> {
        if self.forgets && self.running.is_some() {
            self.plaza = plaza();
        }
        let link = platform::Link {
            base_url: link.base_url.clone(),
            account: link.account,
            token: link.token.clone(),
        };
        let plaza = self.plaza.clone();
        self.running =
            Some(tokio::spawn(async move { drop(platform::connect(plaza, link).await) }));
        Ok(())
    }

    async fn kill(&mut self) {
        if let Some(running) = &self.running {
            running.abort();
        }
    }

    async fn stir(&mut self, what: Stir) -> Result<bool, Error> {
        match what {
            Stir::Post => self.newest = self.plaza.post(post()),
            Stir::Edit => self.plaza.edit(&self.newest, "Where is my red bag?").unwrap(),
            Stir::Delete => self.plaza.delete(&self.newest).unwrap(),
        }
        Ok(true)
    }
}

fn post() -> NewPost {
    NewPost {
        id: None,
        author: User {
            id: "u1".to_owned(),
            handle: "mirela".to_owned(),
            name: "Mirela".to_owned(),
            followers: 12,
        },
        surface: Surface::Post,
        audience: Audience::Public,
        thread: None,
        parent: None,
        text: "Where is my bag?".to_owned(),
        language: None,
        rating: None,
        posted_at: None,
    }
}

async fn test(subject: &mut dyn Subject) -> Report {
    let plan = Plan {
        listen: ([127, 0, 0, 1], 0).into(),
        patience: Duration::from_secs(4),
        webhook: None,
    };
    connector(subject, &plan, &tools(), Sheet::new(|_| ())).await.unwrap()
}

#[tokio::test]
async fn the_fake_network_passes() {
    let report = test(&mut Network::new()).await;
    assert_eq!(report.failures(), [""; 0], "{:#?}", report.lines);
    let (passed, _, skipped) = report.counts();
    assert!(passed >= 28 && skipped == 0, "{:#?}", report.lines);
}

#[tokio::test]
async fn one_that_forgets_what_it_posted_is_found_out() {
    let mut network = Network { forgets: true, ..Network::new() };
    let report = test(&mut network).await;
    assert_eq!(
        report.failures(),
        ["restart: a reply of which nobody heard is not called absent"],
        "{:#?}",
        report.lines
    );
}

#[tokio::test]
async fn one_that_delivers_the_same_revision_with_another_text_is_found_out() {
    let mut network = Network::new();
    let first = network.plaza.post(post());
    let mut item = network.plaza.posts()[0].item.clone();
    assert_eq!(item.id, first);
    item.text = "Something else".to_owned();
    network.plaza.deliver(earshot_model::ChannelEvent::Upsert { item: Box::new(item.clone()) });
    item.id = "x".repeat(600);
    network.plaza.deliver(earshot_model::ChannelEvent::Upsert { item: Box::new(item) });
    network.plaza.plan(Fault::Duplicate, 1);
    let report = test(&mut network).await;
    assert_eq!(network.plaza.hits(Fault::Duplicate), 1);
    assert_eq!(
        report.failures(),
        ["always: events can be read", "always: an id and a revision are one text"],
        "{:#?}",
        report.lines
    );
}

/// A connector that only ever sits there.
struct Silence;

#[async_trait]
impl Subject for Silence {
    async fn start(&mut self, _: &Link) -> Result<(), Error> {
        Ok(())
    }

    async fn kill(&mut self) {}

    async fn stir(&mut self, _: Stir) -> Result<bool, Error> {
        Ok(false)
    }
}

#[tokio::test]
async fn one_that_says_nothing_fails() {
    let report = test(&mut Silence).await;
    assert_eq!(
        report.failures(),
        ["start: it says what it can do", "start: it asks for commands, without `after`"]
    );
}

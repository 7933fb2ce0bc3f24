//! A channel that says what a test wrote down.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use earshot_channels::channel::{CASES, SourceKind};
use earshot_channels::{
    About, Access, Batch, Channel, Channels, Fault, Fields, Outgoing, Page, Receipt, Standing,
    Vault, Wanted,
};
use earshot_egress::{Client, Policy};
use earshot_listen::sources::{News, Reading};
use earshot_model::{
    Account, AccountId, ChannelEvent, ChannelItem, CommandResult, OrgId, OutboxId, SourceId, Time,
};
use earshot_store::channel_logins::{self, ChannelLogin};
use earshot_store::sources::{self, Source};
use tokio::sync::mpsc;

use crate::scene::Scene;

static ABOUT: About = About {
    kind: "scripted",
    name: "Scripted",
    fields: &[],
    sources: &[
        SourceKind {
            kind: "mentions",
            named: false,
            at_first: true,
            every: 20 * Time::SECOND,
            streams: true,
            whole: false,
        },
        SourceKind {
            kind: "network",
            named: true,
            at_first: false,
            every: Time::MINUTE,
            streams: true,
            whole: true,
        },
    ],
    hydrates: true,
};

/// What the channel says next, and what it was asked.
#[derive(Default)]
pub(crate) struct Script {
    pub(crate) pages: Mutex<VecDeque<Result<Page, Fault>>>,
    pub(crate) asked: Mutex<Vec<String>>,
    pub(crate) streams: Mutex<VecDeque<Vec<Batch>>>,
    /// Whether a stream goes on in silence when it has said everything.
    pub(crate) goes_on: Mutex<bool>,
    /// What the whole network says, a stream each.
    pub(crate) floods: Mutex<VecDeque<Vec<Batch>>>,
    /// Posts that were completed, and why some could not be.
    pub(crate) completed: Mutex<Vec<String>>,
    pub(crate) incomplete: Mutex<VecDeque<Fault>>,
    pub(crate) again: Mutex<VecDeque<Vec<ChannelEvent>>>,
    pub(crate) news: Mutex<Vec<(OutboxId, CommandResult)>>,
}

struct Scripted(Arc<Script>);

#[async_trait]
impl Channel for Scripted {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    async fn probe(&self, _: &Access) -> Result<Standing, Fault> {
        Err(Fault::Invalid("nobody probes".to_owned()))
    }

    async fn pull(&self, _: &Access, wanted: &Wanted<'_>) -> Result<Page, Fault> {
        self.0.asked.lock().unwrap().push(wanted.cursor.unwrap_or("-").to_owned());
        self.0.pages.lock().unwrap().pop_front().unwrap_or_else(|| Ok(Page::default()))
    }

    async fn stream(
        &self,
        _: &Access,
        wanted: &Wanted<'_>,
        heard: mpsc::Sender<Batch>,
    ) -> Result<(), Fault> {
        let all = if wanted.kind == "network" { &self.0.floods } else { &self.0.streams };
        let batches = all.lock().unwrap().pop_front();
        for batch in batches.ok_or_else(|| Fault::NotThere("no such stream".to_owned()))? {
            heard.send(batch).await.map_err(|_| Fault::Passing("nobody listens".to_owned()))?;
        }
        if *self.0.goes_on.lock().unwrap() {
            heard.closed().await;
        }
        Ok(())
    }

    async fn complete(
        &self,
        _: &Access,
        items: Vec<ChannelItem>,
    ) -> Result<Vec<ChannelItem>, Fault> {
        if let Some(fault) = self.0.incomplete.lock().unwrap().pop_front() {
            return Err(fault);
        }
        self.0.completed.lock().unwrap().extend(items.iter().map(|item| item.id.clone()));
        Ok(items)
    }

    async fn send(&self, _: &Access, _: &Outgoing) -> Result<Receipt, Fault> {
        Err(Fault::Invalid("nobody sends".to_owned()))
    }

    async fn find_sent(&self, _: &Access, _: &Outgoing) -> Result<Option<Receipt>, Fault> {
        Ok(None)
    }

    async fn hydrate(&self, _: &Access, ids: &[String]) -> Result<Vec<ChannelEvent>, Fault> {
        self.0.asked.lock().unwrap().push(ids.join("+"));
        Ok(self.0.again.lock().unwrap().pop_front().unwrap_or_default())
    }
}

struct Open;

impl Vault for Open {
    fn open_login(&self, _: OrgId, _: AccountId, sealed: &[u8]) -> Option<Fields> {
        (sealed == b"sealed").then(Fields::new)
    }
}

#[async_trait]
impl News for Script {
    async fn told(
        &self,
        _: OrgId,
        _: AccountId,
        message: OutboxId,
        result: CommandResult,
    ) -> Result<(), String> {
        self.news.lock().unwrap().push((message, result));
        Ok(())
    }
}

/// An account of the scripted channel, with one source of each kind.
pub(crate) struct Reader {
    pub(crate) scene: Scene,
    pub(crate) account: Account,
    pub(crate) script: Arc<Script>,
    pub(crate) reading: Reading,
}

impl Reader {
    pub(crate) async fn new(scene: Scene) -> Self {
        let account = scene.office.add_account(&scene.ground, "scripted", "altavela").await;
        let script = Arc::new(Script::default());
        let client = Client::new(Policy::default()).expect("a client");
        let all: Vec<Arc<dyn Channel>> = vec![Arc::new(Scripted(script.clone()))];
        let channels = Channels::new(all, client, scene.ground.tools.clone(), Arc::new(Open));
        let reading = Reading { channels, news: script.clone() };
        let reader = Self { scene, account, script, reading };
        reader.log_in().await;
        reader
    }

    async fn log_in(&self) {
        let now = self.scene.ground.tools.now();
        let login = ChannelLogin {
            account_id: self.account.id,
            settings: "{}".to_owned(),
            sealed: b"sealed".to_vec(),
            standing: "{}".to_owned(),
            probed_at: now,
            problem: None,
            lost_at: None,
        };
        let rows = [self.source("mentions", true, now), self.source(CASES, false, now.plus(1))];
        let write = self.scene.ground.db.write::<_, earshot_store::Error, _>(
            self.scene.office.org,
            move |tx| {
                Box::pin(async move {
                    channel_logins::insert(tx, &login).await?;
                    for row in &rows {
                        assert!(sources::insert(tx, row).await?);
                    }
                    Ok(())
                })
            },
        );
        write.await.expect("a login");
    }

    fn source(&self, kind: &str, streams: bool, due_at: Time) -> Source {
        Source {
            id: self.scene.ground.tools.id(),
            account_id: self.account.id,
            kind: kind.to_owned(),
            name: String::new(),
            cursor: String::new(),
            streams,
            due_at,
            lease_until: None,
            stream_until: None,
            wait: 0,
            failures: 0,
            problem: None,
            caught_up_at: None,
            heard_at: None,
            heard: 0,
            created_at: due_at,
            stopped_at: None,
        }
    }

    pub(crate) fn says(&self, page: Result<Page, Fault>) {
        self.script.pages.lock().unwrap().push_back(page);
    }

    /// Reads the next source that is due. Gives whether there was one.
    pub(crate) async fn read(&self) -> bool {
        let (org, id) = (self.scene.office.org, self.account.id);
        self.scene.listen.read_next(&self.reading, org, id).await.expect("a page is read")
    }

    /// The source of this kind.
    pub(crate) async fn row(&self, kind: &str) -> Source {
        let rows = sources::of_account(&mut self.scene.read().await, self.account.id).await;
        let mut rows = rows.expect("sources");
        rows.retain(|row| row.kind == kind);
        rows.pop().expect("the source")
    }

    pub(crate) async fn login(&self) -> ChannelLogin {
        let found = channel_logins::find(&mut self.scene.read().await, self.account.id).await;
        found.expect("a read").expect("a login")
    }

    /// Whether a post of the account is known.
    pub(crate) async fn knows(&self, id: &str) -> bool {
        let mut conn = self.scene.read().await;
        let known = earshot_store::posts::known(&mut conn, self.account.id, vec![id.to_owned()]);
        !known.await.expect("posts").is_empty()
    }

    /// Adds a source of this kind that is streamed.
    pub(crate) async fn add(&self, kind: &str) {
        let row = self.source(kind, true, self.scene.ground.tools.now());
        let db = &self.scene.ground.db;
        let write = db.write::<_, earshot_store::Error, _>(self.scene.office.org, move |tx| {
            Box::pin(async move { sources::insert(tx, &row).await })
        });
        assert!(write.await.expect("a source"));
    }

    /// The words of a post as they are stored.
    pub(crate) async fn text(&self, id: &str) -> String {
        let mut conn = self.scene.read().await;
        let known = earshot_store::posts::known(&mut conn, self.account.id, vec![id.to_owned()]);
        let id = known.await.expect("posts").first().expect("the post").id;
        earshot_store::posts::find(&mut conn, id).await.expect("the post").text
    }

    /// Whether a post is remembered as deleted.
    pub(crate) async fn buried(&self, id: &str) -> bool {
        let mut conn = self.scene.read().await;
        let stones =
            earshot_store::posts::tombstones(&mut conn, self.account.id, vec![id.to_owned()]);
        !stones.await.expect("tombstones").is_empty()
    }

    pub(crate) async fn stop(&self, id: SourceId) {
        let (account, now) = (self.account.id, self.scene.ground.tools.now());
        let write = self
            .scene
            .ground
            .db
            .write::<_, earshot_store::Error, _>(self.scene.office.org, move |tx| {
                Box::pin(sources::stop(tx, account, id, now))
            });
        write.await.expect("stopped");
    }
}

/// A page with these events.
pub(crate) fn page(events: Vec<ChannelEvent>, cursor: &str, more: bool) -> Page {
    Page { events, cursor: Some(cursor.to_owned()), more }
}

//! An office that listens, and words to bring to it.

use std::sync::Arc;

use earshot_cases::Moment;
use earshot_listen::{Accepted, Connector, Listen};
use earshot_model::{
    Account, Actor, Audience, Case, CaseId, CaseStatus, ChannelAuthor, ChannelEvent, ChannelItem,
    Post, Surface, Time,
};
use earshot_store::{Conn, Error, cases, inbox, posts, threads};
use earshot_testkit::{Ground, NOON, Office};
use serde_json::json;

/// A request that every playbook answers.
pub(crate) const HELP: &str =
    "@altavela my flight was cancelled and my bag is lost, please help me, where is it?";
/// Advertising.
pub(crate) const SPAM: &str =
    "WIN a FREE iPhone now!!! click http://spam.example/win #free #win #iphone #giveaway #crypto";

pub(crate) struct Scene {
    pub(crate) ground: Ground,
    pub(crate) office: Office,
    pub(crate) listen: Listen,
}

/// A public post of `author` in `thread`, one second after noon for each `second`.
pub(crate) fn said(id: &str, author: &str, thread: &str, second: i64, text: &str) -> ChannelItem {
    ChannelItem {
        id: id.to_owned(),
        revision: "1".to_owned(),
        surface: Surface::Comment,
        audience: Audience::Public,
        thread: thread.to_owned(),
        parent: None,
        author: ChannelAuthor {
            id: format!("id-{author}"),
            handle: format!("@{author}"),
            name: author.to_owned(),
            followers: Some(10),
        },
        text: text.to_owned(),
        language: None,
        url: None,
        rating: None,
        posted_at: NOON.plus(second * Time::SECOND),
        edited_at: None,
        sent_as: None,
    }
}

pub(crate) fn up(item: ChannelItem) -> ChannelEvent {
    ChannelEvent::Upsert { item: Box::new(item) }
}

pub(crate) fn gone(id: &str) -> ChannelEvent {
    ChannelEvent::Delete { id: id.to_owned(), at: NOON }
}

impl Scene {
    pub(crate) async fn new(ground: Ground) -> Self {
        let office = Office::open(&ground).await;
        let listen = Listen::new(ground.db.clone(), ground.tools.clone());
        Self { ground, office, listen }
    }

    pub(crate) async fn accept(&self, account: &Account, events: &[ChannelEvent]) -> Accepted {
        // Nobody hears a post before it is written.
        for event in events {
            if let ChannelEvent::Upsert { item } = event {
                self.ground.clock.set(self.ground.tools.now().max(item.posted_at));
            }
        }
        let body = serde_json::to_vec(&json!({ "events": events })).expect("events are JSON");
        self.listen.accept(Connector::from(account), &body).await.expect("the batch is read")
    }

    /// Works until nothing of this organization waits.
    pub(crate) async fn work(&self) {
        while self.listen.work_for(self.office.org).await.expect("the inbox is worked on") {}
    }

    /// Brings one batch in and works on it.
    pub(crate) async fn hear(&self, events: &[ChannelEvent]) -> Accepted {
        let answer = self.accept(&self.office.account.clone(), events).await;
        assert_eq!(answer.answer.rejected, 0, "{:?}", answer.answer);
        self.work().await;
        answer
    }

    pub(crate) async fn read(&self) -> Conn {
        self.ground.db.read(self.office.org).await.expect("a connection")
    }

    pub(crate) async fn backlog(&self) -> i64 {
        inbox::backlog(&mut self.read().await).await.expect("a number")
    }

    pub(crate) async fn try_post(&self, id: &str) -> Option<Post> {
        let mut conn = self.read().await;
        let known = posts::known(&mut conn, self.office.account.id, vec![id.to_owned()]).await;
        let known = known.expect("posts are read").pop()?;
        Some(posts::find(&mut conn, known.id).await.expect("the post is there"))
    }

    pub(crate) async fn post(&self, id: &str) -> Post {
        self.try_post(id).await.expect("the post is known")
    }

    /// The case of the post with this id.
    pub(crate) async fn case_of(&self, id: &str) -> Case {
        let case = self.post(id).await.case_id.expect("the post is in a case");
        cases::find(&mut self.read().await, case).await.expect("the case is there")
    }

    pub(crate) async fn posts_of_thread(&self, thread: &str) -> Vec<Post> {
        let mut conn = self.read().await;
        let account = self.office.account.id;
        let known = threads::by_external(&mut conn, account, vec![thread.to_owned()]).await;
        let thread = known.expect("threads are read").pop().expect("the thread is known");
        posts::of_thread(&mut conn, thread.id, 1_000).await.expect("posts are read")
    }

    /// Resolves or closes a case by hand.
    pub(crate) async fn end(&self, case: CaseId, status: CaseStatus) {
        let moment = Moment::new(self.ground.tools.now(), Actor::System);
        self.ground
            .db
            .write::<_, Error, _>(self.office.org, move |tx| {
                Box::pin(async move {
                    let case = cases::hold(tx, case).await?;
                    match status {
                        CaseStatus::Resolved => earshot_cases::resolve(tx, &moment, &case).await,
                        _ => earshot_cases::close(tx, &moment, &case, "test").await,
                    }
                })
            })
            .await
            .expect("the case ends");
    }

    pub(crate) async fn kinds_of(&self, case: CaseId) -> Vec<String> {
        let events = earshot_store::events::of_case(&mut self.read().await, case).await;
        events.expect("events are read").iter().map(|event| event.kind.word().to_owned()).collect()
    }

    pub(crate) fn shared(self) -> Arc<Self> {
        Arc::new(self)
    }
}

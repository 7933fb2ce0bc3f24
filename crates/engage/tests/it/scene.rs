//! An answer on its road, at each of its stations.

use std::time::Duration;

use earshot_engage::outbound::Told;
use earshot_engage::reply::ReplyRequest;
use earshot_engage::staff::{Reach, RoleKind, Staff};
use earshot_model::{
    Command, CommandResult, Direction, EventKind, OutboxId, OutboxState, ResultState, Time,
};
use earshot_store::posts;

use crate::ground::{Ground, Opened};
use crate::reply::{answer, log, message};

pub(crate) const NOW: Duration = Duration::ZERO;

pub(crate) fn told(state: ResultState, id: Option<&str>) -> CommandResult {
    let detail = (state != ResultState::Sent).then(|| "because".to_owned());
    CommandResult { state, id: id.map(str::to_owned), url: None, detail }
}

/// A ground with an answer in the queue.
pub(crate) struct Scene {
    pub(crate) ground: Ground,
    pub(crate) ana: Staff,
    pub(crate) opened: Opened,
    pub(crate) key: OutboxId,
}

impl Scene {
    pub(crate) async fn held(text: &str) -> Self {
        let ground = Ground::new().await;
        let ana = ground.colleague("Ana", RoleKind::Agent, Reach::Organization(ground.org)).await;
        let opened = ground.case("care", "my bag is gone").await;
        let request: ReplyRequest = answer(&ground, opened.case, text);
        let key = request.key;
        ground.engage.reply(&ana, request).await.unwrap();
        Self { ground, ana, opened, key }
    }

    pub(crate) async fn queued() -> Self {
        let scene = Self::held("We found your suitcase.").await;
        scene.after(10 * Time::SECOND);
        assert_eq!(scene.release().await, 1);
        scene
    }

    pub(crate) async fn sending() -> Self {
        let scene = Self::queued().await;
        assert!(matches!(scene.commands().await.as_slice(), [Command { .. }]));
        scene
    }

    /// The lease of an attempt ran out.
    pub(crate) async fn unknown() -> Self {
        let scene = Self::sending().await;
        scene.after(60 * Time::SECOND);
        assert_eq!(scene.expire().await, 1);
        scene
    }

    pub(crate) fn after(&self, micros: i64) {
        self.ground.clock.advance(micros);
    }

    pub(crate) async fn release(&self) -> usize {
        self.ground.engage.release(self.ground.org, self.ground.tools.now()).await.unwrap()
    }

    pub(crate) async fn expire(&self) -> usize {
        self.ground.engage.expire(self.ground.org, self.ground.tools.now()).await.unwrap()
    }

    pub(crate) async fn commands(&self) -> Vec<Command> {
        let account = self.opened.account.id;
        self.ground.engage.commands(self.ground.org, account, NOW).await.unwrap()
    }

    pub(crate) async fn tell(&self, state: ResultState, id: Option<&str>) -> Told {
        let account = self.opened.account.id;
        let result = told(state, id);
        self.ground.engage.result(self.ground.org, account, self.key, result).await.unwrap()
    }

    pub(crate) async fn state(&self) -> OutboxState {
        message(&self.ground, self.key).await.state
    }

    pub(crate) async fn outbound_posts(&self) -> Vec<earshot_model::Post> {
        let mut conn = self.ground.db.read(self.ground.org).await.unwrap();
        let mut all = posts::of_thread(&mut conn, self.opened.thread, 50).await.unwrap();
        all.retain(|post| post.direction == Direction::Outbound);
        all
    }

    pub(crate) async fn count(&self, kind: EventKind) -> usize {
        log(&self.ground, self.opened.case, kind).await.len()
    }
}

//! A database that came out of a backup: what was on its way then may have gone since, and nothing is
//! sent a second time.

use earshot_engage::outbound::Told;
use earshot_model::{
    Capabilities, Command, CommandBody, EventKind, OutboxState, ResultState, Time,
};
use earshot_store::backup;
use earshot_store::blobs::BlobStore;

use crate::approvals::waiting_for_a_word;
use crate::ground::Ground;
use crate::reply::can;
use crate::scene::Scene;

/// The same scene on a database that was filled from a backup of it, a minute later.
async fn restored(scene: Scene) -> Scene {
    let (folder, now) = (tempfile::tempdir().unwrap(), scene.ground.tools.now());
    let file = folder.path().join("saved.earshot");
    let files = BlobStore::new(folder.path().join("blobs"), 1 << 20);
    backup::dump(&scene.ground.db, &files, &file, now).await.unwrap();
    let mut ground = Ground::empty().await;
    ground.org = scene.ground.org;
    ground.clock.advance(now.since(ground.tools.now()) + Time::MINUTE);
    let (tokens, now) = (|_: &str| Vec::new(), ground.tools.now());
    let done = backup::restore(&ground.db, &files, &file, &tokens, &[], now).await.unwrap();
    assert_eq!(done.stale.looked_up + done.stale.asked, 1);
    Scene { ground, ..scene }
}

impl Scene {
    /// A day in which every loop has had its turn.
    async fn a_day(&self) -> Vec<Command> {
        let mut commands = Vec::new();
        for _ in 0..3 {
            self.after(8 * Time::HOUR);
            self.release().await;
            self.expire().await;
            commands.extend(self.commands().await);
        }
        commands
    }
}

fn is_reply(command: &Command) -> bool {
    matches!(command.body, CommandBody::Reply { .. })
}

async fn at_every_station() -> [Scene; 4] {
    let held = Scene::held("We found your suitcase.").await;
    [held, Scene::queued().await, Scene::sending().await, Scene::unknown().await]
}

#[tokio::test]
async fn what_went_since_the_backup_is_found_and_not_sent_again() {
    for scene in at_every_station().await {
        let scene = restored(scene).await;
        assert_eq!(scene.state().await, OutboxState::Unknown);
        let asked = scene.commands().await;
        assert!(matches!(asked.as_slice(), [only] if !is_reply(only)), "{asked:?}");
        scene.tell(ResultState::Sent, Some("x1")).await;
        assert_eq!(scene.state().await, OutboxState::Sent);
        assert_eq!(scene.a_day().await, []);
        assert_eq!(scene.outbound_posts().await.len(), 1);
    }
}

#[tokio::test]
async fn what_the_channel_does_not_have_waits_for_a_person() {
    for scene in at_every_station().await {
        let scene = restored(scene).await;
        assert_eq!(scene.commands().await.len(), 1);
        // It may have been there, and removed.
        assert_eq!(scene.tell(ResultState::Retry, None).await, Told::Known(OutboxState::Unknown));
        assert_eq!(scene.a_day().await, []);
        let engage = &scene.ground.engage;
        engage.settle_unknown(&scene.ana, scene.opened.case, scene.key, false).await.unwrap();
        assert!(scene.commands().await.iter().all(is_reply));
        // From here on it is a message as any other.
        scene.after(60 * Time::SECOND);
        assert_eq!((scene.expire().await, scene.commands().await.len()), (1, 1));
        scene.after(60 * Time::SECOND);
        let sent_again = scene.tell(ResultState::Retry, None).await;
        assert_eq!(sent_again, Told::Taken(OutboxState::Queued));
    }
}

#[tokio::test]
async fn where_no_channel_can_look_a_person_is_asked_at_once() {
    for scene in at_every_station().await {
        let blind = Capabilities { find_sent: false, ..Capabilities::default() };
        can(&scene.ground, &scene.opened, blind).await;
        let scene = restored(scene).await;
        assert_eq!(scene.a_day().await, []);
        assert_eq!(scene.state().await, OutboxState::Unknown);
        let engage = &scene.ground.engage;
        engage.settle_unknown(&scene.ana, scene.opened.case, scene.key, true).await.unwrap();
        assert_eq!(scene.count(EventKind::ReplySent).await, 1);
        assert_eq!(scene.a_day().await, []);
    }
}

#[tokio::test]
async fn an_answer_that_nobody_agreed_to_never_goes_without_their_word() {
    let scene = restored(waiting_for_a_word().await).await;
    scene.tell(ResultState::Retry, None).await;
    let engage = &scene.ground.engage;
    engage.settle_unknown(&scene.ana, scene.opened.case, scene.key, false).await.unwrap();
    assert_eq!(scene.state().await, OutboxState::Held);
    assert_eq!(scene.a_day().await, [], "it waits for their word again");
}

//! Commands that are posted to a program.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use earshot_channels::http::webhook::Delivery;
use earshot_engage::outbound::{Carried, Postman, Webhook};
use earshot_model::{Account, Command, CommandBody, OutboxState, ResultState, Time};
use earshot_store::accounts::Keys;
use earshot_store::threads::Thread;
use earshot_store::{accounts, persons, posts, threads};

use crate::ground::Opened;
use crate::reply::answer;
use crate::scene::{Scene, told};

/// Answers as it was told to, and counts.
struct Fake {
    answers: Mutex<Vec<Result<Delivery, earshot_channels::Error>>>,
    carried: Mutex<Vec<Command>>,
}

impl Fake {
    fn new(answers: Vec<Result<Delivery, earshot_channels::Error>>) -> Arc<Self> {
        Arc::new(Self { answers: Mutex::new(answers), carried: Mutex::default() })
    }
}

impl Postman for Fake {
    fn carry<'a>(&'a self, to: &'a Webhook, command: &'a Command) -> Carried<'a> {
        assert_eq!(to.url, "https://plugin.example/hook");
        self.carried.lock().unwrap().push(command.clone());
        let answer = self.answers.lock().unwrap().remove(0);
        Box::pin(async move { answer })
    }
}

/// The case goes on through an account with a webhook.
async fn with_webhook() -> Scene {
    let scene = Scene::held("Unused").await;
    let account = Account {
        id: scene.ground.tools.id(),
        handle: "hooked".to_owned(),
        ..scene.opened.account.clone()
    };
    let keys = Keys {
        token_hash: [3; 32],
        sealed_secret: None,
        webhook_url: Some("https://plugin.example/hook".to_owned()),
        disabled_at: None,
    };
    let row = account.clone();
    let work = scene.ground.db.write::<_, earshot_store::Error, _>(scene.ground.org, move |tx| {
        Box::pin(async move { accounts::insert(tx, &row, &keys).await })
    });
    work.await.unwrap();
    through(scene, account).await
}

/// The case of a scene goes on through this account: a new word came there, and its answer is in the
/// queue.
pub(crate) async fn through(mut scene: Scene, account: Account) -> Scene {
    let ground = &scene.ground;
    ground.engage.cancel_reply(&scene.ana, scene.opened.case, scene.key).await.unwrap();
    let thread = Thread {
        id: ground.tools.id(),
        account_id: account.id,
        external_id: "hooked".to_owned(),
        created_at: ground.tools.now(),
    };
    let mut conn = ground.db.read(ground.org).await.unwrap();
    let identity = persons::identity(&mut conn, scene.opened.identity).await.unwrap();
    drop(conn);
    ground.clock.advance(Time::SECOND);
    let opened = Opened { account, thread: thread.id, ..scene.opened.clone() };
    let post = ground.post(&opened, &identity, "p2", None, "and here");
    let (id, in_case, salt) = (post.id, opened.case, ground.tools.salt());
    let work = ground.db.write::<_, earshot_store::Error, _>(ground.org, move |tx| {
        Box::pin(async move {
            threads::insert_all(tx, &[thread]).await?;
            posts::insert_all(tx, &[(post, salt)]).await?;
            posts::join_case(tx, &[id], in_case).await
        })
    });
    work.await.unwrap();
    let request = answer(ground, opened.case, "We found it.");
    scene.key = request.key;
    ground.engage.reply(&scene.ana, request).await.unwrap();
    scene.opened = opened;
    scene.after(10 * Time::SECOND);
    assert_eq!(scene.release().await, 1);
    scene
}

async fn deliver(scene: &Scene, postman: &Fake) {
    let to = Webhook {
        org: scene.ground.org,
        account: scene.opened.account.id,
        url: "https://plugin.example/hook".to_owned(),
        sealed_secret: None,
    };
    scene.ground.engage.deliver(scene.ground.org, &to, postman).await.unwrap();
}

#[tokio::test]
async fn a_webhook_is_called_and_its_answer_counts() {
    use OutboxState as O;
    let done = |state, id| Ok(Delivery::Done(told(state, id)));
    let refused = || Err(earshot_channels::Error::BadSecret);
    for (first, end) in [
        (done(ResultState::Sent, Some("x1")), O::Sent),
        (done(ResultState::Retry, None), O::Queued),
        (done(ResultState::Failed, None), O::Failed),
        (Ok(Delivery::Taken), O::Sending),
        (refused(), O::Failed),
    ] {
        let scene = with_webhook().await;
        let postman = Fake::new(vec![first]);
        deliver(&scene, &postman).await;
        deliver(&scene, &postman).await;
        assert_eq!(scene.state().await, end);
        assert_eq!(postman.carried.lock().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_webhook_that_may_have_done_it_is_asked_and_not_told_again() {
    let scene = with_webhook().await;
    let done = |state, id| Ok(Delivery::Done(told(state, id)));
    let postman =
        Fake::new(vec![done(ResultState::Unknown, None), done(ResultState::Sent, Some("x1"))]);
    deliver(&scene, &postman).await;
    assert_eq!(scene.state().await, OutboxState::Sent);
    let carried = std::mem::take(&mut *postman.carried.lock().unwrap());
    assert!(matches!(carried[0].body, CommandBody::Reply { .. }));
    assert!(matches!(carried[1].body, CommandBody::FindSent { .. }));
    assert_eq!(scene.outbound_posts().await.len(), 1);
}

/// A program that is away, or a way there that is barred, says nothing of what stands on the channel.
#[tokio::test]
async fn a_look_that_never_arrives_leaves_an_answer_uncertain() {
    let fell = |state| Ok(Delivery::Failed(told(state, None)));
    for look in [
        fell(ResultState::Retry),
        fell(ResultState::Failed),
        fell(ResultState::Unknown),
        Err(earshot_channels::Error::BadSecret),
    ] {
        let scene = with_webhook().await;
        let postman = Fake::new(vec![fell(ResultState::Unknown), look]);
        deliver(&scene, &postman).await;
        assert_eq!(scene.state().await, OutboxState::Unknown);
        scene.after(10 * Time::MINUTE);
        assert_eq!(scene.state().await, OutboxState::Unknown, "and is not sent again");
        let found = Fake::new(vec![Ok(Delivery::Done(told(ResultState::Sent, Some("x1"))))]);
        deliver(&scene, &found).await;
        assert_eq!(scene.state().await, OutboxState::Sent);
        let carried = std::mem::take(&mut *found.carried.lock().unwrap());
        assert!(matches!(carried[0].body, CommandBody::FindSent { .. }));
    }
}

#[tokio::test]
async fn the_loop_carries_an_answer_all_the_way_and_stops() {
    let scene = with_webhook().await;
    let postman = Fake::new(vec![Ok(Delivery::Done(told(ResultState::Sent, Some("x1"))))]);
    let (stop, shutdown) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(scene.ground.engage.clone().run_outbound(postman.clone(), shutdown));
    for _ in 0..200 {
        if scene.state().await == OutboxState::Sent {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert_eq!(scene.state().await, OutboxState::Sent);
    stop.send(true).unwrap();
    tokio::time::timeout(Duration::from_secs(5), running).await.unwrap().unwrap();
    assert_eq!(postman.carried.lock().unwrap().len(), 1);
}

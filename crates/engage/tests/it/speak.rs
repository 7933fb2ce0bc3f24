//! Answers through a channel that the server speaks itself.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use earshot_channels::{
    About, Access, Channel, Channels, Fault, Fields, Outgoing, Page, Receipt, Standing, Wanted,
};
use earshot_egress::{Client, Policy};
use earshot_engage::channels::{Health, SourceKind};
use earshot_engage::{Engage, Error};
use earshot_model::{
    Account, Actor, Capabilities, EventKind, LengthRule, LengthUnit, OutboxState, Time,
};
use earshot_store::channel_logins;

use crate::reply::message;
use crate::scene::Scene;
use crate::signed::seal;
use crate::webhook::through;

static ABOUT: About = About {
    kind: "mouth",
    name: "Mouth",
    fields: &[],
    sources: &[SourceKind {
        kind: "mentions",
        named: false,
        at_first: true,
        every: 20 * Time::SECOND,
        streams: false,
        whole: false,
    }],
    hydrates: true,
};

/// What the channel answers next, and what it was given.
#[derive(Default)]
struct Mouth {
    sends: Mutex<VecDeque<Result<Receipt, Fault>>>,
    looks: Mutex<VecDeque<Result<Option<Receipt>, Fault>>>,
    given: Mutex<Vec<Outgoing>>,
    looked: Mutex<Vec<Outgoing>>,
}

struct Speaks(Arc<Mouth>);

#[async_trait]
impl Channel for Speaks {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    async fn probe(&self, access: &Access) -> Result<Standing, Fault> {
        let rule = LengthRule { unit: LengthUnit::Graphemes, max: 300, link_counts: None };
        let capabilities =
            Capabilities { length_public: rule, length_private: rule, ..Capabilities::default() };
        Ok(Standing {
            id: "me".to_owned(),
            handle: "altavela".to_owned(),
            name: "Altavela".to_owned(),
            capabilities,
            learned: Fields::from([("seen".to_owned(), access.secret("token").to_owned())]),
            rights: Vec::new(),
            server: "Mouth 1".to_owned(),
        })
    }

    async fn pull(&self, _: &Access, _: &Wanted<'_>) -> Result<Page, Fault> {
        Ok(Page::default())
    }

    async fn send(&self, _: &Access, answer: &Outgoing) -> Result<Receipt, Fault> {
        self.0.given.lock().unwrap().push(answer.clone());
        self.0.sends.lock().unwrap().pop_front().expect("nothing more is sent")
    }

    async fn find_sent(&self, _: &Access, answer: &Outgoing) -> Result<Option<Receipt>, Fault> {
        self.0.looked.lock().unwrap().push(answer.clone());
        self.0.looks.lock().unwrap().pop_front().expect("nothing more is looked up")
    }
}

fn receipt(id: &str) -> Receipt {
    Receipt { id: id.to_owned(), url: None }
}

/// An answer waits in the queue of an account of this channel.
struct Waiting {
    scene: Scene,
    engage: Engage,
    mouth: Arc<Mouth>,
    account: Account,
}

impl Waiting {
    async fn new() -> Self {
        let scene = Scene::held("Unused").await;
        let mouth = Arc::new(Mouth::default());
        let all: Vec<Arc<dyn Channel>> = vec![Arc::new(Speaks(mouth.clone()))];
        let client = Client::new(Policy::default()).unwrap();
        let sealing = seal(&[[5; 32]]);
        let vault = Arc::new(sealing.clone());
        let channels = Channels::new(all, client, scene.ground.tools.clone(), vault);
        let engage = scene.ground.engage.clone().with_seal(sealing).with_channels(channels);
        let made = engage
            .connect_channel_as(scene.ground.org, Actor::System, "mouth", &Fields::new())
            .await
            .unwrap();
        let scene = through(scene, made.account.clone()).await;
        Self { scene, engage, mouth, account: made.account }
    }

    async fn speak(&self) {
        self.engage.speak(self.scene.ground.org, self.account.id).await.unwrap();
    }

    fn sends(&self, answer: Result<Receipt, Fault>) {
        self.mouth.sends.lock().unwrap().push_back(answer);
    }

    fn looks(&self, answer: Result<Option<Receipt>, Fault>) {
        self.mouth.looks.lock().unwrap().push_back(answer);
    }

    fn given(&self) -> usize {
        self.mouth.given.lock().unwrap().len()
    }
}

#[tokio::test]
async fn an_answer_goes_out_once_with_everything_a_channel_needs() {
    let waiting = Waiting::new().await;
    waiting.sends(Ok(receipt("x1")));
    waiting.speak().await;
    waiting.speak().await;
    assert_eq!(waiting.scene.state().await, OutboxState::Sent);
    let given = waiting.mouth.given.lock().unwrap().clone();
    let [answer] = given.as_slice() else { panic!("{given:?}") };
    assert_eq!((answer.to.as_str(), answer.text.as_str()), ("p2", "We found it."));
    assert_eq!((answer.handle.as_str(), answer.id), ("mirela", waiting.scene.key));
    let row = message(&waiting.scene.ground, waiting.scene.key).await;
    assert_eq!((row.external_id.as_deref(), row.attempts), (Some("x1"), 1));
    assert_eq!(waiting.scene.outbound_posts().await.len(), 1);
}

#[tokio::test]
async fn what_may_have_gone_is_looked_up_and_never_said_again() {
    let waiting = Waiting::new().await;
    waiting.sends(Err(Fault::Unknown("the connection broke".to_owned())));
    waiting.looks(Err(Fault::Passing("it is away".to_owned())));
    waiting.speak().await;
    assert_eq!(
        waiting.scene.state().await,
        OutboxState::Unknown,
        "a look that failed says nothing"
    );
    waiting.looks(Ok(Some(receipt("x1"))));
    waiting.scene.after(61 * Time::SECOND);
    waiting.speak().await;
    assert_eq!(waiting.scene.state().await, OutboxState::Sent);
    assert_eq!(waiting.given(), 1);
    assert_eq!(waiting.mouth.looked.lock().unwrap().len(), 2);
    assert_eq!(waiting.scene.count(EventKind::ReplyUnknown).await, 1);
    assert_eq!(waiting.scene.outbound_posts().await.len(), 1);
}

#[tokio::test]
async fn only_what_is_surely_not_there_is_said_again() {
    let waiting = Waiting::new().await;
    waiting.sends(Err(Fault::Unknown("no answer in time".to_owned())));
    waiting.looks(Ok(None));
    waiting.speak().await;
    assert_eq!(waiting.scene.state().await, OutboxState::Unknown, "it may still be under way");
    waiting.scene.after(61 * Time::SECOND);
    waiting.looks(Ok(None));
    waiting.speak().await;
    assert_eq!(waiting.scene.state().await, OutboxState::Queued);
    waiting.scene.after(6 * Time::SECOND);
    waiting.sends(Ok(receipt("x1")));
    waiting.speak().await;
    assert_eq!(waiting.scene.state().await, OutboxState::Sent);
    let given = waiting.mouth.given.lock().unwrap();
    assert_eq!(given.len(), 2);
    assert_eq!(given[0], given[1], "the same answer with the same mark");
}

#[tokio::test]
async fn what_the_channel_refuses_fails_and_says_why() {
    let waiting = Waiting::new().await;
    waiting.sends(Err(Fault::Invalid("it answered 422, \"too long\"".to_owned())));
    waiting.speak().await;
    assert_eq!(waiting.scene.state().await, OutboxState::Failed);
    let row = message(&waiting.scene.ground, waiting.scene.key).await;
    assert!(row.problem.unwrap().contains("too long"));
}

#[tokio::test]
async fn a_lost_login_keeps_answers_until_it_is_renewed() {
    let waiting = Waiting::new().await;
    let org = waiting.scene.ground.org;
    waiting.sends(Err(Fault::Login("it answered 401".to_owned())));
    waiting.speak().await;
    waiting.scene.after(Time::HOUR);
    waiting.speak().await;
    assert_eq!(waiting.scene.state().await, OutboxState::Queued);
    let health = waiting.engage.account_health_as(org).await.unwrap();
    let lost = health.iter().find(|one| one.account.id == waiting.account.id).unwrap();
    assert_eq!((lost.health, lost.waiting), (Health::Lost, 1));
    waiting.engage.probe_channel_as(org, Actor::System, waiting.account.id, None).await.unwrap();
    waiting.sends(Ok(receipt("x1")));
    waiting.speak().await;
    assert_eq!(waiting.scene.state().await, OutboxState::Sent);
    assert_eq!(waiting.given(), 2);
}

#[tokio::test]
async fn an_account_is_connected_once_with_what_its_channel_said() {
    let waiting = Waiting::new().await;
    let org = waiting.scene.ground.org;
    let again =
        waiting.engage.connect_channel_as(org, Actor::System, "mouth", &Fields::new()).await;
    assert!(matches!(again, Err(Error::Taken { .. })), "{again:?}");
    let none = waiting.engage.connect_channel_as(org, Actor::System, "none", &Fields::new()).await;
    assert!(matches!(none, Err(Error::Invalid { field: "channel", .. })), "{none:?}");
    let health = waiting.engage.account_health_as(org).await.unwrap();
    let one = health.iter().find(|one| one.account.id == waiting.account.id).unwrap();
    let kinds: Vec<&str> = one.sources.iter().map(|s| s.source.kind.as_str()).collect();
    assert_eq!(kinds, ["mentions", "cases"]);
    assert_eq!(one.health, Health::New);
    let can: Capabilities = serde_json::from_str(&one.account.capabilities).unwrap();
    assert_eq!(can.length_public.max, 300);
    let mut conn = waiting.scene.ground.db.read(org).await.unwrap();
    let login = channel_logins::find(&mut conn, waiting.account.id).await.unwrap().unwrap();
    assert!(!login.sealed.is_empty() && login.settings.contains("seen"));
}

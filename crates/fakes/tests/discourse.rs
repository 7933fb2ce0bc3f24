//! The Discourse channel against the forum that we play.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod ground;
mod one_server;

use earshot_channels::channel::Channel as _;
use earshot_channels::discourse::Discourse;
use earshot_channels::{Access, Fault, Fields, Outgoing, Page, Wanted};
use earshot_fakes::forum::{API_KEY, FakeForum, Strike as S, USERNAME};
use earshot_model::{Audience, ChannelEvent, Clock as _, Instruments, Time};
use tokio::net::TcpListener;

use self::ground::Now;
use self::one_server::{access, items, tools};

struct Scene {
    fake: FakeForum,
    access: Access,
    tools: Instruments,
}

impl Scene {
    /// A forum, and our account on it, probed.
    async fn new(key: &str) -> Self {
        let mut scene = Self::unprobed(key).await;
        let standing = Discourse.probe(&scene.access).await.unwrap();
        scene.access.settings.extend(standing.learned);
        scene.access.account.handle = standing.handle;
        scene
    }

    async fn unprobed(key: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let tools = tools();
        let fake = FakeForum::new(tools.clock.clone());
        tokio::spawn(fake.clone().serve(listener));
        let username = if key.is_empty() { "" } else { "Altavela" };
        let settings = Fields::from([
            ("address".to_owned(), format!("http://{host}")),
            ("username".to_owned(), username.to_owned()),
        ]);
        let secrets = Fields::from([("api_key".to_owned(), key.to_owned())]);
        let access = access(&tools, ("discourse", &host), ("", ""), settings, secrets);
        Self { fake, access, tools }
    }

    async fn pull(&self, kind: &str, name: &str, cursor: Option<&str>) -> Result<Page, Fault> {
        Discourse.pull(&self.access, &Wanted { kind, name, cursor }).await
    }

    fn answer(&self, to: &str, text: &str) -> Outgoing {
        Outgoing {
            id: self.tools.id(),
            thread: "topic:7".to_owned(),
            to: to.to_owned(),
            author: "77".to_owned(),
            handle: "mirela".to_owned(),
            audience: Audience::Public,
            text: text.to_owned(),
            written_at: self.tools.now(),
        }
    }
}

#[tokio::test]
async fn a_probe_says_who_we_are_or_that_answers_are_given_by_hand() {
    let standing = Discourse.probe(&Scene::unprobed(API_KEY).await.access).await.unwrap();
    assert!(standing.handle.starts_with("altavela@127.0.0.1:"), "{}", standing.handle);
    assert_eq!(
        (standing.name.as_str(), standing.learned["username"].as_str()),
        (USERNAME, USERNAME)
    );
    assert!(standing.capabilities.reply_public && !standing.capabilities.by_hand);
    let standing = Discourse.probe(&Scene::unprobed("").await.access).await.unwrap();
    assert!(!standing.capabilities.reply_public && standing.capabilities.by_hand);
    let wrong = Discourse.probe(&Scene::unprobed("wrong").await.access).await.unwrap_err();
    assert!(matches!(wrong, Fault::Forbidden(_)), "{wrong}");
}

#[tokio::test]
async fn posts_come_once_with_edits_and_deletes() {
    let scene = Scene::new("").await;
    scene.fake.write_at("old", (6, None), "History", Now.now().plus(-30 * Time::DAY));
    scene.fake.write("mirela", 7, None, "Where is my bag?");
    let first = scene.pull("latest", "", None).await.unwrap();
    assert_eq!(items(&first).len(), 1, "{first:?}");
    assert_eq!(items(&first)[0].text, "Lost bags\n\nWhere is my bag?");
    let mut ids = Vec::new();
    for n in 0..50 {
        let number = scene.fake.write("tomas", 7, Some(1), &format!("Mine is gone, too: {n}"));
        ids.push(format!("7/{number}"));
    }
    let news = scene.pull("latest", "", first.cursor.as_deref()).await.unwrap();
    let told: Vec<_> = items(&news).iter().map(|item| item.id.clone()).collect();
    assert_eq!(told, ids, "three pages, in order");
    assert_eq!(items(&news)[0].parent.as_deref(), Some("7/1"));
    assert!(scene.pull("latest", "", news.cursor.as_deref()).await.unwrap().events.is_empty());
    scene.fake.edit(7, 50, "Found it.");
    let edited = scene.pull("latest", "", news.cursor.as_deref()).await.unwrap();
    assert_eq!((items(&edited).len(), items(&edited)[0].text.as_str()), (1, "Found it."));
    assert!(items(&edited)[0].revision > items(&news)[48].revision);
    // What stands further back is told by asking for it.
    scene.fake.edit(7, 2, "Never mind.");
    scene.fake.delete(7, 3);
    let looked = Discourse
        .hydrate(&scene.access, &["7/2".to_owned(), "7/3".to_owned(), "7/4".to_owned()])
        .await
        .unwrap();
    assert!(
        matches!(&looked[..], [ChannelEvent::Upsert { item }, ChannelEvent::Delete { id, .. }]
        if item.text == "Never mind." && id == "7/3"),
        "{looked:?}"
    );
}

#[tokio::test]
async fn words_are_searched_for_and_each_post_asked_for_once() {
    let scene = Scene::new("").await;
    scene.fake.write("mirela", 7, None, "Altavela lost my bag");
    scene.fake.write("tomas", 7, Some(1), "Nothing of interest");
    let found = scene.pull("words", "altavela", None).await.unwrap();
    assert_eq!(items(&found).len(), 1);
    assert!(
        scene.pull("words", "altavela", found.cursor.as_deref()).await.unwrap().events.is_empty()
    );
}

#[tokio::test]
async fn an_answer_is_given_once_and_found_after_an_uncertain_end() {
    let scene = Scene::new(API_KEY).await;
    scene.fake.write("mirela", 7, None, "Where is my bag?");
    let short = Discourse.send(&scene.access, &scene.answer("7/1", "Hm.")).await.unwrap_err();
    assert!(short.to_string().contains("too short"), "{short}");
    let answer = scene.answer("7/1", "We have found it, Mirela: it comes tomorrow.");
    let receipt = Discourse.send(&scene.access, &answer).await.unwrap();
    assert_eq!(receipt.id, "7/2");
    assert!(receipt.url.unwrap().ends_with("/t/lost-bags/7/2"));
    assert_eq!((scene.fake.ledger().len(), scene.fake.ledger()[0].reply_to), (1, Some(1)));
    for (n, strike) in [S::AcceptThenDrop, S::AcceptThenFail, S::Truncated].into_iter().enumerate()
    {
        let answer = scene.answer("7/1", &format!("One more word about your bag, number {n}."));
        assert_eq!(Discourse.find_sent(&scene.access, &answer).await.unwrap(), None);
        scene.fake.plan(strike, 1);
        let sent = Discourse.send(&scene.access, &answer).await;
        assert!(matches!(sent, Err(Fault::Unknown(_))), "{strike:?}: {sent:?}");
        assert_eq!(scene.fake.hits(strike), 1);
        let found = Discourse.find_sent(&scene.access, &answer).await.unwrap().unwrap();
        assert_eq!(found.id, format!("7/{}", n + 3));
    }
    assert_eq!(scene.fake.ledger().len(), 4);
    let page = scene.pull("latest", "", None).await.unwrap();
    let ours =
        items(&page).into_iter().filter(|item| item.author.handle == scene.access.account.handle);
    assert_eq!(ours.count(), 4, "what is ours is known as ours");
}

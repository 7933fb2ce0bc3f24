//! The feeds channel against the blog that we play.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod ground;
mod one_server;

use earshot_channels::channel::Channel as _;
use earshot_channels::feeds::Feeds;
use earshot_channels::{Access, Fault, Fields, Page, Wanted};
use earshot_fakes::site::{FakeSite, NewArticle, SiteFault as F};
use earshot_model::{Capabilities, ChannelEvent, Clock as _, Time};
use tokio::net::TcpListener;

use self::ground::Now;
use self::one_server::{access, items, tools};

struct Scene {
    fake: FakeSite,
    access: Access,
    url: String,
}

impl Scene {
    /// A blog, and an account that reads its feed.
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let url = format!("http://{host}");
        let tools = tools();
        let fake = FakeSite::new("The Blog", &url, tools.clock.clone());
        tokio::spawn(fake.clone().serve(listener));
        let settings = Fields::from([("feed".to_owned(), format!("{url}/feed"))]);
        let access = access(
            &tools,
            ("feeds", &host),
            (&format!("{host}/feed"), "The Blog"),
            settings,
            Fields::new(),
        );
        Self { fake, access, url }
    }

    fn publish(&self, title: &str, html: &str) -> String {
        self.fake.publish(NewArticle {
            title: title.to_owned(),
            html: html.to_owned(),
            author: "Ana".to_owned(),
            ..NewArticle::default()
        })
    }

    async fn pull(&self, cursor: Option<&str>) -> Result<Page, Fault> {
        self.pull_from("", cursor).await
    }

    async fn pull_from(&self, name: &str, cursor: Option<&str>) -> Result<Page, Fault> {
        Feeds.pull(&self.access, &Wanted { kind: "feed", name, cursor }).await
    }
}

#[tokio::test]
async fn a_probe_reads_the_feed_and_says_that_answers_are_given_by_hand() {
    let mut scene = Scene::new().await;
    let standing = Feeds.probe(&scene.access).await.unwrap();
    assert_eq!((standing.name.as_str(), standing.server.as_str()), ("The Blog", "RSS 2.0"));
    assert!(standing.handle.ends_with("/feed") && !standing.handle.contains("://"));
    let Capabilities { reply_public, reply_private, find_sent, by_hand, .. } =
        standing.capabilities;
    assert_eq!((reply_public, reply_private, find_sent, by_hand), (false, false, false, true));
    scene.access.settings.insert("feed".to_owned(), format!("{}/", scene.url));
    let refused = Feeds.probe(&scene.access).await.unwrap_err();
    assert!(refused.to_string().contains("a page stands there"), "{refused}");
    scene.access.settings.insert("feed".to_owned(), format!("{}/nowhere", scene.url));
    assert!(matches!(Feeds.probe(&scene.access).await, Err(Fault::NotThere(_))));
}

#[tokio::test]
async fn what_is_new_comes_once_and_what_stands_is_not_sent_again() {
    let scene = Scene::new().await;
    let old = Now.now().plus(-30 * Time::DAY).micros();
    let article = |title: &str, at| NewArticle {
        title: title.to_owned(),
        html: "words".to_owned(),
        at: Some(at),
        ..NewArticle::default()
    };
    scene.fake.publish(article("History", old));
    scene.fake.publish(article("No date", 0));
    scene.publish("My bag", "is <b>lost</b>");
    let first = scene.pull(None).await.unwrap();
    assert_eq!(items(&first).len(), 1, "{first:?}");
    assert_eq!(items(&first)[0].text, "My bag\n\nis lost");
    let again = scene.pull(first.cursor.as_deref()).await.unwrap();
    assert_eq!(again, Page::default(), "the server said that nothing changed");
    assert_eq!(scene.fake.asked(), (2, 1));
    scene.publish("My coat", "is lost, too");
    scene.fake.publish(article("No date either", 0));
    let news = scene.pull(first.cursor.as_deref()).await.unwrap();
    let told: Vec<_> = items(&news).iter().map(|item| item.text.clone()).collect();
    assert_eq!(told, ["My coat\n\nis lost, too", "No date either\n\nwords"]);
    assert!(scene.pull(news.cursor.as_deref()).await.unwrap().events.is_empty());
}

#[tokio::test]
async fn an_edit_is_told_as_one_and_what_left_the_feed_stays() {
    let scene = Scene::new().await;
    let one = scene.publish("One", "first words");
    let two = scene.publish("Two", "other words");
    let first = scene.pull(None).await.unwrap();
    assert!(scene.fake.edit(&one, "better words") && scene.fake.take_down(&two));
    let edited = scene.pull(first.cursor.as_deref()).await.unwrap();
    let item = items(&edited)[0];
    assert_eq!((edited.events.len(), item.text.as_str()), (1, "One\n\nbetter words"));
    let before = items(&first).into_iter().find(|before| before.id == item.id).unwrap();
    assert!(item.revision > before.revision && item.edited_at.is_some());
    // A feed shows the newest only. What went is asked for at its own page.
    let gone = Feeds.hydrate(&scene.access, &[one, two.clone(), "7".to_owned()]).await.unwrap();
    assert!(matches!(&gone[..], [ChannelEvent::Delete { id, .. }] if *id == two), "{gone:?}");
}

#[tokio::test]
async fn atom_and_json_feeds_are_read_as_well() {
    let scene = Scene::new().await;
    scene.publish("My bag", "is <b>lost</b>");
    for path in ["/atom", "/feed.json"] {
        let page = scene.pull_from(&format!("{}{path}", scene.url), None).await.unwrap();
        let item = items(&page)[0];
        assert_eq!((item.text.as_str(), item.author.handle.as_str()), ("My bag\n\nis lost", "Ana"));
    }
}

#[tokio::test]
async fn a_feed_that_moved_is_followed_but_not_into_a_private_network() {
    let scene = Scene::new().await;
    scene.publish("My bag", "is lost");
    scene.fake.plan(F::Moved, 1);
    assert_eq!(scene.pull(None).await.unwrap().events.len(), 1);
    for (fault, says) in
        [(F::Private, "169.254.169.254"), (F::Loop, "from one address to the next")]
    {
        scene.fake.plan(fault, 10);
        let refused = scene.pull(None).await.unwrap_err();
        assert!(
            matches!(refused, Fault::Invalid(_)) && refused.to_string().contains(says),
            "{refused}"
        );
        assert!(scene.fake.hits(fault) > 0);
        scene.fake.plan(fault, 0);
    }
}

#[tokio::test]
async fn a_server_that_asks_to_wait_is_left_alone() {
    let scene = Scene::new().await;
    scene.fake.plan(F::RateLimit, 1);
    let Err(Fault::Limited { until }) = scene.pull(None).await else { panic!("no limit") };
    let wait = until.since(Now.now());
    assert!((20 * Time::SECOND..=30 * Time::SECOND).contains(&wait), "{wait}");
    scene.fake.plan(F::RudeRateLimit, 1);
    let Err(Fault::Limited { until }) = scene.pull(None).await else { panic!("no limit") };
    assert!(until.since(Now.now()) > 10 * Time::MINUTE);
    // The account goes on: other feeds of it stand elsewhere.
    assert!(scene.pull(None).await.is_ok());
}

#[tokio::test]
async fn what_a_server_does_wrong_is_said_and_costs_nothing() {
    let scene = Scene::new().await;
    scene.publish("My bag", "is lost");
    let tries = [
        (F::ServerError, "503"),
        (F::Locked, "401"),
        (F::SlowBody, "did not answer in time"),
        (F::Truncated, "no feed stands there"),
        (F::Bomb, "gzip"),
        (F::Endless, "longer than 4194304 bytes"),
    ];
    for (fault, says) in tries {
        scene.fake.plan(fault, 1);
        let told = scene.pull(None).await.unwrap_err();
        assert!(!matches!(told, Fault::Login(_)), "{fault:?} says nothing of the account");
        assert!(told.to_string().contains(says), "{fault:?}: {told}");
        assert_eq!(scene.fake.hits(fault), 1);
    }
    assert_eq!(scene.pull(None).await.unwrap().events.len(), 1, "and then it goes on");
}

#[tokio::test]
async fn ten_thousand_items_come_once() {
    let scene = Scene::new().await;
    let now = Now.now().timestamp();
    let item = |n| {
        format!("<entry><id>tag:a,2026:{n}</id><title>{n}</title><updated>{now}</updated></entry>")
    };
    let many: String = (0..10_000).map(item).collect();
    let feed = |many: &str| {
        format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title>{many}</feed>")
    };
    scene.fake.serve_bytes(Some(feed(&many).into_bytes()));
    let first = scene.pull(None).await.unwrap();
    assert_eq!(first.events.len(), 10_000);
    let more = feed(&format!("{}{many}", item(10_000)));
    scene.fake.serve_bytes(Some(more.into_bytes()));
    let news = scene.pull(first.cursor.as_deref()).await.unwrap();
    assert_eq!(items(&news).len(), 1);
    assert!(news.cursor.unwrap().len() < 170_000);
}

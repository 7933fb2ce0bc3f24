//! The Hacker News channel against the search that we play.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod ground;
mod one_server;

use std::time::Duration;

use earshot_channels::channel::Channel as _;
use earshot_channels::hacker_news::HackerNews;
use earshot_channels::{Access, Fault, Fields, Page, Wanted};
use earshot_fakes::hacker_news::{FakeSearch, NewWords, Strike as S};
use earshot_model::{ChannelEvent, Clock as _, Time};
use tokio::net::TcpListener;

use self::ground::Now;
use self::one_server::{access, items, tools};

struct Scene {
    fake: FakeSearch,
    access: Access,
}

impl Scene {
    async fn new(own_name: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let tools = tools();
        let fake = FakeSearch::new(tools.clock.clone());
        tokio::spawn(fake.clone().serve(listener));
        let settings = Fields::from([
            ("address".to_owned(), format!("http://{host}")),
            ("own_name".to_owned(), own_name.to_owned()),
        ]);
        let access = access(&tools, ("hacker_news", &host), ("", ""), settings, Fields::new());
        Self { fake, access }
    }

    fn says(&self, html: &str, parent: Option<u64>) -> u64 {
        let title = parent.is_none().then(|| "Ask HN: Altavela?".to_owned());
        let (author, html) = ("mirela".to_owned(), html.to_owned());
        self.fake.say(NewWords { author, title, html, parent, at: None })
    }

    async fn pull(&self, cursor: Option<&str>) -> Result<Page, Fault> {
        let wanted = Wanted { kind: "words", name: "altavela", cursor };
        HackerNews.pull(&self.access, &wanted).await
    }
}

#[tokio::test]
async fn a_probe_knows_the_brands_name_there_if_it_has_one() {
    let standing = HackerNews.probe(&Scene::new("").await.access).await.unwrap();
    assert_eq!(standing.handle, "news.ycombinator.com");
    assert!(standing.capabilities.by_hand && !standing.capabilities.reply_public);
    let standing = HackerNews.probe(&Scene::new("altavela").await.access).await.unwrap();
    assert_eq!(standing.handle, "altavela");
    let wrong = HackerNews.probe(&Scene::new("nobody").await.access).await.unwrap_err();
    assert!(wrong.to_string().contains("nobody on news.ycombinator.com is called"), "{wrong}");
}

#[tokio::test]
async fn words_are_found_once_with_edits_and_deletes() {
    let scene = Scene::new("").await;
    scene.fake.say(NewWords {
        author: "old".to_owned(),
        html: "altavela long ago".to_owned(),
        at: Some(Now.now().plus(-30 * Time::DAY)),
        ..NewWords::default()
    });
    let story = scene.says("They lost my bag", None);
    let comment = scene.says("Altavela lost mine, <i>too</i>.", Some(story));
    scene.says("Somebody else did", Some(story));
    let first = scene.pull(None).await.unwrap();
    let told: Vec<_> = items(&first).iter().map(|item| item.text.as_str()).collect();
    assert_eq!(told, ["Ask HN: Altavela?\n\nThey lost my bag", "Altavela lost mine, too."]);
    assert_eq!(items(&first)[1].parent, Some(story.to_string()));
    assert!(scene.pull(first.cursor.as_deref()).await.unwrap().events.is_empty());
    scene.fake.edit(comment, "Altavela found mine.");
    let news = scene.pull(first.cursor.as_deref()).await.unwrap();
    assert_eq!(items(&news).len(), 1);
    assert!(items(&news)[0].revision > items(&first)[1].revision);
    scene.fake.delete(comment);
    let ids = [story.to_string(), comment.to_string(), "../odd".to_owned()];
    let gone = HackerNews.hydrate(&scene.access, &ids).await.unwrap();
    assert!(matches!(&gone[..], [ChannelEvent::Delete { id, .. }] if *id == comment.to_string()));
}

#[tokio::test]
async fn what_goes_wrong_there_loses_nothing() {
    let scene = Scene::new("").await;
    scene.says("They lost my bag", None);
    for strike in [S::ServerError, S::SlowBody, S::Truncated, S::RateLimit] {
        scene.fake.plan(strike, 1);
        let told = scene.pull(None).await.unwrap_err();
        assert!(matches!(told, Fault::Passing(_) | Fault::Limited { .. }), "{strike:?}: {told:?}");
        assert_eq!(scene.fake.hits(strike), 1);
    }
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(scene.pull(None).await.unwrap().events.len(), 1);
}

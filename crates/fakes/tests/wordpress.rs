//! The WordPress channel against the site that we play.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod ground;
mod one_server;

use std::time::Duration;

use earshot_channels::channel::Channel as _;
use earshot_channels::wordpress::WordPress;
use earshot_channels::{Access, Fault, Fields, Outgoing, Page, Wanted};
use earshot_fakes::wordpress::{APP_PASSWORD, FakeWordPress, LOGIN, NewComment, Strike as S};
use earshot_model::{Audience, Clock as _, Instruments, Time};
use tokio::net::TcpListener;

use self::ground::Now;
use self::one_server::{access, items, tools};

struct Scene {
    fake: FakeWordPress,
    access: Access,
    tools: Instruments,
}

impl Scene {
    /// A site, and our account on it, probed.
    async fn new(password: &str) -> Self {
        let mut scene = Self::unprobed(password).await;
        let standing = WordPress.probe(&scene.access).await.unwrap();
        scene.access.settings.extend(standing.learned);
        scene.access.account.handle = standing.handle;
        scene
    }

    async fn unprobed(password: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let url = format!("http://{host}");
        let tools = tools();
        let fake = FakeWordPress::new(&url, tools.clock.clone());
        tokio::spawn(fake.clone().serve(listener));
        let login = if password.is_empty() { "" } else { LOGIN };
        let settings =
            Fields::from([("address".to_owned(), url), ("login".to_owned(), login.to_owned())]);
        let secrets = Fields::from([("app_password".to_owned(), password.to_owned())]);
        let access = access(&tools, ("wordpress", &host), ("", ""), settings, secrets);
        Self { fake, access, tools }
    }

    fn says(&self, name: &str, html: &str) -> u64 {
        let (name, html) = (name.to_owned(), html.to_owned());
        self.fake.comment(NewComment { name, html, post: 7, ..NewComment::default() })
    }

    async fn pull(&self, cursor: Option<&str>) -> Result<Page, Fault> {
        let wanted = Wanted { kind: "replies", name: "", cursor };
        WordPress.pull(&self.access, &wanted).await
    }

    fn answer(&self, to: u64, text: &str) -> Outgoing {
        Outgoing {
            id: self.tools.id(),
            thread: "post:7".to_owned(),
            to: to.to_string(),
            author: "guest".to_owned(),
            handle: "Mirela".to_owned(),
            audience: Audience::Public,
            text: text.to_owned(),
            written_at: self.tools.now(),
        }
    }
}

#[tokio::test]
async fn a_probe_says_who_we_are_or_that_answers_are_given_by_hand() {
    let standing = WordPress.probe(&Scene::unprobed(APP_PASSWORD).await.access).await.unwrap();
    assert!(standing.handle.starts_with("care@127.0.0.1:"), "{}", standing.handle);
    assert_eq!(standing.name, "Altavela Care", "answers stand under it");
    assert!(standing.capabilities.reply_public && !standing.capabilities.by_hand);
    let standing = WordPress.probe(&Scene::unprobed("").await.access).await.unwrap();
    assert!(!standing.capabilities.reply_public && standing.capabilities.by_hand);
    assert_eq!(standing.name, "Journeys & Co");
    let wrong = WordPress.probe(&Scene::unprobed("wrong").await.access).await.unwrap_err();
    assert!(matches!(wrong, Fault::Login(_)) && wrong.to_string().contains("invalid"), "{wrong}");
}

#[tokio::test]
async fn comments_come_once_with_edits_and_those_that_waited() {
    let scene = Scene::new("").await;
    let old = NewComment { at: Some(Now.now().plus(-30 * Time::DAY)), ..NewComment::default() };
    scene.fake.comment(NewComment { html: "History".to_owned(), post: 7, ..old });
    let one = scene.says("Mirela", "Where is my <b>bag</b>?");
    let late = scene.fake.comment(NewComment {
        name: "Tomas".to_owned(),
        html: "I waited".to_owned(),
        post: 7,
        at: Some(Now.now().plus(-Time::HOUR)),
        waits: true,
        ..NewComment::default()
    });
    let first = scene.pull(None).await.unwrap();
    assert_eq!(items(&first).len(), 1, "{first:?}");
    assert_eq!(items(&first)[0].text, "Where is my bag?");
    assert!(scene.pull(first.cursor.as_deref()).await.unwrap().events.is_empty());
    scene.fake.change(late, None, "approved");
    scene.fake.change(one, Some("Where is my coat?"), "approved");
    let news = scene.pull(first.cursor.as_deref()).await.unwrap();
    let told: Vec<_> = items(&news).iter().map(|item| item.text.as_str()).collect();
    assert_eq!(told, ["I waited", "Where is my coat?"]);
    assert!(items(&news)[1].revision > items(&first)[0].revision);
    let gone = scene.says("Jo", "Never mind");
    scene.fake.delete(gone);
    scene.fake.change(one, None, "spam");
    let ids: Vec<String> = [one, late, gone].iter().map(ToString::to_string).collect();
    let looked = WordPress.hydrate(&scene.access, &ids).await.unwrap();
    assert_eq!(looked.len(), 2, "{looked:?}");
}

#[tokio::test]
async fn three_hundred_new_comments_come_in_order_and_once() {
    let scene = Scene::new("").await;
    scene.says("Mirela", "The first");
    let first = scene.pull(None).await.unwrap();
    let mut said = Vec::new();
    for n in 0..300 {
        said.push(scene.says("Mirela", &format!("Comment {n}")).to_string());
    }
    let news = scene.pull(first.cursor.as_deref()).await.unwrap();
    let told: Vec<_> = items(&news).iter().map(|item| item.id.clone()).collect();
    assert_eq!(told, said);
}

#[tokio::test]
async fn an_answer_stands_below_its_comment_as_it_was_written() {
    let scene = Scene::new(APP_PASSWORD).await;
    let to = scene.says("Mirela", "Where is my bag?");
    let answer = scene.answer(to, "We found it: 1 < 2 & so on.");
    let receipt = WordPress.send(&scene.access, &answer).await.unwrap();
    assert!(receipt.url.unwrap().contains("#comment-"));
    let ledger = scene.fake.ledger();
    assert_eq!((ledger.len(), ledger[0].parent), (1, to));
    assert_eq!(ledger[0].html, "We found it: 1 &lt; 2 &amp; so on.");
    let found = WordPress.find_sent(&scene.access, &answer).await.unwrap().unwrap();
    assert_eq!(found.id, receipt.id);
    let page = scene.pull(None).await.unwrap();
    let ours = items(&page).into_iter().find(|item| item.id == receipt.id).unwrap();
    assert_eq!(
        (&ours.author.handle, ours.text.as_str()),
        (&scene.access.account.handle, answer.text.as_str())
    );
}

#[tokio::test]
async fn an_answer_with_an_uncertain_end_is_found_and_never_given_twice() {
    let scene = Scene::new(APP_PASSWORD).await;
    let to = scene.says("Mirela", "Where is my bag?");
    for (n, strike) in [S::AcceptThenDrop, S::AcceptThenFail, S::Truncated].into_iter().enumerate()
    {
        let answer = scene.answer(to, &format!("We look for it, {n}."));
        assert_eq!(WordPress.find_sent(&scene.access, &answer).await.unwrap(), None);
        scene.fake.plan(strike, 1);
        let sent = WordPress.send(&scene.access, &answer).await;
        assert!(matches!(sent, Err(Fault::Unknown(_))), "{strike:?}: {sent:?}");
        assert_eq!(scene.fake.hits(strike), 1);
        assert!(WordPress.find_sent(&scene.access, &answer).await.unwrap().is_some());
        let again = WordPress.send(&scene.access, &answer).await;
        assert!(matches!(again, Err(Fault::Unknown(_))), "the site refuses it twice: {again:?}");
        assert_eq!(scene.fake.ledger().len(), n + 1);
    }
    for (strike, is) in
        [(S::RateLimit, "wait"), (S::Locked, "login"), (S::ServerError, "nobody knows")]
    {
        scene.fake.plan(strike, 1);
        let told = WordPress.send(&scene.access, &scene.answer(to, "One more.")).await.unwrap_err();
        assert!(told.to_string().contains(is), "{strike:?}: {told}");
        tokio::time::sleep(Duration::from_millis(1_100)).await;
    }
    assert_eq!(scene.fake.ledger().len(), 3);
}

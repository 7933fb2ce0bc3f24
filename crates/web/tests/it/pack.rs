//! Blogs, forums and Hacker News: connected on their pages, heard, and answered once where they take
//! answers.

use std::sync::Arc;

use axum::http::StatusCode;
use earshot_fakes::forum::{API_KEY, FakeForum, Strike as S};
use earshot_fakes::hacker_news::{FakeSearch, NewWords};
use earshot_fakes::wordpress::{APP_PASSWORD, FakeWordPress, LOGIN, NewComment};
use earshot_listen::sources::Reading;
use earshot_model::{AccountId, CaseId, OutboxId, OutboxState, Time};
use earshot_store::{outbox, posts};
use tokio::net::TcpListener;

use crate::brand::Brand;
use crate::browser::{Browser, field};
use crate::messages::Messages;
use crate::world::World;

const COMPLAINT: &str =
    "Altavela lost my suitcase in Lisbon and nobody answers me. Can somebody please help me?";

/// A brand that listens for its name.
struct Scene<'w> {
    brand: Brand<'w>,
    reading: Reading,
    admin: Browser,
}

impl<'w> Scene<'w> {
    async fn new(world: &'w World) -> Self {
        let brand = Brand::open(world, "brand").await;
        let admin = brand.enter("admin").await;
        let words = [
            ("name", "The brand"),
            ("purpose", "brand"),
            ("query", "altavela"),
            ("active", "true"),
        ];
        let made = admin.as_program().post("/listeners", &words).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text());
        let news = Arc::new(Messages(world.engage.clone()));
        let reading = Reading { channels: world.channels.clone(), news };
        Self { brand, reading, admin }
    }

    async fn connect(&mut self, channel: &str, fields: &[(&str, &str)]) -> AccountId {
        let form = self.admin.get(&format!("/settings/accounts?channel={channel}")).await.text();
        let all: Vec<_> = [("channel", channel)].iter().chain(fields).copied().collect();
        for (key, _) in fields {
            assert!(form.contains(&format!("name=\"{key}\"")), "{key}: {form}");
        }
        assert!(!form.contains("channel-"), "every word is translated: {form}");
        let made = self.admin.as_program().post("/settings/accounts", &all).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        made.json()["id"].as_str().unwrap().parse().unwrap()
    }

    async fn hear(&self, account: AccountId) {
        let (world, org) = (self.brand.world, self.brand.org);
        world.clock.advance(6 * Time::MINUTE);
        while world.listen.read_next(&self.reading, org, account).await.unwrap() {}
        while world.listen.work_for(org).await.unwrap() {}
    }

    async fn case_of(&self, account: AccountId, post: &str) -> CaseId {
        let mut conn = self.brand.world.db.read(self.brand.org).await.unwrap();
        let known = posts::known(&mut conn, account, vec![post.to_owned()]).await.unwrap();
        known.first().and_then(|known| known.case_id).expect("a case")
    }

    /// An agent answers in public, and everything is done until the answer is there.
    async fn answer(&mut self, account: AccountId, case: CaseId, text: &str) -> OutboxId {
        let page = self.admin.get(&format!("/cases/{case}")).await.text();
        let (key, seen) = (field(&page, "key").unwrap(), field(&page, "seen").unwrap());
        let fields =
            [("key", key.as_str()), ("seen", &seen), ("audience", "public"), ("text", text)];
        let told = self.admin.post(&format!("/cases/{case}/replies"), &fields).await;
        assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text());
        let message: OutboxId = key.parse().unwrap();
        let (world, org) = (self.brand.world, self.brand.org);
        for _ in 0..20 {
            world.clock.advance(20 * Time::SECOND);
            world.engage.release(org, world.now()).await.unwrap();
            world.engage.speak(org, account).await.unwrap();
        }
        message
    }

    async fn state(&self, message: OutboxId) -> OutboxState {
        let mut conn = self.brand.world.db.read(self.brand.org).await.unwrap();
        outbox::find(&mut conn, message).await.unwrap().state
    }
}

async fn listener() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

#[tokio::test]
async fn a_comment_on_a_blog_is_answered_below_it_once() {
    let world = World::new().await;
    let mut scene = Scene::new(&world).await;
    let (listener, url) = listener().await;
    let fake = FakeWordPress::new(&url, world.clock.clone());
    tokio::spawn(fake.clone().serve(listener));
    let login = [("address", url.as_str()), ("login", LOGIN), ("app_password", APP_PASSWORD)];
    let account = scene.connect("wordpress", &login).await;
    let page = scene.admin.get("/settings/accounts").await.text();
    assert!(page.contains("May answer, and its answers need no moderator."), "{page}");
    let (name, html) = ("Mirela Voss".to_owned(), COMPLAINT.to_owned());
    let post = fake.comment(NewComment { name, html, post: 7, ..NewComment::default() });
    scene.hear(account).await;
    let case = scene.case_of(account, &post.to_string()).await;
    fake.plan(S::AcceptThenDrop, 1);
    let message = scene.answer(account, case, "We have found it, Mirela.").await;
    assert_eq!((fake.hits(S::AcceptThenDrop), scene.state(message).await), (1, OutboxState::Sent));
    assert_eq!((fake.ledger().len(), fake.ledger()[0].parent), (1, post));
    scene.hear(account).await;
    let mut conn = world.db.read(scene.brand.org).await.unwrap();
    assert_eq!(
        posts::of_case(&mut conn, case, 50).await.unwrap().len(),
        2,
        "it came back as itself"
    );
}

#[tokio::test]
async fn a_post_in_a_forum_is_answered_once_or_by_hand_without_a_key() {
    let world = World::new().await;
    let mut scene = Scene::new(&world).await;
    let (listener, url) = listener().await;
    let fake = FakeForum::new(world.clock.clone());
    tokio::spawn(fake.clone().serve(listener));
    let login = [("address", url.as_str()), ("username", "altavela"), ("api_key", API_KEY)];
    let account = scene.connect("discourse", &login).await;
    fake.write("mirela", 7, None, COMPLAINT);
    scene.hear(account).await;
    let case = scene.case_of(account, "7/1").await;
    fake.plan(S::AcceptThenFail, 1);
    let message = scene.answer(account, case, "We have found it, Mirela.").await;
    assert_eq!((fake.hits(S::AcceptThenFail), scene.state(message).await), (1, OutboxState::Sent));
    assert_eq!((fake.ledger().len(), fake.ledger()[0].reply_to), (1, Some(1)));
    let open = scene.connect("discourse", &[("address", &url), ("username", "")]).await;
    scene.hear(open).await;
    let page = scene.admin.get("/settings/accounts").await.text();
    assert!(page.contains("Answers are given by hand"), "{page}");
}

#[tokio::test]
async fn hacker_news_is_searched_for_words_and_answered_by_hand() {
    let world = World::new().await;
    let mut scene = Scene::new(&world).await;
    let (listener, url) = listener().await;
    let fake = FakeSearch::new(world.clock.clone());
    tokio::spawn(fake.clone().serve(listener));
    let typed = [("address", url.as_str()), ("own_name", "")];
    let account = scene.connect("hacker_news", &typed).await;
    let to = format!("/settings/accounts/{account}/sources");
    let added = scene.admin.post(&to, &[("kind", "words"), ("name", "Altavela")]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let post = fake.say(NewWords {
        author: "mirela".to_owned(),
        title: Some("Ask HN: a lost suitcase".to_owned()),
        html: COMPLAINT.to_owned(),
        ..NewWords::default()
    });
    scene.hear(account).await;
    let case = scene.case_of(account, &post.to_string()).await;
    let page = scene.admin.get(&format!("/cases/{case}")).await.text();
    let there = format!("https://news.ycombinator.com/item?id={post}");
    assert!(page.contains("takes no answers from here") && page.contains(&there), "{page}");
    let message = scene.answer(account, case, "We have found it, Mirela.").await;
    assert_eq!(scene.state(message).await, OutboxState::Queued);
}

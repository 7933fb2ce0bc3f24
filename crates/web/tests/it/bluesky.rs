//! An account on Bluesky: connected on its page, heard, answered once, in public and in private, whatever
//! happens.

use std::sync::Arc;

use axum::http::StatusCode;
use earshot_fakes::bluesky::{
    APP_PASSWORD, BlueskyFault as F, FakeBluesky, NARROW_PASSWORD, NewMessage, NewPost,
};
use earshot_listen::sources::Reading;
use earshot_model::{AccountId, CaseId, OutboxId, OutboxState, Time};
use earshot_store::{outbox, posts};
use earshot_testkit::on_both;
use tokio::net::TcpListener;

use crate::brand::Brand;
use crate::browser::{Browser, field};
use crate::messages::Messages;
use crate::world::World;

/// A network that we play, and a brand that knows it.
struct Scene<'w> {
    brand: Brand<'w>,
    fake: FakeBluesky,
    url: String,
    reading: Reading,
    admin: Browser,
}

impl<'w> Scene<'w> {
    async fn new(world: &'w World) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let fake = FakeBluesky::new("altavela.test", &url, world.clock.clone());
        tokio::spawn(fake.clone().serve(listener));
        let brand = Brand::open(world, "brand").await;
        let admin = brand.enter("admin").await;
        let news = Arc::new(Messages(world.engage.clone()));
        let reading = Reading { channels: world.channels.clone(), news };
        Self { brand, fake, url, reading, admin }
    }

    /// Connects the account by its form; gives its id.
    async fn connect(&mut self, password: &str) -> AccountId {
        let form = self.admin.get("/settings/accounts?channel=bluesky").await.text();
        assert!(form.contains("App password") && form.contains("bsky.social, unless"), "{form}");
        let fields = [
            ("channel", "bluesky"),
            ("address", self.url.as_str()),
            ("handle", "@altavela.test"),
            ("app_password", password),
        ];
        let made = self.admin.as_program().post("/settings/accounts", &fields).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        assert_eq!(made.json()["handle"], "altavela.test");
        made.json()["id"].as_str().unwrap().parse().unwrap()
    }

    fn says(&self, author: &str, text: &str, to: Option<&str>) -> String {
        self.fake.post(NewPost {
            author: format!("{author}.test"),
            text: text.to_owned(),
            reply_to: to.map(str::to_owned),
            ..NewPost::default()
        })
    }

    /// Reads what is due, and works on it.
    async fn hear(&self, account: AccountId) {
        let world = self.brand.world;
        let org = self.brand.org;
        while world.listen.read_next(&self.reading, org, account).await.unwrap() {}
        while world.listen.work_for(org).await.unwrap() {}
    }

    async fn case_of(&self, account: AccountId, post: &str) -> CaseId {
        let mut conn = self.brand.world.db.read(self.brand.org).await.unwrap();
        let known = posts::known(&mut conn, account, vec![post.to_owned()]).await.unwrap();
        known.first().and_then(|known| known.case_id).expect("a case")
    }

    /// An agent answers; the undo window passes. Gives the message.
    async fn answer(&mut self, case: CaseId, audience: &str, text: &str) -> OutboxId {
        let page = self.admin.get(&format!("/cases/{case}")).await.text();
        let (key, seen) = (field(&page, "key").unwrap(), field(&page, "seen").unwrap());
        let fields = [
            ("key", key.as_str()),
            ("seen", seen.as_str()),
            ("audience", audience),
            ("text", text),
        ];
        let sent = self.admin.post(&format!("/cases/{case}/replies"), &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        let world = self.brand.world;
        world.clock.advance(11 * Time::SECOND);
        world.engage.release(self.brand.org, world.now()).await.unwrap();
        key.parse().unwrap()
    }

    async fn speak(&self, account: AccountId) {
        self.brand.world.engage.speak(self.brand.org, account).await.unwrap();
    }

    async fn state(&self, message: OutboxId) -> OutboxState {
        let mut conn = self.brand.world.db.read(self.brand.org).await.unwrap();
        outbox::find(&mut conn, message).await.unwrap().state
    }

    /// How often customers saw these words, in public and in private.
    fn seen(&self, text: &str) -> (usize, usize) {
        let public = self.fake.ledger().iter().filter(|one| one.text == text).count();
        let private = self.fake.letters().iter().filter(|one| one.text == text).count();
        (public, private)
    }
}

on_both! {
async fn a_complaint_is_heard_and_answered_in_public_and_in_private(ground: Ground) {
    let world = World::on(ground, |state| state);
    let mut scene = Scene::new(&world).await;
    let account = scene.connect(APP_PASSWORD).await;
    let page = scene.admin.get("/settings/accounts").await.text();
    assert!(page.contains("@altavela.test") && page.contains("0.4.999 (fake)"), "{page}");
    assert!(page.contains("May read and send direct messages.") && !page.contains(APP_PASSWORD));
    let post = scene.says("mirela", "@altavela.test my bag is lost, please help me!", None);
    scene.hear(account).await;
    let case = scene.case_of(account, &post).await;
    let message = scene.answer(case, "public", "We found it, Mirela.").await;
    scene.speak(account).await;
    assert_eq!(scene.state(message).await, OutboxState::Sent);
    assert_eq!(scene.seen("We found it, Mirela."), (1, 0));
    let ours = scene.fake.ledger().remove(0);
    assert_eq!(ours.reply_to.as_deref(), Some(post.as_str()));
    // The customer goes on without naming us, then in private, and all of it is one case.
    world.clock.advance(Time::MINUTE);
    let again = scene.says("mirela", "Thank you, and my coat? It is missing too, please help!", Some(&ours.id));
    let secret = scene.fake.say(NewMessage { author: "mirela.test".to_owned(), text: "My booking is 7QX4, please help".to_owned() });
    scene.hear(account).await;
    assert_eq!(scene.case_of(account, &again).await, case);
    assert_eq!(scene.case_of(account, &secret).await, case);
    let message = scene.answer(case, "private", "Thank you, we see it.").await;
    scene.speak(account).await;
    assert_eq!(scene.state(message).await, OutboxState::Sent);
    assert_eq!(scene.seen("Thank you, we see it."), (0, 1), "in private, and nowhere else");
    // What was said is taken back.
    assert!(scene.fake.delete(&again));
    world.clock.advance(11 * Time::MINUTE);
    scene.hear(account).await;
    let mut conn = world.db.read(scene.brand.org).await.unwrap();
    let known = posts::known(&mut conn, account, vec![again]).await.unwrap();
    assert_eq!(posts::find(&mut conn, known[0].id).await.unwrap().text, "");
    drop(conn);
    let page = scene.admin.get("/settings/accounts").await.text();
    assert!(page.contains("chip fine"), "{page}");
}
}

on_both! {
async fn whatever_happens_to_an_answer_the_customer_sees_it_once(ground: Ground) {
    let world = World::on(ground, |state| state);
    let mut scene = Scene::new(&world).await;
    let account = scene.connect(APP_PASSWORD).await;
    for (n, fault) in [F::AcceptThenDrop, F::AcceptThenFail, F::Truncated, F::ServerError, F::RateLimit, F::ExpiredToken]
        .into_iter()
        .enumerate()
    {
        for audience in ["public", "private"] {
            let who = format!("customer{n}{audience}");
            let post = scene.says(&who, "@altavela.test my bag is lost, please help me!", None);
            world.clock.advance(Time::MINUTE);
            scene.hear(account).await;
            let case = scene.case_of(account, &post).await;
            let text = format!("This is {audience} answer number {n}.");
            let message = scene.answer(case, audience, &text).await;
            let hits = scene.fake.hits(fault);
            scene.fake.plan(fault, 1);
            let mut steps = 0;
            while scene.state(message).await != OutboxState::Sent {
                scene.speak(account).await;
                world.clock.advance(20 * Time::SECOND);
                steps += 1;
                assert!(steps < 30, "{fault:?}: {:?}", scene.state(message).await);
            }
            assert_eq!(scene.fake.hits(fault), hits + 1, "{fault:?} struck");
            let once = if audience == "public" { (1, 0) } else { (0, 1) };
            assert_eq!(scene.seen(&text), once, "{fault:?}");
        }
    }
}
}

on_both! {
async fn pages_that_come_twice_turned_and_broken_make_each_post_once(ground: Ground) {
    let world = World::on(ground, |state| state);
    let mut scene = Scene::new(&world).await;
    let account = scene.connect(APP_PASSWORD).await;
    scene.hear(account).await;
    let mut said = Vec::new();
    for (round, fault) in [F::Duplicate, F::Disorder, F::Truncated, F::ServerError, F::RudeRateLimit, F::RateLimit, F::ExpiredToken]
        .into_iter()
        .enumerate()
    {
        for n in 0..60 {
            said.push(scene.says(&format!("c{round}-{n}"), "@altavela.test where is my bag? Please help", None));
        }
        scene.fake.plan(fault, 1);
        for _ in 0..10 {
            world.clock.advance(30 * Time::SECOND);
            scene.hear(account).await;
        }
        assert_eq!(scene.fake.hits(fault), 1, "{fault:?} struck");
    }
    let mut conn = world.db.read(scene.brand.org).await.unwrap();
    let known = posts::known(&mut conn, account, said.clone()).await.unwrap();
    assert_eq!(known.len(), said.len(), "each is there, and once");
}
}

#[tokio::test]
async fn a_login_that_may_too_little_is_mended_on_the_page() {
    let world = World::new().await;
    let mut scene = Scene::new(&world).await;
    let account = scene.connect(NARROW_PASSWORD).await;
    scene.hear(account).await;
    let page = scene.admin.get("/settings/accounts").await.text();
    assert!(page.contains("May not read or send direct messages"), "{page}");
    assert!(page.contains("Renew the login") && page.contains("this app password has no access"));
    let probe = format!("/settings/accounts/{account}/probe");
    let renewed = scene.admin.post(&probe, &[("app_password", APP_PASSWORD)]).await;
    assert_eq!(renewed.status, StatusCode::SEE_OTHER, "{}", renewed.text());
    scene.hear(account).await;
    let page = scene.admin.get("/settings/accounts").await.text();
    assert!(page.contains("May read and send direct messages.") && !page.contains("has no access"));
    assert!(!page.contains("Renew the login"));
    scene.fake.revoke();
    world.clock.advance(3 * Time::HOUR);
    scene.hear(account).await;
    let page = scene.admin.get("/settings/accounts").await.text();
    assert!(
        page.contains("chip lost") && page.contains("Invalid identifier or password"),
        "{page}"
    );
}

#[tokio::test]
async fn the_whole_network_is_added_by_its_name_and_not_read() {
    let world = World::new().await;
    let mut scene = Scene::new(&world).await;
    let account = scene.connect(APP_PASSWORD).await;
    let to = format!("/settings/accounts/{account}/sources");
    for (kind, name) in [
        ("network", "Jetstream2.us-east.bsky.network"),
        ("author", "@mirela.test"),
        ("words", "lost bag"),
    ] {
        let added = scene.admin.post(&to, &[("kind", kind), ("name", name)]).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    }
    let post = scene.says("mirela", "Nobody answers", None);
    scene.hear(account).await;
    let page = scene.admin.get("/settings/accounts").await.text();
    assert!(page.contains("The whole network, from: jetstream2.us-east.bsky.network"), "{page}");
    assert!(page.contains("Posts by: @mirela.test"));
    let mut conn = world.db.read(scene.brand.org).await.unwrap();
    assert_eq!(posts::known(&mut conn, account, vec![post]).await.unwrap().len(), 1);
}

//! An account on a Mastodon server: connected on its page, heard, answered once, whatever happens.

use std::sync::Arc;

use axum::http::StatusCode;
use earshot_fakes::mastodon::{FakeMastodon, MastodonFault as F, NewStatus, SeenStatus, TOKEN};
use earshot_listen::sources::Reading;
use earshot_model::{AccountId, CaseId, OutboxId, OutboxState, Time};
use earshot_store::{outbox, posts};
use earshot_testkit::on_both;
use tokio::net::TcpListener;

use crate::brand::Brand;
use crate::browser::{Browser, field};
use crate::messages::Messages;
use crate::world::World;

/// A server that we play, and a brand that knows it.
struct Scene<'w> {
    brand: Brand<'w>,
    fake: FakeMastodon,
    url: String,
    reading: Reading,
    admin: Browser,
}

impl<'w> Scene<'w> {
    async fn new(world: &'w World) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let fake = FakeMastodon::new("altavela", &url, world.clock.clone());
        tokio::spawn(fake.clone().serve(listener));
        let brand = Brand::open(world, "brand").await;
        let admin = brand.enter("admin").await;
        let news = Arc::new(Messages(world.engage.clone()));
        let reading = Reading { channels: world.channels.clone(), news };
        Self { brand, fake, url, reading, admin }
    }

    /// Connects the account by its form; gives its id.
    async fn connect(&mut self) -> AccountId {
        self.admin.get("/settings/accounts").await;
        let fields = [("channel", "mastodon"), ("address", self.url.as_str()), ("token", TOKEN)];
        let made = self.admin.as_program().post("/settings/accounts", &fields).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        assert_eq!(made.json()["handle"], "altavela");
        made.json()["id"].as_str().unwrap().parse().unwrap()
    }

    fn says(&self, author: &str, text: &str) -> String {
        self.fake.post(NewStatus {
            author: author.to_owned(),
            text: text.to_owned(),
            ..NewStatus::default()
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

    /// An agent answers in public; the undo window passes. Gives the message.
    async fn answer(&mut self, case: CaseId, text: &str) -> OutboxId {
        let page = self.admin.get(&format!("/cases/{case}")).await.text();
        let (key, seen) = (field(&page, "key").unwrap(), field(&page, "seen").unwrap());
        let fields = [
            ("key", key.as_str()),
            ("seen", seen.as_str()),
            ("audience", "public"),
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

    /// What customers saw with these words.
    fn seen(&self, text: &str) -> Vec<SeenStatus> {
        let mut seen = self.fake.ledger();
        seen.retain(|one| one.text.ends_with(text));
        seen
    }
}

on_both! {
async fn a_complaint_is_heard_and_answered_in_public_once(ground: Ground) {
    let world = World::on(ground, |state| state);
    let mut scene = Scene::new(&world).await;
    let account = scene.connect().await;
    let page = scene.admin.get("/settings/accounts").await.text();
    assert!(page.contains("@altavela") && page.contains("4.5.0 (fake)"), "{page}");
    assert!(!page.contains(TOKEN), "a secret is never shown");
    let post = scene.says("mirela", "@altavela my bag is lost, please help me!");
    scene.hear(account).await;
    let case = scene.case_of(account, &post).await;
    let message = scene.answer(case, "We found it, Mirela.").await;
    scene.speak(account).await;
    assert_eq!(scene.state(message).await, OutboxState::Sent);
    let seen = scene.seen("We found it, Mirela.");
    assert_eq!((seen.len(), seen[0].in_reply_to.as_deref()), (1, Some(post.as_str())));
    // The customer goes on, and the whole conversation is one case.
    let again = scene.fake.post(NewStatus {
        author: "mirela".to_owned(),
        text: "@altavela thank you, and my coat? It is missing too, please help!".to_owned(),
        in_reply_to: Some(seen[0].id.clone()),
        visibility: None,
    });
    world.clock.advance(Time::MINUTE);
    scene.hear(account).await;
    assert_eq!(scene.case_of(account, &again).await, case);
    let page = scene.admin.get("/settings/accounts").await.text();
    assert!(page.contains("chip fine"), "{page}");
}
}

on_both! {
async fn whatever_happens_to_an_answer_the_customer_sees_it_once(ground: Ground) {
    let world = World::on(ground, |state| state);
    let mut scene = Scene::new(&world).await;
    let account = scene.connect().await;
    // The server forgets keys: only looking keeps an answer from standing there twice.
    scene.fake.plan(F::ForgetKey, 1_000);
    for (n, fault) in [F::AcceptThenDrop, F::AcceptThenFail, F::Truncated, F::ServerError, F::RateLimit]
        .into_iter()
        .enumerate()
    {
        let post = scene.says(&format!("customer{n}"), "@altavela my bag is lost, please help me!");
        world.clock.advance(Time::MINUTE);
        scene.hear(account).await;
        let case = scene.case_of(account, &post).await;
        let text = format!("This is answer number {n}.");
        let message = scene.answer(case, &text).await;
        scene.fake.plan(fault, 1);
        let (mut steps, mut doubted) = (0, false);
        while scene.state(message).await != OutboxState::Sent {
            scene.speak(account).await;
            doubted |= scene.state(message).await == OutboxState::Unknown;
            world.clock.advance(20 * Time::SECOND);
            steps += 1;
            assert!(steps < 30, "{fault:?}: {:?}", scene.state(message).await);
        }
        assert_eq!(scene.fake.hits(fault), 1, "{fault:?} struck");
        assert_eq!(scene.seen(&text).len(), 1, "{fault:?}");
        assert!(doubted || !matches!(fault, F::ServerError), "503 after a post leaves a doubt");
    }
}
}

on_both! {
async fn a_server_that_dies_between_two_steps_says_nothing_twice(ground: Ground) {
    let world = World::on(ground, |state| state);
    let mut scene = Scene::new(&world).await;
    let account = scene.connect().await;
    scene.fake.plan(F::ForgetKey, 1_000);
    // It dies after the lease was committed: before the words left, and after.
    for (n, left) in [false, true].into_iter().enumerate() {
        let post = scene.says(&format!("customer{n}"), "@altavela my bag is lost, please help me!");
        world.clock.advance(Time::MINUTE);
        scene.hear(account).await;
        let case = scene.case_of(account, &post).await;
        let text = format!("This is answer number {n}.");
        let message = scene.answer(case, &text).await;
        let org = scene.brand.org;
        let leased = world.engage.commands(org, account, std::time::Duration::ZERO).await.unwrap();
        assert_eq!(leased.len(), 1, "the lease is all that it left behind");
        if left {
            scene.fake.post(NewStatus {
                author: "altavela".to_owned(),
                text: format!("@customer{n} {text}"),
                in_reply_to: Some(post),
                visibility: None,
            });
        }
        world.clock.advance(61 * Time::SECOND);
        assert_eq!(world.engage.expire(org, world.now()).await.unwrap(), 1);
        assert_eq!(scene.state(message).await, OutboxState::Unknown, "uncertain within a minute");
        for _ in 0..6 {
            scene.speak(account).await;
            world.clock.advance(20 * Time::SECOND);
        }
        assert_eq!(scene.state(message).await, OutboxState::Sent);
        assert_eq!(scene.seen(&text).len(), 1, "died after the words left: {left}");
    }
}
}

on_both! {
async fn pages_that_come_twice_turned_and_broken_make_each_post_once(ground: Ground) {
    let world = World::on(ground, |state| state);
    let mut scene = Scene::new(&world).await;
    let account = scene.connect().await;
    scene.hear(account).await;
    let mut said = Vec::new();
    for round in 0..6 {
        for n in 0..25 {
            said.push(scene.says(&format!("c{round}-{n}"), "@altavela where is my bag? Please help"));
        }
        let fault = [F::Duplicate, F::Disorder, F::Truncated, F::ServerError, F::RudeRateLimit, F::RateLimit][round];
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
async fn a_refused_account_says_why_and_leaves_nothing() {
    let world = World::new().await;
    let mut scene = Scene::new(&world).await;
    let before = scene.admin.get("/settings/accounts").await;
    assert_eq!(before.status, StatusCode::OK);
    let url = scene.url.clone();
    for (address, token, said) in [
        (url.as_str(), "wrong", "401"),
        (url.as_str(), "", "type something"),
        ("http://10.0.0.1", TOKEN, "allow-list"),
        ("https://me:pw@social.example", TOKEN, "without a name or a password"),
    ] {
        let fields = [("channel", "mastodon"), ("address", address), ("token", token)];
        let refused = scene.admin.post("/settings/accounts", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
        let page = refused.text();
        assert!(page.contains(said), "{said}: {page}");
        assert!(!page.contains(TOKEN), "what was typed as a secret is not shown again");
    }
    let health = world.engage.account_health_as(scene.brand.org).await.unwrap();
    assert_eq!(health.len(), 1, "only the account of the program is there");
}

#[tokio::test]
async fn sources_are_added_and_stopped_and_an_account_is_switched_off() {
    let world = World::new().await;
    let mut scene = Scene::new(&world).await;
    let account = scene.connect().await;
    let to = format!("/settings/accounts/{account}");
    let add = [("kind", "hashtag"), ("name", "#AltavelaFail")];
    let added = scene.admin.post(&format!("{to}/sources"), &add).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let odd = [("kind", "hashtag"), ("name", "two words")];
    let refused = scene.admin.post(&format!("{to}/sources"), &odd).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let post = scene.says("mirela", "Stuck in Lisbon with no help #altavelafail");
    scene.hear(account).await;
    let mut conn = world.db.read(scene.brand.org).await.unwrap();
    assert_eq!(posts::known(&mut conn, account, vec![post]).await.unwrap().len(), 1);
    drop(conn);
    let page = scene.admin.get("/settings/accounts").await.text();
    assert!(page.contains("altavelafail"), "{page}");
    let stop = page.split("/sources/").nth(2).and_then(|rest| rest.split('"').next()).unwrap();
    let stopped = scene.admin.post(&format!("{to}/sources/{stop}"), &[]).await;
    assert_eq!(stopped.status, StatusCode::SEE_OTHER, "{stop}");
    let off = scene.admin.post(&format!("{to}/switch"), &[("on", "false")]).await;
    assert_eq!(off.status, StatusCode::SEE_OTHER);
    let asked = scene.fake.asked();
    world.clock.advance(10 * Time::MINUTE);
    scene.hear(account).await;
    assert_eq!(scene.fake.asked(), asked, "nothing is asked while it is off");
    assert!(scene.admin.get("/settings/accounts").await.text().contains("chip off"));
}

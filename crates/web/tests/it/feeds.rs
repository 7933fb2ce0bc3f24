//! A feed: connected on its page, heard, matched by a listener, and answered by hand.

use std::sync::Arc;

use axum::http::StatusCode;
use earshot_fakes::site::{FakeSite, NewArticle, SiteFault as F};
use earshot_listen::sources::Reading;
use earshot_model::{
    AccountId, CaseId, Direction, OutboxId, OutboxState, PostState, Surface, Time,
};
use earshot_store::persons::Fact;
use earshot_store::{cases, outbox, persons, posts};
use earshot_testkit::on_both;
use tokio::net::TcpListener;

use crate::brand::Brand;
use crate::browser::{Browser, field};
use crate::messages::Messages;
use crate::world::World;

const COMPLAINT: &str =
    "Altavela lost my suitcase in Lisbon and nobody answers me. Can somebody please help me?";

/// A blog that we play, and a brand that reads it.
struct Scene<'w> {
    brand: Brand<'w>,
    fake: FakeSite,
    url: String,
    reading: Reading,
    admin: Browser,
}

impl<'w> Scene<'w> {
    async fn new(world: &'w World) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let fake = FakeSite::new("Journeys & Co", &url, world.clock.clone());
        tokio::spawn(fake.clone().serve(listener));
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
        Self { brand, fake, url, reading, admin }
    }

    async fn connect(&mut self) -> AccountId {
        let form = self.admin.get("/settings/accounts?channel=feeds").await.text();
        assert!(form.contains("Address of the feed"), "{form}");
        let feed = format!("{}/feed", self.url);
        let fields = [("channel", "feeds"), ("feed", feed.as_str())];
        let made = self.admin.as_program().post("/settings/accounts", &fields).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        made.json()["id"].as_str().unwrap().parse().unwrap()
    }

    fn publish(&self, html: &str) -> String {
        self.fake.publish(NewArticle {
            title: "A journey".to_owned(),
            html: html.to_owned(),
            author: "Mirela Voss".to_owned(),
            ..NewArticle::default()
        })
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

    /// An agent writes an answer; gives its status, its text and its id.
    async fn write(
        &mut self,
        case: CaseId,
        audience: &str,
        text: &str,
    ) -> (StatusCode, String, OutboxId) {
        let page = self.admin.get(&format!("/cases/{case}")).await.text();
        let (key, seen) = (field(&page, "key").unwrap(), field(&page, "seen").unwrap());
        let fields =
            [("key", key.as_str()), ("seen", &seen), ("audience", audience), ("text", text)];
        let told = self.admin.post(&format!("/cases/{case}/replies"), &fields).await;
        (told.status, told.text(), key.parse().unwrap())
    }

    async fn state(&self, message: OutboxId) -> OutboxState {
        let mut conn = self.brand.world.db.read(self.brand.org).await.unwrap();
        outbox::find(&mut conn, message).await.unwrap().state
    }

    /// Everything that the outbox does by itself, for an hour.
    async fn wait_an_hour(&self, account: AccountId) {
        let (world, org) = (self.brand.world, self.brand.org);
        for _ in 0..6 {
            world.clock.advance(10 * Time::MINUTE);
            world.engage.release(org, world.now()).await.unwrap();
            world.engage.speak(org, account).await.unwrap();
            world.engage.expire(org, world.now()).await.unwrap();
        }
    }
}

on_both! {
async fn an_article_about_the_brand_is_answered_by_hand_and_kept(ground: Ground) {
    let world = World::on(ground, |state| state);
    let mut scene = Scene::new(&world).await;
    let account = scene.connect().await;
    let page = scene.admin.get("/settings/accounts").await.text();
    assert!(page.contains("Journeys &#38; Co") && page.contains("It is RSS 2.0"), "{page}");
    assert!(page.contains("Answers are given by hand"), "{page}");
    scene.publish("Nothing about anybody that we know.");
    let post = scene.publish(COMPLAINT);
    scene.hear(account).await;
    let case = scene.case_of(account, &post).await;
    let page = scene.admin.get(&format!("/cases/{case}")).await.text();
    assert!(page.contains("This channel takes no answers from here") && page.contains(&post));
    assert!(!page.contains("aud-private"), "there is no private way");
    // What must not be public is stopped before anybody carries it there.
    let (status, told, _) = scene.write(case, "public", "Write to mirela@example.org").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
    let text = "We have found it, Mirela. It comes tomorrow.";
    let (status, told, message) = scene.write(case, "public", text).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{told}");
    assert_eq!(scene.state(message).await, OutboxState::Queued);
    scene.wait_an_hour(account).await;
    assert_eq!(scene.state(message).await, OutboxState::Queued, "nobody but a person gives it");
    let page = scene.admin.get(&format!("/cases/{case}")).await.text();
    assert!(page.contains("I have given it") && page.contains("Copy the answer"), "{page}");
    let posting = format!("/cases/{case}/replies/{message}/posting");
    let odd = scene.admin.post(&posting, &[("url", "javascript:alert(1)")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", odd.text());
    let there = format!("{post}#comment-1");
    for _ in 0..2 {
        let given = scene.admin.post(&posting, &[("url", &there)]).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text());
    }
    assert_eq!(scene.state(message).await, OutboxState::Sent);
    let mut conn = world.db.read(scene.brand.org).await.unwrap();
    let answers: Vec<_> = posts::of_case(&mut conn, case, 50).await.unwrap().into_iter()
        .filter(|post| post.direction == Direction::Outbound).collect();
    assert_eq!(answers.len(), 1, "given once, however often it was said");
    assert_eq!((answers[0].text.as_str(), answers[0].url.as_deref()), (text, Some(there.as_str())));
    assert_eq!(answers[0].surface, Surface::Comment);
    assert!(cases::find(&mut conn, case).await.unwrap().clocks.first_answered_at.is_some(), "its clock stopped");
    drop(conn);
    let late = format!("/cases/{case}/replies/{message}/cancellation");
    assert_eq!(scene.admin.post(&late, &[]).await.status, StatusCode::CONFLICT);
}
}

on_both! {
async fn an_answer_by_hand_is_taken_back_and_then_cannot_be_given(ground: Ground) {
    let world = World::on(ground, |state| state);
    let mut scene = Scene::new(&world).await;
    let account = scene.connect().await;
    let post = scene.publish(COMPLAINT);
    scene.hear(account).await;
    let case = scene.case_of(account, &post).await;
    let (_, _, message) = scene.write(case, "public", "We look for it now.").await;
    let taken = format!("/cases/{case}/replies/{message}/cancellation");
    assert_eq!(scene.admin.post(&taken, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(scene.state(message).await, OutboxState::Cancelled);
    let posting = format!("/cases/{case}/replies/{message}/posting");
    assert_eq!(scene.admin.post(&posting, &[]).await.status, StatusCode::CONFLICT);
    let page = scene.admin.get(&format!("/cases/{case}")).await.text();
    assert!(page.contains("We look for it now."), "its words are a draft again");
}
}

on_both! {
async fn what_becomes_private_while_an_answer_waits_for_a_hand_is_not_given(ground: Ground) {
    let world = World::on(ground, |state| state);
    let mut scene = Scene::new(&world).await;
    let account = scene.connect().await;
    let post = scene.publish(COMPLAINT);
    scene.hear(account).await;
    let case = scene.case_of(account, &post).await;
    let (status, told, message) = scene.write(case, "public", "KX7Q2PW9 comes tomorrow.").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{told}");
    let path = format!("/cases/{case}");
    let page = scene.admin.get(&path).await.text();
    assert!(page.contains("I have given it"), "nothing is known of that word yet: {page}");
    let mut conn = world.db.read(scene.brand.org).await.unwrap();
    let person = cases::find(&mut conn, case).await.unwrap().person_id;
    drop(conn);
    let (kind, value) = ("order".to_owned(), "KX7Q2PW9".to_owned());
    let fact = Fact { kind, value, source: "crm".to_owned() };
    let now = world.now();
    let learnt = world.db.write::<_, earshot_store::Error, _>(scene.brand.org, move |tx| {
        Box::pin(async move { persons::insert_fact(tx, person, &fact, now).await })
    });
    learnt.await.unwrap();
    let page = scene.admin.get(&path).await.text();
    assert!(!page.contains("I have given it") && !page.contains("Copy the answer"), "{page}");
    assert!(page.contains("Do not give this answer") && page.contains("Take back"), "{page}");
    let posting = format!("{path}/replies/{message}/posting");
    let given = scene.admin.post(&posting, &[]).await;
    assert_eq!(given.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", given.text());
    assert_eq!(scene.state(message).await, OutboxState::Queued);
    let taken = format!("{path}/replies/{message}/cancellation");
    assert_eq!(scene.admin.post(&taken, &[]).await.status, StatusCode::SEE_OTHER);
}
}

on_both! {
async fn an_article_is_edited_goes_and_a_broken_feed_is_said(ground: Ground) {
    let world = World::on(ground, |state| state);
    let mut scene = Scene::new(&world).await;
    let account = scene.connect().await;
    let post = scene.publish(COMPLAINT);
    scene.hear(account).await;
    let case = scene.case_of(account, &post).await;
    let text = async || {
        let mut conn = world.db.read(scene.brand.org).await.unwrap();
        let known = posts::known(&mut conn, account, vec![post.clone()]).await.unwrap();
        assert_eq!(known.len(), 1);
        posts::find(&mut conn, known[0].id).await.unwrap()
    };
    assert!(scene.fake.edit(&post, "Altavela found my suitcase, thank you."));
    scene.hear(account).await;
    assert!(text().await.text.contains("found my suitcase"));
    scene.fake.plan(F::Endless, 1);
    scene.hear(account).await;
    let page = scene.admin.clone().get("/settings/accounts").await.text();
    assert!(page.contains("is longer than 4194304 bytes"), "{page}");
    assert!(scene.fake.take_down(&post));
    scene.hear(account).await;
    world.clock.advance(5 * Time::MINUTE);
    scene.hear(account).await;
    assert_eq!(text().await.state, PostState::Deleted);
    assert_eq!(scene.case_of(account, &post).await, case);
}
}

#[tokio::test]
async fn another_feed_is_added_with_the_case_of_its_path_kept() {
    let world = World::new().await;
    let mut scene = Scene::new(&world).await;
    let account = scene.connect().await;
    let to = format!("/settings/accounts/{account}/sources");
    let name = format!("{}/Feed.JSON", scene.url);
    let added = scene.admin.post(&to, &[("kind", "comments"), ("name", &name)]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let odd = scene.admin.post(&to, &[("kind", "feed"), ("name", "ftp://a.b/c")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = scene.admin.get("/settings/accounts").await.text();
    assert!(page.contains(&format!("Feed of comments: {name}")), "{page}");
}

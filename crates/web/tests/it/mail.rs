//! A mailbox: connected on its page, heard, answered once, whatever happens.

use std::sync::Arc;

use axum::http::StatusCode;
use earshot_fakes::mail::{FakeMail, MailFault as F, PASSWORD};
use earshot_listen::sources::Reading;
use earshot_model::{AccountId, CaseId, OutboxId, OutboxState, Time};
use earshot_store::{channel_logins, outbox};
use earshot_testkit::on_both;
use tokio::net::TcpListener;

use crate::brand::Brand;
use crate::browser::{Browser, field};
use crate::messages::Messages;
use crate::world::World;

struct Scene<'w> {
    brand: Brand<'w>,
    fake: FakeMail,
    places: [String; 2],
    reading: Reading,
    admin: Browser,
}

impl<'w> Scene<'w> {
    async fn new(world: &'w World) -> Self {
        let imap = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let smtp = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let places = [&imap, &smtp].map(|one| one.local_addr().unwrap().to_string());
        let fake = FakeMail::new("support@brand.example");
        tokio::spawn(fake.clone().serve(imap, smtp));
        let brand = Brand::open(world, "brand").await;
        let admin = brand.enter("admin").await;
        let news = Arc::new(Messages(world.engage.clone()));
        let reading = Reading { channels: world.channels.clone(), news };
        Self { brand, fake, places, reading, admin }
    }

    fn typed(&self, password: &'static str) -> Vec<(&'static str, String)> {
        vec![
            ("channel", "email".to_owned()),
            ("mailbox", "support@brand.example".to_owned()),
            ("imap", format!("imap://{}", self.places[0])),
            ("smtp", format!("smtp://{}", self.places[1])),
            ("password", password.to_owned()),
            ("sender", "Brand Care".to_owned()),
        ]
    }

    async fn connect(&mut self) -> AccountId {
        self.admin.get("/settings/accounts?channel=email").await;
        let typed = self.typed(PASSWORD);
        let fields: Vec<(&str, &str)> = typed.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let made = self.admin.as_program().post("/settings/accounts", &fields).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        assert_eq!(made.json()["handle"], "support@brand.example");
        made.json()["id"].as_str().unwrap().parse().unwrap()
    }

    fn arrives(&self, name: &str, headers: &str, words: &str) {
        let at = self.brand.world.now().micros() / Time::SECOND;
        let text = format!(
            "From: {name} <{name}@customer.example>\nTo: support@brand.example\n{headers}\n{words}\n"
        );
        self.fake.arrive(&text, at);
    }

    async fn hear(&self, account: AccountId) {
        let world = self.brand.world;
        world.clock.advance(2 * Time::MINUTE);
        while world.listen.read_next(&self.reading, self.brand.org, account).await.unwrap() {}
        while world.listen.work_for(self.brand.org).await.unwrap() {}
    }

    async fn answer(&mut self, case: CaseId, text: &str) -> OutboxId {
        let page = self.admin.get(&format!("/cases/{case}")).await.text();
        let (key, seen) = (field(&page, "key").unwrap(), field(&page, "seen").unwrap());
        let fields =
            [("key", key.as_str()), ("seen", &seen), ("audience", "private"), ("text", text)];
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

    /// The case list, as the administrator sees it.
    async fn cases(&mut self) -> Vec<serde_json::Value> {
        let list = self.admin.get("/api/v1/cases?list=all").await.json();
        list["cases"].as_array().cloned().unwrap_or_default()
    }

    fn seen(&self, text: &str) -> Vec<String> {
        let all = self.fake.ledger().into_iter().map(|letter| letter.text);
        all.filter(|letter| letter.contains(text)).collect()
    }
}

/// The id of a letter.
fn id_of(letter: &str) -> String {
    letter.lines().find_map(|line| line.strip_prefix("Message-ID: ")).expect("an id").to_owned()
}

const CRY: &str = "My suitcase is lost since Monday, please help me!";

on_both! {
async fn a_mail_becomes_a_case_and_its_answer_comes_back_into_it(ground: Ground) {
    let world = World::on(ground, |state| state);
    let mut scene = Scene::new(&world).await;
    let account = scene.connect().await;
    let page = scene.admin.get("/settings/accounts").await.text();
    assert!(page.contains("support@brand.example") && page.contains("IMAP (IDLE)"), "{page}");
    assert!(!page.contains(PASSWORD) && page.contains("Inbox"), "{page}");
    scene.arrives("mirela", "Message-ID: <q@c.example>\nSubject: My suitcase\n", CRY);
    scene.hear(account).await;
    let cases = scene.cases().await;
    assert_eq!(cases.len(), 1, "{cases:?}");
    let case: CaseId = cases[0]["id"].as_str().unwrap().parse().unwrap();
    let page = scene.admin.get(&format!("/cases/{case}")).await.text();
    assert!(page.contains("My suitcase") && page.contains("mirela@customer.example"), "{page}");
    assert!(!page.contains("id=\"aud-public\""), "mail has no public answers");
    let message = scene.answer(case, "We found it, Mirela.").await;
    scene.speak(account).await;
    assert_eq!(scene.state(message).await, OutboxState::Sent);
    let letters = scene.seen("We found it, Mirela.");
    assert_eq!(letters.len(), 1);
    assert!(letters[0].contains("From: \"Brand Care\" <support@brand.example>")
        || letters[0].contains("From: Brand Care <support@brand.example>"), "{}", letters[0]);
    let headers = format!("Message-ID: <r@c.example>\nIn-Reply-To: {}\n", id_of(&letters[0]));
    scene.arrives("mirela", &headers, "Thank you! And my coat is missing too, please help me!");
    scene.hear(account).await;
    assert_eq!(scene.cases().await.len(), 1, "the whole conversation is one case");
    let whole = scene.admin.get(&format!("/api/v1/cases/{case}")).await.json();
    assert_eq!(whole["posts"].as_array().map(Vec::len), Some(3), "{whole}");
    let page = scene.admin.get("/settings/accounts").await.text();
    assert!(page.contains("chip fine"), "{page}");
}
}

on_both! {
async fn whatever_happens_to_a_letter_it_goes_once_or_is_shown_as_uncertain(ground: Ground) {
    let world = World::on(ground, |state| state);
    let mut scene = Scene::new(&world).await;
    let account = scene.connect().await;
    for (n, fault) in [F::TryLater, F::BreakBefore, F::AcceptKeepThenDrop, F::AcceptThenDrop]
        .into_iter()
        .enumerate()
    {
        let id = format!("Message-ID: <q{n}@c.example>\n");
        scene.arrives(&format!("customer{n}"), &id, CRY);
        scene.hear(account).await;
        let cases = scene.cases().await;
        let name = format!("customer{n}");
        let ours = cases.iter().find(|case| case["customer"].as_str().unwrap().starts_with(&name));
        let case: CaseId = ours.expect("a case")["id"].as_str().unwrap().parse().unwrap();
        let text = format!("This is answer number {n}.");
        let message = scene.answer(case, &text).await;
        scene.fake.plan(fault, 1);
        let uncertain = fault == F::AcceptThenDrop;
        for _ in 0..20 {
            scene.speak(account).await;
            world.clock.advance(20 * Time::SECOND);
        }
        assert_eq!(scene.fake.hits(fault), 1, "{fault:?} struck");
        assert_eq!(scene.seen(&text).len(), 1, "{fault:?}: the customer has it once");
        let wanted = if uncertain { OutboxState::Unknown } else { OutboxState::Sent };
        assert_eq!(scene.state(message).await, wanted, "{fault:?}");
        if uncertain {
            // The customer's answer is the proof.
            let headers = format!("In-Reply-To: {}\n", id_of(&scene.seen(&text)[0]));
            scene.arrives(&name, &headers, "Thanks!");
            scene.hear(account).await;
            world.clock.advance(5 * Time::MINUTE);
            scene.speak(account).await;
            assert_eq!(scene.state(message).await, OutboxState::Sent);
            assert_eq!(scene.seen(&text).len(), 1);
        }
    }
}
}

#[tokio::test]
async fn a_letter_that_comes_back_is_shown_as_rejected() {
    let world = World::new().await;
    let mut scene = Scene::new(&world).await;
    let account = scene.connect().await;
    scene.arrives("mirela", "Message-ID: <q@c.example>\n", CRY);
    scene.hear(account).await;
    let case: CaseId = scene.cases().await[0]["id"].as_str().unwrap().parse().unwrap();
    let message = scene.answer(case, "We found it.").await;
    scene.speak(account).await;
    assert_eq!(scene.state(message).await, OutboxState::Sent);
    let bounce = format!(
        "Return-Path: <>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: message/delivery-status\n\n\
         Final-Recipient: rfc822; mirela@customer.example\nAction: failed\nDiagnostic-Code: smtp; 550 gone\n\n\
         --b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {}\n\n--b--\n",
        id_of(&scene.seen("We found it.")[0])
    );
    scene.arrives("mailer-daemon", &bounce, "");
    scene.hear(account).await;
    assert_eq!(scene.state(message).await, OutboxState::Rejected);
    let page = scene.admin.get(&format!("/cases/{case}")).await.text();
    assert!(page.contains("sent it back") && page.contains("550 gone"), "{page}");
    assert!(scene.cases().await.is_empty(), "a bounce is no customer: the case waits as before");
}

#[tokio::test]
async fn a_lost_login_is_shown_and_renewed_with_the_password_alone() {
    let world = World::new().await;
    let mut scene = Scene::new(&world).await;
    scene.admin.get("/settings/accounts?channel=email").await;
    let typed = scene.typed("wrong");
    let fields: Vec<(&str, &str)> = typed.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let refused = scene.admin.post("/settings/accounts", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    assert!(
        page.contains("wrong password") && page.contains("value=\"support@brand.example\""),
        "{page}"
    );
    let account = scene.connect().await;
    scene.arrives("ana", "Message-ID: <a@c.example>\n", CRY);
    scene.hear(account).await;
    let case: CaseId = scene.cases().await[0]["id"].as_str().unwrap().parse().unwrap();
    scene.answer(case, "We look for it, Ana.").await;
    scene.speak(account).await;
    scene.fake.plan(F::RefuseLogin, 1);
    scene.hear(account).await;
    let page = scene.admin.get("/settings/accounts").await.text();
    assert!(page.contains("chip lost") && page.contains("name=\"password\""), "{page}");
    let to = format!("/settings/accounts/{account}/probe");
    let renewed = scene.admin.post(&to, &[("password", PASSWORD)]).await;
    assert_eq!(renewed.status, StatusCode::SEE_OTHER, "{}", renewed.text());
    let mut conn = world.db.read(scene.brand.org).await.unwrap();
    let login = channel_logins::find(&mut conn, account).await.unwrap().expect("a login");
    assert!(login.lost_at.is_none() && login.settings.contains("Brand Care"));
    drop(conn);
    let headers = format!("In-Reply-To: {}\n", id_of(&scene.seen("We look for it, Ana.")[0]));
    scene.arrives("ana", &headers, "Thank you! And my coat is missing too, please help me!");
    scene.hear(account).await;
    assert_eq!(scene.cases().await.len(), 1, "what was signed before is still known as ours");
    let whole = scene.admin.get(&format!("/api/v1/cases/{case}")).await.json();
    assert_eq!(whole["posts"].as_array().map(Vec::len), Some(3), "{whole}");
}

//! Somebody is forgotten, after everything that the program itself writes about a customer was written:
//! their name is a word that stands nowhere else, and afterwards nowhere at all.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use earshot_engage::staff::{Reach, RoleKind};
use earshot_model::{CaseId, PostId, Time};
use earshot_store::search::{Lookup, Term};
use earshot_store::{backup, blobs::BlobStore, posts, search};
use serde_json::json;

use crate::brand::{Brand, item};
use crate::browser::{Browser, Seen, field};
use crate::guest::{Guest, file, invite, open};
use crate::scan::{files_with, look};
use crate::world::World;

const CANARY: &str = "zanzibarcanary";

/// A case of the customer, and an administrator who works on it.
struct Scene<'w> {
    world: &'w World,
    brand: Brand<'w>,
    agent: Browser,
    case: CaseId,
    post: PostId,
    person: String,
}

fn took(seen: &Seen) {
    assert!(seen.status.is_success() || seen.status.is_redirection(), "{}", seen.text());
}

impl<'w> Scene<'w> {
    async fn open(world: &'w World) -> Self {
        let brand = Brand::open(world, "altavela").await;
        let mut admin = brand.enter("admin").await.as_program();
        let us = [("name", "Us"), ("purpose", "brand"), ("query", "altavela"), ("active", "true")];
        took(&admin.post("/listeners", &us).await);
        let text = format!("@altavela my suitcase is lost, please help me, {CANARY}! #{CANARY}");
        let id = format!("p-{CANARY}");
        let mut first = item(&id, CANARY, &text);
        first["revision"] = format!("1-{CANARY}").into();
        first["url"] = format!("https://net.example/{CANARY}/1").into();
        took(&brand.events(&[json!({ "event": "upsert", "item": first })]).await);
        world.work().await;
        let account = brand.account.parse().unwrap();
        let mut conn = world.db.read(brand.org).await.unwrap();
        let post = posts::known(&mut conn, account, vec![id]).await.unwrap().remove(0);
        drop(conn);
        let (case, post) = (post.case_id.expect("a case"), post.id);
        let mut agent = brand.enter("admin").await;
        agent.get(&format!("/cases/{case}")).await;
        let whole = agent.get(&format!("/api/v1/cases/{case}")).await.json();
        let person = whole["customer"]["id"].as_str().unwrap().to_owned();
        Self { world, brand, agent, case, post, person }
    }

    /// Sends a form about the case.
    async fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let path = format!("/cases/{}/{path}", self.case);
        let seen = self.agent.as_program().post(&path, fields).await;
        took(&seen);
        seen
    }

    /// What is known of them, promised to them, said about them and typed for them.
    async fn written_about(&mut self) {
        let text = format!("call {CANARY} back");
        self.form("facts", &[("kind", "order"), ("value", &format!("{CANARY}-4711"))]).await;
        let due =
            [("text", text.as_str()), ("due", "2026-06-05T12:00:00Z"), ("audience", "public")];
        self.form("promises", &due).await;
        self.form("notes", &[("text", &text)]).await;
        self.form("tags", &[("tag", CANARY)]).await;
        for audience in ["public", "private", "internal"] {
            let draft = [("audience", audience), ("text", text.as_str())];
            let path = format!("/cases/{}/draft", self.case);
            took(&self.agent.as_program().change(Method::PUT, &path, &draft).await);
        }
        let path = format!("/posts/{}/correction", self.post);
        took(&self.agent.as_program().post(&path, &[("set", "urgency=high")]).await);
    }

    /// An answer. `field` is what the form has besides.
    async fn answer(
        &mut self,
        audience: &str,
        text: &str,
        more: &[(&str, &str)],
    ) -> (String, Seen) {
        let page = self.agent.get(&format!("/cases/{}", self.case)).await.text();
        let (key, seen) = (field(&page, "key").unwrap(), field(&page, "seen").unwrap());
        let mut fields = vec![
            ("key", key.as_str()),
            ("seen", &seen),
            ("audience", audience),
            ("text", text),
            ("unproved", "known"),
        ];
        fields.extend_from_slice(more);
        let path = format!("/cases/{}/replies", self.case);
        let sent = self.agent.as_program().post(&path, &fields).await;
        (key, sent)
    }

    /// Answers that overrule the guard, that go out, that come back refused, and that wait.
    async fn answered(&mut self) {
        let text = format!("We look for {CANARY}-4711, {CANARY}.");
        let reason = format!("{CANARY} asked for it in public");
        let (key, sent) = self.answer("public", &text, &[("override_reason", &reason)]).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
        self.goes(
            &key,
            &json!({ "state": "sent", "id": "x-1",
            "url": format!("https://net.example/{CANARY}") }),
        )
        .await;
        let (key, sent) = self.answer("public", &format!("Dear {CANARY}, wait."), &[]).await;
        took(&sent);
        self.goes(&key, &json!({ "state": "failed", "detail": format!("{CANARY} blocks you") }))
            .await;
        let (_, sent) = self.answer("public", &format!("Again, {CANARY}."), &[]).await;
        took(&sent);
    }

    /// The connector takes an answer out, and says what became of it.
    async fn goes(&self, key: &str, result: &serde_json::Value) {
        self.world.clock.advance(11 * Time::SECOND);
        self.world.engage.release(self.brand.org, self.world.now()).await.unwrap();
        let commands = self.brand.connector(Method::GET, "commands", "").await;
        assert!(commands.text().contains(key), "{}", commands.text());
        let path = format!("commands/{key}/result");
        took(&self.brand.connector(Method::PUT, &path, result.to_string()).await);
    }

    /// What the source changed: under a legal hold its words before are kept beside.
    /// Gives where they were found then.
    async fn changed(&mut self) -> BTreeSet<String> {
        let hold = [("person", self.person.as_str()), ("reason", &format!("{CANARY} against us"))];
        let held = self.agent.as_program().post("/holds", &hold).await;
        let hold = held.json()["id"].as_str().unwrap().to_owned();
        let text = format!("@altavela my suitcase is LOST, {CANARY}! #{CANARY}");
        let mut edited = item(&format!("p-{CANARY}"), CANARY, &text);
        edited["revision"] = format!("2-{CANARY}").into();
        edited["edited_at"] = self.world.now().micros().into();
        took(&self.brand.events(&[json!({ "event": "upsert", "item": edited })]).await);
        self.world.work().await;
        let found = look(self.world, CANARY).await.holding;
        assert!(found.contains("kept_words.text"), "{found:?}");
        took(&self.agent.as_program().post(&format!("/holds/{hold}/lifting"), &[]).await);
        found
    }

    /// A private room: what the guest says, sends and wishes, and how they proved who they are.
    async fn met(&mut self) -> Guest {
        let mut guest = open(self.world, &invite(&mut self.agent, self.case).await).await;
        let photo = file(&format!("{CANARY}.png"), format!("%PDF-1.7 {CANARY}").as_bytes());
        took(&guest.sends(&format!("I am {CANARY}"), &[photo]).await);
        let wish = [("how", "call"), ("number", "+43 660 1234567"), ("when", CANARY)];
        let path = format!("{}/wishes", guest.path);
        took(&guest.browser.as_program().post(&path, &wish).await);
        self.world.work().await;
        self.form("room/proof", &[("note", &format!("{CANARY} knew the postcode"))]).await;
        guest
    }

    /// Somebody who is new here answers, and a supervisor sends it back with a remark.
    async fn checked(&mut self) {
        let reach = Reach::Organization(self.brand.org);
        let mut novice = self.brand.hire("Nina", &[(RoleKind::Agent, reach)]).await;
        let people = self.agent.get("/people").await.text();
        let nina = people.split("nina@").next().unwrap().rsplit("/people/").next().unwrap();
        let nina: String = nina.chars().take(36).collect();
        took(
            &self
                .agent
                .as_program()
                .post(&format!("/people/{nina}/checking"), &[("on", "true")])
                .await,
        );
        std::mem::swap(&mut self.agent, &mut novice);
        let (key, sent) = self.answer("public", &format!("We care, {CANARY}."), &[]).await;
        std::mem::swap(&mut self.agent, &mut novice);
        took(&sent);
        let back = [("decision", "returned"), ("remark", &*format!("Do not name {CANARY}"))];
        self.form(&format!("replies/{key}/approval"), &back).await;
    }
}

/// Everything that can be written about a customer. Gives where they were found while a hold was in force.
async fn everything(scene: &mut Scene<'_>) -> BTreeSet<String> {
    scene.written_about().await;
    scene.answered().await;
    let held = scene.changed().await;
    scene.met().await;
    scene.checked().await;
    // One more word of theirs, which nobody has looked at yet, and one that cannot be read.
    let waiting = item(&format!("w-{CANARY}"), CANARY, &format!("@altavela {CANARY} is here"));
    took(&scene.brand.events(&[json!({ "event": "upsert", "item": waiting })]).await);
    held
}

#[tokio::test]
async fn what_the_program_wrote_of_somebody_goes_with_them() {
    let world = World::new().await;
    let mut scene = Scene::open(&world).await;
    let held = everything(&mut scene).await;

    let mut before = look(&world, CANARY).await;
    before.holding.extend(held);
    let listed: BTreeSet<String> =
        NEVER.iter().flat_map(|(_, columns)| *columns).map(|column| (*column).to_owned()).collect();
    let missed: Vec<&String> = before
        .texts
        .difference(&before.holding)
        .filter(|column| !listed.contains(*column))
        .filter(|column| !listed.contains(&format!("{}.*", column.split('.').next().unwrap())))
        .collect();
    assert!(missed.is_empty(), "write the word there, or say why it never comes there: {missed:?}");
    assert!(before.holding.contains("files"));
    assert!(
        !files_with(world.ground.folder.path(), CANARY).is_empty() || world.ground.is_postgres()
    );

    let person = scene.person.clone();
    let erased = scene
        .agent
        .as_program()
        .post(&format!("/persons/{person}/erasure"), &[("word", CANARY)])
        .await;
    took(&erased);
    let after = look(&world, CANARY).await;
    assert_eq!(after.holding, BTreeSet::new());
    assert_eq!(files_with(world.ground.folder.path(), CANARY), Vec::<String>::new());
    let lookup = Lookup { any_of: vec![vec![Term::Token(CANARY.to_owned())]] };
    let mut conn = world.db.read(scene.brand.org).await.unwrap();
    assert!(search::find(&mut conn, &lookup, None, 10).await.unwrap().is_empty());
    drop(conn);
    let files = BlobStore::new(world.ground.folder.path().join("blobs"), 1 << 20);
    let report = backup::verify(&world.db, &files).await.unwrap();
    assert!(report.is_well(), "{:?}", report.problems);
}

/// Columns to which no word about a customer comes, by why not. `table.*` stands for all of a table.
const NEVER: &[(&str, &[&str])] = &[
    (
        "what administrators set up: about the organization and its people, not about customers",
        &[
            "accounts.*",
            "agent_languages.*",
            "agent_trainings.*",
            "agents.*",
            "api_tokens.*",
            "calendars.*",
            "channel_logins.*",
            "clock_policies.*",
            "crises.*",
            "departments.*",
            "expectations.*",
            "filter_settings.*",
            "listener_versions.*",
            "listeners.*",
            "lists.*",
            "organizations.*",
            "playbook_comments.*",
            "playbook_drafts.*",
            "playbook_signatures.*",
            "playbooks.*",
            "queue_rules.*",
            "queues.*",
            "retention.*",
            "role_grants.*",
            "role_permissions.*",
            "roles.*",
            "sessions.*",
            "settings.*",
            "skills.*",
            "sources.*",
            "teams.*",
            "trainings.*",
        ],
    ),
    (
        "words of a fixed list, ids and counts",
        &[
            "advice.*",
            "approvals.*",
            "blobs.media_type",
            "case_threads.role",
            "cases.channel",
            "cases.kind",
            "cases.lacks",
            "cases.sentiment",
            "cases.shelf",
            "cases.sla",
            "cases.status",
            "clock_log.entry",
            "drafts.audience",
            "events.actor",
            "events.kind",
            "corrections.*",
            "filter_counts.*",
            "hand_outs.shares",
            "identities.channel",
            "inbox.state",
            "lessons.field",
            "lessons.said",
            "lessons.source",
            "lessons.value",
            "outbox.audience",
            "outbox.overridden",
            "outbox.state",
            "person_facts.kind",
            "persons.tier",
            "post_counts.*",
            "posts.audience",
            "posts.direction",
            "posts.state",
            "posts.surface",
            "promises.audience",
            "reviews.*",
            "room_checks.how",
            "room_files.media_type",
            "room_guests.standing",
            "rooms.kind",
            "rooms.wish",
            "snapshots.*",
            "verdicts.decision",
            "verdicts.engine",
            "verdicts.intents",
            "verdicts.language",
            "verdicts.outcome",
            "verdicts.sentiment",
            "verdicts.urgency",
        ],
    ),
    ("twenty people and more used it before it came there", &["hashtag_alerts.*"]),
    (
        "ids and codes, and no words: this test fails when it finds the word there afterwards",
        &["events.data", "playbook_replays.*"],
    ),
    ("kinds, codes and what the program says of itself", &["jobs.*"]),
    (
        "the program's own word for where it comes from",
        &["identities.evidence", "person_facts.source"],
    ),
    ("language, place and time zone as codes", &["persons.*", "posts.claimed_language"]),
    ("goes with its delivery, whose payload names the customer", &["inbox.problem"]),
    ("our own id of what a guest said", &["room_files.external_id"]),
    (
        "the network's number of our own answer, under which it is found there",
        &["outbox.external_id"],
    ),
    ("holds the word only hashed once somebody is erased", &["tombstones.external_id"]),
];

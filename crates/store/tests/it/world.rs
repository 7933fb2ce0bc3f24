//! A small world written behind the store's back, so that these tests hold for whatever the modules
//! above them do: one customer, one case, and something in every table that speaks of them.

use earshot_model::{
    AccountId, Actor, AgentId, CaseId, EventKind, IdentityId, NewEvent, OrgId, PersonId, PostId,
    Time,
};
use earshot_store::{Error, events, search};
use uuid::Uuid;

use crate::engines::{NOW, Raw, TestDb};

/// A value in a statement's text.
pub(crate) enum V<'a> {
    T(&'a str),
    I(i64),
    F(bool),
    R(f64),
    X(&'a [u8]),
    Null,
}

use V::{F, I, Null, R, T, X};

pub(crate) async fn insert(raw: &mut Raw, table: &str, columns: &[(&str, V<'_>)]) {
    let postgres = matches!(raw, Raw::Postgres(_));
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let values: Vec<String> = columns
        .iter()
        .map(|(_, value)| match value {
            T(text) => format!("'{}'", text.replace('\'', "''")),
            I(number) => number.to_string(),
            F(bool) => bool.to_string(),
            R(real) => format!("{real:?}"),
            X(bytes) if postgres => format!("'\\x{}'::bytea", hex::encode(bytes)),
            X(bytes) => format!("X'{}'", hex::encode(bytes)),
            Null => "NULL".to_owned(),
        })
        .collect();
    let (names, values) = (names.join(", "), values.join(", "));
    raw.run(&format!("INSERT INTO {table} ({names}) VALUES ({values})")).await;
}

/// The ids of a world.
#[derive(Debug, Clone, Copy)]
pub(crate) struct World {
    pub(crate) org: OrgId,
    pub(crate) agent: AgentId,
    pub(crate) account: AccountId,
    pub(crate) person: PersonId,
    pub(crate) brand: PersonId,
    pub(crate) case: CaseId,
    pub(crate) post: PostId,
    pub(crate) answer: PostId,
    pub(crate) thread: Uuid,
    pub(crate) identity: IdentityId,
    pub(crate) brand_identity: IdentityId,
}

/// What a post needs to be written.
pub(crate) struct NewPost<'a> {
    pub(crate) id: PostId,
    pub(crate) external_id: &'a str,
    pub(crate) text: &'a str,
    pub(crate) state: &'a str,
    pub(crate) in_case: bool,
    pub(crate) at: Time,
}

impl World {
    /// Writes a post of the customer, with its place in the index and its event.
    pub(crate) async fn post(&self, it: &TestDb, raw: &mut Raw, post: NewPost<'_>) {
        self.row(raw, &post, false).await;
        self.tell(it, post.id, post.text).await;
    }

    /// Writes many posts of the customer at once, each with its place in the index.
    pub(crate) async fn crowd(&self, it: &TestDb, posts: &[NewPost<'_>]) {
        let mut raw = it.raw().await;
        raw.run("BEGIN").await;
        for post in posts {
            self.row(&mut raw, post, false).await;
        }
        raw.run("COMMIT").await;
        let docs = posts.iter().map(|post| (post.id, tokens(post.text))).collect();
        it.db
            .write::<_, Error, _>(self.org, move |tx| {
                Box::pin(async move { search::insert_all(tx, docs, 1).await })
            })
            .await
            .unwrap();
    }

    async fn row(&self, raw: &mut Raw, post: &NewPost<'_>, ours: bool) {
        let identity = if ours { self.brand_identity } else { self.identity };
        let person = if ours { self.brand } else { self.person };
        insert(
            raw,
            "posts",
            &[
                ("org_id", X(self.org.bytes())),
                ("id", X(post.id.bytes())),
                ("account_id", X(self.account.bytes())),
                ("external_id", T(post.external_id)),
                ("revision", T("1")),
                ("thread_id", X(self.thread.as_bytes())),
                ("identity_id", X(identity.bytes())),
                ("person_id", X(person.bytes())),
                ("case_id", if post.in_case { X(self.case.bytes()) } else { Null }),
                ("direction", T(if ours { "outbound" } else { "inbound" })),
                ("surface", T("comment")),
                ("audience", T("public")),
                ("state", T(post.state)),
                ("text", T(post.text)),
                ("salt", X(b"0123456789abcdef")),
                ("url", T(&format!("https://example.org/{}", post.external_id))),
                ("posted_at", I(post.at.micros())),
                ("received_at", I(post.at.micros())),
                ("imported", F(false)),
            ],
        )
        .await;
        insert(
            raw,
            "verdicts",
            &[
                ("org_id", X(self.org.bytes())),
                ("post_id", X(post.id.bytes())),
                ("engine", T("rules-1")),
                ("language", T("en")),
                ("sentiment", T("negative")),
                ("spam", F(false)),
                ("relevant", F(true)),
                ("urgency", T("high")),
                ("intents", T("help")),
                ("priority", R(0.1 + 0.2)),
                ("outcome", T("respond")),
                ("body", T(&format!("{{\"evidence\":\"{}\"}}", post.text))),
                ("decision", T(&format!("{{\"quote\":\"{}\"}}", post.text))),
                ("judged_at", I(post.at.micros())),
            ],
        )
        .await;
    }

    /// Puts a post into the index and its digest into the log, through the store.
    async fn tell(&self, it: &TestDb, id: PostId, text: &str) {
        let digest = events::digest(b"0123456789abcdef", text);
        let tokens: Vec<String> = tokens(text);
        it.db
            .write::<_, Error, _>(self.org, move |tx| {
                Box::pin(async move {
                    search::insert_all(tx, vec![(id, tokens)], 1).await?;
                    let event = NewEvent::new(NOW, EventKind::PostReceived, Actor::System);
                    tx.emit(event.post(id).digest(digest));
                    Ok(())
                })
            })
            .await
            .unwrap();
    }
}

/// Words in small letters: enough of a tokenizer for these tests.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_lowercase).collect()
}

/// Makes an organization with a customer whose every text holds `word`.
pub(crate) async fn build(it: &TestDb, slug: &str, word: &str) -> World {
    let org = it.org(slug).await;
    let world = World {
        org,
        agent: it.id(),
        account: it.id(),
        person: it.id(),
        brand: it.id(),
        case: it.id(),
        post: it.id(),
        answer: it.id(),
        thread: it.id(),
        identity: it.id(),
        brand_identity: it.id(),
    };
    let mut raw = it.raw().await;
    let (department, queue): (Uuid, Uuid) = (it.id(), it.id());
    setup(&mut raw, &world, department, queue).await;
    people(it, &mut raw, &world, word).await;
    conversation(&mut raw, &world, (department, queue), word).await;
    let text = format!("my parcel {word} is late");
    let post = NewPost {
        id: world.post,
        external_id: &format!("ext-{word}-1"),
        text: &text,
        state: "in_case",
        in_case: true,
        at: NOW,
    };
    world.post(it, &mut raw, post).await;
    let text = format!("dear {word} we are sorry");
    let answer = NewPost {
        id: world.answer,
        external_id: "ours-1",
        text: &text,
        state: "in_case",
        in_case: true,
        at: NOW,
    };
    world.row(&mut raw, &answer, true).await;
    world.tell(it, world.answer, &text).await;
    around(it, &mut raw, &world, word).await;
    world
}

#[expect(clippy::too_many_lines, reason = "one value a column of each table")]
async fn setup(raw: &mut Raw, w: &World, department: Uuid, queue: Uuid) {
    let org = ("org_id", X(w.org.bytes()));
    insert(
        raw,
        "departments",
        &[
            ("org_id", X(w.org.bytes())),
            ("id", X(department.as_bytes())),
            ("key", T("care")),
            ("name", T("Care")),
        ],
    )
    .await;
    insert(
        raw,
        "queues",
        &[
            ("org_id", X(w.org.bytes())),
            ("id", X(queue.as_bytes())),
            ("department_id", X(department.as_bytes())),
            ("key", T("front")),
            ("name", T("Front")),
            ("icon", T("inbox")),
            ("team_model", T("pull")),
            ("position", I(1)),
        ],
    )
    .await;
    insert(
        raw,
        "agents",
        &[
            ("org_id", X(w.org.bytes())),
            ("id", X(w.agent.bytes())),
            ("email", T("ana@example.org")),
            ("name", T("Ana Agent")),
            ("short_name", T("Ana")),
            ("signature", T("^AA")),
            ("locale", T("en")),
            ("time_zone", T("UTC")),
            ("presence", T("away")),
            ("capacity", I(5)),
            ("password_hash", T("-")),
            ("created_at", I(NOW.micros())),
        ],
    )
    .await;
    insert(
        raw,
        "accounts",
        &[
            org,
            ("id", X(w.account.bytes())),
            ("channel", T("fake")),
            ("handle", T("brand")),
            ("name", T("Brand")),
            ("capabilities", T("{}")),
            ("token_hash", X(&[1; 32])),
            ("state", T("")),
            ("created_at", I(NOW.micros())),
        ],
    )
    .await;
}

#[expect(clippy::too_many_lines, reason = "one value a column of each table")]
async fn people(it: &TestDb, raw: &mut Raw, w: &World, word: &str) {
    for (person, identity, name, ours) in
        [(w.person, w.identity, word, false), (w.brand, w.brand_identity, "brand", true)]
    {
        insert(
            raw,
            "persons",
            &[
                ("org_id", X(w.org.bytes())),
                ("id", X(person.bytes())),
                ("display_name", T(name)),
                ("tier", T("gold")),
                ("languages", T("en")),
                ("place", T(name)),
                ("created_at", I(NOW.micros())),
            ],
        )
        .await;
        insert(
            raw,
            "identities",
            &[
                ("org_id", X(w.org.bytes())),
                ("id", X(identity.bytes())),
                ("person_id", X(person.bytes())),
                ("channel", T("fake")),
                ("external_id", T(&format!("user-{name}"))),
                ("handle", T(&format!("@{name}"))),
                ("display_name", T(name)),
                ("followers", I(12)),
                ("ours", F(ours)),
                ("evidence", T(name)),
                ("created_at", I(NOW.micros())),
            ],
        )
        .await;
    }
    insert(
        raw,
        "person_facts",
        &[
            ("org_id", X(w.org.bytes())),
            ("person_id", X(w.person.bytes())),
            ("kind", T("email")),
            ("value", T(&format!("{word}@example.org"))),
            ("source", T(word)),
            ("created_at", I(NOW.micros())),
        ],
    )
    .await;
    insert(
        raw,
        "holds",
        &[
            ("org_id", X(w.org.bytes())),
            ("id", X(it.id::<Uuid>().as_bytes())),
            ("person_id", X(w.person.bytes())),
            ("reason", T(&format!("{word} against us"))),
            ("agent_id", X(w.agent.bytes())),
            ("created_at", I(NOW.micros())),
            ("lifted_at", I(NOW.micros())),
        ],
    )
    .await;
}

/// One more person, without a handle.
pub(crate) async fn bystander(raw: &mut Raw, w: &World, person: PersonId, name: &str) {
    insert(
        raw,
        "persons",
        &[
            ("org_id", X(w.org.bytes())),
            ("id", X(person.bytes())),
            ("display_name", T(name)),
            ("tier", T("unknown")),
            ("languages", T("")),
            ("created_at", I(NOW.micros())),
        ],
    )
    .await;
}

/// One more conversation.
pub(crate) async fn thread(raw: &mut Raw, w: &World, id: Uuid, external_id: &str) {
    insert(
        raw,
        "threads",
        &[
            ("org_id", X(w.org.bytes())),
            ("id", X(id.as_bytes())),
            ("account_id", X(w.account.bytes())),
            ("external_id", T(external_id)),
            ("created_at", I(NOW.micros())),
        ],
    )
    .await;
}

async fn conversation(raw: &mut Raw, w: &World, place: (Uuid, Uuid), word: &str) {
    thread(raw, w, w.thread, &format!("thread-of-ext-{word}-1")).await;
    insert(
        raw,
        "cases",
        &[
            ("org_id", X(w.org.bytes())),
            ("id", X(w.case.bytes())),
            ("number", I(1)),
            ("subject", T(&format!("parcel of {word}"))),
            ("person_id", X(w.person.bytes())),
            ("status", T("open")),
            ("department_id", X(place.0.as_bytes())),
            ("queue_id", X(place.1.as_bytes())),
            ("shelf", T("open")),
            ("sla", T("normal")),
            ("priority", R(0.7)),
            ("channel", T("fake")),
            ("due_at", I(i64::MAX)),
            ("opened_at", I(NOW.micros())),
            ("active_at", I(NOW.micros())),
            ("sentiment", T("negative")),
            ("version", I(1)),
            ("replied_version", I(0)),
            ("imported", F(false)),
        ],
    )
    .await;
    insert(
        raw,
        "case_threads",
        &[
            ("org_id", X(w.org.bytes())),
            ("case_id", X(w.case.bytes())),
            ("thread_id", X(w.thread.as_bytes())),
            ("role", T("main")),
            ("joined_at", I(NOW.micros())),
        ],
    )
    .await;
}

/// Notes, drafts, tags, messages, deliveries.
#[expect(clippy::too_many_lines, reason = "one value a column of each table")]
async fn around(it: &TestDb, raw: &mut Raw, w: &World, word: &str) {
    let text = format!("call {word} back");
    insert(
        raw,
        "notes",
        &[
            ("org_id", X(w.org.bytes())),
            ("id", X(it.id::<Uuid>().as_bytes())),
            ("case_id", X(w.case.bytes())),
            ("agent_id", X(w.agent.bytes())),
            ("text", T(&text)),
            ("salt", X(b"0123456789abcdef")),
            ("created_at", I(NOW.micros())),
        ],
    )
    .await;
    insert(
        raw,
        "drafts",
        &[
            ("org_id", X(w.org.bytes())),
            ("case_id", X(w.case.bytes())),
            ("agent_id", X(w.agent.bytes())),
            ("audience", T("public")),
            ("text", T(&text)),
            ("updated_at", I(NOW.micros())),
        ],
    )
    .await;
    insert(
        raw,
        "crises",
        &[
            ("org_id", X(w.org.bytes())),
            ("id", X(it.id::<Uuid>().as_bytes())),
            ("name", T("Strike")),
            ("words", T("strike")),
            ("tag", T("strike")),
            ("queue", T("")),
            ("urgent", F(true)),
            ("word_from", T("")),
            ("notice", T("")),
            ("holding", T("")),
            ("version", I(1)),
            ("changed_at", I(NOW.micros())),
        ],
    )
    .await;
    insert(
        raw,
        "hashtag_uses",
        &[
            ("org_id", X(w.org.bytes())),
            ("post_id", X(w.post.bytes())),
            ("hashtag", T(word)),
            ("person_id", X(w.person.bytes())),
            ("used_at", I(NOW.micros())),
            ("negative", F(true)),
        ],
    )
    .await;
    insert(
        raw,
        "hashtag_alerts",
        &[
            ("org_id", X(w.org.bytes())),
            ("id", X(it.id::<Uuid>().as_bytes())),
            ("hashtag", T("fail")),
            ("raised_at", I(NOW.micros())),
            ("uses", I(26)),
            ("authors", I(23)),
            ("negative", I(20)),
            ("seen_by", X(w.agent.bytes())),
            ("seen_at", I(NOW.micros())),
        ],
    )
    .await;
    for (tag, line) in [(word, Null), ("by a line", I(30))] {
        insert(
            raw,
            "case_tags",
            &[
                ("org_id", X(w.org.bytes())),
                ("case_id", X(w.case.bytes())),
                ("tag", T(tag)),
                ("line", line),
                ("at", I(NOW.micros())),
            ],
        )
        .await;
    }
    for (state, finished) in [("sent", I(NOW.micros())), ("held", Null)] {
        let digest = events::digest(&[], &text);
        insert(
            raw,
            "outbox",
            &[
                ("org_id", X(w.org.bytes())),
                ("id", X(it.id::<Uuid>().as_bytes())),
                ("case_id", X(w.case.bytes())),
                ("account_id", X(w.account.bytes())),
                ("thread_id", X(w.thread.as_bytes())),
                ("to_post_id", X(w.post.bytes())),
                ("agent_id", X(w.agent.bytes())),
                ("audience", T("public")),
                ("text", T(&text)),
                ("salt", X(b"0123456789abcdef")),
                ("text_digest", X(&digest)),
                ("gate_version", I(1)),
                ("overridden", T(&format!("[\"{word}\"]"))),
                ("override_reason", T(word)),
                ("state", T(state)),
                ("attempts", I(1)),
                ("due_at", I(NOW.micros())),
                ("problem", T(word)),
                ("created_at", I(NOW.micros())),
                ("finished_at", finished),
            ],
        )
        .await;
    }
    for (key, payload, state) in [
        (format!("create:ext-{word}-1"), String::new(), "done"),
        ("create:ext-9".to_owned(), format!("{{\"author\":\"user-{word}\"}}"), "waiting"),
        ("create:ext-10".to_owned(), "{\"author\":\"somebody\"}".to_owned(), "waiting"),
    ] {
        insert(
            raw,
            "inbox",
            &[
                ("org_id", X(w.org.bytes())),
                ("id", X(it.id::<Uuid>().as_bytes())),
                ("account_id", X(w.account.bytes())),
                ("event_key", T(&key)),
                ("payload", T(&payload)),
                ("state", T(state)),
                ("attempts", I(0)),
                ("received_at", I(NOW.micros())),
            ],
        )
        .await;
    }
}

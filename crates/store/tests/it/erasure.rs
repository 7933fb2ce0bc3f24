//! After an erasure the person's words are nowhere.

use std::path::Path;

use earshot_model::{Actor, EventKind};
use earshot_store::schema::Family;
use earshot_store::{Error, backup, erasure, events, holds, posts, scrub, search};
use uuid::Uuid;

use crate::engines::{NOW, TestDb};
use crate::world;

const CANARY: &str = "zanzibarcanary";

/// All files under a folder that hold the word.
fn files_with(folder: &Path, word: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, word));
        } else {
            let bytes = std::fs::read(&path).unwrap().to_ascii_lowercase();
            if bytes.windows(word.len()).any(|window| window == word.as_bytes()) {
                found.push(path.display().to_string());
            }
        }
    }
    found
}

/// All columns of all tables that hold the word, as text or inside bytes.
async fn columns_with(it: &TestDb, word: &str) -> Vec<String> {
    let mut raw = it.raw().await;
    let mut found = Vec::new();
    for table in it.db.tables().await.unwrap() {
        for column in &table.columns {
            let (name, table) = (&column.name, &table.name);
            let like = match column.family {
                Family::Text | Family::Index => {
                    format!("lower(CAST({name} AS TEXT)) LIKE '%{word}%'")
                }
                Family::Bytes if it.is_postgres() => {
                    format!("encode({name}, 'hex') LIKE '%{}%'", hex::encode(word))
                }
                Family::Bytes => format!("lower(hex({name})) LIKE '%{}%'", hex::encode(word)),
                Family::Int | Family::Bool | Family::Real => continue,
            };
            if raw.count(&format!("{table} WHERE {like}")).await > 0 {
                found.push(format!("{table}.{name}"));
            }
        }
    }
    found
}

async fn finds(it: &TestDb, org: earshot_model::OrgId, word: &str) -> usize {
    let lookup = search::Lookup { any_of: vec![vec![search::Term::Token(word.to_owned())]] };
    search::find(&mut it.db.read(org).await.unwrap(), &lookup, None, 10).await.unwrap().len()
}

on_both! {
    async fn an_erased_person_leaves_no_word_behind(it: TestDb) {
        let w = world::build(&it, "acme", CANARY).await;
        let other = world::build(&it, "zeta", "bystander").await;
        let file = format!("photo of {CANARY}").into_bytes();
        it.blobs.put(&it.db, w.org, w.person, CANARY, file, NOW).await.unwrap();
        assert_eq!(finds(&it, w.org, CANARY).await, 2);
        // The scan itself finds the word before it goes.
        let before = columns_with(&it, CANARY).await;
        for column in ["posts.text", "posts.external_id", "cases.subject", "notes.text", "drafts.text",
            "outbox.text", "outbox.problem", "outbox.overridden", "verdicts.body", "verdicts.decision", "person_facts.value",
            "identities.handle", "identities.external_id", "persons.display_name", "inbox.payload",
            "inbox.event_key", "threads.external_id", "holds.reason", "blob_links.name"] {
            assert!(before.contains(&column.to_owned()), "{column} held it: {before:?}");
        }
        assert!(!files_with(it.dir.path(), CANARY).is_empty());

        let erase = || erasure::erase_person(&it.db, &it.blobs, w.org, w.person, Actor::System, NOW);
        let erased = erase().await.unwrap();
        assert_eq!((erased.posts, erased.cases, erased.files, erased.deliveries), (2, 1, 1, 2));
        assert!(erased.log_emptied);

        assert_eq!(columns_with(&it, CANARY).await, Vec::<String>::new());
        assert_eq!(files_with(it.dir.path(), CANARY), Vec::<String>::new());
        assert_eq!(finds(&it, w.org, CANARY).await, 0);
        assert_eq!(finds(&it, other.org, "bystander").await, 2, "nobody else lost anything");

        let mut raw = it.raw().await;
        assert_eq!(raw.count("inbox WHERE state = 'waiting'").await, 3, "others' deliveries wait on");
        assert_eq!(raw.count("outbox WHERE state = 'held'").await, 1, "only the other's message");
        assert_eq!(raw.count("persons WHERE erased_at IS NOT NULL").await, 1);
        let mut conn = it.db.read(w.org).await.unwrap();
        let log = events::since(&mut conn, 0, 1_000).await.unwrap();
        let told = log.iter().filter(|event| event.kind == EventKind::PersonErased);
        assert_eq!(told.count(), 1);
        drop(conn);
        let report = backup::verify(&it.db, &it.blobs).await.unwrap();
        assert!(report.is_well(), "{:?}", report.problems);
        erase().await.expect("twice does no harm");
        assert!(scrub(&it.db, w.org).await.unwrap());
    }
}

on_both! {
    async fn a_held_person_is_not_erased(it: TestDb) {
        let w = world::build(&it, "acme", CANARY).await;
        let (id, agent, person) = (it.id::<Uuid>(), w.agent, w.person);
        it.db
            .write::<_, Error, _>(w.org, move |tx| {
                Box::pin(async move { holds::set(tx, id, person, "a lawsuit", agent, NOW).await })
            })
            .await
            .unwrap();
        let refused =
            erasure::erase_person(&it.db, &it.blobs, w.org, w.person, Actor::System, NOW).await;
        assert!(matches!(refused, Err(Error::Held)), "{refused:?}");
        assert_eq!(finds(&it, w.org, CANARY).await, 2);
        assert!(erasure::read_log(&it.blobs.erasures()).unwrap().is_empty());
    }
}

on_both! {
    async fn an_erased_post_is_buried_under_its_hash(it: TestDb) {
        let w = world::build(&it, "acme", CANARY).await;
        erasure::erase_person(&it.db, &it.blobs, w.org, w.person, Actor::System, NOW).await.unwrap();
        let grave = erasure::grave(w.account, &format!("ext-{CANARY}-1"));
        let mut raw = it.raw().await;
        assert_eq!(raw.count(&format!("tombstones WHERE external_id = '{grave}'")).await, 1);
        let asked = vec![format!("ext-{CANARY}-1"), "ext-other".to_owned()];
        let mut conn = it.db.read(w.org).await.unwrap();
        let found = posts::tombstones(&mut conn, w.account, asked).await.unwrap();
        let found: Vec<&str> = found.iter().map(|stone| stone.external_id.as_str()).collect();
        assert_eq!(found, [format!("ext-{CANARY}-1")], "delivered again, it stays away");
    }
}

//! After an erasure the person's words are nowhere.

use std::path::Path;

use earshot_model::{Actor, EventKind, PersonId, Time};
use earshot_store::schema::Family;
use earshot_store::{Error, backup, erasure, events, holds, posts, retention, scrub, search};
use uuid::Uuid;

use crate::engines::{NOW, TestDb};
use crate::world;

const CANARY: &str = "zanzibarcanary";

/// All files under a folder that hold the word.
pub(crate) fn files_with(folder: &Path, word: &str) -> Vec<String> {
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
        for column in ["posts.text", "posts.external_id", "cases.subject", "notes.text", "drafts.text", "case_tags.tag", "hashtag_uses.hashtag",
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

on_both! {
    async fn a_conversation_of_others_keeps_its_name(it: TestDb) {
        let w = world::build(&it, "acme", CANARY).await;
        let mut raw = it.raw().await;
        // Somebody else answers in the conversation that is named after the erased person's post, and
        // writes in one whose name only holds the letters of their handle.
        let (other, alien) = (it.id::<PersonId>(), it.id::<Uuid>());
        world::bystander(&mut raw, &w, other, "bystander").await;
        raw.run(&format!(
            "UPDATE posts SET person_id = (SELECT id FROM persons WHERE display_name = 'bystander'),
                 direction = 'inbound' WHERE external_id = 'ours-1';
             UPDATE identities SET handle = 'ana' WHERE handle = '@{CANARY}'"
        ))
        .await;
        world::thread(&mut raw, &w, alien, "banana-7").await;
        let post = world::NewPost {
            id: it.id(),
            external_id: "in-banana",
            text: "some words",
            state: "recorded",
            in_case: false,
            at: NOW,
        };
        w.post(&it, &mut raw, post).await;
        let hex = hex::encode(alien.as_bytes());
        let id = if it.is_postgres() { format!("'\\x{hex}'::bytea") } else { format!("X'{hex}'") };
        raw.run(&format!("UPDATE posts SET thread_id = {id} WHERE external_id = 'in-banana'")).await;
        erasure::erase_person(&it.db, &it.blobs, w.org, w.person, Actor::System, NOW).await.unwrap();
        let names = raw.texts("SELECT external_id FROM threads ORDER BY external_id").await;
        let wanted = ["banana-7".to_owned(), format!("thread-of-ext-{CANARY}-1")];
        assert_eq!(names.into_iter().flatten().collect::<Vec<_>>(), wanted);
    }
}

on_both! {
    async fn what_a_source_removed_leaves_the_files_with_the_next_run(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let id = it.id();
        let post = world::NewPost {
            id,
            external_id: "plain",
            text: &format!("the {CANARY} is gone"),
            state: "recorded",
            in_case: false,
            at: NOW,
        };
        w.post(&it, &mut it.raw().await, post).await;
        it.db
            .write::<_, Error, _>(w.org, move |tx| {
                Box::pin(async move { posts::delete(tx, id, NOW).await })
            })
            .await
            .unwrap();
        assert_eq!(columns_with(&it, CANARY).await, Vec::<String>::new());
        if !it.is_postgres() {
            assert!(!files_with(it.dir.path(), CANARY).is_empty(), "the log and the index hold it");
        }
        let applied = retention::run(&it.db, &it.blobs, w.org, NOW).await.unwrap();
        assert!(applied.removed.is_empty(), "nothing was old: {applied:?}");
        assert_eq!(files_with(it.dir.path(), CANARY), Vec::<String>::new());
    }
}

on_both! {
    async fn a_server_does_again_what_its_list_says_and_learns_the_rest(it: TestDb) {
        let w = world::build(&it, "acme", CANARY).await;
        let z = world::build(&it, "zeta", "secondword").await;
        let held = world::build(&it, "held", "thirdword").await;
        // A list from before the database was restored: nobody on it is erased here. And somebody whom
        // another server erased, who is not on it.
        let lines: String = [(w.org, w.person), (held.org, held.person)]
            .iter()
            .map(|(org, person)| format!("{org} {person} {}\n", NOW.micros()))
            .collect();
        let (id, agent, person) = (it.id::<Uuid>(), held.agent, held.person);
        it.db
            .write::<_, Error, _>(held.org, move |tx| {
                Box::pin(async move { holds::set(tx, id, person, "a lawsuit", agent, NOW).await })
            })
            .await
            .unwrap();
        erasure::erase_person(&it.db, &it.blobs, z.org, z.person, Actor::System, NOW).await.unwrap();
        std::fs::write(it.blobs.erasures(), lines).unwrap();

        let done = erasure::keep(&it.db, &it.blobs, NOW).await.unwrap();
        assert_eq!((done.listed, done.again, done.held.len(), done.learnt), (2, 1, 1, 1));
        assert_eq!(finds(&it, w.org, CANARY).await, 0);
        assert_eq!(finds(&it, held.org, "thirdword").await, 2, "a hold stands against it");
        let list = erasure::read_log(&it.blobs.erasures()).unwrap();
        let named = |w: &world::World| list.iter().any(|e| (e.org, e.person) == (w.org, w.person));
        assert!(named(&w) && named(&z) && named(&held));
        let again = erasure::keep(&it.db, &it.blobs, NOW).await.unwrap();
        assert_eq!((again.listed, again.again, again.held.len(), again.learnt), (3, 0, 1, 0));
        assert_eq!(erasure::read_log(&it.blobs.erasures()).unwrap().len(), list.len(), "no double");
    }
}

on_both! {
    async fn a_backup_carries_the_list_to_a_new_server(it: TestDb) {
        let w = world::build(&it, "acme", CANARY).await;
        erasure::erase_person(&it.db, &it.blobs, w.org, w.person, Actor::System, NOW).await.unwrap();
        let file = it.dir.path().join("with-list.backup");
        backup::dump(&it.db, &it.blobs, &file, NOW).await.unwrap();
        for other in it.others().await {
            let restored =
                backup::restore(&other.db, &other.blobs, &file, &world::tokens, &[], NOW).await;
            let erasures = restored.unwrap().erasures;
            assert_eq!((erasures.listed, erasures.again, erasures.learnt), (0, 0, 1));
            let list = erasure::read_log(&other.blobs.erasures()).unwrap();
            assert_eq!((list[0].org, list[0].person), (w.org, w.person));
        }
    }
}

on_both! {
    async fn an_erased_post_stays_away_however_long_ago_it_was(it: TestDb) {
        let w = world::build(&it, "acme", CANARY).await;
        erasure::erase_person(&it.db, &it.blobs, w.org, w.person, Actor::System, NOW).await.unwrap();
        it.db
            .write::<_, Error, _>(w.org, move |tx| {
                Box::pin(async move { posts::bury(tx, w.account, "gone", NOW).await })
            })
            .await
            .unwrap();
        let later = NOW.plus(2_000 * Time::DAY);
        let applied = retention::run(&it.db, &it.blobs, w.org, later).await.unwrap();
        assert_eq!(applied.of(retention::Class::Tombstones), 1, "the delete that came first");
        let asked = vec![format!("ext-{CANARY}-1"), "gone".to_owned()];
        let mut conn = it.db.read(w.org).await.unwrap();
        let found = posts::tombstones(&mut conn, w.account, asked).await.unwrap();
        let found: Vec<&str> = found.iter().map(|stone| stone.external_id.as_str()).collect();
        assert_eq!(found, [format!("ext-{CANARY}-1")]);
    }
}

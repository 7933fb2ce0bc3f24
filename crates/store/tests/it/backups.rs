//! Backups: made while others write, restored on either engine, checked.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use earshot_model::{
    Actor, Capabilities, EventKind, Grant, NewEvent, Permission, PostId, Visibility,
};
use earshot_store::blobs::BlobStore;
use earshot_store::{Error, backup, erasure, events, lookups, organizations, search};

use crate::engines::{NOW, Raw, TestDb};
use crate::world::{self, NewPost, V, World, tokens};

/// The rows of a database as the backup writes them: lines without the header, which names the
/// engine and the time, and without the trailer.
async fn content(it: &TestDb) -> Vec<String> {
    let file = it.dir.path().join("content.backup");
    backup::dump(&it.db, &it.blobs, &file, NOW).await.unwrap();
    let mut text = String::new();
    let file = std::fs::File::open(&file).unwrap();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(file), &mut text).unwrap();
    let mut lines: Vec<String> = text.lines().skip(1).map(str::to_owned).collect();
    lines.pop();
    lines
}

/// Two organizations, a file, and more posts than one page of the reader.
async fn full(it: &TestDb) -> World {
    let w = world::build(it, "acme", "firstword").await;
    world::build(it, "zeta", "secondword").await;
    let file: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
    it.blobs.put(&it.db, w.org, w.person, "numbers", file, NOW).await.unwrap();
    let mut raw = it.raw().await;
    for n in 0..20 {
        let external_id = format!("more-{n}");
        let post = NewPost {
            id: it.id(),
            external_id: &external_id,
            text: "Grüße \u{1f980} 'quoted' \"twice\" \\ and\nlines",
            state: "recorded",
            in_case: false,
            at: NOW,
        };
        w.post(it, &mut raw, post).await;
    }
    w
}

on_both! {
    async fn a_backup_made_under_load_restores_on_both_engines(it: TestDb) {
        let w = full(&it).await;
        let (stop, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let (it, stop, written) = (it.clone(), stop.clone(), written.clone());
                tokio::spawn(async move {
                    while !stop.load(Ordering::SeqCst) {
                        let n = written.fetch_add(1, Ordering::SeqCst);
                        it.db
                            .write::<_, Error, _>(w.org, move |tx| {
                                Box::pin(async move {
                                    let key = if writer % 2 == 0 { "even" } else { "odd" };
                                    organizations::set_setting(tx, key, &n.to_string()).await?;
                                    tx.emit(NewEvent::new(NOW, EventKind::SetupChanged, Actor::System));
                                    Ok(())
                                })
                            })
                            .await
                            .unwrap();
                    }
                })
            })
            .collect();
        while written.load(Ordering::SeqCst) < 3_000 {
            tokio::task::yield_now().await;
        }
        let before = written.load(Ordering::SeqCst);
        let file = it.dir.path().join("under-load.backup");
        let dumped = backup::dump(&it.db, &it.blobs, &file, NOW).await.unwrap();
        let after = written.load(Ordering::SeqCst);
        stop.store(true, Ordering::SeqCst);
        for writer in writers {
            writer.await.unwrap();
        }
        assert!(after > before, "writers went on while the backup was made");
        assert_eq!((dumped.files, dumped.missing.len()), (1, 0));

        for other in it.others().await {
            let restored = restore(&other, &file).await.unwrap();
            assert_eq!((restored.rows, restored.files), (dumped.rows, 1));
            let report = backup::verify(&other.db, &other.blobs).await.unwrap();
            assert!(report.is_well(), "{:?}", report.problems);
            assert_eq!((report.organizations, report.files), (2, 1));
            let head = events::head(&mut other.db.read(w.org).await.unwrap()).await.unwrap();
            let seq = usize::try_from(head.seq).unwrap();
            assert!(seq > before && seq <= after + 50, "{before} < {seq} <= {after}");
            assert_works(&other, &w).await;
        }
    }
}

async fn restore(it: &TestDb, file: &Path) -> Result<backup::Restored, Error> {
    backup::restore(&it.db, &it.blobs, file, &tokens, &[], NOW).await
}

/// A restored database searches, and takes new posts.
async fn assert_works(it: &TestDb, w: &World) {
    let find =
        |word: &str| search::Lookup { any_of: vec![vec![search::Term::Token(word.to_owned())]] };
    let mut conn = it.db.read(w.org).await.unwrap();
    let found = search::find(&mut conn, &find("firstword"), None, 10).await.unwrap();
    assert_eq!(found.len(), 2);
    let none = search::find(&mut conn, &find("secondword"), None, 10).await.unwrap();
    assert!(none.is_empty(), "that is the other organization's");
    drop(conn);
    let post = NewPost {
        id: it.id(),
        external_id: "after-restore",
        text: "brandnewword",
        state: "recorded",
        in_case: false,
        at: NOW,
    };
    w.post(it, &mut it.raw().await, post).await;
    let mut conn = it.db.read(w.org).await.unwrap();
    let found = search::find(&mut conn, &find("brandnewword"), None, 10).await.unwrap();
    assert_eq!(found.len(), 1);
}

on_both! {
    async fn a_restored_database_is_equal_on_either_engine(it: TestDb) {
        full(&it).await;
        // What was on its way, and who was in, does not come back as it was.
        it.raw().await.run("UPDATE outbox SET state = 'cancelled', finished_at = 1").await;
        let original = content(&it).await;
        assert!(original.len() > 100, "there is something to compare");
        for other in it.others().await {
            restore(&other, &it.dir.path().join("content.backup")).await.unwrap();
            let copy = content(&other).await;
            for (a, b) in original.iter().zip(&copy) {
                assert_eq!(a, b);
            }
            assert_eq!(original.len(), copy.len());
        }
    }
}

on_both! {
    async fn what_was_on_its_way_is_in_doubt_and_nobody_is_logged_in(it: TestDb) {
        let w = world::build(&it, "acme", "firstword").await;
        let mut raw = it.raw().await;
        // Four more like the one that is held: of them, one the channel has, and one stands in a room.
        for (n, state) in ["queued", "sending", "unknown", "pending_review"].iter().enumerate() {
            raw.run(&format!(
                "INSERT INTO outbox (org_id, id, case_id, account_id, thread_id, to_post_id, agent_id,
                     audience, text, salt, text_digest, gate_version, overridden, state, attempts,
                     due_at, lease_until, created_at)
                 SELECT org_id, {}, case_id, account_id, thread_id, to_post_id, agent_id, audience,
                     text, salt, text_digest, gate_version, overridden, '{state}', 0, {n}, {n}, {n}
                 FROM outbox WHERE state = 'held'",
                raw_id(&it, n)
            ))
            .await;
        }
        session(&mut raw, &it, &w).await;
        let file = it.dir.path().join("on-its-way.backup");
        backup::dump(&it.db, &it.blobs, &file, NOW).await.unwrap();
        let finds = serde_json::to_string(&Capabilities::default()).unwrap();
        raw.run(&format!("UPDATE accounts SET capabilities = '{finds}'")).await;
        let finding = it.dir.path().join("finding.backup");
        backup::dump(&it.db, &it.blobs, &finding, NOW).await.unwrap();
        raw.run("UPDATE accounts SET home = TRUE").await;
        let at_home = it.dir.path().join("at-home.backup");
        backup::dump(&it.db, &it.blobs, &at_home, NOW).await.unwrap();

        for (file, (looked_up, asked, due)) in [
            (&file, (0, 4, i64::MAX)),
            (&finding, (4, 0, NOW.micros())),
            (&at_home, (0, 0, 0)),
        ] {
            for other in it.others().await {
                let stale = restore(&other, file).await.unwrap().stale;
                assert_eq!((stale.looked_up, stale.asked, stale.logins), (looked_up, asked, 1));
                assert_eq!(stale.agents, 1);
                let mut raw = other.raw().await;
                let doubtful = format!(
                    "outbox WHERE state = 'unknown' AND due_at = {due} AND lease_until IS NULL"
                );
                let moved = i64::try_from(looked_up + asked).unwrap();
                assert_eq!(raw.count(&doubtful).await, moved);
                let left = "outbox WHERE state IN ('held', 'queued', 'sending')";
                assert_eq!(raw.count(left).await, if moved == 0 { 3 } else { 0 });
                assert_eq!(raw.count("outbox WHERE state = 'pending_review'").await, 1);
                assert_eq!(raw.count(&format!("sessions WHERE expires_at > {}", NOW.micros())).await, 0);
                let mut conn = other.db.read(w.org).await.unwrap();
                let log = events::of_case(&mut conn, w.case).await.unwrap();
                let told = log.iter().filter(|event| event.kind == EventKind::ReplyUnknown);
                assert_eq!(i64::try_from(told.count()).unwrap(), moved);
                drop(conn);
                let report = backup::verify(&other.db, &other.blobs).await.unwrap();
                assert!(report.is_well(), "{:?}", report.problems);
            }
        }
    }
}

/// An id as a value of a statement's text.
fn raw_id(it: &TestDb, n: usize) -> String {
    let hex = format!("{n:032x}");
    if it.is_postgres() { format!("'\\x{hex}'::bytea") } else { format!("X'{hex}'") }
}

/// Somebody is logged in.
async fn session(raw: &mut Raw, it: &TestDb, w: &World) {
    let times = ("created_at", V::I(NOW.micros()));
    world::insert(
        raw,
        "sessions",
        &[
            ("org_id", V::X(w.org.bytes())),
            ("id", V::X(it.id::<uuid::Uuid>().as_bytes())),
            ("agent_id", V::X(w.agent.bytes())),
            ("token_hash", V::X(&[7; 32])),
            ("csrf", V::T("-")),
            times,
            ("seen_at", V::I(NOW.micros())),
            ("expires_at", V::I(NOW.micros() + 1)),
        ],
    )
    .await;
}

on_both! {
    async fn a_full_database_or_a_bad_file_is_refused(it: TestDb) {
        full(&it).await;
        let file = it.dir.path().join("good.backup");
        backup::dump(&it.db, &it.blobs, &file, NOW).await.unwrap();
        assert!(!it.dir.path().join("good.backup.tmp").exists());
        let told = restore(&it, &file).await.unwrap_err().to_string();
        assert!(told.contains("not empty"), "{told}");

        let good = std::fs::read(&file).unwrap();
        let bad = it.dir.path().join("bad.backup");
        let empty = TestDb::sqlite().await;
        let (mut at, mut damaged) = (20, 0);
        while at < good.len() {
            let mut flipped = good.clone();
            flipped[at] ^= 0x10;
            // A bit that makes a repeat point at other, equal words damages nothing.
            if unpacked(&flipped) != unpacked(&good) {
                std::fs::write(&bad, &flipped).unwrap();
                assert!(restore(&empty, &bad).await.is_err(), "a flipped bit at byte {at}");
                damaged += 1;
            }
            std::fs::write(&bad, &good[..at]).unwrap();
            assert!(restore(&empty, &bad).await.is_err(), "cut at byte {at}");
            at += good.len() / 12;
        }
        assert!(damaged >= 9, "only {damaged} of the flipped bits changed a word");
        assert!(empty.db.organizations().await.unwrap().is_empty(), "nothing was left behind");
        restore(&empty, &file).await.expect("the good file still goes in");
    }
}

/// What a file says, if it can be unpacked.
fn unpacked(file: &[u8]) -> Option<Vec<u8>> {
    let mut words = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(file);
    std::io::Read::read_to_end(&mut reader, &mut words).ok()?;
    Some(words)
}

/// Writes a backup of one line and a trailer that fits it.
fn forged(path: &Path, header: &str) {
    use sha2::Digest as _;
    let sha256 = hex::encode(sha2::Sha256::digest(format!("{header}\n")));
    let trailer = format!(r#"{{"line":"trailer","rows":0,"files":0,"sha256":"{sha256}"}}"#);
    let file = std::fs::File::create(path).unwrap();
    let mut out = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    std::io::Write::write_all(&mut out, format!("{header}\n{trailer}\n").as_bytes()).unwrap();
    out.finish().unwrap();
}

on_both! {
    async fn a_backup_of_a_newer_version_is_refused(it: TestDb) {
        let file = it.dir.path().join("new.backup");
        let header = |format: u32, schema: i64| {
            format!(
                r#"{{"line":"header","format":{format},"schema":{schema},"made_at":0,"engine":"sqlite","tables":[]}}"#
            )
        };
        forged(&file, &header(1, 9_999));
        let refused = restore(&it, &file).await;
        assert!(matches!(refused, Err(Error::NewerSchema { found: 9_999, .. })), "{refused:?}");
        forged(&file, &header(2, 1));
        let told = restore(&it, &file).await.unwrap_err().to_string();
        assert!(told.contains("newer Earshot"), "{told}");
        forged(&file, &header(1, 1));
        assert_eq!(restore(&it, &file).await.unwrap().rows, 0);
    }
}

on_both! {
    async fn an_older_backup_forgets_who_was_erased_since(it: TestDb) {
        let w = full(&it).await;
        let file = it.dir.path().join("older.backup");
        backup::dump(&it.db, &it.blobs, &file, NOW).await.unwrap();
        erasure::erase_person(&it.db, &it.blobs, w.org, w.person, Actor::System, NOW).await.unwrap();
        let list = erasure::read_log(&it.blobs.erasures()).unwrap();
        assert_eq!(list.len(), 1);
        for other in it.others().await {
            let restored =
                backup::restore(&other.db, &other.blobs, &file, &tokens, &list, NOW).await.unwrap();
            assert_eq!((restored.erasures.listed, restored.erasures.again), (1, 1));
            let mut raw = other.raw().await;
            assert_eq!(raw.count("posts WHERE text LIKE '%firstword%'").await, 0);
            assert_eq!(raw.count("posts WHERE text LIKE '%secondword%'").await, 2);
            assert_eq!(erasure::read_log(&other.blobs.erasures()).unwrap().len(), 1);
            let report = backup::verify(&other.db, &other.blobs).await.unwrap();
            assert!(report.is_well(), "{:?}", report.problems);
        }
    }
}

on_both! {
    async fn verify_finds_what_does_not_fit(it: TestDb) {
        let w = full(&it).await;
        let report = backup::verify(&it.db, &it.blobs).await.unwrap();
        assert!(report.is_well(), "{:?}", report.problems);
        assert!(report.texts >= 24 && report.events > 20, "{report:?}");
        let mut raw = it.raw().await;
        raw.run("UPDATE posts SET text = 'changed' WHERE text LIKE '%secondword is late%'").await;
        raw.run("UPDATE events SET data = '{\"x\":1}' WHERE seq = 3 AND kind = 'post.received'").await;
        let folder = it.dir.path().join("blobs").join(hex::encode(w.org.bytes()));
        std::fs::remove_dir_all(folder).unwrap();
        let report = backup::verify(&it.db, &it.blobs).await.unwrap();
        let all = report.problems.join("\n");
        assert!(all.contains("the text of post"), "{all}");
        assert!(all.contains("broken at number 3"), "{all}");
        assert!(all.contains("file "), "{all}");
        assert!(!all.contains("the text of note") && !all.contains("the text of message"), "{all}");
        let answer = say(&it, &w).await;
        let before = backup::verify(&it.db, &it.blobs).await.unwrap();
        assert_eq!(before.problems.len(), report.problems.len(), "{:?}", before.problems);
        assert_eq!(before.texts, report.texts + 3, "a note, an answer, and what it became");
        raw.run("UPDATE notes SET text = 'changed'").await;
        // The guard's own digest fits: the log alone knows better.
        let fits = hex::encode(events::digest(&[], "changed"));
        let fits = if it.is_postgres() { format!("'\\x{fits}'::bytea") } else { format!("X'{fits}'") };
        raw.run(&format!("UPDATE outbox SET text = 'changed', text_digest = {fits}")).await;
        raw.run("UPDATE posts SET text = 'changed' WHERE external_id = 'made'").await;
        let all = backup::verify(&it.db, &it.blobs).await.unwrap().problems.join("\n");
        assert!(all.contains("the text of note"), "{all}");
        assert!(all.contains("the text of message"), "{all}");
        assert!(all.contains(&format!("the text of post {answer} is not what the log says")), "{all}");
        if !it.is_postgres() {
            raw.run("DELETE FROM departments").await;
            let report = backup::verify(&it.db, &it.blobs).await.unwrap();
            assert!(report.problems.join("\n").contains("a row of queues points"), "{report:?}");
        }
    }
}

/// What the log says of the note and the held answer of a world, and of a post that an answer became.
/// Gives that post.
async fn say(it: &TestDb, w: &World) -> PostId {
    let mut raw = it.raw().await;
    let made = it.id::<PostId>();
    let id = format!("{:032x}", made.0.as_u128());
    let id = if it.is_postgres() { format!("'\\x{id}'::bytea") } else { format!("X'{id}'") };
    let columns = "account_id, revision, thread_id, identity_id, person_id, direction, surface, \
                   audience, state, text, salt, posted_at, received_at, imported";
    raw.run(&format!(
        "INSERT INTO posts (org_id, id, external_id, {columns})
         SELECT org_id, {id}, 'made', {columns} FROM posts
         WHERE external_id = 'ours-1' AND text LIKE '%firstword%'"
    ))
    .await;
    let hex = if it.is_postgres() { "encode(id, 'hex')" } else { "lower(hex(id))" };
    let rows = "WHERE text LIKE '%firstword%'";
    let note = raw.texts(&format!("SELECT {hex} FROM notes {rows}")).await.remove(0).unwrap();
    let held = format!("SELECT {hex} FROM outbox {rows} AND state = 'held'");
    let held = raw.texts(&held).await.remove(0).unwrap();
    let salted = |text: &str| events::digest(b"0123456789abcdef", text);
    let told = [
        (EventKind::CaseNoted, "note", note, salted("call firstword back")),
        (EventKind::ReplyHeld, "outbox", held, salted("call firstword back")),
        (EventKind::ReplySent, "post", made.to_string(), salted("dear firstword we are sorry")),
    ];
    it.db
        .write::<_, Error, _>(w.org, move |tx| {
            Box::pin(async move {
                for (kind, key, id, digest) in told {
                    let data = serde_json::json!({ key: id });
                    tx.emit(NewEvent::new(NOW, kind, Actor::System).data(data).digest(digest));
                }
                Ok(())
            })
        })
        .await
        .unwrap();
    made
}

/// Writes a copy of a backup that says it was made at an older schema.
fn aged(from: &Path, to: &Path, schema: i64) {
    use sha2::Digest as _;
    let mut text = String::new();
    let file = std::fs::File::open(from).unwrap();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(file), &mut text).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let trailer = lines.pop().unwrap();
    let mut header: serde_json::Value = serde_json::from_str(&lines[0]).unwrap();
    header["schema"] = schema.into();
    lines[0] = header.to_string();
    let body: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let mut trailer: serde_json::Value = serde_json::from_str(&trailer).unwrap();
    trailer["sha256"] = hex::encode(sha2::Sha256::digest(&body)).into();
    // The reader knows a trailer by how it begins.
    let rest = format!(
        r#"{{"line":"trailer","rows":{},"files":{},"sha256":{}}}"#,
        trailer["rows"], trailer["files"], trailer["sha256"]
    );
    let file = std::fs::File::create(to).unwrap();
    let mut out = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    std::io::Write::write_all(&mut out, format!("{body}{rest}\n").as_bytes()).unwrap();
    out.finish().unwrap();
}

on_both! {
    async fn people_of_an_older_backup_are_found_by_name(it: TestDb) {
        let w = world::build(&it, "acme", "firstword").await;
        let mut raw = it.raw().await;
        assert_eq!(raw.count("person_names").await, 0, "nobody is found in what is dumped");
        let (new, old) = (it.dir.path().join("new.backup"), it.dir.path().join("old.backup"));
        backup::dump(&it.db, &it.blobs, &new, NOW).await.unwrap();
        aged(&new, &old, 4);
        for other in it.others().await {
            restore(&other, &old).await.unwrap();
            let mut conn = other.db.read(w.org).await.unwrap();
            let grants = [Grant::Organization(Permission::CaseRead)].into();
            let eyes = Visibility { agent_id: w.agent, grants };
            let found = lookups::people(&mut conn, &eyes, "FIRST", 10).await.unwrap();
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].person_id, w.person);
        }
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_its_own_user_reads_what_a_server_writes() {
    use std::os::unix::fs::PermissionsExt as _;
    let it = TestDb::sqlite().await;
    let w = world::build(&it, "acme", "word").await;
    let file = it.dir.path().join("mine.backup");
    backup::dump(&it.db, &it.blobs, &file, NOW).await.unwrap();
    erasure::erase_person(&it.db, &it.blobs, w.org, w.person, Actor::System, NOW).await.unwrap();
    let digest =
        it.blobs.put(&it.db, w.org, w.brand, "x", b"mine alone".to_vec(), NOW).await.unwrap();
    let deep = BlobStore::new(it.dir.path().join("deep/blobs"), 1_000);
    deep.put(&it.db, w.org, w.brand, "x", b"mine too".to_vec(), NOW).await.unwrap();
    let mut seen = Vec::new();
    let mut folders = vec![it.dir.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let is_folder = entry.path().is_dir();
            let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
            let name = entry.file_name().into_string().unwrap();
            assert_eq!(mode, if is_folder { 0o700 } else { 0o600 }, "{name}");
            if is_folder {
                folders.push(entry.path());
            }
            seen.push(name);
        }
    }
    let blob = hex::encode(digest);
    for name in ["earshot.db", "mine.backup", "erasures.log", "deep", &blob] {
        assert!(seen.contains(&name.to_owned()), "{name} in {seen:?}");
    }
}

//! What is past its time goes, and what is held stays.

use earshot_model::{Actor, EventKind, OrgId, PersonId, PostState, Time};
use earshot_store::retention::{self, Class};
use earshot_store::{Error, cases, events, holds, posts};
use uuid::Uuid;

use crate::engines::{NOW, Raw, TestDb};
use crate::lists;
use crate::world::{self, NewPost, World};

const fn days_ago(days: i64) -> Time {
    NOW.plus(-days * Time::DAY)
}

async fn post(it: &TestDb, raw: &mut Raw, w: &World, state: &str, age: i64) {
    let id = it.id_at(days_ago(age));
    let external_id = format!("{state}-{age}-{id}");
    let post = NewPost {
        id,
        external_id: &external_id,
        text: "some words",
        state,
        in_case: false,
        at: days_ago(age),
    };
    w.post(it, raw, post).await;
}

async fn hold(it: &TestDb, org: OrgId, w: &World, person: PersonId) -> Uuid {
    let (id, agent) = (it.id::<Uuid>(), w.agent);
    it.db
        .write::<_, Error, _>(org, move |tx| {
            Box::pin(async move { holds::set(tx, id, person, "a lawsuit", agent, NOW).await })
        })
        .await
        .unwrap();
    id
}

/// What the preview says of every class.
async fn due(it: &TestDb, org: OrgId, now: Time) -> Vec<(Class, i64)> {
    let mut conn = it.db.read(org).await.unwrap();
    let mut found = Vec::new();
    for (class, days) in retention::days(&mut conn).await.unwrap() {
        found.push((class, retention::due(&mut conn, class, days, now).await.unwrap()));
    }
    found.retain(|(_, count)| *count > 0);
    found
}

on_both! {
    async fn each_class_goes_after_its_own_time(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let mut raw = it.raw().await;
        for _ in 0..3 {
            post(&it, &mut raw, &w, "noise", 31).await;
        }
        post(&it, &mut raw, &w, "noise", 29).await;
        post(&it, &mut raw, &w, "recorded", 366).await;
        post(&it, &mut raw, &w, "recorded", 364).await;
        assert_eq!(due(&it, w.org, NOW).await, [(Class::Noise, 3), (Class::Recorded, 1)]);
        let mut conn = it.db.read(w.org).await.unwrap();
        let shorter = retention::due(&mut conn, Class::Noise, 20, NOW).await.unwrap();
        assert_eq!(shorter, 4, "what another time would remove");
        drop(conn);
        let applied = retention::run(&it.db, &it.blobs, w.org, NOW).await.unwrap();
        assert_eq!(applied.removed, [(Class::Noise, 3), (Class::Recorded, 1)]);
        assert_eq!(raw.count("posts").await, 4);
        assert_eq!(raw.count("search_posts").await, 4);
        assert_eq!(raw.count("verdicts").await, 4);

        let mut conn = it.db.read(w.org).await.unwrap();
        let log = events::since(&mut conn, 0, 1_000).await.unwrap();
        let told = log.iter().find(|event| event.kind == EventKind::RetentionApplied).unwrap();
        let data: serde_json::Value = serde_json::from_str(&told.data).unwrap();
        assert_eq!(data, serde_json::json!({ "noise": 3, "recorded": 1 }));
        drop(conn);

        let again = retention::run(&it.db, &it.blobs, w.org, NOW).await.unwrap();
        assert!(again.removed.is_empty(), "{again:?}");
    }
}

on_both! {
    async fn a_closed_case_takes_everything_along_and_the_person_follows(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let file = b"a file".to_vec();
        it.blobs.put(&it.db, w.org, w.person, "x", file, NOW).await.unwrap();
        let mut raw = it.raw().await;
        let closed = NOW.micros();
        raw.run(&format!(
            "UPDATE cases SET status = 'closed', closed_at = {closed};
             UPDATE outbox SET state = 'cancelled', finished_at = {closed}"
        ))
        .await;
        let later = |days: i64| NOW.plus(days * Time::DAY);
        let applied = retention::run(&it.db, &it.blobs, w.org, later(1095)).await.unwrap();
        assert_eq!(applied.of(Class::Cases), 0, "not a moment too early");
        assert!(applied.of(Class::Inbox) == 1 && applied.of(Class::Drafts) == 1, "{applied:?}");
        let applied = retention::run(&it.db, &it.blobs, w.org, later(1096)).await.unwrap();
        assert_eq!(applied.of(Class::Cases), 1);
        assert_eq!(applied.of(Class::Persons), 1, "the customer; the brand's own person stays");
        assert_eq!((applied.of(Class::Files), applied.files), (1, 1));
        for table in ["cases", "posts", "notes", "outbox", "case_threads", "threads", "verdicts",
            "search_posts", "person_facts", "holds", "blobs", "blob_links"] {
            assert_eq!(raw.count(table).await, 0, "{table}");
        }
        assert_eq!(raw.count("persons").await, 1);
        let mut conn = it.db.read(w.org).await.unwrap();
        events::verify(&mut conn).await.expect("the chain holds");
    }
}

on_both! {
    async fn a_case_that_goes_leaves_the_messages_of_others(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let other = lists::case(&it, &w, it.id()).await;
        let mut raw = it.raw().await;
        let closed = NOW.micros();
        raw.run(&format!(
            "UPDATE cases SET status = 'closed', closed_at = {closed} WHERE number = 1;
             UPDATE outbox SET case_id = (SELECT id FROM cases WHERE number = 2)"
        ))
        .await;
        let later = |days: i64| NOW.plus(days * Time::DAY);
        let applied = retention::run(&it.db, &it.blobs, w.org, later(1096)).await.unwrap();
        assert_eq!(applied.of(Class::Cases), 1);
        assert_eq!(raw.count("outbox").await, 2, "they answer for a case that is open");
        let mut conn = it.db.read(w.org).await.unwrap();
        let kept = posts::find(&mut conn, w.post).await.unwrap();
        assert_eq!((kept.case_id, kept.state), (None, PostState::Recorded));
        posts::find(&mut conn, w.answer).await.expect_err("nobody answers the brand's own words");
        drop(conn);
        raw.run(&format!(
            "UPDATE cases SET status = 'closed', closed_at = {closed};
             UPDATE outbox SET state = 'cancelled', finished_at = {closed}"
        ))
        .await;
        assert_eq!(cases::find(&mut it.db.read(w.org).await.unwrap(), other).await.unwrap().number, 2);
        for _ in 0..2 {
            retention::run(&it.db, &it.blobs, w.org, later(1097)).await.unwrap();
        }
        for table in ["cases", "outbox", "posts"] {
            assert_eq!(raw.count(table).await, 0, "{table}");
        }
    }
}

on_both! {
    async fn a_hold_keeps_everything_until_it_is_lifted(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let mut raw = it.raw().await;
        post(&it, &mut raw, &w, "noise", 100).await;
        post(&it, &mut raw, &w, "recorded", 1000).await;
        it.blobs.put(&it.db, w.org, w.person, "x", b"a file".to_vec(), NOW).await.unwrap();
        let closed = NOW.micros();
        raw.run(&format!(
            "UPDATE cases SET status = 'closed', closed_at = {closed};
             UPDATE outbox SET state = 'cancelled', finished_at = {closed}"
        ))
        .await;
        let later = NOW.plus(2000 * Time::DAY);
        let hold = hold(&it, w.org, &w, w.person).await;
        assert_eq!(due(&it, w.org, later).await, [(Class::Inbox, 1)]);
        let applied = retention::run(&it.db, &it.blobs, w.org, later).await.unwrap();
        assert_eq!(applied.removed, [(Class::Inbox, 1)], "nothing of theirs goes");
        assert_eq!(raw.count("posts").await, 4);
        let agent = w.agent;
        it.db
            .write::<_, Error, _>(w.org, move |tx| {
                Box::pin(async move { holds::lift(tx, hold, agent, later).await })
            })
            .await
            .unwrap();
        let applied = retention::run(&it.db, &it.blobs, w.org, later).await.unwrap();
        let went: Vec<Class> = applied.removed.iter().map(|(class, _)| *class).collect();
        let all = [Class::Noise, Class::Recorded, Class::Cases, Class::Files, Class::Persons];
        assert_eq!(went, all);
    }
}

on_both! {
    async fn imported_history_is_kept_from_the_day_it_came(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let mut raw = it.raw().await;
        let old = days_ago(3000).micros();
        raw.run(&format!(
            "UPDATE cases SET status = 'closed', closed_at = {old}, imported = true;
             UPDATE posts SET posted_at = {old}, received_at = {old}, imported = true;
             UPDATE persons SET created_at = {old};
             UPDATE outbox SET state = 'cancelled', finished_at = {old}"
        ))
        .await;
        let applied = retention::run(&it.db, &it.blobs, w.org, NOW).await.unwrap();
        assert_eq!(applied.removed, [], "it came today");
        let later = NOW.plus(1096 * Time::DAY);
        let applied = retention::run(&it.db, &it.blobs, w.org, later).await.unwrap();
        assert_eq!(applied.of(Class::Cases), 1);
    }
}

on_both! {
    async fn an_organization_sets_its_own_times(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let agent = w.agent;
        it.db
            .write::<_, Error, _>(w.org, move |tx| {
                Box::pin(async move {
                    retention::set_days(tx, Class::Noise, 5, Actor::Agent(agent), NOW).await?;
                    retention::set_days(tx, Class::Cases, i64::MAX, Actor::Agent(agent), NOW).await
                })
            })
            .await
            .unwrap();
        let days = retention::days(&mut it.db.read(w.org).await.unwrap()).await.unwrap();
        assert!(days.contains(&(Class::Noise, 5)));
        assert!(days.contains(&(Class::Cases, retention::MOST_DAYS)), "never endless");
        assert_eq!(days.len(), Class::ALL.len());
    }
}

//! Hashtags: counted by author and time, noticed once a spell, forgotten with their posts.

use earshot_model::{HashtagUse, PersonId, PostId, Time};
use earshot_store::hashtags::{self, Alert, Use};
use earshot_store::{Error, posts, retention};

use crate::engines::{NOW, TestDb};
use crate::world::{self, NewPost, World};

/// `count` posts with a hashtag, `age` before now, by as many people as `people` gives.
async fn use_it(
    it: &TestDb,
    w: &World,
    (hashtag, count, age): (&str, usize, i64),
    people: &[PersonId],
    negative: bool,
) -> Vec<PostId> {
    let ids: Vec<PostId> = (0..count).map(|_| it.id()).collect();
    let names: Vec<String> = ids.iter().map(|id| format!("p-{id}")).collect();
    let at = NOW.plus(-age);
    let new = ids.iter().zip(&names).map(|(id, name)| NewPost {
        id: *id,
        external_id: name,
        text: "words",
        state: "recorded",
        in_case: false,
        at,
    });
    w.crowd(it, &new.collect::<Vec<_>>()).await;
    let uses: Vec<Use> = ids
        .iter()
        .zip(people.iter().cycle())
        .map(|(id, person)| Use {
            hashtag: hashtag.to_owned(),
            post_id: *id,
            person_id: *person,
            used_at: at,
            negative,
        })
        .collect();
    write(it, w, move |tx| Box::pin(async move { hashtags::insert_all(tx, &uses).await })).await;
    ids
}

async fn write<T: Send + 'static>(
    it: &TestDb,
    w: &World,
    work: impl for<'a> FnOnce(&'a mut earshot_store::Tx) -> earshot_store::Work<'a, T, Error>
    + Send
    + 'static,
) -> T {
    it.db.write::<_, Error, _>(w.org, work).await.unwrap()
}

async fn used(it: &TestDb, w: &World, hashtag: &str) -> HashtagUse {
    hashtags::used(&mut it.db.read(w.org).await.unwrap(), hashtag, NOW).await.unwrap()
}

async fn suspects(it: &TestDb, w: &World, posts: &[PostId], now: Time) -> Vec<String> {
    hashtags::suspects(&mut it.db.read(w.org).await.unwrap(), posts, now).await.unwrap()
}

fn alert(it: &TestDb, hashtag: &str) -> Alert {
    Alert {
        id: it.id(),
        hashtag: hashtag.to_owned(),
        raised_at: NOW,
        uses: 20,
        authors: 20,
        negative: 20,
        seen_by: None,
        seen_at: None,
    }
}

on_both! {
    async fn uses_are_counted_by_author_and_time(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let crowd: Vec<PersonId> = (0..19).map(|_| it.id()).collect();
        use_it(&it, &w, ("late", 19, Time::HOUR), &crowd, true).await;
        use_it(&it, &w, ("late", 4, Time::DAY), &crowd[..1], false).await;
        use_it(&it, &w, ("late", 2, 8 * Time::DAY), &crowd, true).await;
        use_it(&it, &w, ("late", 9, 30 * Time::DAY), &crowd, true).await;
        let count = HashtagUse { uses: 23, authors: 19, negative: 19, before: 2 };
        assert_eq!(used(&it, &w, "late").await, count);
        assert_eq!(used(&it, &w, "never").await, HashtagUse::default());
        let other = world::build(&it, "zeta", "other").await;
        assert_eq!(used(&it, &other, "late").await, HashtagUse::default(), "it is nobody else's");
    }
}

on_both! {
    async fn what_may_be_an_attack_is_looked_at_until_it_is_noticed(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let crowd: Vec<PersonId> = (0..20).map(|_| it.id()).collect();
        let nineteen = use_it(&it, &w, ("late", 19, Time::HOUR), &crowd, true).await;
        assert!(suspects(&it, &w, &nineteen, NOW).await.is_empty());
        let last = use_it(&it, &w, ("late", 1, Time::MINUTE), &crowd[19..], true).await;
        assert_eq!(suspects(&it, &w, &last, NOW).await, ["late"]);
        // What people have said for a while is no news.
        let old = use_it(&it, &w, ("old", 20, Time::HOUR), &crowd, true).await;
        assert_eq!(suspects(&it, &w, &old, NOW).await, ["old"]);
        use_it(&it, &w, ("old", 3, 20 * Time::DAY), &crowd, true).await;
        assert!(suspects(&it, &w, &old, NOW).await.is_empty());

        let raised = alert(&it, "late");
        let id = raised.id;
        write(&it, &w, move |tx| {
            Box::pin(async move { hashtags::raise(tx, &raised).await })
        }).await;
        assert!(suspects(&it, &w, &last, NOW).await.is_empty(), "once a spell");
        let mut conn = it.db.read(w.org).await.unwrap();
        assert_eq!(hashtags::unseen(&mut conn).await.unwrap(), 1);
        let all = hashtags::alerts(&mut conn, NOW, 9).await.unwrap();
        let names: Vec<&str> = all.iter().map(|one| one.hashtag.as_str()).collect();
        assert_eq!(names, ["late", "fail"], "what nobody has seen comes first");
        let newest = hashtags::newest(&mut conn, "late", 2).await.unwrap();
        assert_eq!((newest.len(), newest[0]), (2, last[0]));
        drop(conn);

        let (agent, at) = (w.agent, NOW.plus(1));
        for first in [true, false] {
            let seen = write(&it, &w, move |tx| {
                Box::pin(async move { hashtags::see(tx, id, agent, at).await })
            }).await;
            assert_eq!(seen, first);
        }
        let mut conn = it.db.read(w.org).await.unwrap();
        let found = hashtags::find(&mut conn, id).await.unwrap();
        assert_eq!((found.seen_by, found.seen_at), (Some(agent), Some(at)));
        assert_eq!(hashtags::unseen(&mut conn).await.unwrap(), 0);
    }
}

on_both! {
    async fn hashtags_go_with_their_posts_and_alerts_with_the_last_of_them(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let people = [w.person];
        let young = use_it(&it, &w, ("late", 2, Time::HOUR), &people, true).await;
        use_it(&it, &w, ("ages", 2, 400 * Time::DAY), &people, true).await;
        let gone = young[0];
        write(&it, &w, move |tx| {
            Box::pin(async move { posts::delete(tx, gone, NOW).await })
        }).await;
        assert_eq!(used(&it, &w, "late").await.uses, 1, "deleted at the source");
        let (old, late) = (alert(&it, "ages"), alert(&it, "late"));
        let long_ago = NOW.plus(-22 * Time::DAY);
        write(&it, &w, move |tx| {
            Box::pin(async move {
                hashtags::raise(tx, &Alert { raised_at: long_ago, ..old }).await?;
                hashtags::raise(tx, &Alert { raised_at: long_ago, ..late }).await
            })
        }).await;
        let mut raw = it.raw().await;
        assert_eq!(raw.count("hashtag_uses WHERE hashtag = 'ages'").await, 2);
        // Their ids are young: what is imported counts from when it came.
        raw.run("UPDATE hashtag_uses SET hashtag = 'kept' WHERE hashtag = 'ages'").await;
        retention::run(&it.db, &it.blobs, w.org, NOW).await.unwrap();
        let all = hashtags::alerts(&mut it.db.read(w.org).await.unwrap(), Time(0), 9).await.unwrap();
        let mut names: Vec<&str> = all.iter().map(|one| one.hashtag.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["fail", "late"]);
    }
}

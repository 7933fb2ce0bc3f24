//! Lessons, tries to learn, samples and counts.

use earshot_model::{PostId, Time};
use earshot_store::lessons::{self, DESK, Lesson};
use earshot_store::reviews::{self, Counted, Drawn};
use earshot_store::snapshots::{self, Snapshot};
use earshot_store::{Error, erasure, posts, retention};

use crate::engines::{NOW, TestDb};
use crate::world::{self, World};

fn lesson(w: &World, post: PostId, value: &str) -> Lesson {
    Lesson {
        number: 0,
        post_id: post,
        person_id: w.person,
        source: DESK.to_owned(),
        field: "sentiment".to_owned(),
        said: "negative".to_owned(),
        value: value.to_owned(),
        text: "wet deck again".to_owned(),
        addressed: true,
        agent_id: w.agent,
        taught_at: NOW,
        withdrawn_by: None,
        withdrawn_at: None,
    }
}

async fn teach(it: &TestDb, w: &World, post: PostId, value: &str) -> i64 {
    let row = lesson(w, post, value);
    it.db
        .write::<_, Error, _>(w.org, move |tx| {
            Box::pin(async move { lessons::insert(tx, &row).await })
        })
        .await
        .unwrap()
}

fn snapshot(number: i64, upto: i64, used: bool) -> Snapshot {
    Snapshot {
        number,
        engine: "heads-1".to_owned(),
        upto,
        lessons: upto,
        held: 1,
        base_surprise: 1.5,
        now_surprise: 1.0,
        new_surprise: 0.5,
        base_right: 0.25,
        now_right: 0.5,
        new_right: 0.75,
        used,
        drifting: false,
        made_at: NOW,
    }
}

on_both! {
    async fn lessons_are_numbered_taken_back_and_never_renumbered(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let (one, two): (PostId, PostId) = (it.id(), it.id());
        for (post, value, number) in [(one, "neutral", 1), (two, "positive", 2), (one, "positive", 3)] {
            assert_eq!(teach(&it, &w, post, value).await, number);
        }
        let withdraw = |number| {
            it.db.write::<_, Error, _>(w.org, move |tx| {
                Box::pin(async move { lessons::withdraw(tx, number, w.agent, NOW).await })
            })
        };
        assert!(withdraw(3).await.unwrap());
        assert!(!withdraw(3).await.unwrap(), "it is gone already");
        let mut conn = it.db.read(w.org).await.unwrap();
        let head = lessons::head(&mut conn, i64::MAX).await.unwrap();
        assert_eq!((head.last, head.lessons), (3, 2));
        let standing = lessons::standing(&mut conn, 0, 3).await.unwrap();
        assert_eq!(standing.iter().map(|l| l.number).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(lessons::standing(&mut conn, 1, 3).await.unwrap().len(), 1);
        let of = lessons::of_posts(&mut conn, vec![one]).await.unwrap();
        assert_eq!((of.len(), of[0].value.as_str()), (1, "neutral"));
        let newest = lessons::newest(&mut conn, i64::MAX, 2).await.unwrap();
        assert_eq!((newest[0].number, newest[0].withdrawn_by), (3, Some(w.agent)));
        drop(conn);
        it.raw().await.run("DELETE FROM lessons WHERE number = 3").await;
        assert_eq!(teach(&it, &w, two, "neutral").await, 4, "a number is given once");
    }
}

on_both! {
    async fn two_at_once_get_two_numbers(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let posts: Vec<PostId> = (0..8).map(|_| it.id()).collect();
        let all = posts.iter().map(|post| teach(&it, &w, *post, "neutral"));
        let mut numbers = futures_util::future::join_all(all).await;
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=8).collect::<Vec<i64>>());
    }
}

on_both! {
    async fn a_lesson_goes_with_its_person_its_post_and_its_time(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let elsewhere: PostId = it.id();
        teach(&it, &w, w.post, "neutral").await;
        teach(&it, &w, elsewhere, "neutral").await;
        let left = || async {
            let mut conn = it.db.read(w.org).await.unwrap();
            lessons::head(&mut conn, i64::MAX).await.unwrap().lessons
        };
        it.db
            .write::<_, Error, _>(w.org, move |tx| {
                Box::pin(async move { posts::delete(tx, w.post, NOW).await })
            })
            .await
            .unwrap();
        assert_eq!(left().await, 1, "its words are gone at the source");
        let years = NOW.plus(1_200 * Time::DAY);
        let mut conn = it.db.read(w.org).await.unwrap();
        let due = retention::due(&mut conn, retention::Class::Lessons, 1_095, years).await;
        drop(conn);
        assert_eq!(due.unwrap(), 1);
        let applied = retention::run(&it.db, &it.blobs, w.org, years).await.unwrap();
        assert_eq!((applied.of(retention::Class::Lessons), left().await), (1, 0));
        teach(&it, &w, elsewhere, "neutral").await;
        let by = earshot_model::Actor::System;
        erasure::erase_person(&it.db, &it.blobs, w.org, w.person, by, NOW).await.unwrap();
        assert_eq!(left().await, 0, "the person was erased");
    }
}

on_both! {
    async fn the_first_server_to_try_is_the_one_that_counts(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let try_it = |row: Snapshot| {
            it.db.write::<_, Error, _>(w.org, move |tx| {
                Box::pin(async move { snapshots::insert(tx, &row).await })
            })
        };
        let mut conn = it.db.read(w.org).await.unwrap();
        assert!(snapshots::in_use(&mut conn).await.unwrap().is_none());
        drop(conn);
        assert!(try_it(snapshot(1, 5, true)).await.unwrap());
        assert!(!try_it(snapshot(1, 6, true)).await.unwrap());
        assert!(try_it(snapshot(2, 7, false)).await.unwrap());
        let mut conn = it.db.read(w.org).await.unwrap();
        assert_eq!(snapshots::in_use(&mut conn).await.unwrap().unwrap(), snapshot(1, 5, true));
        let all = snapshots::newest(&mut conn, 10).await.unwrap();
        assert_eq!(all, [snapshot(2, 7, false), snapshot(1, 5, true)]);
    }
}

on_both! {
    async fn a_sample_is_answered_once_and_counted_by_channel_and_language(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let drawn = |post, hidden, language: &str, at| Drawn {
            post_id: post,
            hidden,
            channel: "mastodon".to_owned(),
            language: language.to_owned(),
            drawn_at: at,
        };
        let gone: PostId = it.id();
        let rows =
            vec![drawn(w.post, true, "de", NOW), drawn(gone, false, "en", NOW.plus(Time::HOUR))];
        let day = NOW.micros().div_euclid(Time::DAY);
        let key = |language: &str| (day, "mastodon".to_owned(), language.to_owned());
        for _ in 0..2 {
            let (rows, key) = (rows.clone(), key("de"));
            it.db
                .write::<_, Error, _>(w.org, move |tx| {
                    Box::pin(async move {
                        reviews::draw(tx, &rows).await?;
                        let counted = Counted { hidden: 40, shown: 3, unsure: 1 };
                        reviews::count(tx, [(key, counted)]).await
                    })
                })
                .await
                .unwrap();
        }
        let mut conn = it.db.read(w.org).await.unwrap();
        let open = reviews::open(&mut conn, 10).await.unwrap();
        assert_eq!(open.len(), 1, "what has no words cannot be read");
        assert_eq!((open[0].post_id, open[0].hidden), (w.post, true));
        assert_eq!(reviews::waiting(&mut conn).await.unwrap(), 1);
        drop(conn);
        let answer = |post, yes| {
            it.db.write::<_, Error, _>(w.org, move |tx| {
                Box::pin(async move { reviews::answer(tx, post, yes, w.agent, NOW).await })
            })
        };
        assert!(answer(w.post, true).await.unwrap());
        assert!(!answer(w.post, false).await.unwrap(), "the first answer stands");
        assert!(answer(gone, false).await.unwrap());
        let mut conn = it.db.read(w.org).await.unwrap();
        let (from, to) = (NOW.plus(-Time::DAY), NOW.plus(Time::DAY));
        let answers = reviews::answers(&mut conn, from, to).await.unwrap();
        let said: Vec<_> = answers
            .iter()
            .map(|a| (a.language.as_str(), a.hidden, a.answered, a.yes))
            .collect();
        assert_eq!(said, [("de", true, 1, 1), ("en", false, 1, 0)]);
        let judged = reviews::judged(&mut conn, day, day + 1).await.unwrap();
        assert_eq!((judged[0].hidden, judged[0].shown, judged[0].unsure), (80, 6, 2));
        assert!(reviews::judged(&mut conn, day + 1, day + 2).await.unwrap().is_empty());
        let missed = reviews::missed(&mut conn, from, to, 5).await.unwrap();
        assert_eq!((missed.len(), missed[0].post_id), (1, w.post));
    }
}

on_both! {
    async fn an_answer_of_ones_own_can_be_taken_back(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let drawn = Drawn {
            post_id: w.post,
            hidden: true,
            channel: "mastodon".to_owned(),
            language: "de".to_owned(),
            drawn_at: NOW,
        };
        it.db
            .write::<_, Error, _>(w.org, move |tx| {
                Box::pin(async move {
                    reviews::draw(tx, &[drawn]).await?;
                    assert!(!reviews::reopen(tx, w.post, w.agent).await?, "nobody answered yet");
                    assert!(reviews::answer(tx, w.post, false, w.agent, NOW).await?);
                    assert_eq!(reviews::waiting(tx).await?, 0);
                    assert!(reviews::reopen(tx, w.post, w.agent).await?);
                    assert_eq!(reviews::waiting(tx).await?, 1);
                    Ok(())
                })
            })
            .await
            .unwrap();
    }
}

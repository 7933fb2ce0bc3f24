//! The counts of posts that reports add up are what counting the posts gives, whatever happened.

use earshot_model::{
    Actor, Audience, Decision, Direction, Grant, IdentityMatch, Judged, Level, Outcome, Permission,
    Post, PostId, PostState, Priority, Sentiment, SlaClass, Surface, ThreadId, Time, Timeliness,
    Verdict, Visibility,
};
use earshot_store::reports::{self, Day};
use earshot_store::{Error, Tx, erasure, posts, retention, verdicts};

use crate::engines::{NOW, Raw, TestDb};
use crate::eyes::Dice;
use crate::world::{self, World};

/// What the counts must be.
const COUNTED: &str = "
    SELECT t.org_id, t.posted_at - t.posted_at % 900000000 AS quarter, t.account_id, t.direction,
           COALESCE(v.sentiment, '') AS sentiment, (t.state = 'noise') AS noise, t.imported,
           COUNT(*) AS posts
    FROM posts t
    LEFT JOIN verdicts v ON v.org_id = t.org_id AND v.post_id = t.id
    GROUP BY t.org_id, t.posted_at - t.posted_at % 900000000, t.account_id, t.direction,
             COALESCE(v.sentiment, ''), (t.state = 'noise'), t.imported";

const KEPT: &str = "
    SELECT org_id, quarter, account_id, direction, sentiment, noise, imported, posts
    FROM post_counts WHERE posts <> 0";

async fn compare(raw: &mut Raw, after: &str) {
    let missing = raw.count(&format!("({COUNTED} EXCEPT {KEPT}) x")).await;
    let wrong = raw.count(&format!("({KEPT} EXCEPT {COUNTED}) x")).await;
    assert_eq!((missing, wrong), (0, 0), "after {after}");
}

fn said(dice: &mut Dice, post_id: PostId) -> verdicts::Judged {
    let feelings = [Sentiment::Negative, Sentiment::Neutral, Sentiment::Positive];
    let verdict = Verdict {
        engine: "test".to_owned(),
        language: Judged::plain("en".to_owned(), 1.0),
        spam: Judged::plain(false, 0.9),
        relevant: Judged::plain(true, 0.9),
        timeliness: Judged::plain(Timeliness::Now, 0.9),
        urgency: Judged::plain(Level::High, 0.9),
        identity: Judged::plain(IdentityMatch::Known, 0.9),
        value: Judged::plain(Level::Low, 0.9),
        influence: Judged::plain(Level::Low, 0.9),
        sentiment: Judged::plain(dice.pick(&feelings), 0.9),
        emotion: None,
        intents: Vec::new(),
        expects_reply: Judged::plain(true, 0.9),
        outliers: Vec::new(),
        priority: Priority::default(),
    };
    let decision = Decision {
        playbook_version: 1,
        outcome: Outcome::Respond,
        sla: SlaClass::Normal,
        ..Decision::default()
    };
    verdicts::Judged { post_id, verdict, decision }
}

fn post(it: &TestDb, w: &World, dice: &mut Dice) -> Post {
    let id: PostId = it.id();
    let minutes = i64::try_from(dice.roll(3 * 24 * 60)).unwrap();
    let ours = dice.roll(4) == 0;
    Post {
        org_id: w.org,
        id,
        account_id: w.account,
        external_id: id.to_string(),
        revision: "1".to_owned(),
        thread_id: ThreadId::from(w.thread),
        parent_external_id: None,
        identity_id: if ours { w.brand_identity } else { w.identity },
        person_id: if ours { w.brand } else { w.person },
        case_id: None,
        direction: if ours { Direction::Outbound } else { Direction::Inbound },
        surface: Surface::Comment,
        audience: Audience::Public,
        state: dice.pick(&[PostState::Noise, PostState::Recorded]),
        text: "some words".to_owned(),
        claimed_language: None,
        url: None,
        rating: None,
        posted_at: NOW.plus(-minutes * Time::MINUTE),
        received_at: NOW,
        edited_at: None,
        imported: dice.roll(5) == 0,
    }
}

/// One thing that happens to posts. Gives what was done.
async fn step(
    tx: &mut Tx,
    w: World,
    dice: &mut Dice,
    new: Vec<Post>,
    known: &mut Vec<PostId>,
) -> Result<&'static str, Error> {
    let some = |dice: &mut Dice, known: &[PostId]| -> Vec<PostId> {
        (0..3).map(|_| dice.pick(known)).collect()
    };
    match dice.roll(if known.is_empty() { 2 } else { 6 }) {
        0 | 1 => {
            let rows: Vec<_> = new.into_iter().map(|post| (post, [7; 16])).collect();
            posts::insert_all(tx, &rows).await?;
            let judged = rows.iter().filter(|_| dice.roll(3) > 0).map(|(post, _)| post.id);
            let judged: Vec<_> =
                judged.collect::<Vec<_>>().into_iter().map(|id| said(dice, id)).collect();
            verdicts::insert_all(tx, &judged, NOW).await?;
            let joined: Vec<PostId> = rows.iter().map(|(post, _)| post.id).take(1).collect();
            posts::join_case(tx, &joined, w.case).await?;
            known.extend(rows.iter().map(|(post, _)| post.id));
            Ok("new posts")
        }
        2 => {
            let mut ids = some(dice, known);
            ids.sort_unstable();
            ids.dedup();
            let judged: Vec<_> = ids.into_iter().map(|id| said(dice, id)).collect();
            verdicts::insert_all(tx, &judged, NOW).await?;
            verdicts::insert_all(tx, &[said(dice, known[0])], NOW).await?;
            Ok("verdicts")
        }
        3 => {
            let ids = some(dice, known);
            posts::join_case(tx, &ids, w.case).await?;
            Ok("posts in a case")
        }
        4 => {
            for id in some(dice, known) {
                posts::delete(tx, id, NOW).await?;
            }
            Ok("deletes")
        }
        _ => {
            posts::delete(tx, known[0], NOW).await?;
            Err(Error::NotFound("reason to go on"))
        }
    }
}

on_both! {
    async fn the_counts_are_kept_through_everything(it: TestDb) {
        let w = world::build(&it, "acme", "word").await;
        let mut raw = it.raw().await;
        raw.run(&format!(
            "INSERT INTO post_counts
                 (org_id, quarter, account_id, direction, sentiment, noise, imported, posts) {COUNTED}"
        ))
        .await;
        let mut dice = Dice(7);
        let mut known = Vec::new();
        for _ in 0..60 {
            let new: Vec<Post> = (0..dice.roll(6)).map(|_| post(&it, &w, &mut dice)).collect();
            let (mut moved, mut list) = (Dice(u64::try_from(dice.roll(1 << 30)).unwrap()), known.clone());
            let done = it
                .db
                .write::<_, Error, _>(w.org, move |tx| {
                    Box::pin(async move {
                        let what = step(tx, w, &mut moved, new, &mut list).await?;
                        Ok((what, list))
                    })
                })
                .await;
            match done {
                Ok((what, list)) => {
                    known = list;
                    compare(&mut raw, what).await;
                }
                Err(error) => {
                    assert!(matches!(error, Error::NotFound("reason to go on")), "{error}");
                    compare(&mut raw, "a failure").await;
                }
            }
        }
        assert!(known.len() > 30, "{}", known.len());
        ragged(&it, &w, &mut raw).await;
        raw.run("UPDATE outbox SET state = 'cancelled', finished_at = 1").await;
        erasure::erase_person(&it.db, &it.blobs, w.org, w.person, Actor::System, NOW).await.unwrap();
        compare(&mut raw, "an erasure").await;
        let later = NOW.plus(40 * Time::DAY);
        let applied = retention::run(&it.db, &it.blobs, w.org, later).await.unwrap();
        assert!(applied.of(retention::Class::Noise) > 0, "{applied:?}");
        compare(&mut raw, "a retention run").await;
    }
}

/// A report of a range that begins and ends inside a quarter of an hour.
async fn ragged(it: &TestDb, w: &World, raw: &mut Raw) {
    let grants = [Grant::Organization(Permission::CaseRead)].into();
    let eyes = Visibility { agent_id: w.agent, grants };
    let cuts = [-2_871, -1_444, -1_440, -733, -7, 3].map(|at| NOW.plus(at * Time::MINUTE));
    let days: Vec<Day> = cuts.windows(2).map(|pair| Day { from: pair[0], to: pair[1] }).collect();
    let mut conn = it.db.read(w.org).await.unwrap();
    for with_imported in [true, false] {
        let found = reports::posts(&mut conn, &eyes, &days, with_imported).await.unwrap();
        for (day, index) in days.iter().zip(0..) {
            let mine: i64 = found.iter().filter(|c| c.day == index).map(|c| c.posts).sum();
            let (from, to) = (day.from.micros(), day.to.micros());
            let which = if with_imported { "" } else { "AND NOT imported" };
            let told = raw
                .count(&format!("posts WHERE posted_at >= {from} AND posted_at < {to} {which}"))
                .await;
            assert_eq!(mine, told, "day {index}");
        }
    }
}

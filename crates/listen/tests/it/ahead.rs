//! While one batch is written, the next one is judged: nothing may come out otherwise.

use earshot_model::{ChannelEvent, Direction};
use earshot_store::{cases, verdicts};
use earshot_testkit::{Ground, on_both};

use crate::scene::{HELP, SPAM, Scene, gone, said, up};

/// More than three batches, in which few authors speak in few conversations, answer each other across
/// batches, delete, and the brand speaks as well.
fn news() -> Vec<ChannelEvent> {
    (0..900_i64)
        .map(|n| {
            let (author, thread) = (n * 7 % 61, n * 13 % 97);
            match n % 50 {
                49 => return gone(&format!("p{}", n - 30)),
                // The brand answers once, in the second batch.
                11 if n == 311 => {
                    let mut item = said(&format!("p{n}"), "altavela", "t3", n, "We are on it.");
                    item.parent = Some("p10".to_owned());
                    return up(item);
                }
                _ => {}
            }
            let text = match n % 4 {
                0 => HELP.to_owned(),
                1 => format!("thank you so much, you solved it {n}"),
                2 => format!("@altavela this is the third time, you are useless, where is it? {n}"),
                _ => SPAM.to_owned(),
            };
            let mut item =
                said(&format!("p{n}"), &format!("a{author}"), &format!("t{thread}"), n, &text);
            // An answer to a post of the batch before this one.
            item.parent = (n > 260).then(|| format!("p{}", n - 256));
            up(item)
        })
        .collect()
}

/// All that was decided, without ids of ours.
async fn outcome(scene: &Scene) -> Vec<String> {
    let mut told = Vec::new();
    for event in news() {
        let ChannelEvent::Upsert { item } = event else { continue };
        let Some(post) = scene.try_post(&item.id).await else {
            told.push(format!("{} is unknown", item.id));
            continue;
        };
        let mut conn = scene.read().await;
        let verdict = match post.direction {
            Direction::Inbound => {
                let judged = verdicts::of_posts(&mut conn, vec![post.id]).await;
                let judged = judged.expect("verdicts are read").pop().expect("it was judged");
                let read = "what was written can be read";
                Some((judged.verdict().expect(read), judged.decided().expect(read)))
            }
            Direction::Outbound => None,
        };
        let case = match post.case_id {
            Some(case) => {
                Some(cases::find(&mut conn, case).await.expect("the case is there").number)
            }
            None => None,
        };
        told.push(format!("{} {:?} {case:?} {verdict:?}", item.id, post.state));
    }
    told
}

async fn bring(scene: &Scene, news: &[ChannelEvent]) {
    for part in news.chunks(64) {
        let answer = scene.accept(&scene.office.account.clone(), part).await;
        assert_eq!(answer.answer.rejected, 0, "{:?}", answer.answer);
    }
}

on_both! {
async fn nothing_comes_out_otherwise(ground: Ground) {
    let other = if ground.is_postgres() {
        Ground::postgres().await.expect("there is one")
    } else {
        Ground::sqlite().await
    };
    let (all, slow) = (Scene::new(ground).await, Scene::new(other).await);
    bring(&all, &news()).await;
    assert!(all.listen.work_for(all.office.org).await.expect("the inbox is worked on"));
    assert_eq!(all.backlog().await, 0, "one turn takes several batches");
    // The same batches, with nothing that waits behind them.
    for part in news().chunks(256) {
        bring(&slow, part).await;
        slow.work().await;
    }
    let (all, slow) = (outcome(&all).await, outcome(&slow).await);
    for (all, slow) in all.iter().zip(&slow) {
        assert_eq!(all, slow);
    }
    assert!(all.iter().any(|told| told.contains("InCase")), "some are cases");
}
}

//! Writes a batch of stories in one transaction, with their events.

use earshot_model::{AccountId, Actor, CaseStatus, EventKind, NewEvent, OrgId};
use earshot_store::cases::{self, NewCase};
use earshot_store::listeners::{self, Hit};
use earshot_store::threads::{self, Thread};
use earshot_store::verdicts::{self, Judged};
use earshot_store::{Db, Tx, events, posts, search};
use serde_json::json;

use super::story::{Stored, Story};

/// Writes the batch; gives how many posts it held.
pub(super) async fn write(
    db: &Db,
    org: OrgId,
    account: AccountId,
    stories: Vec<Story>,
) -> anyhow::Result<usize> {
    let count = stories.iter().map(|story| story.posts.len()).sum();
    db.write::<_, earshot_store::Error, _>(org, move |tx| {
        Box::pin(async move { batch(tx, account, stories).await })
    })
    .await?;
    Ok(count)
}

async fn batch(tx: &mut Tx, account: AccountId, stories: Vec<Story>) -> earshot_store::Result<()> {
    let (mut begun, mut opened, mut stored) = (Vec::new(), Vec::new(), Vec::new());
    for Story { thread, name, case, posts } in stories {
        let created_at = posts.first().map(|first| first.post.posted_at).unwrap_or_default();
        begun.push(Thread { id: thread, account_id: account, external_id: name, created_at });
        opened.extend(case);
        stored.extend(posts);
    }
    threads::insert_all(tx, &begun).await?;
    cases::open_all(tx, &opened).await?;
    let rows: Vec<_> = stored.iter().map(|one| (one.post.clone(), one.salt)).collect();
    posts::insert_all(tx, &rows).await?;
    for one in &stored {
        tx.emit(received(one));
    }
    for case in &opened {
        tell(tx, case);
    }
    judgements(tx, stored).await
}

fn received(one: &Stored) -> NewEvent {
    let post = &one.post;
    let actor = Actor::Account(post.account_id);
    let mut event = NewEvent::new(post.received_at, EventKind::PostReceived, actor)
        .post(post.id)
        .person(post.person_id)
        .digest(events::digest(&one.salt, &post.text))
        .data(json!({ "state": post.state }));
    event.case_id = post.case_id;
    event
}

fn tell(tx: &mut Tx, case: &NewCase) {
    let event = |kind, hours: i64| {
        NewEvent::new(case.opened_at.plus(hours * 3_600_000_000), kind, Actor::System)
            .case(case.id)
            .person(case.person_id)
    };
    let data = json!({ "queue": case.queue_id, "owner": case.owner_id, "sla": case.sla });
    tx.emit(event(EventKind::CaseOpened, 0).data(data));
    if matches!(case.status, CaseStatus::Resolved | CaseStatus::Closed) {
        tx.emit(event(EventKind::CaseResolved, 3));
    }
    if case.status == CaseStatus::Closed {
        tx.emit(event(EventKind::CaseClosed, 75));
    }
}

async fn judgements(tx: &mut Tx, stored: Vec<Stored>) -> earshot_store::Result<()> {
    let (mut judged, mut hits, mut docs) = (Vec::new(), Vec::new(), Vec::new());
    let mut now = earshot_model::Time::default();
    for Stored { post, tokens, said, .. } in stored {
        now = now.max(post.received_at);
        docs.push((post.id, tokens));
        let Some(said) = said else { continue };
        hits.extend(said.hits.iter().map(|hit| Hit {
            listener_id: hit.listener_id,
            version: hit.version,
            post_id: post.id,
        }));
        judged.push(Judged { post_id: post.id, verdict: said.verdict, decision: said.decision });
    }
    verdicts::insert_all(tx, &judged, now).await?;
    listeners::insert_hits(tx, &hits, now).await?;
    search::insert_all(tx, docs, i64::from(earshot_text::VERSION)).await
}

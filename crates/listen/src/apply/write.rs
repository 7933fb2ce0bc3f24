//! New posts become rows, cases and events.

use earshot_cases::{Moment, Said, clocks};
use earshot_model::{
    Actor, CaseId, CaseStatus, Decision, Direction, EventKind, Intent, NewEvent, Post, PostId,
    PostState, Routing, Sentiment, ThreadRole, Tier,
};
use earshot_store::cases::{self, NewCase};
use earshot_store::listeners::{self, Hit};
use earshot_store::verdicts::{self, Judged};
use earshot_store::waiting::Wants;
use earshot_store::{Tx, events, posts, reviews, search};
use serde_json::json;

use super::place::{Placed, Target};
use super::round::NewPost;
use super::{Context, hashtags, sample};
use crate::judge::Mode;
use crate::subject::subject;
use crate::{Error, Result};

/// A post that is about to be written, with where it belongs.
struct Row {
    post: Post,
    salt: [u8; 16],
    placed: Placed,
}

/// Writes new posts. Gives how many cases were opened.
pub(super) async fn write(tx: &mut Tx, context: &mut Context, placed: Vec<Placed>) -> Result<u64> {
    if placed.is_empty() {
        return Ok(0);
    }
    let mut rows: Vec<Row> = placed.into_iter().map(|placed| row(context, placed)).collect();
    let opened = open(tx, context, &mut rows).await?;
    let posts: Vec<(Post, [u8; 16])> =
        rows.iter().map(|row| (row.post.clone(), row.salt)).collect();
    posts::insert_all(tx, &posts).await?;
    for row in &rows {
        emit(tx, context, row);
    }
    join(tx, context, &rows).await?;
    tag(tx, context, &rows).await?;
    keep_judgements(tx, context, rows).await?;
    Ok(opened)
}

fn row(context: &Context, placed: Placed) -> Row {
    let item = &placed.new.post.item;
    let ours = placed.new.post.ours;
    let post = Post {
        org_id: context.org,
        id: context.tools.id(),
        account_id: placed.new.account.id,
        external_id: item.id.clone(),
        revision: item.revision.clone(),
        thread_id: placed.thread_id,
        parent_external_id: item.parent.clone(),
        identity_id: placed.identity.id,
        person_id: placed.identity.person_id,
        case_id: None,
        direction: if ours { Direction::Outbound } else { Direction::Inbound },
        surface: item.surface,
        audience: item.audience,
        state: state(&placed),
        text: item.text.clone(),
        claimed_language: item.language.clone(),
        url: item.url.clone(),
        rating: item.rating,
        posted_at: item.posted_at,
        received_at: placed.new.received_at,
        edited_at: item.edited_at,
        imported: context.mode == Mode::History,
    };
    Row { post, salt: context.tools.salt(), placed }
}

fn state(placed: &Placed) -> PostState {
    match (placed.target, &placed.new.post.said) {
        (Target::Join(..) | Target::Open | Target::Answer(_), _) => PostState::InCase,
        (Target::Keep, Some((verdict, _))) if verdict.is_noise() => PostState::Noise,
        (Target::Keep, _) => PostState::Recorded,
    }
}

/// Opens the cases of those posts that need one, and puts the posts into them.
async fn open(tx: &mut Tx, context: &mut Context, rows: &mut [Row]) -> Result<u64> {
    let mut opening: Vec<(NewCase, Routing)> = Vec::new();
    let mut started = Vec::new();
    for row in rows.iter_mut() {
        let Row { post, placed, .. } = row;
        let (Target::Open, Some((verdict, decision))) = (placed.target, &placed.new.post.said)
        else {
            continue;
        };
        let imported = context.mode == Mode::History;
        let limits = context.stages.clocks;
        let desk = context.desk.as_ref().ok_or(Error::NoQueue)?;
        let state = desk.state(post.posted_at, imported, limits);
        let mut routing = context.stages.router.route(decision, &state);
        let (queue, last) = (routing.queue_id, placed.previous_owner);
        let wants = if imported {
            Wants::default()
        } else {
            desk.wants(queue, decision, Some(verdict), last, context.now)
        };
        let id: CaseId = context.tools.id();
        if !imported {
            let begin = beginning(id, post, &placed.new, decision);
            let start = clocks::start(&context.stages.rules, &begin, context.now)?;
            routing.clocks = start.clocks;
            started.push(start);
        }
        let case = NewCase {
            id,
            subject: subject(&post.text),
            person_id: post.person_id,
            status: CaseStatus::New,
            department_id: desk.department(routing.queue_id)?,
            queue_id: routing.queue_id,
            owner_id: None,
            sla: decision.sla,
            priority: f64::from(verdict.priority.score),
            channel: placed.new.account.channel.clone(),
            clocks: routing.clocks,
            opened_at: post.posted_at,
            customer_spoke_at: Some(post.posted_at),
            latest_post_id: Some(post.id),
            sentiment: verdict.sentiment.value,
            thread_id: post.thread_id,
            imported,
            wants,
        };
        post.case_id = Some(case.id);
        opening.push((case, routing));
    }
    earshot_cases::open_all(tx, actor(context), &opening).await?;
    clocks::keep_started(tx, started).await?;
    Ok(u64::try_from(opening.len()).unwrap_or(u64::MAX))
}

/// What the clocks of a case must know that begins with this post.
fn beginning<'a>(
    case: CaseId,
    post: &Post,
    new: &'a NewPost,
    decision: &Decision,
) -> clocks::Beginning<'a> {
    clocks::Beginning {
        case,
        channel: &new.account.channel,
        class: decision.sla,
        segment: segment(new.post.tier),
        post: post.id,
        posted_at: post.posted_at,
        public: post.audience.is_open(),
        harsh: is_harsh(decision),
    }
}

/// What clock policies call customers of this tier.
fn segment(tier: Tier) -> Option<&'static str> {
    (tier != Tier::Unknown).then(|| tier.word())
}

/// Whether the playbook says that the customer is harsh but legitimate.
fn is_harsh(decision: &Decision) -> bool {
    let keys = ["reason-harsh-but-legitimate", "reason-harsh-in-public"];
    decision.reasons.iter().any(|reason| keys.contains(&reason.key.as_str()))
}

/// Whether a customer's later word waits for an answer: thanks alone do not.
fn expects_reply(row: &Row) -> bool {
    row.placed
        .new
        .post
        .said
        .as_ref()
        .is_none_or(|(verdict, _)| verdict.expects_reply.value || !verdict.wants(Intent::Gratitude))
}

const fn actor(context: &Context) -> Actor {
    match context.mode {
        Mode::Live => Actor::System,
        Mode::History => Actor::Import,
    }
}

fn emit(tx: &mut Tx, context: &Context, row: &Row) {
    let post = &row.post;
    let at = match context.mode {
        Mode::Live => post.received_at,
        Mode::History => post.posted_at,
    };
    let mut event = NewEvent::new(at, EventKind::PostReceived, Actor::Account(post.account_id))
        .post(post.id)
        .person(post.person_id)
        .digest(events::digest(&row.salt, &post.text));
    event.case_id = case_of(row);
    event.data = match &row.placed.new.post.said {
        Some((verdict, decision)) => json!({
            "state": post.state,
            "sentiment": verdict.sentiment.value,
            "spam": verdict.spam.value,
            "outcome": decision.outcome,
            "playbook": decision.playbook_version,
            "lines": decision.reasons.iter().filter_map(|r| r.line).collect::<Vec<_>>(),
        }),
        None => json!({ "state": post.state, "ours": true }),
    };
    tx.emit(event);
}

/// The case that a post opened, or belongs to.
fn case_of(row: &Row) -> Option<CaseId> {
    row.post.case_id.or(match row.placed.target {
        Target::Join(case, _) | Target::Answer(case) => Some(case),
        Target::Open | Target::Keep => None,
    })
}

/// Tells the cases that were there before what was said in them.
async fn join(tx: &mut Tx, context: &Context, rows: &[Row]) -> Result<()> {
    for row in rows {
        match row.placed.target {
            Target::Join(case, role) => join_one(tx, context, row, case, role).await?,
            Target::Answer(case) => {
                posts::join_case(tx, &[row.post.id], case).await?;
                let case = cases::hold(tx, case).await?;
                earshot_cases::answered(tx, &case, row.post.id, row.post.posted_at, context.now)
                    .await?;
            }
            Target::Open | Target::Keep => {}
        }
    }
    Ok(())
}

async fn join_one(
    tx: &mut Tx,
    context: &Context,
    row: &Row,
    case: CaseId,
    role: ThreadRole,
) -> Result<()> {
    let case = cases::hold(tx, case).await?;
    let sentiment =
        row.placed.new.post.said.as_ref().map_or(Sentiment::Neutral, |(v, _)| v.sentiment.value);
    let posted_at = row.post.posted_at;
    let said = Said {
        post_id: row.post.id,
        thread_id: row.post.thread_id,
        role,
        posted_at,
        sentiment,
        public: row.post.audience.is_open(),
        expects_reply: expects_reply(row),
    };
    let (at, rules) = match context.mode {
        Mode::Live => (context.now, Some(&*context.stages.rules)),
        Mode::History => (posted_at, None),
    };
    let moment = Moment::new(at, actor(context));
    earshot_cases::join(tx, &moment, &case, &said, rules).await?;
    Ok(())
}

/// Gives cases the tags that lines of the playbook give their posts.
async fn tag(tx: &mut Tx, context: &Context, rows: &[Row]) -> Result<()> {
    for row in rows {
        let (Some((_, decision)), Some(case)) = (&row.placed.new.post.said, case_of(row)) else {
            continue;
        };
        let at = match context.mode {
            Mode::Live => context.now,
            Mode::History => row.post.posted_at,
        };
        let moment = Moment::new(at, actor(context));
        crate::tagging::tag(tx, &moment, (case, row.post.id), decision).await?;
    }
    Ok(())
}

/// Writes verdicts, listener hits, hashtags and the search index.
async fn keep_judgements(tx: &mut Tx, context: &mut Context, rows: Vec<Row>) -> Result<()> {
    let (mut judged, mut hits, mut docs) = (Vec::new(), Vec::new(), Vec::new());
    let (mut drawn, mut uses) = (Vec::new(), Vec::new());
    for row in rows {
        let id: PostId = row.post.id;
        if let Some((verdict, _)) = &row.placed.new.post.said {
            let channel = &row.placed.new.account.channel;
            drawn.extend(sample::sample(context, &row.post, channel, verdict));
        }
        uses.extend(hashtags::of(context, &row.placed.new.post, id, row.post.person_id));
        hits.extend(row.placed.new.post.hits.iter().map(|hit| Hit {
            listener_id: hit.listener_id,
            version: hit.version,
            post_id: id,
        }));
        docs.push((id, row.placed.new.post.tokens));
        if let Some((verdict, decision)) = row.placed.new.post.said {
            judged.push(Judged { post_id: id, verdict, decision });
        }
    }
    verdicts::insert_all(tx, &judged, context.now).await?;
    listeners::insert_hits(tx, &hits, context.now).await?;
    hashtags::keep(tx, context, &uses).await?;
    reviews::draw(tx, &drawn).await?;
    search::insert_all(tx, docs, i64::from(earshot_text::VERSION)).await?;
    Ok(())
}

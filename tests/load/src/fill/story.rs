//! One case with its conversation, or one post that stands alone.

use earshot_model::{
    AgentId, Audience, CaseStatus, Clocks, Direction, Post, PostState, Sentiment, SlaClass,
    Surface, ThreadId, Time,
};
use earshot_store::cases::NewCase;
use earshot_text::search_tokens;
use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;

use super::World;
use super::judge::{Said, judge};
use super::people::Author;

/// What the brand answers.
const ANSWERS: &[&str] = &[
    "I am sorry to read this. Please send us your booking code in a private message. ^Ana",
    "Thank you for telling us. The crew will be glad to hear it. ^Ben",
    "Your train is expected in twenty minutes now. Tea is free in coach 4 until then. ^Ana",
    "The refund is on its way and should be there within five days. ^Chloé",
];

/// A post as it will be stored.
pub(super) struct Stored {
    pub(super) post: Post,
    pub(super) salt: [u8; 16],
    pub(super) tokens: Vec<String>,
    pub(super) said: Option<Said>,
}

/// What belongs together.
pub(super) struct Story {
    pub(super) thread: ThreadId,
    /// The channel's id of the thread.
    pub(super) name: String,
    pub(super) case: Option<NewCase>,
    pub(super) posts: Vec<Stored>,
}

/// A post without a case: noise, or talk that was only kept.
pub(super) fn single(world: &World, rng: &mut StdRng) -> Option<Story> {
    let author = *world.others.choose(rng)?;
    let at = world.now.plus(-rng.random_range(0..180 * Time::DAY));
    let thread: ThreadId = world.tools.id();
    let number = *world.rest.choose(rng)?;
    let mut stored = stored(world, thread, author, number, at)?;
    let noise = stored.said.as_ref().is_some_and(|said| said.verdict.is_noise());
    stored.post.state = if noise { PostState::Noise } else { PostState::Recorded };
    Some(Story { thread, name: name(world, thread), case: None, posts: vec![stored] })
}

/// A case: 1 to 7 posts, the brand's answers among them.
pub(super) fn case(world: &World, rng: &mut StdRng) -> Option<Story> {
    let author = *world.customers.choose(rng)?;
    let status = status(rng);
    let age = if status.is_live() { 3 * Time::DAY } else { 180 * Time::DAY };
    let opened_at = world.now.plus(-rng.random_range(Time::HOUR..age));
    let thread: ThreadId = world.tools.id();
    let mut posts = Vec::new();
    let mut at = opened_at;
    for place in 0..rng.random_range(1..=7) {
        let mut next = if place % 2 == 1 {
            answer(world, thread, (*ANSWERS.choose(rng)?).to_owned(), at)
        } else {
            stored(world, thread, author, *world.words.choose(rng)?, at)?
        };
        next.post.state = PostState::InCase;
        posts.push(next);
        at = at.plus(rng.random_range(Time::MINUTE..20 * Time::MINUTE));
    }
    let queue = world.queues.choose(rng)?;
    let first = posts.first()?;
    let said = first.said.as_ref();
    let case = NewCase {
        id: world.tools.id(),
        subject: first.post.text.chars().take(90).collect(),
        person_id: author.person,
        status,
        department_id: queue.department_id,
        queue_id: queue.id,
        owner_id: owner(world, status, rng),
        sla: said.map_or(SlaClass::Normal, |said| said.decision.sla),
        priority: said.map_or(0.5, |said| f64::from(said.verdict.priority.score)),
        channel: world.account.channel.clone(),
        clocks: clocks(world, status, rng),
        opened_at,
        customer_spoke_at: Some(opened_at),
        latest_post_id: posts.last().map(|last| last.post.id),
        sentiment: said.map_or(Sentiment::Neutral, |said| said.verdict.sentiment.value),
        thread_id: thread,
        imported: false,
        wants: earshot_store::waiting::Wants::default(),
    };
    for stored in &mut posts {
        stored.post.case_id = Some(case.id);
    }
    Some(Story { thread, name: name(world, thread), case: Some(case), posts })
}

fn name(world: &World, thread: ThreadId) -> String {
    format!("{}-{thread}", world.prefix)
}

/// Of 100 cases 92 are closed, 3 resolved, 2 wait for the customer, 3 wait for us.
fn status(rng: &mut StdRng) -> CaseStatus {
    match rng.random_range(0..100) {
        0..92 => CaseStatus::Closed,
        92..95 => CaseStatus::Resolved,
        95..97 => CaseStatus::Waiting,
        97 => CaseStatus::New,
        _ => CaseStatus::Open,
    }
}

fn owner(world: &World, status: CaseStatus, rng: &mut StdRng) -> Option<AgentId> {
    if status == CaseStatus::New { None } else { world.agents.choose(rng).copied() }
}

/// Only cases that wait for us have a clock: one of ten is late.
fn clocks(world: &World, status: CaseStatus, rng: &mut StdRng) -> Clocks {
    if !matches!(status, CaseStatus::New | CaseStatus::Open) {
        return Clocks::default();
    }
    let due = world.now.plus(rng.random_range(-2 * Time::HOUR..18 * Time::HOUR));
    Clocks { first_due_at: Some(due), ..Clocks::default() }
}

fn stored(
    world: &World,
    thread: ThreadId,
    author: Author,
    number: usize,
    at: Time,
) -> Option<Stored> {
    let text = world.pool.text(number)?;
    let mut stored = blank(world, thread, author, text.text.clone(), at);
    stored.post.claimed_language = Some(text.language.clone()).filter(|code| !code.is_empty());
    stored.said = Some(judge(world, &stored.post, author.followers));
    Some(stored)
}

fn answer(world: &World, thread: ThreadId, text: String, at: Time) -> Stored {
    let mut stored = blank(world, thread, world.brand, text, at);
    stored.post.direction = Direction::Outbound;
    stored
}

fn blank(world: &World, thread: ThreadId, author: Author, text: String, at: Time) -> Stored {
    let id = world.tools.id();
    let post = Post {
        org_id: world.account.org_id,
        id,
        account_id: world.account.id,
        external_id: format!("{}-{id}", world.prefix),
        revision: "1".to_owned(),
        thread_id: thread,
        parent_external_id: None,
        identity_id: author.identity,
        person_id: author.person,
        case_id: None,
        direction: Direction::Inbound,
        surface: Surface::Post,
        audience: Audience::Public,
        state: PostState::Recorded,
        text,
        claimed_language: None,
        url: None,
        rating: None,
        posted_at: at,
        received_at: at,
        edited_at: None,
        imported: false,
    };
    let tokens = search_tokens(&post.text).collect();
    Stored { post, salt: world.tools.salt(), tokens, said: None }
}

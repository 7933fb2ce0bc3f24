//! One case, whole.

use std::collections::{HashMap, HashSet};

use earshot_model::{
    Account, Agent, Case, CaseId, Identity, IdentityId, OutboxId, Post, PostId, Queue, Sentiment,
    ThreadId, Time,
};
use earshot_route::clock::ClockState;
use earshot_route::{CloseRefusal, close_allowed};
use earshot_store::advice::{self, Answered};
use earshot_store::lessons::Lesson;
use earshot_store::notes::{Draft, Note};
use earshot_store::outbox::Message;
use earshot_store::promises::Promise;
use earshot_store::rooms::RoomFile;
use earshot_store::setup::Department;
use earshot_store::verdicts::Correction;
use earshot_store::{
    Conn, accounts, agents, cases, clocks as stored_clocks, events, lessons, notes, outbox,
    persons, posts, promises, setup, verdicts,
};

use super::asked::{Asked, asked};
use super::customer::{Customer, customer};
use super::leg::{Judgement, LegView, Parts, legs};
use super::may::May;
use super::routed::{Routed, routed};
use super::sheet::{Around, Sheets, sheets};
use super::sorting::{Sorting, sorting};
use super::story::{StoryEntry, story};
use crate::acts::{Here, seen};
use crate::outbound::stopped;
use crate::reply::OpenRoom;
use crate::rooms::{RoomStanding, standing as room_standing};
use crate::staff::Staff;
use crate::{Engage, Result};

/// How many posts of all conversations together are shown at first: the newest. Each step back shows
/// as many more.
pub const POSTS: i64 = 400;
/// The most posts of one page. Whoever looks for something older than that searches for it.
pub const MOST_POSTS: i64 = 20_000;

/// Everything that the page of a case shows.
#[derive(Debug, Clone)]
pub struct CasePage {
    /// The case.
    pub case: Case,
    /// The queue that it waits in.
    pub queue: Option<Queue>,
    /// The department whose policies hold.
    pub department: Option<Department>,
    /// Who works on it.
    pub owner: Option<Agent>,
    /// The customer.
    pub customer: Customer,
    /// The conversations.
    pub legs: Vec<LegView>,
    /// How many posts have to be asked for to see older ones; none when all are here.
    pub earlier: Option<i64>,
    /// The customer's newest judged post, and what was said of it.
    pub judged: Option<(PostId, Judgement)>,
    /// What agents corrected of any of the posts.
    pub corrections: Vec<Correction>,
    /// The same one by one, with the numbers under which they can be taken back.
    pub lessons: Vec<Lesson>,
    /// What somebody said to what the playbook suggests about that post.
    pub advice: Vec<Answered>,
    /// Why the case is where it is, and why its owner has it.
    pub routed: Routed,
    /// Notes, oldest first.
    pub notes: Vec<Note>,
    /// Messages in every state, oldest first. A held one can be taken back until its `due_at`; one
    /// with a `post_id` stands among the posts too.
    pub outbox: Vec<Message>,
    /// Why the guard stops the words of those that wait for somebody's hand.
    pub stopped: HashMap<OutboxId, String>,
    /// Which of them wait for whose word.
    pub asked: Asked,
    /// What the customer was promised, soonest first; without what was taken back.
    pub promises: Vec<Promise>,
    /// The words that sort it.
    pub sorting: Sorting,
    /// What its clocks say.
    pub course: Standing,
    /// What this agent has typed and not sent.
    pub drafts: Vec<Draft>,
    /// What happened, oldest first.
    pub story: Vec<StoryEntry>,
    /// Who else is here.
    pub here: Vec<Here>,
    /// Which buttons this agent gets.
    pub may: May,
    /// Where and how an answer can go; none when there is nothing to answer.
    pub sheets: Option<Sheets>,
    /// How its private room stands; none before anybody was invited.
    pub room: Option<RoomStanding>,
    /// What guests of its rooms sent.
    pub files: Vec<RoomFile>,
    /// Everybody who works here, also those who left: names of owners and authors.
    pub agents: Vec<Agent>,
    /// All queues.
    pub queues: Vec<Queue>,
    /// All departments.
    pub departments: Vec<Department>,
    /// The time of all of it.
    pub now: Time,
    /// The number of the log that it includes: the live stream goes on from there.
    pub seq: i64,
}

/// What the clocks of a case say.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Every clock, in the order of their starts; none for imported history.
    pub clocks: Vec<ClockState>,
    /// What has to be done before the case may be closed; nothing when nothing has.
    pub unfinished: Option<CloseRefusal>,
}

/// What was said of the posts, and which other cases they belong to.
struct Said {
    rows: HashMap<PostId, verdicts::Judgement>,
    corrections: Vec<Correction>,
    lessons: Vec<Lesson>,
    judged: Option<(PostId, Judgement)>,
    advice: Vec<Answered>,
    others: HashSet<CaseId>,
}

impl Said {
    /// How the author of each post felt.
    fn feelings(&self) -> HashMap<PostId, Sentiment> {
        self.rows.iter().map(|(post, row)| (*post, row.sentiment)).collect()
    }
}

impl Engage {
    /// Everything that the page of a case shows this agent, with its newest `posts` posts: [`POSTS`] to
    /// [`MOST_POSTS`]. It takes about twenty short queries, however long the thread is.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for a case that is not there or not to be seen.
    pub async fn case_page(&self, who: &Staff, id: CaseId, posts: i64) -> Result<CasePage> {
        let (now, mut conn) = (self.tools.now(), self.db.read(who.org).await?);
        let seq = events::head(&mut conn).await?.seq;
        let case = seen(&mut conn, &who.eyes, id).await?;
        let joined = cases::legs(&mut conn, id).await?;
        let threads: Vec<ThreadId> = joined.iter().map(|leg| leg.thread_id).collect();
        let (posts, earlier) = latest(&mut conn, threads.clone(), posts).await?;
        let (said, authors) = spoken(&mut conn, who, &case, &posts).await?;
        let (accounts, outbox, stopped) = ways(self, &mut conn, id).await?;
        let (room, files) = room_standing(&mut conn, &case, threads.clone()).await?;
        let them = customer(&mut conn, &who.eyes, &case, &threads.into_iter().collect()).await?;
        let (notes, promises, drafts) = written(&mut conn, id, who).await?;
        let (course, story) = past(&mut conn, id, now).await?;
        let (agents, queues, departments) = house(&mut conn).await?;
        let legs = legs(Parts {
            case: &case,
            legs: joined,
            posts,
            identities: &authors,
            accounts: &accounts,
            outbox: &outbox,
            feelings: &said.feelings(),
            others: &said.others,
        });
        let sheets = answers(&legs, &case, &accounts, room.as_ref(), May::of(who, &case));
        let asked = asked(&mut conn, who, &case, &departments, sheets.as_ref()).await?;
        Ok(CasePage {
            queue: queues.iter().find(|queue| queue.id == case.queue_id).cloned(),
            department: departments.iter().find(|d| d.id == case.department_id).cloned(),
            owner: agents.iter().find(|agent| Some(agent.id) == case.owner_id).cloned(),
            customer: them,
            sheets,
            asked,
            room,
            files,
            legs,
            earlier,
            judged: said.judged,
            corrections: said.corrections,
            lessons: said.lessons,
            advice: said.advice,
            routed: routed(&story, case.owner_id),
            notes,
            stopped,
            outbox,
            promises,
            sorting: sorting(&mut conn, who, id).await?,
            course,
            drafts,
            story,
            here: self.presence.others(who.org, id, who.id(), now),
            may: May::of(who, &case),
            agents,
            queues,
            departments,
            now,
            seq,
            case,
        })
    }
}

/// Where an answer can go.
fn answers(
    legs: &[LegView],
    case: &Case,
    accounts: &[Account],
    room: Option<&RoomStanding>,
    may: May,
) -> Option<Sheets> {
    let room = room.and_then(|room| OpenRoom::of(&room.room, room.is_open()));
    sheets(legs, Around { case, accounts, room, may })
}

/// The accounts, what went or goes out through them in this case, and what of it is stopped.
async fn ways(engage: &Engage, conn: &mut Conn, id: CaseId) -> Result<Ways> {
    let (accounts, outbox) = (accounts::all(conn).await?, outbox::of_case(conn, id).await?);
    let stopped = stopped(engage, conn, &outbox).await?;
    Ok((accounts, outbox, stopped))
}

type Ways = (Vec<Account>, Vec<Message>, HashMap<OutboxId, String>);

/// What was said of these posts, and who wrote them.
async fn spoken(
    conn: &mut Conn,
    who: &Staff,
    case: &Case,
    posts: &[Post],
) -> Result<(Said, Vec<Identity>)> {
    Ok((said(conn, who, case, posts).await?, authors(conn, posts).await?))
}

/// What agents wrote down of a case: notes and promises, and what this one has typed and not sent.
async fn written(
    conn: &mut Conn,
    case: CaseId,
    who: &Staff,
) -> Result<(Vec<Note>, Vec<Promise>, Vec<Draft>)> {
    let notes = notes::of_case(conn, case).await?;
    let promises = promises::of_case(conn, case).await?;
    Ok((notes, promises, notes::drafts(conn, case, who.id()).await?))
}

/// What its clocks say, and what happened.
async fn past(conn: &mut Conn, id: CaseId, now: Time) -> Result<(Standing, Vec<StoryEntry>)> {
    let course = standing(conn, id, now).await?;
    Ok((course, story(events::of_case(conn, id).await?)))
}

/// What the clocks of a case say as of now.
async fn standing(conn: &mut Conn, case: CaseId, now: Time) -> Result<Standing> {
    let Some(known) = stored_clocks::find(conn, case).await? else {
        return Ok(Standing::default());
    };
    let rules = earshot_cases::clocks::rules(conn).await?;
    let course = earshot_cases::clocks::course(conn, case).await?;
    let broken = |error: earshot_route::Error| earshot_store::Error::Clocks(error.to_string());
    let clocks = course.states(&rules, now).map_err(broken)?;
    let unfinished = close_allowed(&course.close_facts(known.harsh)).err();
    Ok(Standing { clocks, unfinished })
}

/// Everybody who works here, all queues and all departments.
async fn house(conn: &mut Conn) -> Result<(Vec<Agent>, Vec<Queue>, Vec<Department>)> {
    let agents = agents::all(conn).await?;
    let queues = setup::queues(conn).await?;
    Ok((agents, queues, setup::departments(conn).await?))
}

/// The newest posts of these conversations, and how many to ask for to see older ones.
async fn latest(
    conn: &mut Conn,
    threads: Vec<ThreadId>,
    most: i64,
) -> Result<(Vec<Post>, Option<i64>)> {
    let most = most.clamp(POSTS, MOST_POSTS);
    Ok(newest(posts::of_threads(conn, threads, most + 1).await?, most))
}

/// The newest of these posts, which come oldest first, and how many to ask for to see older ones.
fn newest(mut posts: Vec<Post>, most: i64) -> (Vec<Post>, Option<i64>) {
    let shown = usize::try_from(most).unwrap_or(usize::MAX);
    let surplus = posts.len().saturating_sub(shown);
    posts.drain(..surplus);
    (posts, (surplus > 0 && most < MOST_POSTS).then_some(most + POSTS))
}

/// The other cases that these posts belong to, as far as this agent may see them: an onlooker with a
/// need of their own has one.
async fn others(
    conn: &mut Conn,
    who: &Staff,
    this: CaseId,
    posts: &[Post],
) -> Result<HashSet<CaseId>> {
    let ids: HashSet<CaseId> = posts.iter().filter_map(|post| post.case_id).collect();
    let ids: Vec<CaseId> = ids.into_iter().filter(|id| *id != this).collect();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let cases = cases::find_all(conn, ids).await?;
    Ok(cases.iter().filter(|case| who.eyes.sees(case)).map(|case| case.id).collect())
}

async fn authors(conn: &mut Conn, posts: &[Post]) -> Result<Vec<Identity>> {
    let ids: HashSet<IdentityId> = posts.iter().map(|post| post.identity_id).collect();
    Ok(persons::identities_by_id(conn, ids.into_iter().collect()).await?)
}

async fn said(conn: &mut Conn, who: &Staff, case: &Case, posts: &[Post]) -> Result<Said> {
    let ids: Vec<PostId> = posts.iter().map(|post| post.id).collect();
    let rows = verdicts::of_posts(conn, ids.clone()).await?;
    let rows: HashMap<PostId, _> = rows.into_iter().map(|row| (row.post_id, row)).collect();
    let judged = newest_judged(&rows, posts, case)?;
    let advised = judged.iter().map(|(post, _)| *post).collect();
    Ok(Said {
        rows,
        judged,
        corrections: verdicts::corrections(conn, ids.clone()).await?,
        lessons: lessons::of_posts(conn, ids).await?,
        advice: advice::of_posts(conn, advised).await?,
        others: others(conn, who, case.id, posts).await?,
    })
}

/// The customer's newest post in this case that was judged.
fn newest_judged(
    rows: &HashMap<PostId, verdicts::Judgement>,
    posts: &[Post],
    case: &Case,
) -> Result<Option<(PostId, Judgement)>> {
    let newest = posts
        .iter()
        .rev()
        .filter(|post| post.person_id == case.person_id && post.case_id == Some(case.id))
        .find_map(|post| rows.get(&post.id));
    Ok(newest
        .map(|row| Ok::<_, earshot_store::Error>((row.post_id, Judgement::of(row)?)))
        .transpose()?)
}

//! What was said beside what the database holds.

use std::collections::{HashMap, HashSet};
use std::fmt;

use anyhow::bail;
use earshot_model::{AccountId, CaseId, EventKind, Post, PostId, PostState};
use earshot_store::{Conn, events, inbox, posts};

use super::House;
use super::kill::Kills;
use super::plan::{Said, Way};
use crate::args::Inbound;

/// Rows that are read at once.
const PAGE: usize = 5_000;

/// What there is, and what does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Found {
    /// Posts that stand there.
    standing: usize,
    /// Posts that were deleted: emptied, remembered by their id, or gone before anybody read them.
    gone: usize,
    /// Cases that were opened.
    cases: usize,
    wrong: Wrong,
}

/// What does not fit. All zero when the promise was kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Wrong {
    /// Posts that are not there.
    missing: usize,
    /// Posts that are there, or were worked on, more than once.
    double: usize,
    /// Posts that nobody said.
    strangers: usize,
    /// Posts with other words than the last ones.
    stale: usize,
    /// Deleted posts that are back.
    risen: usize,
    /// Posts of customers in need that stand in no case.
    loose: usize,
    /// Voices of a conversation with more than one case.
    split: usize,
    /// Cases that stand for more than one voice.
    shared: usize,
    /// Spam with a case.
    spam_cases: usize,
    /// Cases whose opening stands in the log more than once, or that stand for nobody.
    odd_cases: usize,
    /// Deliveries that still wait, or were put aside.
    waiting: i64,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { standing, gone, cases, wrong } = self;
        write!(f, "standing={standing} gone={gone} cases={cases} {wrong:?}")
    }
}

/// Compares ids and words, not counts.
pub(super) async fn compare(house: &House) -> anyhow::Result<Found> {
    let mut conn = house.db.read(house.ticket.org).await?;
    let mut found = Found::default();
    found.wrong.waiting = inbox::backlog(&mut conn).await?;
    let mut voices: HashMap<(usize, usize), HashSet<CaseId>> = HashMap::new();
    let mut all: HashSet<PostId> = HashSet::new();
    for (account, said) in by_account(house) {
        found.wrong.waiting += inbox::parked(&mut conn, account).await?;
        let ids: Vec<String> = said.keys().cloned().collect();
        let rows = rows(&mut conn, account, &ids).await?;
        let there: HashMap<&str, &Post> =
            rows.iter().map(|post| (post.external_id.as_str(), post)).collect();
        found.wrong.double += rows.len() - there.len();
        for (id, said) in &said {
            let post = there.get(id.as_str()).copied();
            look(&mut found, said, post);
            if let Some(case) = post.and_then(|post| post.case_id) {
                voices.entry((said.conversation, said.voice)).or_default().insert(case);
            }
        }
        all.extend(rows.iter().map(|post| post.id));
    }
    let mut voice_of: HashMap<CaseId, usize> = HashMap::new();
    for cases in voices.values() {
        found.wrong.split += usize::from(cases.len() > 1);
        for case in cases {
            *voice_of.entry(*case).or_default() += 1;
        }
    }
    found.wrong.shared = voice_of.values().filter(|voices| **voices > 1).count();
    log(&mut conn, &mut found, &all, &voice_of).await?;
    Ok(found)
}

/// Looks at one post: what was said of it, and what stands there.
fn look(found: &mut Found, said: &Said, post: Option<&Post>) {
    let wrong = &mut found.wrong;
    let deleted = post.is_none_or(|post| post.state == PostState::Deleted);
    if said.gone {
        found.gone += 1;
        let empty = post.is_none_or(|post| post.text.is_empty());
        wrong.risen += usize::from(!deleted || !empty);
        return;
    }
    let Some(post) = post.filter(|_| !deleted) else {
        wrong.missing += 1;
        return;
    };
    found.standing += 1;
    let last = said.words.last().map(String::as_str).unwrap_or_default();
    let words = |text: &str| text.split_whitespace().map(ToOwned::to_owned).collect::<Vec<_>>();
    wrong.stale += usize::from(words(&post.text) != words(last));
    match (said.spam, post.case_id) {
        (false, None) => wrong.loose += 1,
        (true, Some(_)) => wrong.spam_cases += 1,
        _ => {}
    }
}

/// What was said through each account, by the channel's id. A post that was never said is nobody's.
fn by_account(house: &House) -> HashMap<AccountId, HashMap<String, &Said>> {
    let mut all: HashMap<AccountId, HashMap<String, &Said>> = HashMap::new();
    for (number, said) in house.plan.iter().enumerate() {
        let account = match said.way {
            Way::Push => Some(house.ticket.account),
            Way::Read(server) => house.stages.get(server).map(|stage| stage.network.account),
        };
        if let (Some(account), Some(id)) = (account, house.id_of(number)) {
            all.entry(account).or_default().insert(id, said);
        }
    }
    all
}

async fn rows(conn: &mut Conn, account: AccountId, ids: &[String]) -> anyhow::Result<Vec<Post>> {
    let mut all = Vec::new();
    for ids in ids.chunks(PAGE) {
        let known = posts::known(conn, account, ids.to_vec()).await?;
        all.extend(posts::find_all(conn, known.into_iter().map(|post| post.id).collect()).await?);
    }
    Ok(all)
}

/// How often each post came in and each case was opened, as the log says.
async fn log(
    conn: &mut Conn,
    found: &mut Found,
    all: &HashSet<PostId>,
    voices: &HashMap<CaseId, usize>,
) -> anyhow::Result<()> {
    let mut received: HashMap<PostId, usize> = HashMap::new();
    let mut opened: HashMap<CaseId, usize> = HashMap::new();
    let mut after = 0;
    loop {
        let page = events::since(conn, after, i64::try_from(PAGE)?).await?;
        let Some(last) = page.last() else { break };
        after = last.seq;
        for event in page {
            match (event.kind, event.post_id, event.case_id) {
                (EventKind::PostReceived, Some(post), _) => {
                    *received.entry(post).or_default() += 1;
                }
                (EventKind::CaseOpened, _, Some(case)) => *opened.entry(case).or_default() += 1,
                _ => {}
            }
        }
    }
    let wrong = &mut found.wrong;
    wrong.double += received.values().filter(|times| **times > 1).count();
    wrong.strangers += received.keys().filter(|post| !all.contains(post)).count();
    wrong.missing += all.iter().filter(|post| !received.contains_key(post)).count();
    wrong.odd_cases += opened.values().filter(|times| **times > 1).count();
    wrong.odd_cases += opened.keys().filter(|case| !voices.contains_key(case)).count();
    found.cases = opened.len();
    Ok(())
}

/// Whether every promise was kept, and every fault happened.
pub(super) fn judge(
    asked: &Inbound,
    house: &House,
    kills: &Kills,
    found: &Found,
) -> anyhow::Result<()> {
    let ledger = &house.ledger;
    if kills.done != asked.kills || kills.at_work != kills.done {
        bail!("of {} kills {} hit a server at work", asked.kills, kills.at_work);
    }
    if asked.kills > 0 && (kills.in_flight == 0 || ledger.broken() == 0 || kills.streaming == 0) {
        bail!("no kill hit a push or a stream: nothing was tested");
    }
    if asked.kills >= 30 && kills.reading == 0 {
        bail!("no kill hit a page between its claim and its commit");
    }
    let disorder = ledger.disorder();
    if ledger.again() == 0 || disorder.edits == 0 || disorder.deletes == 0 {
        bail!("nothing was delivered twice, or nothing out of order: {disorder:?}");
    }
    if let Some((fault, _)) =
        super::play::faults(&house.stages).iter().find(|(_, hits)| **hits == 0)
    {
        bail!("no server misbehaved by {fault:?}");
    }
    if house.stages.iter().any(|stage| stage.heard_again() == 0) {
        bail!("a server told nothing twice");
    }
    if ledger.taken() != ledger.deliveries() || ledger.rejected() > 0 {
        bail!("{} of {} deliveries were taken", ledger.taken(), ledger.deliveries());
    }
    if found.standing + found.gone != asked.posts || found.wrong != Wrong::default() {
        bail!("the database does not hold what was said, once each: {found}");
    }
    Ok(())
}

//! What the stages say of posts, before anything is written.

use std::collections::{HashMap, HashSet};

use earshot_funnel::{CustomerRecord, Input};
use earshot_matcher::{Mark, PostView};
use earshot_model::{
    Account, AccountId, Audience, ChannelEvent, ChannelItem, Decision, Direction, Identity,
    ListenerHit, OrgId, OutboxId, Outcome, Surface, Tier, Time, Verdict,
};
use earshot_playbook::{Facts, Setting};
use earshot_store::persons::{self, NOT_OURS, SAID_OURS, Standing};
use earshot_store::{Conn, Db, outbox, posts};
use earshot_text::{Tokens, hashtags, search_tokens};

use crate::address::speaks_to_us;
use crate::apply::{HEARD, is_about_us};
use crate::moment::moment;
use crate::stages::own_handle;
use crate::surroundings::{Spoken, Surroundings};
use crate::{Error, Result, Stages, brevity};

/// For so long bad contacts count as "lately".
const LATELY: i64 = 30 * Time::DAY;

/// Whose time it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Now: clocks run, people are asked.
    Live,
    /// History: each post's own time, no clocks, nobody is asked.
    History,
}

/// Something that a channel delivered, before it is judged.
#[derive(Debug, Clone)]
pub(crate) struct Incoming {
    /// Its row in the inbox, unless it comes from an import.
    pub(crate) row: Option<Vec<u8>>,
    pub(crate) account: AccountId,
    pub(crate) event: ChannelEvent,
    pub(crate) received_at: Time,
    /// What history knows already.
    pub(crate) past: Option<Past>,
}

/// What history knows of a post already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Past {
    /// Whether a brand wrote it.
    pub(crate) ours: bool,
    /// Whether a brand answered it: then an answer was warranted, whatever a playbook of today says.
    pub(crate) answered: bool,
}

/// A post with all that was said of it.
#[derive(Debug, Clone)]
pub(crate) struct JudgedPost {
    pub(crate) item: ChannelItem,
    /// Whether one of the brand's own accounts wrote it.
    pub(crate) ours: bool,
    /// Whether its author is the brand, not only this one post its own.
    pub(crate) by_brand: bool,
    /// Whether history shows that it was answered.
    pub(crate) answered: bool,
    pub(crate) hits: Vec<ListenerHit>,
    /// Missing for the brand's own posts.
    pub(crate) said: Option<(Verdict, Decision)>,
    /// How much its author is worth, as the organization's own record says.
    pub(crate) tier: Tier,
    /// The token stream for the search index.
    pub(crate) tokens: Vec<String>,
    /// Its hashtags, where a listener found the brand in it.
    pub(crate) hashtags: Vec<String>,
}

/// What is to be applied.
#[derive(Debug, Clone)]
pub(crate) enum News {
    Post(Box<JudgedPost>),
    Delete { id: String, at: Time },
}

/// One thing to apply, with where it came from.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    pub(crate) row: Option<Vec<u8>>,
    pub(crate) account: Account,
    pub(crate) received_at: Time,
    pub(crate) news: News,
}

impl Judged {
    /// Whether a case may be opened for it.
    pub(crate) fn may_open(&self) -> bool {
        let News::Post(post) = &self.news else { return false };
        let respond = |said: &(Verdict, Decision)| said.1.outcome == Outcome::Respond;
        post.answered || post.said.as_ref().is_some_and(respond)
    }
}

/// What the database knows about the authors and parents of a batch.
#[derive(Default)]
struct Background {
    identities: HashMap<(String, String), Identity>,
    standings: HashMap<earshot_model::PersonId, Standing>,
    /// Handles under which the brand was heard, each with its channel, and the channel's ids of it.
    heard_as: HashMap<(String, String), HashSet<String>>,
    /// Who was heard first under a handle of ours, and is not known to be the brand.
    held_by: HashMap<(String, String), String>,
    our_posts: HashSet<(AccountId, String)>,
    /// What is known around the posts.
    around: Surroundings,
    /// The handles of those who wrote the parents.
    written_by: HashMap<(AccountId, String), String>,
    /// Messages of the outbox that posts of the batch say they are, each with its account.
    sent: HashSet<(AccountId, OutboxId)>,
}

impl Background {
    /// The author, if they were heard before.
    fn author(&self, account: &Account, item: &ChannelItem) -> Option<&Identity> {
        self.identities.get(&(account.channel.clone(), item.author.id.clone()))
    }

    /// Adds posts that come in the same transaction.
    fn comes_with(&mut self, beside: &[Judged]) {
        for one in beside {
            let News::Post(post) = &one.news else { continue };
            let key = (one.account.id, post.item.id.clone());
            if post.ours {
                self.our_posts.insert(key.clone());
            }
            let handle = post.item.author.handle.clone();
            self.written_by.entry(key).or_insert(handle);
        }
    }
}

/// Judges a batch. Reads the record, writes nothing. What comes in one transaction with the batch, and
/// is judged already, is `beside`: posts of the batch may answer it.
pub(crate) async fn judge(
    db: &Db,
    org: OrgId,
    stages: &Stages,
    batch: Vec<Incoming>,
    beside: &[Judged],
    mode: Mode,
) -> Result<Vec<Judged>> {
    let mut conn = db.read(org).await?;
    let mut background = background(&mut conn, stages, &batch, beside).await?;
    drop(conn);
    background.comes_with(beside);
    let stages = stages.clone();
    let work = move || {
        batch.into_iter().filter_map(|one| judge_one(&stages, &background, one, mode)).collect()
    };
    // Judging is arithmetic: away from the threads that serve requests.
    let judged = tokio::task::spawn_blocking(work).await;
    judged.map_err(|_| Error::Delivery("a stage panicked on it"))
}

async fn background(
    conn: &mut Conn,
    stages: &Stages,
    batch: &[Incoming],
    beside: &[Judged],
) -> Result<Background> {
    let mut found = Background { sent: sent(conn, batch).await?, ..Background::default() };
    let posts = || {
        batch.iter().filter_map(|one| match (stages.account(one.account), &one.event) {
            (Some(account), ChannelEvent::Upsert { item }) => Some((one, account, item)),
            _ => None,
        })
    };
    let mut authors: HashMap<String, HashSet<String>> = HashMap::new();
    let mut parents: HashMap<AccountId, HashSet<String>> = HashMap::new();
    // "Lately" is the same time for all that comes together.
    let (mut earliest, latest) = ends(beside);
    for (_, account, item) in posts() {
        earliest = earliest.min(item.posted_at);
        authors.entry(account.channel.clone()).or_default().insert(item.author.id.clone());
        if let Some(parent) = &item.parent {
            parents.entry(account.id).or_default().insert(parent.clone());
        }
    }
    for (channel, ids) in authors {
        people(conn, &mut found, channel, ids).await?;
    }
    let named = posts().map(|(_, account, item)| (&account.channel, &item.author.handle));
    let named: HashSet<_> = named
        .filter(|(channel, handle)| stages.is_our_handle(channel, handle))
        .map(|(channel, handle)| own_handle(channel, handle))
        .filter(|handle| !found.heard_as.contains_key(handle))
        .collect();
    for handle in named {
        held(conn, &mut found, handle).await?;
    }
    // The brand itself has no standing, and its many posts would be long to count.
    let customers = found.identities.values().filter(|identity| !identity.ours);
    let people: HashSet<_> = customers.map(|identity| identity.person_id).collect();
    let people: Vec<_> = people.into_iter().collect();
    for standing in persons::standings(conn, &people, earliest.plus(-LATELY)).await? {
        found.standings.insert(standing.person_id, standing);
    }
    for (account, ids) in parents {
        let ids: Vec<String> = ids.into_iter().collect();
        for parent in posts::written_by(conn, account, ids.clone()).await? {
            found.written_by.insert((account, parent.external_id), parent.handle);
        }
        let known = posts::known(conn, account, ids).await?;
        let ours = known.into_iter().filter(|post| post.direction == Direction::Outbound);
        found.our_posts.extend(ours.map(|post| (account, post.external_id)));
    }
    // A parent may come in the same batch.
    found.written_by.extend(
        posts()
            .map(|(_, account, item)| ((account.id, item.id.clone()), item.author.handle.clone())),
    );
    let ours = posts().filter(|(one, account, item)| {
        one.past.map_or_else(|| is_ours(stages, &found, account, item).0, |past| past.ours)
    });
    let ours: Vec<_> = ours.map(|(_, account, item)| (account.id, item.id.clone())).collect();
    found.our_posts.extend(ours);
    let all = posts().map(|(one, account, item)| (one, account, &**item));
    found.around = around(conn, &found, all, latest).await?;
    Ok(found)
}

/// When the first and the last of these posts were written.
fn ends(posts: &[Judged]) -> (Time, Time) {
    let times = posts.iter().filter_map(|one| match &one.news {
        News::Post(post) => Some(post.item.posted_at),
        News::Delete { .. } => None,
    });
    times.fold((Time(i64::MAX), Time(i64::MIN)), |(first, last), at| (first.min(at), last.max(at)))
}

/// Reads what is known around the posts. Imported history has no crowd that gathers now.
async fn around<'b>(
    conn: &mut Conn,
    found: &Background,
    posts: impl Iterator<Item = (&'b Incoming, &'b Account, &'b ChannelItem)>,
    latest: Time,
) -> Result<Surroundings> {
    let busy = found.standings.values().filter(|standing| standing.live_cases > 0);
    let busy: Vec<_> = busy.map(|standing| standing.person_id).collect();
    let live = posts.filter(|(one, _, _)| one.past.is_none() && one.row.is_some());
    let spoken: Vec<Spoken<'_>> = live
        .map(|(_, account, item)| Spoken {
            account: account.id,
            thread: &item.thread,
            author: &item.author.id,
            posted_at: item.posted_at,
            ours: found.our_posts.contains(&(account.id, item.id.clone())),
        })
        .collect();
    Surroundings::read(conn, &busy, &spoken, latest).await
}

/// Looks up the authors of one channel, and the brand itself there.
async fn people(
    conn: &mut Conn,
    found: &mut Background,
    channel: String,
    ids: HashSet<String>,
) -> Result<()> {
    for identity in persons::own_identities(conn, &channel).await? {
        // What the desk made before the channel told an id says nothing.
        if [HEARD, SAID_OURS].contains(&identity.evidence.as_str()) {
            let handle = own_handle(&channel, &identity.handle);
            found.heard_as.entry(handle).or_default().insert(identity.external_id);
        }
    }
    let known = persons::identities_by_external(conn, &channel, ids.into_iter().collect()).await?;
    for identity in known {
        found.identities.insert((channel.clone(), identity.external_id.clone()), identity);
    }
    Ok(())
}

/// Looks up who else was heard under a handle of ours: somebody who wrote to the brand before they had
/// it, or the brand itself before its account was connected.
async fn held(conn: &mut Conn, found: &mut Background, handle: (String, String)) -> Result<()> {
    let known = persons::much_like(conn, &handle.0, &handle.1).await?;
    let mut held = known
        .into_iter()
        .filter(|one| one.evidence == HEARD && own_handle(&one.channel, &one.handle) == handle);
    if let Some(first) = held.next() {
        found.held_by.insert(handle, first.external_id);
    }
    Ok(())
}

/// The messages that posts of the batch say they are, as far as there are such messages.
async fn sent(conn: &mut Conn, batch: &[Incoming]) -> Result<HashSet<(AccountId, OutboxId)>> {
    let marks = batch.iter().filter_map(|one| match &one.event {
        ChannelEvent::Upsert { item } => item.sent_as,
        _ => None,
    });
    let owners = outbox::owners(conn, marks.collect()).await?;
    Ok(owners.into_iter().map(|owner| (owner.account_id, owner.id)).collect())
}

/// Whether one of the brand's own accounts on this channel wrote it: it is a message that this very
/// account was given, or its author is the brand. And whether its author is. A mark says nothing of
/// the author, and counts for nothing when the account is known to write under another id.
///
/// The channel's lasting id says who an author is. The handle counts only until somebody was heard
/// under it: whoever takes the same handle later, or has it elsewhere on the network, is somebody
/// else, and so is whoever was said not to be the brand.
fn is_ours(
    stages: &Stages,
    background: &Background,
    account: &Account,
    item: &ChannelItem,
) -> (bool, bool) {
    let (channel, author) = (&account.channel, &item.author);
    let heard = |handle| background.heard_as.get(&own_handle(channel, handle));
    let marked = item.sent_as.is_some_and(|sent| background.sent.contains(&(account.id, sent)))
        && heard(&account.handle).is_none_or(|ids| ids.contains(&author.id));
    let held_by = background.held_by.get(&own_handle(channel, &author.handle));
    let named = stages.is_our_handle(channel, &author.handle)
        && heard(&author.handle).is_none()
        && held_by.is_none_or(|id| *id == author.id);
    let by_brand = background
        .author(account, item)
        .map_or(named, |known| known.ours || (named && known.evidence != NOT_OURS));
    (marked || by_brand, by_brand)
}

fn judge_one(
    stages: &Stages,
    background: &Background,
    one: Incoming,
    mode: Mode,
) -> Option<Judged> {
    // `take` has made sure that the stages know the account.
    let account = stages.account(one.account)?.clone();
    let news = match one.event {
        ChannelEvent::Upsert { item } => {
            let now = match mode {
                Mode::Live => one.received_at,
                Mode::History => item.posted_at,
            };
            let post = judge_post(stages, background, &account, *item, one.past, (mode, now));
            News::Post(Box::new(post))
        }
        ChannelEvent::Delete { id, at } => News::Delete { id, at },
        ChannelEvent::Status { .. } => return None,
    };
    Some(Judged { row: one.row, account, received_at: one.received_at, news })
}

fn judge_post(
    stages: &Stages,
    background: &Background,
    account: &Account,
    item: ChannelItem,
    past: Option<Past>,
    (mode, now): (Mode, Time),
) -> JudgedPost {
    let tokens = search_tokens(&item.text).collect();
    let (ours, by_brand) = past
        .map_or_else(|| is_ours(stages, background, account, &item), |past| (past.ours, past.ours));
    let recipient = recipient(background, account, &item, ours);
    let view = PostView {
        text: &item.text,
        author_handle: &item.author.handle,
        author_name: &item.author.name,
        language: item.language.as_deref(),
        channel: &account.channel,
        url: item.url.as_deref(),
        surface: Some(item.surface),
        audience: Some(item.audience),
        marks: item.parent.iter().map(|_| Mark::Reply).collect(),
        followers: item.author.followers,
        rating: item.rating,
        to: std::slice::from_ref(&recipient),
        ..PostView::default()
    };
    let mut hits = stages.matcher.matches(&view);
    let answered = past.is_some_and(|past| past.answered);
    let mut said = (!ours)
        .then(|| decide(stages, background, account, &item, (&view, &mut hits), (mode, now)));
    if let Some((verdict, _)) = said.as_mut().filter(|(verdict, _)| verdict.is_noise()) {
        brevity::shorten(verdict);
    }
    let standing = background.author(account, &item).map(|identity| identity.person_id);
    let standing = standing.and_then(|person| background.standings.get(&person));
    let tier = standing.map_or(Tier::Unknown, |standing| standing.tier);
    let hashtags = if !ours && is_about_us(hits.iter().map(|hit| hit.purpose)) {
        hashtags(&Tokens::of(&item.text)).into_iter().map(ToOwned::to_owned).collect()
    } else {
        Vec::new()
    };
    JudgedPost { ours, by_brand, answered, hits, said, tier, tokens, hashtags, item }
}

/// To whom a post is addressed: what customers write in private to the account, any other answer to
/// the author of the post that it answers; empty when unknown. The store says the same of stored
/// posts, so that a search and a dry run find what a listener finds.
fn recipient(background: &Background, account: &Account, item: &ChannelItem, ours: bool) -> String {
    if item.audience == Audience::Private && !ours {
        return account.handle.clone();
    }
    let parent = item.parent.as_ref().map(|parent| (account.id, parent.clone()));
    parent.and_then(|parent| background.written_by.get(&parent).cloned()).unwrap_or_default()
}

fn decide(
    stages: &Stages,
    background: &Background,
    account: &Account,
    item: &ChannelItem,
    (view, hits): (&PostView<'_>, &mut Vec<ListenerHit>),
    (mode, now): (Mode, Time),
) -> (Verdict, Decision) {
    let author = background.author(account, item);
    let standing = author.and_then(|identity| background.standings.get(&identity.person_id));
    let mut record = record(author, standing);
    let open = author.is_some_and(|identity| {
        background.around.open_elsewhere(identity.person_id, account.id, &item.thread)
    });
    let live = std::mem::replace(&mut record.unresolved_contact, open);
    let answers_us = item
        .parent
        .as_ref()
        .is_some_and(|parent| background.our_posts.contains(&(account.id, parent.clone())));
    let directly_addressed =
        speaks_to_us(&item.text, item.surface, item.audience, answers_us, &account.handle);
    let judge = |hits: &[ListenerHit]| {
        stages.funnel.judge(&Input {
            text: &item.text,
            author_followers: item.author.followers,
            claimed_language: item.language.as_deref(),
            surface: item.surface,
            audience: item.audience,
            directly_addressed,
            listener_hits: hits,
            record,
            joiners: background.around.joiners(account.id, &item.thread),
            posted_at: item.posted_at,
            now,
        })
    };
    let mut verdict = judge(hits);
    // Where the channel does not tell the language, the funnel does, by the words alone.
    let found = Some(verdict.language.value.clone()).filter(|code| code != "und");
    let language = item.language.as_deref().or(found.as_deref());
    if language != item.language.as_deref() {
        let told = stages.matcher.matches(&PostView { language, ..*view });
        if told != *hits {
            *hits = told;
            verdict = judge(hits);
        }
    }
    // What asks about the verdict can be asked now that there is one.
    if stages.matcher.waits_for_verdict() {
        *hits = stages.matcher.matches(&PostView { language, verdict: Some(&verdict), ..*view });
    }
    let setting = setting(account, item, hits, (directly_addressed, &record));
    let mut facts = Facts::new(&verdict, setting);
    facts.moment = moment(item.posted_at, &stages.zone);
    facts.case.live = live;
    facts.case.tags = author
        .map(|author| background.around.tags(author.person_id, account.id, &item.thread))
        .unwrap_or_default();
    let mut decision = stages.playbook.decide(&facts);
    // Noise, too: in a case that is open already, a word about it counts.
    if let Some(crisis) = stages.crisis.as_ref().filter(|_| mode == Mode::Live) {
        let post = PostView { language, verdict: Some(&verdict), ..*view };
        crisis.apply(&post, &mut decision);
    }
    (verdict, decision)
}

/// Where a post stands, and what is known of its author, as the playbook asks.
fn setting(
    account: &Account,
    item: &ChannelItem,
    hits: &[ListenerHit],
    (directly_addressed, record): (bool, &CustomerRecord),
) -> Setting {
    Setting {
        text: item.text.clone(),
        channel: account.channel.clone(),
        surface: item.surface,
        audience: item.audience,
        directly_addressed,
        own_page: item.surface == Surface::Review,
        listeners: hits.iter().map(|hit| hit.purpose).collect(),
        followers: item.author.followers.unwrap_or(0),
        tier: record.tier,
        prior_failure: record.prior_failure(),
        rating: item.rating.unwrap_or(0),
    }
}

fn record(author: Option<&Identity>, standing: Option<&Standing>) -> CustomerRecord {
    CustomerRecord {
        customer: standing.is_some_and(|s| s.tier != Tier::Unknown),
        seen_before: author.is_some(),
        ours: author.is_some_and(|identity| identity.ours),
        tier: standing.map_or(Tier::Unknown, |s| s.tier),
        recent_contacts: standing.map_or(0, |s| u32::try_from(s.recent_cases).unwrap_or(u32::MAX)),
        negative_contacts: standing.map_or(0, |s| u32::try_from(s.negatives).unwrap_or(u32::MAX)),
        unresolved_contact: standing.is_some_and(|s| s.live_cases > 0),
    }
}

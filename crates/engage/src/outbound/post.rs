//! A message stands on its channel: it becomes a post of the case.

use earshot_model::{
    Account, Actor, Audience, CommandResult, Direction, EventKind, Identity, OutboxState, Person,
    Post, PostId, PostState, Surface, Tier, Time,
};
use earshot_store::outbox::{self, Message};
use earshot_store::{Tx, accounts, cases, events, persons, posts, search};
use serde_json::json;

use super::lease::within;
use super::release::event_of;
use super::result::{ended, walk};
use crate::{Engage, Result};

/// How far back a conversation is searched for a post that came back before its result.
const BACK: i64 = 200;

/// Who says so.
#[derive(Clone, Copy)]
pub(super) struct Tale {
    /// Who.
    pub(super) actor: Actor,
    /// Whether a person settled it.
    pub(super) settled: bool,
}

/// Writes down that a message stands on its channel. A post that was heard before its result came
/// is taken over; otherwise it is made.
pub(super) async fn stands(
    engage: &Engage,
    tx: &mut Tx,
    message: &Message,
    result: &CommandResult,
    tale: Tale,
) -> Result<()> {
    let now = engage.tools.now();
    let account = accounts::find(tx, message.account_id).await?;
    let told = result.id.clone().or_else(|| message.external_id.clone());
    let external_id = believed(tx, message, told).await?;
    let (post, at, digest) = match heard(tx, message, external_id.as_deref()).await? {
        Some(post) => {
            let (post, at) = adopt(tx, message, post).await?;
            // The log has its digest from when it was heard.
            (post, at, None)
        }
        None => {
            let made = make(engage, tx, message, &account, external_id, result).await?;
            (made.id, now, Some(made.digest))
        }
    };
    let mut step = ended(message, OutboxState::Sent, result, Some(now));
    step.external_id = Some(posts::find(tx, post).await?.external_id);
    step.post_id = Some(post);
    walk(tx, message, step).await?;
    let case = cases::hold(tx, message.case_id).await?;
    earshot_cases::answered(tx, &case, post, at, now).await?;
    let more = json!({ "post": post, "settled": tale.settled });
    let mut event = event_of(tx, message, EventKind::ReplySent, now, tale.actor, more).await?;
    event.digest = digest;
    tx.emit(event);
    Ok(())
}

/// The id that a connector told, unless it is another's: a customer's post, a word of ours in another
/// case, or what another message became. Then the connector is wrong, and the message has no id yet.
async fn believed(tx: &mut Tx, message: &Message, told: Option<String>) -> Result<Option<String>> {
    let Some(id) = told else { return Ok(None) };
    let known = posts::known(tx, message.account_id, vec![id.clone()]).await?;
    let others = known.iter().any(|post| {
        let elsewhere = post.case_id.is_some_and(|case| case != message.case_id);
        post.direction == Direction::Inbound || elsewhere
    });
    let other = outbox::by_external(tx, message.account_id, &id).await?;
    if others || other.is_some_and(|other| other.id != message.id) {
        tracing::warn!(message = %message.id, "a result names a post that its message cannot be");
        return Ok(None);
    }
    Ok(Some(id))
}

/// The post that this message became, if it came back by listening already: by its id, or, where the
/// channel told none, by its words.
async fn heard(tx: &mut Tx, message: &Message, id: Option<&str>) -> Result<Option<Post>> {
    let Some(id) = id else { return came_back(tx, message).await };
    let known = posts::known(tx, message.account_id, vec![id.to_owned()]).await?;
    match known.first() {
        Some(known) => Ok(Some(posts::find(tx, known.id).await?)),
        None => Ok(None),
    }
}

/// The brand's post with these words, in answer to the same post, that came since and that no other
/// message became.
pub(super) async fn came_back(tx: &mut Tx, message: &Message) -> Result<Option<Post>> {
    let to = posts::find(tx, message.to_post_id).await?.external_id;
    for post in posts::of_thread(tx, message.thread_id, BACK).await?.into_iter().rev() {
        let ours = post.direction == Direction::Outbound
            && post.text == message.text
            && post.parent_external_id.as_deref() == Some(to.as_str())
            && post.received_at >= message.created_at;
        if !ours {
            continue;
        }
        let other = outbox::by_external(tx, message.account_id, &post.external_id).await?;
        if other.is_none_or(|other| other.id == message.id) {
            return Ok(Some(post));
        }
    }
    Ok(None)
}

async fn adopt(tx: &mut Tx, message: &Message, post: Post) -> Result<(PostId, Time)> {
    if post.case_id.is_none() && post.state != PostState::Deleted {
        posts::join_case(tx, &[post.id], message.case_id).await?;
    }
    Ok((post.id, post.posted_at))
}

/// A post that was made of a message.
struct Made {
    id: PostId,
    digest: [u8; 32],
}

async fn make(
    engage: &Engage,
    tx: &mut Tx,
    message: &Message,
    account: &Account,
    external_id: Option<String>,
    result: &CommandResult,
) -> Result<Made> {
    let now = engage.tools.now();
    let to = posts::find(tx, message.to_post_id).await?;
    let ours = own_identity(engage, tx, account).await?;
    let audience = within(message.audience, to.audience);
    let here = accounts::is_home(tx, account.id).await?;
    let post = Post {
        org_id: account.org_id,
        id: engage.tools.id(),
        account_id: account.id,
        // `listen` puts the channel's id in its place when the post comes back.
        external_id: external_id.unwrap_or_else(|| message.stand_in()),
        revision: String::new(),
        thread_id: message.thread_id,
        // A first word in a room answers a post that stands elsewhere.
        parent_external_id: Some(to.external_id).filter(|_| to.thread_id == message.thread_id),
        identity_id: ours.id,
        person_id: ours.person_id,
        case_id: Some(message.case_id),
        direction: Direction::Outbound,
        surface: if here { Surface::Chat } else { surface(to.surface, audience) },
        audience,
        state: PostState::InCase,
        text: message.text.clone(),
        claimed_language: None,
        url: result.url.clone(),
        rating: None,
        posted_at: now,
        received_at: now,
        edited_at: None,
        imported: false,
    };
    let (id, tokens) = (post.id, earshot_text::search_tokens(&post.text).collect());
    let salt = engage.tools.salt();
    let digest = events::digest(&salt, &post.text);
    posts::insert_all(tx, &[(post, salt)]).await?;
    search::insert_all(tx, vec![(id, tokens)], i64::from(earshot_text::VERSION)).await?;
    Ok(Made { id, digest })
}

/// Where an answer stands on its channel.
const fn surface(answered: Surface, audience: Audience) -> Surface {
    match answered {
        Surface::Mail | Surface::Chat => answered,
        _ if audience.is_open() => Surface::Comment,
        _ => Surface::Dm,
    }
}

/// The identity under which an account speaks; one is made where no post of its own was heard yet.
async fn own_identity(engage: &Engage, tx: &mut Tx, account: &Account) -> Result<Identity> {
    let plain = |handle: &str| handle.trim_start_matches('@').to_lowercase();
    let same = |identity: &Identity| plain(&identity.handle) == plain(&account.handle);
    let known = persons::own_identities(tx, &account.channel).await?;
    // The newest: what was heard from the channel comes before what was made here.
    if let Some(identity) = known.into_iter().rev().find(same) {
        return Ok(identity);
    }
    let now = engage.tools.now();
    let person = Person {
        org_id: account.org_id,
        id: engage.tools.id(),
        display_name: account.name.clone(),
        tier: Tier::Unknown,
        languages: String::new(),
        place: None,
        time_zone: None,
        created_at: now,
        erased_at: None,
    };
    let identity = Identity {
        org_id: account.org_id,
        id: engage.tools.id(),
        person_id: person.id,
        channel: account.channel.clone(),
        external_id: format!("account:{}", account.id),
        handle: account.handle.clone(),
        display_name: account.name.clone(),
        followers: None,
        ours: true,
        evidence: "own-account".to_owned(),
        created_at: now,
    };
    persons::insert_all(tx, &[person]).await?;
    persons::insert_identities(tx, std::slice::from_ref(&identity)).await?;
    Ok(identity)
}

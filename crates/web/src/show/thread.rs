//! The thread of a case: posts, notes, messages on their way and events, in one order.

use std::collections::HashSet;

use earshot_engage::desk::{Author as Wrote, CasePage, LegView, Message, Note, PostEntry};
use earshot_engage::outbound::waits_for_a_hand;
use earshot_engage::reply::UNDO_WINDOW;
use earshot_model::{
    AgentId, ApprovalState, Audience, OutboxState, Post, PostId, PostState, Span, Time,
};

use super::approvals::whose;
use super::happened::happened;
use super::list::{agent, face};
use super::room::file_view;
use crate::pages::format::Lens;
use crate::pages::mark::{AudienceMark, ChannelMark, Chip, Face, Shape};
use crate::pages::post::{Author, Delivery, GuestFold, Item, Link, NoteView, PostView};
use crate::pages::room::FileView;
use crate::pages::runs::Run;

/// So many onlookers in a row are shown before the rest is folded away.
const GUESTS: usize = 3;

/// The marks of the post that the verdict is about.
pub(crate) type Marks = (PostId, Vec<(Span, &'static str)>);

/// Everything in the thread, oldest first; a post stands below the one that it answers.
pub(crate) fn items(lens: &Lens, page: &CasePage, me: AgentId, marks: Option<&Marks>) -> Vec<Item> {
    let mut timed: Vec<(Time, Item)> = Vec::new();
    for leg in &page.legs {
        // Within a conversation the order of reading rules; between conversations the time does.
        let mut at = Time(i64::MIN);
        for entry in &leg.posts {
            at = at.max(entry.post.posted_at);
            timed.push((at, Item::Post(Box::new(post(lens, page, leg, entry, me, marks)))));
        }
    }
    timed.extend(
        page.notes
            .iter()
            .map(|note| (note.created_at, Item::Note(Box::new(self::note(lens, page, note))))),
    );
    let shown: HashSet<PostId> =
        page.legs.iter().flat_map(|leg| &leg.posts).map(|entry| entry.post.id).collect();
    let going = page
        .outbox
        .iter()
        .filter(|message| message.post_id.is_none_or(|post| !shown.contains(&post)));
    timed.extend(going.filter_map(|message| {
        Some((message.created_at, Item::Post(Box::new(on_its_way(lens, page, message, me)?))))
    }));
    timed.extend(
        page.story
            .iter()
            .filter_map(|entry| Some((entry.at, Item::Event(happened(lens, page, entry)?)))),
    );
    timed.sort_by_key(|(at, _)| *at);
    folded(lens, timed.into_iter().map(|(_, item)| item))
}

/// Folds long rows of onlookers away behind one line.
fn folded(lens: &Lens, items: impl Iterator<Item = Item>) -> Vec<Item> {
    let mut out = Vec::new();
    let mut guests: Vec<PostView> = Vec::new();
    for item in items {
        match item {
            Item::Post(post) if post.author == Author::Onlooker && post.own_case.is_none() => {
                guests.push(*post);
            }
            other => {
                unfold(lens, &mut out, &mut guests);
                out.push(other);
            }
        }
    }
    unfold(lens, &mut out, &mut guests);
    out
}

fn unfold(lens: &Lens, out: &mut Vec<Item>, guests: &mut Vec<PostView>) {
    let rest = if guests.len() > GUESTS + 1 { guests.split_off(GUESTS) } else { Vec::new() };
    out.extend(guests.drain(..).map(|post| Item::Post(Box::new(post))));
    if !rest.is_empty() {
        out.push(Item::Guests(GuestFold {
            label: lens.w.t1("post-guests", "n", rest.len()),
            posts: rest,
        }));
    }
}

fn post(
    lens: &Lens,
    page: &CasePage,
    leg: &LegView,
    entry: &PostEntry,
    me: AgentId,
    marks: Option<&Marks>,
) -> PostView {
    let (w, post) = (lens.w, &entry.post);
    let identity = entry.identity.as_ref();
    let handle = identity.map(|identity| identity.handle.clone()).unwrap_or_default();
    let name =
        identity.map(|identity| identity.display_name.clone()).filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| handle.clone());
    let channel = leg.account.as_ref().map_or("", |account| account.channel.as_str());
    let chip = |key: &str, tone| Some(Chip { label: w.t(key), drawing: None, tone });
    let (author, chip, shape) = match entry.author {
        Wrote::Customer => (Author::Customer, chip("post-customer", " accent"), Shape::Person),
        Wrote::Onlooker => (Author::Onlooker, chip("post-onlooker", " line-only"), Shape::Onlooker),
        Wrote::Brand(_) => (Author::Brand, None, Shape::Brand),
    };
    let by = match entry.author {
        Wrote::Brand(by) => by,
        _ => None,
    };
    let marks =
        marks.filter(|(id, _)| *id == post.id).map_or(&[][..], |(_, marks)| marks.as_slice());
    PostView {
        id: post.id.to_string(),
        author,
        private: !post.audience.is_open(),
        audience: AudienceMark::of(w, post.audience, author == Author::Brand),
        // The same colour as in the list and in the customer's pane.
        face: Face::new(&name, &name, shape).sized(if author == Author::Onlooker {
            "sm"
        } else {
            ""
        }),
        name,
        chip,
        written_by: by.map(|by| written_by(lens, page, by, me)),
        own_case: entry.own_case.filter(|_| author == Author::Onlooker).map(|case| Link {
            href: format!("/cases/{case}?list=all"),
            label: w.t("post-own-case"),
        }),
        when: lens.when(post.posted_at),
        runs: Run::split(&post.text, marks),
        language: post.claimed_language.clone(),
        channel: ChannelMark::of(w, channel, Some(post.surface)),
        handle,
        url: post.url.clone(),
        rating: post
            .rating
            .and_then(|stars| usize::try_from(stars).ok())
            .map(|stars| "★".repeat(stars.min(5))),
        files: files(lens, page, entry),
        remark: remark(lens, entry),
        delivery: came_back(lens, page, post.id),
        depth: u8::try_from(entry.depth.min(3)).unwrap_or(3),
    }
}

/// What a guest of a room sent with their words.
fn files(lens: &Lens, page: &CasePage, entry: &PostEntry) -> Vec<FileView> {
    let own = page.files.iter().filter(|file| file.external_id == entry.post.external_id);
    let shown = own.filter(|_| entry.post.state != PostState::Deleted);
    shown.map(|file| file_view(lens.w, file, format!("/room-files/{}", file.id))).collect()
}

fn remark(lens: &Lens, entry: &PostEntry) -> Option<String> {
    match (entry.post.state, entry.post.edited_at) {
        (PostState::Deleted, _) => Some(lens.w.t("post-deleted")),
        (_, Some(at)) => Some(format!("{} {}", lens.w.t("post-edited"), lens.when(at).short)),
        _ => None,
    }
}

fn written_by(lens: &Lens, page: &CasePage, by: AgentId, me: AgentId) -> String {
    let name = agent(&page.agents, by).map(|agent| agent.short_name.clone());
    match name {
        Some(name) if by != me => lens.w.t1("post-by", "name", name),
        _ => lens.w.t("post-by-you"),
    }
}

fn note(lens: &Lens, page: &CasePage, note: &Note) -> NoteView {
    let writer = agent(&page.agents, note.agent_id);
    NoteView {
        id: note.id.to_string(),
        name: writer.map(|agent| agent.name.clone()).unwrap_or_default(),
        face: writer.map_or_else(|| Face::new("", "", Shape::Person), face),
        when: lens.when(note.created_at),
        audience: AudienceMark::of(lens.w, Audience::Internal, true),
        runs: Run::plain(&note.text),
    }
}

/// A message that is no post yet. One that was taken back is gone.
fn on_its_way(lens: &Lens, page: &CasePage, message: &Message, me: AgentId) -> Option<PostView> {
    let w = lens.w;
    let leg = page.legs.iter().find(|leg| leg.thread_id == message.thread_id);
    let account = leg.and_then(|leg| leg.account.as_ref());
    let handle = account.map(|account| account.handle.clone()).unwrap_or_default();
    let name = account.map_or_else(String::new, |account| account.name.clone());
    Some(PostView {
        id: message.id.to_string(),
        author: Author::Brand,
        private: !message.audience.is_open(),
        audience: AudienceMark::of(w, message.audience, true),
        face: Face::new(&name, &handle, Shape::Brand),
        name,
        chip: None,
        written_by: Some(written_by(lens, page, message.agent_id, me)),
        own_case: None,
        when: lens.when(message.created_at),
        runs: Run::plain(&message.text),
        language: None,
        channel: ChannelMark::of(w, account.map_or("", |account| account.channel.as_str()), None),
        handle,
        url: None,
        rating: None,
        files: Vec::new(),
        remark: None,
        delivery: Some(delivery(lens, page, message)?),
        depth: 1,
    })
}

/// What became of a post of ours that went, and was refused afterwards, with what its channel said.
fn came_back(lens: &Lens, page: &CasePage, post: PostId) -> Option<Delivery> {
    let message = page.outbox.iter().find(|message| message.post_id == Some(post))?;
    if message.state != OutboxState::Rejected {
        return None;
    }
    let words = lens.w.t("delivery-came-back");
    let said = message.problem.as_deref().map(|said| format!(" ({said})")).unwrap_or_default();
    Some(Delivery::Failed(format!("{words}{said}")))
}

fn delivery(lens: &Lens, page: &CasePage, message: &Message) -> Option<Delivery> {
    let w = lens.w;
    let asked = page.asked.rows.iter().find(|row| row.outbox_id == message.id);
    let words = |state: OutboxState| w.t(format!("delivery-{}", state.word().replace('_', "-")));
    match message.state {
        OutboxState::Held if asked.is_some_and(|row| row.state == ApprovalState::Waiting) => {
            let from = asked.map_or("", |row| row.wanted_from.as_str());
            let from = whose(w, from, &page.departments);
            Some(Delivery::Approval {
                outbox: message.id.to_string(),
                words: w.t1("approval-waits", "from", from),
                may: page.asked.mine.contains(&message.id),
            })
        }
        OutboxState::Held => Some(Delivery::Undo {
            outbox: message.id.to_string(),
            left: seconds(message.due_at.since(lens.now)),
            total: seconds(UNDO_WINDOW),
            until_ms: message.due_at.micros() / 1000,
        }),
        // Its words are a draft again, and stay readable here whatever becomes of that draft.
        OutboxState::Cancelled
            if !message.text.is_empty()
                && asked.is_some_and(|row| row.state == ApprovalState::Returned) =>
        {
            Some(Delivery::Failed(w.t("approval-sent-back")))
        }
        OutboxState::Cancelled => None,
        state @ (OutboxState::Failed | OutboxState::Rejected) => {
            Some(Delivery::Failed(words(state)))
        }
        state @ OutboxState::Unknown => {
            Some(Delivery::Unknown { outbox: message.id.to_string(), words: words(state) })
        }
        OutboxState::Queued if waits_for_a_hand(message) => Some(Delivery::ByHand {
            outbox: message.id.to_string(),
            words: match page.stopped.get(&message.id) {
                Some(why) => w.t1("by-hand-stopped", "why", why),
                None => w.t("delivery-by-hand"),
            },
            stopped: page.stopped.contains_key(&message.id),
            source: answered(page, message).and_then(|post| post.url.clone()),
        }),
        state => Some(Delivery::OnItsWay(words(state))),
    }
}

/// The post that a message answers.
fn answered<'p>(page: &'p CasePage, message: &Message) -> Option<&'p Post> {
    let entries = page.legs.iter().flat_map(|leg| &leg.posts);
    entries.map(|entry| &entry.post).find(|post| post.id == message.to_post_id)
}

fn seconds(micros: i64) -> u32 {
    u32::try_from((micros.max(0) + Time::SECOND - 1) / Time::SECOND).unwrap_or(u32::MAX)
}

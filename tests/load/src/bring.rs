//! Posts on their way to the server, as a channel's connector brings them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use earshot_model::{
    Audience, ChannelAuthor, ChannelEvent, ChannelItem, Instruments, Surface, Time,
};
use hyper::Method;
use serde::{Deserialize, Serialize};

use crate::http::{Answer, Line, Lost};
use crate::place::Ticket;
use crate::posts::{Meant, Pool, Text};

/// One of so many authors of a client writes again in the thread that they began before.
const AGAIN: usize = 4;
/// For how many posts a thread of a client goes on at most.
const THREAD: usize = 3;

#[derive(Serialize)]
struct Body<'e> {
    events: &'e [ChannelEvent],
}

/// What the server says of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub(crate) struct Taken {
    /// Stored now.
    pub(crate) accepted: usize,
    /// There already.
    pub(crate) duplicate: usize,
    /// Refused.
    pub(crate) rejected: usize,
}

/// Makes posts that no one has sent before. Clients share it.
pub(crate) struct Stream {
    pool: Pool,
    tools: Instruments,
    prefix: String,
    next: AtomicUsize,
}

impl Stream {
    /// A stream whose channel ids begin with `prefix`: another one for every run on a database.
    pub(crate) fn new(pool: Pool, tools: Instruments, prefix: String) -> Arc<Self> {
        Arc::new(Self { pool, tools, prefix, next: AtomicUsize::new(0) })
    }

    /// The next post.
    pub(crate) fn event(&self) -> Option<ChannelEvent> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.event_of(number)
    }

    /// The post with this number: the same number is the same post.
    pub(crate) fn event_of(&self, number: usize) -> Option<ChannelEvent> {
        let text = self.pool.text(number)?;
        Some(self.item(number, text, self.tools.now()))
    }

    fn item(&self, number: usize, text: &Text, now: Time) -> ChannelEvent {
        let Self { prefix, .. } = self;
        let beginning = beginning(number);
        // Whoever goes on in a thread is the author of its beginning.
        let author = self.pool.text(beginning).unwrap_or(text);
        let handle = format!("{}_{}", author.author, beginning / self.pool.count().max(1));
        let parent = (beginning != number).then(|| format!("{prefix}-{beginning}"));
        ChannelEvent::Upsert {
            item: Box::new(ChannelItem {
                id: format!("{prefix}-{number}"),
                revision: "1".to_owned(),
                surface: if parent.is_some() { Surface::Comment } else { Surface::Post },
                audience: Audience::Public,
                thread: format!("{prefix}-t{beginning}"),
                parent,
                author: ChannelAuthor {
                    id: format!("load-{handle}"),
                    name: handle.clone(),
                    handle,
                    followers: Some(author.followers),
                },
                text: text.text.clone(),
                language: (text.meant != Meant::Spam).then(|| text.language.clone()),
                url: None,
                rating: None,
                posted_at: now,
                edited_at: None,
                sent_as: None,
            }),
        }
    }

    /// The numbers of the posts that a real customer wrote, from this one on.
    pub(crate) fn words_from(&self, first: usize) -> impl Iterator<Item = usize> + '_ {
        let meant =
            |number: &usize| self.pool.text(*number).is_some_and(|t| t.meant == Meant::Word);
        (first..).filter(move |number| meant(number) && beginning(*number) == *number)
    }
}

/// The number of the post that began the thread of this one.
const fn beginning(number: usize) -> usize {
    let place = number % (AGAIN * THREAD);
    if place > 0 && place < THREAD { number - place } else { number }
}

/// The channel's id of a post.
pub(crate) fn id_of(event: &ChannelEvent) -> &str {
    match event {
        ChannelEvent::Upsert { item } => &item.id,
        ChannelEvent::Delete { id, .. } => id,
        ChannelEvent::Status { .. } => "",
    }
}

/// One connector.
pub(crate) struct Bringer {
    line: Line,
    path: String,
}

impl Bringer {
    /// A connector with the account's token.
    pub(crate) fn new(server: std::net::SocketAddr, ticket: &Ticket) -> Self {
        let line = Line::new(server).with("authorization", format!("Bearer {}", ticket.token));
        Self { line, path: format!("/api/channel/v1/{}/events", ticket.account) }
    }

    /// The body of a request.
    pub(crate) fn body(events: &[ChannelEvent]) -> anyhow::Result<Bytes> {
        Ok(serde_json::to_vec(&Body { events })?.into())
    }

    /// Brings a batch once.
    pub(crate) async fn bring(&mut self, body: Bytes) -> Result<Answer, Lost> {
        self.line.send(Method::PUT, &self.path, "application/json", body).await
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use earshot_model::ChannelEvent;

    use super::{Bringer, Stream, id_of};
    use crate::args::Posts;
    use crate::instruments;
    use crate::posts::Pool;

    fn stream(texts: usize) -> std::sync::Arc<Stream> {
        let pool = Pool::new(&Posts { corpus: None, seed: 1, texts }).unwrap();
        Stream::new(pool, instruments::real().unwrap(), "r".to_owned())
    }

    #[test]
    fn ids_are_new_threads_have_one_author_and_parents_came_before() {
        let stream = stream(50);
        let mut seen = HashSet::new();
        let mut authors: HashMap<String, String> = HashMap::new();
        let mut answers = 0;
        for _ in 0..500 {
            let event = stream.event().unwrap();
            let ChannelEvent::Upsert { item } = &event else { panic!("no post") };
            if let Some(parent) = &item.parent {
                answers += 1;
                assert!(seen.contains(parent), "{parent} was never sent");
            }
            let author = authors.entry(item.thread.clone()).or_insert(item.author.id.clone());
            assert_eq!(author, &item.author.id);
            assert!(seen.insert(id_of(&event).to_owned()), "{} came twice", item.id);
        }
        assert!((50..150).contains(&answers), "{answers} of 500 are answers");
    }

    #[test]
    fn what_is_sent_is_what_the_protocol_reads() {
        let stream = stream(200);
        let events: Vec<ChannelEvent> = (0..100).filter_map(|_| stream.event()).collect();
        let body = Bringer::body(&events).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&body).unwrap();
        let read: Vec<ChannelEvent> = serde_json::from_value(read["events"].clone()).unwrap();
        assert_eq!(read, events);
    }
}

//! All listeners of an organization, asked of one post at a time.

use std::collections::{BTreeSet, HashMap};

use earshot_model::{ListenerHit, ListenerId, ListenerPurpose};
use earshot_text::Tokens;

use crate::anchor::{self, Anchor};
use crate::document::Document;
use crate::post_view::PostView;
use crate::query::Query;

/// A stored query with what a hit must say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listener {
    /// Which listener.
    pub id: ListenerId,
    /// Its version, which a hit records.
    pub version: i64,
    /// What it is for. The set treats all alike; what an exclusion means is the caller's matter.
    pub purpose: ListenerPurpose,
    /// What it asks for.
    pub query: Query,
}

impl From<(ListenerId, i64, ListenerPurpose, Query)> for Listener {
    fn from((id, version, purpose, query): (ListenerId, i64, ListenerPurpose, Query)) -> Self {
        Self { id, version, purpose, query }
    }
}

/// Listeners with an index of what each needs to see.
///
/// A post is split into words once; only listeners of which it shows an anchor are asked. The
/// result is that of asking each.
#[derive(Debug, Clone, Default)]
pub struct ListenerSet {
    listeners: Vec<Listener>,
    by_form: HashMap<String, Vec<usize>>,
    by_prefix: HashMap<String, Vec<usize>>,
    /// Lengths in bytes that occur among the prefixes.
    prefix_lengths: BTreeSet<usize>,
    by_author: HashMap<String, Vec<usize>>,
    /// Those without an anchor.
    always: Vec<usize>,
}

impl ListenerSet {
    /// Indexes listeners. Hits come in this order.
    #[must_use]
    pub fn new(listeners: impl IntoIterator<Item = impl Into<Listener>>) -> Self {
        let mut set = Self::default();
        for (place, listener) in listeners.into_iter().map(Into::into).enumerate() {
            set.index(place, &listener.query);
            set.listeners.push(listener);
        }
        set
    }

    /// How many listeners there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.listeners.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.listeners.is_empty()
    }

    /// The listeners, in the order of their hits.
    #[must_use]
    pub fn listeners(&self) -> &[Listener] {
        &self.listeners
    }

    /// Every listener that the post satisfies, with the places in its text.
    #[must_use]
    pub fn matches(&self, post: &PostView<'_>) -> Vec<ListenerHit> {
        let tokens = Tokens::of(post.text);
        let document = Document::new(post, &tokens);
        let candidates = self.candidates(&document);
        let asked = candidates.into_iter().filter_map(|place| self.listeners.get(place));
        asked
            .filter(|listener| document.satisfies(listener.query.node()))
            .map(|listener| ListenerHit {
                listener_id: listener.id,
                version: listener.version,
                purpose: listener.purpose,
                spans: document.spans(listener.query.node()),
            })
            .collect()
    }

    fn index(&mut self, place: usize, query: &Query) {
        let Some(anchors) = anchor::of(query.node()) else {
            self.always.push(place);
            return;
        };
        for anchor in anchors {
            let (map, key) = match anchor {
                Anchor::Form(form) => (&mut self.by_form, form),
                Anchor::Author(name) => (&mut self.by_author, name),
                Anchor::Prefix(start) => {
                    self.prefix_lengths.insert(start.len());
                    (&mut self.by_prefix, start)
                }
            };
            map.entry(key.to_owned()).or_default().push(place);
        }
    }

    /// Listeners of which the post shows an anchor, in order, each once.
    fn candidates(&self, document: &Document<'_>) -> BTreeSet<usize> {
        let mut found: BTreeSet<usize> = self.always.iter().copied().collect();
        let mut add = |places: Option<&Vec<usize>>| found.extend(places.into_iter().flatten());
        for form in document.words.forms.keys() {
            add(self.by_form.get(*form));
            for length in self.prefix_lengths.range(..=form.len()) {
                add(form.get(..*length).and_then(|start| self.by_prefix.get(start)));
            }
        }
        for name in document.author_names() {
            add(self.by_author.get(name));
        }
        found
    }
}

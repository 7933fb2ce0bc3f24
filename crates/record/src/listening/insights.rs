//! What all listeners together say: share of voice, posts that name a competitor too, posts that do
//! not name the brand's handle, and hashtags.

use std::collections::{HashMap, HashSet};

use earshot_matcher::Query;
use earshot_model::{
    ListenerId, ListenerPurpose, PostId, PostState, Sentiment, Span, Time, Visibility,
};
use earshot_store::lookups::SeenPost;
use earshot_store::{Conn, accounts, listeners, listening, organizations};
use earshot_text::{TokenKind, Tokens, fold};

use super::direction::{Direction, direction};
use super::tags::{Tag, Tags};
use super::walk::Walk;
use crate::days::Range;
use crate::error::Result;
use crate::names;
use crate::search::{Hit, seen};

/// How many hashtags are shown.
const MOST_TAGS: usize = 20;
/// How many posts stand below each finding.
const SHOWN: usize = 12;

/// How often a listener's subject was spoken of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// Which listener.
    pub listener_id: ListenerId,
    /// Its name.
    pub name: String,
    /// The brand, a product, or a competitor.
    pub purpose: ListenerPurpose,
    /// Posts in the range, without noise.
    pub posts: i64,
    /// Posts in the range of the same length before.
    pub before: i64,
    /// Negative ones in the range.
    pub negative: i64,
    /// Positive ones in the range.
    pub positive: i64,
}

/// Posts that name the brand and a competitor.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CoMentions {
    /// Those that lean to the brand.
    pub toward: i64,
    /// Those that lean away.
    pub away: i64,
    /// Those whose words do not say.
    pub unclear: i64,
    /// The newest, each with its direction.
    pub samples: Vec<(Hit, Direction)>,
}

/// Posts about the brand without its handle or hashtag.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Unnamed {
    /// Posts about the brand or its products.
    pub about_us: i64,
    /// Those of them that name neither a handle nor a hashtag of ours.
    pub without: i64,
    /// The newest of those.
    pub samples: Vec<Hit>,
}

/// Everything together.
#[derive(Debug, Clone, PartialEq)]
pub struct Insights {
    /// The range that was asked for.
    pub range: Range,
    /// How many posts were looked at, those of the range before included.
    pub looked_at: usize,
    /// How far back it came, when there were more posts than [`super::MOST_HEARD`].
    pub cut_at: Option<Time>,
    /// Posts of the range in which the brand, a product or a competitor was spoken of: each once, by
    /// however many of the voices it was found.
    pub spoken: i64,
    /// Brand, products and competitors, most posts first.
    pub voices: Vec<Voice>,
    /// Posts that name a competitor too.
    pub together: CoMentions,
    /// Posts without our handle.
    pub unnamed: Unnamed,
    /// Hashtags: attacks first, then by growth.
    pub tags: Vec<Tag>,
}

/// Looks at what listeners found in this range and in the one of the same length before it, as far
/// as `eyes` may see it. Noise does not count.
///
/// # Errors
/// As the store.
pub async fn insights(conn: &mut Conn, eyes: &Visibility, range: Range) -> Result<Insights> {
    let mut sum = Sum::new(conn, range).await?;
    let earlier = range.from.plus(-range.to.since(range.from));
    let mut walk = Walk::new(eyes, Range { from: earlier, to: range.to }, true);
    loop {
        let page = walk.next(conn).await?;
        if page.is_empty() {
            break;
        }
        let ids: Vec<PostId> = page.iter().map(|post| post.post_id).collect();
        let mut found: HashMap<PostId, Vec<ListenerId>> = HashMap::new();
        for by in listening::found_by(conn, &ids).await? {
            found.entry(by.post_id).or_default().push(by.listener_id);
        }
        for post in page {
            let by = found.remove(&post.post_id).unwrap_or_default();
            sum.add(&post, &by);
        }
    }
    let mut voices: Vec<Voice> = sum.voices.into_values().map(|(voice, _)| voice).collect();
    voices.sort_by(|a, b| b.posts.cmp(&a.posts).then_with(|| a.name.cmp(&b.name)));
    Ok(Insights {
        range,
        looked_at: walk.looked_at(),
        cut_at: walk.cut_at(),
        spoken: sum.spoken,
        voices,
        together: sum.together,
        unnamed: sum.unnamed,
        tags: sum.tags.ranked(MOST_TAGS),
    })
}

/// Whether a listener of this purpose finds the brand itself, or what it makes.
const fn is_ours(purpose: ListenerPurpose) -> bool {
    matches!(purpose, ListenerPurpose::Brand | ListenerPurpose::Product)
}

/// Whether a listener of this purpose has a share of the voice.
const fn has_voice(purpose: ListenerPurpose) -> bool {
    is_ours(purpose) || matches!(purpose, ListenerPurpose::Competitor)
}

/// What is summed up while walking.
struct Sum {
    range: Range,
    spoken: i64,
    voices: HashMap<ListenerId, (Voice, Option<Query>)>,
    names: HashSet<String>,
    together: CoMentions,
    unnamed: Unnamed,
    tags: Tags,
}

impl Sum {
    async fn new(conn: &mut Conn, range: Range) -> Result<Self> {
        let spoken = |purpose| {
            use ListenerPurpose::{Brand, Competitor, Launch, Product};
            matches!(purpose, Brand | Product | Competitor | Launch)
        };
        let mut stored = listeners::all(conn).await?;
        stored.retain(|row| spoken(row.purpose));
        let book = names::book(conn, stored.iter().map(|row| row.query.as_str())).await?;
        let voice = |row: listeners::Listener| {
            let query = Query::parse_with(&row.query, &book, Some(&row.name)).ok();
            let voice = Voice {
                listener_id: row.id,
                name: row.name,
                purpose: row.purpose,
                posts: 0,
                before: 0,
                negative: 0,
                positive: 0,
            };
            (voice.listener_id, (voice, query))
        };
        let voices = stored.into_iter().map(voice).collect();
        let mut names = HashSet::new();
        for account in accounts::all(conn).await? {
            let handle = fold(account.handle.trim_start_matches('@'));
            names.extend(handle.split('@').next().map(ToOwned::to_owned));
            names.insert(handle);
        }
        let organization = organizations::find(conn).await?.name;
        names.insert(fold(&organization).split_whitespace().collect());
        names.remove("");
        Ok(Self {
            range,
            spoken: 0,
            voices,
            names,
            together: CoMentions::default(),
            unnamed: Unnamed::default(),
            tags: Tags::default(),
        })
    }

    fn add(&mut self, post: &SeenPost, by: &[ListenerId]) {
        if post.state == PostState::Noise {
            return;
        }
        let in_range = post.posted_at >= self.range.from;
        let purposes = || by.iter().filter_map(|id| Some(self.voices.get(id)?.0.purpose));
        // A tag against somebody else is none against us.
        if purposes().any(is_ours) {
            self.tags.count(post, in_range);
        }
        self.spoken += i64::from(in_range && purposes().any(has_voice));
        for id in by {
            let Some((voice, _)) = self.voices.get_mut(id) else { continue };
            if in_range {
                voice.posts += 1;
                voice.negative += i64::from(post.sentiment == Some(Sentiment::Negative));
                voice.positive += i64::from(post.sentiment == Some(Sentiment::Positive));
            } else {
                voice.before += 1;
            }
        }
        if in_range {
            self.place(post, by);
        }
    }

    /// What listeners found is theirs already: where in the text is asked only of posts that are shown, and
    /// of those that name a competitor too.
    fn place(&mut self, post: &SeenPost, by: &[ListenerId]) {
        let is_rival = |purpose| purpose == ListenerPurpose::Competitor;
        if !self.found(by, is_ours) {
            return;
        }
        self.unnamed.about_us += 1;
        let hit = |spans: &[Span]| Hit { post: post.clone(), spans: spans.to_vec() };
        if !self.names_us(&post.text) {
            self.unnamed.without += 1;
            if self.unnamed.samples.len() < SHOWN {
                let ours = self.places(post, by, is_ours);
                self.unnamed.samples.push(hit(&ours));
            }
        }
        if !self.found(by, is_rival) {
            return;
        }
        let ours = self.places(post, by, is_ours);
        let mut theirs = self.places(post, by, is_rival);
        // A listener for both names has both places; those of ours are not the competitor's.
        theirs.retain(|span| !ours.contains(span));
        let way = direction(&post.text, &ours, &theirs);
        let count = match way {
            Direction::TowardUs => &mut self.together.toward,
            Direction::Away => &mut self.together.away,
            Direction::Unclear => &mut self.together.unclear,
        };
        *count += 1;
        if self.together.samples.len() < SHOWN {
            let mut both = [ours, theirs].concat();
            both.sort_by_key(|span| (span.start, span.end));
            both.dedup();
            self.together.samples.push((hit(&both), way));
        }
    }

    /// Whether a listener of these purposes is among those that found a post.
    fn found(&self, by: &[ListenerId], purposes: impl Fn(ListenerPurpose) -> bool) -> bool {
        by.iter().filter_map(|id| self.voices.get(id)).any(|(voice, _)| purposes(voice.purpose))
    }

    /// Where the listeners of these purposes find the post.
    fn places(
        &self,
        post: &SeenPost,
        by: &[ListenerId],
        purposes: impl Fn(ListenerPurpose) -> bool,
    ) -> Vec<Span> {
        let mut spans = Vec::new();
        for (voice, query) in by.iter().filter_map(|id| self.voices.get(id)) {
            if purposes(voice.purpose) {
                let found = query.as_ref().and_then(|query| query.spans(&seen(post)));
                spans.extend(found.unwrap_or_default());
            }
        }
        spans
    }

    /// Whether a text names a handle of ours, or a hashtag that reads like one.
    fn names_us(&self, text: &str) -> bool {
        Tokens::of(text)
            .iter()
            .filter(|token| matches!(token.kind(), TokenKind::Mention | TokenKind::Hashtag))
            .any(|token| self.names.contains(token.form()))
    }
}

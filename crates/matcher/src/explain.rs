//! Says how a query is read, where the engine starts, what waits for the funnel, and what it costs.

mod anchors;
mod leaf;
mod sample;

use earshot_model::Span;

pub use sample::{NoSample, Sample, Shares};

use crate::ast::{Node, Reach};
use crate::query::Query;
use crate::warning::{Caution, Warning};

/// From this share of posts on, a query is looked at so often that its writer is told.
const COMMON: f64 = 0.05;
/// Members of one group that are told; the rest is counted.
const MOST_TOLD: usize = 12;

/// How a query is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The tree, line by line.
    pub lines: Vec<Line>,
    /// What the engine looks up: a post that shows none of these is never looked at. Empty when
    /// every post must be.
    pub anchors: Vec<Anchor>,
    /// The share of posts, 0 to 1, on which the query is evaluated; `None` without a sample.
    pub looked_at: Option<f64>,
    /// The same, guessed from the form of the query alone: from how long the words are that are looked
    /// up, and how many.
    pub likely: f64,
    /// The share of posts that match; `None` without a sample. What waits for the funnel is taken
    /// as the sample has it.
    pub matches: Option<f64>,
    /// The parts that are asked again once the funnel has spoken, as written.
    pub second_pass: Vec<String>,
    /// The warnings of the query, and those that only a sample can give.
    pub warnings: Vec<Warning>,
}

/// What a line of an explanation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// All lines below it must hold.
    All,
    /// One line below it must hold.
    Any,
    /// No line below it may hold.
    None,
    /// The lines below it stand close to each other.
    Near,
    /// Words in the text.
    Text,
    /// Another fact of the post.
    Field,
    /// A fact that the funnel finds.
    SecondPass,
    /// A list or another query.
    Named,
    /// So many more members of the group.
    More,
}

/// One line of an explanation.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// How deep it stands in the tree; 0 for the first line.
    pub depth: usize,
    /// What it is about.
    pub kind: LineKind,
    /// In words.
    pub words: String,
    /// Where it stands in the query, for lines about one test or name.
    pub at: Option<Span>,
    /// The share of posts for which it holds, 0 to 1; `None` without a sample.
    pub share: Option<f64>,
}

/// Something that the engine looks up.
#[derive(Debug, Clone, PartialEq)]
pub struct Anchor {
    /// In words.
    pub words: String,
    /// The share of posts that show it, 0 to 1; `None` without a sample.
    pub share: Option<f64>,
}

/// How dear a query is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cost {
    /// Fewer than one post in a thousand is looked at.
    Low,
    /// Fewer than one in twenty.
    Medium,
    /// More.
    High,
}

impl Explanation {
    /// How dear the query is: by the sample, or where there is none by what is likely.
    #[must_use]
    pub fn cost(&self) -> Cost {
        match self.looked_at.unwrap_or(self.likely) {
            share if share < 0.001 => Cost::Low,
            share if share < COMMON => Cost::Medium,
            _ => Cost::High,
        }
    }
}

impl Query {
    /// Says in words how this query is read. `text` is what it was read from, `shares` knows how
    /// common its parts are ([`NoSample`] where nobody does).
    #[must_use]
    pub fn explain(&self, text: &str, shares: &dyn Shares) -> Explanation {
        let mut teller =
            Teller { shares, places: self.places().iter().copied(), lines: Vec::new() };
        teller.tell(self.node(), 0, true);
        let lines = teller.lines;
        let found = anchors::of(self.node(), shares);
        let looked_at = found.as_ref().map_or(Some(1.0), |found| found.share);
        let likely = found.as_ref().map_or(1.0, |found| found.likely.min(1.0));
        let looked_at = looked_at.filter(|_| shares.share(self.node()).is_some());
        let leaves = found.map(|found| found.leaves).unwrap_or_default();
        let anchor = |leaf: &Node| Anchor { words: words(leaf), share: shares.share(leaf) };
        let anchors: Vec<Anchor> = leaves.iter().map(anchor).collect();
        let mut warnings = self.warnings().to_vec();
        if let Some(share) = looked_at.filter(|share| *share >= COMMON) {
            let term = common(&anchors);
            let percent = percent(share);
            let whole = crate::lexer::span(0, text.len());
            warnings.push(Warning::new(text, whole, Caution::Common { term, percent }));
        }
        let mut second_pass = Vec::new();
        self.node().each_leaf(&mut |leaf| {
            if leaf.needs_verdict() && !second_pass.contains(&leaf.to_string()) {
                second_pass.push(leaf.to_string());
            }
        });
        let matches = shares.share(self.node());
        Explanation { lines, anchors, looked_at, likely, matches, second_pass, warnings }
    }
}

/// The most common anchor.
fn common(anchors: &[Anchor]) -> String {
    let most =
        anchors.iter().max_by(|a, b| a.share.unwrap_or(0.0).total_cmp(&b.share.unwrap_or(0.0)));
    most.map_or_else(|| "what it looks for".to_owned(), |most| most.words.clone())
}

fn percent(share: f64) -> u32 {
    // Casting floats is for hot loops; a share has only 101 of these.
    (0..=100).rev().find(|percent| f64::from(*percent) <= share * 100.0 + 0.5).unwrap_or(0)
}

fn words(node: &Node) -> String {
    match node {
        Node::Leaf(leaf) => leaf::words(leaf),
        node => node.to_string(),
    }
}

struct Teller<'s, P> {
    shares: &'s dyn Shares,
    places: P,
    lines: Vec<Line>,
}

impl<P: Iterator<Item = Span>> Teller<'_, P> {
    /// Tells of a part; of one that is only counted, the places are still passed over.
    fn tell(&mut self, node: &Node, depth: usize, told: bool) {
        let share = if told { self.shares.share(node) } else { None };
        let line = |this: &mut Self, kind, words: String, at| {
            if told {
                this.lines.push(Line { depth, kind, words, at, share });
            }
        };
        match node {
            Node::And(nodes) => {
                line(self, LineKind::All, "all of these".to_owned(), None);
                self.group(nodes, depth + 1, told);
            }
            Node::Or(nodes) => {
                line(self, LineKind::Any, "any of these".to_owned(), None);
                self.group(nodes, depth + 1, told);
            }
            Node::Not(inner) => {
                line(self, LineKind::None, "none of these".to_owned(), None);
                match inner.as_ref() {
                    Node::Or(nodes) => self.group(nodes, depth + 1, told),
                    inner => self.tell(inner, depth + 1, told),
                }
            }
            Node::Near(near) => {
                line(self, LineKind::Near, reach(near.reach), None);
                self.tell(&near.left, depth + 1, told);
                self.tell(&near.right, depth + 1, told);
            }
            Node::Named(named) => {
                let at = self.places.next();
                let words = format!("the {} \"{}\"", named.kind.field(), named.name);
                line(self, LineKind::Named, words, at);
            }
            Node::Leaf(leaf) => {
                let at = self.places.next();
                let kind = match leaf {
                    leaf if leaf.is_text() => LineKind::Text,
                    leaf if leaf.needs_verdict() => LineKind::SecondPass,
                    _ => LineKind::Field,
                };
                line(self, kind, leaf::words(leaf), at);
            }
        }
    }

    fn group(&mut self, nodes: &[Node], depth: usize, told: bool) {
        // One line "1 more" would take the place of the member itself.
        let shown = if nodes.len() > MOST_TOLD + 1 { MOST_TOLD } else { nodes.len() };
        for (index, node) in nodes.iter().enumerate() {
            self.tell(node, depth, told && index < shown);
        }
        if told && shown < nodes.len() {
            let words = format!("{} more", nodes.len() - shown);
            self.lines.push(Line { depth, kind: LineKind::More, words, at: None, share: None });
        }
    }
}

fn reach(reach: Reach) -> String {
    match reach {
        Reach::Within(0) => "side by side, in any order".to_owned(),
        Reach::Forward(0) => "side by side, in this order".to_owned(),
        Reach::Within(most) => format!("at most {most} words between, in any order"),
        Reach::Forward(most) => format!("at most {most} words between, in this order"),
        Reach::Sentence => "in one sentence".to_owned(),
    }
}

//! Who answers whom, over a whole file: a union-find of ids, and each conversation's topmost post.

use std::collections::HashMap;

use earshot_model::Time;

use crate::import::tsv::Tweet;

/// Where a post stands in its conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The id of the topmost post.
    pub(super) root: u64,
    /// How many answers lie between it and the top.
    pub(super) depth: u32,
}

/// The replies of a file.
pub(super) struct Forest {
    parents: HashMap<u64, u64>,
    /// Of every id that is named: itself or another one of its conversation, nearer to the leader.
    leaders: HashMap<u64, u64>,
    /// The topmost post of each leader's conversation.
    roots: HashMap<u64, u64>,
    depths: HashMap<u64, u32>,
}

impl Forest {
    /// Reads who answers whom. A post's own word counts; where it has none, the first post that
    /// names it among its answers does. `tweets` are sorted by id, each there once.
    pub(super) fn of(tweets: &[Tweet]) -> Self {
        let mut parents: HashMap<u64, u64> = tweets
            .iter()
            .filter_map(|tweet| Some((tweet.id, tweet.parent.filter(|id| *id != tweet.id)?)))
            .collect();
        let known: HashMap<u64, Time> = tweets.iter().map(|t| (t.id, t.posted_at)).collect();
        for (parent, answer) in tweets.iter().flat_map(|t| t.answers.iter().map(|a| (t.id, *a))) {
            // Only answers that are there: a name alone opens no conversation.
            if answer != parent && known.contains_key(&answer) {
                parents.entry(answer).or_insert(parent);
            }
        }
        let mut forest = Self {
            parents,
            leaders: HashMap::new(),
            roots: HashMap::new(),
            depths: HashMap::new(),
        };
        let replies: Vec<(u64, u64)> = forest.parents.iter().map(|(a, b)| (*a, *b)).collect();
        for (answer, parent) in replies {
            forest.join(answer, parent);
        }
        forest.find_roots(&known);
        for tweet in tweets {
            forest.measure(tweet.id);
        }
        forest
    }

    /// What a post answers.
    pub(super) fn parent(&self, id: u64) -> Option<u64> {
        self.parents.get(&id).copied()
    }

    /// Where a post stands.
    pub(super) fn place(&self, id: u64) -> Place {
        let root = self.roots.get(&self.leader(id)).copied().unwrap_or(id);
        Place { root, depth: self.depths.get(&id).copied().unwrap_or(0) }
    }

    fn leader(&self, mut id: u64) -> u64 {
        while let Some(next) = self.leaders.get(&id).filter(|next| **next != id) {
            id = *next;
        }
        id
    }

    /// As [`Forest::leader`], halving the way for the next time.
    fn lead(&mut self, mut id: u64) -> u64 {
        loop {
            let next = *self.leaders.entry(id).or_insert(id);
            if next == id {
                return id;
            }
            let after = self.leaders.get(&next).copied().unwrap_or(next);
            self.leaders.insert(id, after);
            id = after;
        }
    }

    fn join(&mut self, a: u64, b: u64) {
        let (a, b) = (self.lead(a), self.lead(b));
        // The smaller id leads: ids grow with time, so chains come out short and always the same.
        self.leaders.insert(a.max(b), a.min(b));
    }

    /// The post of each conversation that answers nothing; of a circle the oldest one.
    fn find_roots(&mut self, known: &HashMap<u64, Time>) {
        let ids: Vec<u64> = self.leaders.keys().copied().collect();
        let mut oldest: HashMap<u64, (Time, u64)> = HashMap::new();
        for id in ids {
            let leader = self.lead(id);
            if !self.parents.contains_key(&id) {
                self.roots.insert(leader, id);
            }
            if let Some(at) = known.get(&id) {
                let own = (*at, id);
                oldest.entry(leader).and_modify(|best| *best = own.min(*best)).or_insert(own);
            }
        }
        for (leader, (_, id)) in oldest {
            self.roots.entry(leader).or_insert(id);
        }
    }

    /// Counts the answers above a post: up to one whose count is known, to the top, or once around
    /// a circle.
    fn measure(&mut self, id: u64) {
        let mut way = Vec::new();
        let mut at = id;
        let mut depth = loop {
            if let Some(depth) = self.depths.get(&at) {
                break *depth;
            }
            // Marks the way, so that a circle ends.
            self.depths.insert(at, 0);
            way.push(at);
            match self.parents.get(&at) {
                Some(parent) => at = *parent,
                None => break u32::MAX,
            }
        };
        for id in way.into_iter().rev() {
            depth = depth.wrapping_add(1);
            self.depths.insert(id, depth);
        }
    }
}

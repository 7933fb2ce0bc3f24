//! What happens next: the state of all open threads, and an agenda.

use std::collections::BTreeMap;

use earshot_model::{Audience, Time};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::lines::{Language, Lines, Opening};
use super::slots::Slots;
use crate::platform::{NewPost, User};

/// How fast things happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The mean time between two genuine posts, in microseconds.
    pub genuine_every: i64,
    /// How many of 100 posts are noise; 0 to 98.
    pub noise_percent: u8,
    /// How long customers wait before they ask again, in microseconds.
    pub patience: i64,
}

impl Default for Pace {
    /// One genuine post every 8 seconds, 87 % noise, four minutes of patience.
    fn default() -> Self {
        Self { genuine_every: 8 * Time::SECOND, noise_percent: 87, patience: 4 * Time::MINUTE }
    }
}

impl Pace {
    /// The mean time between two posts of noise, in microseconds.
    fn noise_every(self) -> Option<i64> {
        let noise = i64::from(self.noise_percent.min(98));
        (noise > 0).then(|| self.genuine_every.saturating_mul(100 - noise) / noise)
    }
}

/// How far back the desk's first cases reach, and how many genuine posts there are.
const OPENING: i64 = 6 * Time::HOUR;
const OPENING_POSTS: i64 = 40;
/// The most threads that are remembered.
const REMEMBERED: usize = 400;

/// One thread and the customer who began it.
#[derive(Debug, Clone)]
pub(super) struct Conversation {
    pub(super) origin: String,
    pub(super) opening: Opening,
    pub(super) language: Language,
    pub(super) slots: Slots,
    pub(super) author: User,
    pub(super) joined: Vec<User>,
    pub(super) audience: Audience,
    pub(super) last_said: Time,
    pub(super) answers: u32,
    pub(super) chases: u32,
}

#[derive(Debug, Clone)]
enum Beat {
    Genuine,
    Noise,
    React { thread: String, to: String, author: User, audience: Audience, content: bool },
}

/// The author of all customers. Everything follows from the seed, the times and the answers; the same
/// of each gives the same posts.
pub struct Story {
    pub(super) rng: StdRng,
    pub(super) lines: Lines,
    pub(super) bags: BTreeMap<Language, Vec<Opening>>,
    pub(super) threads: BTreeMap<String, Conversation>,
    pub(super) handle: String,
    pub(super) pace: Pace,
    prefix: String,
    count: u64,
    agenda: BTreeMap<(Time, u64), Beat>,
    beats: u64,
}

impl Story {
    /// A story about the brand with this handle (without `@`). `prefix` begins the ids of its posts:
    /// take another one at each start, if the server remembers the last.
    #[must_use]
    pub fn new(
        seed: u64,
        handle: impl Into<String>,
        prefix: impl Into<String>,
        pace: Pace,
    ) -> Self {
        Self {
            rng: StdRng::seed_from_u64(seed),
            lines: Lines::read(),
            bags: BTreeMap::new(),
            threads: BTreeMap::new(),
            handle: handle.into(),
            pace,
            prefix: prefix.into(),
            count: 0,
            agenda: BTreeMap::new(),
            beats: 0,
        }
    }

    /// What was said in the six hours before `now`, about 40 genuine posts and the noise around them,
    /// oldest first; and the start of what comes after.
    pub fn opening(&mut self, now: Time) -> Vec<NewPost> {
        let live = self.pace;
        self.pace =
            Pace { genuine_every: OPENING / OPENING_POSTS, patience: 40 * Time::MINUTE, ..live };
        self.begin(now.plus(-OPENING));
        let said = self.advance(now);
        self.pace = live;
        self.begin(now);
        said
    }

    /// Starts the agenda at `now`, without a past.
    pub fn begin(&mut self, now: Time) {
        self.agenda.clear();
        self.next(Beat::Genuine, self.pace.genuine_every, now);
        if let Some(every) = self.pace.noise_every() {
            self.next(Beat::Noise, every, now);
        }
    }

    /// When [`Story::step`] has something to say.
    #[must_use]
    pub fn due(&self) -> Option<Time> {
        self.agenda.keys().next().map(|(at, _)| *at)
    }

    /// What is said up to `now`. After a pause of more than a minute the story goes on where it was,
    /// rather than catching up all at once.
    pub fn step(&mut self, now: Time) -> Vec<NewPost> {
        let lag = self.due().map_or(0, |due| now.since(due));
        if lag > Time::MINUTE {
            let agenda = std::mem::take(&mut self.agenda);
            self.agenda =
                agenda.into_iter().map(|((at, n), beat)| ((at.plus(lag), n), beat)).collect();
        }
        self.advance(now)
    }

    fn advance(&mut self, until: Time) -> Vec<NewPost> {
        let mut said = Vec::new();
        while let Some(entry) = self.agenda.first_entry().filter(|entry| entry.key().0 <= until) {
            let ((at, _), beat) = entry.remove_entry();
            match beat {
                Beat::Genuine => {
                    said.push(self.genuine(at));
                    self.next(Beat::Genuine, self.pace.genuine_every, at);
                }
                Beat::Noise => {
                    said.push(self.noise(at));
                    if let Some(every) = self.pace.noise_every() {
                        self.next(Beat::Noise, every, at);
                    }
                }
                Beat::React { thread, to, author, audience, content } => {
                    said.extend(self.react(&thread, to, author, audience, content, at));
                }
            }
        }
        said
    }

    /// A customer will react to an answer after a while.
    pub(super) fn schedule_reaction(
        &mut self,
        thread: &str,
        to: &str,
        author: User,
        audience: Audience,
        content: bool,
        now: Time,
    ) {
        let beat =
            Beat::React { thread: thread.to_owned(), to: to.to_owned(), author, audience, content };
        self.next(beat, 35 * Time::SECOND, now);
    }

    /// Puts a beat on the agenda, a quarter to seven quarters of `mean` from `from`.
    fn next(&mut self, beat: Beat, mean: i64, from: Time) {
        let gap = self.rng.random_range((mean / 4).max(1)..=(mean / 4 * 7).max(2));
        self.beats += 1;
        self.agenda.insert((from.plus(gap), self.beats), beat);
    }

    pub(super) fn fresh_id(&mut self) -> String {
        self.count += 1;
        format!("{}s{:06}", self.prefix, self.count)
    }

    pub(super) fn remember(&mut self, thread: String, conversation: Conversation) {
        self.threads.insert(thread, conversation);
        if self.threads.len() > REMEMBERED {
            self.threads.pop_first();
        }
    }
}

//! Writes the posts: openings, onlookers, those who ask again, and the noise.

use earshot_model::{Audience, Surface, Time};
use rand::RngExt;
use rand::seq::{IndexedRandom, SliceRandom};

use super::cast::{shouter, someone};
use super::lines::{LANGUAGES, Language, Opening};
use super::plot::{Conversation, Story};
use super::slots::Slots;
use crate::platform::{NewPost, User};

impl Story {
    /// A genuine post: a new thread, or a thread that goes on because nobody answered.
    pub(super) fn genuine(&mut self, at: Time) -> NewPost {
        let waiting: Vec<String> = self
            .threads
            .iter()
            .filter(|(_, thread)| thread.is_waiting(at, self.pace.patience))
            .map(|(id, _)| id.clone())
            .collect();
        let goes_on = self.rng.random_ratio(1, 3).then(|| waiting.choose(&mut self.rng)).flatten();
        goes_on.and_then(|id| self.go_on(id, at)).unwrap_or_else(|| self.open(at))
    }

    fn open(&mut self, at: Time) -> NewPost {
        let language = self.language();
        let opening = self.opening_line(language);
        let author = someone(language, &mut self.rng);
        let slots = Slots::draw(language, &mut self.rng);
        let (surface, audience) = match opening.rating() {
            Some(_) => (Surface::Review, Audience::Public),
            None if self.rng.random_ratio(1, 8) => (Surface::Dm, Audience::Private),
            None => (Surface::Post, Audience::Public),
        };
        let words = slots.fill(opening.text);
        let text = if surface == Surface::Post { self.addressed(words) } else { words };
        let id = self.fresh_id();
        let thread = format!("t-{id}");
        let conversation = Conversation {
            origin: id.clone(),
            opening,
            language,
            slots,
            author: author.clone(),
            joined: Vec::new(),
            audience,
            last_said: at,
            answers: 0,
            chases: 0,
        };
        self.remember(thread.clone(), conversation);
        NewPost {
            id: Some(id),
            author,
            surface,
            audience,
            thread: Some(thread),
            parent: None,
            text,
            language: Some(language.to_owned()),
            rating: opening.rating(),
            posted_at: Some(at),
        }
    }

    /// The customer asks again, or an onlooker joins.
    fn go_on(&mut self, id: &str, at: Time) -> Option<NewPost> {
        let joins = self.rng.random_ratio(2, 5);
        let thread = self.threads.get_mut(id)?;
        thread.last_said = at;
        let language = thread.language;
        let open = thread.audience.is_open() && thread.opening.rating().is_none();
        let (kind, author) = if joins && open && thread.joined.len() < 3 {
            let onlooker = someone(language, &mut self.rng);
            thread.joined.push(onlooker.clone());
            ("join", onlooker)
        } else {
            thread.chases += 1;
            ("chase", thread.author.clone())
        };
        let (to, audience) = (thread.origin.clone(), thread.audience);
        self.turn(id, kind, to, author, audience, at)
    }

    /// One more post in a thread.
    pub(super) fn turn(
        &mut self,
        id: &str,
        kind: &'static str,
        to: String,
        author: User,
        audience: Audience,
        at: Time,
    ) -> Option<NewPost> {
        let thread = self.threads.get(id)?;
        let line = self.lines.turns(kind, thread.language).choose(&mut self.rng)?;
        let words = thread.slots.fill(line);
        let public = audience.is_open();
        let text = if public { format!("@{} {words}", self.handle) } else { words };
        let language = Some(thread.language.to_owned());
        Some(NewPost {
            id: Some(self.fresh_id()),
            author,
            surface: if public { Surface::Comment } else { Surface::Dm },
            audience,
            thread: Some(id.to_owned()),
            parent: Some(to),
            text,
            language,
            rating: None,
            posted_at: Some(at),
        })
    }

    /// A post that names the brand and needs nothing.
    pub(super) fn noise(&mut self, at: Time) -> NewPost {
        let kind = if self.rng.random_ratio(7, 10) { "spam" } else { "aside" };
        let language = self.language();
        let slots = Slots::draw(language, &mut self.rng);
        let line = self.lines.turns(kind, language).choose(&mut self.rng);
        let text = slots.fill(line.copied().unwrap_or("#altavela {n}"));
        let id = self.fresh_id();
        NewPost {
            author: shouter(kind, language, &mut self.rng),
            surface: Surface::Post,
            audience: Audience::Public,
            thread: Some(format!("t-{id}")),
            parent: None,
            text,
            language: Some(language.to_owned()),
            rating: None,
            posted_at: Some(at),
            id: Some(id),
        }
    }

    fn language(&mut self) -> Language {
        let chosen = LANGUAGES.choose_weighted(&mut self.rng, |(_, weight)| *weight);
        chosen.map_or("en", |(language, _)| language)
    }

    /// The next opening of a language; none comes twice before all have come once.
    fn opening_line(&mut self, language: Language) -> Opening {
        let bag = self.bags.entry(language).or_default();
        if bag.is_empty() {
            bag.extend(self.lines.openings(language));
            bag.shuffle(&mut self.rng);
        }
        bag.pop().unwrap_or(Opening { topic: "question", text: "{flight}?" })
    }

    /// Most people address the brand, the rest only name it.
    fn addressed(&mut self, words: String) -> String {
        if words.to_lowercase().contains(&self.handle) {
            words
        } else if self.rng.random_ratio(3, 4) {
            format!("@{} {words}", self.handle)
        } else {
            format!("{words} #{}", self.handle)
        }
    }
}

impl Conversation {
    /// Whether the customer has waited long enough to speak up again.
    fn is_waiting(&self, now: Time, patience: i64) -> bool {
        let waited = now.since(self.last_said);
        self.answers == 0
            && self.chases < 2
            && !self.opening.is_content()
            && waited >= patience
            && waited < 12 * Time::HOUR
    }
}

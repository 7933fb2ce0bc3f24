//! How a customer takes an answer.

use earshot_model::{Audience, Time};
use rand::RngExt;

use super::plot::Story;
use crate::platform::{NewPost, Seen, User};

impl Story {
    /// The brand answered: the one who was answered reacts after about half a minute, or says nothing.
    ///
    /// A second answer pleases more than the first, a line of fewer than 30 characters less. Answers in
    /// threads that the story does not know, such as under noise, have no effect.
    pub fn answered(&mut self, seen: &Seen, now: Time) {
        let Some(thread) = self.threads.get_mut(&seen.thread) else { return };
        thread.answers += 1;
        thread.last_said = now;
        let mut people = std::iter::once(&thread.author).chain(&thread.joined);
        let Some(author) = people.find(|person| person.id == seen.author).cloned() else { return };
        let curt = seen.text.chars().count() < 30;
        // Of 100: how many are content, how many are not; the rest says nothing.
        let (content, angry) = match (thread.opening.is_content(), thread.answers, curt) {
            (true, _, _) => (40, 0),
            (false, 1, true) => (25, 60),
            (false, 1, false) => (55, 27),
            (false, 2, _) => (72, 14),
            (false, _, _) => (35, 5),
        };
        let draw = self.rng.random_range(0..100);
        if draw < content + angry {
            let audience = seen.audience;
            self.schedule_reaction(&seen.thread, &seen.post, author, audience, draw < content, now);
        }
    }

    pub(super) fn react(
        &mut self,
        thread: &str,
        to: String,
        author: User,
        audience: Audience,
        content: bool,
        at: Time,
    ) -> Option<NewPost> {
        self.threads.get_mut(thread)?.last_said = at;
        let kind = if content { "thanks" } else { "angry" };
        self.turn(thread, kind, to, author, audience, at)
    }
}

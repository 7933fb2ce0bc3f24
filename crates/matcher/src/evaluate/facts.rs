//! What is known of a post beside its words.

use earshot_model::{Audience, Surface, Verdict};
use earshot_text::{TokenKind, Tokens, fold};

use crate::ast::{HandleRole, NumberField, TextField, Trait, VerdictTest, WordTest};
use crate::document::{Document, Words, handle, names};
use crate::post_view::Mark;

impl Document<'_> {
    /// Whether another text of the post holds a phrase.
    pub(super) fn holds_in(&self, field: TextField, tests: &[WordTest]) -> bool {
        let tokens = Tokens::of(match field {
            TextField::Title => self.post.title,
            TextField::AuthorName => self.post.author_name,
            TextField::Bio => self.post.author_bio,
        });
        Words::new(&tokens).phrases(tests).next().is_some()
    }

    pub(super) fn is_handle(&self, role: HandleRole, name: &str) -> bool {
        let is = |own: &str| names(own).any(|own| own == name);
        match role {
            HandleRole::Author => is(&self.author),
            HandleRole::To => self.post.to.iter().any(|own| is(&handle(own))),
            HandleRole::SharedFrom => self.post.shared_from.is_some_and(|own| is(&handle(own))),
        }
    }

    pub(super) fn speaks(&self, code: &str) -> bool {
        let primary = self.post.language.and_then(|own| own.split(['-', '_']).next());
        primary.is_some_and(|own| own.eq_ignore_ascii_case(code))
    }

    pub(super) fn count(&self, field: NumberField) -> Option<i64> {
        match field {
            NumberField::Followers => self.post.followers,
            NumberField::Engagement => self.post.engagement,
            NumberField::Reach => self.post.reach,
            NumberField::Rating => self.post.rating,
        }
    }

    pub(super) fn is(&self, asked: Trait) -> bool {
        let mark = |mark| self.post.marks.has(mark);
        let surface = |surface| self.post.surface == Some(surface);
        let share = mark(Mark::Share) || mark(Mark::Quote);
        match asked {
            Trait::Post => surface(Surface::Post) && !mark(Mark::Reply) && !share,
            Trait::Reply => mark(Mark::Reply),
            Trait::Share => share,
            Trait::Quote => mark(Mark::Quote),
            Trait::Comment => surface(Surface::Comment),
            Trait::Review => surface(Surface::Review),
            Trait::DirectMessage => surface(Surface::Dm),
            Trait::Mail => surface(Surface::Mail),
            Trait::Chat => surface(Surface::Chat),
            Trait::Call => surface(Surface::Call),
            Trait::Article => surface(Surface::Article),
            Trait::Image => mark(Mark::Image),
            Trait::Video => mark(Mark::Video),
            Trait::Audio => mark(Mark::Audio),
            Trait::Media => mark(Mark::Image) || mark(Mark::Video) || mark(Mark::Audio),
            Trait::Link => self.words.has(TokenKind::Url) || !self.post.links.is_empty(),
            Trait::Hashtag => self.words.has(TokenKind::Hashtag),
            Trait::Mention => self.words.has(TokenKind::Mention),
            Trait::Cashtag => self.words.has(TokenKind::Cashtag),
            Trait::Emoji => self.words.has(TokenKind::Emoji),
            Trait::Place => mark(Mark::Place),
            Trait::Verified => mark(Mark::Verified),
            Trait::Public => {
                matches!(self.post.audience, Some(Audience::Public | Audience::Unlisted))
            }
            Trait::Private => {
                matches!(self.post.audience, Some(Audience::Private | Audience::Internal))
            }
        }
    }
}

/// A city's name, folded, with single blanks.
pub(super) fn city(name: &str) -> String {
    fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a verdict says what is asked.
pub(super) fn says(verdict: &Verdict, test: VerdictTest) -> bool {
    match test {
        VerdictTest::Sentiment(asked) => verdict.sentiment.value == asked,
        VerdictTest::Emotion(asked) => verdict.emotion.as_ref().is_some_and(|e| e.value == asked),
        VerdictTest::Intent(asked) => verdict.wants(asked),
        VerdictTest::Urgency(asked) => verdict.urgency.value == asked,
        VerdictTest::Timeliness(asked) => verdict.timeliness.value == asked,
        VerdictTest::Value(asked) => verdict.value.value == asked,
        VerdictTest::Influence(asked) => verdict.influence.value == asked,
        VerdictTest::Identity(asked) => verdict.identity.value == asked,
        VerdictTest::ExpectsReply => verdict.expects_reply.value,
        VerdictTest::Spam => verdict.spam.value,
        VerdictTest::Noise => verdict.is_noise(),
    }
}

//! Asks one test of a page.

#![expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "asked for every test of every program; the numbers were given by the compiler"
)]

use super::fact;
use super::ground::Ground;
use super::near::NearRoom;
use super::page::Page;
use super::raw::RawSearch;
use super::reading::Reading;
use super::segment::Segment;
use super::sentence;
use super::test::Test;
use crate::post_view::PostView;

/// A post with its page, and the listeners that are asked.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a> {
    pub(super) post: &'a PostView<'a>,
    pub(super) reading: &'a Reading,
    pub(super) page: &'a Page,
    pub(super) segment: &'a Segment,
}

impl<'a> Sheet<'a> {
    #[inline(never)]
    pub(super) fn passes(&self, test: u32, room: &mut NearRoom) -> bool {
        match &self.segment.tests[test as usize] {
            Test::Short { hash, sigil, length, form } => {
                self.ground().has_form(*hash, *sigil, &form[..*length as usize])
            }
            Test::Word(word) => self.ground().has(*word),
            Test::Phrase(words) => {
                self.ground().next(words.of(&self.segment.parts.listed), 0).is_some()
            }
            Test::InField(field, words) => {
                let tokens = self.reading.field(*field);
                let layout = self.page.field(*field);
                let ground = Ground { tokens, layout, segment: self.segment };
                ground.next(words.of(&self.segment.parts.listed), 0).is_some()
            }
            Test::Raw(raw) => self.raw(*raw).next(0).is_some(),
            Test::Slop(slop) => {
                let mut found = false;
                let packing = self.segment.parts.slops[*slop as usize];
                room.slop.tightest(&self.ground(), &packing, |_| {
                    found = true;
                    false
                });
                found
            }
            Test::Near(steps) => self.near(*steps, room),
            Test::Fact(fact) => {
                self.knows(&self.segment.parts.facts[*fact as usize], &mut room.folded)
            }
            Test::Verdict { test, open } => {
                self.post.verdict.map_or(*open, |verdict| fact::says(verdict, *test))
            }
        }
    }

    /// The main text.
    #[inline]
    pub(super) fn ground(&self) -> Ground<'a> {
        let (tokens, layout) = (&self.reading.text, &self.page.text);
        Ground { tokens, layout, segment: self.segment }
    }

    pub(super) fn raw(&self, number: u32) -> RawSearch<'a> {
        let test = &self.segment.parts.raws[number as usize];
        RawSearch { text: self.post.text, ground: self.ground(), test }
    }

    /// Finds out which sentence each token belongs to, once a post.
    pub(super) fn number_sentences(&self, room: &mut NearRoom) {
        if !room.numbered {
            sentence::number(&self.reading.text, &mut room.sentences);
            room.numbered = true;
        }
    }
}

//! One post, laid out so that any test can be asked of it: which keys it may show, and where its
//! tokens stand. Filled only for posts that wake a listener.

#![expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "asked for every test of every program; each place is masked or was just counted"
)]

use std::ops::Range;

use earshot_text::{TokenRef, Tokens};

use super::key::Field;
use super::reading::Reading;
use super::wants::Wants;
use crate::ast::TextField;

/// Bits of a page for each key of the post: one in 16 to 32 is set.
const BITS_PER_PROBE: usize = 16;
/// Keys among which one is sought.
const MOST_SOUGHT: usize = 512;
/// Bits of the page of a short post.
const FEWEST_BITS: usize = 1024;

/// Where the tokens of one text stand. The words inside of tags come after the last token.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The lower half of each token's hash.
    pub(super) hashes: Vec<u32>,
    /// Tokens that have a base, with the lower half of its hash.
    pub(super) bases: Vec<(u32, u32)>,
    parts: Vec<Part>,
    /// How many tokens there are without the words inside of tags.
    tokens: usize,
}

/// A word inside of a tag.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// Which token the tag is.
    tag: u32,
    /// Which of its words.
    nth: u32,
    /// The run of the tag's words.
    run: (u32, u32),
}

/// Memory for one post, used again for the next.
#[derive(Debug, Default)]
pub(super) struct Page {
    bits: Vec<u64>,
    /// What the bits stand for.
    probes: Vec<u32>,
    pub(super) text: Layout,
    title: Layout,
    author_name: Layout,
    bio: Layout,
}

impl Page {
    /// Lays out a post whose keys have these probes.
    pub(super) fn fill(&mut self, reading: &Reading, probes: &[u32], wants: Wants) {
        self.text.lay_out(&reading.text);
        for (wanted, field, layout) in [
            (Field::Title, TextField::Title, &mut self.title),
            (Field::AuthorName, TextField::AuthorName, &mut self.author_name),
            (Field::Bio, TextField::Bio, &mut self.bio),
        ] {
            if wants.field(wanted) {
                layout.lay_out(reading.field(field));
            }
        }
        let words = (probes.len() * BITS_PER_PROBE).max(FEWEST_BITS).next_power_of_two() / 64;
        self.probes.clear();
        self.probes.extend_from_slice(probes);
        self.bits.clear();
        self.bits.resize(words, 0);
        // What 0 stands for is on every page.
        self.bits[0] = 1;
        for probe in probes {
            self.bits[(probe >> 6) as usize & (words - 1)] |= 1 << (probe & 63);
        }
    }

    /// Whether the post may show the key of this probe.
    #[inline(always)]
    pub(super) fn shows(&self, probe: u32) -> bool {
        let word = self.bits[(probe >> 6) as usize & (self.bits.len() - 1)];
        word >> (probe & 63) & 1 != 0
    }

    /// Whether the post shows the key of a probe for which [`Self::shows`] says so. Where a post is
    /// long, that is not looked up.
    #[inline]
    pub(super) fn holds(&self, probe: u32) -> bool {
        probe == 0 || self.probes.len() > MOST_SOUGHT || self.probes.contains(&probe)
    }

    /// Where the tokens of a field stand.
    pub(super) const fn field(&self, field: TextField) -> &Layout {
        match field {
            TextField::Title => &self.title,
            TextField::AuthorName => &self.author_name,
            TextField::Bio => &self.bio,
        }
    }
}

impl Layout {
    fn lay_out(&mut self, tokens: &Tokens) {
        self.hashes.clear();
        self.bases.clear();
        self.parts.clear();
        self.tokens = tokens.len();
        let mut more = false;
        self.hashes.extend(tokens.as_slice().iter().map(|token| {
            more |= token.has_more_forms();
            token.hash() as u32
        }));
        if !more {
            return;
        }
        for (place, token) in tokens.iter().enumerate() {
            if let Some(base) = token.base_hash() {
                self.bases.push((place as u32, base as u32));
            }
            let parts = token.parts();
            let start = self.hashes.len() as u32;
            let run = (start, start + parts.len() as u32);
            for (nth, part) in parts.enumerate() {
                self.parts.push(Part { tag: place as u32, nth: nth as u32, run });
                self.hashes.push(part.hash() as u32);
            }
        }
    }

    /// The token at a place.
    #[inline]
    pub(super) fn token<'a>(&self, tokens: &'a Tokens, place: usize) -> Option<TokenRef<'a>> {
        if place < self.tokens {
            return tokens.get(place);
        }
        let part = self.parts.get(place - self.tokens)?;
        tokens.get(part.tag as usize)?.parts().nth(part.nth as usize)
    }

    /// The places that stand side by side with this one.
    #[inline]
    pub(super) fn run(&self, place: usize) -> Range<usize> {
        if place < self.tokens {
            return 0..self.tokens;
        }
        self.parts
            .get(place - self.tokens)
            .map_or(0..0, |part| part.run.0 as usize..part.run.1 as usize)
    }

    /// The place in the text: that of the tag for a word inside of it.
    #[inline]
    pub(super) fn in_text(&self, place: usize) -> u32 {
        if place < self.tokens {
            return place as u32;
        }
        self.parts.get(place - self.tokens).map_or(0, |part| part.tag)
    }
}

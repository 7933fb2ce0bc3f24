//! Hashed n-grams: words alone and in pairs, words under a negation, characters inside words.
#![expect(clippy::indexing_slicing, reason = "a hot loop over bounds that it made itself")]

use super::{Kind, Normal};

/// From which block of features an n-gram comes. Each block is scaled by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// Words alone, in pairs, and negated.
    Words,
    /// Characters in a row.
    Characters,
}

/// Takes the n-grams of a text one by one, token by token. [`stir`] makes a hash of what it is given.
pub(crate) trait Take {
    /// A word, or a pair.
    fn word(&mut self, mixed: u64);

    /// A row of so many characters.
    fn letters(&mut self, mixed: u64, length: usize);

    /// All n-grams of a token were taken.
    fn token(&mut self);
}

/// One n-gram.
#[derive(Debug, Clone, Copy)]
pub struct Gram {
    /// Its hash; equal n-grams of one block have equal hashes.
    pub hash: u64,
    /// The token that it ends in.
    pub token: u32,
    /// Its block.
    pub block: Block,
}

/// An odd constant with well-mixed bits, from the golden ratio (Knuth, TAOCP 3, 6.4).
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

const WORD: u64 = 0x0001;
const PAIR: u64 = 0x0203;
const NEGATED: u64 = 0x0405;
const LETTERS: u64 = 0x0607;
const JOINED: u64 = 0x0809;

/// How many words a negation reaches.
const REACH: u32 = 3;

#[inline]
fn add(hash: u64, unit: u64) -> u64 {
    let mixed = (hash ^ unit).wrapping_mul(MIX);
    mixed ^ (mixed >> 29)
}

/// The last stir, so that high and low bits all depend on everything.
#[inline]
pub(crate) fn stir(hash: u64) -> u64 {
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    mixed ^ (mixed >> 32)
}

fn word_hash(form: &str) -> u64 {
    form.bytes().fold(WORD, |hash, byte| add(hash, u64::from(byte)))
}

/// Writes the n-grams of a text, over what was there. Characters come in rows of `shortest` to
/// `longest`; a space stands before and after each word.
pub fn grams(normal: &Normal, (shortest, longest): (usize, usize), out: &mut Vec<Gram>) {
    struct List<'o> {
        out: &'o mut Vec<Gram>,
        shortest: usize,
        token: u32,
    }
    impl Take for List<'_> {
        fn word(&mut self, mixed: u64) {
            self.out.push(Gram { hash: stir(mixed), token: self.token, block: Block::Words });
        }

        fn letters(&mut self, mixed: u64, length: usize) {
            if length >= self.shortest {
                let (hash, block) = (stir(mixed), Block::Characters);
                self.out.push(Gram { hash, token: self.token, block });
            }
        }

        fn token(&mut self) {
            self.token += 1;
        }
    }
    out.clear();
    walk(normal, longest, &mut List { out, shortest, token: 0 });
}

/// Hands over the n-grams of a text, with rows of 1 to `longest` characters.
pub(crate) fn walk(normal: &Normal, longest: usize, to: &mut impl Take) {
    let (mut before, mut negated, mut single, mut singles) = (WORD, 0_u32, JOINED, 0_u32);
    for token in normal.tokens() {
        let form = normal.form(token);
        let word = word_hash(form);
        to.word(word);
        to.word(add(add(before, PAIR), word));
        before = word;
        if token.kind == Kind::Word {
            if negated > 0 {
                to.word(add(word, NEGATED));
                negated -= 1;
            }
            // "f r e e" is also read as one word.
            if form.len() == 1 {
                single = add(single, u64::from(form.as_bytes()[0]));
                singles += 1;
            } else {
                if singles > 2 {
                    to.word(single);
                }
                (single, singles) = (JOINED, 0);
            }
            characters(form, longest, to);
        }
        if token.kind == Kind::Mark {
            negated = 0;
        }
        if is_negator(form) {
            negated = REACH;
        }
        to.token();
    }
}

fn characters(form: &str, longest: usize, to: &mut impl Take) {
    let mut units = [0_u32; 50];
    let mut count = 1;
    units[0] = u32::from(' ');
    if form.is_ascii() {
        for (unit, byte) in units[1..49].iter_mut().zip(form.bytes()) {
            *unit = u32::from(byte);
        }
        count += form.len().min(48);
    } else {
        for c in form.chars().take(units.len() - 2) {
            units[count] = u32::from(c);
            count += 1;
        }
    }
    units[count] = u32::from(' ');
    count += 1;
    for start in 0..count {
        let mut hash = LETTERS;
        for (length, unit) in (1..=longest).zip(&units[start..count]) {
            hash = add(hash, u64::from(*unit));
            to.letters(hash, length);
        }
    }
}

fn is_negator(form: &str) -> bool {
    // Most words are told apart from these by their first letter.
    if !form.starts_with(['n', 'w', 'c', 'd', 'i', 'k', 'p', 'j', 's', 'm']) {
        return form.ends_with("n't");
    }
    form.ends_with("n't")
        || matches!(
            form,
            "not"
                | "no"
                | "never"
                | "without"
                | "cannot"
                | "cant"
                | "dont"
                | "didnt"
                | "doesnt"
                | "isnt"
                | "wasnt"
                | "wont"
                | "nicht"
                | "kein"
                | "keine"
                | "nie"
                | "pas"
                | "jamais"
                | "nunca"
                | "sin"
                | "não"
                | "nao"
                | "non"
                | "mai"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<u64> {
        let (mut normal, mut out) = (Normal::default(), Vec::new());
        normal.read(text);
        grams(&normal, (2, 5), &mut out);
        out.iter().map(|gram| gram.hash).collect()
    }

    #[test]
    fn the_same_words_have_the_same_hashes() {
        assert_eq!(all("Where is it"), all("where IS it"));
        let both: std::collections::HashSet<_> = all("good day").into_iter().collect();
        let shared = all("day good").into_iter().filter(|h| both.contains(h)).count();
        assert!(shared > 10 && shared < all("day good").len(), "{shared}");
    }

    #[test]
    fn a_word_in_spaces_is_also_read_as_one() {
        let mut once = all("f r e e money");
        once.retain(|h| all("f r e e now").contains(h));
        assert!(!once.is_empty());
    }
}

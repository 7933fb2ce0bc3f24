//! From the leaves of queries to tests, with what a post must show to pass them.

use earshot_text::TokenKind;

use super::key::{Field, Key, small};
use super::lower::Lowering;
use super::need::Need;
use super::test::{AsWritten, INLINE, Packing, Shape, Some32, Test, Wild, Word};
use super::wants::Wants;
use crate::ast::{
    Glob, GlobPiece, HandleRole, Leaf, Pattern, Raw, Sigil, Slop, TextField, UrlTest, WordTest,
};

/// The length by which the frequency of a handle or a host is guessed without a sample: rare.
const RARE: usize = 20;

impl<'q> Lowering<'q, '_> {
    /// The test of a leaf, and what a post must show to pass it.
    pub(super) fn leaf(&mut self, leaf: &'q Leaf) -> (Test, Need) {
        match leaf {
            Leaf::Words(tests) => {
                if let [test] = tests.as_slice()
                    && let Some(short) = short(test)
                {
                    return (short, self.need_of_word(test));
                }
                let words = self.words(tests);
                let test = match words.of(&self.parts.listed) {
                    [word] => Test::Word(*word),
                    _ => Test::Phrase(words),
                };
                (test, self.need_of_words(tests))
            }
            Leaf::InField(field, tests) => {
                let words = self.words(tests);
                (Test::InField(*field, words), self.need_of_field(*field, tests))
            }
            Leaf::Raw(raw) => self.raw(raw),
            Leaf::Slop(slop) => self.slop(slop),
            leaf => {
                let need = self.need_of_fact(leaf);
                self.parts.facts.push(leaf.clone());
                (Test::Fact(last(&self.parts.facts)), need)
            }
        }
    }

    fn words(&mut self, tests: &'q [WordTest]) -> Some32 {
        let words: Vec<u32> = tests.iter().map(|test| self.word(test)).collect();
        let first = self.parts.listed.len();
        self.parts.listed.extend(words);
        Some32::since(first, &self.parts.listed)
    }

    fn word(&mut self, test: &'q WordTest) -> u32 {
        if let Some(number) = self.word_numbers.get(test) {
            return *number;
        }
        let (hash, shape) = match &test.pattern {
            Pattern::Exact(form) => (half_hash(form), Shape::Exact(self.parts.texts.add(form))),
            Pattern::Glob(glob) => {
                let first = self.parts.wild.len();
                for piece in glob.pieces() {
                    let piece = match piece {
                        GlobPiece::Text(text) => Wild::Text(self.parts.texts.add(text)),
                        GlobPiece::One => Wild::One,
                        GlobPiece::Many => Wild::Many,
                    };
                    self.parts.wild.push(piece);
                }
                (0, Shape::Wild(Some32::since(first, &self.parts.wild)))
            }
        };
        self.parts.words.push(Word { hash, shape, sigil: test.sigil });
        let number = last(&self.parts.words);
        self.word_numbers.insert(test, number);
        number
    }

    fn raw(&mut self, raw: &Raw) -> (Test, Need) {
        let mut needs: Vec<Need> =
            raw.tokens.iter().map(|token| self.need_of_form(token.sigil, &token.form)).collect();
        let forms: Vec<Option<&str>> =
            raw.tokens.iter().map(|token| Some(token.form.as_str())).collect();
        self.add_pairs(&forms, &mut needs);
        let hash = raw.tokens.first().map_or(0, |token| half_hash(&token.form));
        self.parts.raws.push(AsWritten { raw: raw.clone(), hash });
        (Test::Raw(last(&self.parts.raws)), Need::All(needs))
    }

    fn slop(&mut self, slop: &'q Slop) -> (Test, Need) {
        let items: Vec<Some32> = slop.items.iter().map(|item| self.words(item)).collect();
        let first = self.parts.phrases.len();
        self.parts.phrases.extend(items);
        let items = Some32::since(first, &self.parts.phrases);
        let needs = slop.items.iter().map(|item| self.need_of_words(item)).collect();
        self.parts.slops.push(Packing { items, foreign: slop.foreign });
        (Test::Slop(last(&self.parts.slops)), Need::All(needs))
    }

    /// Every word, and every two neighbours whose whole forms are known.
    fn need_of_words(&mut self, tests: &[WordTest]) -> Need {
        let mut needs: Vec<Need> = tests.iter().map(|test| self.need_of_word(test)).collect();
        let forms: Vec<Option<&str>> = tests.iter().map(WordTest::exact).collect();
        self.add_pairs(&forms, &mut needs);
        Need::All(needs)
    }

    fn add_pairs(&self, forms: &[Option<&str>], needs: &mut Vec<Need>) {
        for (first, second) in forms.iter().zip(forms.iter().skip(1)) {
            if let Some((first, second)) = first.zip(*second) {
                let key = Key::pair(earshot_text::hash(first), earshot_text::hash(second));
                needs.push(Need::key(key, first.len() + second.len(), self.frequencies));
            }
        }
    }

    fn need_of_word(&mut self, test: &WordTest) -> Need {
        match &test.pattern {
            Pattern::Exact(form) => self.need_of_form(test.sigil, form),
            Pattern::Glob(_) if test.sigil == Sigil::Url => Need::Nothing,
            Pattern::Glob(glob) => self.need_of_glob(glob),
        }
    }

    fn need_of_form(&self, sigil: Sigil, form: &str) -> Need {
        let hash = earshot_text::hash(form);
        let key = match sigil {
            Sigil::Any => Key::word(hash),
            Sigil::Hashtag => Key::tagged(hash, TokenKind::Hashtag),
            Sigil::Mention => Key::tagged(hash, TokenKind::Mention),
            Sigil::Cashtag => Key::tagged(hash, TokenKind::Cashtag),
            Sigil::Url => Key::tagged(hash, TokenKind::Url),
        };
        Need::key(key, form.len(), self.frequencies)
    }

    /// The begin of a word, else its end, else the longest of what is inside.
    fn need_of_glob(&mut self, glob: &Glob) -> Need {
        let text = |piece: Option<&'_ GlobPiece>| match piece {
            Some(GlobPiece::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let start = text(glob.pieces().first());
        if let Some(start) = Wants::start_of(&start) {
            self.wants.want_start(start.len());
            return Need::key(Key::start(small(start), start.len()), start.len(), self.frequencies);
        }
        let end = text(glob.pieces().last());
        if let Some(end) = Wants::end_of(&end) {
            self.wants.want_end(end.len());
            return Need::key(Key::end(small(end), end.len()), end.len(), self.frequencies);
        }
        let texts = glob.pieces().iter().map(|piece| text(Some(piece)));
        let inside = texts.max_by_key(String::len).unwrap_or_default();
        let Some(inside) = Wants::start_of(&inside) else { return Need::Nothing };
        self.wants.want_inside(inside.len());
        // Nobody counts these, and they are common.
        Need::Key { key: Key::inside(small(inside), inside.len()), share: 0.05 }
    }

    fn need_of_field(&mut self, field: TextField, tests: &[WordTest]) -> Need {
        let field = match field {
            TextField::Title => Field::Title,
            TextField::AuthorName => Field::AuthorName,
            TextField::Bio => Field::Bio,
        };
        self.wants.want(field);
        let words = tests.iter().filter_map(WordTest::exact);
        Need::All(words.map(|form| self.value(field, form, form.len())).collect())
    }

    fn need_of_fact(&mut self, leaf: &Leaf) -> Need {
        match leaf {
            Leaf::Handle(role, name) => {
                let field = match role {
                    HandleRole::Author => Field::Author,
                    HandleRole::To => Field::To,
                    HandleRole::SharedFrom => Field::SharedFrom,
                };
                self.wants.want(field);
                self.value(field, name, RARE)
            }
            Leaf::Host(host) => {
                self.wants.want_links();
                self.value(Field::Host, host, RARE)
            }
            Leaf::Link(_, test) => self.need_of_link(test),
            _ => Need::Nothing,
        }
    }

    fn need_of_link(&mut self, test: &UrlTest) -> Need {
        self.wants.want_links();
        match test {
            UrlTest::Words(words) => {
                self.wants.want(Field::PathWord);
                let words = words.iter().map(|word| self.value(Field::PathWord, word, word.len()));
                Need::All(words.collect())
            }
            UrlTest::Parts { parts, rooted } => {
                self.wants.want(Field::Segment);
                let Some((first, rest)) = parts.split_first() else { return Need::Nothing };
                let segment = |part: &String| self.value(Field::Segment, part, part.len());
                let mut needs: Vec<Need> = rest.iter().map(segment).collect();
                needs.push(if *rooted {
                    segment(first)
                } else {
                    Need::Any(vec![self.value(Field::Host, first, RARE), segment(first)])
                });
                Need::All(needs)
            }
        }
    }

    fn value(&self, field: Field, value: &str, length: usize) -> Need {
        let key = Key::value(field, earshot_text::hash(value));
        Need::key(key, length, self.frequencies)
    }
}

/// The test of a word whose form is exact and short enough to be part of the test.
fn short(test: &WordTest) -> Option<Test> {
    let exact = test.exact()?;
    let mut form = [0; INLINE];
    form.get_mut(..exact.len())?.copy_from_slice(exact.as_bytes());
    let length = u8::try_from(exact.len()).ok()?;
    Some(Test::Short { hash: half_hash(exact), sigil: test.sigil, length, form })
}

/// The half of a hash that pages keep.
#[expect(clippy::as_conversions, reason = "cutting off the upper half is meant")]
fn half_hash(form: &str) -> u32 {
    earshot_text::hash(form) as u32
}

/// The place of the last element.
fn last<T>(list: &[T]) -> u32 {
    u32::try_from(list.len().saturating_sub(1)).unwrap_or(u32::MAX)
}

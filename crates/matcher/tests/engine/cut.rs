//! Random queries over texts, of every operator, and random posts to ask them of.
//!
//! Words, phrases and what was written exactly are cut out of the texts themselves, so that
//! queries match now and then.

#![expect(
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::as_conversions,
    reason = "for tests, which may stop at once"
)]

use std::sync::Arc;

use earshot_matcher::{
    Glob, GlobPiece, HandleRole, Leaf, LinkScope, Mark, Marks, Named, NamedKind, Near, Node,
    NumberField, NumberRange, Pattern, PostView, Raw, RawToken, Reach, Sigil, Slop, TextField,
    Trait, UrlTest, VerdictTest, WordTest,
};
use earshot_model::{Audience, Sentiment, Surface};
use earshot_text::{TokenKind, TokenRef, Tokens};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};

const HANDLES: &[&str] = &["ana", "Bob@Example.social", "@cy", "Öl", "d@e@f"];
const FOLDED_HANDLES: &[&str] = &["ana", "bob", "bob@example.social", "cy", "ol", "d", "e"];
const HOSTS: &[&str] = &["example.com", "shop.example.com", "com", "late.example", "t.co"];
const LINKS: &[&str] = &[
    "https://shop.Example.com/late-flight/Apple?q=1#x",
    "http://www.late.example:80/a/b",
    "https://t.co/xyz",
    "no address",
    "https://café.example/Straße/late",
];
const PARTS: &[&str] = &["late-flight", "apple", "a", "b", "q=1", "strasse", "xyz", "late"];
const PLACES: &[&str] = &["New  York", "Köln", "Lima"];
const FOLDED_PLACES: &[&str] = &["new york", "koln", "lima"];

/// Makes queries and posts.
pub(crate) struct Cut<'t> {
    rng: StdRng,
    texts: &'t [String],
}

/// What a random post holds.
#[derive(Debug, Clone)]
pub(crate) struct Post<'t> {
    pub(crate) text: &'t str,
    title: &'t str,
    author: &'static str,
    name: &'t str,
    bio: &'t str,
    to: Vec<String>,
    shared: Option<&'static str>,
    language: Option<&'static str>,
    place: Option<&'static str>,
    url: Option<&'static str>,
    links: Vec<&'static str>,
    surface: Option<Surface>,
    audience: Option<Audience>,
    marks: Marks,
    numbers: [Option<i64>; 4],
}

impl Post<'_> {
    /// As queries see it.
    pub(crate) fn view(&self) -> PostView<'_> {
        let [followers, engagement, reach, rating] = self.numbers;
        PostView {
            text: self.text,
            title: self.title,
            author_handle: self.author,
            author_name: self.name,
            author_bio: self.bio,
            to: &self.to,
            shared_from: self.shared,
            language: self.language,
            country: self.language.map(|code| code.get(..2).unwrap_or("")),
            city: self.place,
            channel: self.author,
            url: self.url,
            links: &self.links,
            surface: self.surface,
            audience: self.audience,
            marks: self.marks,
            followers,
            engagement,
            reach,
            rating,
            verdict: None,
        }
    }
}

impl<'t> Cut<'t> {
    /// Cuts queries out of `texts`, of which there must be one. Equal seeds give equal queries.
    pub(crate) fn new(seed: u64, texts: &'t [String]) -> Self {
        Self { rng: StdRng::seed_from_u64(seed), texts }
    }

    fn chance(&mut self, of_hundred: u32) -> bool {
        self.rng.random_range(0..100) < of_hundred
    }

    fn below(&mut self, end: usize) -> usize {
        self.rng.random_range(0..end.max(1))
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        *all.choose(&mut self.rng).expect("one to choose from")
    }

    fn text(&mut self) -> &'t str {
        let at = self.below(self.texts.len());
        &self.texts[at]
    }

    /// A post that holds `text`.
    pub(crate) fn post(&mut self, text: &'t str) -> Post<'t> {
        let rare = |own: &mut Self| if own.chance(15) { own.text() } else { "" };
        Post {
            text,
            title: rare(self),
            name: rare(self),
            bio: rare(self),
            author: if self.chance(80) { self.pick(HANDLES) } else { "" },
            to: (0..self.below(3)).map(|_| self.pick(HANDLES).to_owned()).collect(),
            shared: self.chance(20).then(|| self.pick(HANDLES)),
            language: self.chance(80).then(|| self.pick(&["en", "de-AT", "EN_gb", "th"])),
            place: self.chance(30).then(|| self.pick(PLACES)),
            url: self.chance(30).then(|| self.pick(LINKS)),
            links: (0..self.below(3)).map(|_| self.pick(LINKS)).collect(),
            surface: self.chance(70).then(|| {
                self.pick(&[Surface::Post, Surface::Review, Surface::Dm, Surface::Article])
            }),
            audience: self
                .chance(70)
                .then(|| self.pick(&[Audience::Public, Audience::Unlisted, Audience::Private])),
            marks: (0..self.below(3))
                .map(|_| {
                    self.pick(&[Mark::Reply, Mark::Share, Mark::Quote, Mark::Image, Mark::Verified])
                })
                .collect(),
            numbers: [0; 4].map(|_| self.chance(70).then(|| self.pick(&[0, 3, 5, 100, 5000]))),
        }
    }

    /// A query, at most so deep.
    pub(crate) fn node(&mut self, depth: usize) -> Node {
        if depth == 0 || self.chance(30) {
            return Node::Leaf(self.leaf());
        }
        match self.below(10) {
            0..3 => self.several(depth, Node::all),
            3..6 => self.several(depth, Node::any),
            6 => self.node(depth - 1).negate(),
            7..9 => self.near(depth),
            _ => self.named(depth),
        }
    }

    fn several(&mut self, depth: usize, join: fn(Vec<Node>) -> Option<Node>) -> Node {
        let count = 2 + self.below(3);
        let nodes = (0..count).map(|_| self.node(depth - 1)).collect();
        join(nodes).unwrap_or_else(|| Node::Leaf(self.leaf()))
    }

    fn named(&mut self, depth: usize) -> Node {
        let node = Arc::new(self.node(depth - 1));
        Node::Named(Named { kind: NamedKind::List, name: "shared".to_owned(), node })
    }

    fn near(&mut self, depth: usize) -> Node {
        let (left, right) = (self.side(depth - 1), self.side(depth - 1));
        let most = self.pick(&[0, 1, 2, 5, 20]);
        let reach = match self.below(3) {
            0 => Reach::Within(most),
            1 => Reach::Forward(most),
            _ => Reach::Sentence,
        };
        Node::Near(Box::new(Near { left, right, reach }))
    }

    /// Something that has occurrences.
    fn side(&mut self, depth: usize) -> Node {
        if depth > 0 && self.chance(25) {
            return self.near(depth);
        }
        if self.chance(30) {
            let nodes = (0..2 + self.below(3)).map(|_| self.side(depth.saturating_sub(1)));
            return Node::any(nodes.collect()).unwrap_or_else(|| Node::Leaf(self.leaf()));
        }
        Node::Leaf(self.text_leaf())
    }

    fn text_leaf(&mut self) -> Leaf {
        match self.below(10) {
            0 => self.raw().map(Leaf::Raw),
            1 => self.slop().map(Leaf::Slop),
            _ => self.words(3).map(Leaf::Words),
        }
        .unwrap_or_else(|| Leaf::Words(vec![exact(Sigil::Any, "apple")]))
    }

    fn leaf(&mut self) -> Leaf {
        if self.chance(70) {
            return self.text_leaf();
        }
        match self.below(11) {
            0 => {
                let field = [TextField::Title, TextField::AuthorName, TextField::Bio];
                let field = self.pick(&field);
                self.words(2)
                    .map_or(Leaf::Channel("ana".to_owned()), |words| Leaf::InField(field, words))
            }
            1 => {
                let roles = [HandleRole::Author, HandleRole::To, HandleRole::SharedFrom];
                Leaf::Handle(self.pick(&roles), self.pick(FOLDED_HANDLES).to_owned())
            }
            2 => Leaf::Language(self.pick(&["en", "de", "fr"]).to_owned()),
            3 => Leaf::Country(self.pick(&["en", "de"]).to_owned()),
            4 => Leaf::City(self.pick(FOLDED_PLACES).to_owned()),
            5 => Leaf::Host(self.pick(HOSTS).to_owned()),
            6 => self.link(),
            7 => Leaf::Trait(self.pick(Trait::ALL)),
            8 | 9 => self.number(),
            _ => Leaf::Verdict(VerdictTest::Sentiment(Sentiment::Negative)),
        }
    }

    fn number(&mut self) -> Leaf {
        let field = self.pick(&NumberField::ALL);
        let (min, max) = (self.pick(&[None, Some(1), Some(4)]), self.pick(&[None, Some(200)]));
        let max = if min.is_none() { max.or(Some(10)) } else { max };
        Leaf::Number(field, NumberRange { min, max })
    }

    fn link(&mut self) -> Leaf {
        let scope = self.pick(&[LinkScope::Written, LinkScope::Target]);
        let test = if self.chance(50) {
            UrlTest::Words(vec![self.pick(&["late", "flight", "apple", "a"]).to_owned()])
        } else {
            let rooted = self.chance(50);
            let mut parts = vec![self.pick(PARTS).to_owned()];
            if !rooted {
                parts.insert(0, self.pick(HOSTS).to_owned());
            }
            UrlTest::Parts { parts, rooted }
        };
        Leaf::Link(scope, test)
    }

    fn words(&mut self, most: usize) -> Option<Vec<WordTest>> {
        let text = self.text();
        let tokens = Tokens::of(text);
        let all: Vec<TokenRef<'_>> = self.run(&tokens);
        let count = 1 + if self.chance(60) { 0 } else { self.below(most) };
        let start = self.below(all.len());
        let tests: Vec<WordTest> =
            all.iter().skip(start).take(count).map(|token| self.word(token)).collect();
        (!tests.is_empty()).then_some(tests)
    }

    /// The tokens of a text, now and then those inside of a tag.
    fn run<'a>(&mut self, tokens: &'a Tokens) -> Vec<TokenRef<'a>> {
        let inside: Vec<TokenRef<'a>> = tokens.iter().flat_map(|token| token.parts()).collect();
        if !inside.is_empty() && self.chance(30) { inside } else { tokens.iter().collect() }
    }

    fn word(&mut self, token: &TokenRef<'_>) -> WordTest {
        let sigil = if self.chance(60) { Sigil::Any } else { sigil_of(token.kind()) };
        let form = match token.base() {
            Some(base) if self.chance(50) => base,
            _ => token.form(),
        };
        if self.chance(15)
            && let Some(glob) = self.glob(form)
        {
            return WordTest { sigil, pattern: Pattern::Glob(glob) };
        }
        exact(sigil, form)
    }

    /// A pattern that some pieces of a form are left out of.
    fn glob(&mut self, form: &str) -> Option<Glob> {
        let characters: Vec<char> = form.chars().collect();
        let mut pieces = Vec::new();
        let mut at = 0;
        while at < characters.len() {
            let length = 1 + self.below(4);
            let taken: String = characters.iter().skip(at).take(length).collect();
            at += length;
            match self.below(5) {
                0 => pieces.push(GlobPiece::Many),
                1 if length == 1 => pieces.push(GlobPiece::One),
                _ => pieces.push(GlobPiece::Text(taken)),
            }
        }
        if self.chance(50) {
            pieces.push(GlobPiece::Many);
        }
        let long = pieces.iter().any(|piece| {
            matches!(piece, GlobPiece::Text(text)
                if text.chars().filter(|c| c.is_alphanumeric()).count() >= 2)
        });
        Glob::new(pieces).filter(|_| long)
    }

    fn slop(&mut self) -> Option<Slop> {
        let count = 2 + self.below(3);
        let items: Vec<Vec<WordTest>> = (0..count).filter_map(|_| self.words(2)).collect();
        let foreign = self.pick(&[0, 1, 3, 10]);
        (items.len() > 1).then_some(Slop { items, foreign })
    }

    /// Words as a text has them, with what stands between and sometimes around.
    fn raw(&mut self) -> Option<Raw> {
        let text = self.text();
        let tokens = Tokens::of(text);
        let any_case = self.chance(30);
        let start = self.below(tokens.len());
        let count = 1 + self.below(3);
        let (mut raws, mut gaps, mut before) = (Vec::new(), Vec::new(), None);
        for token in tokens.iter().skip(start).take(count) {
            let sigil = if self.chance(50) { Sigil::Any } else { sigil_of(token.kind()) };
            if sigil == Sigil::Any && token.kind() == TokenKind::Url {
                return None;
            }
            let span = token.span();
            let (mut begin, end) = (span.start as usize, span.end as usize);
            if sigil == Sigil::Any && token.kind().sigil().is_some() {
                begin += text.get(begin..)?.chars().next()?.len_utf8();
            }
            let gap = match before {
                None if self.chance(80) => String::new(),
                None => text.get(..begin)?.chars().next_back().map(String::from)?,
                Some(before) => text.get(before..begin)?.to_owned(),
            };
            gaps.push(gap);
            let mut own = text.get(begin..end)?.to_owned();
            if any_case && self.chance(50) {
                own = own.to_uppercase();
            }
            raws.push(RawToken { sigil, form: token.form().to_owned(), text: own });
            before = Some(end);
        }
        let after = text.get(before?..)?;
        gaps.push(if self.chance(80) { String::new() } else { after.chars().take(2).collect() });
        let gaps = gaps.iter().map(|gap| squeeze(gap)).collect();
        Some(Raw { tokens: raws, gaps, any_case })
    }
}

fn exact(sigil: Sigil, form: &str) -> WordTest {
    WordTest { sigil, pattern: Pattern::Exact(form.to_owned()) }
}

fn sigil_of(kind: TokenKind) -> Sigil {
    match kind {
        TokenKind::Word | TokenKind::Emoji => Sigil::Any,
        TokenKind::Hashtag => Sigil::Hashtag,
        TokenKind::Mention => Sigil::Mention,
        TokenKind::Cashtag => Sigil::Cashtag,
        TokenKind::Url => Sigil::Url,
    }
}

fn squeeze(gap: &str) -> String {
    let mut out = String::new();
    for c in gap.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// Short texts of tricky pieces.
pub(crate) fn tricky_texts(seed: u64, count: usize) -> Vec<String> {
    const PIECES: &[&str] = &[
        "apple",
        "Apple's",
        "APPLES",
        "#Apple",
        "@apple",
        "$APPLE",
        "late",
        "flight",
        "#flights",
        "Flüge",
        "東京",
        "#東京タワー",
        "#late東",
        "京",
        "👍",
        "👍🏽",
        "👨‍👩‍👧",
        "don't",
        "Mr",
        "e",
        "https://shop.example.com/late-flight/apple",
        "www.late.example",
        "Straße",
        "ΟΔΟΣ",
        "οδος",
        "ไทย",
        "ﬁne",
        "Ｗide",
        "co",
        "123",
        "half-price",
        "google+",
        "C++",
        "a",
        "b",
        "iPhone",
    ];
    const BETWEEN: &[&str] =
        &[" ", " ", " ", " ", "  ", ", ", ". ", "! ", "\n", "-", "", "... ", "。", ".\" ", "+"];
    let mut rng = StdRng::seed_from_u64(seed);
    (0..count)
        .map(|_| {
            let mut text = String::new();
            for _ in 0..rng.random_range(0..14) {
                text += PIECES.choose(&mut rng).expect("pieces");
                text += BETWEEN.choose(&mut rng).expect("gaps");
            }
            text
        })
        .collect()
}

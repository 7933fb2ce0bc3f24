//! Any bytes at all, as queries and as posts: everything that reads them ends in time, without a
//! panic, and both evaluators agree.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use earshot_matcher::{Engine, Frequencies, NoSample, PostView, Query, Sample, Scratch, paint};

use super::generate::{self, Chance, OwnPost};
use super::set;
use crate::args::Bytes;

/// What one step may take, on a busy machine.
const MOST: Duration = Duration::from_secs(5);
/// Queries and posts that are tried together, each with each.
const QUERIES: usize = 60;
const POSTS: usize = 20;

/// What queries and posts are often made of.
const PIECES: &[&str] = &[
    "AND",
    "OR",
    "NOT",
    "-",
    "(",
    ")",
    "((",
    "))",
    "\"",
    "\"a b\"",
    "~",
    "~3",
    "~999",
    "NEAR",
    "NEAR/5",
    "NEAR/5f",
    "ONEAR/1",
    "WITHIN SENTENCE",
    "WITHIN",
    "raw:",
    "raw:\"A-b\"",
    "!",
    "++",
    "+",
    "{",
    "}",
    "{BT}",
    "#",
    "@",
    "$",
    "#tag",
    "@ana",
    "$A",
    "*",
    "?",
    "ab*",
    "*ab",
    "a*b",
    "a?b",
    "??",
    "lang:en",
    "lang:",
    "author:(",
    "followers:>5",
    "followers:[1 TO 5]",
    "followers:1..3",
    "site:a.org",
    "url:a/b",
    "links:x",
    "is:spam",
    "sentiment:negative",
    "has:image",
    "list:x",
    "query:\"y\"",
    "/*",
    "*/",
    "/* n */",
    "<<<",
    ">>>",
    "a",
    "b",
    "apple",
    "late",
    "flight",
    "dont",
    "don't",
    "Straße",
    "ΟΔΟΣ",
    "ς",
    "İ",
    "é",
    "\u{301}",
    "\u{200d}",
    "\u{fe0f}",
    "\u{1F3FD}",
    "👍",
    "👨‍👩‍👧",
    "東京",
    "#東京",
    "ไทย",
    "٣",
    "½",
    "ﬁ",
    "\u{12000}",
    "\u{0}",
    "\u{feff}",
    "\u{2028}",
    "“",
    "”",
    "«",
    "»",
    "„",
    "https://a.org/b?c#d",
    "www.a.org",
    "http://",
    "://",
    "é.",
    "Mr. X",
    "…",
    "。",
    "\n",
    "\t",
    "\r\n",
    "  ",
];

/// `earshot-listening bytes`.
pub(crate) fn run(asked: &Bytes) -> anyhow::Result<()> {
    let (start, mut seed) = (Instant::now(), asked.seed);
    let (mut read, mut pairs, mut matches) = (0_u64, 0_u64, 0_u64);
    while start.elapsed() < Duration::from_secs(asked.minutes.saturating_mul(60)) {
        let mut chance = Chance(seed);
        let texts: Vec<String> = (0..QUERIES).map(|_| query(&mut chance)).collect();
        let posts: Vec<String> = (0..POSTS).map(|_| post(&mut chance)).collect();
        let queries = texts.iter().filter_map(|text| look_at(text).transpose());
        let queries =
            queries.collect::<Result<Vec<Query>, _>>().with_context(|| format!("seed {seed}"))?;
        let views: Vec<PostView<'_>> = posts.iter().map(|text| view(text)).collect();
        read += u64::try_from(queries.len())?;
        pairs += u64::try_from(queries.len() * views.len())?;
        matches += ask(&queries, &views).with_context(|| format!("seed {seed}"))?;
        seed += 1;
    }
    println!(
        "{} texts as queries, {read} can be read; {pairs} pairs with posts of any bytes, {matches} matches, no \
         difference; seeds {} to {seed}, {} s",
        (seed - asked.seed) * u64::try_from(QUERIES)?,
        asked.seed,
        start.elapsed().as_secs()
    );
    Ok(())
}

/// The same bytes wherever a post has text.
fn view(text: &str) -> PostView<'_> {
    PostView {
        text,
        title: text,
        author_handle: text,
        author_name: text,
        author_bio: text,
        city: Some(text),
        language: Some(text),
        url: Some(text),
        ..PostView::default()
    }
}

/// Does with one text all that an editor does; gives the query, if it is one.
fn look_at(text: &str) -> anyhow::Result<Option<Query>> {
    within(text, || paint(text))?;
    within(text, || Query::parse(text).map_err(|error| error.to_string()).is_ok())?;
    let Ok(query) = within(text, || Query::parse_search(text))? else { return Ok(None) };
    within(text, || query.explain(text, &NoSample))?;
    within(text, || query.search_terms())?;
    let written = within(text, || query.to_string())?;
    let laid = within(text, || query.layout(text))?;
    for again in [&written, &laid] {
        let read = within(text, || Query::parse_search(again))?;
        let same = read.as_ref().is_ok_and(|read| read.node() == query.node());
        ensure!(
            same || again.len() > earshot_matcher::MAX_BYTES,
            "{text:?} is written as {again:?}: {read:?}"
        );
    }
    Ok(Some(query))
}

/// Asks each query of each post, by both evaluators; says how many pairs match.
fn ask(queries: &[Query], posts: &[PostView<'_>]) -> anyhow::Result<u64> {
    let engine = Engine::new((0..).zip(queries), Frequencies::of(posts.iter().copied()));
    let (mut scratch, mut hits, mut matches) = (Scratch::default(), Vec::new(), 0);
    let sample = Sample::new(posts.iter().copied().take(2));
    for post in posts {
        within(post.text, || {
            engine.match_batch(std::slice::from_ref(post), &mut scratch, &mut hits);
        })?;
        let truth = within(post.text, || Query::which(queries, post))?;
        for ((number, query), expected) in (0_u32..).zip(queries).zip(truth) {
            let hit = hits.iter().find(|hit| hit.listener == number);
            let waits = query.needs_verdict();
            let wrong = if waits { expected && hit.is_none() } else { hit.is_some() != expected };
            if wrong {
                bail!("the engine says {hit:?}, the plain evaluator {expected}\n{query}\n{post:?}");
            }
            if expected {
                matches += 1;
                let spans = within(post.text, || query.spans(post))?.context("it matches")?;
                set::sound(&spans, post.text)?;
            }
        }
    }
    if let Some(query) = queries.first() {
        within("a sample", || query.explain("", &sample))?;
    }
    Ok(matches)
}

fn within<T>(text: &str, work: impl FnOnce() -> T) -> anyhow::Result<T> {
    let start = Instant::now();
    let done = work();
    let taken = start.elapsed();
    ensure!(taken < MOST, "{taken:?} for {text:?}");
    Ok(done)
}

/// A text that may be a query: bytes, pieces, or a query with some bytes changed.
fn query(chance: &mut Chance) -> String {
    match chance.below(6) {
        0 => bytes(chance, 80),
        1..3 => pieces(chance, 12),
        _ => {
            let query = Query::from(generate::query(chance, 3, true)).to_string();
            let changes = chance.below(4);
            bent(chance, &query, changes)
        }
    }
}

fn post(chance: &mut Chance) -> String {
    match chance.below(8) {
        0 | 1 => bytes(chance, 200),
        2 => bytes(chance, 5_000),
        3 => pieces(chance, 60),
        4 => chance.one(PIECES).repeat(1 + chance.below(500)),
        _ => {
            let post = OwnPost::random(chance, 16).text;
            bent(chance, &post, 3)
        }
    }
}

/// Any bytes; what is no UTF-8 becomes the character for that.
fn bytes(chance: &mut Chance, most: usize) -> String {
    let length = chance.below(most);
    let bytes: Vec<u8> = (0..length).map(|_| byte(chance)).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn byte(chance: &mut Chance) -> u8 {
    let end = chance.one(&[128, 256]);
    u8::try_from(chance.below(end)).unwrap_or(0)
}

fn pieces(chance: &mut Chance, most: usize) -> String {
    let count = 1 + chance.below(most);
    let piece = |_| format!("{}{}", chance.one(PIECES), chance.one(&["", " ", " ", " "]));
    (0..count).map(piece).collect()
}

/// A text with some bytes put in, taken out or changed.
fn bent(chance: &mut Chance, text: &str, changes: usize) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..changes {
        let at = chance.below(bytes.len() + 1);
        match chance.below(3) {
            0 => bytes.insert(at, byte(chance)),
            1 if at < bytes.len() => {
                bytes.remove(at);
            }
            _ => {
                let piece = chance.one(PIECES).as_bytes().to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

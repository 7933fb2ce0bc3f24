//! What splitting costs: no memory in the steady state, and time that grows with the text.
#![expect(unsafe_code, reason = "an allocator that counts has to be one")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use earshot_text::{Path, Tokens, tokenize};
use rustix::time::{ClockId, clock_gettime};

thread_local! {
    static ASKED: Cell<usize> = const { Cell::new(0) };
}

/// Counts how often memory is asked for in a thread.
struct Counting;

// SAFETY: it hands every call on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ASKED.set(ASKED.get() + 1);
        // SAFETY: the caller keeps the promises of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ASKED.set(ASKED.get() + 1);
        // SAFETY: the caller keeps the promises of `realloc`.
        unsafe { System.realloc(memory, layout, size) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the promises of `dealloc`.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static MEMORY: Counting = Counting;

#[test]
fn a_used_buffer_asks_for_no_memory() {
    let posts: Vec<&str> = include_str!("texts/written.txt").lines().collect();
    assert!(posts.len() > 20);
    for path in Path::all() {
        let mut tokens = Tokens::read_by(path);
        let mut count = 0;
        for post in &posts {
            tokenize(post, &mut tokens);
            count += tokens.len();
        }
        let before = ASKED.get();
        assert!(before > 0, "the allocator counts");
        for _ in 0..3 {
            for post in &posts {
                tokenize(post, &mut tokens);
                count += tokens.len();
            }
        }
        assert_eq!(ASKED.get(), before, "{} after {count} tokens", path.name());
    }
}

/// The least of three measurements of the time that this thread works, in nanoseconds.
fn time(text: &str, tokens: &mut Tokens) -> i64 {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        time.tv_sec * 1_000_000_000 + time.tv_nsec
    };
    let once = |tokens: &mut Tokens| {
        let start = now();
        tokenize(text, tokens);
        now() - start
    };
    (0..3).map(|_| once(tokens)).min().unwrap_or_default()
}

/// What could make a reader go back again and again.
const PIECES: &[&str] = &[
    "a",
    "é",
    "東",
    "ก",
    "ِ",
    "a\u{301}",
    "\u{301}",
    "и\u{306}",
    "か\u{3099}",
    "\u{3099}",
    "ก\u{E48}\u{E38}",
    "क\u{94D}\u{93C}",
    "\u{200D}",
    "👍\u{200D}",
    "🏽",
    "🇩",
    "1\u{FE0F}",
    "1\u{FE0F}\u{20E3}",
    "*\u{FE0F}",
    "#",
    "#東",
    "#東a",
    "@a's",
    "'",
    "a'",
    "a'\u{AD}",
    "ʼ\u{AD}é",
    ".",
    ".\"",
    "!)",
    "…»",
    ". ",
    "\n",
    "http://",
    "http:///",
    "http://@",
    "www.",
    "https://x.org/)",
    "https://x.org ",
    "http://-@",
    "½",
    "ﷺ",
    "$",
    "㌔",
    "\u{1039}",
    "က\u{1039}",
    "\u{1161}",
    "\u{11A8}",
    "ا\u{655}\u{654}",
    "ـ",
    "\u{E0061}",
    "🏴\u{E0067}",
];

#[test]
fn time_is_linear() {
    let mut tokens = Tokens::default();
    for piece in PIECES {
        let short = piece.repeat(10_000 / piece.len());
        let long = piece.repeat(80_000 / piece.len());
        // The buffer has its size before time is taken.
        tokenize(&long, &mut tokens);
        let (few, many) = (time(&short, &mut tokens), time(&long, &mut tokens));
        // Eight times the text; a quadratic reader would need 64 times as long.
        assert!(many < 30 * few.max(20_000), "{piece:?}: {few} ns, then {many} ns");
    }
}

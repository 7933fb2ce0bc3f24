//! SQLite's FTS5 (Debian's `libsqlite3-0`): posts indexed in memory by the batch, then every query
//! asked of the batch. Queries that it cannot express (fields, raw words, order, scripts without
//! spaces) are left out, in its favour; statements are prepared once, and emptying the index for the
//! next batch does not count.
#![expect(unsafe_code, reason = "the binding of a peer, loaded when it runs")]

use std::ffi::{CString, c_char, c_int, c_void};
use std::fmt::Write as _;
use std::ptr::null_mut;

use anyhow::{Context as _, bail};
use earshot_matcher::{Leaf, Near, Node, Pattern, Query, Reach, Sigil, WordTest};
use earshot_text::{Token, Tokens};
use libloading::{Library, Symbol};

const ROW: c_int = 100;
const DONE: c_int = 101;
/// A NEAR between groups with more pairs than this is left out.
const MOST_PAIRS: usize = 256;

type Open = unsafe extern "C" fn(*const c_char, *mut *mut c_void) -> c_int;
type Prepare = unsafe extern "C" fn(
    *mut c_void,
    *const c_char,
    c_int,
    *mut *mut c_void,
    *mut *const c_char,
) -> c_int;
type Bind = unsafe extern "C" fn(*mut c_void, c_int, *const c_char, c_int, *const c_void) -> c_int;
type OfStatement = unsafe extern "C" fn(*mut c_void) -> c_int;

/// A database in memory.
pub(crate) struct Fts5 {
    library: Library,
    database: *mut c_void,
    insert: *mut c_void,
    select: *mut c_void,
    /// What can be asked of it.
    pub(crate) queries: Vec<CString>,
}

impl Fts5 {
    /// Opens a database in memory. Fails where the library is not installed.
    pub(crate) fn new(queries: &[Query]) -> anyhow::Result<Self> {
        // SAFETY: loading a system library runs its constructors, which have no requirements.
        let library =
            unsafe { Library::new("libsqlite3.so.0") }.context("libsqlite3.so.0 is missing")?;
        let mut database = null_mut();
        // SAFETY: the signature is that of sqlite3.h; the name is nul-terminated.
        let opened = unsafe {
            let open: Symbol<'_, Open> = library.get(b"sqlite3_open")?;
            open(c":memory:".as_ptr(), &raw mut database)
        };
        if opened != 0 {
            bail!("SQLite answers {opened}");
        }
        let texts = queries.iter().filter_map(|query| written(query.node()));
        let queries = texts.map(CString::new).collect::<Result<_, _>>()?;
        let (insert, select) = (null_mut(), null_mut());
        let mut new = Self { library, database, insert, select, queries };
        new.run("create virtual table post using fts5(text, tokenize='unicode61')")?;
        new.insert = new.prepare("insert into post (text) values (?1)")?;
        new.select = new.prepare("select rowid from post where post match ?1")?;
        Ok(new)
    }

    /// Forgets the posts.
    pub(crate) fn clear(&self) -> anyhow::Result<()> {
        self.run("delete from post").map(|_| ())
    }

    /// Indexes a batch of posts and asks every query; says how many rows matched.
    pub(crate) fn match_batch(&self, texts: &[CString]) -> anyhow::Result<u64> {
        self.run("begin")?;
        for text in texts {
            self.step(self.insert, Some(text))?;
        }
        self.run("commit")?;
        let mut rows = 0;
        for query in &self.queries {
            rows += self.step(self.select, Some(query))?;
        }
        Ok(rows)
    }

    fn prepare(&self, sql: &str) -> anyhow::Result<*mut c_void> {
        let text = CString::new(sql)?;
        let mut statement = null_mut();
        // SAFETY: the signature is that of sqlite3.h; the text is nul-terminated.
        let made = unsafe {
            let prepare: Symbol<'_, Prepare> = self.library.get(b"sqlite3_prepare_v2")?;
            prepare(self.database, text.as_ptr(), -1, &raw mut statement, null_mut())
        };
        if made != 0 {
            bail!("SQLite answers {made} to {sql}");
        }
        Ok(statement)
    }

    /// Runs one statement once, to its end.
    fn run(&self, sql: &str) -> anyhow::Result<u64> {
        let statement = self.prepare(sql)?;
        let rows = self.step(statement, None);
        // SAFETY: the statement is not used afterwards.
        unsafe {
            let finalize: Symbol<'_, OfStatement> = self.library.get(b"sqlite3_finalize")?;
            finalize(statement);
        }
        rows
    }

    /// Runs a prepared statement to its end, and makes it ready for the next time; says how many rows
    /// it gave.
    fn step(&self, statement: *mut c_void, value: Option<&CString>) -> anyhow::Result<u64> {
        let mut rows = 0;
        // SAFETY: the signatures are those of sqlite3.h; the statement is one of this database, and
        // the value lives until the statement is reset.
        let ended = unsafe {
            let bind: Symbol<'_, Bind> = self.library.get(b"sqlite3_bind_text")?;
            let step: Symbol<'_, OfStatement> = self.library.get(b"sqlite3_step")?;
            let reset: Symbol<'_, OfStatement> = self.library.get(b"sqlite3_reset")?;
            if let Some(value) = value {
                bind(statement, 1, value.as_ptr(), -1, std::ptr::null());
            }
            let ended = loop {
                match step(statement) {
                    ROW => rows += 1,
                    ended => break ended,
                }
            };
            reset(statement);
            ended
        };
        if ended != DONE {
            bail!("SQLite answers {ended} with {value:?}");
        }
        Ok(rows)
    }
}

/// A query in the language of FTS5; `None` where that has no words for it.
fn written(node: &Node) -> Option<String> {
    match node {
        Node::And(nodes) => {
            let (mut asked, mut excluded) = (Vec::new(), String::new());
            for node in nodes {
                if let Node::Not(inner) = node {
                    write!(excluded, " NOT {}", written(inner)?).ok()?;
                } else {
                    asked.push(written(node)?);
                }
            }
            (!asked.is_empty()).then(|| format!("(({}){excluded})", asked.join(" AND ")))
        }
        Node::Or(nodes) => {
            let nodes: Option<Vec<String>> = nodes.iter().map(written).collect();
            Some(format!("({})", nodes?.join(" OR ")))
        }
        Node::Named(named) => written(&named.node),
        Node::Near(near) => close(near),
        Node::Leaf(Leaf::Words(tests)) => phrase(tests),
        Node::Not(_) | Node::Leaf(_) => None,
    }
}

/// FTS5's NEAR stands between phrases alone and knows no order: groups become one NEAR for each pair.
fn close(near: &Near) -> Option<String> {
    let Reach::Within(places) = near.reach else { return None };
    let (left, right) = (phrases(&near.left)?, phrases(&near.right)?);
    let pairs = left
        .iter()
        .flat_map(|one| right.iter().map(move |other| format!("NEAR({one} {other}, {places})")));
    let pairs: Vec<String> = pairs.collect();
    (pairs.len() <= MOST_PAIRS).then(|| format!("({})", pairs.join(" OR ")))
}

/// One phrase, or those of which one is enough.
fn phrases(node: &Node) -> Option<Vec<String>> {
    match node {
        Node::Or(nodes) => {
            let all: Option<Vec<Vec<String>>> = nodes.iter().map(phrases).collect();
            Some(all?.concat())
        }
        Node::Named(named) => phrases(&named.node),
        Node::Leaf(Leaf::Words(tests)) => Some(vec![phrase(tests)?]),
        Node::And(_) | Node::Not(_) | Node::Near(_) | Node::Leaf(_) => None,
    }
}

fn phrase(tests: &[WordTest]) -> Option<String> {
    let mut words = Vec::new();
    let mut star = "";
    for (place, test) in tests.iter().enumerate() {
        if matches!(test.sigil, Sigil::Url) {
            return None;
        }
        let form = match &test.pattern {
            Pattern::Exact(form) => form.as_str(),
            Pattern::Glob(glob) if place + 1 == tests.len() => {
                star = "*";
                glob.prefix()?
            }
            Pattern::Glob(_) => return None,
        };
        // It reads scripts without spaces as one long word, and emoji not at all.
        let tokens = Tokens::of(form);
        let letters = form.chars().any(char::is_alphanumeric) && !form.contains('"');
        if !letters || tokens.as_slice().iter().any(Token::is_single) {
            return None;
        }
        words.push(form);
    }
    Some(format!("\"{}\"{star}", words.join(" ")))
}

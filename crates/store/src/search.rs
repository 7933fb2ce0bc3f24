//! The full-text index over the token stream of `text`. It gives a superset; the matcher verifies
//! each hit, so that a search means exactly what a listener means.
//!
//! Tokens come ready from the caller. On SQLite they are parted by spaces in a contentless FTS5
//! table, on PostgreSQL they are the lexemes of a tsvector: no tokenizer of the engine touches them.

use earshot_model::PostId;

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::{Value, args};

/// What is looked up: any of the groups, of which every term must hold. A group needs a token or a
/// prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookup {
    /// OR of ANDs. No groups find nothing.
    pub any_of: Vec<Vec<Term>>,
}

/// One term of a lookup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// This token.
    Token(String),
    /// Every token that starts so.
    Prefix(String),
    /// All but this token.
    Without(String),
}

row! {
    /// A post that the index found.
    pub struct Found {
        /// Which post.
        pub post_id: PostId,
        /// Its place in the index: newer posts have greater ones.
        pub doc_id: i64,
    }
}

row! {
    /// A post that an older tokenizer indexed.
    pub struct Outdated {
        /// Which post.
        pub post_id: PostId,
        /// Its place in the index.
        pub doc_id: i64,
        /// Its words.
        pub text: String,
    }
}

row! {
    struct Doc {
        doc_id: i64,
    }
}

/// Puts posts into the index. `tokenizer` is the version of the token stream.
///
/// # Errors
/// As the database.
pub async fn insert_all(
    tx: &mut Tx,
    docs: Vec<(PostId, Vec<String>)>,
    tokenizer: i64,
) -> Result<()> {
    let org = tx.org();
    if docs.is_empty() {
        return Ok(());
    }
    if tx.is_postgres() {
        return insert_postgres(tx, docs, tokenizer).await;
    }
    let last: Option<Option<i64>> =
        tx.cell("SELECT MAX(doc_id) AS it FROM search_posts", Vec::new()).await?;
    let mut rows = Vec::with_capacity(docs.len());
    let mut index = Vec::with_capacity(docs.len());
    for (doc_id, (post, tokens)) in (last.flatten().unwrap_or(0) + 1..).zip(docs) {
        rows.push(args![doc_id, org, post, tokenizer]);
        index.push(args![doc_id, lexemes(tokens).join(" ")]);
    }
    tx.insert_all("INSERT INTO search_posts (doc_id, org_id, post_id, tokenizer)", rows, "")
        .await?;
    tx.insert_all("INSERT INTO search_index (rowid, tokens)", index, "").await?;
    Ok(())
}

async fn insert_postgres(
    tx: &mut Tx,
    docs: Vec<(PostId, Vec<String>)>,
    tokenizer: i64,
) -> Result<()> {
    let org = tx.org();
    let rows = docs
        .into_iter()
        .map(|(post, tokens)| args![org, post, tokenizer, lexemes(tokens).join(" ")])
        .collect();
    tx.insert_from(
        "INSERT INTO search_posts (org_id, post_id, tokenizer, tokens)
         SELECT d.org_id, d.post_id, d.tokenizer, array_to_tsvector(string_to_array(d.words, ' '))
         FROM",
        rows,
        "AS d (org_id, post_id, tokenizer, words)",
    )
    .await?;
    Ok(())
}

/// Tokens as both indexes can hold them: without spaces and quotes, not empty, each once, and no
/// longer than PostgreSQL's limit of 2,046 bytes for a lexeme.
pub(crate) fn lexemes(tokens: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = tokens.into_iter().map(|token| lexeme(&token)).collect();
    kept.retain(|token| !token.is_empty());
    kept.sort_unstable();
    kept.dedup();
    kept
}

fn lexeme(token: &str) -> String {
    let mut kept = String::with_capacity(token.len());
    for c in token.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'' | '\\' | '\0'))
    {
        if kept.len() + c.len_utf8() > 1000 {
            break;
        }
        kept.push(c);
    }
    kept
}

/// Takes posts out of the index.
///
/// # Errors
/// As the database.
pub async fn remove(tx: &mut Tx, posts: &[PostId]) -> Result<()> {
    let org = tx.org();
    let list: Vec<Value> = posts.iter().map(|id| Value::from(*id)).collect();
    if !tx.is_postgres() {
        let docs: Vec<Doc> = tx
            .all_in(
                "SELECT doc_id FROM search_posts WHERE org_id = $1 AND post_id IN (?)",
                &args![org],
                list.clone(),
            )
            .await?;
        let docs = docs.into_iter().map(|doc| Value::from(doc.doc_id)).collect();
        tx.exec_in("DELETE FROM search_index WHERE rowid IN (?)", &[], docs).await?;
    }
    tx.exec_in("DELETE FROM search_posts WHERE org_id = $1 AND post_id IN (?)", &args![org], list)
        .await?;
    Ok(())
}

/// How many posts were indexed by a tokenizer before `tokenizer`.
///
/// # Errors
/// As the database.
pub async fn count_outdated(conn: &mut Conn, tokenizer: i64) -> Result<i64> {
    let org = conn.org();
    let count = conn
        .cell(
            "SELECT COUNT(*) AS it FROM search_posts WHERE org_id = $1 AND tokenizer < $2",
            args![org, tokenizer],
        )
        .await?;
    Ok(count.unwrap_or(0))
}

/// Posts that were indexed by a tokenizer before `tokenizer`, newest first, before `before` (a
/// `doc_id`), at most `limit`.
///
/// # Errors
/// As the database.
pub async fn outdated(
    conn: &mut Conn,
    tokenizer: i64,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Outdated>> {
    let org = conn.org();
    conn.all(
        "SELECT s.post_id, s.doc_id, t.text
         FROM search_posts s
         JOIN posts t ON t.org_id = s.org_id AND t.id = s.post_id
         WHERE s.org_id = $1 AND s.tokenizer < $2 AND s.doc_id < $3
         ORDER BY s.doc_id DESC
         LIMIT $4",
        args![org, tokenizer, before.unwrap_or(i64::MAX), limit],
    )
    .await
}

/// Indexes posts anew at the places that they have.
///
/// # Errors
/// As the database.
pub async fn replace_all(
    tx: &mut Tx,
    docs: Vec<(Outdated, Vec<String>)>,
    tokenizer: i64,
) -> Result<()> {
    let org = tx.org();
    if tx.is_postgres() {
        let rows = docs
            .into_iter()
            .map(|(doc, tokens)| args![org, doc.post_id, tokenizer, lexemes(tokens).join(" ")]);
        tx.insert_from(
            "UPDATE search_posts s
             SET tokenizer = d.tokenizer,
                 tokens = array_to_tsvector(string_to_array(d.words, ' '))
             FROM",
            rows.collect(),
            "AS d (org_id, post_id, tokenizer, words)
             WHERE s.org_id = d.org_id AND s.post_id = d.post_id",
        )
        .await?;
        return Ok(());
    }
    let places: Vec<Value> = docs.iter().map(|(doc, _)| Value::from(doc.doc_id)).collect();
    tx.exec_in("DELETE FROM search_index WHERE rowid IN (?)", &[], places.clone()).await?;
    let rows = docs
        .into_iter()
        .map(|(doc, tokens)| args![doc.doc_id, lexemes(tokens).join(" ")])
        .collect();
    tx.insert_all("INSERT INTO search_index (rowid, tokens)", rows, "").await?;
    tx.exec_in(
        "UPDATE search_posts SET tokenizer = $2 WHERE org_id = $1 AND doc_id IN (?)",
        &args![org, tokenizer],
        places,
    )
    .await?;
    Ok(())
}

/// The posts that may match, newest first, before `before` (a `doc_id`), at most `limit`.
///
/// # Errors
/// As the database.
pub async fn find(
    conn: &mut Conn,
    lookup: &Lookup,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Found>> {
    let org = conn.org();
    if lookup.any_of.is_empty() {
        return Ok(Vec::new());
    }
    let before = before.unwrap_or(i64::MAX);
    if conn.is_postgres() {
        return conn
            .all(
                "SELECT post_id, doc_id FROM find_words($1::tsquery, $2, $3) ORDER BY doc_id DESC",
                args![postgres_query(lookup), before, limit],
            )
            .await;
    }
    // The inner query walks the index from its end and stops early; the organization is checked
    // per hit, because the index itself knows none.
    conn.all(
        "SELECT s.post_id, s.doc_id
         FROM search_index i
         CROSS JOIN search_posts s ON s.doc_id = i.rowid
         WHERE search_index MATCH $2 AND i.rowid < $3 AND s.org_id = $1
         ORDER BY i.rowid DESC
         LIMIT $4",
        args![org, sqlite_query(lookup), before, limit],
    )
    .await
}

fn sqlite_query(lookup: &Lookup) -> String {
    joined(lookup, " AND ", " NOT ", " OR ", |term| match term {
        Term::Token(token) | Term::Without(token) => format!("\"{}\"", lexeme(token)),
        Term::Prefix(prefix) => format!("\"{}\"*", lexeme(prefix)),
    })
}

fn postgres_query(lookup: &Lookup) -> String {
    joined(lookup, " & ", " & !", " | ", |term| match term {
        Term::Token(token) | Term::Without(token) => format!("'{}'", lexeme(token)),
        Term::Prefix(prefix) => format!("'{}':*", lexeme(prefix)),
    })
}

/// Each group in brackets: first what must be there, then, each after `not`, what must not.
fn joined(
    lookup: &Lookup,
    and: &str,
    not: &str,
    or: &str,
    word: impl Fn(&Term) -> String,
) -> String {
    let group = |terms: &Vec<Term>| {
        let (without, with): (Vec<&Term>, Vec<&Term>) =
            terms.iter().partition(|term| matches!(term, Term::Without(_)));
        let mut text = with.into_iter().map(&word).collect::<Vec<_>>().join(and);
        for term in without {
            text.push_str(not);
            text.push_str(&word(term));
        }
        format!("({text})")
    };
    lookup.any_of.iter().map(group).collect::<Vec<_>>().join(or)
}

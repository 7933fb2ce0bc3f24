//! What agents look at: cases and searches, drawn from what is stored.

use earshot_model::{CaseId, PostId};
use earshot_store::{Conn, lookups, posts};
use earshot_text::search_tokens;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt, SeedableRng as _};

/// The number of the newest case; numbers have no gaps.
///
/// # Errors
/// As the database.
pub(crate) async fn newest_case(conn: &mut Conn) -> anyhow::Result<i64> {
    let mut step = 1_i64;
    while lookups::case_by_number(conn, step).await?.is_some() {
        step = step.saturating_mul(2);
    }
    // The newest one is below `step`, and not below its half.
    let (mut there, mut missing) = (step / 2, step);
    while missing - there > 1 {
        let middle = there + (missing - there) / 2;
        match lookups::case_by_number(conn, middle).await? {
            Some(_) => there = middle,
            None => missing = middle,
        }
    }
    Ok(there)
}

/// Cases at random.
///
/// # Errors
/// As the database.
pub(crate) async fn cases(conn: &mut Conn, count: usize, seed: u64) -> anyhow::Result<Vec<CaseId>> {
    let newest = newest_case(conn).await?;
    let mut rng = StdRng::seed_from_u64(seed);
    let mut found = Vec::new();
    while newest > 0 && found.len() < count {
        let number = rng.random_range(1..=newest);
        found.extend(lookups::case_by_number(conn, number).await?);
    }
    Ok(found)
}

/// Searches made of the words of random stored posts, so that frequent words are asked for often:
/// half of them one word, a third two words of one post, the rest a word without another.
///
/// # Errors
/// As the database.
pub(crate) async fn searches(
    conn: &mut Conn,
    count: usize,
    seed: u64,
) -> anyhow::Result<Vec<String>> {
    let newest = lookups::newest(conn, None, 1).await?.first().map_or(0, |found| found.doc_id);
    let mut rng = StdRng::seed_from_u64(seed);
    let mut found = Vec::new();
    // Posts of nothing but links give no words: some tries are in vain.
    for _ in 0..count.saturating_mul(4) {
        if newest == 0 || found.len() >= count {
            break;
        }
        let before = rng.random_range(2..=newest + 1);
        let drawn = lookups::newest(conn, Some(before), 1).await?;
        let ids: Vec<PostId> = drawn.iter().map(|found| found.post_id).collect();
        for post in posts::find_all(conn, ids).await? {
            found.extend(search(&post.text, &mut rng));
        }
    }
    Ok(found)
}

fn search(text: &str, rng: &mut StdRng) -> Option<String> {
    let plain = |word: &String| {
        (3..=24).contains(&word.chars().count()) && word.chars().all(char::is_alphanumeric)
    };
    let words: Vec<String> = search_tokens(text).filter(plain).collect();
    let (one, two) = (words.choose(rng)?, words.choose(rng)?);
    Some(match rng.random_range(0..6) {
        0..3 => one.clone(),
        3..5 => format!("{one} {two}"),
        _ if one == two => one.clone(),
        _ => format!("{one} -{two}"),
    })
}

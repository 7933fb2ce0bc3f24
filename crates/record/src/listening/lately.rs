//! What one listener found last.

use std::collections::HashMap;

use earshot_matcher::Query;
use earshot_model::{ListenerId, PostId, Visibility};
use earshot_store::lookups::{self, SeenPost};
use earshot_store::{Conn, listening};

use crate::error::Result;
use crate::names;
use crate::search::{Hit, seen};

/// How many finds are looked through for those that the reader may see.
const LOOKED_AT: i64 = 200;

/// The newest posts that a listener found and `eyes` may see, at most `limit`, each with the places that
/// its query, as it reads now, has in it. An earlier query may have found a post that this one would not.
///
/// # Errors
/// As the store.
pub async fn lately(
    conn: &mut Conn,
    eyes: &Visibility,
    listener: ListenerId,
    query: &str,
    limit: usize,
) -> Result<Vec<Hit>> {
    let ids = listening::newest(conn, listener, LOOKED_AT).await?;
    let posts = lookups::seen(conn, eyes, &ids).await?;
    let mut posts: HashMap<PostId, SeenPost> =
        posts.into_iter().map(|post| (post.post_id, post)).collect();
    let book = names::book(conn, std::iter::once(query)).await?;
    let query = Query::parse_with(query, &book, None).ok();
    let spans = |post: &SeenPost| query.as_ref()?.spans(&seen(post));
    let newest = ids.iter().filter_map(|id| posts.remove(id));
    Ok(newest
        .take(limit)
        .map(|post| Hit { spans: spans(&post).unwrap_or_default(), post })
        .collect())
}

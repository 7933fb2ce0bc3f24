//! Hashtags that were noticed as used against the brand, with posts that use them.

use std::collections::HashMap;

use earshot_model::{PostId, Span, Time, Visibility};
use earshot_store::Conn;
use earshot_store::hashtags::{self, Alert};
use earshot_store::lookups::{self, SeenPost};
use earshot_text::{TokenKind, Tokens};

use crate::error::Result;
use crate::search::Hit;

/// So long an alert that somebody has seen stays on the page, in microseconds: 7 days.
const STAYS: i64 = 7 * Time::DAY;
/// The most alerts on the page.
const MOST: i64 = 20;
/// How many of the newest uses are looked through for those that the reader may see.
const LOOKED_AT: i64 = 100;
/// How many posts stand below an alert.
const SHOWN: usize = 4;

/// A hashtag that is used against the brand.
#[derive(Debug, Clone, PartialEq)]
pub struct Alarm {
    /// What was noticed, and who has seen it.
    pub alert: Alert,
    /// The newest posts with the hashtag that the reader may see.
    pub posts: Vec<Hit>,
}

/// Alerts that nobody has seen, and those of the last seven days: unseen ones first, then the newest.
///
/// # Errors
/// As the store.
pub async fn alarms(conn: &mut Conn, eyes: &Visibility, now: Time) -> Result<Vec<Alarm>> {
    let mut alarms = Vec::new();
    for alert in hashtags::alerts(conn, now.plus(-STAYS), MOST).await? {
        let ids = hashtags::newest(conn, &alert.hashtag, LOOKED_AT).await?;
        let seen = lookups::seen(conn, eyes, &ids).await?;
        let mut seen: HashMap<PostId, SeenPost> =
            seen.into_iter().map(|post| (post.post_id, post)).collect();
        let newest = ids.iter().filter_map(|id| seen.remove(id)).take(SHOWN);
        let posts =
            newest.map(|post| Hit { spans: places(&post.text, &alert.hashtag), post }).collect();
        alarms.push(Alarm { alert, posts });
    }
    Ok(alarms)
}

/// Where a text has the hashtag.
fn places(text: &str, hashtag: &str) -> Vec<Span> {
    let tokens = Tokens::of(text);
    let tags = tokens.iter().filter(|token| token.kind() == TokenKind::Hashtag);
    tags.filter(|token| token.form() == hashtag).map(|token| token.span()).collect()
}

//! Posts of live cases are looked at again: for edits and deletes that nobody told.

use earshot_channels::{Fault, Page};
use earshot_model::{OrgId, PostId};
use earshot_store::sources::{self, Source};

use super::ready::Ready;
use crate::{Listen, Result};

/// How many posts are looked at in one page.
const AT_ONCE: i64 = 20;

impl Listen {
    /// The next posts of live cases as they stand on the channel now. The cursor is the last of them.
    pub(super) async fn see_again(
        &self,
        org: OrgId,
        source: &Source,
        ready: &Ready,
    ) -> Result<Result<Page, Fault>> {
        let after: Option<PostId> = source.cursor.parse().ok();
        let mut conn = self.db.read(org).await?;
        let posts = sources::in_live_cases(&mut conn, source.account_id, after, AT_ONCE).await?;
        drop(conn);
        let Some(last) = posts.last().map(|post| post.id) else {
            // All were looked at: the next look begins at the first.
            let page = Page { cursor: Some(String::new()), ..Page::default() };
            return Ok(Ok(page));
        };
        let ids: Vec<String> = posts.into_iter().map(|post| post.external_id).collect();
        let seen = ready.channel.hydrate(&ready.access, &ids).await;
        Ok(seen.map(|events| Page { events, cursor: Some(last.to_string()), more: true }))
    }
}

//! Posts of live cases are looked at again. Nobody can edit a post here, but everybody can delete one.

use std::collections::HashSet;

use earshot_model::ChannelEvent;

use super::Bluesky;
use super::calls::Call;
use super::wire::{PostShape, PostsShape, ThreadShape};
use crate::access::Access;
use crate::fault::Fault;
use crate::pace::Lane;

/// The most posts of one request.
const AT_ONCE: usize = 25;

impl Bluesky {
    pub(super) async fn look_again(
        &self,
        access: &Access,
        ids: &[String],
    ) -> Result<Vec<ChannelEvent>, Fault> {
        // The words of direct messages are kept for both sides, and nobody tells what the other deletes.
        let posts: Vec<String> = ids.iter().filter(|id| id.starts_with("at://")).cloned().collect();
        let mut gone = Vec::new();
        for some in posts.chunks(AT_ONCE) {
            let found = self.posts(access, Lane::Cases, some).await?;
            let found: HashSet<&str> = found.iter().map(|post| post.uri.as_str()).collect();
            for id in some.iter().filter(|id| !found.contains(id.as_str())) {
                if self.is_gone(access, id).await? {
                    gone.push(ChannelEvent::Delete { id: id.clone(), at: access.now() });
                }
            }
        }
        Ok(gone)
    }

    /// Those of these posts that we can see.
    pub(super) async fn posts(
        &self,
        access: &Access,
        lane: Lane,
        ids: &[String],
    ) -> Result<Vec<PostShape>, Fault> {
        let call = Call::get("app.bsky.feed.getPosts", lane);
        let call = ids.iter().fold(call, |call, id| call.with("uris", id));
        Ok(self.ask::<PostsShape>(access, call).await?.posts)
    }

    /// Whether a post that is not shown to us went. Whoever blocks the brand hides posts from it: those
    /// stand there all the same.
    async fn is_gone(&self, access: &Access, id: &str) -> Result<bool, Fault> {
        let call = Call::get("app.bsky.feed.getPostThread", Lane::Cases).with("uri", id);
        let call = call.with("depth", "0").with("parentHeight", "0");
        match self.ask::<ThreadShape>(access, call).await {
            Ok(found) => Ok(found.thread.is_gone()),
            Err(Fault::NotThere(_)) => Ok(true),
            Err(other) => Err(other),
        }
    }
}

//! Which post an answer goes to.

use earshot_model::{Audience, Case, Direction, Post, PostState};
use earshot_store::Tx;
use earshot_store::posts;

use crate::Result;

/// How far back in a case an answer looks for its post.
const BACK: i64 = 500;

/// The post that an answer to this audience goes to, if the case has one.
pub(super) async fn target(tx: &mut Tx, case: &Case, audience: Audience) -> Result<Option<Post>> {
    let posts = posts::of_case(tx, case.id, BACK).await?;
    Ok(choose(&posts, case, audience).cloned())
}

/// In public: the newest open post, of the customer before anybody else's. In private: the newest
/// private post of the customer; without one their newest open post, since a channel may write to
/// its author. Nobody but the customer of the case is ever answered in private.
fn choose<'p>(newest_first: &'p [Post], case: &Case, audience: Audience) -> Option<&'p Post> {
    let said = || {
        newest_first
            .iter()
            .filter(|p| p.direction == Direction::Inbound && p.state != PostState::Deleted)
    };
    let mut theirs = said().filter(|post| post.person_id == case.person_id);
    if audience.is_open() {
        return theirs
            .find(|post| post.audience.is_open())
            .or_else(|| said().find(|post| post.audience.is_open()));
    }
    let private = theirs.clone().find(|post| post.audience == Audience::Private);
    private.or_else(|| theirs.find(|post| post.audience.is_open()))
}

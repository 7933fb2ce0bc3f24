//! Posts of live cases are looked at again: a feed does not say what went, so their pages are asked.

use earshot_egress::Method;
use earshot_model::ChannelEvent;
use futures_util::future::join_all;

use crate::access::Access;
use crate::fault::Fault;

/// A delete for each post whose page went. What cannot be asked stays.
pub(super) async fn look_again(access: &Access, ids: &[String]) -> Vec<ChannelEvent> {
    let pages = ids.iter().filter(|id| is_page(id));
    let looks = join_all(pages.map(|id| async move {
        match access.fetch(Method::HEAD, id, &[]).await {
            Err(Fault::NotThere(_)) => Some(id),
            _ => None,
        }
    }));
    let gone = looks.await.into_iter().flatten();
    gone.map(|id| ChannelEvent::Delete { id: id.clone(), at: access.now() }).collect()
}

/// Whether an id is the address of a page that is the post's own.
fn is_page(id: &str) -> bool {
    (id.starts_with("https://") || id.starts_with("http://")) && !id.contains('#')
}

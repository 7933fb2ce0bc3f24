//! Direct messages as posts of ours.

use earshot_model::{Audience, ChannelItem, Surface};

use super::item::{author_of, cut, moment};
use super::record::Record;
use super::shapes::{MessageShape, ProfileShape};
use super::words::with_links;
use crate::http::Limits;

/// A message between `me` and one other of `members`. Nothing in a conversation of several, nothing
/// from somebody who is not in it, and nothing without a date.
#[must_use]
pub fn message_item(
    convo: &str,
    message: &MessageShape,
    members: &[ProfileShape],
    me: &str,
) -> Option<ChannelItem> {
    let mut others = members.iter().filter(|member| member.did != me);
    let other = others.next().filter(|_| others.next().is_none())?;
    let author = members.iter().find(|member| member.did == message.sender.did)?;
    let mut record = Record::default();
    for facet in message.facets.as_array().map_or(&[][..], Vec::as_slice) {
        record.facet(facet);
    }
    Some(ChannelItem {
        id: format!("{convo}/{}", message.id),
        revision: "0".to_owned(),
        surface: Surface::Dm,
        audience: Audience::Private,
        thread: format!("direct:{}", other.did),
        parent: None,
        author: author_of(author),
        text: cut(&with_links(&message.text, &record.links), Limits::TEXT),
        language: None,
        url: None,
        rating: None,
        posted_at: moment(&message.sent_at)?,
        edited_at: None,
        sent_as: None,
    })
}

/// Whether two texts say the same, apart from white space.
#[must_use]
pub fn same_words(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

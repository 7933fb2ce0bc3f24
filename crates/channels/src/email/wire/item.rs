//! A mail as a post.

use earshot_model::{Audience, ChannelAuthor, ChannelItem, Surface, Time};

use super::{Mail, Mailbox, Own, quote};

/// The most bytes of a post's text: what the channel protocol allows.
const LONGEST: usize = 100_000;
/// How far the clock of an author may be off before the arrival counts, in microseconds.
const BEHIND: i64 = 7 * Time::DAY;
const AHEAD: i64 = 5 * Time::MINUTE;

/// A mail that arrived at `arrived_at` as a post; nothing where nobody could be answered.
///
/// Its author is whoever answers go to: the address in `Reply-To`, if there is one. The text then says
/// who sent it.
#[must_use]
pub fn item(mail: &Mail, own: &Own, arrived_at: Time) -> Option<ChannelItem> {
    let from = mail.from.as_ref()?;
    let to = mail.reply_to.as_ref().filter(|other| !own.is_own(other)).unwrap_or(from);
    let marks = own.marks(mail);
    let near = |at: &Time| at.since(arrived_at) <= AHEAD && arrived_at.since(*at) <= BEHIND;
    Some(ChannelItem {
        id: id(mail),
        revision: "1".to_owned(),
        surface: Surface::Mail,
        audience: Audience::Private,
        thread: marks.thread,
        parent: marks.answers,
        author: ChannelAuthor {
            id: to.address.clone(),
            handle: to.address.clone(),
            name: if to.name.is_empty() { from.name.clone() } else { to.name.clone() },
            followers: None,
        },
        text: text(mail, from, to),
        language: None,
        url: None,
        rating: None,
        posted_at: mail.written_at.filter(near).unwrap_or(arrived_at),
        edited_at: None,
        sent_as: None,
    })
}

/// The post's id: the mail's, with eight digits of its digest, so that nobody takes the place of
/// another's mail by using its id.
pub(in crate::email) fn id(mail: &Mail) -> String {
    let digits: String = mail.digest.chars().take(8).collect();
    match &mail.message_id {
        Some(id) => format!("{id}#{digits}"),
        None => format!("#{}", mail.digest),
    }
}

/// The id of the mail that a post is, without angle brackets; nothing where it had none.
pub(in crate::email) fn message_id(post: &str) -> Option<&str> {
    let id = post.rsplit_once('#').map_or(post, |(id, _)| id);
    (!id.is_empty()).then_some(id)
}

fn text(mail: &Mail, from: &Mailbox, to: &Mailbox) -> String {
    let mut parts = Vec::new();
    if !from.is_plus_of(to) {
        parts.push(format!("[{} \u{2192} {}]", from.address, to.address));
    }
    let own = quote::fold(&mail.text);
    let told_before = mail.is_answer() && !own.is_empty();
    if !mail.subject.is_empty() && !told_before {
        parts.push(mail.subject.clone());
    }
    if !own.is_empty() {
        parts.push(own);
    }
    if !mail.attachments.is_empty() {
        let rows = mail.attachments.iter().map(|one| format!("[\u{1f4ce} {one}]"));
        parts.push(rows.collect::<Vec<_>>().join("\n"));
    }
    let mut whole = parts.join("\n\n");
    if whole.len() > LONGEST {
        let cut = LONGEST.saturating_sub(8);
        let end = (0..=cut).rev().find(|at| whole.is_char_boundary(*at)).unwrap_or(0);
        whole.truncate(end);
        whole.push_str("\n[...]");
    }
    whole
}

impl Mail {
    /// Whether it answers another mail: then its subject says nothing new.
    fn is_answer(&self) -> bool {
        !self.in_reply_to.is_empty() || !self.references.is_empty()
    }
}

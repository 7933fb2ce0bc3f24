//! Direct messages: read, given, found again. They go through a service of their own, which sees their
//! words: they are not encrypted. <https://docs.bsky.app/docs/tutorials/direct-messages>

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use earshot_model::{AccountId, ChannelEvent, Time};
use serde_json::json;

use super::Bluesky;
use super::calls::Call;
use super::wire::{
    ConvoShape, ConvosShape, LogShape, MessageShape, MessagesShape, OneConvoShape, ProfileShape,
    message_item, moment, same_words,
};
use crate::access::Access;
use crate::channel::{Outgoing, Page, Receipt, Wanted};
use crate::fault::Fault;
use crate::pace::Lane;

/// How far the service's clock may be behind ours, in microseconds.
const SKEW: i64 = 5 * Time::MINUTE;
/// How many of the newest messages of a conversation are asked for at once.
const PAGE: &str = "100";
/// How many such pages are looked through.
const PAGES: usize = 5;
/// How many conversations with unread words are read when an account is new.
const UNREAD: &str = "20";
/// The most conversations whose members are remembered; then all are forgotten and asked for again.
const MOST: usize = 5_000;
/// The most bytes of a message: `chat.bsky.convo.defs#messageInput`.
const MOST_BYTES: usize = 10_000;

/// Who is in which conversation.
#[derive(Debug, Default)]
pub(super) struct Members(Mutex<HashMap<(AccountId, String), Vec<ProfileShape>>>);

impl Members {
    fn of(&self, account: AccountId, convo: &str) -> Option<Vec<ProfileShape>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&(account, convo.to_owned())).cloned()
    }

    fn remember(&self, account: AccountId, convo: &ConvoShape) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.clear();
        }
        all.insert((account, convo.id.clone()), convo.members.clone());
    }
}

impl Bluesky {
    /// What was said since the cursor; without one, what is unread now.
    pub(super) async fn messages(
        &self,
        access: &Access,
        wanted: &Wanted<'_>,
    ) -> Result<Page, Fault> {
        if access.setting("direct") == "no" {
            let why = "this app password has no access to direct messages: make one that has, and \
                       renew the login, or stop reading them";
            return Err(Fault::Forbidden(why.to_owned()));
        }
        let get = Call::get("chat.bsky.convo.getLog", Lane::Mentions).chat();
        let log: LogShape = self.ask(access, get.with_some("cursor", wanted.cursor)).await?;
        if wanted.cursor.is_none() {
            // The log is asked first: what is said between the two questions comes twice and not never.
            let events = self.unread(access).await?;
            let cursor = Some(log.cursor.unwrap_or_default()).filter(|cursor| !cursor.is_empty());
            return Ok(Page { events, cursor, more: false });
        }
        let mut events = Vec::new();
        for told in &log.logs {
            let Some(message) = told.message.as_ref() else { continue };
            if told.creates() {
                events.extend(self.told(access, &told.convo_id, message).await?);
            } else if told.deletes() {
                let id = format!("{}/{}", told.convo_id, message.id);
                events.push(ChannelEvent::Delete { id, at: access.now() });
            }
        }
        let more = !log.logs.is_empty() && log.cursor.as_deref() != wanted.cursor;
        Ok(Page { events, cursor: log.cursor, more })
    }

    async fn unread(&self, access: &Access) -> Result<Vec<ChannelEvent>, Fault> {
        let call = Call::get("chat.bsky.convo.listConvos", Lane::Mentions).chat();
        let call = call.with("readState", "unread").with("limit", UNREAD);
        let found: ConvosShape = self.ask(access, call).await?;
        let mut events = Vec::new();
        for convo in found.convos.iter().filter(|convo| convo.unread_count > 0) {
            self.members.remember(access.account.id, convo);
            let call = Call::get("chat.bsky.convo.getMessages", Lane::Mentions).chat();
            let call = call.with("convoId", &convo.id);
            let call = call.with("limit", convo.unread_count.min(100).to_string());
            let newest: MessagesShape = self.ask(access, call).await?;
            for message in newest.messages.iter().rev() {
                events.extend(self.told(access, &convo.id, message).await?);
            }
        }
        Ok(events)
    }

    /// A message as an event; nothing in a conversation of several, which is no place for a case.
    async fn told(
        &self,
        access: &Access,
        convo: &str,
        message: &MessageShape,
    ) -> Result<Option<ChannelEvent>, Fault> {
        let members = match self.members.of(access.account.id, convo) {
            Some(known) => known,
            None => {
                let call = Call::get("chat.bsky.convo.getConvo", Lane::Mentions).chat();
                match self.ask::<OneConvoShape>(access, call.with("convoId", convo)).await {
                    Ok(found) => {
                        self.members.remember(access.account.id, &found.convo);
                        found.convo.members
                    }
                    // We left it, or it went: nobody can be answered there.
                    Err(Fault::NotThere(_) | Fault::Invalid(_)) => return Ok(None),
                    Err(other) => return Err(other),
                }
            }
        };
        let me = self.sessions.get(access).await?.did;
        let item = message_item(convo, message, &members, &me);
        Ok(item.map(|item| ChannelEvent::Upsert { item: Box::new(item) }))
    }

    /// Answers in private, whoever was answered where.
    pub(super) async fn message(
        &self,
        access: &Access,
        answer: &Outgoing,
    ) -> Result<Receipt, Fault> {
        if answer.text.len() > MOST_BYTES {
            return Err(Fault::Invalid("the text has more than 10,000 bytes".to_owned()));
        }
        let convo = self.convo_with(access, &answer.author).await?;
        let facets = self.facets(access, &answer.text).await?;
        let message = json!({ "text": answer.text, "facets": facets });
        let body = json!({ "convoId": convo.id, "message": message });
        let call = Call::post("chat.bsky.convo.sendMessage", &body)?.chat();
        let told = self.call(access, call).await?;
        let odd = |error| Fault::Unknown(format!("its answer cannot be read: {error}"));
        let sent: MessageShape = told.json().map_err(odd)?;
        Ok(receipt(&convo.id, &sent))
    }

    /// Looks through our conversation with somebody, from the newest word back to when the answer was
    /// written. A message has no mark of ours: its words and its time must do.
    pub(super) async fn find_message(
        &self,
        access: &Access,
        answer: &Outgoing,
    ) -> Result<Option<Receipt>, Fault> {
        let convo = self.convo_with(access, &answer.author).await?;
        let me = self.sessions.get(access).await?.did;
        let since = answer.written_at.plus(-SKEW);
        let mut at: Option<String> = None;
        for _ in 0..PAGES {
            let call = Call::get("chat.bsky.convo.getMessages", Lane::Replies).chat();
            let call = call.with("convoId", &convo.id).with("limit", PAGE);
            let page: MessagesShape =
                self.ask(access, call.with_some("cursor", at.as_deref())).await?;
            for message in &page.messages {
                if moment(&message.sent_at).is_none_or(|sent| sent < since) {
                    return Ok(None);
                }
                if message.sender.did == me && same_words(&message.text, &answer.text) {
                    return Ok(Some(receipt(&convo.id, message)));
                }
            }
            at = page.cursor;
            if at.is_none() || page.messages.is_empty() {
                return Ok(None);
            }
        }
        Err(Fault::Unknown("too much was said since then to look through".to_owned()))
    }

    /// Our conversation with somebody; it begins with that if there was none.
    async fn convo_with(&self, access: &Access, did: &str) -> Result<ConvoShape, Fault> {
        let call = Call::get("chat.bsky.convo.getConvoForMembers", Lane::Replies).chat();
        match self.ask::<OneConvoShape>(access, call.with("members", did)).await {
            Ok(found) => {
                self.members.remember(access.account.id, &found.convo);
                Ok(found.convo)
            }
            // They take messages from nobody, or only from those whom they follow.
            Err(Fault::Invalid(why)) => Err(Fault::Forbidden(why)),
            Err(other) => Err(other),
        }
    }
}

fn receipt(convo: &str, message: &MessageShape) -> Receipt {
    Receipt { id: format!("{convo}/{}", message.id), url: None }
}

//! Public answers: given once, found again.
//!
//! A post's key in our repository is chosen by us, from the mark of the answer: the same answer again
//! meets the post that stands there, however late the first try arrived. So an answer cannot stand
//! there twice, and whether it stands there is one question.

use serde_json::{Value, json};

use super::Bluesky;
use super::calls::{Call, error_name};
use super::wire::{
    Facet, PostShape, PutShape, RecordShape, Reference, is_answer, keys, spot, web_address,
};
use crate::access::Access;
use crate::channel::{Outgoing, Receipt};
use crate::fault::Fault;
use crate::pace::Lane;

/// The most bytes of a post: `app.bsky.feed.post`.
const MOST_BYTES: usize = 3_000;
/// The collection that posts are in.
pub(super) const POSTS: &str = "app.bsky.feed.post";

impl Bluesky {
    /// Answers in public.
    pub(super) async fn post(&self, access: &Access, answer: &Outgoing) -> Result<Receipt, Fault> {
        if answer.text.len() > MOST_BYTES {
            let (has, most) = (answer.text.len(), MOST_BYTES);
            let why = format!("the text has {has} bytes, {most} are allowed: make it shorter");
            return Err(Fault::Invalid(why));
        }
        let (root, parent) = self.references(access, answer).await?;
        let mut record = json!({
            "$type": POSTS,
            "text": answer.text,
            "createdAt": access.now().timestamp().to_string(),
            "reply": { "root": root, "parent": parent },
        });
        let facets = self.facets(access, &answer.text).await?;
        if let Some(record) = record.as_object_mut()
            && !facets.is_empty()
        {
            record.insert("facets".to_owned(), json!(facets));
        }
        for key in keys(answer) {
            if let Some(receipt) = self.put(access, answer, &key, &record).await? {
                return Ok(receipt);
            }
        }
        Err(Fault::Invalid("every place for this answer is taken by another post".to_owned()))
    }

    /// Puts a post where nothing is yet. What is there already may be this answer; nothing when it is
    /// something else.
    async fn put(
        &self,
        access: &Access,
        answer: &Outgoing,
        key: &str,
        record: &Value,
    ) -> Result<Option<Receipt>, Fault> {
        let repo = self.sessions.get(access).await?.did;
        let body = json!({
            "repo": repo, "collection": POSTS, "rkey": key, "record": record,
            // Only if there is none.
            "swapRecord": null,
        });
        let call = Call::post("com.atproto.repo.putRecord", &body)?;
        match self.call_for(access, call, &["InvalidSwap"]).await? {
            Ok(told) => {
                // Done it is; an answer that cannot be read hides only where.
                let odd = |error| Fault::Unknown(format!("its answer cannot be read: {error}"));
                let put: PutShape = told.json().map_err(odd)?;
                Ok(Some(receipt(&put.uri)))
            }
            Err(_taken) => match self.standing(access, key).await? {
                Some(post) => Ok(is_answer(&post.value, answer).then(|| receipt(&post.uri))),
                None => Err(Fault::Unknown("it stood there, and went again".to_owned())),
            },
        }
    }

    /// Looks whether an answer stands in our own repository: no index is in between.
    pub(super) async fn find_post(
        &self,
        access: &Access,
        answer: &Outgoing,
    ) -> Result<Option<Receipt>, Fault> {
        for key in keys(answer) {
            match self.standing(access, &key).await? {
                None => return Ok(None),
                Some(post) if is_answer(&post.value, answer) => {
                    return Ok(Some(receipt(&post.uri)));
                }
                // Another post has the place: this answer would be in the next one.
                Some(_) => {}
            }
        }
        Ok(None)
    }

    async fn standing(&self, access: &Access, key: &str) -> Result<Option<RecordShape>, Fault> {
        let repo = self.sessions.get(access).await?.did;
        let call = Call::get("com.atproto.repo.getRecord", Lane::Replies);
        let call = call.with("repo", repo).with("collection", POSTS).with("rkey", key);
        match self.ask(access, call).await {
            Ok(found) => Ok(Some(found)),
            Err(Fault::NotThere(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// The first post of the conversation, and the one that is answered.
    async fn references(
        &self,
        access: &Access,
        answer: &Outgoing,
    ) -> Result<(Reference, Reference), Fault> {
        let found = self.posts(access, Lane::Replies, std::slice::from_ref(&answer.to)).await?;
        let Some(to) = found.into_iter().find(|post| post.uri == answer.to) else {
            let why = "the post that is answered is not shown to us any more: it was deleted, or its \
                       author blocks the account";
            return Err(Fault::NotThere(why.to_owned()));
        };
        if let Some(why) = closed(&to) {
            return Err(Fault::Forbidden(why.to_owned()));
        }
        let parent = Reference { uri: to.uri.clone(), cid: to.cid.clone() };
        let root = to.root().unwrap_or_else(|| parent.clone());
        Ok((root, parent))
    }

    /// What of a text is a link, a mention or a hashtag. A mention of nobody is plain words.
    pub(super) async fn facets(&self, access: &Access, text: &str) -> Result<Vec<Facet>, Fault> {
        let mut facets = Vec::new();
        for spot in spot(text) {
            let Some(handle) = spot.handle() else {
                facets.extend(spot.facet(None));
                continue;
            };
            let call = Call::get("com.atproto.identity.resolveHandle", Lane::Replies);
            match self.ask::<Value>(access, call.with("handle", handle)).await {
                Ok(told) => {
                    facets.extend(spot.facet(told.get("did").and_then(Value::as_str)));
                }
                Err(Fault::NotThere(_) | Fault::Invalid(_)) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(facets)
    }

    /// Calls a method that changes something; a refusal with one of these names comes apart.
    async fn call_for(
        &self,
        access: &Access,
        call: Call,
        names: &[&str],
    ) -> Result<Result<earshot_egress::Response, String>, Fault> {
        let answer = self.answer(access, call).await?;
        match answer {
            Ok(answer) => Ok(Ok(answer)),
            Err((answer, fault)) => {
                let name = error_name(&answer);
                if names.contains(&name.as_str()) { Ok(Err(name)) } else { Err(fault) }
            }
        }
    }
}

/// Why nobody of us may answer a post, as the network says.
fn closed(post: &PostShape) -> Option<&'static str> {
    if post.viewer.reply_disabled {
        Some("its author lets only some people answer, and the account is not among them")
    } else if post.author.viewer.blocked_by {
        Some("its author blocks the account")
    } else {
        None
    }
}

pub(super) fn receipt(uri: &str) -> Receipt {
    Receipt { id: uri.to_owned(), url: web_address(uri) }
}

//! Who are we there, and what may we do?

use earshot_model::{Capabilities, LengthRule, LengthUnit};
use serde_json::Value;

use super::Bluesky;
use super::calls::Call;
use super::session::Session;
use super::wire::ProfileShape;
use crate::access::{Access, Fields};
use crate::channel::{Right, Standing};
use crate::fault::Fault;
use crate::pace::Lane;

/// What a post may hold: `app.bsky.feed.post` says 300 graphemes (and 3,000 bytes, see `give`).
const POST: LengthRule = LengthRule { unit: LengthUnit::Graphemes, max: 300, link_counts: None };
/// What a direct message may hold: `chat.bsky.convo.defs#messageInput` says 1,000 graphemes.
const MESSAGE: LengthRule =
    LengthRule { unit: LengthUnit::Graphemes, max: 1_000, link_counts: None };

impl Bluesky {
    pub(super) async fn who_are_we(&self, access: &Access) -> Result<Standing, Fault> {
        let session = self.sessions.anew(access).await?;
        let read = Call::get("app.bsky.notification.listNotifications", Lane::Replies);
        let _: Value = self.ask(access, read.with("limit", "1")).await?;
        let profile = Call::get("app.bsky.actor.getProfile", Lane::Replies);
        // Somebody who has said nothing about themselves has no profile.
        let profile: Option<ProfileShape> =
            self.ask(access, profile.with("actor", &session.did)).await.ok();
        let direct = self.direct(access, &session).await?;
        let rights = [("read", Some(true)), ("write", may_write(&session)), ("direct", direct)];
        let word = match direct {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        let learned = Fields::from([
            ("account_id".to_owned(), session.did.clone()),
            ("direct".to_owned(), word.to_owned()),
        ]);
        let right = |(key, held): (&str, _)| Right { key: key.to_owned(), held };
        Ok(Standing {
            id: session.did.clone(),
            handle: session.handle.clone(),
            name: profile.and_then(|profile| profile.display_name).unwrap_or_default(),
            capabilities: Capabilities {
                reply_public: true,
                reply_private: direct == Some(true),
                find_sent: true,
                length_public: POST,
                length_private: MESSAGE,
                by_hand: false,
            },
            learned,
            rights: rights.map(right).into(),
            server: self.runs(access, &session).await,
        })
    }

    /// Whether we may read and send direct messages; none when nobody says: the token may, and no
    /// service answered.
    async fn direct(&self, access: &Access, session: &Session) -> Result<Option<bool>, Fault> {
        if session.scope == "com.atproto.appPass" {
            return Ok(Some(false));
        }
        let call = Call::get("chat.bsky.convo.listConvos", Lane::Replies).with("limit", "1").chat();
        match self.ask::<Value>(access, call).await {
            Ok(_) => Ok(Some(true)),
            Err(Fault::Forbidden(_)) => Ok(Some(false)),
            Err(fault @ (Fault::Login(_) | Fault::Limited { .. })) => Err(fault),
            Err(_) => Ok(None),
        }
    }

    /// What the account's server runs, if it says so.
    async fn runs(&self, access: &Access, session: &Session) -> String {
        let health = self.ask::<Value>(access, Call::get("_health", Lane::Replies)).await;
        let version = health.ok().and_then(|it| it.get("version")?.as_str().map(str::to_owned));
        let host = session.pds.split("://").nth(1).unwrap_or(&session.pds);
        version.map_or_else(|| host.to_owned(), |version| format!("PDS {version} ({host})"))
    }
}

/// Every session may write, as far as its token says what it is.
fn may_write(session: &Session) -> Option<bool> {
    (!session.scope.is_empty()).then_some(true)
}

//! The account that speaks in the private rooms of an organization. It is made with the first room.

use earshot_model::{
    Account, Actor, Capabilities, EventKind, LengthRule, LengthUnit, NewEvent, RoomKind,
};
use earshot_store::accounts::{self, Keys};
use earshot_store::{Tx, organizations};
use serde_json::json;

use super::rules::LONGEST_TEXT;
use crate::{Engage, Error, Result};

/// Its handle: no network has handles with a space, so no guest is taken for it.
const HANDLE: &str = "private room";

/// What can be done in a room: private answers of some length, which stand there at once.
pub(crate) fn capabilities() -> Capabilities {
    let max = u32::try_from(LONGEST_TEXT).unwrap_or(u32::MAX);
    let length = LengthRule { unit: LengthUnit::Chars, max, link_counts: None };
    Capabilities {
        reply_public: false,
        reply_private: true,
        find_sent: true,
        length_public: length,
        length_private: length,
        by_hand: false,
    }
}

/// The account of private rooms.
pub(crate) async fn home(engage: &Engage, tx: &mut Tx, actor: Actor) -> Result<Account> {
    let channel = RoomKind::Private.channel();
    if let Some(account) = accounts::home_of(tx, channel).await? {
        return Ok(accounts::find(tx, account).await?);
    }
    let brand = organizations::find(tx).await?;
    let account = Account {
        org_id: brand.id,
        id: engage.tools.id(),
        channel: channel.to_owned(),
        handle: HANDLE.to_owned(),
        name: brand.name,
        capabilities: serde_json::to_string(&capabilities())
            .map_err(|problem| Error::invalid("capabilities", problem.to_string()))?,
        created_at: engage.tools.now(),
        disabled_at: None,
    };
    // No program proves itself for it: what is kept is the hash of nothing that anybody has.
    let keys = Keys {
        token_hash: engage.tools.secret(),
        sealed_secret: None,
        webhook_url: None,
        disabled_at: None,
    };
    accounts::insert(tx, &account, &keys).await?;
    accounts::make_home(tx, account.id).await?;
    let event = NewEvent::new(account.created_at, EventKind::SetupChanged, actor);
    tx.emit(event.data(json!({ "what": "account", "account": account.id })));
    Ok(account)
}

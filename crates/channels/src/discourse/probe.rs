//! Which forum is it, who are we there, and what may we do?

use earshot_model::{Capabilities, LengthRule, LengthUnit};

use super::calls::{get, logged_in};
use super::wire::{ForumShape, SessionShape};
use crate::access::{Access, Fields};
use crate::channel::{Right, Standing};
use crate::fault::Fault;
use crate::pace::Lane;
use crate::shown::line;

/// The longest answer, in characters, as a forum is set up at first (`max_post_length`).
const LONGEST: u32 = 32_000;

pub(super) async fn probe(access: &Access) -> Result<Standing, Fault> {
    let forum: ForumShape = get(access, Lane::Replies, "/site/basic-info.json").await?;
    let address = access.setting("address");
    let host = address.split_once("://").map_or(address, |(_, rest)| rest).to_owned();
    let login = logged_in(access);
    let user = match login {
        true => Some(get::<SessionShape>(access, Lane::Replies, "/session/current.json").await?),
        false => None,
    };
    let user = user.map(|session| session.current_user);
    let right = |key: &str| Right { key: key.to_owned(), held: Some(true) };
    let mut rights = vec![right("forum")];
    rights.push(right(if login { "post" } else { "by_hand" }));
    // Answers stand under the name of who gives them.
    let name = line(user.as_ref().map_or(&forum.title, |user| &user.username));
    let learned = user.iter().map(|user| ("username".to_owned(), user.username.clone()));
    let learned: Fields = learned.collect();
    let length = LengthRule { unit: LengthUnit::Chars, max: LONGEST, link_counts: None };
    Ok(Standing {
        id: user.as_ref().map_or_else(|| host.clone(), |user| format!("{host}:{}", user.id)),
        handle: user.map_or_else(|| host.clone(), |user| format!("{}@{host}", user.username)),
        name: if name.is_empty() { host } else { name },
        capabilities: Capabilities {
            reply_public: login,
            reply_private: false,
            find_sent: login,
            length_public: length,
            length_private: length,
            by_hand: !login,
        },
        learned,
        rights,
        server: "Discourse".to_owned(),
    })
}

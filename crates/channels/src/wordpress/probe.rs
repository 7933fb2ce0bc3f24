//! Which site is it, who are we there, and what may we do?

use earshot_model::{Capabilities, LengthRule, LengthUnit};

use super::calls::{BY_QUERY, get, logged_in};
use super::wire::{SiteShape, UserShape};
use crate::access::{Access, Fields};
use crate::channel::{Right, Standing};
use crate::fault::Fault;
use crate::pace::Lane;
use crate::shown::line;

/// The longest answer, in characters; a site takes 65,525 bytes.
const LONGEST: u32 = 10_000;

pub(super) async fn probe(access: &Access) -> Result<Standing, Fault> {
    let mut access = access.clone();
    let site = site(&mut access).await?;
    let host = host(access.setting("address")).to_owned();
    let login = logged_in(&access);
    let user = match login {
        true => {
            Some(get::<UserShape>(&access, Lane::Replies, "/wp/v2/users/me", "context=edit").await?)
        }
        false => None,
    };
    let right = |key: &str, held| Right { key: key.to_owned(), held: Some(held) };
    let moderates = user.as_ref().is_some_and(|user| user.may("moderate_comments"));
    let mut rights = vec![right("comments", true)];
    rights.push(if login { right("moderate", moderates) } else { right("by_hand", true) });
    let mut learned = Fields::from([("api".to_owned(), access.setting("api").to_owned())]);
    if let Some(user) = &user {
        learned.insert("user_id".to_owned(), user.id.to_string());
    }
    // Answers stand under the name of who gives them.
    let name = user.as_ref().map_or(&site.name, |user| &user.name);
    let name = line(&crate::plain::plain(name));
    Ok(Standing {
        id: user.as_ref().map_or_else(|| host.clone(), |user| format!("{host}:{}", user.id)),
        handle: user.as_ref().map_or_else(|| host.clone(), |user| format!("{}@{host}", user.slug)),
        name: if name.is_empty() { host } else { name },
        capabilities: capabilities(login),
        learned,
        rights,
        server: "WordPress".to_owned(),
    })
}

/// Finds the API: at its own address, or, where a site has no speaking addresses, by the query.
async fn site(access: &mut Access) -> Result<SiteShape, Fault> {
    let found = match get::<SiteShape>(access, Lane::Replies, "/", "").await {
        Err(Fault::NotThere(_) | Fault::Passing(_)) => {
            access.settings.insert("api".to_owned(), BY_QUERY.to_owned());
            get::<SiteShape>(access, Lane::Replies, "/", "").await?
        }
        other => other?,
    };
    if found.namespaces.iter().any(|name| name == "wp/v2") {
        Ok(found)
    } else {
        Err(Fault::Invalid("no WordPress answers there: type the address of the blog".to_owned()))
    }
}

fn capabilities(login: bool) -> Capabilities {
    let length = LengthRule { unit: LengthUnit::Chars, max: LONGEST, link_counts: None };
    Capabilities {
        reply_public: login,
        reply_private: false,
        find_sent: login,
        length_public: length,
        length_private: length,
        by_hand: !login,
    }
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.trim_end_matches('/')
}

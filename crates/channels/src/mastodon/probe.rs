//! Who are we there, and what may we do?

use earshot_model::{Capabilities, LengthRule, LengthUnit};

use super::calls::get;
use super::wire::{AccountShape, AppShape, InstanceShape, OldInstanceShape};
use crate::access::{Access, Fields};
use crate::channel::{Right, Standing};
use crate::fault::Fault;
use crate::pace::Lane;

/// The characters that are kept for the handle of who is answered, which stands before an answer and
/// counts: `@`, the 30 characters that a name may have, and a space.
const FOR_THE_HANDLE: u32 = 32;
/// What a status may hold where the server does not say.
const USUAL: u32 = 500;
/// What a link counts where the server does not say.
const LINK: u32 = 23;

pub(super) async fn probe(access: &Access) -> Result<Standing, Fault> {
    let lane = Lane::Replies;
    let account: AccountShape = get(access, lane, "/api/v1/accounts/verify_credentials").await?;
    let (instance, streaming) = instance(access).await?;
    // Servers before 4.3, and others, do not say what a token may do.
    let app = get::<AppShape>(access, lane, "/api/v1/apps/verify_credentials").await;
    let scopes = app.map(|app| app.scopes).unwrap_or_default();
    let rights = [("read", "read"), ("write", "write:statuses")].map(|(key, scope)| Right {
        key: key.to_owned(),
        held: (!scopes.is_empty()).then(|| allows(&scopes, scope)),
    });
    let may_write = rights.iter().all(|right| right.key != "write" || right.held != Some(false));
    let learned = Fields::from([
        ("account_id".to_owned(), account.id.clone()),
        ("streaming".to_owned(), streaming.unwrap_or_default()),
    ]);
    Ok(Standing {
        id: account.id,
        handle: account.acct,
        name: account.display_name,
        capabilities: capabilities(&instance, may_write),
        learned,
        rights: rights.into(),
        server: instance.version,
    })
}

/// The server's limits, and its streaming server. Older and smaller ones have only the first API.
async fn instance(access: &Access) -> Result<(InstanceShape, Option<String>), Fault> {
    match get::<InstanceShape>(access, Lane::Replies, "/api/v2/instance").await {
        Ok(instance) => {
            let streaming = instance.configuration.urls.streaming.clone();
            Ok((instance, streaming.and_then(|url| over_http(&url))))
        }
        Err(Fault::NotThere(_) | Fault::Invalid(_) | Fault::Forbidden(_)) => {
            let old: OldInstanceShape =
                get(access, Lane::Replies, "/api/v1/instance").await.unwrap_or_default();
            let streaming = old.urls.streaming_api.and_then(|url| over_http(&url));
            let OldInstanceShape { version, configuration, .. } = old;
            Ok((InstanceShape { version, configuration }, streaming))
        }
        Err(other) => Err(other),
    }
}

/// Events come over plain HTTP as well as over a WebSocket, from the same server.
fn over_http(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let scheme = match scheme {
        "wss" | "https" => "https",
        "ws" | "http" => "http",
        _ => return None,
    };
    Some(format!("{scheme}://{}", rest.trim_end_matches('/')))
}

/// Whether these scopes hold one: `write` holds `write:statuses`.
fn allows(scopes: &[String], wanted: &str) -> bool {
    let whole = wanted.split(':').next().unwrap_or(wanted);
    scopes.iter().any(|scope| scope == wanted || scope == whole)
}

fn capabilities(instance: &InstanceShape, may_write: bool) -> Capabilities {
    let statuses = &instance.configuration.statuses;
    let whole = statuses.max_characters.unwrap_or(USUAL);
    let rule = LengthRule {
        unit: LengthUnit::Graphemes,
        max: whole.saturating_sub(FOR_THE_HANDLE).max(1),
        link_counts: Some(statuses.characters_reserved_per_url.unwrap_or(LINK)),
    };
    Capabilities {
        reply_public: may_write,
        reply_private: may_write,
        find_sent: true,
        length_public: rule,
        length_private: rule,
        by_hand: false,
    }
}

#[cfg(test)]
mod tests {
    use super::{allows, over_http};

    #[test]
    fn a_wide_scope_holds_its_parts() {
        let scopes = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        assert!(allows(&scopes(&["read", "write"]), "write:statuses"));
        assert!(allows(&scopes(&["write:statuses"]), "write:statuses"));
        assert!(!allows(&scopes(&["read", "write:media"]), "write:statuses"));
    }

    #[test]
    fn the_streaming_server_is_called_over_http() {
        let found = over_http("wss://streaming.example/");
        assert_eq!(found.as_deref(), Some("https://streaming.example"));
        assert_eq!(over_http("ws://127.0.0.1:4000").as_deref(), Some("http://127.0.0.1:4000"));
        assert_eq!(over_http("file:///etc"), None);
        assert_eq!(over_http("nonsense"), None);
    }
}

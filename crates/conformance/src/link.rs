//! Where a core is, and how an account proves itself there.

use earshot_channels::signature::Secret;
use earshot_model::AccountId;

/// A core and an account on it.
#[derive(Clone)]
pub struct Link {
    /// Such as `http://127.0.0.1:8080`.
    pub base_url: String,
    /// The account.
    pub account: AccountId,
    /// Its token.
    pub token: String,
    /// Its secret, if it signs.
    pub secret: Option<Secret>,
}

impl Link {
    /// The address of a path of the protocol, for an account.
    pub(crate) fn url(&self, account: AccountId, path: &str) -> String {
        format!("{}/{account}/{path}", self.root())
    }

    /// The address that all accounts share.
    pub(crate) fn root(&self) -> String {
        format!("{}/api/channel/v1", self.base_url.trim_end_matches('/'))
    }

    /// The host with its port, as the egress policy names it.
    pub(crate) fn host(&self) -> String {
        host(&self.base_url)
    }
}

/// The host of an address, with its port where it names one.
pub(crate) fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest).to_owned()
}

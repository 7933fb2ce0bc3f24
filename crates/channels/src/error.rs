//! What can go wrong between Earshot and a channel.

/// Why a command did not reach a channel, or a secret cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A secret that signs nothing.
    #[error(
        "the secret cannot be used: write whsec_ and then 24 to 64 bytes in base64, as `whsec_...`"
    )]
    BadSecret,
    /// The key that the account's secret is sealed with is not here.
    #[error(
        "the account's secret cannot be opened: put back the key file that it was sealed with, or connect the account anew"
    )]
    Sealed,
    /// The command could not be written as JSON.
    #[error("the command cannot be written as JSON: {0}")]
    Unwritable(#[from] serde_json::Error),
    /// The request brought no answer.
    #[error(transparent)]
    Egress(#[from] earshot_egress::Error),
}

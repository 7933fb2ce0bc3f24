//! Secrets that carry their organization: who holds one needs no other name to be found.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use earshot_model::OrgId;
use sha2::{Digest, Sha256};

/// Base64url of the organization's id and 32 random bytes: 64 characters.
pub(crate) fn new(org: OrgId, secret: [u8; 32]) -> String {
    let mut bytes = Vec::with_capacity(48);
    bytes.extend_from_slice(org.bytes());
    bytes.extend_from_slice(&secret);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The 32 bytes of a seed that a browser made, as base64url.
pub(crate) fn seeded(seed: &str) -> Option<[u8; 32]> {
    if seed.len() != 43 {
        return None;
    }
    URL_SAFE_NO_PAD.decode(seed).ok()?.try_into().ok()
}

/// The organization that a token names, and the hash that the database keeps; nothing for a text
/// that is no token.
pub(crate) fn read(token: &str) -> Option<(OrgId, [u8; 32])> {
    if token.len() != 64 {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let org = OrgId::try_from(bytes.get(..16)?).ok()?;
    Some((org, hash(token)))
}

/// What the database keeps of a token.
pub(crate) fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A secret without an organization, such as the one that every form carries.
pub(crate) fn plain(secret: [u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(secret)
}

#[cfg(test)]
mod tests {
    use earshot_model::OrgId;
    use proptest::prelude::*;

    use super::{hash, new, read};

    proptest! {
        #[test]
        fn a_token_names_its_organization(org: [u8; 16], secret: [u8; 32]) {
            let org = OrgId::try_from(org.as_slice()).unwrap();
            let token = new(org, secret);
            prop_assert_eq!(read(&token), Some((org, hash(&token))));
        }

        #[test]
        fn any_text_is_read_without_a_fault(text: String) {
            let read = read(&text);
            prop_assert!(read.is_none() || text.len() == 64);
        }
    }
}

//! Secrets of accounts at rest: sealed with a key that the database does not hold.
//!
//! ChaCha20-Poly1305 (RFC 8439). A sealed secret is one byte for the form (1), 12 random bytes, and
//! the ciphertext with its tag. The ids of organization and account go into the tag, so that a sealed
//! secret which was copied to another row does not open there.

use std::io;
use std::sync::Arc;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use earshot_channels::signature::Secret;
use earshot_channels::{Fields, Vault};
use earshot_model::{AccountId, Instruments, OrgId};

use crate::outbound::Unseal;
use crate::{Error, Result};

/// The first byte of what this file writes.
const FORM: u8 = 1;
/// The bytes of a nonce.
const NONCE: usize = 12;
/// Keeps the secrets of signatures apart from what the same key seals otherwise.
const SIGNATURES: &[u8] = b"earshot account secret";
/// The same for what the server itself logs on to channels with.
const LOGINS: &[u8] = b"earshot channel login";

/// A key that seals. Its bytes are never shown.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Key {
    /// The key of these bytes, which nobody can guess.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(hidden)")
    }
}

/// Where the keys lie. Implemented by the binary, which reads a file, and by tests.
pub trait KeyRing: Send + Sync {
    /// The keys: the first one seals, all of them open. Empty where none was made yet.
    ///
    /// # Errors
    /// What the place of the keys says.
    fn keys(&self) -> io::Result<Vec<Key>>;

    /// As [`KeyRing::keys`], and makes a key where there is none.
    ///
    /// # Errors
    /// What the place of the keys says.
    fn make(&self) -> io::Result<Vec<Key>>;
}

/// Seals and opens the secrets of accounts. Cheap to clone.
#[derive(Clone)]
pub struct Seal {
    ring: Arc<dyn KeyRing>,
}

impl Seal {
    /// With the keys that lie here.
    #[must_use]
    pub fn new(ring: Arc<dyn KeyRing>) -> Self {
        Self { ring }
    }

    /// Seals the secrets of an account with the newest key; two of them during a rotation.
    ///
    /// # Errors
    /// [`Error::Sealing`] when there is no key and none can be made.
    pub(crate) fn close(
        &self,
        tools: &Instruments,
        org: OrgId,
        account: AccountId,
        secrets: &[Secret],
    ) -> Result<Vec<u8>> {
        let shown: Vec<String> = secrets.iter().map(Secret::reveal).collect();
        self.close_text(tools, &row(SIGNATURES, org, account), &shown.join(" "))
    }

    /// Seals what the server logs on with, with the newest key.
    ///
    /// # Errors
    /// As [`Seal::close`].
    pub(crate) fn close_login(
        &self,
        tools: &Instruments,
        org: OrgId,
        account: AccountId,
        secrets: &Fields,
    ) -> Result<Vec<u8>> {
        let plain = serde_json::to_string(secrets)
            .map_err(|problem| Error::Sealing(problem.to_string()))?;
        self.close_text(tools, &row(LOGINS, org, account), &plain)
    }

    fn close_text(&self, tools: &Instruments, aad: &[u8], plain: &str) -> Result<Vec<u8>> {
        let keys = self.ring.make().map_err(|problem| Error::Sealing(problem.to_string()))?;
        let newest = keys.first().ok_or_else(|| Error::Sealing("no key was made".to_owned()))?;
        let mut nonce = [0; NONCE];
        tools.noise.fill(&mut nonce);
        let payload = Payload { msg: plain.as_bytes(), aad };
        let closed = cipher(newest)
            .encrypt(&Nonce::from(nonce), payload)
            .map_err(|_| Error::Sealing("the secret is too long".to_owned()))?;
        Ok([&[FORM], nonce.as_slice(), &closed].concat())
    }

    /// Whether a sealed secret opens with the newest key, so that the older ones are not needed.
    pub(crate) fn is_newest(&self, org: OrgId, account: AccountId, sealed: &[u8]) -> bool {
        self.newest_opens(&row(SIGNATURES, org, account), sealed)
    }

    /// As [`Seal::is_newest`], for a login.
    pub(crate) fn is_newest_login(&self, org: OrgId, account: AccountId, sealed: &[u8]) -> bool {
        self.newest_opens(&row(LOGINS, org, account), sealed)
    }

    fn newest_opens(&self, aad: &[u8], sealed: &[u8]) -> bool {
        let keys = self.ring.keys().unwrap_or_default();
        keys.first().is_some_and(|key| open_with(key, aad, sealed).is_some())
    }

    /// What a seal holds, with whichever key opens it.
    fn open_text(&self, account: AccountId, aad: &[u8], sealed: &[u8]) -> Option<String> {
        let keys = match self.ring.keys() {
            Ok(keys) => keys,
            Err(problem) => {
                tracing::error!(%problem, "the keys of the accounts' secrets cannot be read");
                return None;
            }
        };
        let opened = keys.iter().find_map(|key| open_with(key, aad, sealed));
        if opened.is_none() {
            tracing::error!(%account, "no key here opens the secret of this account");
        }
        opened
    }
}

impl Vault for Seal {
    fn open_login(&self, org: OrgId, account: AccountId, sealed: &[u8]) -> Option<Fields> {
        let plain = self.open_text(account, &row(LOGINS, org, account), sealed)?;
        serde_json::from_str(&plain).ok()
    }
}

impl Unseal for Seal {
    fn open(&self, org: OrgId, account: AccountId, sealed: &[u8]) -> Vec<Secret> {
        let Some(plain) = self.open_text(account, &row(SIGNATURES, org, account), sealed) else {
            return Vec::new();
        };
        let read = plain.split(' ').map(Secret::read).collect::<Result<_, _>>();
        read.unwrap_or_default()
    }
}

fn open_with(key: &Key, aad: &[u8], sealed: &[u8]) -> Option<String> {
    let (form, rest) = sealed.split_first()?;
    if *form != FORM {
        return None;
    }
    let (nonce, closed) = rest.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: closed, aad };
    let plain = cipher(key).decrypt(&Nonce::from(*nonce), payload).ok()?;
    String::from_utf8(plain).ok()
}

fn cipher(key: &Key) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&key.0.into())
}

/// What ties a seal to its purpose and its row.
fn row(purpose: &[u8], org: OrgId, account: AccountId) -> Vec<u8> {
    [purpose, org.bytes(), account.bytes()].concat()
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::Arc;

    use earshot_channels::signature::Secret;
    use earshot_channels::{Fields, Vault as _};
    use earshot_model::{AccountId, FixedClock, Instruments, OrderedIds, OrgId, SeededNoise, Time};
    use proptest::prelude::*;

    use super::{Key, KeyRing, Seal};
    use crate::outbound::Unseal;

    struct Keys(Vec<[u8; 32]>);

    impl KeyRing for Keys {
        fn keys(&self) -> io::Result<Vec<Key>> {
            Ok(self.0.iter().copied().map(Key::new).collect())
        }

        fn make(&self) -> io::Result<Vec<Key>> {
            self.keys()
        }
    }

    fn seal(keys: &[[u8; 32]]) -> Seal {
        Seal::new(Arc::new(Keys(keys.to_vec())))
    }

    fn tools() -> Instruments {
        Instruments {
            clock: Arc::new(FixedClock::new(Time(0))),
            ids: Arc::new(OrderedIds::new(1)),
            noise: Arc::new(SeededNoise::new(2)),
        }
    }

    fn shown(secrets: &[Secret]) -> Vec<String> {
        secrets.iter().map(Secret::reveal).collect()
    }

    #[test]
    fn a_secret_opens_in_its_own_row_with_its_own_key_only() {
        let tools = tools();
        let (org, other): (OrgId, OrgId) = (tools.id(), tools.id());
        let (account, neighbour): (AccountId, AccountId) = (tools.id(), tools.id());
        let secrets =
            [Secret::from_bytes(vec![7; 32]).unwrap(), Secret::from_bytes(vec![8; 24]).unwrap()];
        let mine = seal(&[[1; 32]]);
        let sealed = mine.close(&tools, org, account, &secrets).unwrap();
        assert_eq!(shown(&mine.open(org, account, &sealed)), shown(&secrets));
        assert_eq!(mine.open(org, neighbour, &sealed).len(), 0, "moved to another account");
        assert_eq!(mine.open(other, account, &sealed).len(), 0, "moved to another organization");
        assert_eq!(seal(&[[2; 32]]).open(org, account, &sealed).len(), 0, "another key");
        assert_eq!(seal(&[]).open(org, account, &sealed).len(), 0, "no key");
        let again = mine.close(&tools, org, account, &secrets).unwrap();
        assert_ne!(sealed, again, "a nonce is never used twice");
        assert!(
            !sealed.windows(7).any(|bytes| bytes == b"whsec_B"),
            "nothing stands there in clear"
        );
    }

    #[test]
    fn an_older_key_opens_and_the_newest_seals() {
        let tools = tools();
        let (org, account): (OrgId, AccountId) = (tools.id(), tools.id());
        let secret = [Secret::from_bytes(vec![7; 32]).unwrap()];
        let old = seal(&[[1; 32]]).close(&tools, org, account, &secret).unwrap();
        let both = seal(&[[2; 32], [1; 32]]);
        assert_eq!(shown(&both.open(org, account, &old)), shown(&secret));
        assert!(!both.is_newest(org, account, &old));
        let new = both.close(&tools, org, account, &secret).unwrap();
        assert!(both.is_newest(org, account, &new));
        assert_eq!(seal(&[[2; 32]]).open(org, account, &new).len(), 1);
        assert_eq!(seal(&[[1; 32]]).open(org, account, &new).len(), 0);
    }

    #[test]
    fn a_login_is_no_signature_and_opens_in_its_own_row_only() {
        let tools = tools();
        let (org, account): (OrgId, AccountId) = (tools.id(), tools.id());
        let login = Fields::from([("token".to_owned(), "very secret".to_owned())]);
        let mine = seal(&[[2; 32], [1; 32]]);
        let sealed = mine.close_login(&tools, org, account, &login).unwrap();
        assert_eq!(mine.open_login(org, account, &sealed), Some(login));
        assert_eq!(mine.open_login(org, tools.id(), &sealed), None, "moved to another account");
        assert_eq!(mine.open(org, account, &sealed).len(), 0, "taken for another purpose");
        assert!(mine.is_newest_login(org, account, &sealed));
        assert!(!mine.is_newest(org, account, &sealed));
        assert_eq!(seal(&[[1; 32]]).open_login(org, account, &sealed), None, "another key");
    }

    proptest! {
        #[test]
        fn whatever_was_changed_does_not_open(at in 0_usize..85, bit in 0_u8..8) {
            let tools = tools();
            let (org, account): (OrgId, AccountId) = (tools.id(), tools.id());
            let secret = [Secret::from_bytes(vec![7; 32]).unwrap()];
            let mine = seal(&[[1; 32]]);
            let mut sealed = mine.close(&tools, org, account, &secret).unwrap();
            let at = at % sealed.len();
            sealed[at] ^= 1 << bit;
            prop_assert_eq!(mine.open(org, account, &sealed).len(), 0);
        }

        #[test]
        fn any_bytes_are_looked_at_without_a_fault(sealed: Vec<u8>) {
            let (org, account): (OrgId, AccountId) = (tools().id(), tools().id());
            prop_assert_eq!(seal(&[[1; 32]]).open(org, account, &sealed).len(), 0);
        }
    }
}

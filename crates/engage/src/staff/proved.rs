//! Remembers for a moment which connectors proved themselves, so that one that sends a thousand
//! requests a second is not looked up a thousand times.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use earshot_model::{Account, AccountId, Time};

/// How long a proof holds: an account that is switched off, or whose token is changed, is refused at
/// the latest so much later.
const HOLDS: i64 = Time::SECOND;
/// How many proofs are remembered; then they are forgotten together.
const MOST: usize = 1_000;

/// What was proved: the account, and the hash of the token that it came with.
type Proof = (AccountId, [u8; 32]);

/// The connectors that proved themselves a moment ago.
#[derive(Default)]
pub(crate) struct Proved(Mutex<HashMap<Proof, (Account, Time)>>);

impl Proved {
    /// The account, when this token was proved less than a second ago.
    pub(crate) fn known(&self, id: AccountId, hash: [u8; 32], now: Time) -> Option<Account> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (account, at) = known.get(&(id, hash))?;
        (0..HOLDS).contains(&now.since(*at)).then(|| account.clone())
    }

    /// This token was proved now.
    pub(crate) fn remember(&self, hash: [u8; 32], account: &Account, now: Time) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert((account.id, hash), (account.clone(), now));
    }
}

#[cfg(test)]
mod tests {
    use earshot_model::{Account, AccountId, OrgId, Time};

    use super::{HOLDS, MOST, Proved};

    const NOW: Time = Time(1_000 * Time::HOUR);

    fn account(n: u128) -> Account {
        Account {
            org_id: OrgId::from(uuid::Uuid::from_u128(1)),
            id: AccountId::from(uuid::Uuid::from_u128(n)),
            channel: "forum".to_owned(),
            handle: "@brand".to_owned(),
            name: "Brand".to_owned(),
            capabilities: String::new(),
            created_at: NOW,
            disabled_at: None,
        }
    }

    #[test]
    fn a_proof_holds_a_second_for_one_token_of_one_account() {
        let (proved, mine) = (Proved::default(), account(1));
        assert_eq!(proved.known(mine.id, [1; 32], NOW), None);
        proved.remember([1; 32], &mine, NOW);
        assert_eq!(proved.known(mine.id, [1; 32], NOW.plus(HOLDS - 1)), Some(mine.clone()));
        assert_eq!(proved.known(mine.id, [1; 32], NOW.plus(HOLDS)), None);
        assert_eq!(proved.known(mine.id, [1; 32], NOW.plus(-1)), None, "the clock went back");
        assert_eq!(proved.known(mine.id, [2; 32], NOW), None, "another token");
        assert_eq!(proved.known(account(2).id, [1; 32], NOW), None, "another account");
    }

    #[test]
    fn it_does_not_grow_without_end() {
        let proved = Proved::default();
        for n in 0..3 * u128::try_from(MOST).unwrap() {
            proved.remember([1; 32], &account(n), NOW);
        }
        assert!(proved.0.lock().unwrap().len() <= MOST);
    }
}

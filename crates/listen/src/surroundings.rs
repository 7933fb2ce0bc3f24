//! What is known around a post: what its author has open elsewhere, and who else speaks there.

use std::collections::{HashMap, HashSet};

use earshot_model::{AccountId, CaseId, PersonId, Time};
use earshot_store::{Conn, tags, threads};

use crate::Result;

/// So long voices count as joining each other.
const TOGETHER: i64 = 10 * Time::MINUTE;

/// The most voices that are read of one account: more make no larger crowd.
const VOICES: i64 = 1_000;

/// A conversation: the account and the channel's id of it.
type Place = (AccountId, String);

/// What is known around the posts of a batch.
#[derive(Default)]
pub(crate) struct Surroundings {
    /// The live cases of each author, and where each of them is spoken of.
    live: HashMap<PersonId, HashMap<CaseId, Vec<Place>>>,
    /// The tags of those cases.
    tags: HashMap<CaseId, Vec<String>>,
    /// Who spoke lately.
    voices: HashMap<Place, HashSet<String>>,
}

/// A post of the batch, as far as this asks.
pub(crate) struct Spoken<'a> {
    pub(crate) account: AccountId,
    pub(crate) thread: &'a str,
    pub(crate) author: &'a str,
    pub(crate) posted_at: Time,
    pub(crate) ours: bool,
}

impl Surroundings {
    /// Reads them. `busy` are the authors who have live cases; `latest` is the time of the newest post that
    /// comes together with these, where it is none of them.
    pub(crate) async fn read(
        conn: &mut Conn,
        busy: &[PersonId],
        batch: &[Spoken<'_>],
        mut latest: Time,
    ) -> Result<Self> {
        let mut found = Self::default();
        if !busy.is_empty() {
            for leg in threads::of_live_cases(conn, busy).await? {
                let cases = found.live.entry(leg.person_id).or_default();
                cases.entry(leg.case_id).or_default().push((leg.account_id, leg.external_id));
            }
            let cases: Vec<CaseId> = found.live.values().flat_map(HashMap::keys).copied().collect();
            for given in tags::of_cases(conn, &cases).await? {
                found.tags.entry(given.case_id).or_default().push(given.tag);
            }
        }
        let mut asked: HashMap<AccountId, HashSet<String>> = HashMap::new();
        for one in batch {
            latest = latest.max(one.posted_at);
            asked.entry(one.account).or_default().insert(one.thread.to_owned());
        }
        let since = latest.plus(-TOGETHER);
        for (account, of) in asked {
            let of = of.into_iter().collect();
            for voice in threads::voices(conn, account, since, VOICES, of).await? {
                found.voices.entry((account, voice.thread)).or_default().insert(voice.author);
            }
        }
        for one in batch.iter().filter(|one| !one.ours && one.posted_at > since) {
            let place = (one.account, one.thread.to_owned());
            found.voices.entry(place).or_default().insert(one.author.to_owned());
        }
        Ok(found)
    }

    /// Whether a case of this author is open that nobody speaks of in this conversation: they have
    /// asked elsewhere, and were not helped yet.
    pub(crate) fn open_elsewhere(
        &self,
        person: PersonId,
        account: AccountId,
        thread: &str,
    ) -> bool {
        let here = |place: &Place| place.0 == account && place.1 == thread;
        let cases = self.live.get(&person).into_iter().flatten();
        cases.into_iter().any(|(_, places)| !places.iter().any(here))
    }

    /// The tags of the live case that this author has in this conversation.
    pub(crate) fn tags(&self, person: PersonId, account: AccountId, thread: &str) -> Vec<String> {
        let here = |place: &Place| place.0 == account && place.1 == thread;
        let cases = self.live.get(&person).into_iter().flatten();
        let here = cases.filter(|(_, places)| places.iter().any(here));
        here.filter_map(|(case, _)| self.tags.get(case)).flatten().cloned().collect()
    }

    /// How many different people spoke in a conversation lately; 1 at least.
    pub(crate) fn joiners(&self, account: AccountId, thread: &str) -> u32 {
        let voices = self.voices.get(&(account, thread.to_owned())).map_or(0, HashSet::len);
        u32::try_from(voices).unwrap_or(u32::MAX).max(1)
    }
}

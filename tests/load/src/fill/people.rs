//! The authors of stored posts.

use earshot_model::{Identity, IdentityId, Instruments, OrgId, Person, PersonId, Tier, Time};
use earshot_store::{Db, persons};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng as _};

use crate::posts::{BRAND, HANDLE};

/// So many are written in one transaction.
const BATCH: usize = 5_000;

/// Someone who writes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Author {
    pub(super) person: PersonId,
    pub(super) identity: IdentityId,
    pub(super) followers: i64,
}

/// Makes authors.
pub(super) struct Maker<'a> {
    pub(super) db: &'a Db,
    pub(super) org: OrgId,
    pub(super) tools: &'a Instruments,
    pub(super) now: Time,
    pub(super) prefix: &'a str,
}

impl Maker<'_> {
    /// So many authors; `kind` keeps their names apart from those of another call.
    pub(super) async fn make(&self, kind: &str, count: usize) -> anyhow::Result<Vec<Author>> {
        let mut rng = StdRng::seed_from_u64(1);
        let mut made = Vec::with_capacity(count);
        let mut rows = Vec::new();
        for number in 0..count {
            let most = 1_i64 << rng.random_range(1..=18);
            let followers = rng.random_range(0..most);
            let handle = format!("{}-{kind}{number}", self.prefix);
            let (person, identity) = self.rows(handle, followers, false);
            made.push(Author { person: person.id, identity: identity.id, followers });
            rows.push((person, identity));
            if rows.len() >= BATCH {
                self.write(std::mem::take(&mut rows)).await?;
            }
        }
        self.write(rows).await?;
        Ok(made)
    }

    /// The brand's own handle.
    pub(super) async fn brand(&self) -> anyhow::Result<Author> {
        let (mut person, mut identity) = self.rows(format!("{}-{HANDLE}", self.prefix), 0, true);
        BRAND.clone_into(&mut person.display_name);
        HANDLE.clone_into(&mut identity.handle);
        let author = Author { person: person.id, identity: identity.id, followers: 0 };
        self.write(vec![(person, identity)]).await?;
        Ok(author)
    }

    fn rows(&self, handle: String, followers: i64, ours: bool) -> (Person, Identity) {
        let created_at = self.now.plus(-180 * Time::DAY);
        let person = Person {
            org_id: self.org,
            id: self.tools.id(),
            display_name: handle.clone(),
            tier: Tier::Unknown,
            languages: String::new(),
            place: None,
            time_zone: None,
            created_at,
            erased_at: None,
        };
        let identity = Identity {
            org_id: self.org,
            id: self.tools.id(),
            person_id: person.id,
            channel: "load".to_owned(),
            external_id: handle.clone(),
            handle: handle.clone(),
            display_name: handle,
            followers: Some(followers),
            ours,
            evidence: "wrote-here".to_owned(),
            created_at,
        };
        (person, identity)
    }

    async fn write(&self, rows: Vec<(Person, Identity)>) -> anyhow::Result<()> {
        let (people, identities): (Vec<Person>, Vec<Identity>) = rows.into_iter().unzip();
        self.db
            .write::<_, earshot_store::Error, _>(self.org, move |tx| {
                Box::pin(async move {
                    persons::insert_all(tx, &people).await?;
                    persons::insert_identities(tx, &identities).await
                })
            })
            .await?;
        Ok(())
    }
}

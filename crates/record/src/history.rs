//! A customer's history over all channels: what the right-hand pane of the desk shows.

use earshot_model::{Case, Identity, Person, PersonId, Visibility};
use earshot_store::lookups::{SeenPost, of_person};
use earshot_store::visibility::sees_all;
use earshot_store::{Conn, Error as StoreError, cases, persons};

use crate::error::Result;

/// The most cases of one person that are looked through for visible ones.
const MOST_CASES: i64 = 500;

/// What is known of a customer, as far as someone may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// The customer.
    pub person: Person,
    /// Their handles, oldest first.
    pub identities: Vec<Identity>,
    /// Their cases, newest first.
    pub cases: Vec<Case>,
    /// Their posts over all channels, newest first.
    pub posts: Vec<SeenPost>,
}

/// A customer's history: at most `limit` cases and `limit` posts.
///
/// # Errors
/// [`StoreError::NotFound`] for nobody, and for someone with no case that `eyes` may see; those who
/// see the whole organization see everybody.
pub async fn history(
    conn: &mut Conn,
    eyes: &Visibility,
    person: PersonId,
    limit: u16,
) -> Result<History> {
    let found = persons::find(conn, person).await?;
    let mut cases = cases::of_person(conn, person, MOST_CASES).await?;
    cases.retain(|case| eyes.sees(case));
    if cases.is_empty() && !sees_all(eyes) {
        return Err(StoreError::NotFound("person").into());
    }
    cases.truncate(usize::from(limit));
    Ok(History {
        person: found,
        identities: persons::identities(conn, person).await?,
        cases,
        posts: of_person(conn, eyes, person, i64::from(limit)).await?,
    })
}

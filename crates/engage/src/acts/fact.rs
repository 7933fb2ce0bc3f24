//! What the organization knows of a customer, and must never say in public: an agent writes it down,
//! or strikes it out.
//!
//! The guard compares every public text with it.

use earshot_model::{CaseId, EventKind, Permission};
use earshot_store::persons::{self, Fact};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The kinds of facts, in the order in which a form offers them.
pub const FACT_KINDS: [&str; 6] = ["email", "phone", "order", "account", "address", "name"];
/// The longest value, in characters.
const LONGEST: usize = 200;
/// How many facts one person can have.
pub(crate) const MOST: usize = 100;
/// What the source of a fact says when an agent typed it.
const TYPED: &str = "agent";

/// What names a fact without saying it: 16 hexadecimal digits.
pub(crate) fn mark(kind: &str, value: &str) -> String {
    let digest = Sha256::new().chain_update(kind).chain_update([0]).chain_update(value).finalize();
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

impl Engage {
    /// Writes down a fact about the customer of a case. Asks `case.note`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `kind` or `value`, [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn note_fact(
        &self,
        who: &Staff,
        case: CaseId,
        kind: &str,
        value: &str,
    ) -> Result<()> {
        let Some(kind) = FACT_KINDS.into_iter().find(|known| *known == kind) else {
            return Err(Error::invalid("kind", "choose one of the list"));
        };
        let value = checked(kind, value)?;
        let acting = self.acting(who);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::CaseNote).await?;
                    if persons::facts(tx, case.person_id).await?.len() >= MOST {
                        let full = format!("{MOST} facts are stored: strike one out first");
                        return Err(Error::invalid("value", full));
                    }
                    let fact = Fact { kind: kind.to_owned(), value, source: TYPED.to_owned() };
                    persons::insert_fact(tx, case.person_id, &fact, acting.at()).await?;
                    let event = acting.moment.event(EventKind::FactNoted, &case);
                    tx.emit(event.person(case.person_id).data(json!({ "kind": kind })));
                    Ok(())
                })
            })
            .await
    }

    /// Strikes out a fact about the customer of a case, by its mark. Asks `case.note`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such fact (any more), [`Error::Forbidden`].
    pub async fn strike_fact(&self, who: &Staff, case: CaseId, fact: &str) -> Result<()> {
        let (acting, wanted) = (self.acting(who), fact.to_owned());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::CaseNote).await?;
                    let facts = persons::facts(tx, case.person_id).await?;
                    let known = facts.iter().find(|fact| mark(&fact.kind, &fact.value) == wanted);
                    let fact = known.ok_or(Error::NotFound("fact"))?;
                    persons::delete_fact(tx, case.person_id, fact).await?;
                    let event = acting.moment.event(EventKind::FactStruck, &case);
                    tx.emit(event.person(case.person_id).data(json!({ "kind": &fact.kind })));
                    Ok(())
                })
            })
            .await
    }
}

/// The value as it is stored. What cannot be what it says it is would never be found in a text.
fn checked(kind: &str, value: &str) -> Result<String> {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if value.is_empty() || value.chars().count() > LONGEST {
        return Err(Error::invalid("value", format!("type 1 to {LONGEST} characters")));
    }
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let fits = match kind {
        "email" => value.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !value.contains(' ')
        }),
        "phone" => digits >= 5,
        "order" | "account" => value.chars().count() >= 4,
        _ => value.chars().count() >= 2,
    };
    if fits { Ok(value) } else { Err(Error::invalid("value", format!("this is no {kind}"))) }
}

#[cfg(test)]
mod tests {
    use super::{checked, mark};

    #[test]
    fn a_value_has_the_shape_of_its_kind() {
        assert_eq!(checked("email", " mirela@post.example ").unwrap(), "mirela@post.example");
        assert_eq!(checked("phone", "+351  912 345 678").unwrap(), "+351 912 345 678");
        for (kind, value) in [
            ("email", "mirela"),
            ("email", "@post.example"),
            ("email", "a b@post.example"),
            ("phone", "call me"),
            ("order", "12"),
            ("name", "x"),
            ("name", "   "),
        ] {
            assert!(checked(kind, value).is_err(), "{kind} {value}");
        }
        assert!(checked("address", &"x".repeat(201)).is_err());
    }

    #[test]
    fn kind_and_value_do_not_run_together() {
        assert_ne!(mark("name", "x"), mark("namex", ""));
        assert_eq!(mark("name", "Ada").len(), 16);
    }
}

//! Who was erased stays erased: on the command line, after a restore, and when a server starts.

use earshot_model::{OrgId, Person, PersonId, Tier};
use earshot_store::{Error, persons};
use earshot_testkit::NOON;

use crate::office::Office;

/// An office with one customer.
async fn filled() -> (Office, OrgId, PersonId) {
    let office = Office::open().await;
    let (org, _) = office.ground.db.organizations().await.expect("organizations").remove(0);
    let person = Person {
        org_id: org,
        id: office.ground.tools.id(),
        display_name: "Mirela".to_owned(),
        tier: Tier::Unknown,
        languages: String::new(),
        place: None,
        time_zone: None,
        created_at: NOON,
        erased_at: None,
    };
    let id = person.id;
    let written = office.ground.db.write::<_, Error, _>(org, move |tx| {
        Box::pin(async move { persons::insert_all(tx, &[person]).await })
    });
    written.await.expect("a customer");
    (office, org, id)
}

impl Office {
    async fn is_erased(&self, org: OrgId, person: PersonId) -> bool {
        let mut conn = self.ground.db.read(org).await.expect("a connection");
        let found = persons::find(&mut conn, person).await;
        found.expect("the person").erased_at.is_some()
    }
}

#[tokio::test]
async fn a_server_on_an_older_backup_erases_again_before_it_listens() {
    let (old, org, person) = filled().await;
    let new = Office::empty().await;
    let file = old.folder().join("before.backup");
    let file = file.to_str().expect("a path");
    old.says(&["backup", file]);
    old.says(&["erase", "--person", &person.to_string()]);

    let restored = new.run(&["restore", file], "");
    assert!(restored.status.success(), "{restored:?}");
    let said = String::from_utf8_lossy(&restored.stdout).into_owned();
    assert!(said.contains("erasures: listed=0 again=0 learnt=0"), "{said}");
    let warned = String::from_utf8_lossy(&restored.stderr).into_owned();
    assert!(warned.contains("no list of erasures"), "{warned}");
    assert!(!new.is_erased(org, person).await, "the backup is older than the erasure");

    let list = |office: &Office| office.folder().join("erasures.log");
    std::fs::copy(list(&old), list(&new)).expect("the list is copied");
    let said = new.serve().said.clone();
    assert!(said[0].starts_with("1 persons who were erased before"), "{said:?}");
    assert!(new.is_erased(org, person).await);
    assert_eq!(new.serve().said.len(), 1, "once is enough");
}

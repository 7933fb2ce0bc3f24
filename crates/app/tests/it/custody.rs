//! Who was erased stays erased: on the command line, after a restore, and when a server starts.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use earshot_bus::Hub;
use earshot_engage::Engage;
use earshot_engage::staff::{NewOrganization, PasswordRule};
use earshot_model::{
    FixedClock, Instruments, OrderedIds, OrgId, Person, PersonId, SeededNoise, Tier, Time,
};
use earshot_store::{Db, Error, persons};

const NOW: Time = Time(1_780_315_200_000_000);

async fn open(folder: &Path) -> Db {
    Db::open_sqlite(&folder.join("earshot.db")).await.expect("a database")
}

/// A data folder with one organization and one customer.
async fn filled(folder: &Path) -> (OrgId, PersonId) {
    let db = Arc::new(open(folder).await);
    let tools = Instruments {
        clock: Arc::new(FixedClock::new(NOW)),
        ids: Arc::new(OrderedIds::new(1)),
        noise: Arc::new(SeededNoise::new(2)),
    };
    let new = NewOrganization {
        name: "Brand".to_owned(),
        slug: "brand".to_owned(),
        time_zone: "UTC".to_owned(),
        locale: "en".to_owned(),
        industry: None,
        admin_name: "Ada".to_owned(),
        admin_email: "ada@brand.example".to_owned(),
        admin_password: "four tall green trees".to_owned(),
    };
    let engage = Engage::new(db.clone(), tools.clone(), Hub::default());
    engage.create_organization(new, PasswordRule::Strict).await.expect("an organization");
    let (org, _) = db.organizations().await.expect("organizations").remove(0);
    let person = Person {
        org_id: org,
        id: tools.id(),
        display_name: "Mirela".to_owned(),
        tier: Tier::Unknown,
        languages: String::new(),
        place: None,
        time_zone: None,
        created_at: NOW,
        erased_at: None,
    };
    let id = person.id;
    db.write::<_, Error, _>(org, move |tx| {
        Box::pin(async move { persons::insert_all(tx, &[person]).await })
    })
    .await
    .expect("a customer");
    (org, id)
}

fn earshot(data: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_earshot"));
    command.arg("--data").arg(data).args(words).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(data: &Path, words: &[&str]) -> Output {
    let output = earshot(data, words).output().expect("the program runs");
    assert!(output.status.success(), "{words:?}: {output:?}");
    output
}

/// What a server prints until it says where it runs.
fn starts(data: &Path) -> Vec<String> {
    let mut server =
        earshot(data, &["--listen", "127.0.0.1:0", "serve"]).spawn().expect("a server");
    let lines = BufReader::new(server.stdout.take().expect("its output")).lines();
    let mut said = Vec::new();
    for line in lines {
        said.push(line.expect("a line"));
        if said.iter().any(|line| line.starts_with("Earshot runs on")) {
            break;
        }
    }
    server.kill().expect("it is ended");
    server.wait().expect("it has ended");
    said
}

async fn is_erased(folder: &Path, org: OrgId, person: PersonId) -> bool {
    let db = open(folder).await;
    let found = persons::find(&mut db.read(org).await.expect("a connection"), person).await;
    found.expect("the person").erased_at.is_some()
}

#[tokio::test]
async fn a_server_on_an_older_backup_erases_again_before_it_listens() {
    let (old, new) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("one"));
    let (org, person) = filled(old.path()).await;
    let file = old.path().join("before.backup");
    let file = file.to_str().expect("a path");
    run(old.path(), &["backup", file]);
    run(old.path(), &["erase", "--person", &person.to_string()]);

    let restored = run(new.path(), &["restore", file]);
    let said = String::from_utf8_lossy(&restored.stdout).into_owned();
    assert!(said.contains("erasures: listed=0 again=0 learnt=0"), "{said}");
    let warned = String::from_utf8_lossy(&restored.stderr).into_owned();
    assert!(warned.contains("no list of erasures"), "{warned}");
    assert!(!is_erased(new.path(), org, person).await, "the backup is older than the erasure");

    let list = |folder: &Path| folder.join("erasures.log");
    std::fs::copy(list(old.path()), list(new.path())).expect("the list is copied");
    let said = starts(new.path());
    assert!(said[0].starts_with("1 persons who were erased before"), "{said:?}");
    assert!(is_erased(new.path(), org, person).await);
    assert_eq!(starts(new.path()).len(), 1, "once is enough");
}

//! The loop comes by soon, comes again, and stops.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use earshot_bus::Hub;
use earshot_engage::Engage;
use earshot_engage::staff::{NewOrganization, PasswordRule};
use earshot_model::{Account, FixedClock, Instruments, OrderedIds, OrgId, SeededNoise, Time};
use earshot_store::accounts::{self, Keys};
use earshot_store::blobs::BlobStore;
use earshot_store::{Db, Error, posts};
use tokio::sync::watch;

use super::Housekeeping;
use crate::jobs::Worker;

pub(crate) const NOW: Time = Time(1_780_315_200_000_000);
const LONG: Duration = Duration::from_secs(20);

/// An organization in a folder, on a clock that stands still.
pub(crate) async fn office(folder: &Path) -> (Arc<Db>, Engage, Instruments, OrgId) {
    let db = Arc::new(Db::open_sqlite(&folder.join("earshot.db")).await.unwrap());
    let tools = Instruments {
        clock: Arc::new(FixedClock::new(NOW)),
        ids: Arc::new(OrderedIds::new(1)),
        noise: Arc::new(SeededNoise::new(2)),
    };
    let engage = Engage::new(db.clone(), tools.clone(), Hub::default());
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
    engage.create_organization(new, PasswordRule::Strict).await.unwrap();
    let (org, _) = db.organizations().await.unwrap().remove(0);
    (db, engage, tools, org)
}

fn account(org: OrgId, tools: &Instruments) -> (Account, Keys) {
    let account = Account {
        org_id: org,
        id: tools.id(),
        channel: "forum".to_owned(),
        handle: "brand".to_owned(),
        name: "Brand".to_owned(),
        capabilities: "{}".to_owned(),
        created_at: NOW,
        disabled_at: None,
    };
    let keys =
        Keys { token_hash: [1; 32], sealed_secret: None, webhook_url: None, disabled_at: None };
    (account, keys)
}

/// Remembers a delete of long ago, and waits until it is forgotten.
async fn comes_by(db: &Db, account: &Account) {
    let (org, id) = (account.org_id, account.id);
    let old = NOW.plus(-500 * Time::DAY);
    db.write::<_, Error, _>(org, move |tx| {
        Box::pin(async move { posts::bury(tx, id, "gone", old).await })
    })
    .await
    .unwrap();
    let forgotten = async {
        loop {
            let mut conn = db.read(org).await.unwrap();
            if posts::tombstones(&mut conn, id, vec!["gone".to_owned()]).await.unwrap().is_empty() {
                return;
            }
            drop(conn);
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(LONG, forgotten).await.expect("the loop comes by");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_comes_by_soon_and_again_and_stops_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let (db, engage, tools, org) = office(folder.path()).await;
    let (account, keys) = account(org, &tools);
    let row = account.clone();
    db.write::<_, Error, _>(org, move |tx| {
        Box::pin(async move { accounts::insert(tx, &row, &keys).await })
    })
    .await
    .unwrap();
    let blobs = Arc::new(BlobStore::new(folder.path().join("blobs"), 1 << 20));
    let worker = Worker {
        db: db.clone(),
        blobs: blobs.clone(),
        engage: engage.clone(),
        tools: tools.clone(),
        pause: Duration::from_millis(10),
    };
    let mut house = Housekeeping::new(db.clone(), blobs, engage.clone(), tools);
    assert!(house.first < house.then, "a server that is started often does it, too");
    (house.first, house.then) = (Duration::from_millis(20), Duration::from_millis(30));
    let (stop, stopped) = watch::channel(false);
    let working = tokio::spawn(worker.run(stopped.clone()));
    let running = tokio::spawn(house.run(stopped));
    comes_by(&db, &account).await;
    comes_by(&db, &account).await;
    let page = engage.retention_as(org).await.unwrap();
    assert_eq!(page.next_run, Some(NOW.plus(30_000)), "the screen says when it comes next");
    stop.send(true).unwrap();
    tokio::time::timeout(LONG, running).await.expect("it stops").unwrap();
    tokio::time::timeout(LONG, working).await.expect("it stops").unwrap();
}

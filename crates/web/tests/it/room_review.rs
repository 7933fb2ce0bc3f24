//! Faults that would have cost somebody their words, their room, or their secrets.

use axum::http::StatusCode;
use earshot_engage::staff::NewAccount;
use earshot_model::{Actor, Capabilities, CaseId, RoomId, Time};
use earshot_store::blobs::BlobStore;
use earshot_store::{cases, retention, rooms};

use crate::brand::{Brand, item};
use crate::browser::{Browser, field};
use crate::guest::{file, invite, open};
use crate::world::World;

async fn complaint(brand: &Brand<'_>) -> (CaseId, Browser) {
    let text = "@altavela my suitcase is lost, please help me!";
    let (case, _) = brand.customer_writes("p1", "mirela", text).await;
    (case, brand.enter("admin").await)
}

#[tokio::test]
async fn an_invitation_outlives_the_tidying_of_empty_conversations() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let link = invite(&mut agent, case).await;
    world.clock.advance(3 * Time::DAY);
    let folder = std::env::temp_dir().join(format!("earshot-none-{case}"));
    let blobs = BlobStore::new(folder, 1 << 20);
    retention::run(&world.db, &blobs, brand.org, world.now()).await.unwrap();
    assert!(open(&world, &link).await.page().await.text().contains("my suitcase is lost"));
}

#[tokio::test]
async fn a_crowd_at_the_door_shuts_nobody_out() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let link = invite(&mut agent, case).await;
    let mut owner = open(&world, &link).await;
    for _ in 0..30 {
        open(&world, &link).await;
    }
    assert!(owner.page().await.text().contains("my suitcase is lost"), "who is in stays in");
    let room: RoomId = owner.path.rsplit('/').next().unwrap().parse().unwrap();
    let mut conn = world.db.read(brand.org).await.unwrap();
    assert_eq!(rooms::guests(&mut conn, room).await.unwrap().len(), 21, "the latest are kept");
    drop(conn);
    let desk = agent.get(&format!("/cases/{case}")).await.text();
    let told = desk.matches("<span>Another browser opened the link and waits</span>").count();
    assert_eq!(told, 3, "a crowd fills no log");
    let mut late = open(&world, &link).await;
    agent.as_program().post(&format!("/cases/{case}/room/code"), &[]).await;
    assert!(late.page().await.text().contains("name=\"code\""), "and can still prove it");
}

#[tokio::test]
async fn an_answer_never_changes_its_reader_on_the_way() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let link = invite(&mut agent, case).await;
    let page = agent.get(&format!("/cases/{case}")).await.text();
    let sheet = page.split("name=\"audience\" value=\"private\"").nth(1).expect("a private sheet");
    let place = field(sheet, "stands").expect("where it will stand");
    let (key, seen) = (field(&page, "key").unwrap(), field(&page, "seen").unwrap());
    let mut guest = open(&world, &link).await;
    let form = [
        ("key", key.as_str()),
        ("seen", &seen),
        ("audience", "private"),
        ("stands", &place),
        ("text", "Your booking is 7QX2LM"),
    ];
    let refused = agent.as_program().post(&format!("/cases/{case}/replies"), &form).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text());
    assert_eq!(refused.json()["problem"], "moved");
    assert!(!guest.page().await.text().contains("7QX2LM"));
    let page = agent.post(&format!("/cases/{case}/replies"), &form).await.text();
    assert!(page.contains("this would now stand there") && page.contains("7QX2LM</textarea>"));
}

#[tokio::test]
async fn what_is_under_a_legal_hold_is_hidden_and_kept() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let mut guest = open(&world, &invite(&mut agent, case).await).await;
    guest.sends("My ticket", &[file("ticket.pdf", b"%PDF-1.7 ticket")]).await;
    world.work().await;
    let page = guest.page().await.text();
    let href = page.split("class=\"attached\" href=\"").nth(1).unwrap();
    let href = href.split('"').next().unwrap().to_owned();
    let key = page.split("data-key=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut conn = world.db.read(brand.org).await.unwrap();
    let person = cases::find(&mut conn, case).await.unwrap().person_id.to_string();
    drop(conn);
    let room: RoomId = guest.path.rsplit('/').next().unwrap().parse().unwrap();
    let mut conn = world.db.read(brand.org).await.unwrap();
    let sent = rooms::files(&mut conn, vec![room]).await.unwrap().remove(0);
    drop(conn);
    let address = format!("/room-files/{}", sent.id);
    assert_eq!(agent.get(&address).await.status, StatusCode::OK);
    agent.post("/holds", &[("person", person.as_str()), ("reason", "court order 12")]).await;
    let path = format!("{}/posts/{key}/deletion", guest.path);
    let gone = guest.browser.as_program().post(&path, &[]).await;
    assert_eq!(gone.status, StatusCode::ACCEPTED, "{}", gone.text());
    world.work().await;
    assert_eq!(guest.browser.get(&href).await.status, StatusCode::NOT_FOUND, "hidden");
    assert_eq!(agent.get(&address).await.status, StatusCode::NOT_FOUND, "from agents, too");
    let mut conn = world.db.read(brand.org).await.unwrap();
    let kept = rooms::files(&mut conn, vec![room]).await.unwrap();
    assert_eq!(kept.len(), 1, "and kept");
    assert!(earshot_store::blobs::find(&mut conn, kept[0].digest).await.unwrap().is_some());
}

#[tokio::test]
async fn no_connector_takes_the_words_of_rooms() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    for channel in ["room", "chat"] {
        let new = NewAccount {
            channel: channel.to_owned(),
            handle: "private-room".to_owned(),
            name: String::new(),
            capabilities: Capabilities::default(),
        };
        let made = world.engage.connect_account_as(brand.org, Actor::System, new).await;
        assert!(made.is_err(), "{channel}");
    }
}

#[tokio::test]
async fn a_busy_public_thread_leaves_the_room_whole() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let mut guest = open(&world, &invite(&mut agent, case).await).await;
    guest.says("I am at gate 22").await;
    world.work().await;
    let crowd: Vec<_> = (0..450)
        .map(|n| {
            let mut one = item(&format!("c{n}"), &format!("olaf{n}"), "same here");
            one["thread"] = "t-p1".into();
            one["parent"] = "p1".into();
            one["posted_at"] = (world.now().micros() + n).into();
            serde_json::json!({ "event": "upsert", "item": one })
        })
        .collect();
    for part in crowd.chunks(150) {
        brand.events(part).await;
    }
    world.work().await;
    let page = guest.page().await.text();
    assert!(page.contains("I am at gate 22") && !page.contains("olaf"), "{page}");
}

#[tokio::test]
async fn others_cannot_spend_the_tries_of_the_owner() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let link = invite(&mut agent, case).await;
    let mut thief = open(&world, &link).await;
    let mut owner = open(&world, &link).await;
    agent.as_program().post(&format!("/cases/{case}/room/code"), &[]).await;
    for n in 0..6 {
        thief.proves(&format!("12345{n}")).await;
    }
    let said = owner.proves("99999x").await.json()["code"].as_str().unwrap().to_owned();
    assert_eq!(said, "wrong", "a try of their own");
    let words = thief.proves("123456").await.json()["code"].as_str().unwrap().to_owned();
    assert_eq!(words, "over");
}

#[tokio::test]
async fn a_number_of_somebody_unknown_is_no_fact_of_the_customer() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let guest = open(&world, &invite(&mut agent, case).await).await;
    let call = [("how", "call"), ("number", "+351 912 345 678")];
    let path = format!("{}/wishes", guest.path);
    let asked = guest.browser.as_program().post(&path, &call).await;
    assert_eq!(asked.status, StatusCode::ACCEPTED, "{}", asked.text());
    world.work().await;
    let mut conn = world.db.read(brand.org).await.unwrap();
    let person = cases::find(&mut conn, case).await.unwrap().person_id;
    assert!(earshot_store::persons::facts(&mut conn, person).await.unwrap().is_empty());
    drop(conn);
    let note = [("note", "Booking number fits")];
    agent.post(&format!("/cases/{case}/room/proof"), &note).await;
    guest.browser.as_program().post(&path, &call).await;
    let mut conn = world.db.read(brand.org).await.unwrap();
    assert_eq!(earshot_store::persons::facts(&mut conn, person).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_first_answer_to_somebody_unknown_is_asked_for_once() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let link = invite(&mut agent, case).await;
    open(&world, &link).await;
    let path = format!("/cases/{case}/replies");
    let page = agent.get(&format!("/cases/{case}")).await.text();
    let (key, seen) = (field(&page, "key").unwrap(), field(&page, "seen").unwrap());
    let words = "Your booking is 7QX2LM";
    let form = [("key", key.as_str()), ("seen", &seen), ("audience", "private"), ("text", words)];
    let refused = agent.as_program().post(&path, &form).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text());
    assert_eq!(refused.json()["problem"], "unproved");
    let page = agent.post(&path, &form).await.text();
    assert!(page.contains("anybody who reads the thread could be in the room"), "{page}");
    assert!(page.contains("7QX2LM</textarea>"), "the words stay");
    let known = field(&page, "unproved").expect("that it was said");
    let mut again = form.to_vec();
    again.push(("unproved", &known));
    let sent = agent.as_program().post(&path, &again).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    let page = agent.get(&format!("/cases/{case}")).await.text();
    let (key, seen) = (field(&page, "key").unwrap(), field(&page, "seen").unwrap());
    let form = [("key", key.as_str()), ("seen", &seen), ("audience", "private"), ("text", "More")];
    let more = agent.as_program().post(&path, &form).await;
    assert_eq!(more.status, StatusCode::CREATED, "asked once: {}", more.text());
}

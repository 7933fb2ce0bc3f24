//! Private rooms: who gets in, what they see, what they can do.

use axum::http::{Method, StatusCode};
use earshot_model::{CaseId, OrgId, RoomId, Time};
use earshot_store::{cases, outbox, posts, rooms};

use crate::brand::Brand;
use crate::browser::{Browser, Seen, field};
use crate::guest::{file, invite, open};
use crate::world::World;

/// A public complaint, and the agent who works on it.
async fn complaint(brand: &Brand<'_>) -> (CaseId, Browser) {
    let text = "@altavela my suitcase is lost, please help me!";
    let (case, _) = brand.customer_writes("p1", "mirela", text).await;
    (case, brand.enter("admin").await)
}

/// Answers in private, and sends it at once.
async fn answer(world: &World, org: OrgId, agent: &mut Browser, case: CaseId, text: &str) -> Seen {
    let page = agent.get(&format!("/cases/{case}")).await.text();
    let (key, seen) = (field(&page, "key").unwrap(), field(&page, "seen").unwrap());
    let fields = [
        ("key", key.as_str()),
        ("seen", &seen),
        ("audience", "private"),
        ("unproved", "known"),
        ("text", text),
    ];
    let sent = agent.as_program().post(&format!("/cases/{case}/replies"), &fields).await;
    world.clock.advance(11 * Time::SECOND);
    world.engage.release(org, world.now()).await.unwrap();
    deliver(world, org).await;
    sent
}

/// Hands everything over that waits for rooms.
async fn deliver(world: &World, org: OrgId) {
    let mut conn = world.db.read(org).await.unwrap();
    let accounts = earshot_store::accounts::all(&mut conn).await.unwrap();
    drop(conn);
    for account in accounts.iter().filter(|account| account.channel == "room") {
        world.engage.hand_over(org, account.id).await.unwrap();
    }
}

#[tokio::test]
async fn looking_at_a_link_opens_nothing_and_the_first_browser_owns_it() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let link = invite(&mut agent, case).await;
    assert!(link.starts_with("/r/altavela/"), "{link}");
    for _ in 0..3 {
        let robot = Browser::new(&world.app).get(&link).await;
        assert_eq!(robot.status, StatusCode::OK, "a network looks at what is posted there");
        assert!(robot.text().contains("Open the private room"));
        assert!(!robot.text().contains("suitcase"), "a door shows nothing of the case");
    }
    let mut first = open(&world, &link).await;
    assert!(first.page().await.text().contains("Write to Brand altavela"));
    let back = first.browser.get(&link).await;
    assert_eq!((back.status, back.to()), (StatusCode::SEE_OTHER, first.path.as_str()));
    let mut second = open(&world, &link).await;
    let page = second.page().await;
    assert!(page.text().contains("The room is open in another browser"), "{}", page.text());
    assert!(!page.text().contains("suitcase"));
    assert_eq!(second.says("let me in").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        second.browser.get(&format!("{}/live", second.path)).await.status,
        StatusCode::NOT_FOUND
    );
    let desk = agent.get(&format!("/cases/{case}")).await.text();
    assert!(desk.contains("Another browser opened the link and waits"), "the agent sees it");
    let third = Browser::new(&world.app).get(&second.path).await;
    assert_eq!(third.status, StatusCode::NOT_FOUND, "an address alone opens nothing");
}

#[tokio::test]
async fn talk_in_the_room_is_the_same_case_and_each_word_stands_once() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let link = invite(&mut agent, case).await;
    let mut guest = open(&world, &link).await;
    let first = answer(&world, brand.org, &mut agent, case, "Hello Mirela, this is private.").await;
    assert_eq!(
        first.status,
        StatusCode::CREATED,
        "before the guest has said a word: {}",
        first.text()
    );
    assert!(guest.page().await.text().contains("Hello Mirela, this is private."));
    let key = "018f0000-0000-7000-8000-000000000077";
    for _ in 0..3 {
        let said = guest.says_as(key, "My booking is 7QX2LM").await;
        assert_eq!(said.status, StatusCode::ACCEPTED, "{}", said.text());
    }
    world.work().await;
    let second = answer(&world, brand.org, &mut agent, case, "We found it.").await;
    assert_eq!(second.status, StatusCode::CREATED, "{}", second.text());
    deliver(&world, brand.org).await;
    let page = guest.page().await.text();
    assert_eq!(page.matches("My booking is 7QX2LM").count(), 1, "sent thrice, said once");
    assert_eq!(page.matches("We found it.").count(), 1);
    let mut conn = world.db.read(brand.org).await.unwrap();
    let legs = cases::legs(&mut conn, case).await.unwrap();
    assert_eq!(legs.len(), 2, "one more conversation of the same case");
    let all = posts::of_case(&mut conn, case, 50).await.unwrap();
    assert_eq!(all.len(), 4, "{all:?}");
    let sent = outbox::of_case(&mut conn, case).await.unwrap();
    assert!(sent.iter().all(|m| m.state == earshot_model::OutboxState::Sent), "{sent:?}");
    let person = cases::find(&mut conn, case).await.unwrap().person_id;
    assert_eq!(cases::of_person(&mut conn, person, 10).await.unwrap().len(), 1);
    drop(conn);
    let desk = agent.get(&format!("/cases/{case}")).await.text();
    assert!(
        desk.contains("name=\"audience\" value=\"public\""),
        "the case can still end in public"
    );
    assert!(desk.contains("has read up to"), "the guest's page is the receipt");
}

#[tokio::test]
async fn a_guest_sees_nothing_of_the_team_of_others_or_of_other_cases() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let other = "@altavela my other booking is broken, please help me, OTHERCASE";
    let (_, _) = brand.customer_writes("p2", "zora", other).await;
    let link = invite(&mut agent, case).await;
    agent.post(&format!("/cases/{case}/notes"), &[("text", "NOTEWORD she is angry")]).await;
    let mut onlooker = crate::brand::item("p3", "olaf", "same here ONLOOKER");
    onlooker["thread"] = "t-p1".into();
    onlooker["parent"] = "p1".into();
    brand.events(&[serde_json::json!({ "event": "upsert", "item": onlooker })]).await;
    world.work().await;
    let mut guest = open(&world, &link).await;
    let page = guest.page().await.text();
    assert!(page.contains("my suitcase is lost"), "their own public words");
    for hidden in ["NOTEWORD", "ONLOOKER", "olaf", "OTHERCASE", "zora"] {
        assert!(!page.contains(hidden), "{hidden}: {page}");
    }
}

#[tokio::test]
async fn a_guest_of_one_room_is_nobody_in_another() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let words = "@altavela my flight is cancelled, please help me now!";
    let (second, _) = brand.customer_writes("p2", "zora", words).await;
    let mut mirela = open(&world, &invite(&mut agent, case).await).await;
    let mut zora = open(&world, &invite(&mut agent, second).await).await;
    let sent = mirela.sends("My ticket", &[file("ticket.pdf", b"%PDF-1.7 ticket")]).await;
    assert_eq!(sent.status, StatusCode::ACCEPTED, "{}", sent.text());
    world.work().await;
    let page = mirela.page().await.text();
    let href = page.split("class=\"attached\" href=\"").nth(1).unwrap();
    let href = href.split('"').next().unwrap().to_owned();
    let mine = mirela.browser.get(&href).await;
    assert_eq!((mine.status, mine.text().as_str()), (StatusCode::OK, "%PDF-1.7 ticket"));
    assert!(mine.header("content-disposition").starts_with("attachment; "));
    assert_eq!(zora.browser.get(&href).await.status, StatusCode::NOT_FOUND);
    assert_eq!(zora.browser.get(&mirela.path).await.status, StatusCode::NOT_FOUND);
    let there = href.replace(&mirela.path, &zora.path);
    assert_eq!(zora.browser.get(&there).await.status, StatusCode::NOT_FOUND, "through their own");
    let key = page.split("data-key=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (path, form) = (zora.path.clone(), [("edit", key.as_str()), ("text", "I was never here")]);
    let edit = zora.browser.as_program().post(&format!("{path}/posts"), &form).await;
    assert_eq!(edit.status, StatusCode::NOT_FOUND);
    let gone = zora.browser.as_program().post(&format!("{path}/posts/{key}/deletion"), &[]).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let desk = agent.get(&format!("/cases/{case}")).await.text();
    let ours = desk.split("/room-files/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(agent.get(&format!("/room-files/{ours}")).await.status, StatusCode::OK);
    let other = Brand::open(&world, "borealis").await;
    let mut stranger = other.enter("admin").await;
    let refused = stranger.get(&format!("/room-files/{ours}")).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_code_to_the_handle_lets_the_owner_in_and_the_other_one_out() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let link = invite(&mut agent, case).await;
    let mut thief = open(&world, &link).await;
    let mut owner = open(&world, &link).await;
    assert!(!owner.page().await.text().contains("name=\"code\""), "nothing was sent yet");
    let early = owner.proves("000000").await;
    assert_eq!(early.json()["code"], "over");
    let sent = agent.as_program().post(&format!("/cases/{case}/room/code"), &[]).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
    let mut conn = world.db.read(brand.org).await.unwrap();
    let messages = outbox::of_case(&mut conn, case).await.unwrap();
    drop(conn);
    let message = messages.last().unwrap();
    assert_eq!(message.audience, earshot_model::Audience::Private);
    assert_eq!(message.account_id.to_string(), brand.account, "on the channel of the handle");
    let code: String = message.text.split(": ").nth(1).unwrap().chars().take(7).collect();
    assert!(owner.page().await.text().contains("name=\"code\""));
    let wrong = owner.proves(if code.starts_with('0') { "111111" } else { "000000" }).await;
    assert_eq!((&wrong.json()["code"], &wrong.json()["left"]), (&"wrong".into(), &4.into()));
    assert_eq!(owner.proves(&code).await.json()["code"], "right");
    assert!(owner.page().await.text().contains("my suitcase is lost"));
    let out = thief.page().await.text();
    assert!(out.contains("Another browser is in this room now"), "{out}");
    assert_eq!(thief.says("hello?").await.status, StatusCode::NOT_FOUND);
    assert_eq!(owner.proves(&code).await.json()["code"], "over", "a code counts once");
    let desk = agent.get(&format!("/cases/{case}")).await.text();
    assert!(
        desk.contains("@mirela confirmed by a code") || desk.contains("mirela confirmed by a code")
    );
}

#[tokio::test]
async fn guessing_a_code_ends_it() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let mut guest = open(&world, &invite(&mut agent, case).await).await;
    agent.as_program().post(&format!("/cases/{case}/room/code"), &[]).await;
    let mut said = Vec::new();
    for n in 0..7 {
        said.push(
            guest.proves(&format!("99999{n}")).await.json()["code"].as_str().unwrap().to_owned(),
        );
    }
    let wrong = said.iter().filter(|word| *word == "wrong").count();
    assert!(wrong <= 5 && said.last().unwrap() == "over", "{said:?}");
}

#[tokio::test]
async fn a_later_link_lets_nobody_in_by_itself_and_an_agent_may() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let link = invite(&mut agent, case).await;
    let mut first = open(&world, &link).await;
    let note = [("note", "Order number and postcode fit")];
    let marked = agent.post(&format!("/cases/{case}/room/proof"), &note).await;
    assert_eq!(marked.status, StatusCode::SEE_OTHER, "{}", marked.text());
    let desk = agent.get(&format!("/cases/{case}")).await.text();
    assert!(desk.contains("Order number and postcode fit"));
    let blank =
        agent.as_program().post(&format!("/cases/{case}/room/proof"), &[("note", " ")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    first.says("My card ends in 1111").await;
    world.work().await;
    let newer = invite(&mut agent, case).await;
    assert_ne!(newer, link);
    let mut thief = open(&world, &newer).await;
    let mut owner = open(&world, &newer).await;
    for other in [&mut thief, &mut owner] {
        let page = other.page().await.text();
        assert!(page.contains("The room is open in another browser"), "{page}");
        assert!(!page.contains("1111"), "what was said is not for whoever opens a link first");
    }
    assert!(first.page().await.text().contains("1111"), "who is in stays in");
    let desk = agent.get(&format!("/cases/{case}")).await.text();
    let shown = owner.page().await.text();
    let letters = shown.split("class=\"letters\" translate=\"no\">").nth(1).unwrap();
    let letters = letters.split('<').next().unwrap();
    assert_eq!(letters.len(), 5, "{letters}");
    let before =
        desk.split(&format!("\">{letters}, since")).next().expect("the letters on its page");
    let waits = before.rsplit("option value=\"").next().unwrap().to_owned();
    let why = [("note", "They said so in public"), ("guest", waits.as_str())];
    let admitted = agent.post(&format!("/cases/{case}/room/proof"), &why).await;
    assert_eq!(admitted.status, StatusCode::SEE_OTHER, "{}", admitted.text());
    assert!(owner.page().await.text().contains("1111"), "the latest one was let in");
    assert!(first.page().await.text().contains("Another browser is in this room now"));
    assert!(!thief.page().await.text().contains("1111"));
    let again = agent.as_program().post(&format!("/cases/{case}/room/proof"), &why).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "it does not wait any more");
}

#[tokio::test]
async fn old_replaced_and_invented_links_open_nothing() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let replaced = invite(&mut agent, case).await;
    let old = invite(&mut agent, case).await;
    let mut guest = Browser::new(&world.app);
    assert!(guest.get(&replaced).await.text().contains("There is a newer link"));
    world.clock.advance(8 * Time::DAY);
    let page = guest.get(&old).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.text().contains("This link is too old"));
    for odd in [
        "/r/altavela/abcdefghijklmnopqrstuvwxyzab",
        "/r/nobody/abcdefghijklmnopqrstuvwxyzab",
        "/r/altavela/%27%20or%201%3D1",
        "/r/altavela/x",
    ] {
        let seen = guest.get(odd).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{odd}");
        let pressed = guest.post(odd, &[]).await;
        assert!(pressed.status.is_client_error(), "{odd}: {}", pressed.status);
    }
}

#[tokio::test]
async fn what_a_guest_changes_or_takes_back_is_changed_and_gone() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let mut guest = open(&world, &invite(&mut agent, case).await).await;
    let key = "018f0000-0000-7000-8000-000000000078";
    guest.says_as(key, "My number is 5551234").await;
    world.work().await;
    world.clock.advance(Time::SECOND);
    let (path, form) = (guest.path.clone(), [("edit", key), ("text", "My number is another one")]);
    let edit = guest.browser.as_program().post(&format!("{path}/posts"), &form).await;
    assert_eq!(edit.status, StatusCode::ACCEPTED, "{}", edit.text());
    world.work().await;
    let page = guest.page().await.text();
    assert!(page.contains("My number is another one") && !page.contains("5551234"));
    let desk = agent.get(&format!("/cases/{case}")).await.text();
    assert!(desk.contains("another one") && desk.contains("Edited"), "{desk}");
    let gone = guest.browser.as_program().post(&format!("{path}/posts/{key}/deletion"), &[]).await;
    assert_eq!(gone.status, StatusCode::ACCEPTED, "{}", gone.text());
    world.work().await;
    assert!(!guest.page().await.text().contains("another one"));
    let desk = agent.get(&format!("/cases/{case}")).await.text();
    assert!(!desk.contains("another one"), "the text is gone for the desk too");
}

#[tokio::test]
async fn a_wish_is_said_kept_and_guarded() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let guest = open(&world, &invite(&mut agent, case).await).await;
    let note = [("note", "Booking number fits")];
    agent.post(&format!("/cases/{case}/room/proof"), &note).await;
    let path = guest.path.clone();
    let call = [("how", "call"), ("number", "+351 912 345 678"), ("when", "after 5")];
    let asked = guest.browser.as_program().post(&format!("{path}/wishes"), &call).await;
    assert_eq!(asked.status, StatusCode::ACCEPTED, "{}", asked.text());
    let odd = [("how", "mail"), ("address", "nowhere")];
    let odd = guest.browser.as_program().post(&format!("{path}/wishes"), &odd).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    world.work().await;
    let desk = agent.get(&format!("/cases/{case}")).await.text();
    assert!(desk.contains("call me: +351 912 345 678, after 5"), "{desk}");
    assert!(desk.contains("Wants a call"));
    let (key, seen) = (field(&desk, "key").unwrap(), field(&desk, "seen").unwrap());
    let leak = [
        ("key", key.as_str()),
        ("seen", &seen),
        ("audience", "public"),
        ("text", "We call you on +351 912 345 678"),
    ];
    let stopped = agent.as_program().post(&format!("/cases/{case}/replies"), &leak).await;
    assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", stopped.text());
}

#[tokio::test]
async fn a_closed_case_can_be_read_and_not_written_to() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let mut guest = open(&world, &invite(&mut agent, case).await).await;
    guest.says("thank you").await;
    world.work().await;
    for step in ["resolution", "loop", "closure"] {
        let form = [("reason", "asked")];
        let done = agent.post(&format!("/cases/{case}/{step}"), &form).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{step}: {}", done.text());
    }
    let page = guest.page().await.text();
    assert!(page.contains("thank you") && page.contains("This matter is closed."), "{page}");
    assert!(guest.says("one more thing").await.status.is_client_error());
    let more = agent.as_program().post(&format!("/cases/{case}/room"), &[]).await;
    assert_eq!(more.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_days_of_a_link_are_a_setting() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    for odd in ["0", "91", "x", ""] {
        let refused = agent.as_program().post("/settings/rooms", &[("days", odd)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{odd}");
    }
    let set = agent.post("/settings/rooms", &[("days", "2")]).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER);
    assert!(agent.get("/settings/accounts").await.text().contains("value=\"2\""));
    let link = invite(&mut agent, case).await;
    world.clock.advance(2 * Time::DAY);
    let late = Browser::new(&world.app).get(&link).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_erased_customer_leaves_no_room() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let mut guest = open(&world, &invite(&mut agent, case).await).await;
    guest.sends("My ticket", &[file("ticket.pdf", b"%PDF-1.7 ticket")]).await;
    world.work().await;
    let mut conn = world.db.read(brand.org).await.unwrap();
    let person = cases::find(&mut conn, case).await.unwrap().person_id;
    let room: RoomId = guest.path.rsplit('/').next().unwrap().parse().unwrap();
    assert!(rooms::find(&mut conn, room).await.is_ok());
    drop(conn);
    let erased = agent.post(&format!("/persons/{person}/erasure"), &[("word", "mirela")]).await;
    assert_eq!(erased.status, StatusCode::SEE_OTHER, "{}", erased.text());
    assert_eq!(guest.page().await.status, StatusCode::NOT_FOUND);
    let mut conn = world.db.read(brand.org).await.unwrap();
    assert!(rooms::find(&mut conn, room).await.is_err());
    assert!(rooms::files(&mut conn, vec![room]).await.unwrap().is_empty());
}

#[tokio::test]
async fn nothing_about_guests_is_a_matter_of_methods() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut agent) = complaint(&brand).await;
    let mut guest = open(&world, &invite(&mut agent, case).await).await;
    let request = guest.browser.request(Method::DELETE, &guest.path, None);
    assert_eq!(guest.browser.take(request).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

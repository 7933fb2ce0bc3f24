//! A crisis in the browser, without scripts.

use axum::http::StatusCode;
use earshot_engage::staff::{Reach, RoleKind};

use crate::brand::Brand;
use crate::browser::{Browser, field};
use crate::world::World;

const FIRE: &str = "@altavela there was a fire in my seat, please help me!";
const HOLDING: &str = "We look into it and tell you more today.";

fn fields(words: &str) -> [(&str, &str); 8] {
    [
        ("name", "Fire on board"),
        ("words", words),
        ("tag", "fire"),
        ("queue", "press"),
        ("urgent", "true"),
        ("word_from", "supervisor"),
        ("notice", "Say nothing about the cause."),
        ("holding", HOLDING),
    ]
}

/// Answers in public; gives the page after it.
async fn say(browser: &mut Browser, case: &str, text: &str) -> String {
    let page = browser.get(&format!("/cases/{case}")).await.text();
    let (key, seen) = (field(&page, "key").expect("a key"), field(&page, "seen").expect("seen"));
    let fields = [("key", key.as_str()), ("seen", &seen), ("audience", "public"), ("text", text)];
    let sent = browser.post(&format!("/cases/{case}/replies"), &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    browser.get(sent.to()).await.text()
}

#[tokio::test]
async fn a_crisis_is_prepared_rehearsed_switched_on_and_ended() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let mut admin = brand.enter("admin").await;
    let whole = Reach::Organization(brand.org);
    let mut ana = brand.hire("Ana", &[(RoleKind::Agent, whole)]).await;
    let (before, _) = brand.customer_writes("p1", "mirela", FIRE).await;
    assert_eq!(ana.get("/crisis").await.status, StatusCode::FORBIDDEN);
    assert!(!ana.get("/cases").await.text().contains("href=\"/crisis\""));

    let refused = admin.post("/crisis", &fields("(fire")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("value=\"Fire on board\""), "what was typed stays");
    let saved = admin.post("/crisis", &fields("fire OR smoke")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let plan = saved.to().split('?').next().unwrap().to_owned();
    // The rehearsal counts what is stored, and changes nothing.
    let page = admin.get(&format!("{plan}?hours=24")).await.text();
    for part in ["looked at: 1.", "class=\"hit\">fire</", "With a slower clock now"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let json = admin.get(&format!("/api/v1/cases/{before}")).await.json();
    assert_eq!(json["tags"], serde_json::json!([]));

    let started = admin.post(&format!("{plan}/start"), &[]).await;
    assert_eq!(started.to(), "/crisis?done=started");
    let everybody = ana.get("/cases").await.text();
    assert!(
        everybody.contains("Say nothing about the cause.") && everybody.contains("id=\"crisis\"")
    );
    assert!(!everybody.contains("href=\"/crisis\""), "who may not end it is not led there");
    let (case, _) = brand.customer_writes("p2", "tiago", FIRE).await;
    let json = ana.get(&format!("/api/v1/cases/{case}")).await.json();
    assert_eq!((&json["tags"], &json["sla"]), (&serde_json::json!(["fire"]), &"urgent".into()));
    assert_eq!(json["queue"]["name"], "Press");
    let page = ana.get(&format!("/cases/{case}")).await.text();
    assert!(page.contains(HOLDING), "the holding text is at hand");
    assert!(ana.get("/cases?list=tag:fire").await.text().contains(&case.to_string()));

    let waits = say(&mut ana, &before.to_string(), "It was the battery.").await;
    assert!(waits.contains("Waits for the word of"), "{waits}");
    let now = admin.get("/crisis").await.text();
    assert!(now.contains("1 answer waits for a word"), "{now}");
    let ended = admin.post(&format!("{plan}/end"), &[("let_go", "true")]).await;
    assert_eq!(ended.to(), "/crisis?done=ended&gone=1&waiting=0");
    let page = admin.get(ended.to()).await.text();
    assert!(
        page.contains("The crisis is over.") && page.contains("ended “Fire on board”"),
        "{page}"
    );
    assert!(!ana.get("/cases").await.text().contains("id=\"crisis\""));
    let removed = admin.post(&format!("{plan}/removal"), &[]).await;
    assert_eq!(removed.to(), "/crisis?done=removed");
    assert_eq!(admin.get(&plan).await.status, StatusCode::NOT_FOUND);
}

//! A connector's day: it says what it can do, brings posts, takes a reply out, and keeps its cursor.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::brand::{Brand, upsert};
use crate::browser::field;
use crate::desk::one_case;
use crate::world::World;

const CAN: &str = r#"{"name": "fake", "version": "1", "capabilities": {"reply_public": true, "reply_private": false,
    "find_sent": true, "length_public": {"unit": "chars", "max": 280}, "length_private": {"unit": "chars", "max": 280}}}"#;

#[tokio::test]
async fn a_second_delivery_adds_nothing() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let batch = [upsert("p1", "mirela", "one"), upsert("p2", "bo", "two")];
    let first = brand.events(&batch).await;
    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(first.json()["accepted"], 2);
    let second = brand.events(&batch).await.json();
    assert_eq!((&second["accepted"], &second["duplicate"]), (&json!(0), &json!(2)));
    assert_eq!(second["items"][1]["outcome"], "duplicate");
}

#[tokio::test]
async fn what_an_account_can_do_changes_the_composer() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut admin) = one_case(&brand).await;
    let before = admin.get(&format!("/cases/{case}")).await.text();
    assert!(before.contains("id=\"aud-private\""));
    let told = brand.connector(Method::PUT, "descriptor", CAN).await;
    assert_eq!(told.status, StatusCode::NO_CONTENT, "{}", told.text());
    let after = admin.get(&format!("/cases/{case}")).await.text();
    assert!(!after.contains("id=\"aud-private\"") && after.contains("data-max=\"280\""));
}

#[tokio::test]
async fn a_connector_keeps_its_cursor_here() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    assert_eq!(brand.connector(Method::GET, "state", "").await.json()["state"], "");
    let kept = brand.connector(Method::PUT, "state", r#"{"state": "cursor 7"}"#).await;
    assert_eq!(kept.status, StatusCode::NO_CONTENT);
    assert_eq!(brand.connector(Method::GET, "state", "").await.json()["state"], "cursor 7");
}

#[tokio::test]
async fn a_reply_goes_out_and_its_result_comes_back() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut admin) = one_case(&brand).await;
    let page = admin.get(&format!("/cases/{case}")).await.text();
    let key = field(&page, "key").expect("a key");
    let seen = field(&page, "seen").expect("a version");
    let fields =
        [("key", key.as_str()), ("seen", &seen), ("audience", "public"), ("text", "We are on it.")];
    let sent = admin.post(&format!("/cases/{case}/replies"), &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let held = brand.connector(Method::GET, "commands", "").await.json();
    assert_eq!(held["commands"], json!([]), "it can still be taken back");
    world.clock.advance(11 * earshot_model::Time::SECOND);
    world.engage.release(brand.org, world.now()).await.expect("what was held goes");
    let page = brand.connector(Method::GET, "commands?wait=1", "").await.json();
    let command = &page["commands"][0];
    assert_eq!((&command["id"], &command["to"]), (&json!(key), &json!("p1")));
    assert_eq!(command["text"], "We are on it.");
    assert_eq!(page["next"], key);
    let path = format!("commands/{key}/result");
    let done = r#"{"state": "sent", "id": "r1", "url": "https://fake.example/r1"}"#;
    for _ in 0..2 {
        let told = brand.connector(Method::PUT, &path, done).await;
        assert_eq!(told.status, StatusCode::NO_CONTENT, "{}", told.text());
    }
    let other = brand.connector(Method::PUT, &path, r#"{"state": "failed"}"#).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    let unknown = "commands/018f0000-0000-7000-8000-000000000001/result";
    assert_eq!(brand.connector(Method::PUT, unknown, done).await.status, StatusCode::NOT_FOUND);
    let whole = admin.get(&format!("/api/v1/cases/{case}")).await.json();
    assert_eq!(whole["posts"].as_array().map(Vec::len), Some(2));
    assert_eq!(whole["posts"][1]["author"], "brand");
}

#[tokio::test]
async fn a_person_says_what_became_of_a_reply_that_nobody_can_look_up() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut admin) = one_case(&brand).await;
    let blind = CAN.replace("\"find_sent\": true", "\"find_sent\": false");
    brand.connector(Method::PUT, "descriptor", blind).await;
    let page = admin.get(&format!("/cases/{case}")).await.text();
    let (key, seen) =
        (field(&page, "key").expect("a key"), field(&page, "seen").expect("a version"));
    let fields =
        [("key", key.as_str()), ("seen", &seen), ("audience", "public"), ("text", "We are on it.")];
    admin.post(&format!("/cases/{case}/replies"), &fields).await;
    let settlement = format!("/cases/{case}/replies/{key}/settlement");
    let early = admin.post(&settlement, &[("went", "true")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "nothing is in doubt yet");
    let lost = async || {
        world.engage.release(brand.org, world.now()).await.expect("what was held goes");
        let page = brand.connector(Method::GET, "commands", "").await.json();
        assert_eq!(page["commands"][0]["id"], json!(key));
        brand
            .connector(Method::PUT, &format!("commands/{key}/result"), r#"{"state": "unknown"}"#)
            .await
    };
    world.clock.advance(11 * earshot_model::Time::SECOND);
    for went in ["false", "true"] {
        assert_eq!(lost().await.status, StatusCode::NO_CONTENT);
        assert!(admin.get(&format!("/cases/{case}")).await.text().contains(&settlement));
        let settled = admin.post(&settlement, &[("went", went)]).await;
        assert_eq!(settled.status, StatusCode::SEE_OTHER, "{}", settled.text());
        assert!(!admin.get(&format!("/cases/{case}")).await.text().contains(&settlement));
    }
    let whole = admin.get(&format!("/api/v1/cases/{case}")).await.json();
    assert_eq!(whole["posts"][1]["text"], "We are on it.");
}

#[tokio::test]
async fn a_token_opens_its_own_account_only() {
    let world = World::new().await;
    let one = Brand::open(&world, "altavela").await;
    let mut two = Brand::open(&world, "borealis").await;
    let theirs = two.token.clone();
    let (mine, other) = (one.account.clone(), two.account.clone());
    for (account, token) in
        [(&mine, theirs.as_str()), (&mine, ""), (&mine, "x"), (&other, &one.token)]
    {
        two.account.clone_from(account);
        token.clone_into(&mut two.token);
        let seen = two.events(&[upsert("p9", "eve", "hello")]).await;
        assert_eq!(seen.status, StatusCode::UNAUTHORIZED);
        assert_eq!(seen.header("www-authenticate"), "Bearer");
        assert_eq!(seen.json()["problem"], "unauthorized");
    }
}

//! Answers that go, and answers that do not.

use axum::http::StatusCode;
use earshot_model::CaseId;

use crate::brand::Brand;
use crate::browser::{Browser, Seen, field};
use crate::desk::one_case;
use crate::world::World;

/// Fills in the form of a page of this case as it stood then.
async fn form_of(browser: &mut Browser, case: CaseId) -> (String, String) {
    let page = browser.get(&format!("/cases/{case}")).await.text();
    (field(&page, "key").expect("a key"), field(&page, "seen").expect("a version"))
}

async fn reply(browser: &mut Browser, case: CaseId, form: &(String, String), text: &str) -> Seen {
    let fields =
        [("key", form.0.as_str()), ("seen", &form.1), ("audience", "public"), ("text", text)];
    browser.post(&format!("/cases/{case}/replies"), &fields).await
}

#[tokio::test]
async fn the_second_reply_is_refused_with_what_the_first_one_said() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut ana) = one_case(&brand).await;
    let mut ben = ana.clone();
    let (first, second) = (form_of(&mut ana, case).await, form_of(&mut ben, case).await);
    assert_eq!(reply(&mut ana, case, &first, "We found it!").await.status, StatusCode::SEE_OTHER);
    let refused = reply(&mut ben, case, &second, "Please wait a little").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let page = refused.text();
    assert!(page.contains("id=\"stop-h\"") && page.contains("We found it!"), "{page}");
    assert!(page.contains(">Please wait a little</textarea>"), "nothing typed is lost");
    let again = reply(&mut ben.as_program(), case, &second, "Please wait a little").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let told = again.json();
    assert_eq!(told["problem"], "already-answered");
    assert_eq!(told["more"]["text"], "We found it!");
    let key = page
        .split("id=\"stop-h\"")
        .nth(1)
        .and_then(|rest| field(rest, "key"))
        .expect("a fresh key");
    let seen =
        page.split("id=\"stop-h\"").nth(1).and_then(|rest| field(rest, "seen")).expect("a version");
    let sent = reply(&mut ben, case, &(key, seen), "And it is on its way").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "whoever has read it may send: {}", sent.text());
}

#[tokio::test]
async fn the_same_form_twice_is_one_reply() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut ana) = one_case(&brand).await;
    let form = form_of(&mut ana, case).await;
    for _ in 0..2 {
        assert_eq!(reply(&mut ana, case, &form, "Hello").await.status, StatusCode::SEE_OTHER);
    }
    let page = ana.get(&format!("/cases/{case}")).await.text();
    assert_eq!(page.matches("class=\"undo\"").count(), 1);
}

#[tokio::test]
async fn the_guard_stops_a_card_number_and_shows_where_it_stands() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut ana) = one_case(&brand).await;
    let form = form_of(&mut ana, case).await;
    let text = "Your card 4111 1111 1111 1111 was charged <twice>";
    let stopped = reply(&mut ana, case, &form, text).await;
    assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = stopped.text();
    assert!(page.contains("<mark class=\"leak\">4111 1111 1111 1111</mark>"), "{page}");
    assert!(page.contains("Card number") && page.contains("&#60;twice&#62;"));
    assert!(!page.contains("override_reason"), "nobody may overrule a card");
    let told = reply(&mut ana.as_program(), case, &form, text).await;
    assert_eq!(
        (told.status, told.json()["problem"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("guard"))
    );
    let moved =
        ana.post(&format!("/cases/{case}/draft"), &[("audience", "private"), ("text", text)]).await;
    assert_eq!(moved.to(), format!("/cases/{case}?mode=private"));
}

#[tokio::test]
async fn what_nobody_can_send_comes_back_with_its_text() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut ana) = one_case(&brand).await;
    let form = form_of(&mut ana, case).await;
    let long = "long ".repeat(200);
    let seen = reply(&mut ana, case, &form, &long).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.text().contains("the channel takes 500") && seen.text().contains(&long));
    let blank = reply(&mut ana, case, &form, "  ").await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blank.text().contains("Write something first."));
    let fields =
        [("key", "no"), ("seen", form.1.as_str()), ("audience", "public"), ("text", "kept words")];
    let broken = ana.post(&format!("/cases/{case}/replies"), &fields).await;
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(broken.text().contains("kept words"));
}

#[tokio::test]
async fn a_reply_is_taken_back_in_time_and_its_words_return() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut ana) = one_case(&brand).await;
    let form = form_of(&mut ana, case).await;
    reply(&mut ana, case, &form, "Too early").await;
    let path = format!("/cases/{case}/replies/{}/cancellation", form.0);
    assert_eq!(ana.post(&path, &[]).await.status, StatusCode::SEE_OTHER);
    let page = ana.get(&format!("/cases/{case}")).await.text();
    assert!(page.contains(">Too early</textarea>") && !page.contains("class=\"undo\""));
    let other = format!("/cases/{case}/replies/018f0000-0000-7000-8000-000000000001/cancellation");
    assert_eq!(ana.post(&other, &[]).await.status, StatusCode::NOT_FOUND);
}

//! What somebody does to a case by its forms.

use axum::http::{Method, StatusCode};

use crate::brand::Brand;
use crate::browser::Browser;
use crate::desk::one_case;
use crate::world::World;

async fn status(admin: &mut Browser, case: &str) -> String {
    admin.get(&format!("/api/v1/cases/{case}")).await.json()["status"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_case_is_noted_taken_moved_put_off_resolved_and_opened_again() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut admin) = one_case(&brand).await;
    let case = case.to_string();
    let at = |what: &str| format!("/cases/{case}/{what}");
    let noted = admin.post(&at("notes"), &[("text", "call her <b>today</b>")]).await;
    assert_eq!(
        (noted.status, noted.to()),
        (StatusCode::SEE_OTHER, format!("/cases/{case}?done=noted").as_str())
    );
    let page = admin.get(noted.to()).await.text();
    assert!(
        page.contains("call her &#60;b&#62;today&#60;/b&#62;") && page.contains("Note added."),
        "{page}"
    );
    let me = page
        .split("data-me=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("me")
        .to_owned();
    let taken = admin.as_program().post(&at("assignment"), &[("agent", &me)]).await.json();
    assert_eq!(
        (taken["owner"].as_str(), taken["status"].as_str()),
        (Some(me.as_str()), Some("open"))
    );
    assert!(admin.get("/cases").await.text().contains(&case), "it is mine now");
    let queue = queue_of(&page, "Refunds");
    let moved = admin.as_program().post(&at("queue"), &[("queue", &queue)]).await.json();
    assert_eq!(moved["queue"].as_str(), Some(queue.as_str()));
    assert!(admin.get(&format!("/cases?list=queue:{queue}")).await.text().contains(&case));
    assert_eq!(admin.post(&at("snooze"), &[("hours", "4")]).await.status, StatusCode::SEE_OTHER);
    assert!(admin.get("/cases?list=all&status=snoozed").await.text().contains(&case));
    assert_eq!(admin.post(&at("snooze"), &[("hours", "0")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        admin.post(&at("resolution"), &[("list", "all")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(status(&mut admin, &case).await, "resolved");
    assert_eq!(admin.post(&at("reopening"), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(status(&mut admin, &case).await, "open");
    for (what, fields) in [
        ("notes", vec![("text", "  ")]),
        ("snooze", vec![("hours", "-3")]),
        ("snooze", vec![]),
        ("queue", vec![("queue", "x")]),
    ] {
        let seen = admin.post(&at(what), &fields).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{what} {fields:?}");
    }
}

pub(crate) fn queue_of(page: &str, name: &str) -> String {
    let option =
        page.split("<option value=\"").find(|option| option.contains(&format!(">{name}</option>")));
    option.and_then(|option| option.split('"').next()).expect("the queue").to_owned()
}

#[tokio::test]
async fn a_case_is_tagged_found_by_its_tag_and_untagged() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut admin) = one_case(&brand).await;
    let at = format!("/cases/{case}/tags");
    let given = admin.post(&at, &[("tag", " #Größe XL ")]).await;
    assert_eq!(
        (given.status, given.to()),
        (StatusCode::SEE_OTHER, format!("/cases/{case}").as_str())
    );
    let page = admin.get(&format!("/cases/{case}")).await.text();
    let list = "/cases?list=tag:gr%C3%B6%C3%9Fe%20xl";
    assert!(page.contains(&format!("href=\"{list}\" dir=\"auto\">größe xl</a>")), "{page}");
    assert!(page.contains("aria-label=\"Take größe xl off\""), "{page}");
    let found = admin.get(list).await.text();
    let row = format!("/cases/{case}?list=tag:gr%C3%B6%C3%9Fe%20xl");
    assert!(found.contains("Tagged “größe xl”") && found.contains(&row), "{found}");
    assert!(admin.get(&format!("{list}&status=done")).await.status == StatusCode::OK);
    assert!(!admin.get("/cases?list=tag:else").await.text().contains(&case.to_string()));
    let json = admin.get(&format!("/api/v1/cases/{case}")).await.json();
    assert_eq!(json["tags"], serde_json::json!(["größe xl"]));
    let refused = admin.post(&at, &[("tag", "a,b")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let off = admin.as_program().post(&format!("{at}/removal"), &[("tag", "größe xl")]).await;
    assert_eq!(off.status, StatusCode::OK);
    let page = admin.get(&format!("/cases/{case}")).await.text();
    assert!(!page.contains(list) && page.contains("took a tag off"), "{page}");
}

#[tokio::test]
async fn a_form_leads_back_to_the_list_that_it_was_sent_from() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut admin) = one_case(&brand).await;
    let csrf = admin.csrf.clone();
    let mut request = admin.request(
        Method::POST,
        &format!("/cases/{case}/notes"),
        Some(&[("csrf", &csrf), ("text", "x")]),
    );
    let from = format!("http://127.0.0.1:8080/cases/{case}?list=all&status=waiting&done=resolved");
    request.headers_mut().insert("referer", from.parse().unwrap());
    let noted = admin.take(request).await;
    assert_eq!(noted.to(), format!("/cases/{case}?list=all&status=waiting&done=noted"));
}

#[tokio::test]
async fn drafts_are_kept_and_come_back() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut admin) = one_case(&brand).await;
    let at = format!("/cases/{case}/draft");
    let kept =
        admin.change(Method::PUT, &at, &[("audience", "public"), ("text", "half a sen")]).await;
    assert_eq!(kept.status, StatusCode::NO_CONTENT);
    let mut elsewhere = brand.enter("admin").await;
    assert!(
        elsewhere.get(&format!("/cases/{case}")).await.text().contains(">half a sen</textarea>")
    );
    assert!(elsewhere.get("/cases?list=all").await.text().contains("Draft:"));
    let moved = admin.post(&at, &[("audience", "private"), ("text", "in private")]).await;
    assert_eq!(moved.to(), format!("/cases/{case}?mode=private"));
    let page = admin.get(moved.to()).await.text();
    assert!(page.contains("id=\"aud-private\" checked"), "{page}");
}

#[tokio::test]
async fn a_wrong_verdict_is_corrected_and_shows_so() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut admin) = one_case(&brand).await;
    let page = admin.get(&format!("/cases/{case}")).await.text();
    let post = page
        .split("/posts/")
        .nth(1)
        .and_then(|rest| rest.split('/').next())
        .expect("a post")
        .to_owned();
    let here = format!("/cases/{case}");
    let fields = [("field", "sentiment"), ("value", "positive"), ("next", here.as_str())];
    let done = admin.post(&format!("/posts/{post}/correction"), &fields).await;
    assert_eq!(
        (done.status, done.to()),
        (StatusCode::SEE_OTHER, format!("{here}?done=corrected").as_str())
    );
    assert!(admin.get(done.to()).await.text().contains("Positive <span class=\"num\">100"));
    let wrong = admin
        .post(&format!("/posts/{post}/correction"), &[("field", "org_id"), ("value", "1")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn theme_and_presence_stay_with_their_owner() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (_, mut admin) = one_case(&brand).await;
    let dark = admin.post("/me/theme", &[("theme", "dark"), ("next", "/keys")]).await;
    assert_eq!(dark.to(), "/keys");
    assert!(admin.get("/keys").await.text().contains("data-theme=\"dark\""));
    let away =
        admin.post("/me/presence", &[("presence", "away"), ("next", "//evil.example")]).await;
    assert_eq!(away.to(), "/cases");
    assert!(admin.get("/people").await.text().contains("pres away"));
}

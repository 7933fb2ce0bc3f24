//! Requests that another site makes in somebody's name.

use axum::http::{Method, StatusCode};
use earshot_web::router::{Access, routes};

use crate::brand::Brand;
use crate::browser::Browser;
use crate::desk::one_case;
use crate::world::World;

#[tokio::test]
async fn no_change_happens_without_the_token_of_this_login() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut admin) = one_case(&brand).await;
    let mut other = brand.enter("admin").await;
    other.get("/keys").await;
    let theirs = other.csrf.clone();
    let changing = routes()
        .iter()
        .filter(|route| route.method != Method::GET)
        // Connectors and guests have no login; what they may do without is tried elsewhere.
        .filter(|route| {
            !matches!(route.access, Access::Connector | Access::Guest | Access::Stranger)
        });
    let mut tried = 0;
    for route in changing {
        let path =
            route.path.replace("{id}", &case.to_string()).replace("{outbox}", &case.to_string());
        for token in [None, Some(""), Some("x"), Some(theirs.as_str())] {
            let token = token.map(|token| ("csrf", token));
            let fields: Vec<(&str, &str)> = token.into_iter().chain([("text", "forged")]).collect();
            let request = admin.request(route.method.clone(), &path, Some(&fields));
            let seen = admin.clone().take(request).await;
            assert_eq!(seen.status, StatusCode::FORBIDDEN, "{} {path} {token:?}", route.method);
            tried += 1;
        }
    }
    assert!(tried >= 60, "{tried}");
    assert!(!admin.get(&format!("/cases/{case}")).await.text().contains("forged</p>"));
}

#[tokio::test]
async fn what_a_browser_says_comes_from_elsewhere_is_refused_even_with_the_token() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut admin) = one_case(&brand).await;
    let csrf = admin.csrf.clone();
    let fields = [("csrf", csrf.as_str()), ("text", "forged")];
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://127.0.0.1:8081"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let mut request =
            admin.request(Method::POST, &format!("/cases/{case}/notes"), Some(&fields));
        request.headers_mut().insert(name, value.parse().unwrap());
        assert_eq!(admin.take(request).await.status, StatusCode::FORBIDDEN, "{name}: {value}");
    }
    let mut request = admin.request(Method::POST, &format!("/cases/{case}/notes"), Some(&fields));
    request.headers_mut().insert("sec-fetch-site", "same-origin".parse().unwrap());
    assert_eq!(admin.take(request).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_text_that_was_typed_before_the_login_ended_is_shown_again() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, _) = one_case(&brand).await;
    let mut nobody = Browser::new(&world.app);
    let seen =
        nobody.post(&format!("/cases/{case}/notes"), &[("text", "half an hour of work")]).await;
    assert_eq!(seen.status, StatusCode::UNAUTHORIZED);
    assert!(
        seen.text().contains("half an hour of work") && seen.text().contains("href=\"/login\"")
    );
}

#[tokio::test]
async fn a_strangers_form_is_read_a_little_and_no_more() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut admin) = one_case(&brand).await;
    let notes = format!("/cases/{case}/notes");
    let long = "x".repeat(100_000);
    let seen = Browser::new(&world.app).post(&notes, &[("text", &long)]).await;
    assert_eq!(seen.status, StatusCode::UNAUTHORIZED, "told what matters, not that it is long");
    assert!(!seen.text().contains("xxxx"), "nothing of it is held");
    let seen = Browser::new(&world.app).post("/login", &[("email", &long)]).await;
    assert_eq!(seen.status, StatusCode::PAYLOAD_TOO_LARGE);
    let seen = admin.post(&notes, &[("text", &"x".repeat(9_000))]).await;
    assert_eq!(seen.status, StatusCode::SEE_OTHER, "{}", seen.text());
}

#[tokio::test]
async fn a_form_that_is_too_long_is_refused() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut admin) = one_case(&brand).await;
    let seen = admin.post(&format!("/cases/{case}/notes"), &[("text", &"x".repeat(600_000))]).await;
    assert_eq!(seen.status, StatusCode::PAYLOAD_TOO_LARGE);
}

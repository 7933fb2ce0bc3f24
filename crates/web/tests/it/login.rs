//! Signing in and out.

use axum::http::{Method, StatusCode};

use crate::brand::Brand;
use crate::browser::{Browser, HTML};
use crate::world::World;

#[tokio::test]
async fn whoever_signs_in_lands_where_they_wanted_to_go_and_can_leave_again() {
    let world = World::new().await;
    let _brand = Brand::open(&world, "altavela").await;
    let mut browser = Browser::new(&world.app);
    let asked = browser.get("/cases?list=all&status=done").await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    assert_eq!(asked.to(), "/login?next=/cases%3Flist%3Dall%26status%3Ddone");
    let form = browser.get(asked.to()).await;
    assert_eq!(
        crate::browser::field(&form.text(), "next").as_deref(),
        Some("/cases?list=all&#38;status=done")
    );
    let fields = [
        ("email", "admin@altavela.example"),
        ("password", "demo"),
        ("next", "/cases?list=all&status=done"),
    ];
    let entered = browser.post("/login", &fields).await;
    assert_eq!(
        (entered.status, entered.to()),
        (StatusCode::SEE_OTHER, "/cases?list=all&status=done")
    );
    let cookie = entered.header("set-cookie");
    assert!(
        cookie.starts_with("earshot=") && cookie.contains("HttpOnly; SameSite=Lax"),
        "{cookie}"
    );
    let desk = browser.get("/cases").await;
    assert_eq!(desk.status, StatusCode::OK);
    assert!(desk.text().contains("Ada altavela"), "{}", desk.text());
    let left = browser.post("/logout", &[]).await;
    assert_eq!((left.status, left.to()), (StatusCode::SEE_OTHER, "/login"));
    assert_eq!(browser.get("/cases").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let world = World::new().await;
    let _brand = Brand::open(&world, "altavela").await;
    let mut browser = Browser::new(&world.app);
    browser.get("/login").await;
    let mut refused = Vec::new();
    for (email, password) in
        [("admin@altavela.example", "wrong"), ("nobody@altavela.example", "demo")]
    {
        let seen = browser.post("/login", &[("email", email), ("password", password)]).await;
        assert_eq!(seen.status, StatusCode::UNAUTHORIZED);
        refused.push(seen.text().replace(email, ""));
    }
    assert_eq!(refused.first(), refused.last());
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let world = World::new().await;
    let _brand = Brand::open(&world, "altavela").await;
    let mut browser = Browser::new(&world.app);
    browser.get("/login").await;
    for _ in 0..8 {
        browser.post("/login", &[("email", "admin@altavela.example"), ("password", "no")]).await;
    }
    let fields = [("email", "admin@altavela.example"), ("password", "demo")];
    let slow = browser.post("/login", &fields).await;
    assert_eq!(slow.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn nobody_is_sent_to_another_host_after_signing_in() {
    let world = World::new().await;
    let _brand = Brand::open(&world, "altavela").await;
    for next in
        ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
    {
        let mut browser = Browser::new(&world.app);
        browser.get("/login").await;
        let fields = [("email", "admin@altavela.example"), ("password", "demo"), ("next", next)];
        let entered = browser.post("/login", &fields).await;
        assert_eq!((entered.status, entered.to()), (StatusCode::SEE_OTHER, "/cases"), "{next}");
    }
}

#[tokio::test]
async fn several_organizations_ask_which_one_is_meant() {
    let world = World::new().await;
    let _one = Brand::open(&world, "altavela").await;
    let _two = Brand::open(&world, "borealis").await;
    let mut browser = Browser::new(&world.app);
    browser.get("/login").await;
    let fields = [("email", "admin@altavela.example"), ("password", "demo")];
    let asked = browser.post("/login", &fields).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.text().contains("name=\"organization\""));
    browser.sign_in("altavela", "admin@altavela.example").await;
}

#[tokio::test]
async fn over_tls_cookies_are_bound_to_the_host_and_plain_ones_are_not_believed() {
    let world =
        World::with(|state| state.public_url(Some("https://desk.example".to_owned()))).await;
    let _brand = Brand::open(&world, "altavela").await;
    let mut browser = Browser::new(&world.app);
    let form = browser.get("/login").await;
    assert!(form.header("set-cookie").starts_with("__Host-earshot-form="));
    assert_eq!(form.header("strict-transport-security"), "max-age=63072000");
    let csrf = browser.csrf.clone();
    let fields =
        [("csrf", csrf.as_str()), ("email", "admin@altavela.example"), ("password", "demo")];
    let foreign = browser.request(Method::POST, "/login", Some(&fields));
    assert_eq!(
        browser.take(foreign).await.status,
        StatusCode::FORBIDDEN,
        "the origin is another one"
    );
    let mut request = browser.request(Method::POST, "/login", Some(&fields));
    request.headers_mut().insert("origin", "https://desk.example".parse().unwrap());
    let entered = browser.take(request).await;
    let cookie = entered.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-earshot=") && cookie.contains("; Secure"), "{cookie}");
    let token = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    let mut plain = Browser::new(&world.app).request(Method::GET, "/cases", None);
    plain.headers_mut().insert("cookie", format!("earshot={token}").parse().unwrap());
    plain.headers_mut().insert("accept", HTML.parse().unwrap());
    let mut other = Browser::new(&world.app);
    assert_eq!(other.take(plain).await.status, StatusCode::SEE_OTHER);
}

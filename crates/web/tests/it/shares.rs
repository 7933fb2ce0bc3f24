//! How much a connector may send, and who is believed to send a login.

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode};
use earshot_model::Time;
use earshot_web::Proxies;

use crate::brand::{Brand, upsert};
use crate::browser::{Browser, Seen};
use crate::world::World;

#[tokio::test]
async fn a_connector_that_floods_waits_and_the_others_go_on() {
    let world = World::with(|state| state.connector_rate(Some(2))).await;
    let one = Brand::open(&world, "altavela").await;
    let two = Brand::open(&world, "borealis").await;
    for n in 0..4 {
        let seen = one.events(&[upsert(&format!("p{n}"), "mirela", "hello")]).await;
        assert_eq!(seen.status, StatusCode::OK, "{}", seen.text());
    }
    let flood = one.events(&[upsert("p9", "mirela", "hello")]).await;
    assert_eq!(flood.status, StatusCode::TOO_MANY_REQUESTS, "{}", flood.text());
    assert_eq!((flood.header("retry-after"), &flood.json()["problem"]), ("1", &"too-many".into()));
    let other = two.events(&[upsert("p1", "mirela", "hello")]).await;
    assert_eq!(other.status, StatusCode::OK);
    let commands = one.connector(Method::GET, "commands?wait=0", Body::empty()).await;
    assert_eq!(commands.status, StatusCode::OK, "asking for commands is no flood");
    world.clock.advance(Time::SECOND);
    let again = one.events(&[upsert("p9", "mirela", "hello")]).await;
    assert_eq!(again.status, StatusCode::OK, "the same again, a second later");
}

/// A login through the proxy at `peer`, which says that it asks for `sender`.
async fn login(world: &World, peer: [u8; 4], sender: &str, email: &str, password: &str) -> Seen {
    let mut browser = Browser::new(&world.app);
    browser.get("/login").await;
    let csrf = browser.csrf.clone();
    let fields = [("csrf", csrf.as_str()), ("email", email), ("password", password)];
    let mut request: Request<Body> = browser.request(Method::POST, "/login", Some(&fields));
    let address = std::net::SocketAddr::from((peer, 4_000));
    request.extensions_mut().insert(ConnectInfo(address));
    request.headers_mut().insert("x-forwarded-for", sender.parse().unwrap());
    browser.take(request).await
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_network_has_its_own_tries() {
    let proxies = Proxies::parse(&["10.0.0.0/8".to_owned()]).unwrap();
    let world = World::with(|state| state.trusted_proxies(proxies)).await;
    let _brand = Brand::open(&world, "altavela").await;
    let proxy = [10, 0, 0, 1];
    let ada = "admin@altavela.example";
    for _ in 0..8 {
        let seen = login(&world, proxy, "198.51.100.7", ada, "no").await;
        assert_eq!(seen.status, StatusCode::UNAUTHORIZED);
    }
    let guess = login(&world, proxy, "198.51.100.7", ada, "demo").await;
    assert_eq!(guess.status, StatusCode::TOO_MANY_REQUESTS);
    let forged = login(&world, proxy, "203.0.113.9, 198.51.100.7", ada, "demo").await;
    assert_eq!(forged.status, StatusCode::TOO_MANY_REQUESTS, "only the proxy's word counts");
    let owner = login(&world, proxy, "203.0.113.9", ada, "demo").await;
    assert_eq!(
        owner.status,
        StatusCode::SEE_OTHER,
        "the owner is not locked out: {}",
        owner.text()
    );
    let stranger = login(&world, [192, 0, 2, 4], "203.0.113.9", ada, "no").await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED, "a foreign peer is counted as itself");
}

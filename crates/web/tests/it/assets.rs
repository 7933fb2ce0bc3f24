//! The built front end over HTTP.

use axum::http::{Method, StatusCode};
use earshot_web::assets;

use crate::browser::Browser;
use crate::world::World;

#[tokio::test]
async fn files_are_kept_for_ever_and_packed_for_those_who_can_unpack() {
    let world = World::new().await;
    let mut browser = Browser::new(&world.app);
    for name in assets::names() {
        let seen = browser.get(&format!("/assets/{name}")).await;
        assert_eq!(seen.status, StatusCode::OK, "{name}");
        assert_eq!(seen.header("cache-control"), "public, max-age=31536000, immutable");
        let asset = assets::lookup(name).expect("a file");
        assert_eq!(seen.header("content-type"), asset.mime);
        assert_eq!(seen.body.as_ref(), asset.bytes);
        let mut packed = browser.request(Method::GET, &format!("/assets/{name}"), None);
        packed.headers_mut().insert("accept-encoding", "br, gzip".parse().unwrap());
        let packed = browser.take(packed).await;
        assert_eq!(packed.header("content-encoding") == "gzip", asset.gz.is_some(), "{name}");
        assert!(packed.body.len() <= asset.bytes.len());
    }
}

//! What a guest, or somebody who would like to be one, may try.

use axum::http::{Method, StatusCode};

use crate::brand::Brand;
use crate::browser::Browser;
use crate::guest::{Guest, file, invite, open};
use crate::world::World;

async fn guest_of<'w>(world: &'w World, brand: &Brand<'w>) -> (Guest, Browser, String) {
    let text = "@altavela my suitcase is lost, please help me!";
    let (case, _) = brand.customer_writes("p1", "mirela", text).await;
    let mut agent = brand.enter("admin").await;
    let guest = open(world, &invite(&mut agent, case).await).await;
    (guest, agent, format!("/cases/{case}"))
}

#[tokio::test]
async fn markup_is_text_for_both_sides() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (mut guest, mut agent, case) = guest_of(&world, &brand).await;
    let evil = "<script>alert(1)</script><img src=x onerror=alert(2)>";
    assert_eq!(guest.says(evil).await.status, StatusCode::ACCEPTED);
    world.work().await;
    for page in [guest.page().await.text(), agent.get(&case).await.text()] {
        assert!(
            page.contains("&#60;script&#62;alert(1)") || page.contains("&lt;script&gt;alert(1)")
        );
        assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{page}");
    }
}

#[tokio::test]
async fn files_are_what_they_are_and_not_what_they_say() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (mut guest, mut agent, case) = guest_of(&world, &brand).await;
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let sent = guest.sends("look", &[file("../../x\u{202E}gnp.svg", svg)]).await;
    assert_eq!(sent.status, StatusCode::ACCEPTED, "{}", sent.text());
    for (name, bytes) in [
        ("a.png", b"PK\x03\x04zip".to_vec()),
        ("run.exe", b"MZ\x90\0\x03".to_vec()),
        ("empty.png", Vec::new()),
    ] {
        let refused = guest.sends("look", &[file(name, &bytes)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", refused.text());
    }
    let many: Vec<_> = (0..6).map(|n| file(&format!("{n}.txt"), b"text")).collect();
    assert_eq!(guest.sends("look", &many).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let large = file("large.txt", &vec![b'a'; 12 * 1024 * 1024]);
    assert_eq!(guest.sends("look", &[large]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let quota = file("quota.txt", &vec![b'a'; 2 * 1024 * 1024]);
    assert!(!guest.sends("look", &[quota]).await.status.is_success(), "the organization's quota");
    world.work().await;
    let desk = agent.get(&case).await.text();
    let href = desk.split("/room-files/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(!desk.contains("<img src=\"/room-files"), "only pictures are shown");
    let got = agent.get(&format!("/room-files/{href}")).await;
    assert_eq!(got.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(got.header("x-content-type-options"), "nosniff");
    let named = got.header("content-disposition");
    assert!(named.starts_with("attachment; filename=\"xgnp.svg\""), "{named}");
}

#[tokio::test]
async fn lengths_keys_and_tokens_are_checked() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (mut guest, _, _) = guest_of(&world, &brand).await;
    let posts = format!("{}/posts", guest.path);
    for (key, text) in [
        ("018f0000-0000-7000-8000-000000000001", String::new()),
        ("018f0000-0000-7000-8000-000000000001", "  \n ".to_owned()),
        ("018f0000-0000-7000-8000-000000000001", "x".repeat(4_001)),
        ("not-a-key", "hello".to_owned()),
        ("", "hello".to_owned()),
    ] {
        let seen = guest.says_as(key, &text).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{key} {}", text.len());
    }
    let mut forged = Guest { browser: guest.browser.clone(), path: guest.path.clone() };
    forged.browser.csrf = "somebody-elses".to_owned();
    assert_eq!(
        forged.says_as("018f0000-0000-7000-8000-000000000002", "hi").await.status,
        StatusCode::FORBIDDEN
    );
    let form = [("csrf", guest.browser.csrf.clone())];
    let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
    for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
        let mut request = guest.browser.request(Method::POST, &posts, Some(&form));
        request.headers_mut().insert(name, value.parse().unwrap());
        assert_eq!(guest.browser.take(request).await.status, StatusCode::FORBIDDEN, "{name}");
    }
    let page = guest.page().await;
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
    assert_eq!(page.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_flood_is_slowed_and_says_when_to_come_again() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (mut guest, _, _) = guest_of(&world, &brand).await;
    let mut taken = 0;
    let last = loop {
        let key = format!("018f0000-0000-7000-8000-{taken:012}");
        let seen = guest.says_as(&key, "again and again").await;
        if seen.status != StatusCode::ACCEPTED {
            break seen;
        }
        taken += 1;
        assert!(taken < 100, "nobody stops it");
    };
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.header("retry-after").parse::<u32>().unwrap() >= 1);
    assert!(taken >= 10, "a fast writer is no flood: {taken}");
}

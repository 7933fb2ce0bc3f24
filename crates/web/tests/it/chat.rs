//! The web chat: its window, its visitors, and pages that should not have it.

use axum::http::{Method, StatusCode};
use earshot_engage::channels::Fields;
use earshot_model::{Actor, Time};
use earshot_store::{cases, posts, rooms};

use crate::brand::Brand;
use crate::browser::{Browser, Seen};
use crate::world::World;

const SEED: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const KEY: &str = "018f0000-0000-7000-8000-000000000055";

async fn chat(brand: &Brand<'_>, origins: &str) -> String {
    let typed =
        [("title", "Altavela Help"), ("greeting", "How can we help?"), ("origins", origins)];
    let typed: Fields = typed.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let made = brand.world.engage.connect_channel_as(brand.org, Actor::System, "chat", &typed);
    made.await.expect("a chat").account.id.to_string()
}

async fn begin(world: &World, account: &str, seed: &str, key: &str, text: &str) -> Seen {
    let mut visitor = Browser::new(&world.app).as_program();
    let form = [("seed", seed), ("key", key), ("text", text), ("name", "Mirela")];
    visitor.post(&format!("/chat/{account}/rooms"), &form).await
}

/// A request that proves itself with a header.
async fn as_visitor(
    world: &World,
    begun: &Seen,
    method: Method,
    rest: &str,
    form: &[(&str, &str)],
) -> Seen {
    let told = begun.json();
    let path = format!("/room/{}{rest}", told["room"].as_str().unwrap());
    let mut visitor = Browser::new(&world.app).as_program();
    let fields = (method != Method::GET).then_some(form);
    let mut request = visitor.request(method, &path, fields);
    let proof = format!("Bearer {}", told["secret"].as_str().unwrap());
    request.headers_mut().insert("authorization", proof.parse().unwrap());
    visitor.take(request).await
}

#[tokio::test]
async fn a_visitor_makes_an_ordinary_case_and_hears_the_answer() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let account = chat(&brand, "https://www.altavela.example").await;
    let words = "Hello, my suitcase is lost, please help me!";
    let begun = begin(&world, &account, SEED, KEY, words).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text());
    let again = begin(&world, &account, SEED, KEY, words).await;
    assert_eq!(begun.json()["room"], again.json()["room"], "a lost answer makes no second room");
    world.work().await;
    let mut conn = world.db.read(brand.org).await.unwrap();
    let room = begun.json()["room"].as_str().unwrap().parse().unwrap();
    let room = rooms::find(&mut conn, room).await.unwrap();
    let joined = cases::of_threads(&mut conn, vec![room.thread_id]).await.unwrap();
    assert_eq!(joined.len(), 1, "one case");
    assert_eq!(posts::of_thread(&mut conn, room.thread_id, 9).await.unwrap().len(), 1, "one post");
    drop(conn);
    let case = joined[0].case_id;
    let mut agent = brand.enter("admin").await;
    let page = agent.get(&format!("/cases/{case}")).await.text();
    assert!(page.contains("suitcase is lost") && page.contains("Mirela"));
    assert!(!page.contains("value=\"public\" id=\"aud-public\""), "nothing public is there");
    let key = crate::browser::field(&page, "key").unwrap();
    let seen = crate::browser::field(&page, "seen").unwrap();
    let form =
        [("key", key.as_str()), ("seen", &seen), ("audience", "private"), ("text", "We look.")];
    let sent = agent.as_program().post(&format!("/cases/{case}/replies"), &form).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    world.clock.advance(11 * Time::SECOND);
    world.engage.release(brand.org, world.now()).await.unwrap();
    for _ in 0..2 {
        world.engage.hand_over(brand.org, account.parse().unwrap()).await.unwrap();
    }
    let mut conn = world.db.read(brand.org).await.unwrap();
    let all = posts::of_thread(&mut conn, room.thread_id, 9).await.unwrap();
    assert_eq!(all.iter().filter(|post| post.text == "We look.").count(), 1);
    let mail = [("how", "mail"), ("address", "mirela@post.example")];
    let left = as_visitor(&world, &begun, Method::POST, "/wishes", &mail).await;
    assert_eq!(left.status, StatusCode::ACCEPTED, "{}", left.text());
}

#[tokio::test]
async fn only_the_pages_of_the_account_may_frame_the_window() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let account = chat(&brand, "https://www.altavela.example https://shop.altavela.example").await;
    let mut browser = Browser::new(&world.app);
    let page = browser.get(&format!("/chat/{account}?lang=de&theme=dark")).await;
    assert_eq!(page.status, StatusCode::OK);
    let policy = page.header("content-security-policy").to_owned();
    let wanted = "frame-ancestors https://www.altavela.example https://shop.altavela.example;";
    assert!(policy.contains(wanted), "{policy}");
    assert_eq!(page.header("x-frame-options"), "");
    assert!(page.text().contains("How can we help?") && page.text().contains("lang=\"de\""));
    for other in ["/login", "/chat/none", "/chat/018f0000-0000-7000-8000-000000000001"] {
        let seen = browser.get(other).await;
        assert!(
            seen.header("content-security-policy").contains("frame-ancestors 'none'"),
            "{other}"
        );
        assert_eq!(seen.header("x-frame-options"), "DENY", "{other}");
    }
    let mastodon = browser.get(&format!("/chat/{}", brand.account)).await;
    assert_eq!(mastodon.status, StatusCode::NOT_FOUND, "an account that is no chat");
    let script = browser.get("/widget.js").await;
    assert_eq!(script.header("cross-origin-resource-policy"), "cross-origin");
    assert!(script.header("content-type").starts_with("text/javascript"));
    let mut agent = brand.enter("admin").await;
    let cards = agent.get("/settings/accounts").await.text();
    assert!(cards.contains(&format!("data-channel=&#34;{account}&#34;")), "the line to copy");
    let off = agent.post(&format!("/settings/accounts/{account}/switch"), &[("on", "false")]).await;
    assert_eq!(off.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get(&format!("/chat/{account}")).await.status, StatusCode::NOT_FOUND);
    let late = begin(&world, &account, SEED, KEY, "hello, please help").await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_was_typed_for_a_chat_has_to_be_right() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let agent = brand.enter("admin").await;
    for odd in ["", "*", "http://www.altavela.example", "https://x.example; script-src *"] {
        let form = [("channel", "chat"), ("title", "Help"), ("origins", odd)];
        let refused = agent.as_program().post("/settings/accounts", &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{odd}");
    }
}

#[tokio::test]
async fn strangers_guess_flood_and_forge_in_vain() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let account = chat(&brand, "https://www.altavela.example").await;
    for (seed, key, text) in
        [("short", KEY, "hello"), ("", KEY, "hello"), (SEED, "x", "hello"), (SEED, KEY, "  ")]
    {
        let refused = begin(&world, &account, seed, key, text).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{seed} {key} {text}");
    }
    let mine = begin(&world, &account, SEED, KEY, "my bag is lost, please help").await;
    let other = SEED.replace("AAEC", "BBEC");
    let theirs = begin(&world, &account, &other, KEY, "my seat is gone, please help").await;
    assert_ne!(mine.json()["room"], theirs.json()["room"]);
    let (mine, theirs) = (mine.json(), theirs.json());
    let mut visitor = Browser::new(&world.app).as_program();
    let path = format!("/room/{}/posts", theirs["room"].as_str().unwrap());
    let form = [("key", KEY), ("text", "I am not them")];
    let mut request = visitor.request(Method::POST, &path, Some(&form));
    let proof = format!("Bearer {}", mine["secret"].as_str().unwrap());
    request.headers_mut().insert("authorization", proof.parse().unwrap());
    assert_eq!(visitor.take(request).await.status, StatusCode::NOT_FOUND, "another's room");
    let start = format!("/chat/{account}/rooms");
    let form = [("seed", SEED), ("key", KEY), ("text", "hello")];
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let mut request = visitor.request(Method::POST, &start, Some(&form));
        request.headers_mut().insert(name, value.parse().unwrap());
        assert_eq!(visitor.take(request).await.status, StatusCode::FORBIDDEN, "{name}");
    }
    let mut last = StatusCode::CREATED;
    for n in 0..100 {
        let seed = SEED.replace("AAE", &format!("{n:03}"));
        last = begin(&world, &account, &seed, KEY, "flood").await.status;
        if last != StatusCode::CREATED {
            break;
        }
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[test]
fn the_script_on_other_pages_and_its_window_are_small() {
    let size = |name: &str| {
        let plain = earshot_web::assets::path(name).trim_start_matches("/assets/");
        earshot_web::assets::lookup(plain).expect(name).bytes.len()
    };
    assert!(
        size("widget.js") + size("chat.js") < 20_000,
        "{} {}",
        size("widget.js"),
        size("chat.js")
    );
}

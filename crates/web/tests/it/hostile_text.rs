//! Text of customers is text, wherever it stands.

use serde_json::json;

use crate::brand::{Brand, item};
use crate::world::World;

/// Ways to get a script into a page; each carries a mark that must never stand there as a tag.
const ATTACKS: [&str; 14] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=\"alert(1)",
    "<a href=\"javascript:alert(1)\">x</a>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<iframe srcdoc=\"<script>alert(1)</script>\">",
    "<button hx-post=\"/logout\" hx-trigger=\"load\">x</button>",
    "<style>body{display:none}</style>",
    "{{ frame.csrf }} ${alert(1)} {% include \"x\" %}",
    "<scr\u{0}ipt>alert(1)</scr\u{0}ipt>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
];

/// What must not stand in a page because of a customer.
const LIVE: [&str; 7] = [
    "<script>",
    "<img ",
    "<svg onload",
    "<iframe",
    "<style>",
    "<a href=\"javascript",
    "<button hx-post",
];

#[tokio::test]
async fn scripts_in_posts_names_and_handles_are_shown_as_text() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let mut admin = brand.enter("admin").await;
    for (n, attack) in ATTACKS.iter().enumerate() {
        let id = format!("p{n}");
        let mut post = item(
            &id,
            &format!("h{n}"),
            &format!("@altavela please help me, my bag is lost {attack}"),
        );
        post["author"]["name"] = json!(attack.replace('\u{0}', ""));
        post["author"]["handle"] = json!(format!("h{n}{}", attack.replace('\u{0}', "")));
        let seen = brand.events(&[json!({ "event": "upsert", "item": post })]).await.json();
        assert_eq!(seen["rejected"], 0, "{seen}");
    }
    world.work().await;
    let list = admin.get("/api/v1/cases?list=all").await.json();
    let cases = list["cases"].as_array().expect("cases").clone();
    assert_eq!(cases.len(), ATTACKS.len(), "each of them is a case");
    let mut pages = vec!["/cases?list=all".to_owned(), "/search?q=bag".to_owned()];
    pages.extend(
        cases.iter().map(|case| format!("/cases/{}?list=all", case["id"].as_str().unwrap())),
    );
    for path in pages {
        let html = admin.get(&path).await.text();
        assert!(html.contains(" is lost"), "{path}");
        for tag in LIVE {
            assert!(!html.contains(tag), "{tag} in {path}: {html}");
        }
        // Nothing breaks out of an attribute: a quote of a customer is never a quote of ours.
        assert!(
            !html.contains("\" autofocus onfocus=\"alert")
                && !html.contains("' onmouseover='alert"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn what_is_asked_and_typed_is_text_as_well() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let mut admin = brand.enter("admin").await;
    let query = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    for path in [
        format!("/search?q={query}"),
        format!("/cases?list={query}&status={query}"),
        format!("/listeners?q={query}&purpose={query}"),
        format!("/listeners/insights?days={query}"),
        format!("/cases?list=queue:{query}"),
        format!("/{query}"),
    ] {
        let html = admin.get(&path).await.text();
        assert!(!html.contains("<script>alert"), "{path}: {html}");
    }
    let fields = [
        ("name", "<script>alert(1)</script>"),
        ("purpose", "brand"),
        ("query", "\"><script>alert(1)</script>"),
    ];
    let html = admin.post("/listeners", &fields).await.text();
    assert!(!html.contains("<script>alert"), "{html}");
}

#[tokio::test]
async fn an_address_that_is_no_web_address_never_becomes_a_link() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let mut post = item("p1", "eve", "@altavela help me please, my bag is lost");
    post["url"] = json!("javascript:alert(1)");
    let seen = brand.events(&[json!({ "event": "upsert", "item": post })]).await.json();
    assert_eq!((&seen["rejected"], &seen["items"][0]["field"]), (&json!(1), &json!("item.url")));
}

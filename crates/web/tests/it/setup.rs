//! The first run.

use axum::http::StatusCode;

use crate::brand::Brand;
use crate::browser::Browser;
use crate::world::World;

const FIELDS: [(&str, &str); 5] = [
    ("token", "one-time"),
    ("organization", "Alta Vela"),
    ("name", "Ada Admin"),
    ("email", "ada@altavela.example"),
    ("password", "four tall green trees"),
];

async fn fresh() -> World {
    World::with(|state| state.set_up_token(Some("one-time".to_owned()))).await
}

#[tokio::test]
async fn whoever_holds_the_token_creates_the_organization_and_is_let_in() {
    let world = fresh().await;
    let mut browser = Browser::new(&world.app);
    assert_eq!(browser.get("/").await.to(), "/setup");
    assert_eq!(browser.get("/setup?token=one-time").await.status, StatusCode::OK);
    let made = browser.post("/setup", &FIELDS).await;
    assert_eq!(
        (made.status, made.to()),
        (StatusCode::SEE_OTHER, "/cases?list=all"),
        "{}",
        made.text()
    );
    let desk = browser.get("/cases?list=all").await;
    assert_eq!(desk.status, StatusCode::OK);
    assert!(desk.text().contains("Alta Vela"));
    assert_eq!(browser.get("/").await.to(), "/cases");
    for seen in [browser.get("/setup?token=one-time").await, browser.post("/setup", &FIELDS).await]
    {
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "it works once");
    }
}

#[tokio::test]
async fn without_the_token_nothing_is_created() {
    for given in ["", "another"] {
        for configured in [None, Some(""), Some("one-time")] {
            let world =
                World::with(|state| state.set_up_token(configured.map(ToOwned::to_owned))).await;
            let mut browser = Browser::new(&world.app);
            let page = browser.get(&format!("/setup?token={given}")).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN);
            let mut fields = FIELDS;
            fields[0].1 = given;
            assert_eq!(browser.post("/setup", &fields).await.status, StatusCode::FORBIDDEN);
            assert!(world.engage.needs_set_up().await.unwrap());
        }
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_the_rest_is_kept() {
    let world = fresh().await;
    let mut browser = Browser::new(&world.app);
    browser.get("/setup?token=one-time").await;
    let mut fields = FIELDS;
    fields[4].1 = "short";
    let seen = browser.post("/setup", &fields).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = seen.text();
    assert!(
        text.contains("id=\"password-error\"") && text.contains("value=\"Alta Vela\""),
        "{text}"
    );
    assert!(!text.contains("value=\"short\""), "a password never comes back");
}

#[tokio::test]
async fn a_server_with_an_organization_has_no_first_run() {
    let world = fresh().await;
    let _brand = Brand::open(&world, "altavela").await;
    let mut browser = Browser::new(&world.app);
    assert_eq!(browser.get("/setup?token=one-time").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn of_two_first_runs_at_once_only_one_creates_an_organization() {
    let world = fresh().await;
    let run = |name: &'static str| {
        let app = world.app.clone();
        tokio::spawn(async move {
            let mut browser = Browser::new(&app);
            browser.get("/setup?token=one-time").await;
            let mut fields = FIELDS;
            fields[1].1 = name;
            browser.post("/setup", &fields).await.status
        })
    };
    let (one, two) = tokio::join!(run("Alta Vela"), run("Borealis"));
    let mut both = [one.unwrap(), two.unwrap()];
    both.sort();
    assert_eq!(both, [StatusCode::SEE_OTHER, StatusCode::NOT_FOUND]);
    assert_eq!(world.db.organizations().await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_first_organization_gets_the_time_zone_that_the_operator_has() {
    let world = World::with(|state| {
        state.set_up_token(Some("one-time".to_owned())).time_zone("Europe/Vienna")
    })
    .await;
    let mut browser = Browser::new(&world.app);
    browser.get("/setup?token=one-time").await;
    browser.post("/setup", &FIELDS).await;
    let (org, _) = world.db.organizations().await.unwrap().remove(0);
    let mut conn = world.db.read(org).await.unwrap();
    let made = earshot_store::organizations::find(&mut conn).await.unwrap();
    assert_eq!(made.time_zone, "Europe/Vienna");
}

//! The pages about listening: the editor, ready-made listeners, what people say.

use axum::http::StatusCode;

use earshot_engage::staff::{Reach, RoleKind};

use crate::brand::Brand;
use crate::browser::Browser;
use crate::desk::one_case;
use crate::world::World;

const FIELDS: [(&str, &str); 4] =
    [("name", "Lost bags"), ("purpose", "care"), ("query", "bag OR suitcase"), ("active", "true")];

fn with<'a>(name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let others = FIELDS.into_iter().filter(|field| field.0 != name);
    others.chain([(name, value)]).collect()
}

async fn admin<'w>(world: &'w World) -> (Brand<'w>, Browser) {
    let brand = Brand::open(world, "altavela").await;
    let (_, admin) = one_case(&brand).await;
    (brand, admin)
}

#[tokio::test]
async fn a_listener_is_made_changed_and_paused_and_keeps_its_queries() {
    let world = World::new().await;
    let (_brand, mut admin) = admin(&world).await;
    let made = admin.post("/listeners", &FIELDS).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let at = made.to().to_owned();
    let page = admin.get(&at).await.text();
    assert!(page.contains("Lost bags") && page.contains("<span class=\"hit\">suitcase</span>"));
    let changed = admin.post(&at, &with("query", "luggage")).await;
    assert_eq!((changed.status, changed.to()), (StatusCode::SEE_OTHER, at.as_str()));
    let page = admin.get(&at).await.text();
    assert!(page.contains("luggage</textarea>") && page.contains(&format!("{at}?version=1")));
    let earlier = admin.get(&format!("{at}?version=1")).await.text();
    assert!(earlier.contains("bag OR suitcase</textarea>"));
    assert_eq!(admin.get(&format!("{at}?version=9")).await.status, StatusCode::NOT_FOUND);
    let rests = admin.post(&format!("{at}/pause"), &[("active", "false")]).await;
    assert_eq!((rests.status, rests.to()), (StatusCode::SEE_OTHER, "/listeners"));
    assert!(admin.get("/listeners").await.text().contains("Start Lost bags"));
    assert!(admin.get("/listeners?q=luggage").await.text().contains("Lost bags"));
    assert!(!admin.get("/listeners?q=zeppelin").await.text().contains("Lost bags"));
    assert!(!admin.get("/listeners?purpose=brand").await.text().contains("Lost bags"));
}

#[tokio::test]
async fn a_broken_query_comes_back_with_its_fault_and_nothing_is_stored() {
    let world = World::new().await;
    let (_brand, mut admin) = admin(&world).await;
    let broken = admin.post("/listeners", &with("query", "bag\nOR (suitcase")).await;
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = broken.text();
    assert!(page.contains("class=\"fault\"") && page.contains("line 2"), "{page}");
    assert!(page.contains("bag\nOR (suitcase</textarea>"));
    let nameless = admin.post("/listeners", &with("name", " ")).await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nameless.text().contains("id=\"l-name-fault\""));
    assert!(!admin.get("/listeners").await.text().contains("Lost bags"));
}

#[tokio::test]
async fn a_dry_run_shows_what_would_be_found_and_stores_nothing() {
    let world = World::new().await;
    let (_brand, mut admin) = admin(&world).await;
    let mut fields = FIELDS.to_vec();
    fields.push(("act", "try"));
    let tried = admin.post("/listeners", &fields).await;
    assert_eq!(tried.status, StatusCode::OK, "{}", tried.text());
    let page = tried.text();
    assert!(page.contains("Dry run") && page.contains("<span class=\"hit\">suitcase</span>"));
    assert!(page.contains("Only this one finds"));
    assert!(!admin.get("/listeners").await.text().contains("Lost bags"));
    fields.push(("fix", "trolley"));
    let mended = admin.post("/listeners", &fields).await.text();
    assert!(mended.contains("trolley</textarea>") && !mended.contains("Dry run"));
}

#[tokio::test]
async fn ready_made_listeners_start_paused_and_are_made_once() {
    let world = World::new().await;
    let (brand, mut admin) = admin(&world).await;
    let page = admin.get("/listeners/packs").await.text();
    assert!(page.matches("name=\"pack\"").count() >= 12, "{page}");
    let none = admin.post("/listeners/packs", &[("brand", "Altavela")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let empty = [("brand", "Altavela"), ("competitor", " "), ("pack", "competitor")];
    let refused = admin.post("/listeners/packs", &empty).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Type at least one name."));
    let chosen = [("brand", "Altavela, #altavela"), ("pack", "help"), ("pack", "churn")];
    let made = admin.post("/listeners/packs", &chosen).await;
    assert_eq!((made.status, made.to()), (StatusCode::SEE_OTHER, "/listeners"), "{}", made.text());
    let list = admin.get("/listeners").await.text();
    assert!(list.contains("Start Help needed") && list.contains("Start About to leave"));
    assert!(admin.get("/listeners/packs").await.text().contains("already there"));
    let mut reader = brand
        .hire("Rea", &[(RoleKind::Agent, Reach::Department(brand.department("care").await))])
        .await;
    let refused = reader.post("/listeners/packs", &chosen).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_people_say_is_shown_with_nothing_and_with_something() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let mut admin = brand.enter("admin").await;
    let empty = admin.get("/listeners/insights").await;
    assert_eq!(empty.status, StatusCode::OK);
    let ours = [("name", "Us"), ("purpose", "brand"), ("query", "altavela"), ("active", "true")];
    admin.post("/listeners", &ours).await;
    brand.customer_writes("p7", "tom", "altavela lost my bag, please help me #altavelafail").await;
    let page = admin.get("/listeners/insights?days=30").await.text();
    assert!(page.contains(">#altavelafail</a>") && page.contains(">Us</a>"), "{page}");
    assert!(page.contains("<span class=\"hit\">altavela</span> lost my bag"), "{page}");
}

#[tokio::test]
async fn the_language_has_its_reference_in_the_app() {
    let world = World::new().await;
    let (_brand, mut admin) = admin(&world).await;
    let page = admin.get("/help/listening-language").await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    assert!(text.contains("<h1>The listening language</h1>") && text.contains("<table>"), "{text}");
}

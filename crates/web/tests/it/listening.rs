//! The pages about listening: the editor, ready-made listeners, what people say.

use axum::http::StatusCode;

use earshot_engage::staff::{Reach, RoleKind};

use crate::brand::Brand;
use crate::browser::Browser;
use crate::desk::one_case;
use crate::world::World;

/// A listener whose dry run was looked at.
const FIELDS: [(&str, &str); 5] = [
    ("name", "Lost bags"),
    ("purpose", "care"),
    ("query", "bag OR suitcase"),
    ("tried", "bag OR suitcase"),
    ("active", "true"),
];

fn with<'a>(name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let changed = |field: &str| field == name || (field, name) == ("tried", "query");
    FIELDS.map(|(field, old)| (field, if changed(field) { value } else { old })).to_vec()
}

async fn admin<'w>(world: &'w World) -> (Brand<'w>, Browser) {
    let brand = Brand::open(world, "altavela").await;
    let (_, admin) = one_case(&brand).await;
    (brand, admin)
}

#[tokio::test]
async fn a_listener_is_made_changed_and_paused_and_keeps_its_queries() {
    let world = World::new().await;
    let (brand, mut admin) = admin(&world).await;
    let unseen: Vec<_> = FIELDS.into_iter().filter(|field| field.0 != "tried").collect();
    let first = admin.post("/listeners", &unseen).await;
    assert_eq!(first.status, StatusCode::OK, "what it finds is looked at first");
    let page = first.text();
    assert!(page.contains("Not saved yet") && page.contains("<span class=\"hit\">suitcase</span>"));
    assert!(page.contains("name=\"tried\" value=\"bag OR suitcase\""), "{page}");
    assert!(!admin.get("/listeners").await.text().contains("Lost bags"));
    let made = admin.post("/listeners", &FIELDS).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let at = made.to().to_owned();
    let page = admin.get(&at).await.text();
    assert!(page.contains("Lost bags") && page.contains("Nothing yet"), "it found nothing so far");
    brand.customer_writes("p9", "tom", "@altavela where is my suitcase?").await;
    let page = admin.get(&at).await.text();
    assert!(page.contains("where is my <span class=\"hit\">suitcase</span>"), "{page}");
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
    let ours = [
        ("name", "Us"),
        ("purpose", "brand"),
        ("query", "altavela"),
        ("tried", "altavela"),
        ("active", "true"),
    ];
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

#[tokio::test]
async fn listeners_share_lists_that_are_changed_in_one_place_and_stay_while_they_are_used() {
    let world = World::new().await;
    let (_brand, mut admin) = admin(&world).await;
    let unknown = admin.post("/listeners", &with("query", "suitcase NOT list:Lorries")).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.text().contains("here is no list"), "{}", unknown.text());
    let broken = [("name", "Lorries"), ("words", "lorry\n(truck")];
    let refused = admin.post("/listeners/lists", &broken).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Line 2:"), "{}", refused.text());
    let made = admin.post("/listeners/lists", &[("name", "Lorries"), ("words", "lorry")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let list = made.to().to_owned();
    let twice = admin.post("/listeners/lists", &[("name", "LORRIES"), ("words", "x y")]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    let made = admin.post("/listeners", &with("query", "suitcase NOT list:lorries")).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let page = admin.get(&list).await.text();
    assert!(page.contains("<li dir=\"auto\">Lost bags</li>"), "{page}");
    assert!(admin.get("/listeners/lists").await.text().contains("Lost bags"));
    let gone = admin.post(&format!("{list}/removal"), &[]).await;
    assert_eq!(gone.status, StatusCode::CONFLICT);
    let renamed = admin.post(&list, &[("name", "Trucks"), ("words", "lorry")]).await;
    assert_eq!(renamed.status, StatusCode::UNPROCESSABLE_ENTITY);
    let circle = admin.post(&list, &[("name", "Lorries"), ("words", "list:Lorries")]).await;
    assert_eq!(circle.status, StatusCode::UNPROCESSABLE_ENTITY);
    let changed = admin.post(&list, &[("name", "Lorries"), ("words", "lorry\ntruck")]).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text());
    let tried = admin
        .post(
            "/listeners",
            &[
                FIELDS[1],
                FIELDS[3],
                ("name", "Other"),
                ("query", "list:Lorries OR query:\"lost bags\""),
                ("act", "try"),
            ],
        )
        .await;
    assert!(tried.text().contains("<span class=\"hit\">suitcase</span>"), "{}", tried.text());
    assert_eq!(admin.get("/search?q=list%3Alorries+OR+bag").await.status, StatusCode::OK);
    let plain = [FIELDS[0], FIELDS[1], FIELDS[3], ("query", "suitcase")];
    let at = made.to().to_owned();
    assert_eq!(admin.post(&at, &plain).await.status, StatusCode::SEE_OTHER);
    let gone = admin.post(&format!("{list}/removal"), &[]).await;
    assert_eq!((gone.status, gone.to()), (StatusCode::SEE_OTHER, "/listeners/lists"));
    assert_eq!(admin.get(&list).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_hashtag_against_us_is_shown_with_its_posts_until_somebody_has_seen_it() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let mut admin = brand.enter("admin").await;
    let ours = [("name", "Us"), ("purpose", "brand"), ("query", "altavela"), ("active", "true")];
    assert!(admin.as_program().post("/listeners", &ours).await.status.is_success());
    let nav = "href=\"/listeners/insights\"";
    assert!(!admin.get("/listeners").await.text().contains("id=\"count-listeners\""));
    for n in 0..20 {
        let text = "@altavela worst airline ever, terrible service, I hate it #AltavelaFail";
        brand.stranger_writes(&format!("p{n}"), &format!("author{n}"), text).await;
    }
    let page = admin.get("/cases").await.text();
    assert!(page.contains("id=\"count-listeners\"") && page.contains(nav), "{page}");
    let page = admin.get("/listeners/insights").await.text();
    assert!(
        page.contains("A new hashtag against us:")
            && page.contains("20 people used it in 20 posts")
    );
    assert!(page.contains("<span class=\"hit\">#AltavelaFail</span>"), "{page}");
    assert!(page.contains("href=\"/search?q=%23altavelafail\""), "{page}");
    let at = page.split("action=\"/listeners/hashtags/").nth(1).expect("a form");
    let at = format!("/listeners/hashtags/{}", at.split('"').next().expect("an address"));

    let sales = Reach::Department(brand.department("sales").await);
    let mut lead = brand.hire("Lea", &[(RoleKind::Supervisor, sales)]).await;
    let page = lead.get("/listeners/insights").await.text();
    assert!(page.contains("You may see none of its posts.") && !page.contains(&at), "{page}");
    assert_eq!(lead.post(&at, &[]).await.status, StatusCode::FORBIDDEN);

    let seen = admin.post(&at, &[]).await;
    assert_eq!((seen.status, seen.to()), (StatusCode::SEE_OTHER, "/listeners/insights"));
    let page = admin.get("/listeners/insights").await.text();
    assert!(page.contains("Seen by Ada altavela") && !page.contains("I have seen it"), "{page}");
    assert!(!page.contains("id=\"count-listeners\""));
    let nobody = at.replace(|c: char| c.is_ascii_digit(), "0");
    assert_eq!(admin.post(&nobody, &[]).await.status, StatusCode::NOT_FOUND);
}

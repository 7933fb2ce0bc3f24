//! The live stream.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use earshot_bus::Notice;
use earshot_engage::staff::{Reach, RoleKind};
use earshot_model::Time;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use crate::brand::Brand;
use crate::browser::Browser;
use crate::desk::{CRY, one_case};
use crate::world::World;

/// An open stream.
struct Stream {
    body: Body,
    text: String,
}

impl Stream {
    async fn open(world: &World, browser: &Browser, path: &str, last: Option<&str>) -> Self {
        let mut request = browser.request(Method::GET, path, None);
        request.headers_mut().insert("accept", "text/event-stream".parse().unwrap());
        if let Some(last) = last {
            request.headers_mut().insert("last-event-id", last.parse().unwrap());
        }
        let response = world.app.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { body: response.into_body(), text: String::new() }
    }

    /// Everything that arrives until nothing comes for a while.
    async fn read(&mut self) -> String {
        while let Ok(Some(frame)) =
            tokio::time::timeout(Duration::from_millis(300), self.body.frame()).await
        {
            let data = frame.unwrap().into_data().unwrap();
            self.text.push_str(&String::from_utf8_lossy(&data));
        }
        std::mem::take(&mut self.text)
    }
}

async fn tell(world: &World, brand: &Brand<'_>) {
    let mut conn = world.db.read(brand.org).await.unwrap();
    let seq = earshot_store::events::head(&mut conn).await.unwrap().seq;
    world.hub.tell(Notice::Log { org: brand.org, seq });
}

#[tokio::test]
async fn a_case_is_heard_at_once_and_only_by_those_who_may_see_it() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let other = Brand::open(&world, "borealis").await;
    let sales = Reach::Department(brand.department("sales").await);
    let sam = brand.hire("Sam", &[(RoleKind::Agent, sales)]).await;
    let (admin, stranger) = (brand.enter("admin").await, other.enter("admin").await);
    let mut streams = Vec::new();
    for browser in [&admin, &sam, &stranger] {
        streams.push(Stream::open(&world, browser, "/live", None).await);
    }
    let (case, _) = brand.customer_writes("p1", "mirela", CRY).await;
    tell(&world, &brand).await;
    let heard = streams[0].read().await;
    assert!(
        heard.contains("event: case") && heard.contains(&format!("\"id\":\"{case}\"")),
        "{heard}"
    );
    assert!(heard.contains("id: ") && heard.contains("\"name\":\"mirela\""), "{heard}");
    for stream in &mut streams[1..] {
        let heard = stream.read().await;
        assert!(!heard.contains(&case.to_string()) && !heard.contains("data: {"), "{heard}");
    }
}

#[tokio::test]
async fn who_comes_back_hears_what_was_missed() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let admin = brand.enter("admin").await;
    let (first, _) = brand.customer_writes("p1", "mirela", CRY).await;
    let mut stream = Stream::open(&world, &admin, "/live?after=0", None).await;
    let heard = stream.read().await;
    assert!(heard.contains(&first.to_string()));
    let last =
        heard.lines().filter_map(|line| line.strip_prefix("id: ")).next_back().unwrap().to_owned();
    drop(stream);
    let (second, _) = brand.customer_writes("p2", "bo", CRY).await;
    let mut stream = Stream::open(&world, &admin, "/live?after=0", Some(&last)).await;
    let heard = stream.read().await;
    assert!(heard.contains(&second.to_string()) && !heard.contains(&first.to_string()), "{heard}");
    let mut stream = Stream::open(&world, &admin, "/live", Some("999999")).await;
    assert!(stream.read().await.contains("event: reload"), "a number of another log begins anew");
}

#[tokio::test]
async fn presence_is_told_and_taken_back() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, admin) = one_case(&brand).await;
    let mut ana = brand.hire("Ana", &[(RoleKind::Agent, Reach::Organization(brand.org))]).await;
    let mut stream = Stream::open(&world, &admin, "/live", None).await;
    let path = format!("/cases/{case}/presence");
    let someone = |state: &str| format!("\"name\":\"Ana\",\"state\":\"{state}\"");
    let steps = [
        ("viewing", someone("viewing")),
        ("typing", someone("typing")),
        ("leave", "\"here\":[]".to_owned()),
    ];
    for (state, wanted) in steps {
        assert_eq!(ana.post(&path, &[("state", state)]).await.status, StatusCode::NO_CONTENT);
        let heard = stream.read().await;
        assert!(heard.contains("event: presence") && heard.contains(&wanted), "{wanted}: {heard}");
    }
}

#[tokio::test]
async fn nobody_hears_without_a_login() {
    let world = World::new().await;
    let _brand = Brand::open(&world, "altavela").await;
    let mut nobody = Browser::new(&world.app);
    let mut request = nobody.request(Method::GET, "/live", None);
    request.headers_mut().insert("accept", "text/event-stream".parse().unwrap());
    assert_eq!(nobody.take(request).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn who_loses_a_case_hears_that_it_went_and_nothing_more() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut admin) = one_case(&brand).await;
    let care = Reach::Department(brand.department("care").await);
    let ana = brand.hire("Ana", &[(RoleKind::Agent, care)]).await;
    let page = admin.get(&format!("/cases/{case}")).await.text();
    let sales = crate::acts::queue_of(&page, "Sales");
    let mut stream = Stream::open(&world, &ana, "/live", None).await;
    let moved = admin.post(&format!("/cases/{case}/queue"), &[("queue", &sales)]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER);
    admin.post(&format!("/cases/{case}/notes"), &[("text", "for sales only")]).await;
    tell(&world, &brand).await;
    let heard = stream.read().await;
    assert_eq!(heard.matches("event: case").count(), 1, "{heard}");
    assert!(heard.contains("\"kind\":\"gone\""), "{heard}");
    admin.post(&format!("/cases/{case}/notes"), &[("text", "and more")]).await;
    tell(&world, &brand).await;
    assert!(!stream.read().await.contains("event: case"));
}

#[tokio::test]
async fn streams_end_when_the_server_stops() {
    let (end, ending) = tokio::sync::watch::channel(false);
    let world = World::with(|state| state.ends_with(ending)).await;
    let brand = Brand::open(&world, "altavela").await;
    let admin = brand.enter("admin").await;
    let mut stream = Stream::open(&world, &admin, "/live", None).await;
    end.send(true).unwrap();
    let last = tokio::time::timeout(Duration::from_secs(5), stream.body.frame()).await;
    assert!(last.expect("it ends").is_none());
    let asked = brand.connector(Method::GET, "commands?wait=50", "");
    let seen = tokio::time::timeout(Duration::from_secs(5), asked).await.expect("it ends as well");
    assert_eq!(seen.status, StatusCode::OK);
}

#[tokio::test]
async fn a_tab_that_nobody_uses_does_not_keep_its_login() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let mut admin = brand.enter("admin").await;
    for _ in 0..11 {
        world.clock.advance(Time::HOUR);
        Stream::open(&world, &admin, "/live", None).await;
        let mut asked = admin.request(Method::GET, "/cases", None);
        asked.headers_mut().insert("earshot-unattended", "1".parse().unwrap());
        assert_eq!(admin.take(asked).await.status, StatusCode::OK);
    }
    world.clock.advance(Time::HOUR);
    assert_eq!(admin.get("/cases").await.to(), "/login?next=/cases");
}

#[tokio::test]
async fn a_hashtag_against_us_is_told_to_those_who_lead() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let mut admin = brand.enter("admin").await;
    let ours = [("name", "Us"), ("purpose", "brand"), ("query", "altavela"), ("active", "true")];
    assert!(admin.as_program().post("/listeners", &ours).await.status.is_success());
    admin.get("/cases").await;
    let ana = brand.hire("Ana", &[(RoleKind::Agent, Reach::Organization(brand.org))]).await;
    let mut streams = Vec::new();
    for browser in [&admin, &ana] {
        streams.push(Stream::open(&world, browser, "/live", None).await);
    }
    for n in 0..20 {
        let text = "@altavela worst airline ever, terrible service, I hate it #AltavelaFail";
        brand.stranger_writes(&format!("p{n}"), &format!("author{n}"), text).await;
    }
    tell(&world, &brand).await;
    let heard = streams[0].read().await;
    assert_eq!(heard.matches("event: hashtag").count(), 1, "{heard}");
    assert!(heard.contains("{\"hashtag\":\"altavelafail\"}"), "{heard}");
    assert!(!streams[1].read().await.contains("event: hashtag"), "an agent has no listeners");
}

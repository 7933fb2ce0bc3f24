//! Lists, cases and the pages beside them.

use axum::http::StatusCode;
use earshot_model::CaseId;

use crate::brand::Brand;
use crate::browser::Browser;
use crate::world::World;

pub(crate) const CRY: &str = "@altavela my suitcase is lost since Monday, please help me!";

pub(crate) async fn one_case(brand: &Brand<'_>) -> (CaseId, Browser) {
    let (case, _) = brand.customer_writes("p1", "mirela", CRY).await;
    (case, brand.enter("admin").await)
}

#[tokio::test]
async fn a_post_stands_in_the_list_and_in_its_case() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut admin) = one_case(&brand).await;
    let list = admin.get("/cases?list=all").await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(list.text().contains(&format!("href=\"/cases/{case}?list=all\"")), "{}", list.text());
    let page = admin.get(&format!("/cases/{case}?list=all")).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    for part in
        ["mirela", "suitcase is lost", "Reply as altavela", "id=\"customer\"", "Why is this here"]
    {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(text.contains("<live-stream data-after="));
}

#[tokio::test]
async fn every_page_of_the_navigation_opens() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (_, mut admin) = one_case(&brand).await;
    let pages = [
        "/cases",
        "/cases?list=unassigned",
        "/cases?list=all&status=waiting",
        "/cases?list=all&status=snoozed",
        "/cases?list=mine&status=done",
        "/search",
        "/search?q=suitcase",
        "/search?q=%22",
        "/reports",
        "/reports?days=30",
        "/listeners",
        "/playbook",
        "/playbook/use",
        "/people",
        "/style",
        "/keys",
        "/api/v1/cases?list=all",
        "/api/channel/v1/openapi.json",
        "/healthz",
    ];
    for page in pages {
        let seen = admin.get(page).await;
        assert_eq!(seen.status, StatusCode::OK, "{page}: {}", seen.text());
        assert_eq!(seen.header("x-content-type-options"), "nosniff", "{page}");
        let policy = seen.header("content-security-policy");
        assert!(policy.starts_with("default-src 'self';") && !policy.contains("unsafe"), "{page}");
    }
}

#[tokio::test]
async fn search_finds_words_and_marks_them() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut admin) = one_case(&brand).await;
    let found = admin.get("/search?q=suitcase").await.text();
    assert!(found.contains("<span class=\"hit\">suitcase</span>"), "{found}");
    assert!(found.contains(&format!("/cases/{case}")));
    let fault = admin.get("/search?q=%28suitcase").await;
    assert_eq!(fault.status, StatusCode::OK);
    assert!(fault.text().contains("role=\"alert\""), "{}", fault.text());
}

#[tokio::test]
async fn programs_read_the_same_cases() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut admin) = one_case(&brand).await;
    let list = admin.get("/api/v1/cases?list=all").await.json();
    assert_eq!(list["cases"][0]["id"], case.to_string());
    assert_eq!(list["cases"][0]["customer"], "mirela");
    let whole = admin.get(&format!("/api/v1/cases/{case}")).await.json();
    assert_eq!(whole["posts"][0]["text"], CRY);
    assert_eq!(whole["posts"][0]["author"], "customer");
}

#[tokio::test]
async fn what_is_not_there_is_said_on_a_page_or_in_json() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (_, mut admin) = one_case(&brand).await;
    for path in
        ["/nowhere", "/cases/18", "/cases/018f0000-0000-7000-8000-000000000001", "/assets/none.css"]
    {
        let page = admin.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.text().contains("There is nothing here"), "{path}: {}", page.text());
        let json = admin.as_program().get(path).await;
        assert_eq!(json.status, StatusCode::NOT_FOUND);
        assert_eq!(json.header("content-type"), "application/problem+json");
        assert_eq!(json.json()["status"], 404);
    }
    assert_eq!(admin.post("/cases", &[]).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn words_come_in_the_language_of_the_reader() {
    let world = World::new().await;
    let mut browser = Browser::new(&world.app);
    let mut request = browser.request(axum::http::Method::GET, "/login", None);
    request.headers_mut().insert("accept-language", "de-AT,en;q=0.5".parse().unwrap());
    let german = browser.take(request).await.text();
    assert!(german.contains("lang=\"de\"") && german.contains("Anmelden"), "{german}");
}

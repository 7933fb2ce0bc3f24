//! The playbook in the browser, without scripts.

use axum::http::StatusCode;
use earshot_engage::staff::{Reach, RoleKind};

use crate::brand::Brand;
use crate::browser::field;
use crate::world::World;

const TEXT: &str = "@altavela my suitcase is lost, please help me!";
const LINE: &str = "/playbook/draft/lines/30";
const CHANGES: &str = "/playbook/draft/changes";

/// The fields of the editor of line 30, as a browser would send them back.
fn fields(page: &str) -> Vec<(String, String)> {
    let form = page.split("id=\"line\"").nth(1).expect("the form");
    let form = form.split("</form>").next().expect("its end");
    let mut found = Vec::new();
    for tag in form.split("<input").skip(1).map(|tag| tag.split('>').next().unwrap_or_default()) {
        let of = |name: &str| {
            let at = format!(" {name}=\"");
            tag.split(&at).nth(1).and_then(|rest| rest.split('"').next()).map(unescaped)
        };
        let tick = tag.contains("type=\"checkbox\"");
        if let Some(name) = of("name").filter(|_| !tick || tag.contains(" checked")) {
            found.push((name, of("value").unwrap_or_default()));
        }
    }
    for select in form.split("<select").skip(1) {
        let name = select.split("name=\"").nth(1).and_then(|rest| rest.split('"').next());
        let body = select.split("</select>").next().unwrap_or_default();
        let options: Vec<&str> = body.split("<option value=\"").skip(1).collect();
        let chosen = options.iter().find(|option| option.contains(" selected")).or(options.first());
        let value = chosen.and_then(|option| option.split('"').next()).unwrap_or_default();
        found.push((name.expect("a name").to_owned(), unescaped(value)));
    }
    for area in form.split("<textarea").skip(1) {
        let name = area.split("name=\"").nth(1).and_then(|rest| rest.split('"').next());
        let text = area.split_once('>').and_then(|(_, rest)| rest.split("</textarea>").next());
        found.push((name.expect("a name").to_owned(), unescaped(text.unwrap_or_default())));
    }
    found
}

fn unescaped(text: &str) -> String {
    text.replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
}

fn with<'a>(
    fields: &'a [(String, String)],
    changed: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut all: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, _)| *name != "csrf" && !changed.iter().any(|(other, _)| other == name))
        .collect();
    all.extend(changed);
    all
}

#[tokio::test]
async fn a_line_is_changed_compared_signed_and_decides_the_next_post() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (first, _) = brand.customer_writes("p1", "mirela", TEXT).await;
    let mut admin = brand.enter("admin").await;
    let empty = admin.get("/playbook/draft").await;
    assert!(empty.text().contains("There is no draft"), "{}", empty.text());
    let begun = admin.post("/playbook/draft", &[]).await;
    assert_eq!(begun.to(), "/playbook/draft?done=begun");
    let whole = admin.get("/playbook/draft").await.text();
    let line = whole.split("id=\"line-").skip(1).filter_map(|rest| rest.split('"').next());
    assert!(line.count() > 5, "{whole}");
    // The line that decided about the post: its page says so.
    let page = admin.get(&format!("/cases/{first}")).await.text();
    let cited = page.split("/playbook/versions/1#line-").nth(1).and_then(|r| r.split('"').next());
    let at = format!("/playbook/draft/lines/{}", cited.expect("a cited line"));
    let editor = admin.get(&at).await;
    assert_eq!(editor.status, StatusCode::OK);
    let typed = fields(&editor.text());
    // Trying changes nothing and tells what it would catch.
    let tried = admin.post(&at, &with(&typed, &[("act", "check"), ("clock", "relaxed")])).await;
    assert!(tried.text().contains("1 of the last 1 posts"), "{}", tried.text());
    let none = admin.get(CHANGES).await.text();
    assert!(none.contains("Nothing is different"), "{none}");
    let saved = admin.post(&at, &with(&typed, &[("act", "save"), ("clock", "relaxed")])).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    // The same form again: somebody was faster, and nothing is lost.
    let late = admin.post(&at, &with(&typed, &[("act", "save"), ("clock", "urgent")])).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("while you were at it"), "{}", late.text());
    assert!(late.text().contains("Within a day") && late.text().contains("Within 15 minutes"));

    let changes = admin.get(CHANGES).await.text();
    assert!(changes.contains("<ins>Within a day</ins>"), "{changes}");
    let asked = admin.post("/playbook/draft/replays", &[("days", "7")]).await;
    assert_eq!(asked.to(), CHANGES);
    assert!(admin.get(CHANGES).await.text().contains("data-pending"));
    assert!(world.listen.replay_once().await.expect("it runs"));
    let changes = admin.get(CHANGES).await.text();
    assert!(changes.contains("1 of 1 posts are decided otherwise"), "{changes}");
    assert!(changes.contains("my suitcase is lost"), "{changes}");

    let seen = field(&changes, "seen").expect("a fingerprint");
    let early = admin.post("/playbook/activation", &[("seen", &seen)]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    for department in ["care", "communications"] {
        let fields = [("seen", seen.as_str()), ("department", department)];
        let signed = admin.post("/playbook/draft/signatures", &fields).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());
    }
    let active = admin.post("/playbook/activation", &[("seen", &seen)]).await;
    assert_eq!(active.to(), "/playbook?done=activated");
    let (second, _) = brand.customer_writes("p2", "noor", TEXT).await;
    let page = admin.get(&format!("/cases/{second}")).await.text();
    assert!(page.contains("/playbook/versions/2#line-"), "{page}");
    let case = admin.get(&format!("/api/v1/cases/{second}")).await.json();
    assert_eq!(case["sla"], "relaxed", "{case}");
    let versions = admin.get("/playbook/versions").await.text();
    assert!(versions.contains("/playbook/versions/2/file"), "{versions}");
    let file = admin.get("/playbook/versions/2/file").await;
    assert!(file.text().starts_with("format = 1"), "{}", file.text());
}

#[tokio::test]
async fn a_faulty_condition_comes_back_as_typed_with_the_place_of_the_fault() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let mut admin = brand.enter("admin").await;
    admin.post("/playbook/draft", &[]).await;
    let typed = fields(&admin.get(LINE).await.text());
    let wrong = "sentimant == \"negative\"";
    let faulty = [("act", "save"), ("mode", "text"), ("when", wrong), ("name", "Kept as typed")];
    let seen = admin.post(LINE, &with(&typed, &faulty)).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = seen.text();
    assert!(page.contains("<mark class=\"miss\">sentimant</mark>"), "{page}");
    assert!(page.contains("At character 1") && page.contains("Kept as typed"), "{page}");
    let rows = [("act", "rows"), ("mode", "text"), ("when", "rating == 2 && spam")];
    let rows = admin.post(LINE, &with(&typed, &rows)).await.text();
    assert!(rows.contains("name=\"r1-field\""), "{rows}");
    let mut fewer = fields(&rows);
    fewer.retain(|(name, _)| name != "act");
    let dropped = admin.post(LINE, &with(&fewer, &[("act", "drop-0")])).await.text();
    assert!(!dropped.contains("name=\"r1-field\""), "{dropped}");
    assert!(dropped.contains("<code>verdict.spam</code>"), "{dropped}");
}

#[tokio::test]
async fn an_agent_reads_the_playbook_and_changes_nothing() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let care = Reach::Department(brand.department("care").await);
    let mut ana = brand.hire("Ana", &[(RoleKind::Agent, care)]).await;
    let mut admin = brand.enter("admin").await;
    assert!(!ana.get("/playbook").await.text().contains("action=\"/playbook/draft\""));
    admin.post("/playbook/draft", &[]).await;
    for path in ["/playbook/draft", CHANGES, "/playbook/draft/text", "/playbook/versions/1"] {
        let seen = ana.get(path).await;
        assert_eq!(seen.status, StatusCode::OK, "{path}");
        let page = seen.text();
        assert!(!page.contains("/playbook/draft/lines/"), "{path}");
        assert!(!page.contains("action=\"/playbook/activation\""), "{path}");
    }
    assert_eq!(ana.get(LINE).await.status, StatusCode::FORBIDDEN);
}

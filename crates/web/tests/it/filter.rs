//! Correcting verdicts, reading the sample, and the certificate, as a browser and a program see them.

use axum::http::StatusCode;
use earshot_model::{Permission, Time};
use earshot_store::Error;
use earshot_store::reviews::{self, Counted, Drawn};

use crate::brand::Brand;
use crate::desk::one_case;
use crate::world::World;

#[tokio::test]
async fn a_verdict_is_corrected_by_one_press_and_taken_back() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let (case, mut admin) = one_case(&brand).await;
    let path = format!("/cases/{case}");
    let page = admin.get(&path).await.text();
    assert!(page.contains("class=\"fixes\""), "{page}");
    let post = page.split("action=\"/posts/").nth(1).and_then(|rest| rest.split('/').next());
    let correction = format!("/posts/{}/correction", post.expect("a post"));
    let press = [("set", "sentiment=positive"), ("next", path.as_str())];
    let done = admin.post(&correction, &press).await;
    assert_eq!(
        (done.status, done.to()),
        (StatusCode::SEE_OTHER, format!("{path}?done=corrected").as_str())
    );
    let page = admin.get(done.to()).await.text();
    assert!(page.contains("value=\"sentiment=positive\" aria-pressed=\"true\""), "{page}");
    let number = page.split("id=\"correction-").nth(1).and_then(|rest| rest.split('"').next());
    let undo = format!("/corrections/{}/withdrawal", number.expect("a number"));
    let learning = admin.get("/learning").await.text();
    assert!(learning.contains(&undo), "{learning}");
    let back = admin.post(&undo, &[("next", done.to())]).await;
    assert_eq!(back.to(), format!("{path}?done=withdrawn"));
    let page = admin.get(back.to()).await.text();
    assert!(page.contains("value=\"sentiment=positive\" aria-pressed=\"false\""), "{page}");
    assert!(!page.contains("id=\"correction-"));

    let program =
        admin.as_program().post(&correction, &[("field", "urgency"), ("value", "low")]).await;
    let number = program.json()["number"].as_i64().expect("a number");
    let undo = format!("/corrections/{number}/withdrawal");
    assert_eq!(admin.as_program().post(&undo, &[]).await.json()["number"], number);
    let twice = admin.as_program().post(&undo, &[]).await;
    assert_eq!(twice.status, StatusCode::NOT_FOUND);
    for odd in [("set", "sentiment"), ("set", "salary=9"), ("set", "spam=maybe")] {
        let seen = admin.as_program().post(&correction, &[odd]).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{odd:?}");
    }
    let nothing = admin.as_program().post("/corrections/x/withdrawal", &[]).await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_post_that_was_set_aside_is_read_and_becomes_a_case() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let text =
        "WIN a FREE iPhone now!!! click http://spam.example/win #free #win #giveaway #crypto";
    let post = brand.stranger_writes("s1", "seller", text).await;
    let mut admin = brand.enter("admin").await;
    assert!(admin.get("/reviews").await.text().contains("Nothing to read"));
    let empty = admin.get("/certificate").await.text();
    assert!(empty.contains("Nothing can be certified yet") && empty.contains("59 more"), "{empty}");
    let now = world.now();
    let drawn = Drawn {
        post_id: post,
        hidden: true,
        channel: "mastodon".to_owned(),
        language: "en".to_owned(),
        drawn_at: now,
    };
    world
        .db
        .write::<_, Error, _>(brand.org, move |tx| {
            Box::pin(async move { reviews::draw(tx, &[drawn]).await })
        })
        .await
        .expect("drawn");
    let page = admin.get("/reviews").await.text();
    assert!(page.contains("WIN a FREE iPhone") && page.contains("data-hotkey=\"y\""), "{page}");
    let path = format!("/reviews/{post}/answer");
    let odd = admin.post(&path, &[("answer", "maybe")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = admin.post(&path, &[("answer", "yes")]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text());
    assert!(said.to().contains("&case="), "{}", said.to());
    let after = admin.get(said.to()).await.text();
    assert!(after.contains("It is a case now."), "{after}");
    let case = said.to().split("case=").nth(1).expect("a case").to_owned();
    assert!(admin.get(&format!("/cases/{case}")).await.text().contains("WIN a FREE iPhone"));
    let certificate = admin.get("/certificate").await.text();
    assert!(
        certificate.contains("WIN a FREE iPhone") && certificate.contains("Ada"),
        "{certificate}"
    );
    let twice = admin.post(&path, &[("answer", "no")]).await;
    assert_eq!(twice.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_certificate_says_at_most_how_much_is_missed() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let admin_id =
        earshot_store::agents::all(&mut world.db.read(brand.org).await.unwrap()).await.unwrap()[0]
            .id;
    let now = world.now();
    world
        .db
        .write::<_, Error, _>(brand.org, move |tx| {
            Box::pin(async move {
                let day = now.micros().div_euclid(Time::DAY);
                let key = (day, "mastodon".to_owned(), "en".to_owned());
                let counted = Counted { hidden: 20_000, shown: 1_000, unsure: 30 };
                reviews::count(tx, [(key, counted)]).await?;
                for n in 0..500_u128 {
                    let post = uuid::Uuid::from_u128(n + 1).into();
                    let hidden = n < 400;
                    let row = Drawn {
                        post_id: post,
                        hidden,
                        channel: "mastodon".to_owned(),
                        language: "en".to_owned(),
                        drawn_at: now,
                    };
                    reviews::draw(tx, &[row]).await?;
                    let mattered = !hidden || n == 0;
                    reviews::answer(tx, post, mattered, admin_id, now).await?;
                }
                Ok(())
            })
        })
        .await
        .expect("answers");
    let mut admin = brand.enter("admin").await;
    let page = admin.get("/certificate").await.text();
    // 1 of 400: the exact bound is 1.2 %.
    assert!(page.contains("at most 1.2\u{a0}%"), "{page}");
    assert!(
        page.contains("20,000") && page.contains("3,000"),
        "9 s for each of 20,000 posts: {page}"
    );
    assert!(page.contains("Its words are gone by now."), "{page}");
    for path in ["/certificate?days=7", "/certificate?days=nonsense"] {
        assert_eq!(admin.get(path).await.status, StatusCode::OK);
    }
}

#[test]
fn who_reads_reports_sees_the_certificate() {
    let needs = |path: &str| {
        let route = earshot_web::router::routes().iter().find(|route| route.path == path);
        route.map(|route| route.access)
    };
    use earshot_web::router::Access::Needs;
    assert_eq!(needs("/certificate"), Some(Needs(Permission::ReportRead)));
    assert_eq!(needs("/reviews"), Some(Needs(Permission::VerdictCorrect)));
}

#[tokio::test]
async fn weights_are_typed_checked_and_used_for_the_next_posts() {
    let world = World::new().await;
    let brand = Brand::open(&world, "altavela").await;
    let mut admin = brand.enter("admin").await;
    let page = admin.get("/settings/priority").await.text();
    let ranks = |page: &str| {
        let place = |who: &str| page.find(who).unwrap_or_else(|| panic!("{who} in {page}"));
        (place("Spends millions"), place("Spends little"), place("A customer like most"))
    };
    let (spends, famous, average) = ranks(&page);
    assert!(spends < average && famous < average, "both rank above the average customer");
    for odd in [("urgency", "eleven"), ("urgency", "11"), ("salary", "1"), ("crowd_from", "1")] {
        let seen = admin.post("/settings/priority", &[odd]).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{odd:?}");
    }
    let kept = admin.post("/settings/priority", &[("influence", "0"), ("value", "0,5")]).await;
    assert_eq!(kept.to(), "/settings/priority?done=kept");
    let page = admin.get("/settings/priority").await.text();
    assert!(
        page.contains("name=\"value\" min=\"0\" max=\"10\" step=\"any\" required value=\"0.5\""),
        "{page}"
    );
    assert!(page.contains("Set by Ada altavela"), "{page}");
    let (case, mut admin) = one_case(&brand).await;
    let case = admin.get(&format!("/cases/{case}")).await.text();
    assert!(case.contains("Priority ") && !case.contains("Reach "), "{case}");
}

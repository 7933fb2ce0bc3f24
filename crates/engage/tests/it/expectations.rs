//! What customers are told to expect: typed, written for each network, and compared with what is.

use earshot_engage::Error;
use earshot_engage::settings::{Mismatch, TypedCalendar, TypedExpectations};
use earshot_engage::staff::{Reach, RoleKind};
use earshot_model::CalendarId;
use earshot_store::{Error as StoreError, roster};

use crate::ground::Ground;

async fn hours(ground: &Ground, week: &str, of: Option<(CalendarId, i64)>) -> CalendarId {
    let admin = ground.admin().await;
    let typed = TypedCalendar {
        id: of.map(|(id, _)| id),
        version: of.map_or(0, |(_, version)| version),
        name: "Desk".to_owned(),
        zone: "Europe/Lisbon".to_owned(),
        week: std::array::from_fn(|day| if day < 5 { week.to_owned() } else { String::new() }),
        ..TypedCalendar::default()
    };
    ground.engage.save_calendar(&admin, typed).await.unwrap().0
}

fn typed(calendar: CalendarId) -> TypedExpectations {
    TypedExpectations {
        version: 0,
        calendar: Some(calendar),
        zone: "Lisbon".to_owned(),
        languages: "pt, EN-gb pt".to_owned(),
        within: "2".to_owned(),
        unit: "hours".to_owned(),
        channels: "phone: phone 0800 123\nemail: help@brand.example".to_owned(),
        topics: "orders\nrefunds".to_owned(),
    }
}

async fn speaks(ground: &Ground, language: &'static str) {
    let admin = ground.admin().await.id();
    let work = ground.db.write::<_, StoreError, _>(ground.org, move |tx| {
        Box::pin(async move { roster::set_language(tx, admin, language, 4).await })
    });
    work.await.unwrap();
}

#[tokio::test]
async fn each_network_gets_what_it_has_room_for_and_what_is_untrue_is_told() {
    let ground = Ground::new().await;
    let (admin, engage) = (ground.admin().await, &ground.engage);
    let first = engage.expectations(&admin).await.unwrap();
    assert!(first.texts.is_empty() && first.checked_at.is_none());
    assert_eq!(engage.check_expectations_as(ground.org).await.unwrap(), 0, "nothing is posted");
    let calendar = hours(&ground, "09:00-17:00", None).await;
    speaks(&ground, "pt").await;
    engage.save_expectations(&admin, typed(calendar)).await.unwrap();

    let sheet = engage.expectations(&admin).await.unwrap();
    assert_eq!(sheet.typed.languages, "pt, en", "primary tags, each once");
    assert_eq!((sheet.typed.within.as_str(), sheet.typed.unit.as_str()), ("2", "hours"));
    let all = &sheet.texts[0];
    assert_eq!((all.network, all.holds), ("Mastodon", 5));
    assert_eq!(
        all.text.as_deref(),
        Ok("Answers within 2 hours. Here Mon\u{2013}Fri 09:00-17:00 (Lisbon). Languages: pt, en. \
            Also: phone 0800 123, help@brand.example. About: orders, refunds.")
    );
    for text in &sheet.texts {
        let words = text.text.as_ref().unwrap();
        assert!(words.chars().count() <= text.takes, "{text:?}");
    }
    let missing = [Mismatch::Language("en".to_owned()), Mismatch::Channel("email".to_owned())];
    assert_eq!(sheet.findings, missing, "of a phone nothing is known here");

    speaks(&ground, "en").await;
    hours(&ground, "10:00-17:00", Some((calendar, 1))).await;
    assert_eq!(engage.check_expectations_as(ground.org).await.unwrap(), 6);
    let found = engage.expectations(&admin).await.unwrap().findings;
    let days = found.iter().filter(|one| matches!(one, Mismatch::Hours { .. })).count();
    assert_eq!(days, 5, "the hours have changed since: {found:?}");
}

#[tokio::test]
async fn what_cannot_be_posted_is_refused_with_its_field() {
    let ground = Ground::new().await;
    let (admin, engage) = (ground.admin().await, &ground.engage);
    let calendar = hours(&ground, "09:00-17:00", None).await;
    let good = typed(calendar);
    let wrong = [
        ("calendar", TypedExpectations { calendar: Some(ground.tools.id()), ..good.clone() }),
        ("within", TypedExpectations { within: "soon".to_owned(), ..good.clone() }),
        ("unit", TypedExpectations { unit: "weeks".to_owned(), ..good.clone() }),
        ("form", TypedExpectations { languages: " ,".to_owned(), ..good.clone() }),
        (
            "form",
            TypedExpectations { within: "90".to_owned(), unit: "days".into(), ..good.clone() },
        ),
        ("languages", TypedExpectations { languages: "english".to_owned(), ..good.clone() }),
        ("channels", TypedExpectations { channels: "0800 123".to_owned(), ..good.clone() }),
        ("topics", TypedExpectations { topics: "x".repeat(81), ..good.clone() }),
    ];
    for (field, typed) in wrong {
        let refused = engage.save_expectations(&admin, typed).await;
        let is_right =
            matches!(&refused, Err(Error::Invalid { field: found, .. }) if *found == field);
        assert!(is_right, "{field}: {refused:?}");
    }
    engage.save_expectations(&admin, good.clone()).await.unwrap();
    let late = engage.save_expectations(&admin, good.clone()).await;
    assert!(matches!(late, Err(Error::Invalid { field: "version", .. })), "{late:?}");
    let again = TypedExpectations {
        calendar: None,
        version: 1,
        within: "90".into(),
        unit: "minutes".into(),
        ..good
    };
    engage.save_expectations(&admin, again).await.unwrap();
    let sheet = engage.expectations(&admin).await.unwrap();
    assert_eq!((sheet.typed.version, sheet.typed.within.as_str()), (2, "90"));

    let words = sheet.texts[0].text.clone().unwrap();
    assert!(words.starts_with("Answers within 90 minutes. Here day and night"), "{words}");
    let agent = ground.colleague("Ana", RoleKind::Agent, Reach::Organization(ground.org)).await;
    assert!(matches!(engage.expectations(&agent).await, Err(Error::Forbidden(_))));
}

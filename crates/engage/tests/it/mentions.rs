//! A note calls a colleague into a case.

use earshot_engage::Error;
use earshot_engage::staff::{Reach, RoleKind};
use earshot_store::events;

use crate::ground::Ground;

#[tokio::test]
async fn who_is_called_hears_it_until_they_have_read_it() {
    let ground = Ground::new().await;
    let opened = ground.case("care", "my bag is gone").await;
    let care = Reach::Department(ground.department("care").await);
    let ana = ground.colleague("Ana", RoleKind::Agent, care).await;
    let sam = ground.colleague("Sam", RoleKind::Supervisor, care).await;
    let engage = &ground.engage;
    let before = events::head(&mut ground.db.read(ground.org).await.unwrap()).await.unwrap().seq;

    engage.note(&sam, opened.case, "@ana she flew with us last week, @Sam", None).await.unwrap();
    assert_eq!(engage.lists(&ana).await.unwrap().mentions, 1);
    assert_eq!(engage.lists(&sam).await.unwrap().mentions, 0, "nobody calls themselves");
    let news = engage.news(&ana, before).await.unwrap();
    assert_eq!(news.calls.get(&opened.case).map(String::as_str), Some("Sam"));
    assert!(engage.news(&sam, before).await.unwrap().calls.is_empty());
    let (found, _) = engage.mentions(&ana).await.unwrap();
    assert_eq!((found[0].by_id, found[0].seen_at), (sam.id(), None));

    let page = engage.case_page(&ana, opened.case, 0).await.unwrap();
    engage.mark_read(&ana, &page).await.unwrap();
    assert_eq!(engage.lists(&ana).await.unwrap().mentions, 0);
    let (found, _) = engage.mentions(&ana).await.unwrap();
    assert_eq!(found[0].seen_at, Some(ground.tools.now()));
}

#[tokio::test]
async fn who_may_not_see_the_case_is_not_called_in_vain() {
    let ground = Ground::new().await;
    let opened = ground.case("care", "my bag is gone").await;
    let all = Reach::Organization(ground.org);
    let sales = Reach::Department(ground.department("sales").await);
    let sam = ground.colleague("Sam", RoleKind::Supervisor, all).await;
    let nils = ground.colleague("Nils", RoleKind::Agent, sales).await;
    let engage = &ground.engage;
    let note = engage.note(&sam, opened.case, "@Nils your offer?", None).await;
    let Err(Error::Invalid { field, problem }) = note else { panic!("{note:?}") };
    assert_eq!(field, "text");
    assert!(problem.contains("Nils may not see this case"), "{problem}");
    let page = engage.case_page(&sam, opened.case, 0).await.unwrap();
    assert!(page.notes.is_empty(), "nothing was kept");

    // Called while they see it, and then the case moves away: neither list nor count tells of it.
    let sold = ground.case("sales", "an offer, please").await;
    engage.note(&sam, sold.case, "@Nils yours", None).await.unwrap();
    assert_eq!(engage.lists(&nils).await.unwrap().mentions, 1);
    let care = ground.queue("care").await.id;
    engage.move_queue(&sam, sold.case, care).await.unwrap();
    assert_eq!(engage.lists(&nils).await.unwrap().mentions, 0);
    assert!(engage.mentions(&nils).await.unwrap().0.is_empty());
}

#[tokio::test]
async fn of_two_with_one_name_the_one_who_sees_the_case_is_called() {
    let ground = Ground::new().await;
    let opened = ground.case("care", "my bag is gone").await;
    let (care, sales) = (ground.department("care").await, ground.department("sales").await);
    let sam = ground.colleague("Sam", RoleKind::Supervisor, Reach::Department(care)).await;
    let near = ground.colleague("Nils", RoleKind::Agent, Reach::Department(care)).await;
    let admin = ground.admin().await;
    let far = earshot_engage::staff::TypedPerson {
        name: "Nils Far".to_owned(),
        email: "nils.far@brand.example".to_owned(),
        capacity: "4".to_owned(),
        locale: "en".to_owned(),
        time_zone: "Europe/Lisbon".to_owned(),
        ..Default::default()
    };
    let (far, _) = ground.engage.add_person(&admin, far).await.unwrap();
    let role = ground.engage.person_sheet(&admin, Some(near.id())).await.unwrap().grants[0].role;
    let sheet = ground.engage.person_sheet(&admin, Some(far)).await.unwrap().agent.unwrap();
    let typed = earshot_engage::staff::TypedPerson {
        name: sheet.name,
        email: sheet.email,
        capacity: "4".to_owned(),
        locale: sheet.locale,
        time_zone: sheet.time_zone,
        grants: vec![(role, Reach::Department(sales))],
        ..Default::default()
    };
    ground.engage.save_person(&admin, far, typed).await.unwrap();
    ground.engage.note(&sam, opened.case, "@Nils please", None).await.unwrap();
    assert_eq!(ground.engage.lists(&near).await.unwrap().mentions, 1);
}

//! Colleagues are added, changed, switched off, let in again; and one's own password.

use earshot_engage::Error;
use earshot_engage::staff::{LogIn, Reach, RoleKind, Staff, TypedPerson};
use earshot_model::{Permission, Presence, RoleId};
use earshot_store::{agents, setup};

use crate::ground::{Ground, PASSWORD};

async fn role(ground: &Ground, kind: RoleKind) -> RoleId {
    let roles = setup::roles(&mut ground.db.read(ground.org).await.unwrap()).await.unwrap();
    roles.into_iter().find(|role| role.name == kind.word()).unwrap().id
}

fn typed(name: &str, grants: Vec<(RoleId, Reach)>) -> TypedPerson {
    TypedPerson {
        name: name.to_owned(),
        email: format!("{}@brand.example", name.split(' ').next().unwrap().to_lowercase()),
        capacity: "4".to_owned(),
        locale: "de".to_owned(),
        time_zone: "Europe/Vienna".to_owned(),
        grants,
        ..TypedPerson::default()
    }
}

async fn enter(ground: &Ground, email: &str, password: &str) -> Result<Staff, Error> {
    let attempt =
        LogIn { slug: None, email: email.to_owned(), password: password.to_owned(), from: None };
    Ok(ground.engage.log_in(attempt).await?.staff)
}

fn at_fault(result: Result<impl std::fmt::Debug, Error>) -> &'static str {
    match result {
        Err(Error::Invalid { field, .. } | Error::Taken { field }) => field,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_new_colleague_logs_in_with_the_password_that_was_told_once() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let care = Reach::Department(ground.department("care").await);
    let agent = role(&ground, RoleKind::Agent).await;
    let (id, password) =
        ground.engage.add_person(&admin, typed("Rui Alves", vec![(agent, care)])).await.unwrap();
    assert_eq!(password.len(), 19, "{password}");
    let rui = enter(&ground, "rui@brand.example", &password).await.unwrap();
    assert_eq!((rui.id(), rui.agent.short_name.as_str()), (id, "Rui"));
    assert_eq!(rui.agent.signature, "^Rui");
    assert!(rui.eyes.holds(Permission::ReplyPublic) && !rui.eyes.holds(Permission::AdminWrite));
    let opened = ground.case("care", "hello?").await;
    ground.engage.case_page(&rui, opened.case, 0).await.unwrap();

    let refused = ground.engage.add_person(&rui, typed("Eva Lind", Vec::new())).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    let again = ground.engage.add_person(&admin, typed("Rui Again", Vec::new())).await;
    assert_eq!(at_fault(again), "email");
    for (wrong, field) in [
        (TypedPerson { capacity: "0".into(), ..typed("Eva Lind", Vec::new()) }, "capacity"),
        (TypedPerson { time_zone: "Mars".into(), ..typed("Eva Lind", Vec::new()) }, "time_zone"),
        (TypedPerson { name: " ".into(), ..typed("Eva Lind", Vec::new()) }, "name"),
        (TypedPerson { signature: "x".repeat(41), ..typed("Eva Lind", Vec::new()) }, "signature"),
    ] {
        assert_eq!(at_fault(ground.engage.add_person(&admin, wrong).await), field);
    }
    let foreign = Reach::Organization(ground.tools.id());
    let far = typed("Eva Lind", vec![(agent, foreign)]);
    assert_eq!(at_fault(ground.engage.add_person(&admin, far).await), "grants");
}

#[tokio::test]
async fn what_somebody_may_do_changes_at_once_and_somebody_is_always_left() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let all = Reach::Organization(ground.org);
    let (agent, top) =
        (role(&ground, RoleKind::Agent).await, role(&ground, RoleKind::Administrator).await);
    let ana = ground.colleague("Ana", RoleKind::Agent, all).await;

    let mut less = typed("Ada Admin", vec![(agent, all)]);
    let alone = ground.engage.save_person(&admin, admin.id(), less.clone()).await;
    assert_eq!(at_fault(alone), "grants");
    let more = typed("Ana Carvalho", vec![(top, all)]);
    ground.engage.save_person(&admin, ana.id(), more).await.unwrap();
    let sheet = ground.engage.person_sheet(&admin, Some(ana.id())).await.unwrap();
    assert_eq!(sheet.agent.unwrap().name, "Ana Carvalho");
    assert_eq!(sheet.grants.len(), 1);
    less.short_name = "Ada".to_owned();
    ground.engage.save_person(&admin, admin.id(), less).await.unwrap();
    let ada = enter(&ground, "ada@brand.example", PASSWORD).await.unwrap();
    let refused = ground.engage.person_sheet(&ada, None).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))));
    let ana = enter(&ground, "ana@brand.example", PASSWORD).await.unwrap();
    let me = ground.engage.switch_person(&ana, ana.id(), false).await;
    assert_eq!(at_fault(me), "agent");
}

#[tokio::test]
async fn who_is_switched_off_is_out_at_once_and_may_come_back() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let ben = ground.colleague("Ben", RoleKind::Agent, Reach::Organization(ground.org)).await;
    let attempt = LogIn {
        slug: None,
        email: "ben@brand.example".to_owned(),
        password: PASSWORD.to_owned(),
        from: None,
    };
    let token = ground.engage.log_in(attempt).await.unwrap().token;
    ground.engage.switch_person(&admin, ben.id(), false).await.unwrap();
    ground.engage.switch_person(&admin, ben.id(), false).await.unwrap();
    assert!(ground.engage.who(&token).await.unwrap().is_none());
    let back = enter(&ground, "ben@brand.example", PASSWORD).await;
    assert!(matches!(back, Err(Error::BadLogin)));
    let mut conn = ground.db.read(ground.org).await.unwrap();
    assert_eq!(agents::find(&mut conn, ben.id()).await.unwrap().presence, Presence::Offline);
    drop(conn);
    let renewed = ground.engage.renew_password(&admin, ben.id()).await;
    assert!(matches!(renewed, Err(Error::NotFound(_))), "{renewed:?}");

    ground.engage.switch_person(&admin, ben.id(), true).await.unwrap();
    let password = ground.engage.renew_password(&admin, ben.id()).await.unwrap();
    let old = enter(&ground, "ben@brand.example", PASSWORD).await;
    assert!(matches!(old, Err(Error::BadLogin)));
    enter(&ground, "ben@brand.example", &password).await.unwrap();
}

#[tokio::test]
async fn ones_own_password_needs_the_one_so_far_and_ends_other_logins() {
    let ground = Ground::new().await;
    let ana = ground.colleague("Ana", RoleKind::Agent, Reach::Organization(ground.org)).await;
    let attempt = || LogIn {
        slug: None,
        email: "ana@brand.example".to_owned(),
        password: PASSWORD.to_owned(),
        from: None,
    };
    let elsewhere = ground.engage.log_in(attempt()).await.unwrap().token;
    let new = "seven slow blue boats";
    let wrong = ground.engage.change_password(&ana, "a guess of somebody", new).await;
    assert_eq!(at_fault(wrong), "current");
    assert_eq!(at_fault(ground.engage.change_password(&ana, PASSWORD, "short").await), "password");
    ground.engage.change_password(&ana, PASSWORD, new).await.unwrap();
    assert!(ground.engage.who(&elsewhere).await.unwrap().is_none());
    enter(&ground, "ana@brand.example", new).await.unwrap();
    let old = enter(&ground, "ana@brand.example", PASSWORD).await;
    assert!(matches!(old, Err(Error::BadLogin)));
    let mut last = None;
    for _ in 0..9 {
        last = Some(ground.engage.change_password(&ana, "a guess of somebody", new).await);
    }
    assert!(matches!(last, Some(Err(Error::TooManyLogins { .. }))), "{last:?}");
}

#[tokio::test]
async fn somebody_new_gets_the_cases_of_the_place_where_they_are_an_agent() {
    let ground = Ground::new().await;
    let (admin, engage) = (ground.admin().await, &ground.engage);
    let (agent, head) =
        (role(&ground, RoleKind::Agent).await, role(&ground, RoleKind::Supervisor).await);
    let (care, sales) = (ground.department("care").await, ground.department("sales").await);
    let queue = ground.queue("care").await;
    let joined = async |id| {
        let sheet = engage.person_sheet(&admin, Some(id)).await.unwrap();
        let team = |id| sheet.teams.iter().find(|team| team.id == id).unwrap().department_id;
        sheet.joined.iter().map(|id| team(*id)).collect::<Vec<_>>()
    };
    let inside = |grants| engage.add_person(&admin, grants);
    let there = Reach::Department(care);
    let (rui, _) = inside(typed("Rui Alves", vec![(agent, there)])).await.unwrap();
    assert_eq!(joined(rui).await, [care]);
    let (eva, _) = inside(typed("Eva Lind", vec![(head, there)])).await.unwrap();
    assert_eq!(joined(eva).await, [], "who supervises gets cases when somebody says so");
    let (ole, _) = inside(typed("Ole Dahl", vec![(agent, Reach::Queue(queue.id))])).await.unwrap();
    assert_eq!(joined(ole).await, []);
    let sheet = engage.queue_sheet(&admin, queue.id).await.unwrap();
    let of = |id| sheet.people.iter().find(|one| one.agent.id == id).unwrap();
    assert_eq!((of(ole).ring, of(ole).by_team), (Some(0), false), "named for that queue alone");
    assert!(of(rui).by_team && !of(eva).by_team);

    let sheet = engage.person_sheet(&admin, Some(rui)).await.unwrap();
    let team = sheet.teams.iter().find(|team| team.department_id == sales).unwrap().id;
    let both = vec![sheet.joined[0], team];
    let change = TypedPerson { teams: both, ..typed("Rui Alves", vec![(agent, there)]) };
    engage.save_person(&admin, rui, change).await.unwrap();
    assert_eq!(joined(rui).await.len(), 2);
    engage.save_person(&admin, rui, typed("Rui Alves", vec![(agent, there)])).await.unwrap();
    assert_eq!(joined(rui).await, [], "what is ticked is what holds");
    let gone = TypedPerson { teams: vec![ground.tools.id()], ..typed("Rui Alves", Vec::new()) };
    assert_eq!(at_fault(engage.save_person(&admin, rui, gone).await), "teams");
}

//! Tokens of programs, and grants that do not reach far enough.

use earshot_engage::Error;
use earshot_engage::acts::NewListener;
use earshot_engage::staff::{Reach, RoleKind};
use earshot_model::{ListenerPurpose, Permission, Time};

use crate::ground::Ground;

#[tokio::test]
async fn a_token_shows_a_program_what_its_role_may_see_until_it_is_revoked() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let engage = &ground.engage;
    let (none, roles) = engage.api_tokens(&admin).await.unwrap();
    assert!(none.is_empty());
    let agent = roles.iter().find(|role| role.name == "agent").unwrap().id;
    let made = engage.make_api_token(&admin, " nightly ", agent).await.unwrap();
    assert!(made.secret.starts_with("earshot_"), "{}", made.secret);
    let opened = ground.case("care", "my bag is gone").await;
    let program = engage.program(&made.secret).await.unwrap().expect("a program");
    assert!(program.is_program() && program.eyes.holds(Permission::CaseRead));
    assert!(!program.eyes.holds(Permission::AdminWrite));
    let page = engage.case_page(&program, opened.case, 0).await.unwrap();
    engage.mark_read(&program, &page).await.unwrap();
    let (all, _) = engage.api_tokens(&admin).await.unwrap();
    assert_eq!((all[0].name.as_str(), all[0].used_at), ("nightly", Some(ground.tools.now())));
    ground.clock.advance(Time::HOUR);
    engage.revoke_api_token(&admin, made.id).await.unwrap();
    assert!(engage.program(&made.secret).await.unwrap().is_none());
    for wrong in ["", "earshot_", &made.secret[8..], "earshot_nonsense"] {
        assert!(engage.program(wrong).await.unwrap().is_none(), "{wrong}");
    }
    let odd = engage.make_api_token(&admin, "x", ground.tools.id()).await;
    assert!(matches!(odd, Err(Error::Invalid { field: "role", .. })), "{odd:?}");
}

#[tokio::test]
async fn a_supervisor_of_one_department_changes_no_listener_of_the_organization() {
    let ground = Ground::new().await;
    let care = Reach::Department(ground.department("care").await);
    let local = ground.colleague("Lea", RoleKind::Supervisor, care).await;
    let whole = Reach::Organization(ground.org);
    let wide = ground.colleague("Sue", RoleKind::Supervisor, whole).await;
    let new = || NewListener {
        name: "Ours".to_owned(),
        purpose: ListenerPurpose::Brand,
        query: "altavela".to_owned(),
        active: true,
    };
    let engage = &ground.engage;
    let refused = engage.create_listener(&local, new()).await;
    assert!(matches!(refused, Err(Error::Forbidden(Permission::ListenerWrite))), "{refused:?}");
    let id = engage.create_listener(&wide, new()).await.unwrap();
    for refused in [
        engage.edit_listener(&local, id, new()).await,
        engage.pause_listener(&local, id, false).await,
    ] {
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    }
    assert_eq!(engage.listeners(&local).await.unwrap().len(), 1, "reading them is fine");
}

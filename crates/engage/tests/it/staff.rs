//! Coming in, staying, leaving, setting up.

use std::sync::{Arc, Mutex, mpsc};

use earshot_bus::Hub;
use earshot_engage::staff::{LogIn, NewAccount, PasswordRule, Reach, RoleKind};
use earshot_engage::{Engage, Error};
use earshot_model::{
    Actor, Capabilities, EventKind, Instruments, Noise, Permission, Presence, SeededNoise, Time,
};
use earshot_store::{events, playbooks};

use crate::ground::{Ground, PASSWORD, new_organization};

fn attempt(email: &str, password: &str) -> LogIn {
    LogIn { slug: None, email: email.to_owned(), password: password.to_owned(), from: None }
}

#[tokio::test]
async fn an_organization_is_ready_to_work() {
    let ground = Ground::empty().await;
    assert!(ground.engage.needs_set_up().await.unwrap());
    let org = ground.organization("brand").await;
    assert!(!ground.engage.needs_set_up().await.unwrap());
    let admin = ground.log_in("brand", "ada@brand.example").await;
    for permission in Permission::ALL {
        assert!(admin.eyes.holds(*permission), "{permission}");
    }
    let keys: Vec<String> =
        ground.engage.queues(&admin).await.unwrap().into_iter().map(|q| q.key).collect();
    assert_eq!(keys, ["care", "technical", "refunds", "retention", "delight", "sales", "press"]);
    let page = ground.engage.book(&admin, None).await.unwrap();
    assert_eq!(page.document.lines, earshot_playbook::default_playbook().unwrap().lines);
    let mut conn = ground.db.read(org).await.unwrap();
    assert!(playbooks::active(&mut conn).await.unwrap().is_some());
    assert!(events::verify(&mut conn).await.unwrap() > 0);
}

#[tokio::test]
async fn a_bad_set_up_names_its_field_and_leaves_nothing() {
    let ground = Ground::empty().await;
    let field = |change: fn(&mut earshot_engage::staff::NewOrganization)| {
        let mut new = new_organization("brand");
        change(&mut new);
        async {
            match ground.engage.create_organization(new, PasswordRule::Strict).await {
                Err(Error::Invalid { field, .. } | Error::Taken { field }) => field,
                other => panic!("{other:?}"),
            }
        }
    };
    assert_eq!(field(|new| new.name = " ".to_owned()).await, "organization");
    assert_eq!(field(|new| new.slug = "Big Brand".to_owned()).await, "slug");
    assert_eq!(field(|new| new.time_zone = "Mars/Base".to_owned()).await, "time_zone");
    assert_eq!(field(|new| new.admin_email = "ada".to_owned()).await, "email");
    assert_eq!(field(|new| new.admin_password = "short".to_owned()).await, "password");
    assert!(ground.engage.needs_set_up().await.unwrap());
    ground.organization("brand").await;
    assert_eq!(field(|_| ()).await, "slug");
}

#[tokio::test]
async fn the_right_password_opens_a_session_and_leaving_ends_it() {
    let ground = Ground::new().await;
    let attempt = attempt(" ADA@brand.example ", PASSWORD);
    let opened = ground.engage.log_in(attempt).await.unwrap();
    let found = ground.engage.who(&opened.token).await.unwrap().expect("the session");
    assert_eq!(found.agent, opened.staff.agent);
    assert_eq!(found.csrf, opened.staff.csrf);
    assert_ne!(found.csrf, opened.token);
    ground.engage.log_out(&found).await.unwrap();
    assert!(ground.engage.who(&opened.token).await.unwrap().is_none());
    for wrong in ["", "nonsense", &"A".repeat(64), &opened.token.to_lowercase()] {
        assert!(ground.engage.who(wrong).await.unwrap().is_none(), "{wrong}");
    }
}

#[tokio::test]
async fn a_session_lasts_twelve_hours_after_its_last_use() {
    let ground = Ground::new().await;
    let login = ground.engage.log_in(attempt("ada@brand.example", PASSWORD)).await.unwrap();
    for _ in 0..3 {
        ground.clock.advance(11 * Time::HOUR);
        assert!(ground.engage.who(&login.token).await.unwrap().is_some());
    }
    ground.clock.advance(12 * Time::HOUR);
    assert!(ground.engage.who(&login.token).await.unwrap().is_none());
}

#[tokio::test]
async fn an_open_screen_does_not_make_a_session_last() {
    let ground = Ground::new().await;
    let login = ground.engage.log_in(attempt("ada@brand.example", PASSWORD)).await.unwrap();
    for _ in 0..11 {
        ground.clock.advance(Time::HOUR);
        let seen = ground.engage.who_unattended(&login.token).await.unwrap();
        assert_eq!(seen.expect("it lasts").session, login.staff.session);
    }
    ground.clock.advance(Time::HOUR);
    assert!(ground.engage.who_unattended(&login.token).await.unwrap().is_none());
    assert!(ground.engage.who(&login.token).await.unwrap().is_none());
}

/// Noise that stops whoever asks for it first, until it is let go on.
struct Stop {
    reached: Mutex<Option<mpsc::Sender<()>>>,
    go: Mutex<mpsc::Receiver<()>>,
    rest: SeededNoise,
}

impl Noise for Stop {
    fn fill(&self, buffer: &mut [u8]) {
        let first = self.reached.lock().unwrap().take();
        if let Some(reached) = first {
            reached.send(()).unwrap();
            // What else this thread has to do goes to another one.
            tokio::task::block_in_place(|| self.go.lock().unwrap().recv().unwrap());
        }
        self.rest.fill(buffer);
    }
}

/// A second server on the same database, which stops where it has read what a password is compared
/// with and has not compared it.
fn stopping(ground: &Ground) -> (Engage, mpsc::Receiver<()>, mpsc::Sender<()>) {
    let ((tell, reached), (go, wait)) = (mpsc::channel(), mpsc::channel());
    let noise =
        Stop { reached: Mutex::new(Some(tell)), go: Mutex::new(wait), rest: SeededNoise::new(77) };
    let tools = Instruments { noise: Arc::new(noise), ..ground.tools.clone() };
    (Engage::new(ground.db.clone(), tools, Hub::default()), reached, go)
}

const NEW: &str = "nine quiet red foxes";

async fn reset(ground: &Ground) {
    let set = ground.engage.set_password_as(
        ground.org,
        Actor::System,
        "ada@brand.example",
        NEW,
        PasswordRule::Strict,
    );
    set.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_login_that_began_before_the_password_was_reset_is_refused() {
    let ground = Ground::new().await;
    let (slow, reached, go) = stopping(&ground);
    let begun =
        tokio::spawn(async move { slow.log_in(attempt("ada@brand.example", PASSWORD)).await });
    tokio::task::spawn_blocking(move || reached.recv().unwrap()).await.unwrap();
    reset(&ground).await;
    go.send(()).unwrap();
    let refused = begun.await.unwrap();
    assert!(matches!(refused, Err(Error::BadLogin)), "{refused:?}");
    ground.engage.log_in(attempt("ada@brand.example", NEW)).await.expect("the new one is good");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_change_of_password_that_began_before_it_was_reset_changes_nothing() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let (slow, reached, go) = stopping(&ground);
    let begun = tokio::spawn(async move {
        slow.change_password(&admin, PASSWORD, "five loud blue herons").await
    });
    tokio::task::spawn_blocking(move || reached.recv().unwrap()).await.unwrap();
    reset(&ground).await;
    go.send(()).unwrap();
    let refused = begun.await.unwrap();
    assert!(matches!(refused, Err(Error::Invalid { field: "current", .. })), "{refused:?}");
    ground.engage.log_in(attempt("ada@brand.example", NEW)).await.expect("the reset holds");
}

#[tokio::test]
async fn a_session_ends_after_thirty_days_however_much_it_is_used() {
    let ground = Ground::new().await;
    let login = ground.engage.log_in(attempt("ada@brand.example", PASSWORD)).await.unwrap();
    for _ in 0..71 {
        ground.clock.advance(10 * Time::HOUR);
        assert!(ground.engage.who(&login.token).await.unwrap().is_some());
    }
    ground.clock.advance(10 * Time::HOUR);
    assert!(ground.engage.who(&login.token).await.unwrap().is_none(), "720 hours are 30 days");
}

#[tokio::test]
async fn of_two_first_runs_at_once_one_wins() {
    let ground = Ground::empty().await;
    let run = |slug: &'static str| {
        let engage = ground.engage.clone();
        tokio::spawn(async move {
            engage.create_first_organization(new_organization(slug), PasswordRule::Strict).await
        })
    };
    let (one, two) = tokio::join!(run("one"), run("two"));
    let won = [one.unwrap(), two.unwrap()].into_iter().filter(Result::is_ok).count();
    assert_eq!(won, 1);
    assert_eq!(ground.db.organizations().await.unwrap().len(), 1);
}

#[tokio::test]
async fn wrong_logins_look_alike_and_are_written_down_without_the_address() {
    let ground = Ground::new().await;
    for (email, password) in [
        ("ada@brand.example", "four tall green frogs"),
        ("nobody@brand.example", PASSWORD),
        ("nobody@brand.example", ""),
    ] {
        let refused = ground.engage.log_in(attempt(email, password)).await.unwrap_err();
        assert!(matches!(refused, Error::BadLogin), "{refused}");
    }
    let elsewhere =
        LogIn { slug: Some("other".to_owned()), ..attempt("ada@brand.example", PASSWORD) };
    assert!(matches!(ground.engage.log_in(elsewhere).await, Err(Error::BadLogin)));
    let log = events::since(&mut ground.db.read(ground.org).await.unwrap(), 0, 100).await.unwrap();
    let refused: Vec<_> = log.iter().filter(|e| e.kind == EventKind::LoginRefused).collect();
    assert_eq!(refused.len(), 2, "of the address that nobody has, one");
    assert!(refused.iter().all(|event| !event.data.contains("nobody")));
}

#[tokio::test]
async fn addresses_that_nobody_has_are_counted_and_not_logged_one_by_one() {
    let ground = Ground::new().await;
    let lines = async || {
        let mut conn = ground.db.read(ground.org).await.unwrap();
        let log = events::since(&mut conn, 0, 1_000).await.unwrap();
        let refused = log.into_iter().filter(|event| event.kind == EventKind::LoginRefused);
        refused.map(|event| event.data).collect::<Vec<_>>()
    };
    // Too long to be a password, so that no time goes into comparing it.
    let long = "x".repeat(2_000);
    let guess = |n: u32| ground.engage.log_in(attempt(&format!("n{n}@brand.example"), &long));
    for n in 0..300 {
        assert!(matches!(guess(n).await, Err(Error::BadLogin)));
    }
    assert_eq!(lines().await.len(), 1);
    ground.clock.advance(10 * Time::MINUTE);
    assert!(matches!(guess(300).await, Err(Error::BadLogin)));
    let told = lines().await;
    assert_eq!(told.len(), 2);
    assert!(told[1].contains("\"count\":300"), "{told:?}");
}

#[tokio::test]
async fn who_guesses_must_wait_and_others_need_not() {
    let ground = Ground::new().await;
    let guess = || ground.engage.log_in(attempt("ada@brand.example", "wrong"));
    for _ in 0..8 {
        assert!(matches!(guess().await, Err(Error::BadLogin)));
    }
    let Err(Error::TooManyLogins { seconds }) = guess().await else { panic!("not throttled") };
    let right = ground.engage.log_in(attempt("ada@brand.example", PASSWORD)).await;
    assert!(matches!(right, Err(Error::TooManyLogins { .. })), "the right one waits too");
    ground.clock.advance(seconds * Time::SECOND);
    ground.log_in("brand", "ada@brand.example").await;
}

#[tokio::test]
async fn with_two_organizations_a_login_must_name_one() {
    let ground = Ground::new().await;
    ground.organization("other").await;
    let unnamed = ground.engage.log_in(attempt("ada@brand.example", PASSWORD)).await;
    assert!(matches!(unnamed, Err(Error::Invalid { field: "organization", .. })));
    let other = ground.log_in("other", "ada@other.example").await;
    assert_ne!(other.org, ground.org);
}

#[tokio::test]
async fn colleagues_come_with_roles_and_skills_and_only_an_administrator_adds_them() {
    let ground = Ground::new().await;
    let care = ground.department("care").await;
    let ana = ground.colleague("Ana", RoleKind::Agent, Reach::Department(care)).await;
    assert!(ana.eyes.holds(Permission::CaseRead) && !ana.eyes.holds(Permission::ReportRead));
    assert!(matches!(ground.engage.people(&ana).await, Err(Error::Forbidden(_))));
    ground.engage.set_presence(&ana, Presence::Away).await.unwrap();
    let people = ground.engage.people(&ground.admin().await).await.unwrap();
    let row = people.iter().find(|row| row.agent.id == ana.id()).expect("Ana");
    assert_eq!(
        (row.roles.as_slice(), row.agent.presence),
        (&["agent".to_owned()][..], Presence::Away)
    );
    assert_eq!(row.skills, [("german".to_owned(), 3)]);
    assert_eq!(row.agent.signature, "^Ana");
}

#[tokio::test]
async fn an_account_is_proved_by_its_own_token_only() {
    let ground = Ground::new().await;
    let (plaza, token) = ground.account("@brand").await;
    let (forum, _) = ground.account("@help").await;
    let proved = ground.engage.connector(plaza.id, &token).await.unwrap();
    assert_eq!(proved.map(|account| account.id), Some(plaza.id));
    assert!(ground.engage.connector(forum.id, &token).await.unwrap().is_none());
    assert!(ground.engage.connector(plaza.id, "x").await.unwrap().is_none());
    let session = ground.engage.log_in(attempt("ada@brand.example", PASSWORD)).await.unwrap();
    assert!(ground.engage.connector(plaza.id, &session.token).await.unwrap().is_none());
    let twice = NewAccount {
        channel: "mastodon".to_owned(),
        handle: "@brand".to_owned(),
        name: String::new(),
        capabilities: Capabilities::default(),
    };
    let twice = ground.engage.connect_account_as(ground.org, Actor::System, twice).await;
    assert!(matches!(twice, Err(Error::Taken { field: "handle" })));
}

#[tokio::test]
async fn whoever_leaves_takes_no_work_and_whoever_comes_back_does() {
    let ground = Ground::new().await;
    let care = ground.department("care").await;
    let first = ground.colleague("Ana", RoleKind::Agent, Reach::Department(care)).await;
    let second = ground.log_in("brand", "ana@brand.example").await;
    let admin = ground.admin().await;
    let presence = async || {
        let people = ground.engage.people(&admin).await.unwrap();
        people.iter().find(|row| row.agent.id == first.id()).expect("Ana").agent.presence
    };
    ground.engage.log_out(&second).await.unwrap();
    assert_eq!(presence().await, Presence::Online, "she is here with another browser");
    ground.engage.log_out(&first).await.unwrap();
    assert_eq!(presence().await, Presence::Offline);
    let back = ground.log_in("brand", "ana@brand.example").await;
    assert_eq!((back.agent.presence, presence().await), (Presence::Online, Presence::Online));
    ground.engage.set_presence(&back, Presence::Away).await.unwrap();
    ground.log_in("brand", "ana@brand.example").await;
    assert_eq!(presence().await, Presence::Away, "a cup of tea stays a cup of tea");
}

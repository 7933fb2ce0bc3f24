//! What is known of a customer, and what the guard is told, is kept and kept out.

use earshot_engage::Error;
use earshot_engage::custody::GuardSettings;
use earshot_engage::reply::{FindingKind, GuardPattern, PATTERNS, ReplyRefusal};
use earshot_engage::staff::{Reach, RoleKind};
use earshot_model::{EventKind, ResultState, Time};
use earshot_store::{Error as StoreError, organizations};

use crate::ground::Ground;
use crate::reply::{answer, log, private_post};
use crate::scene::{NOW, Scene, told};

#[tokio::test]
async fn a_fact_is_masked_kept_out_of_public_and_struck_out() {
    let ground = Ground::new().await;
    let ana = ground.colleague("Ana", RoleKind::Agent, Reach::Organization(ground.org)).await;
    let care = Reach::Department(ground.department("care").await);
    let ben = ground.colleague("Ben", RoleKind::Agent, care).await;
    let opened = ground.case("sales", "my bag is gone").await;
    let engage = &ground.engage;
    engage.note_fact(&ana, opened.case, "order", " KX7Q2PW9 ").await.unwrap();
    engage.note_fact(&ana, opened.case, "order", "KX7Q2PW9").await.unwrap();
    let unseen = engage.note_fact(&ben, opened.case, "order", "ZZ998").await;
    assert!(matches!(unseen, Err(Error::NotFound("case"))));
    for (kind, value) in [("shoe size", "44"), ("email", "none"), ("phone", "call me")] {
        let refused = engage.note_fact(&ana, opened.case, kind, value).await;
        assert!(matches!(refused, Err(Error::Invalid { .. })), "{kind}");
    }
    let page = engage.case_page(&ana, opened.case, 50).await.unwrap();
    assert_eq!(page.customer.facts.len(), 1, "the same fact twice is one");
    let known = page.customer.facts[0].clone();
    assert!(!known.value.contains("KX7Q2PW9"), "{known:?}");

    let leak = answer(&ground, opened.case, "It is KX7Q2PW9.");
    let stopped = engage.reply(&ana, leak.clone()).await;
    assert!(matches!(stopped, Err(ReplyRefusal::Guard { .. })), "{stopped:?}");
    let strange = engage.strike_fact(&ben, opened.case, &known.mark).await;
    assert!(matches!(strange, Err(Error::NotFound("case"))));
    engage.strike_fact(&ana, opened.case, &known.mark).await.unwrap();
    let again = engage.strike_fact(&ana, opened.case, &known.mark).await;
    assert!(matches!(again, Err(Error::NotFound("fact"))));
    engage.reply(&ana, leak).await.unwrap();
    let noted = log(&ground, opened.case, EventKind::FactNoted).await;
    assert!(noted.iter().all(|event| !event.data.contains("KX7Q2PW9")), "no words in the log");
    assert_eq!(log(&ground, opened.case, EventKind::FactStruck).await.len(), 1);
}

#[tokio::test]
async fn the_guard_is_told_what_it_can_use() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let ana = ground.colleague("Ana", RoleKind::Agent, Reach::Organization(ground.org)).await;
    let pattern = |name: &str, pattern: &str| GuardPattern {
        name: name.to_owned(),
        pattern: pattern.to_owned(),
    };
    let good = GuardSettings {
        patterns: vec![pattern("ticket", "TK[0-9]{4}")],
        contacts: vec!["help@brand.example".to_owned()],
        phrases: vec!["We are sorry that you had to wait for us.".to_owned()],
    };
    assert!(matches!(ground.engage.set_guard(&ana, &good).await, Err(Error::Forbidden(_))));
    ground.engage.set_guard(&admin, &good).await.unwrap();
    for bad in [pattern("", "TK[0-9]{4}"), pattern("open", "TK["), pattern("all", ".*")] {
        let bad = GuardSettings { patterns: vec![bad], ..GuardSettings::default() };
        let refused = ground.engage.set_guard(&admin, &bad).await;
        assert!(matches!(refused, Err(Error::Invalid { .. })), "{bad:?}");
    }
    assert_eq!(ground.engage.guard_settings(&admin).await.unwrap(), good);
    let caught = good.catches("Write to help@brand.example about TK1234").unwrap();
    let kinds: Vec<_> = caught.iter().map(|one| (&one.kind, one.words.as_str())).collect();
    assert_eq!(kinds, [(&FindingKind::Pattern("ticket".to_owned()), "TK1234")]);
}

#[tokio::test]
async fn a_guard_that_cannot_be_read_is_told_and_never_saved_over() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    assert_eq!(ground.engage.guard_fault(&admin).await.unwrap(), None);
    let newer = r#"[{"name":"ticket","pattern":"TK[0-9]{4}","since":3}]"#;
    let written = ground.db.write::<_, StoreError, _>(ground.org, move |tx| {
        Box::pin(async move { organizations::set_setting(tx, PATTERNS, newer).await })
    });
    written.await.unwrap();
    let fault = ground.engage.guard_fault(&admin).await.unwrap().expect("it is told");
    assert!(fault.contains("since") && fault.contains("guard.patterns"), "{fault}");
    let refused = ground.engage.set_guard(&admin, &GuardSettings::default()).await;
    assert!(matches!(refused, Err(Error::Invalid { field: PATTERNS, .. })), "{refused:?}");
    let mut conn = ground.db.read(ground.org).await.unwrap();
    let kept = organizations::setting(&mut conn, PATTERNS).await.unwrap();
    assert_eq!(kept.as_deref(), Some(newer));
}

/// What the brand tells everybody is no secret of one customer, whatever private answer holds it too.
#[tokio::test]
async fn a_greeting_that_others_were_told_may_be_said_in_public() {
    let scene = Scene::held("Thank you for your patience with us today. Your bag is here.").await;
    let (ground, ana) = (&scene.ground, &scene.ana);
    let asked = ground.case("care", "where is my refund").await;
    let said = "Mirela, thank you for your patience with us today. You get 80 back on Friday.";
    private_post(ground, &asked, said).await;
    let greeting = "Thank you for your patience with us today.";
    let stopped = ground.engage.reply(ana, answer(ground, asked.case, greeting)).await;
    assert!(matches!(stopped, Err(ReplyRefusal::Guard { .. })), "{stopped:?}");
    for n in 0..3 {
        let other = ground.case("care", "my bag is gone").await;
        let words = answer(ground, other.case, &format!("Hello {n}! {greeting}"));
        let key = words.key;
        ground.engage.reply(ana, words).await.unwrap();
        ground.clock.advance(10 * Time::SECOND);
        ground.engage.release(ground.org, ground.tools.now()).await.unwrap();
        let account = other.account.id;
        ground.engage.commands(ground.org, account, NOW).await.unwrap();
        let sent = told(ResultState::Sent, Some(&format!("x{n}")));
        ground.engage.result(ground.org, account, key, sent).await.unwrap();
    }
    let secret = "Mirela, you get 80 back on Friday.";
    let stopped = ground.engage.reply(ana, answer(ground, asked.case, secret)).await;
    assert!(matches!(stopped, Err(ReplyRefusal::Guard { .. })), "{stopped:?}");
    ground.engage.reply(ana, answer(ground, asked.case, greeting)).await.unwrap();
}

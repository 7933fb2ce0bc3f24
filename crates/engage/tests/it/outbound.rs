//! The outbox on its way: every edge of a message's life, and what goes wrong on the road.

use std::sync::Mutex;
use std::time::Duration;

use earshot_engage::Error;
use earshot_engage::outbound::Told;
use earshot_engage::reply::ReplyRefusal;
use earshot_engage::staff::{Reach, RoleKind};
use earshot_model::{
    Audience, Capabilities, CaseStatus, Command, CommandBody, CommandResult, Direction, EventKind,
    OutboxId, OutboxState, PostState, ResultState, Time,
};
use earshot_store::blobs::BlobStore;
use earshot_store::search::{Lookup, Term};
use earshot_store::{backup, events, outbox, persons, posts, search};

use crate::ground::Ground;
use crate::reply::{answer, can, case, fact, message};
use crate::scene::{NOW, Scene, told};

#[tokio::test]
async fn an_answer_goes_out_and_becomes_a_post_of_the_case() {
    let scene = Scene::held("We found your suitcase.").await;
    scene.after(10 * Time::SECOND - 1);
    assert_eq!((scene.release().await, scene.commands().await), (0, Vec::new()));
    scene.after(1);
    assert_eq!(scene.release().await, 1);
    assert_eq!(scene.release().await, 0);
    let commands = scene.commands().await;
    let [Command { id, body: CommandBody::Reply { thread, to, author, audience, text } }] =
        commands.as_slice()
    else {
        panic!("{commands:?}")
    };
    assert_eq!((*id, to.as_str(), *audience), (scene.key, "p1", Audience::Public));
    assert!(thread.starts_with("t-") && author.starts_with("u-"), "{thread} {author}");
    assert_eq!(text, "We found your suitcase.");
    // Journaled before it left, and nobody else gets it.
    let row = message(&scene.ground, scene.key).await;
    assert_eq!((row.state, row.attempts), (OutboxState::Sending, 1));
    assert_eq!(scene.commands().await, []);
    assert_eq!(scene.count(EventKind::ReplySending).await, 1);

    scene.after(Time::SECOND);
    assert_eq!(scene.tell(ResultState::Sent, Some("x9")).await, Told::Taken(OutboxState::Sent));
    for _ in 0..3 {
        assert_eq!(scene.tell(ResultState::Sent, Some("x9")).await, Told::Known(OutboxState::Sent));
    }
    let failed = scene.tell(ResultState::Failed, None).await;
    assert_eq!(failed, Told::Otherwise(OutboxState::Sent));
    let sent = scene.outbound_posts().await;
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].external_id, "x9");
    assert_eq!((sent[0].case_id, sent[0].state), (Some(scene.opened.case), PostState::InCase));
    assert_eq!(sent[0].parent_external_id.as_deref(), Some("p1"));
    assert_eq!(message(&scene.ground, scene.key).await.post_id, Some(sent[0].id));
    let mut conn = scene.ground.db.read(scene.ground.org).await.unwrap();
    let ours = persons::identity(&mut conn, sent[0].identity_id).await.unwrap();
    assert!(ours.ours);
    let lookup = Lookup { any_of: vec![vec![Term::Token("suitcase".to_owned())]] };
    let found = search::find(&mut conn, &lookup, None, 10).await.unwrap();
    assert!(found.iter().any(|hit| hit.post_id == sent[0].id), "{found:?}");
    assert!(events::verify(&mut conn).await.unwrap() > 0);
    drop(conn);
    // The log has a digest of the words that were held, and of the post that they became.
    let folder = tempfile::tempdir().unwrap();
    let files = BlobStore::new(folder.path().join("blobs"), 1 << 20);
    let checked = backup::verify(&scene.ground.db, &files).await.unwrap();
    assert_eq!((checked.texts, checked.problems), (3, Vec::new()));
    let after = case(&scene.ground, scene.opened.case).await;
    assert_eq!(after.status, CaseStatus::Waiting);
    assert_eq!(after.clocks.first_answered_at, Some(scene.ground.tools.now()));
    assert_eq!(scene.count(EventKind::ReplySent).await, 1);
}

#[tokio::test]
async fn a_post_that_was_heard_before_its_result_is_taken_over() {
    let scene = Scene::sending().await;
    let ground = &scene.ground;
    let brand = ground.person("Brand");
    let mut ours = ground.identity(&brand, &scene.opened.account.handle, 9);
    ours.ours = true;
    let words = "We found your suitcase.";
    let mut heard = ground.post(&scene.opened, &ours, "x9", Some("p1"), words);
    heard.direction = Direction::Outbound;
    let id = heard.id;
    ground.store(vec![(brand, ours)], vec![heard]).await;
    scene.tell(ResultState::Sent, Some("x9")).await;
    let sent = scene.outbound_posts().await;
    assert_eq!(sent.len(), 1);
    assert_eq!((sent[0].id, sent[0].case_id), (id, Some(scene.opened.case)));
    assert_eq!(message(ground, scene.key).await.post_id, Some(id));
}

#[tokio::test]
async fn a_result_cannot_make_a_customers_words_ours() {
    let scene = Scene::sending().await;
    // The customer's own post is p1.
    assert_eq!(scene.tell(ResultState::Sent, Some("p1")).await, Told::Taken(OutboxState::Sent));
    let sent = scene.outbound_posts().await;
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].text, "We found your suitcase.");
    let row = message(&scene.ground, scene.key).await;
    assert_eq!((row.post_id, row.external_id.clone()), (Some(sent[0].id), Some(row.stand_in())));
    let mut conn = scene.ground.db.read(scene.ground.org).await.unwrap();
    let customers = posts::find(&mut conn, scene.opened.post).await.unwrap();
    assert_eq!(
        (customers.direction, customers.text.as_str()),
        (Direction::Inbound, "my bag is gone")
    );
}

#[tokio::test]
async fn a_result_cannot_take_our_words_from_another_case() {
    let scene = Scene::sending().await;
    let ground = &scene.ground;
    let other = ground.case("care", "my flight is late").await;
    let brand = ground.person("Brand");
    let mut ours = ground.identity(&brand, &scene.opened.account.handle, 9);
    ours.ours = true;
    let mut elsewhere = ground.post(&other, &ours, "x9", None, "We are sorry about your flight.");
    elsewhere.direction = Direction::Outbound;
    elsewhere.account_id = scene.opened.account.id;
    elsewhere.case_id = Some(other.case);
    let id = elsewhere.id;
    ground.store(vec![(brand, ours)], vec![elsewhere]).await;
    assert_eq!(scene.tell(ResultState::Sent, Some("x9")).await, Told::Taken(OutboxState::Sent));
    let row = message(ground, scene.key).await;
    assert_eq!(row.external_id.clone(), Some(row.stand_in()), "it has no id of its own yet");
    assert_ne!(row.post_id, Some(id));
    let mut conn = ground.db.read(ground.org).await.unwrap();
    assert_eq!(posts::find(&mut conn, id).await.unwrap().case_id, Some(other.case));
}

#[tokio::test]
async fn a_message_is_reached_through_its_own_case_only() {
    let scene = Scene::held("We found your suitcase.").await;
    let other = scene.ground.case("care", "my flight is late").await;
    let engage = &scene.ground.engage;
    let missing = |told: Result<(), ReplyRefusal>| {
        assert!(matches!(told, Err(ReplyRefusal::Act(Error::NotFound("message")))), "{told:?}");
    };
    missing(engage.cancel_reply(&scene.ana, other.case, scene.key).await.map(drop));
    missing(engage.send_now(&scene.ana, other.case, scene.key).await.map(drop));
    missing(engage.settle_unknown(&scene.ana, other.case, scene.key, true).await.map(drop));
    assert_eq!(scene.state().await, OutboxState::Held);
    engage.cancel_reply(&scene.ana, scene.opened.case, scene.key).await.unwrap();
}

#[tokio::test]
async fn a_post_that_was_heard_settles_an_attempt_without_a_result() {
    for (parent, end) in [("p1", OutboxState::Sent), ("p0", OutboxState::Unknown)] {
        let scene = Scene::sending().await;
        let ground = &scene.ground;
        let brand = ground.person("Brand");
        let mut ours = ground.identity(&brand, &scene.opened.account.handle, 9);
        ours.ours = true;
        let words = "We found your suitcase.";
        let mut heard = ground.post(&scene.opened, &ours, "x9", Some(parent), words);
        heard.direction = Direction::Outbound;
        ground.store(vec![(brand, ours)], vec![heard]).await;
        scene.after(60 * Time::SECOND);
        assert_eq!(scene.expire().await, 1);
        assert_eq!((scene.state().await, scene.outbound_posts().await.len()), (end, 1));
    }
}

/// What a network shows, by the mark of the command; it may lose its answers.
#[derive(Default)]
struct Ledger(Mutex<Vec<OutboxId>>);

impl Ledger {
    fn carry_out(&self, command: &Command) -> CommandResult {
        let mut shown = self.0.lock().unwrap();
        match &command.body {
            CommandBody::Reply { .. } => {
                shown.push(command.id);
                told(ResultState::Sent, Some("x1"))
            }
            CommandBody::FindSent { sent } if shown.contains(sent) => {
                told(ResultState::Sent, Some("x1"))
            }
            CommandBody::FindSent { .. } => told(ResultState::Retry, None),
        }
    }

    fn shown(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

#[tokio::test]
async fn a_connection_that_drops_after_the_post_doubles_nothing() {
    for says_so in [true, false] {
        let scene = Scene::queued().await;
        let ledger = Ledger::default();
        let commands = scene.commands().await;
        let lost = ledger.carry_out(&commands[0]);
        assert_eq!(lost.state, ResultState::Sent, "the fault happens after the post");
        if says_so {
            assert_eq!(
                scene.tell(ResultState::Unknown, None).await,
                Told::Taken(OutboxState::Unknown)
            );
        } else {
            scene.after(60 * Time::SECOND);
            assert_eq!(scene.expire().await, 1);
        }
        assert_eq!(scene.state().await, OutboxState::Unknown);
        assert_eq!(scene.count(EventKind::ReplyUnknown).await, 1);
        let asked = scene.commands().await;
        assert!(matches!(asked[0].body, CommandBody::FindSent { sent } if sent == scene.key));
        assert_eq!(scene.commands().await, [], "the look-up is leased too");
        let found = ledger.carry_out(&asked[0]);
        let (org, account) = (scene.ground.org, scene.opened.account.id);
        scene.ground.engage.result(org, account, asked[0].id, found).await.unwrap();
        assert_eq!(scene.state().await, OutboxState::Sent);
        assert_eq!((ledger.shown(), scene.outbound_posts().await.len()), (1, 1));
    }
}

#[tokio::test]
async fn a_command_that_never_arrived_is_looked_up_and_then_sent_again() {
    let scene = Scene::unknown().await;
    let ledger = Ledger::default();
    let (org, account) = (scene.ground.org, scene.opened.account.id);
    let asked = scene.commands().await;
    let not_there = ledger.carry_out(&asked[0]);
    assert_eq!(not_there.state, ResultState::Retry);
    scene.ground.engage.result(org, account, scene.key, not_there).await.unwrap();
    assert_eq!(scene.state().await, OutboxState::Queued);
    assert_eq!(scene.commands().await, [], "not before its wait is over");
    scene.after(5 * Time::SECOND);
    let again = scene.commands().await;
    assert!(matches!(again[0].body, CommandBody::Reply { .. }));
    assert_eq!(again[0].id, scene.key, "under the same mark");
    let sent = ledger.carry_out(&again[0]);
    scene.ground.engage.result(org, account, scene.key, sent).await.unwrap();
    assert_eq!((ledger.shown(), scene.outbound_posts().await.len()), (1, 1));
}

#[tokio::test]
async fn not_found_counts_only_when_the_attempt_is_surely_over() {
    let scene = Scene::sending().await;
    scene.after(2 * Time::SECOND);
    scene.tell(ResultState::Unknown, None).await;
    assert_eq!(scene.commands().await.len(), 1, "asked at once");
    let early = scene.tell(ResultState::Retry, None).await;
    assert_eq!(early, Told::Known(OutboxState::Unknown), "the attempt may still be under way");
    assert_eq!(scene.commands().await, []);
    scene.after(58 * Time::SECOND);
    assert!(matches!(scene.commands().await[0].body, CommandBody::FindSent { .. }));
    let late = scene.tell(ResultState::Retry, None).await;
    assert_eq!(late, Told::Taken(OutboxState::Queued));
    // The first attempt's own word comes after all: it wins, and nothing is sent again.
    assert_eq!(scene.tell(ResultState::Sent, Some("x1")).await, Told::Taken(OutboxState::Sent));
    scene.after(Time::HOUR);
    assert_eq!(scene.commands().await, []);
}

#[tokio::test]
async fn what_no_channel_can_look_up_waits_for_a_person() {
    for went in [true, false] {
        let scene = Scene::sending().await;
        let blind = Capabilities { find_sent: false, ..Capabilities::default() };
        can(&scene.ground, &scene.opened, blind).await;
        let engage = &scene.ground.engage;
        let early = engage.settle_unknown(&scene.ana, scene.opened.case, scene.key, went).await;
        assert!(matches!(early, Err(ReplyRefusal::TooLate { state: OutboxState::Sending })));
        scene.after(60 * Time::SECOND);
        scene.expire().await;
        scene.after(Time::DAY);
        assert_eq!(scene.commands().await, []);
        let settled =
            engage.settle_unknown(&scene.ana, scene.opened.case, scene.key, went).await.unwrap();
        if went {
            assert_eq!(settled.state, OutboxState::Sent);
            assert_eq!(scene.outbound_posts().await.len(), 1);
            assert_eq!(scene.commands().await, []);
        } else {
            assert_eq!(settled.state, OutboxState::Queued);
            assert!(matches!(scene.commands().await[0].body, CommandBody::Reply { .. }));
        }
    }
}

#[tokio::test]
async fn two_workers_at_once_share_and_never_double() {
    let scene = Scene::queued().await;
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let engage = scene.ground.engage.clone();
        let (org, account) = (scene.ground.org, scene.opened.account.id);
        workers.spawn(async move { engage.commands(org, account, NOW).await.unwrap().len() });
    }
    let all = workers.join_all().await;
    assert_eq!(all.iter().sum::<usize>(), 1);
    assert_eq!(message(&scene.ground, scene.key).await.attempts, 1);
    let results = many_results(&scene).await;
    let taken = results.iter().filter(|told| matches!(told, Told::Taken(_))).count();
    assert_eq!((taken, scene.outbound_posts().await.len()), (1, 1));
}

async fn many_results(scene: &Scene) -> Vec<Told> {
    let mut tellers = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let engage = scene.ground.engage.clone();
        let (org, account, key) = (scene.ground.org, scene.opened.account.id, scene.key);
        tellers.spawn(async move {
            engage.result(org, account, key, told(ResultState::Sent, Some("x1"))).await.unwrap()
        });
    }
    tellers.join_all().await
}

#[tokio::test]
async fn taken_back_and_released_at_once_ends_one_way() {
    let ground = Ground::new().await;
    let ana = ground.colleague("Ana", RoleKind::Agent, Reach::Organization(ground.org)).await;
    let (mut went, mut kept) = (0, 0);
    for n in 0..30 {
        let opened = ground.case("care", "my bag is gone").await;
        let request = answer(&ground, opened.case, "We found it.");
        let key = request.key;
        ground.engage.reply(&ana, request).await.unwrap();
        ground.clock.advance(10 * Time::SECOND);
        let (engage, org, account) = (&ground.engage, ground.org, opened.account.id);
        let worker = async {
            engage.release(org, ground.tools.now()).await.unwrap();
            engage.commands(org, account, NOW).await.unwrap()
        };
        let undo = async {
            for _ in 0..n % 12 {
                tokio::task::yield_now().await;
            }
            engage.cancel_reply(&ana, opened.case, key).await
        };
        let (commands, undone) = tokio::join!(worker, undo);
        match undone {
            Ok(_) => {
                assert_eq!(commands, []);
                kept += 1;
            }
            Err(ReplyRefusal::TooLate { .. }) => {
                assert_eq!(commands.len(), 1);
                went += 1;
            }
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(went + kept, 30);
    assert!(kept > 0, "the race never happened");
}

#[tokio::test]
async fn the_guard_looks_again_before_the_words_leave() {
    // Found at release: the record has grown since.
    let scene = Scene::held("Please see KX7Q2PW9 for that.").await;
    fact(&scene.ground, &scene.opened, "order", "KX7Q2PW9").await;
    scene.after(10 * Time::SECOND);
    scene.release().await;
    let row = message(&scene.ground, scene.key).await;
    assert_eq!(row.state, OutboxState::Failed);
    assert!(row.problem.is_some() && row.finished_at.is_some());
    assert_eq!(scene.count(EventKind::ReplyFailed).await, 1);
    // A failed answer keeps nobody from answering.
    let request = answer(&scene.ground, scene.opened.case, "Please look into your mail.");
    scene.ground.engage.reply(&scene.ana, request).await.unwrap();

    // Found at the very last moment.
    let scene = Scene::held("Please see KX7Q2PW9 for that.").await;
    scene.after(10 * Time::SECOND);
    scene.release().await;
    fact(&scene.ground, &scene.opened, "order", "KX7Q2PW9").await;
    assert_eq!(scene.commands().await, []);
    assert_eq!(scene.state().await, OutboxState::Failed);
}

#[tokio::test]
async fn words_that_were_changed_in_the_database_never_leave() {
    for audience in [Audience::Public, Audience::Private] {
        let scene = Scene::held("We found it.").await;
        let mut forged = message(&scene.ground, scene.key).await;
        forged.id = scene.ground.tools.id();
        forged.audience = audience;
        forged.text = "We lost it.".to_owned();
        forged.state = OutboxState::Queued;
        let (id, salt) = (forged.id, [0; 16]);
        let work =
            scene.ground.db.write::<_, earshot_store::Error, _>(scene.ground.org, move |tx| {
                Box::pin(async move { outbox::insert(tx, &forged, salt).await })
            });
        assert!(work.await.unwrap());
        scene.after(10 * Time::SECOND);
        assert_eq!(scene.commands().await, []);
        let row = message(&scene.ground, id).await;
        assert_eq!(row.state, OutboxState::Failed);
        assert!(row.problem.unwrap().contains("changed"));
    }
}

#[tokio::test]
async fn tries_are_spaced_out_and_end() {
    let scene = Scene::sending().await;
    for wait in [5, 30, 120, 600] {
        let retried = scene.tell(ResultState::Retry, None).await;
        assert_eq!(retried, Told::Taken(OutboxState::Queued));
        assert_eq!(scene.tell(ResultState::Retry, None).await, Told::Known(OutboxState::Queued));
        scene.after(wait * Time::SECOND - 1);
        assert_eq!(scene.commands().await, []);
        scene.after(1);
        assert_eq!(scene.commands().await.len(), 1);
    }
    assert_eq!(scene.tell(ResultState::Retry, None).await, Told::Taken(OutboxState::Failed));
    let row = message(&scene.ground, scene.key).await;
    assert_eq!((row.attempts, row.problem.as_deref()), (5, Some("because")));
    assert_eq!(scene.count(EventKind::ReplyFailed).await, 1);
}

#[tokio::test]
async fn what_the_channel_decides_is_kept() {
    use OutboxState as O;
    use ResultState as R;
    let courses: [(&[(R, O)], usize); 8] = [
        (&[(R::PendingReview, O::PendingReview), (R::Sent, O::Sent)], 1),
        (&[(R::PendingReview, O::PendingReview), (R::Rejected, O::Rejected)], 0),
        (&[(R::PendingReview, O::PendingReview), (R::Failed, O::Rejected)], 0),
        (&[(R::Rejected, O::Rejected)], 0),
        (&[(R::Failed, O::Failed)], 0),
        (&[(R::Sent, O::Sent), (R::Rejected, O::Rejected)], 1),
        (&[(R::Unknown, O::Unknown), (R::PendingReview, O::PendingReview)], 0),
        (&[(R::Unknown, O::Unknown), (R::Failed, O::Failed)], 0),
    ];
    for (course, posts) in courses {
        let scene = Scene::sending().await;
        for (tell, state) in course {
            assert_eq!(scene.tell(*tell, Some("x1")).await, Told::Taken(*state), "{course:?}");
            assert_eq!(scene.state().await, *state);
            if *tell != R::Unknown {
                let again = scene.tell(*tell, Some("x1")).await;
                assert_eq!(again, Told::Known(*state), "{course:?}");
            }
        }
        scene.after(Time::DAY);
        scene.expire().await;
        let end = course.last().unwrap().1;
        assert_eq!((scene.state().await, scene.commands().await), (end, Vec::new()));
        assert_eq!(scene.outbound_posts().await.len(), posts, "{course:?}");
    }
}

#[tokio::test]
async fn nobody_speaks_for_another_account() {
    let scene = Scene::sending().await;
    let (other, _) = scene.ground.account("other").await;
    let engage = &scene.ground.engage;
    let sent = || told(ResultState::Sent, Some("x1"));
    let refused = engage.result(scene.ground.org, other.id, scene.key, sent()).await;
    assert!(matches!(refused, Err(Error::NotFound("message"))));
    let elsewhere = scene.ground.organization("elsewhere").await;
    let refused = engage.result(elsewhere, scene.opened.account.id, scene.key, sent()).await;
    assert!(matches!(refused, Err(Error::NotFound("message"))));
    let held = Scene::held("We found it.").await;
    assert_eq!(
        held.tell(ResultState::Sent, Some("x1")).await,
        Told::Otherwise(OutboxState::Held),
        "nothing was asked of the channel yet"
    );
}

#[tokio::test]
async fn a_waiting_connector_hears_of_work_at_once() {
    let scene = Scene::held("We found it.").await;
    let (engage, org) = (scene.ground.engage.clone(), scene.ground.org);
    let account = scene.opened.account.id;
    let poll = tokio::spawn(async move {
        let began = tokio::time::Instant::now();
        let found = engage.commands(org, account, Duration::from_secs(30)).await.unwrap();
        (found.len(), began.elapsed())
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let gone =
        scene.ground.engage.send_now(&scene.ana, scene.opened.case, scene.key).await.unwrap();
    assert_eq!(gone.state, OutboxState::Queued);
    let (found, took) = poll.await.unwrap();
    assert_eq!(found, 1);
    assert!(took < Duration::from_secs(5), "{took:?}");
    let late = scene.ground.engage.cancel_reply(&scene.ana, scene.opened.case, scene.key).await;
    assert!(matches!(late, Err(ReplyRefusal::TooLate { state: OutboxState::Sending })));
}

//! Answers that need somebody else's word: who is asked, what waits, and what becomes of it.

use earshot_engage::Error;
use earshot_engage::reply::{ReplyRefusal, Wanted};
use earshot_engage::staff::{Reach, RoleKind, Staff};
use earshot_model::{
    ApprovalReason, ApprovalState, Audience, Decision, EventKind, OutboxState, PostId, Time,
};
use earshot_store::{Error as StoreError, notes, persons, posts, verdicts};

use crate::correct::verdict;
use crate::ground::{Ground, NOON, Opened};
use crate::reply::{answer, case, log, message, private_post};
use crate::scene::Scene;

/// The playbook asks for this word on answers to the post.
async fn ask(ground: &Ground, post_id: PostId, from: &str) {
    let decision = Decision { approval: Some(from.to_owned()), ..Decision::default() };
    let judged = verdicts::Judged { post_id, verdict: verdict(), decision };
    let written = ground.db.write::<_, StoreError, _>(ground.org, move |tx| {
        Box::pin(async move { verdicts::insert_all(tx, &[judged], NOON).await })
    });
    written.await.unwrap();
}

struct Cast {
    ground: Ground,
    opened: Opened,
    /// An agent of customer care.
    ana: Staff,
    /// Leads customer care.
    sam: Staff,
    /// Leads communications, and sees no case of customer care.
    pia: Staff,
}

async fn cast() -> Cast {
    let ground = Ground::new().await;
    let opened = ground.case("care", "A reporter here: is it true?").await;
    let (care, communications) =
        (ground.department("care").await, ground.department("communications").await);
    let (care, press) = (Reach::Department(care), Reach::Department(communications));
    let ana = ground.colleague("Ana", RoleKind::Agent, care).await;
    let sam = ground.colleague("Sam", RoleKind::Supervisor, care).await;
    let pia = ground.colleague("Pia", RoleKind::Supervisor, press).await;
    Cast { ground, opened, ana, sam, pia }
}

impl Cast {
    async fn write(&self) -> earshot_model::OutboxId {
        let request = answer(&self.ground, self.opened.case, "No comment yet.");
        let replied = self.ground.engage.reply(&self.ana, request).await.unwrap();
        assert_eq!((replied.state, replied.due_at), (OutboxState::Held, None));
        replied.id
    }

    /// An hour later everything that may go is let go.
    async fn later(&self) {
        self.ground.clock.advance(60 * Time::MINUTE);
        let now = self.ground.tools.now();
        self.ground.engage.release(self.ground.org, now).await.unwrap();
    }
}

/// An answer that waits until the department agrees.
pub(crate) async fn waiting_for_a_word() -> Scene {
    let cast = cast().await;
    ask(&cast.ground, cast.opened.post, "communications").await;
    let key = cast.write().await;
    Scene { ground: cast.ground, ana: cast.ana, opened: cast.opened, key }
}

#[tokio::test]
async fn an_answer_waits_until_the_department_agrees() {
    let cast = cast().await;
    let (engage, opened) = (&cast.ground.engage, &cast.opened);
    ask(&cast.ground, opened.post, "communications").await;
    let page = engage.case_page(&cast.ana, opened.case, 0).await.unwrap();
    let from = |why| Some(Wanted { from: "communications".to_owned(), why });
    assert_eq!(page.asked.public, from(ApprovalReason::Playbook));

    // A later word that needs nobody's does not hide the one that does.
    let mut conn = cast.ground.db.read(cast.ground.org).await.unwrap();
    let identity = persons::identity(&mut conn, opened.identity).await.unwrap();
    drop(conn);
    let thanks = cast.ground.post(opened, &identity, "p2", None, "Thank you!");
    let (post, case_id, salt) = (thanks.id, opened.case, cast.ground.tools.salt());
    let joined = cast.ground.db.write::<_, StoreError, _>(cast.ground.org, move |tx| {
        Box::pin(async move {
            posts::insert_all(tx, &[(thanks, salt)]).await?;
            posts::join_case(tx, &[post], case_id).await
        })
    });
    joined.await.unwrap();
    let page = engage.case_page(&cast.ana, opened.case, 0).await.unwrap();
    assert_eq!(page.asked.public, from(ApprovalReason::Playbook));

    let id = cast.write().await;
    cast.later().await;
    assert_eq!(message(&cast.ground, id).await.state, OutboxState::Held, "no clock lets it go");
    let now = engage.send_now(&cast.ana, opened.case, id).await;
    assert!(matches!(now, Err(ReplyRefusal::NeedsApproval)), "{now:?}");
    // Neither who wrote it nor who leads another department may decide.
    for by in [&cast.ana, &cast.sam] {
        let given = engage.approve_reply(by, opened.case, id, Some(cast.ground.tools.now())).await;
        assert!(matches!(given, Err(ReplyRefusal::Act(Error::NotFound(_)))), "{given:?}");
    }
    assert!(engage.approvals(&cast.sam).await.unwrap().rows.is_empty());
    let waiting = engage.approvals(&cast.pia).await.unwrap();
    let row = &waiting.rows[0];
    assert_eq!(
        (row.message.id, row.sees, row.asked.as_str()),
        (id, false, "A reporter here: is it true?\n\nThank you!")
    );
    assert!(engage.case_page(&cast.pia, opened.case, 0).await.is_err(), "the case stays closed");
    assert_eq!(engage.lists(&cast.pia).await.unwrap().approvals.unwrap().waiting, 1);
    assert_eq!(engage.lists(&cast.ana).await.unwrap().approvals, None);

    let given = engage
        .approve_reply(&cast.pia, opened.case, id, Some(cast.ground.tools.now()))
        .await
        .unwrap();
    assert_eq!(given.due_at, Some(cast.ground.tools.now().plus(10 * Time::SECOND)));
    engage.approve_reply(&cast.pia, opened.case, id, Some(cast.ground.tools.now())).await.unwrap();
    assert_eq!(log(&cast.ground, opened.case, EventKind::ApprovalGiven).await.len(), 1);
    cast.later().await;
    assert_eq!(message(&cast.ground, id).await.state, OutboxState::Queued);
    let late = engage.return_reply(&cast.pia, opened.case, id, "Too late").await;
    assert!(matches!(late, Err(ReplyRefusal::TooLate { .. })), "{late:?}");
    let after = engage.approvals(&cast.pia).await.unwrap();
    assert!(after.rows.is_empty());
    assert_eq!((after.pace.decided, after.pace.half), (1, 60 * Time::MINUTE));
}

#[tokio::test]
async fn an_answer_comes_back_as_a_draft_with_the_remark() {
    let cast = cast().await;
    let (engage, opened) = (&cast.ground.engage, &cast.opened);
    ask(&cast.ground, opened.post, "communications").await;
    let id = cast.write().await;
    let blank = engage.return_reply(&cast.pia, opened.case, id, "  ").await;
    assert!(matches!(blank, Err(ReplyRefusal::Act(Error::Invalid { .. }))), "{blank:?}");
    engage.return_reply(&cast.pia, opened.case, id, "Say when we will know.").await.unwrap();
    assert_eq!(message(&cast.ground, id).await.state, OutboxState::Cancelled);
    let mut conn = cast.ground.db.read(cast.ground.org).await.unwrap();
    let drafts = notes::drafts(&mut conn, opened.case, cast.ana.id()).await.unwrap();
    assert_eq!(drafts[0].text, "No comment yet.");
    let said = notes::of_case(&mut conn, opened.case).await.unwrap();
    assert_eq!(
        (said[0].text.as_str(), said[0].agent_id),
        ("Say when we will know.", cast.pia.id())
    );
    drop(conn);
    let told = log(&cast.ground, opened.case, EventKind::ApprovalReturned).await;
    assert!(!told[0].data.contains("when we will know"), "personal text never stands in the log");
    let late =
        engage.approve_reply(&cast.pia, opened.case, id, Some(cast.ground.tools.now())).await;
    assert!(matches!(late, Err(ReplyRefusal::TooLate { .. })), "{late:?}");
    assert_eq!(engage.approvals(&cast.pia).await.unwrap().pace.returned, 1);
}

#[tokio::test]
async fn who_wrote_it_may_take_it_back_and_then_nobody_is_asked() {
    let cast = cast().await;
    let (engage, opened) = (&cast.ground.engage, &cast.opened);
    ask(&cast.ground, opened.post, "communications").await;
    let id = cast.write().await;
    engage.cancel_reply(&cast.ana, opened.case, id).await.unwrap();
    let page = engage.case_page(&cast.ana, opened.case, 0).await.unwrap();
    assert_eq!(page.asked.rows[0].state, ApprovalState::Withdrawn);
    let waiting = engage.approvals(&cast.pia).await.unwrap();
    assert_eq!((waiting.rows.len(), waiting.pace.decided), (0, 0));
}

#[tokio::test]
async fn a_troll_label_and_first_weeks_concern_public_answers_only() {
    let cast = cast().await;
    let (engage, opened) = (&cast.ground.engage, &cast.opened);
    let admin = cast.ground.admin().await;
    let refused = engage.check_answers(&cast.sam, cast.ana.id(), true).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    private_post(&cast.ground, opened, "And by the way").await;
    let needs = async || engage.case_page(&cast.ana, opened.case, 0).await.unwrap().asked;
    assert_eq!((needs().await.public, needs().await.private), (None, None));

    engage.check_answers(&admin, cast.ana.id(), true).await.unwrap();
    let id = cast.write().await;
    let by_sam = engage.case_page(&cast.sam, opened.case, 0).await.unwrap();
    assert!(by_sam.asked.mine.contains(&id));
    assert_eq!(by_sam.asked.rows[0].why, ApprovalReason::Learning);
    let mut closed = answer(&cast.ground, opened.case, "In private this goes at once.");
    closed.audience = Audience::Private;
    closed.seen = case(&cast.ground, opened.case).await.version;
    assert!(engage.reply(&cast.ana, closed).await.unwrap().due_at.is_some());
    engage.approve_reply(&cast.sam, opened.case, id, Some(cast.ground.tools.now())).await.unwrap();

    engage.check_answers(&admin, cast.ana.id(), false).await.unwrap();
    ask(&cast.ground, opened.post, "supervisor").await;
    let troll = engage.case_page(&cast.ana, opened.case, 0).await.unwrap();
    assert_eq!(troll.asked.private, None);
    // Who could give the word needs none.
    assert_eq!(engage.case_page(&cast.sam, opened.case, 0).await.unwrap().asked.public, None);
}

#[tokio::test]
async fn each_department_is_asked_and_what_nobody_has_seen_is_not_approved() {
    let cast = cast().await;
    let (engage, opened) = (&cast.ground.engage, &cast.opened);
    let technical = Reach::Department(cast.ground.department("technical").await);
    let tom = cast.ground.colleague("Tom", RoleKind::Supervisor, technical).await;
    ask(&cast.ground, opened.post, "communications").await;
    let more = private_post(&cast.ground, opened, "And it burns.").await;
    ask(&cast.ground, more, "technical").await;

    let id = cast.write().await;
    let now = Some(cast.ground.tools.now());
    let blind = engage.approve_reply(&cast.pia, opened.case, id, None).await;
    assert!(matches!(blind, Err(ReplyRefusal::SpokeSince)), "{blind:?}");
    let first = engage.approve_reply(&cast.pia, opened.case, id, now).await.unwrap();
    assert_eq!(first.due_at, None, "the other department has not agreed yet");
    assert!(engage.approvals(&cast.pia).await.unwrap().rows.is_empty());
    cast.later().await;
    assert_eq!(message(&cast.ground, id).await.state, OutboxState::Held);
    assert_eq!(engage.approvals(&tom).await.unwrap().rows.len(), 1);
    assert!(engage.approve_reply(&tom, opened.case, id, now).await.unwrap().due_at.is_some());
    // Both have agreed: a further answer needs nobody's word until the customer gives a new reason.
    let page = engage.case_page(&cast.ana, opened.case, 0).await.unwrap();
    assert_eq!((page.asked.public, page.asked.private), (None, None));
}

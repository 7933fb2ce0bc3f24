//! Suggestions of the playbook: taken, set aside with a reason, brought back, and counted.

use earshot_engage::Error;
use earshot_engage::acts::Suggestion;
use earshot_engage::playbook::{Followed, GreyReason};
use earshot_engage::staff::{Reach, RoleKind};
use earshot_model::{
    Action, AdviceAnswer, AdviceReason, Audience, Decision, EventKind, Outcome, PostId, Reason,
};
use earshot_store::{Error as StoreError, posts, verdicts};

use crate::correct::verdict;
use crate::ground::{Ground, NOON};

/// A decision with two suggestions of line 23 and one of the house; or, with none, one for which no
/// line held.
fn decision(actions: &[Action]) -> Decision {
    let mut decision = Decision {
        playbook_version: 1,
        outcome: Outcome::Respond,
        department: Some("care".to_owned()),
        ..Decision::default()
    };
    if actions.is_empty() {
        let key = "reason-no-line".to_owned();
        decision.reasons.push(Reason { line: None, key, values: Vec::new() });
    }
    decision.advise(23, actions);
    if !actions.is_empty() {
        decision.advise(0, &[Action::SuggestPrivate]);
    }
    decision
}

fn reply(text: &str) -> Action {
    Action::SuggestReply { audience: Audience::Public, text: text.to_owned() }
}

async fn decide(ground: &Ground, post_id: PostId, decision: Decision) {
    let judged = verdicts::Judged { post_id, verdict: verdict(), decision };
    let written = ground.db.write::<_, StoreError, _>(ground.org, move |tx| {
        Box::pin(async move { verdicts::insert_all(tx, &[judged], NOON).await })
    });
    written.await.unwrap();
}

#[tokio::test]
async fn an_answer_stands_until_it_is_taken_back() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let opened = ground.case("care", "My suitcase is lost").await;
    decide(&ground, opened.post, decision(&[reply("Which flight?"), reply("So sorry.")])).await;
    let at = |place| Suggestion { case: opened.case, post: opened.post, place };
    let engage = &ground.engage;

    let (answer, action) = engage.answer_advice(&admin, at(0), None).await.unwrap();
    assert_eq!((answer, action), (AdviceAnswer::Taken, reply("Which flight?")));
    let unclear = Some(AdviceReason::Unclear);
    let (answer, _) = engage.answer_advice(&admin, at(2), unclear).await.unwrap();
    assert_eq!(answer, AdviceAnswer::Otherwise);
    let done = Some(AdviceReason::AlreadyDone);
    assert_eq!(engage.answer_advice(&admin, at(1), done).await.unwrap().0, AdviceAnswer::Left);

    let page = engage.case_page(&admin, opened.case, 0).await.unwrap();
    let said: Vec<_> = page
        .advice
        .iter()
        .map(|row| (row.place, row.line, row.act.as_str(), row.answer.as_str()))
        .collect();
    let wanted = [
        (0, 23, "suggest_reply", "taken"),
        (1, 23, "suggest_reply", "left"),
        (2, 0, "suggest_private", "otherwise"),
    ];
    assert_eq!(said, wanted);

    engage.forget_advice(&admin, at(1)).await.unwrap();
    let again = engage.forget_advice(&admin, at(1)).await;
    assert!(matches!(again, Err(Error::NotFound(_))), "{again:?}");
    let page = engage.case_page(&admin, opened.case, 0).await.unwrap();
    assert_eq!(page.advice.len(), 2, "one was taken back");
    let told = page.story.iter().filter(|entry| entry.kind == EventKind::AdviceAnswered).count();
    assert_eq!(told, 4, "three answers, and one taken back");
}

#[tokio::test]
async fn only_what_is_suggested_in_a_case_is_answered_there_and_only_by_who_works_on_it() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let opened = ground.case("care", "My suitcase is lost").await;
    let other = ground.case("care", "Where is my seat?").await;
    decide(&ground, opened.post, decision(&[reply("Which flight?")])).await;
    let engage = &ground.engage;
    let at = |case, place| Suggestion { case, post: opened.post, place };
    for wrong in [at(opened.case, 2), at(other.case, 0)] {
        let refused = engage.answer_advice(&admin, wrong, None).await;
        assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
        let refused = engage.forget_advice(&admin, wrong).await;
        assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
    }
    let sales = Reach::Queue(ground.queue("sales").await.id);
    let stranger = ground.colleague("Sven", RoleKind::Agent, sales).await;
    let refused = engage.answer_advice(&stranger, at(opened.case, 0), None).await;
    assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
    engage.answer_advice(&admin, at(opened.case, 0), None).await.unwrap();
    let refused = engage.forget_advice(&stranger, at(opened.case, 0)).await;
    assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
}

#[tokio::test]
async fn the_report_counts_what_was_followed_and_shows_where_nothing_is_said() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let engage = &ground.engage;
    let mut cases = Vec::new();
    for text in ["one", "two", "three"] {
        let opened = ground.case("care", text).await;
        decide(&ground, opened.post, decision(&[reply(text)])).await;
        cases.push(opened);
    }
    let undecided = ground.case("care", "four").await;
    decide(&ground, undecided.post, decision(&[])).await;
    let at = |n: usize, place| Suggestion { case: cases[n].case, post: cases[n].post, place };
    engage.answer_advice(&admin, at(0, 0), None).await.unwrap();
    engage.answer_advice(&admin, at(1, 0), Some(AdviceReason::Wrong)).await.unwrap();
    engage.answer_advice(&admin, at(2, 1), Some(AdviceReason::OffTheMatter)).await.unwrap();

    let seen = engage.adherence(&admin, 7).await.unwrap();
    assert_eq!((seen.looked_at, seen.cut), (4, false));
    assert_eq!(seen.all, Followed { made: 6, taken: 1, left: 1, otherwise: 1 });
    assert_eq!(seen.all.unanswered(), 3);
    assert_eq!(seen.by_line[&23], Followed { made: 3, taken: 1, left: 0, otherwise: 1 });
    assert_eq!(seen.by_line[&0], Followed { made: 3, taken: 0, left: 1, otherwise: 0 });
    assert_eq!(seen.by_department.len(), 1);
    assert_eq!(seen.by_department.values().next(), Some(&seen.all));
    let grey: Vec<_> = seen.grey.iter().map(|one| (one.post.text.as_str(), one.why)).collect();
    assert_eq!(seen.grey_count, 2);
    assert!(grey.contains(&("two", GreyReason::Said(AdviceReason::Wrong))), "{grey:?}");
    assert!(grey.contains(&("four", GreyReason::Undecided)), "{grey:?}");

    // The customer writes again: what was said before still counts, what nobody answered does not.
    let newer = ground.another_case(&cases[1], "care", "two again").await;
    let work = ground.db.write::<_, StoreError, _>(ground.org, {
        let (post, case) = (newer.post, cases[1].case);
        move |tx| Box::pin(async move { posts::join_case(tx, &[post], case).await })
    });
    work.await.unwrap();
    decide(&ground, newer.post, decision(&[reply("again")])).await;
    let seen = engage.adherence(&admin, 7).await.unwrap();
    assert_eq!(seen.by_line[&23], Followed { made: 4, taken: 1, left: 0, otherwise: 1 });
    // A post that is decided anew makes a new suggestion.
    decide(&ground, cases[0].post, decision(&[Action::SuggestPrivate])).await;
    let seen = engage.adherence(&admin, 7).await.unwrap();
    assert_eq!(seen.all.taken, 0, "what was taken is not suggested any more");

    ground.clock.advance(30 * earshot_model::Time::DAY);
    let later = engage.adherence(&admin, 7).await.unwrap();
    assert_eq!((later.looked_at, later.grey_count), (0, 0), "what is older does not count");
}

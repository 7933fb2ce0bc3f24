//! Corrections of verdicts: closed lists, the right people, and the verdict as it was said.

use earshot_engage::Error;
use earshot_engage::acts::Correctable;
use earshot_engage::staff::{Reach, RoleKind};
use earshot_model::{
    Audience, Decision, EventKind, IdentityMatch, Intent, Judged, Level, Outcome, PostId, Priority,
    Sentiment, SlaClass, Timeliness, Verdict,
};
use earshot_store::{Error as StoreError, reviews, verdicts};
use proptest::prelude::*;

use crate::ground::{Ground, NOON};

pub(crate) fn verdict() -> Verdict {
    Verdict {
        engine: "test".to_owned(),
        language: Judged::plain("en".to_owned(), 1.0),
        spam: Judged::plain(false, 0.9),
        relevant: Judged::plain(true, 0.9),
        timeliness: Judged::plain(Timeliness::Now, 0.9),
        urgency: Judged::plain(Level::High, 0.9),
        identity: Judged::plain(IdentityMatch::Known, 0.9),
        value: Judged::plain(Level::Low, 0.9),
        influence: Judged::plain(Level::Low, 0.9),
        sentiment: Judged::plain(Sentiment::Negative, 0.9),
        emotion: None,
        intents: vec![Judged::plain(Intent::Complaint, 0.8)],
        expects_reply: Judged::plain(true, 0.9),
        outliers: Vec::new(),
        priority: Priority::default(),
    }
}

async fn judge(ground: &Ground, post_id: PostId) {
    let decision = Decision {
        playbook_version: 1,
        outcome: Outcome::Respond,
        queue: Some("care".to_owned()),
        audience: Audience::Public,
        sla: SlaClass::Normal,
        ..Decision::default()
    };
    let judged = verdicts::Judged { post_id, verdict: verdict(), decision };
    let written = ground.db.write::<_, StoreError, _>(ground.org, move |tx| {
        Box::pin(async move { verdicts::insert_all(tx, &[judged], NOON).await })
    });
    written.await.unwrap();
}

#[tokio::test]
async fn a_correction_stands_beside_the_verdict() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let opened = ground.case("care", "Great, lost again").await;
    judge(&ground, opened.post).await;
    for (field, value) in [("sentiment", "neutral"), ("intent", "complaint"), ("emotion", "none")] {
        ground.engage.correct_verdict(&admin, opened.post, field, value).await.unwrap();
    }
    ground.engage.correct_verdict(&admin, opened.post, "sentiment", "positive").await.unwrap();
    let page = ground.engage.case_page(&admin, opened.case, 0).await.unwrap();
    let mut rows: Vec<_> = page
        .corrections
        .iter()
        .map(|row| (row.field.as_str(), row.said.as_str(), row.value.as_str()))
        .collect();
    rows.sort_unstable();
    let wanted = [
        ("emotion", "none", "none"),
        ("intent.complaint", "true", "false"),
        ("sentiment", "negative", "positive"),
    ];
    assert_eq!(rows, wanted);
    let (judged, said) = page.judged.expect("judged");
    assert_eq!((judged, said.sentiment), (opened.post, Sentiment::Negative));
    let told = page.story.iter().filter(|entry| entry.kind == EventKind::VerdictCorrected);
    assert_eq!(told.count(), 4);
}

#[tokio::test]
async fn only_those_who_see_the_post_correct_it_and_only_by_the_lists() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let sales = Reach::Department(ground.department("sales").await);
    let sam = ground.colleague("Sam", RoleKind::Agent, sales).await;
    let opened = ground.case("care", "Lost again").await;
    let correct = |field: &'static str, value: &'static str| {
        ground.engage.correct_verdict(&admin, opened.post, field, value)
    };
    assert!(matches!(correct("spam", "true").await, Err(Error::NotFound("verdict"))));
    judge(&ground, opened.post).await;
    correct("spam", "true").await.unwrap();
    for (field, value, fault) in
        [("sentiment", "angry", "value"), ("spam", "yes", "value"), ("salary", "1", "field")]
    {
        let refused = correct(field, value).await;
        assert!(matches!(&refused, Err(Error::Invalid { field, .. }) if *field == fault));
    }
    let hidden = ground.engage.correct_verdict(&sam, opened.post, "spam", "true").await;
    assert!(matches!(hidden, Err(Error::NotFound("post"))));
}

proptest! {
    #[test]
    fn whatever_is_typed_is_read_or_refused(field: String, value: String) {
        if let Ok((read, _)) = Correctable::read(&field, &value) {
            prop_assert!(read.name().starts_with(&field));
        }
    }
}

#[tokio::test]
async fn a_correction_is_taken_back_and_the_one_before_it_stands_again() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let sales = Reach::Department(ground.department("sales").await);
    let sam = ground.colleague("Sam", RoleKind::Agent, sales).await;
    let opened = ground.case("care", "Great, lost again").await;
    judge(&ground, opened.post).await;
    let correct = |field: &'static str, value: &'static str| {
        ground.engage.correct_verdict(&admin, opened.post, field, value)
    };
    let first = correct("sentiment", "neutral").await.unwrap();
    assert_eq!(correct("sentiment", "neutral").await.unwrap(), first, "the same again is no news");
    let second = correct("sentiment", "positive").await.unwrap();
    assert_eq!(second, first + 1);
    let intent = correct("intent.idea", "true").await.unwrap();
    let stands = || async {
        let page = ground.engage.case_page(&admin, opened.case, 0).await.unwrap();
        let mut rows: Vec<_> =
            page.corrections.into_iter().map(|row| (row.field, row.value)).collect();
        rows.sort();
        (rows, page.lessons.len())
    };
    let row = |field: &str, value: &str| (field.to_owned(), value.to_owned());
    let idea = row("intent.idea", "true");
    assert_eq!(stands().await, (vec![idea.clone(), row("sentiment", "positive")], 3));
    let hidden = ground.engage.withdraw_correction(&sam, second).await;
    assert!(matches!(hidden, Err(Error::NotFound("post"))));
    ground.engage.withdraw_correction(&admin, second).await.unwrap();
    assert_eq!(stands().await, (vec![idea.clone(), row("sentiment", "neutral")], 2));
    let twice = ground.engage.withdraw_correction(&admin, second).await;
    assert!(matches!(twice, Err(Error::NotFound("correction"))));
    ground.engage.withdraw_correction(&admin, first).await.unwrap();
    ground.engage.withdraw_correction(&admin, intent).await.unwrap();
    assert_eq!(stands().await, (vec![], 0));

    let page = ground.engage.learning(&admin, None).await.unwrap();
    assert_eq!((page.standing, page.lessons.len()), (0, 3));
    assert!(page.lessons.iter().all(|taught| taught.withdrawn_by.is_some()));
    assert_eq!(page.lessons[0].case, Some(opened.case));
    assert!(ground.engage.learning(&sam, None).await.is_err());
}

#[tokio::test]
async fn a_drawn_post_is_judged_blind_and_teaches() {
    let ground = Ground::new().await;
    let admin = ground.admin().await;
    let sales = Reach::Department(ground.department("sales").await);
    let sam = ground.colleague("Sam", RoleKind::Agent, sales).await;
    let opened = ground.case("care", "Great, lost again").await;
    judge(&ground, opened.post).await;
    let drawn = reviews::Drawn {
        post_id: opened.post,
        hidden: false,
        channel: "mastodon".to_owned(),
        language: "en".to_owned(),
        drawn_at: NOON,
    };
    let draw = ground.db.write::<_, StoreError, _>(ground.org, move |tx| {
        Box::pin(async move { reviews::draw(tx, &[drawn]).await })
    });
    draw.await.unwrap();
    let questions = ground.engage.questions(&admin, 5).await.unwrap();
    assert_eq!((questions.waiting, questions.next[0].text.as_str()), (1, "Great, lost again"));
    assert!(ground.engage.questions(&sam, 5).await.is_err(), "a department sees its own posts");
    assert!(ground.engage.review(&sam, opened.post, true).await.is_err());
    let said = ground.engage.review(&admin, opened.post, false).await.unwrap();
    assert!(!said.missed);
    let twice = ground.engage.review(&admin, opened.post, true).await;
    assert!(matches!(twice, Err(Error::NotFound("question"))));
    let lessons = ground.engage.case_page(&admin, opened.case, 0).await.unwrap().lessons;
    assert_eq!((lessons[0].field.as_str(), lessons[0].value.as_str()), ("relevant", "false"));
    assert_eq!(ground.engage.questions(&admin, 5).await.unwrap().waiting, 0);
    ground.engage.review_again(&admin, opened.post).await.unwrap();
    assert_eq!(ground.engage.questions(&admin, 5).await.unwrap().waiting, 1);
    let page = ground.engage.case_page(&admin, opened.case, 0).await.unwrap();
    assert!(page.lessons.is_empty(), "what it taught is unlearned");
}

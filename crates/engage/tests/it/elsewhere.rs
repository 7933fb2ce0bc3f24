//! What the guard knows of a customer's other cases and other channels.

use earshot_engage::reply::{FindingKind, ReplyRefusal};
use earshot_engage::staff::{Reach, RoleKind, Staff};
use earshot_store::{Error, persons};

use crate::ground::{Ground, Opened};
use crate::reply::{answer, private_post};

async fn found(ground: &Ground, by: &Staff, of: &Opened, text: &str) -> Option<FindingKind> {
    match ground.engage.reply(by, answer(ground, of.case, text)).await {
        Err(ReplyRefusal::Guard { findings, .. }) => findings.first().map(|it| it.kind.clone()),
        Err(other) => panic!("{text}: {other:?}"),
        Ok(sent) => {
            ground.engage.cancel_reply(by, of.case, sent.id).await.unwrap();
            None
        }
    }
}

#[tokio::test]
async fn what_was_said_in_private_in_another_case_stays_private() {
    let ground = Ground::new().await;
    let ana = ground.colleague("Ana", RoleKind::Agent, Reach::Organization(ground.org)).await;
    let before = ground.case("refunds", "where is my money").await;
    private_post(&ground, &before, "my booking is QX7741ZETA").await;
    ground.engage.note(&ana, before.case, "Her file is WOLF20991", None).await.unwrap();
    let now = ground.another_case(&before, "care", "my bag is gone").await;
    let booking = found(&ground, &ana, &now, "We found QX7741ZETA in our list.").await;
    assert_eq!(booking, Some(FindingKind::InternalNote));
    let file = found(&ground, &ana, &now, "It is file WOLF20991.").await;
    assert_eq!(file, Some(FindingKind::InternalNote));
    let stranger = ground.case("care", "and my coat").await;
    assert_eq!(found(&ground, &ana, &stranger, "It is file WOLF20991.").await, None);
    assert_eq!(found(&ground, &ana, &now, "We are looking for your bag.").await, None);
}

#[tokio::test]
async fn who_somebody_is_elsewhere_is_theirs_to_say() {
    let ground = Ground::new().await;
    let ana = ground.colleague("Ana", RoleKind::Agent, Reach::Organization(ground.org)).await;
    let opened = ground.case("care", "my bag is gone").await;
    let mut conn = ground.db.read(ground.org).await.unwrap();
    let here = persons::identity(&mut conn, opened.identity).await.unwrap();
    drop(conn);
    let elsewhere = |channel: &str, handle: &str, name: &str| {
        let mut identity = here.clone();
        identity.id = ground.tools.id();
        identity.channel = channel.to_owned();
        identity.external_id = handle.to_owned();
        identity.handle = handle.to_owned();
        identity.display_name = name.to_owned();
        identity
    };
    let more = [
        elsewhere("mail", "m.costa.1987@post.example", "Mirela Costa"),
        elsewhere("phone", "+43 660 1234567", ""),
        elsewhere("forum", "nightowl87", "Mirela Costa-Brandt"),
    ];
    let work = ground.db.write::<_, Error, _>(ground.org, move |tx| {
        Box::pin(async move { persons::insert_identities(tx, &more).await })
    });
    work.await.unwrap();
    for said in [
        "We wrote to m dot costa dot 1987 at post dot example.",
        "We called 660 1234567 today.",
        "Is that you, nightowl87?",
        "Thank you, Mirela Costa-Brandt.",
    ] {
        assert!(found(&ground, &ana, &opened, said).await.is_some(), "{said}");
    }
    for said in
        ["Thank you, Mirela.", "Hello @mirela, we are looking.", "Dear Mirela Costa, hello."]
    {
        assert_eq!(found(&ground, &ana, &opened, said).await, None, "{said}");
    }
}

//! An answer that went out without an id comes back with one.

use earshot_model::{
    Audience, ChannelItem, Direction, OutboxId, OutboxState, Post, PostId, PostState, Surface,
};
use earshot_store::outbox::{self, Message};
use earshot_store::{Error, posts};
use earshot_testkit::on_both;

use crate::scene::{HELP, Scene, said, up};

const WORDS: &str = "We are on it, dear Ana.";

/// Ana's post is answered; a person settled that the answer went, and nobody knows its id.
pub(crate) async fn settled(scene: &Scene) -> (Message, PostId) {
    let agent = scene.office.hire(&scene.ground, "priya", 4).await;
    scene.hear(&[up(said("1", "ana", "t", 0, HELP))]).await;
    let to = scene.post("1").await;
    let tools = &scene.ground.tools;
    let message = Message {
        id: tools.id(),
        case_id: to.case_id.expect("a case"),
        account_id: to.account_id,
        thread_id: to.thread_id,
        to_post_id: to.id,
        agent_id: agent,
        audience: Audience::Public,
        text: WORDS.to_owned(),
        text_digest: vec![0; 32],
        gate_version: 1,
        overridden: "[]".to_owned(),
        override_reason: None,
        state: OutboxState::Sent,
        attempts: 1,
        due_at: tools.now(),
        lease_until: None,
        external_id: None,
        post_id: None,
        problem: None,
        created_at: tools.now(),
        finished_at: None,
    };
    let post = Post {
        id: tools.id(),
        external_id: message.stand_in(),
        revision: String::new(),
        parent_external_id: Some("1".to_owned()),
        direction: Direction::Outbound,
        surface: Surface::Comment,
        state: PostState::InCase,
        text: WORDS.to_owned(),
        url: None,
        ..to
    };
    let (row, id, salts) = (message.clone(), post.id, (tools.salt(), tools.salt()));
    scene
        .ground
        .db
        .write::<_, Error, _>(scene.office.org, move |tx| {
            Box::pin(async move {
                posts::insert_all(tx, &[(post, salts.0)]).await?;
                outbox::insert(tx, &row, salts.1).await?;
                let mut step = row.step(OutboxState::Sent);
                step.post_id = Some(id);
                step.external_id = Some(row.stand_in());
                outbox::advance(tx, &row, &step).await
            })
        })
        .await
        .expect("the answer is stored");
    (message, id)
}

fn echo(id: &str, sent: OutboxId) -> ChannelItem {
    ChannelItem {
        parent: Some("1".to_owned()),
        url: Some("https://fake.example/9".to_owned()),
        sent_as: Some(sent),
        ..said(id, "altavela", "t", 30, WORDS)
    }
}

on_both! {
async fn an_answer_that_comes_back_is_the_one_that_went(ground: Ground) {
    let scene = Scene::new(ground).await;
    let (message, post) = settled(&scene).await;
    for _ in 0..2 {
        scene.hear(&[up(echo("9", message.id))]).await;
        assert_eq!(scene.posts_of_thread("t").await.len(), 2);
    }
    let found = scene.post("9").await;
    assert_eq!((found.id, found.url.as_deref()), (post, Some("https://fake.example/9")));
    let row = outbox::find(&mut scene.read().await, message.id).await.expect("the message");
    assert_eq!((row.external_id.as_deref(), row.state), (Some("9"), OutboxState::Sent));
    // The same mark on another post is another post: ours has its name.
    scene.hear(&[up(echo("10", message.id))]).await;
    assert_eq!(scene.posts_of_thread("t").await.len(), 3);
    assert_eq!(scene.post("9").await.id, post);
}
}

on_both! {
async fn another_accounts_mark_and_an_unknown_one_name_nothing(ground: Ground) {
    let scene = Scene::new(ground).await;
    let (message, _) = settled(&scene).await;
    let other = scene.office.add_account(&scene.ground, "fake", "altavela_help").await;
    scene.accept(&other, &[up(echo("9", message.id))]).await;
    scene.work().await;
    scene.hear(&[up(echo("11", scene.ground.tools.id()))]).await;
    let row = outbox::find(&mut scene.read().await, message.id).await.expect("the message");
    assert_eq!(row.external_id, Some(message.stand_in()));
    assert_eq!(scene.posts_of_thread("t").await.len(), 3, "the unknown mark is a post of its own");
}
}

on_both! {
async fn neither_a_mark_nor_a_look_alike_handle_speaks_for_the_brand(ground: Ground) {
    let scene = Scene::new(ground).await;
    let (message, _) = settled(&scene).await;
    let marked = |id: &str, sent| ChannelItem {
        sent_as: Some(sent),
        ..said(id, "mallory", "t", 40, WORDS)
    };
    let other = scene.office.add_account(&scene.ground, "fake", "altavela_help").await;
    scene.accept(&other, &[up(marked("20", message.id))]).await;
    scene.hear(&[up(marked("21", scene.ground.tools.id()))]).await;
    scene.hear(&[up(said("22", "altavéla", "t", 50, WORDS))]).await;
    scene.hear(&[up(said("23", "@AltaVela", "t", 60, WORDS))]).await;
    let mut conn = scene.read().await;
    let case = posts::known(&mut conn, other.id, vec!["20".to_owned()]).await.expect("posts");
    let theirs = posts::find(&mut conn, case[0].id).await.expect("the post");
    assert_eq!((theirs.direction, theirs.case_id), (Direction::Inbound, None));
    for id in ["21", "22"] {
        assert_eq!(scene.post(id).await.direction, Direction::Inbound, "{id}");
    }
    assert_eq!(scene.post("23").await.direction, Direction::Outbound, "case is no difference");
}
}

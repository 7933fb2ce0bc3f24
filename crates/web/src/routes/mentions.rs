//! `GET /mentions` and `POST /mentions/reading`: notes that call the reader.

use serde_json::json;

use crate::answer::{done, page};
use crate::pages::mark::{ChannelMark, Face, Shape};
use crate::pages::mentions::{MentionLine, MentionsPage};
use crate::problem::Answer;
use crate::show::list::{agent, face, person};
use crate::visit::Desk;

/// The notes.
pub(crate) async fn show(desk: Desk) -> Answer {
    let frame = desk.visit.frame("mentions").await;
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let (found, agents) = desk.visit.state.engage.mentions(&desk.staff).await?;
    let unread = found.iter().any(|mention| mention.seen_at.is_none());
    let notes = found.iter().map(|mention| {
        let by = agent(&agents, mention.by_id);
        MentionLine {
            href: format!("/cases/{}?list=all#n-{}", mention.case_id, mention.note_id),
            face: by.map_or_else(|| Face::new("", "", Shape::Person), face).sized("sm"),
            by: by.map(|agent| agent.name.clone()).unwrap_or_default(),
            text: mention.text.clone(),
            channel: ChannelMark::of(w, &mention.channel, None),
            name: person(w, &mention.person_name),
            when: lens.when(mention.at),
            unread: mention.seen_at.is_none(),
        }
    });
    page(&MentionsPage { w, frame, notes: notes.collect(), unread })
}

/// All of them are read.
pub(crate) async fn read(desk: Desk) -> Answer {
    desk.visit.state.engage.read_mentions(&desk.staff).await?;
    Ok(done(&desk.visit, "/mentions", json!({ "read": true })))
}

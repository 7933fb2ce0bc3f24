//! `GET /reviews`, `POST /reviews/{id}/answer` and `/reviews/{id}/withdrawal`: did it matter?

use earshot_engage::desk::Question;
use earshot_model::{CaseId, PostId};
use serde_json::json;

use crate::answer::{done, page};
use crate::form::{Asked, At, Form};
use crate::pages::format::Lens;
use crate::pages::mark::ChannelMark;
use crate::pages::reviews::{AnsweredView, QuestionView, ReviewsPage};
use crate::problem::{Answer, Problem};
use crate::visit::Desk;

/// The post that waits longest. `answered=` names the one that was just judged.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let frame = desk.visit.frame("/certificate").await;
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let questions = desk.visit.state.engage.questions(&desk.staff, 1).await?;
    let answered = asked.maybe::<PostId>("answered")?.map(|id| {
        let case = asked.maybe::<CaseId>("case").ok().flatten().map(|case| case.to_string());
        let key = match (&case, asked.text("as")) {
            (Some(_), _) => "reviews-rescued",
            (None, "yes") => "reviews-answered-yes",
            (None, _) => "reviews-answered-no",
        };
        AnsweredView { id: id.to_string(), text: w.t(key), case }
    });
    page(&ReviewsPage {
        w,
        frame,
        waiting: w.t1("reviews-waiting", "n", questions.waiting),
        question: questions.next.first().map(|question| view(&lens, question)),
        answered,
    })
}

fn view(lens: &Lens, question: &Question) -> QuestionView {
    let w = lens.w;
    let mark = ChannelMark::of(w, &question.channel, None);
    QuestionView {
        id: question.post.to_string(),
        of: w.t2("reviews-of", "channel", &mark.label, "handle", &question.handle),
        mark,
        text: question.text.clone(),
        lang: if question.language == "und" { String::new() } else { question.language.clone() },
        url: question.url.clone().filter(|url| url.starts_with("https://")),
        drawn: lens.when(question.drawn_at),
    }
}

/// Keeps an answer. A post that was set aside and mattered becomes a case.
pub(crate) async fn answer(desk: Desk, at: At, form: Form) -> Answer {
    let post: PostId = at.get("id")?;
    let mattered = match form.text("answer") {
        "yes" => true,
        "no" => false,
        _ => return Err(Problem::invalid("answer", "answer is yes or no")),
    };
    let reviewed = desk.visit.state.engage.review(&desk.staff, post, mattered).await?;
    let mut to = format!("/reviews?answered={post}&as={}", form.text("answer"));
    let mut case = None;
    if reviewed.missed {
        let (org, by) = (desk.staff.org, desk.staff.id());
        let opened = desk.visit.state.listen.rescue(org, by, post).await;
        let id = opened.map_err(Problem::broken)?;
        to.push_str(&format!("&case={id}"));
        case = Some(id);
    }
    Ok(done(&desk.visit, &to, json!({ "id": post, "answer": form.text("answer"), "case": case })))
}

/// Takes an answer back.
pub(crate) async fn withdraw(desk: Desk, at: At) -> Answer {
    let post: PostId = at.get("id")?;
    desk.visit.state.engage.review_again(&desk.staff, post).await?;
    Ok(done(&desk.visit, "/reviews", json!({ "id": post })))
}

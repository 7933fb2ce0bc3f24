//! Somebody who read the post says what the funnel got wrong.

use earshot_model::{
    Case, Emotion, EventKind, Grant, Intent, Level, NewEvent, Permission, Post, PostId,
    PriorityTerm, Sentiment, Timeliness, Verdict,
};
use earshot_store::lessons::{self, Lesson};
use earshot_store::verdicts::{self, Correction};
use earshot_store::{Tx, cases, posts};
use serde_json::json;

use super::allow::{Acting, may};
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The value of `emotion` that says that there is none.
pub const NO_EMOTION: &str = "none";

/// A field of a verdict that people can correct.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correctable {
    /// `sentiment`: negative, neutral or positive.
    Sentiment,
    /// `emotion`: one of the emotions, or `none`.
    Emotion,
    /// `spam`: true or false.
    Spam,
    /// `relevant`: true or false.
    Relevant,
    /// `urgency`: low, medium or high.
    Urgency,
    /// `timeliness`: now, recent or past.
    Timeliness,
    /// `expects_reply`: true or false.
    ExpectsReply,
    /// `intent.WORD`: true or false.
    Intent(Intent),
}

impl Correctable {
    /// The field of a form, and the value that is to be stored for it. The field `intent` with a word
    /// as its value means that this intent is not there.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `field` or `value`.
    pub fn read(field: &str, value: &str) -> Result<(Self, String)> {
        let (field, value) = match (field, field.strip_prefix("intent.")) {
            ("intent", _) => (Self::Intent(word(value)?), "false"),
            (_, Some(intent)) => (Self::Intent(word(intent)?), value),
            ("sentiment", _) => (Self::Sentiment, value),
            ("emotion", _) => (Self::Emotion, value),
            ("spam", _) => (Self::Spam, value),
            ("relevant", _) => (Self::Relevant, value),
            ("urgency", _) => (Self::Urgency, value),
            ("timeliness", _) => (Self::Timeliness, value),
            ("expects_reply", _) => (Self::ExpectsReply, value),
            _ => {
                let problem = format!("\"{field}\" cannot be corrected");
                return Err(Error::invalid("field", problem));
            }
        };
        match field {
            Self::Sentiment => word::<Sentiment>(value).map(drop)?,
            Self::Emotion if value == NO_EMOTION => {}
            Self::Emotion => word::<Emotion>(value).map(drop)?,
            Self::Urgency => word::<Level>(value).map(drop)?,
            Self::Timeliness => word::<Timeliness>(value).map(drop)?,
            Self::Spam | Self::Relevant | Self::ExpectsReply | Self::Intent(_) => match value {
                "true" | "false" => {}
                _ => return Err(Error::invalid("value", "choose true or false")),
            },
        }
        Ok((field, value.to_owned()))
    }

    /// The name under which the correction is stored.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Sentiment => "sentiment".to_owned(),
            Self::Emotion => "emotion".to_owned(),
            Self::Spam => "spam".to_owned(),
            Self::Relevant => "relevant".to_owned(),
            Self::Urgency => "urgency".to_owned(),
            Self::Timeliness => "timeliness".to_owned(),
            Self::ExpectsReply => "expects_reply".to_owned(),
            Self::Intent(intent) => format!("intent.{intent}"),
        }
    }

    /// What the funnel had said.
    pub(crate) fn said(self, verdict: &Verdict) -> String {
        match self {
            Self::Sentiment => verdict.sentiment.value.to_string(),
            Self::Emotion => {
                verdict.emotion.as_ref().map_or(NO_EMOTION.to_owned(), |e| e.value.to_string())
            }
            Self::Spam => verdict.spam.value.to_string(),
            Self::Relevant => verdict.relevant.value.to_string(),
            Self::Urgency => verdict.urgency.value.to_string(),
            Self::Timeliness => verdict.timeliness.value.to_string(),
            Self::ExpectsReply => verdict.expects_reply.value.to_string(),
            Self::Intent(intent) => verdict.wants(intent).to_string(),
        }
    }
}

fn word<T: std::str::FromStr<Err = earshot_model::UnknownWord>>(value: &str) -> Result<T> {
    value.parse().map_err(|unknown: earshot_model::UnknownWord| {
        Error::invalid("value", format!("{unknown}; choose one of the list"))
    })
}

impl Engage {
    /// Writes down what the funnel got wrong, and gives the number under which it can be taken back.
    /// The verdict itself stays as it was said; the funnel learns from it for the next ones. The same
    /// again changes nothing. Asks `verdict.correct` for the post's case; for a post without one, in
    /// the whole organization.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `field` or `value`, [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn correct_verdict(
        &self,
        who: &Staff,
        post: PostId,
        field: &str,
        value: &str,
    ) -> Result<i64> {
        let (field, value) = Correctable::read(field, value)?;
        let (acting, staff) = (self.acting(who), who.clone());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move { correct(tx, &acting, &staff, post, field, value).await })
            })
            .await
    }
}

async fn correct(
    tx: &mut Tx,
    acting: &Acting,
    who: &Staff,
    id: PostId,
    field: Correctable,
    value: String,
) -> Result<i64> {
    let post = posts::find(tx, id).await?;
    let case = match post.case_id {
        Some(case) => Some(cases::find(tx, case).await?),
        None => None,
    };
    ask(who, case.as_ref())?;
    let judgement = verdicts::of_posts(tx, vec![id]).await?.into_iter().next();
    let verdict = judgement.map(|judged| judged.verdict()).transpose()?.flatten();
    let verdict = verdict.ok_or(Error::NotFound("verdict"))?;
    let name = field.name();
    let known = lessons::of_posts(tx, vec![id]).await?.into_iter().rev();
    if let Some(same) = { known }.find(|one| one.field == name).filter(|one| one.value == value) {
        return Ok(same.number);
    }
    let row = Correction {
        post_id: id,
        field: name,
        said: field.said(&verdict),
        value,
        agent_id: who.id(),
        corrected_at: acting.at(),
    };
    verdicts::correct(tx, &row).await?;
    let number = teach(tx, &post, &verdict, &row, lessons::DESK).await?;
    let data = json!({
        "number": number, "field": row.field, "said": row.said, "value": row.value
    });
    let mut event = NewEvent::new(acting.at(), EventKind::VerdictCorrected, acting.moment.actor)
        .post(id)
        .person(post.person_id)
        .data(data);
    event.case_id = post.case_id;
    tx.emit(event);
    Ok(number)
}

/// Stores a lesson; gives its number.
pub(crate) async fn teach(
    tx: &mut Tx,
    post: &Post,
    verdict: &Verdict,
    correction: &Correction,
    source: &str,
) -> Result<i64> {
    let spoke_to_us = |term: &PriorityTerm| term.name == "addressed" && term.value > 0.0;
    let lesson = Lesson {
        number: 0,
        post_id: post.id,
        person_id: post.person_id,
        source: source.to_owned(),
        field: correction.field.clone(),
        said: correction.said.clone(),
        value: correction.value.clone(),
        text: post.text.clone(),
        addressed: verdict.priority.terms.iter().any(spoke_to_us),
        agent_id: correction.agent_id,
        taught_at: correction.corrected_at,
        withdrawn_by: None,
        withdrawn_at: None,
    };
    Ok(lessons::insert(tx, &lesson).await?)
}

/// Whether somebody may correct verdicts of this case, or of a post without one.
pub(crate) fn ask(who: &Staff, case: Option<&Case>) -> Result<()> {
    match case {
        Some(case) => {
            may(&who.eyes, Permission::VerdictCorrect, case).map_err(|error| match error {
                Error::NotFound(_) => Error::NotFound("post"),
                other => other,
            })
        }
        None if !who.eyes.grants.contains(&Grant::Organization(Permission::CaseRead)) => {
            Err(Error::NotFound("post"))
        }
        None if !who.eyes.grants.contains(&Grant::Organization(Permission::VerdictCorrect)) => {
            Err(Error::Forbidden(Permission::VerdictCorrect))
        }
        None => Ok(()),
    }
}

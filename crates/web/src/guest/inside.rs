//! A guest who is known to the room in the path.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use earshot_engage::Error;
use earshot_engage::rooms::{Upload, Visitor};
use std::net::IpAddr;

use super::meter::{Allowance, CODES, NETWORK, NETWORK_CODES, SAYS, Who};
use crate::csrf;
use crate::form::Form;
use crate::problem::Problem;
use crate::state::State;
use crate::visit::Visit;

/// One request of a guest, as the gate saw it.
#[derive(Clone)]
pub(crate) struct Inside {
    pub(crate) visit: Visit,
    pub(crate) visitor: Visitor,
    /// What the browser proves itself with.
    pub(crate) secret: String,
    /// From which network, where that can be trusted.
    pub(crate) from: Option<IpAddr>,
    /// Whether it proves itself with a header, which no other page can send.
    pub(crate) by_header: bool,
}

impl Inside {
    /// The handles of the server.
    pub(crate) const fn state(&self) -> &State {
        &self.visit.state
    }

    /// Takes one of what this browser may do.
    pub(crate) fn take(&self, allowance: Allowance) -> Result<(), Problem> {
        self.take_as(Who::Browser(self.visitor.guest.id), allowance)
    }

    /// Takes one message of this browser, and of its network.
    pub(crate) fn say(&self) -> Result<(), Problem> {
        self.take(SAYS)?;
        self.from.map_or(Ok(()), |from| self.take_as(Who::From(from), NETWORK))
    }

    /// Takes the bytes of these files, of what their network may send in a day.
    pub(crate) fn send(&self, files: &[Upload]) -> Result<(), Error> {
        let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        let state = self.state();
        let full = |_| Error::Invalid {
            field: "full",
            problem: "so much was sent from here today: send the files another way".to_owned(),
        };
        state.meter.take_files(self.from, bytes, state.tools.now()).map_err(full)
    }

    /// Takes one code that is typed, of this browser and of its network.
    pub(crate) fn code(&self) -> Result<(), Problem> {
        self.take(CODES)?;
        self.from.map_or(Ok(()), |from| self.take_as(Who::From(from), NETWORK_CODES))
    }

    fn take_as(&self, who: Who, allowance: Allowance) -> Result<(), Problem> {
        let state = self.state();
        state.meter.take(who, allowance, state.tools.now()).map_err(too_many)
    }

    /// Whoever waits outside, or was put out, learns nothing but that.
    pub(crate) fn must_be_in(&self) -> Result<(), Problem> {
        if self.visitor.is_in() { Ok(()) } else { Err(Problem::not_found()) }
    }

    /// Whether a form was meant: it comes from a page of ours.
    pub(crate) fn meant(&self, header: Option<&str>, form: &Form) -> Result<(), Problem> {
        let given = header.unwrap_or_else(|| form.text(csrf::FIELD));
        if self.by_header || csrf::same(&self.visit.csrf, given) {
            return Ok(());
        }
        Err(Problem::new(StatusCode::FORBIDDEN).keep(form.text("text")))
    }

    /// The path of the room.
    pub(crate) fn path(&self) -> String {
        format!("/room/{}", self.visitor.room.id)
    }
}

/// The answer to whoever does too much.
pub(crate) fn too_many(seconds: i64) -> Problem {
    let mut problem = Problem::new(StatusCode::TOO_MANY_REQUESTS);
    problem.wait = Some(seconds);
    problem
}

impl<S: Send + Sync> FromRequestParts<S> for Inside {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let inside = parts.extensions.get::<Self>().cloned();
        inside.ok_or_else(|| Problem::broken("a route of guests stands outside of their gate"))
    }
}

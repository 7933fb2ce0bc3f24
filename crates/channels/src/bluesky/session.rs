//! What proves our requests: a session, made with an app password and renewed before it ends.
//!
//! Sessions are kept in memory. Making one is limited to a few in five minutes and some hundred a day,
//! so one is made when the server starts and then only renewed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use earshot_egress::{Method, Request, Response};
use earshot_model::{AccountId, Time};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tokio::sync::Mutex as Turn;

use super::calls::{RATES, error_name};
use super::wire::{SessionShape, Token};
use crate::access::{Access, Ask, said};
use crate::fault::Fault;
use crate::pace::Lane;

/// The limit of making and renewing sessions.
const BUCKET: &str = "sessions";
/// So long before its end a token is renewed, in microseconds.
const AHEAD: i64 = Time::MINUTE;
/// How long a token is used that does not say when it ends, in microseconds.
const USUAL: i64 = Time::HOUR;

/// A session.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Session {
    /// Our lasting id.
    pub(super) did: String,
    /// Our handle.
    pub(super) handle: String,
    /// Where our repository is, without a slash at its end.
    pub(super) pds: String,
    /// Proves a request.
    pub(super) token: String,
    /// What the token may do, in the protocol's words; empty where it does not say.
    pub(super) scope: String,
    renewal: String,
    ends_at: Time,
    login: [u8; 32],
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Tokens never get into a log.
        f.debug_struct("Session").field("did", &self.did).finish_non_exhaustive()
    }
}

type Slot = Arc<Turn<Option<Session>>>;

/// The sessions of all accounts.
#[derive(Debug, Default)]
pub(super) struct Sessions(Mutex<HashMap<AccountId, Slot>>);

impl Sessions {
    fn slot(&self, account: AccountId) -> Slot {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(account).or_default().clone()
    }

    /// A session that is good for now. Whoever asks meanwhile waits for the same one.
    pub(super) async fn get(&self, access: &Access) -> Result<Session, Fault> {
        let slot = self.slot(access.account.id);
        let mut held = slot.lock().await;
        let login = login(access);
        let known = held.as_ref().filter(|session| session.login == login);
        let fresh = match known {
            Some(session) if session.ends_at > access.now().plus(AHEAD) => session.clone(),
            // What cannot be renewed now is kept: the next try may.
            Some(session) => renewed(access, session).await?,
            None => made(access).await?,
        };
        *held = Some(fresh.clone());
        Ok(fresh)
    }

    /// A session in place of one that the server does not take any more. If somebody else has got a
    /// new one meanwhile, that one.
    pub(super) async fn instead_of(
        &self,
        access: &Access,
        stale: &Session,
    ) -> Result<Session, Fault> {
        let slot = self.slot(access.account.id);
        let mut held = slot.lock().await;
        let fresh = match held.as_ref() {
            Some(other) if other.token != stale.token && other.login == stale.login => {
                other.clone()
            }
            _ => renewed(access, stale).await?,
        };
        *held = Some(fresh.clone());
        Ok(fresh)
    }

    /// Makes a session with the password, whatever is known: so a probe sees whether it still holds.
    pub(super) async fn anew(&self, access: &Access) -> Result<Session, Fault> {
        let slot = self.slot(access.account.id);
        let mut held = slot.lock().await;
        let fresh = made(access).await?;
        *held = Some(fresh.clone());
        Ok(fresh)
    }
}

/// Marks which login a session was made with: another password is another session.
fn login(access: &Access) -> [u8; 32] {
    let parts =
        [access.setting("address"), access.setting("handle"), access.secret("app_password")];
    let digest = |sum: Sha256, part: &&str| {
        sum.chain_update(part.len().to_be_bytes()).chain_update(part.as_bytes())
    };
    parts.iter().fold(Sha256::new(), digest).finalize().into()
}

async fn made(access: &Access) -> Result<Session, Fault> {
    let handle = access.setting("handle").trim().trim_start_matches('@');
    let body = json!({ "identifier": handle, "password": access.secret("app_password") });
    let request = Request::post_json(at(access, "createSession"), &body);
    let request = request.map_err(|error| Fault::Invalid(error.to_string()))?;
    let answer = ask(access, request).await?;
    if answer.is_success() {
        return read(access, &answer);
    }
    // Another way of saying that the name or the password is wrong, or that a code is wanted.
    let refused = matches!(answer.status, 400 | 401 | 403);
    Err(match error_name(&answer).as_str() {
        "AuthFactorTokenRequired" => Fault::Login(
            "it wants a code by e-mail for the main password: make an app password".to_owned(),
        ),
        _ if refused => Fault::Login(said(&answer)),
        _ => crate::access::fault(&answer, false),
    })
}

async fn renewed(access: &Access, old: &Session) -> Result<Session, Fault> {
    let request = Request::new(Method::POST, at(access, "refreshSession")).bearer(&old.renewal);
    let answer = ask(access, request).await?;
    match answer.status {
        200..=299 => read(access, &answer),
        // It was used up or taken back; the password may still hold.
        400 | 401 | 403 => made(access).await,
        _ => Err(crate::access::fault(&answer, false)),
    }
}

fn at(access: &Access, method: &str) -> String {
    access.url(&format!("/xrpc/com.atproto.server.{method}"))
}

async fn ask(access: &Access, request: Request) -> Result<Response, Fault> {
    let (lane, rates) = (Lane::Replies, Some(&RATES));
    access.exchange(Ask { request, bucket: BUCKET, rates, lane, changes: false }).await
}

fn read(access: &Access, answer: &Response) -> Result<Session, Fault> {
    let odd = |error| Fault::Passing(format!("its session cannot be read: {error}"));
    let shape: SessionShape = answer.json().map_err(odd)?;
    if shape.active == Some(false) {
        let why = shape.status.unwrap_or_else(|| "switched off".to_owned());
        return Err(Fault::Login(format!("the account is {why} there")));
    }
    let token = Token::read(&shape.access_jwt);
    let lasts = token.lasts.filter(|lasts| *lasts > 2 * AHEAD).unwrap_or(USUAL);
    let pds = shape.pds().unwrap_or_else(|| access.setting("address").to_owned());
    Ok(Session {
        pds: pds.trim_end_matches('/').to_owned(),
        did: shape.did,
        handle: shape.handle,
        token: shape.access_jwt,
        scope: token.scope,
        renewal: shape.refresh_jwt,
        ends_at: access.now().plus(lasts),
        login: login(access),
    })
}

//! Hands a command to a plug-in as a signed request, for plug-ins that do not long-poll.

use earshot_egress::{Client, Method, Request};
use earshot_model::{Command, CommandResult, ResultState, Time};

use super::wire::parse_result;
use crate::Error;
use crate::signature::{Secret, seconds, sign};

/// A request that is ready to go. Making it is pure, so that a test can hold it against the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedRequest {
    /// Where to.
    pub url: String,
    /// `content-type` and the three headers of the signature.
    pub headers: Vec<(&'static str, String)>,
    /// What was signed, byte for byte.
    pub body: Vec<u8>,
}

/// Builds the request for one command. `webhook-id` is the command's id, so that a plug-in sees that
/// a second delivery is the same one. During a rotation give both secrets, the new one first.
///
/// # Errors
/// [`Error::Unwritable`] when the command is not JSON; [`Error::BadSecret`] without a secret.
pub fn build(
    url: &str,
    secrets: &[Secret],
    command: &Command,
    now: Time,
) -> Result<SignedRequest, Error> {
    if secrets.is_empty() {
        return Err(Error::BadSecret);
    }
    let body = serde_json::to_vec(command)?;
    let id = command.id.to_string();
    let signature = sign(secrets, &id, now, &body);
    let headers = vec![
        ("content-type", "application/json".to_owned()),
        ("webhook-id", id),
        ("webhook-timestamp", seconds(now).to_string()),
        ("webhook-signature", signature),
    ];
    Ok(SignedRequest { url: url.to_owned(), headers, body })
}

/// What is known after a delivery.
#[derive(Debug, Clone, PartialEq)]
pub enum Delivery {
    /// The plug-in has it and reports later, through `PUT .../result`.
    Taken,
    /// The plug-in did it at once and said how it ended.
    Done(CommandResult),
    /// The plug-in said nothing of use; this is what that means for a reply. Whether something stands on
    /// the channel nobody has looked.
    Failed(CommandResult),
}

/// Delivers the request. The plug-in answers 202, or 200 with a result in the body.
///
/// Whatever else happens is [`Delivery::Failed`], with a result for a reply: `retry` when the command surely was not carried out
/// (no connection, 408, 425, 429, 503), `failed` for other answers from 400 to 499, and `unknown` when
/// it may have been (a time-out, a broken connection, any other 5xx).
///
/// # Errors
/// [`Error::Egress`] when the guard refuses the address: the operator must act.
pub async fn deliver(client: &Client, request: SignedRequest) -> Result<Delivery, Error> {
    let mut outgoing = Request::new(Method::POST, request.url).body(request.body);
    for (name, value) in request.headers {
        outgoing = outgoing.header(name, value);
    }
    match client.send(outgoing).await {
        Ok(answer) => Ok(judge(answer.status, &answer.body)),
        Err(error) if error.is_refusal() => Err(error.into()),
        Err(error) if error.may_have_arrived() => {
            Ok(ended(ResultState::Unknown, error.to_string()))
        }
        Err(error) => Ok(ended(ResultState::Retry, error.to_string())),
    }
}

fn judge(status: u16, body: &[u8]) -> Delivery {
    match status {
        200 if !body.is_empty() => match parse_result(body) {
            Ok(result) => Delivery::Done(result),
            Err(problem) => {
                ended(ResultState::Unknown, format!("the plug-in's result is broken: {problem}"))
            }
        },
        200..=299 => Delivery::Taken,
        408 | 425 | 429 | 503 => {
            ended(ResultState::Retry, format!("the plug-in answered {status}"))
        }
        400..=499 => ended(ResultState::Failed, format!("the plug-in answered {status}")),
        _ => ended(ResultState::Unknown, format!("the plug-in answered {status}")),
    }
}

const fn ended(state: ResultState, detail: String) -> Delivery {
    Delivery::Failed(CommandResult { state, id: None, url: None, detail: Some(detail) })
}

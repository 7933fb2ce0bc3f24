//! Commands that are posted to the connector: only those that are signed are carried out.

use earshot_channels::http::webhook::{SignedRequest, build};
use earshot_channels::signature::Secret;
use earshot_egress::{Method, Request};
use earshot_model::{Audience, Command, Time};

use super::Trial;
use crate::sheet::{Held, hold, miss};
use crate::{Sheet, rules};

pub(super) async fn check(trial: &mut Trial<'_>, sheet: &mut Sheet<'_>) {
    let Some(ours) = trial.link.secret.clone() else { return };
    let Ok(foreign) = Secret::from_bytes(vec![0x5a; 32]) else { return };
    let now = trial.stage.tools().now();
    for (name, says, secret, at) in [
        ("one of another secret", rules::WEBHOOK, &foreign, now),
        ("one from six minutes ago", rules::SKEW, &ours, now.plus(-6 * Time::MINUTE)),
        ("one from in six minutes", rules::SKEW, &ours, now.plus(6 * Time::MINUTE)),
    ] {
        let command = command(trial);
        let held = refused(trial, &command, signed(trial, secret, &command, at)).await;
        sheet.note(format!("webhook: {name} is refused"), says, held);
    }
    for (name, header) in [
        ("one without a signature", "webhook-signature"),
        ("one without a time", "webhook-timestamp"),
        ("one without an id", "webhook-id"),
    ] {
        let command = command(trial);
        let mut request = signed(trial, &ours, &command, now);
        if let Some(request) = &mut request {
            request.headers.retain(|(known, _)| *known != header);
        }
        let held = refused(trial, &command, request).await;
        sheet.note(format!("webhook: {name} is refused"), rules::WEBHOOK, held);
    }
    let command = command(trial);
    let mut request = signed(trial, &ours, &command, now);
    if let Some(request) = &mut request {
        request.body.push(b' ');
    }
    let held = refused(trial, &command, request).await;
    sheet.note("webhook: one whose body was changed is refused", rules::WEBHOOK, held);
}

fn command(trial: &Trial<'_>) -> Command {
    trial.reply(Audience::Private, "Nobody may ever read this.")
}

fn signed(
    trial: &Trial<'_>,
    secret: &Secret,
    command: &Command,
    at: Time,
) -> Option<SignedRequest> {
    build(trial.stage.webhook(), std::slice::from_ref(secret), command, at).ok()
}

/// Holds when the connector refuses the request and does not carry the command out.
async fn refused(trial: &Trial<'_>, command: &Command, request: Option<SignedRequest>) -> Held {
    let Some(request) = request else { return miss("a request", "it could not be signed") };
    let mut outgoing = Request::new(Method::POST, request.url).body(request.body);
    for (name, value) in request.headers {
        outgoing = outgoing.header(name, value);
    }
    let status = match trial.stage.client().send(outgoing).await {
        Ok(answer) => answer.status,
        Err(problem) => return miss("status 401", problem.to_string()),
    };
    hold(matches!(status, 400..=499), "status 401", || format!("status {status}"))?;
    let scene = trial.stage.scene();
    let done = scene.results_of(command.id) > 0 || !scene.echoes(command.id).is_empty();
    hold(!done, "nothing carried out", || "a result, or the words on the channel".to_owned())
}

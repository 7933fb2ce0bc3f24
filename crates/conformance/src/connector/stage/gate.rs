//! Whether a request proves itself.

use axum::http::HeaderMap;
use earshot_channels::signature::{Headers, verify};

use super::Stage;

/// Whether a request of `account` proves itself by token or signature.
pub(super) fn prove(
    stage: &Stage,
    account: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(), String> {
    let link = stage.link();
    if account != link.account.to_string() {
        return Err(format!("the path names the account {account}, not {}", link.account));
    }
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(given) = header("authorization") {
        if given == format!("Bearer {}", link.token) {
            stage.scene().proved.0 += 1;
            return Ok(());
        }
        return Err("the header authorization is not `Bearer` and the token".to_owned());
    }
    let given = Headers {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
    };
    let secrets = link.secret.as_slice();
    let id = verify(secrets, given, body, stage.tools().now()).map_err(|no| no.to_string())?;
    let mut scene = stage.scene();
    if !scene.signatures.insert(id.to_owned()) {
        return Err("this signature was used before: sign every request anew".to_owned());
    }
    scene.proved.1 += 1;
    Ok(())
}

//! What every answer carries for the safety of its reader.

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::middleware::Next;
use axum::response::Response;

/// Everything comes from here; nothing inline runs; nobody frames us.
const POLICY: &str = "default-src 'self'; base-uri 'none'; form-action 'self'; \
                      frame-ancestors 'none'; object-src 'none'";

const ALWAYS: [(HeaderName, &str); 6] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    // Not `no-referrer`: browsers would then send `Origin: null` with our own forms.
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
];

/// The origins that may frame an answer, parted by spaces: in place of nobody.
#[derive(Debug, Clone)]
pub(crate) struct FramedBy(pub(crate) String);

/// Adds the headers. What a handler said about caching stays; everything else is not to be stored.
pub(crate) async fn add(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let framed = response.extensions_mut().remove::<FramedBy>();
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(policy) = framed.and_then(|FramedBy(origins)| framed_policy(&origins)) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
        // It knows only one origin, and the policy above is what browsers follow.
        headers.remove(X_FRAME_OPTIONS);
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The policy of a window that these origins may frame. Pictures are fetched by its script.
fn framed_policy(origins: &str) -> Option<HeaderValue> {
    let plain = |c: char| c.is_ascii_alphanumeric() || ":/.- ".contains(c);
    if origins.trim().is_empty() || !origins.chars().all(plain) {
        return None;
    }
    let policy = format!(
        "default-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'none'; \
         frame-ancestors {origins}; object-src 'none'"
    );
    HeaderValue::from_str(&policy).ok()
}

/// Tells browsers to come back over TLS only, for two years.
pub(crate) async fn only_tls(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000"));
    response
}

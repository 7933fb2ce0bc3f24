//! Somebody at a browser: cookies, forms, and the token that every form carries.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

/// What came back.
pub(crate) struct Seen {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Seen {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where it goes on.
    pub(crate) fn to(&self) -> &str {
        self.header("location")
    }
}

/// Sends a request to the server.
pub(crate) async fn send(app: &Router, request: Request<Body>) -> Seen {
    let response = app.clone().oneshot(request).await.expect("the router never fails");
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("a whole body").to_bytes();
    Seen { status: parts.status, headers: parts.headers, body }
}

/// A browser with its cookies.
#[derive(Clone)]
pub(crate) struct Browser {
    app: Router,
    cookies: Vec<(String, String)>,
    /// The token of the last page with a form.
    pub(crate) csrf: String,
    pub(crate) accept: &'static str,
}

pub(crate) const HTML: &str = "text/html,application/xhtml+xml";
pub(crate) const JSON: &str = "application/json";

impl Browser {
    /// A browser without cookies.
    pub(crate) fn new(app: &Router) -> Self {
        Self { app: app.clone(), cookies: Vec::new(), csrf: String::new(), accept: HTML }
    }

    /// The same browser, asking for JSON.
    pub(crate) fn as_program(&self) -> Self {
        Self { accept: JSON, ..self.clone() }
    }

    /// The same browser, asking for pages.
    pub(crate) fn as_person(&self) -> Self {
        Self { accept: HTML, ..self.clone() }
    }

    /// A request with everything that this browser would send.
    pub(crate) fn request(
        &self,
        method: Method,
        path: &str,
        fields: Option<&[(&str, &str)]>,
    ) -> Request<Body> {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "127.0.0.1:8080")
            .header("accept", self.accept)
            .header("cookie", cookies.join("; "));
        let body = match fields {
            Some(fields) => {
                request = request
                    .header("origin", "http://127.0.0.1:8080")
                    .header("content-type", "application/x-www-form-urlencoded;charset=UTF-8");
                Body::from(encoded(fields))
            }
            None => Body::empty(),
        };
        request.body(body).expect("a request")
    }

    pub(crate) async fn get(&mut self, path: &str) -> Seen {
        let request = self.request(Method::GET, path, None);
        self.take(request).await
    }

    /// Sends a form with its token.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        self.change(Method::POST, path, fields).await
    }

    pub(crate) async fn change(
        &mut self,
        method: Method,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Seen {
        let csrf = self.csrf.clone();
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        let request = self.request(method, path, Some(&all));
        self.take(request).await
    }

    /// Sends a request, and keeps cookies and token.
    pub(crate) async fn take(&mut self, request: Request<Body>) -> Seen {
        let seen = send(&self.app, request).await;
        for line in seen.headers.get_all("set-cookie") {
            let line = line.to_str().expect("a readable cookie");
            let (name, rest) = line.split_once('=').expect("a cookie");
            let value = rest.split(';').next().unwrap_or_default();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        if let Some(token) = field(&seen.text(), "csrf") {
            self.csrf = token;
        }
        seen
    }

    /// Signs in.
    pub(crate) async fn sign_in(&mut self, slug: &str, email: &str) {
        self.get("/login").await;
        let fields =
            [("organization", slug), ("email", email), ("password", "demo"), ("next", "/keys")];
        let seen = self.post("/login", &fields).await;
        assert_eq!((seen.status, seen.to()), (StatusCode::SEE_OTHER, "/keys"), "{}", seen.text());
        self.get("/keys").await;
    }
}

/// The value of the first hidden field of this name.
pub(crate) fn field(html: &str, name: &str) -> Option<String> {
    let mark = format!("name=\"{name}\" value=\"");
    let rest = html.split(mark.as_str()).nth(1)?;
    rest.split('"').next().map(ToOwned::to_owned)
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let part = |text: &str| {
        text.bytes()
            .map(|byte| match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => char::from(byte).to_string(),
                other => format!("%{other:02X}"),
            })
            .collect::<String>()
    };
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", part(name), part(value))).collect();
    pairs.join("&")
}

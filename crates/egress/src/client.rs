//! The client itself: checks the address, sends, and reads no more than the cap.

use std::error::Error as _;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::{ClientBuilder, Url, redirect};
use serde::Serialize;

use crate::address::is_public;
use crate::resolve::PublicOnly;
use crate::{Error, Incoming, Policy, Request, Response};

/// How long an answer that goes on may last: longer than any process runs.
const FOREVER: Duration = Duration::from_secs(365 * 24 * 3_600);

/// The one HTTP client. Cheap to clone; clones share their connections.
#[derive(Debug, Clone)]
pub struct Client {
    policy: Arc<Policy>,
    guarded: reqwest::Client,
    named: reqwest::Client,
    /// Made when it is first needed: it reads the machine's certificates.
    tls: Arc<OnceLock<Arc<rustls::ClientConfig>>>,
}

impl Client {
    /// A client that keeps to `policy`.
    ///
    /// # Errors
    /// [`Error::Start`] when TLS cannot be set up.
    pub fn new(policy: Policy) -> Result<Self, Error> {
        // A provider that another part of the process installed serves as well.
        drop(rustls::crypto::ring::default_provider().install_default());
        let guarded = start(|| builder(&policy).dns_resolver(Arc::new(PublicOnly)))?;
        let named = start(|| builder(&policy))?;
        Ok(Self { policy: Arc::new(policy), guarded, named, tls: Arc::default() })
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.policy
    }

    pub(crate) fn tls(&self) -> Result<Arc<rustls::ClientConfig>, rustls::Error> {
        if let Some(config) = self.tls.get() {
            return Ok(config.clone());
        }
        let config = crate::dial::config()?;
        Ok(self.tls.get_or_init(|| config).clone())
    }

    /// Fetches `url`.
    ///
    /// # Errors
    /// Everything in [`Error`]; a status such as 404 is not an error.
    pub async fn get(&self, url: &str, headers: &[(&str, &str)]) -> Result<Response, Error> {
        self.send(with_headers(Request::get(url), headers)).await
    }

    /// Posts `body` as JSON to `url`.
    ///
    /// # Errors
    /// Everything in [`Error`]; a status such as 500 is not an error.
    pub async fn post_json(
        &self,
        url: &str,
        headers: &[(&str, &str)],
        body: &impl Serialize,
    ) -> Result<Response, Error> {
        self.send(with_headers(Request::post_json(url, body)?, headers)).await
    }

    /// Sends `request` and reads the answer.
    ///
    /// # Errors
    /// Everything in [`Error`]; a status such as 500 is not an error.
    pub async fn send(&self, request: Request) -> Result<Response, Error> {
        let (outgoing, host) = self.outgoing(request)?;
        let answer = outgoing.send().await.map_err(|error| explain(&error, &host))?;
        self.read(answer, host).await
    }

    /// Opens an answer that goes on, such as server-sent events. It may stay silent for `idle`, and
    /// has no end of its own. An answer that is no success comes whole, as from [`Client::send`].
    ///
    /// # Errors
    /// Everything in [`Error`].
    pub async fn open(
        &self,
        request: Request,
        idle: Duration,
    ) -> Result<Result<Incoming, Response>, Error> {
        let (outgoing, host) = self.outgoing(request.within(FOREVER))?;
        let answer = tokio::time::timeout(self.policy.answer_within, outgoing.send())
            .await
            .map_err(|_| Error::TimedOut { host: host.clone() })?
            .map_err(|error| explain(&error, &host))?;
        if answer.status().is_success() {
            return Ok(Ok(Incoming::new(answer, host, idle)));
        }
        self.read(answer, host).await.map(Err)
    }

    fn outgoing(&self, request: Request) -> Result<(reqwest::RequestBuilder, String), Error> {
        let (url, client) = self.check(&request.url)?;
        let host = url.host_str().unwrap_or_default().to_owned();
        let mut outgoing = client.request(request.method, url);
        for (name, value) in request.headers {
            if !is_header(&name, &value) {
                return Err(Error::BadHeader { name });
            }
            outgoing = outgoing.header(name, value);
        }
        if let Some(body) = request.body {
            outgoing = outgoing.body(body);
        }
        if let Some(time) = request.within {
            outgoing = outgoing.timeout(time);
        }
        Ok((outgoing, host))
    }

    /// The address, and the client that may call it.
    pub(crate) fn check(&self, text: &str) -> Result<(Url, &reqwest::Client), Error> {
        let url = Url::parse(text).map_err(|_| Error::BadUrl { url: text.to_owned() })?;
        let Some(host) = url.host_str().map(ToOwned::to_owned) else {
            return Err(Error::BadUrl { url: text.to_owned() });
        };
        let Some(port) = url.port_or_known_default() else {
            return Err(Error::Scheme { scheme: url.scheme().to_owned(), host });
        };
        let named = self.policy.names(&host, port);
        let scheme_is_fine = match url.scheme() {
            "https" => true,
            "http" => named || self.policy.plain_http,
            _ => false,
        };
        if !scheme_is_fine {
            return Err(Error::Scheme { scheme: url.scheme().to_owned(), host });
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Error::Credentials { host });
        }
        if named {
            return Ok((url, &self.named));
        }
        // A literal address never meets the resolver. The parser has already turned 0x7f.1,
        // 2130706433 and their like into dots.
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        match literal {
            Ok(address) if !is_public(address) => Err(Error::PrivateAddress { host, address }),
            _ => Ok((url, &self.guarded)),
        }
    }

    async fn read(&self, mut answer: reqwest::Response, host: String) -> Result<Response, Error> {
        let status = answer.status().as_u16();
        let headers: Vec<(String, String)> = answer
            .headers()
            .iter()
            .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
            .collect();
        if matches!(status, 301 | 302 | 303 | 307 | 308) {
            let location = headers.iter().find(|(name, _)| name == "location");
            let location = location.map(|(_, to)| to.clone()).unwrap_or_default();
            // Whole, so that whoever follows need not know where it was told.
            let location = answer.url().join(&location).map_or(location, String::from);
            return Err(Error::Redirect { host, status, location });
        }
        let cap = self.policy.body_cap;
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| explain(&error, &host))? {
            if body.len().saturating_add(chunk.len()) > cap {
                return Err(Error::TooLarge { host, cap });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response { status, headers, body })
    }
}

/// The settings that both clients share.
fn builder(policy: &Policy) -> ClientBuilder {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that makes the client")]
    let builder = reqwest::Client::builder();
    builder
        .redirect(redirect::Policy::none())
        .no_proxy()
        .referer(false)
        .connect_timeout(policy.connect_within)
        .timeout(policy.answer_within)
        .user_agent(policy.user_agent.clone())
}

/// Builds the client; on a machine without a certificate store, one that trusts no certificate.
fn start(settings: impl Fn() -> ClientBuilder) -> Result<reqwest::Client, Error> {
    settings()
        .build()
        .or_else(|_| settings().tls_certs_only(std::iter::empty()).build().map_err(Error::Start))
}

fn with_headers(request: Request, headers: &[(&str, &str)]) -> Request {
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))
}

fn is_header(name: &str, value: &str) -> bool {
    reqwest::header::HeaderName::from_bytes(name.as_bytes()).is_ok()
        && reqwest::header::HeaderValue::from_str(value).is_ok()
}

/// Turns the library's error into ours. Ours may lie inside it, from the resolver.
pub(crate) fn explain(error: &reqwest::Error, host: &str) -> Error {
    let host = host.to_owned();
    let mut causes = Vec::new();
    let mut cause = error.source();
    while let Some(inner) = cause {
        match inner.downcast_ref::<Error>() {
            Some(Error::PrivateAddress { address, .. }) => {
                return Error::PrivateAddress { host, address: *address };
            }
            Some(Error::NoSuchHost { cause, .. }) => {
                let cause = std::io::Error::new(cause.kind(), cause.to_string());
                return Error::NoSuchHost { host, cause };
            }
            _ => {}
        }
        causes.push(inner.to_string());
        cause = inner.source();
    }
    let cause = causes.pop().unwrap_or_else(|| "no reason given".to_owned());
    if error.is_connect() || error.is_builder() {
        Error::Unreachable { host, cause }
    } else if error.is_timeout() {
        Error::TimedOut { host }
    } else {
        Error::Broken { host, cause }
    }
}

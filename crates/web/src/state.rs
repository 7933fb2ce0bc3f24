//! What every handler holds on to.

use std::sync::Arc;

use earshot_engage::Engage;
use earshot_listen::Listen;
use earshot_model::Instruments;
use earshot_record::Record;
use tokio::sync::{Semaphore, watch};

use crate::api::share::{RATE, Shares};
use crate::guest::meter::Meter;
use crate::pages::entry::DemoLogin;
use crate::peer::Proxies;

/// How many bodies are in memory at once whose signature is not checked yet: 64 MiB at the most. Each is
/// there for as long as it takes to arrive.
const UNPROVED: usize = 16;

/// How many messages with files are in memory at once, each with its body and its files: 176 MiB at the
/// most.
const UPLOADS: usize = 8;

/// The handles behind the routes, and how the server is reached. Cheap to clone.
#[derive(Clone)]
pub struct State {
    pub(crate) listen: Listen,
    pub(crate) engage: Engage,
    pub(crate) record: Record,
    pub(crate) tools: Instruments,
    pub(crate) public_url: Option<Arc<str>>,
    pub(crate) set_up_token: Option<Arc<str>>,
    pub(crate) demo: Arc<[DemoLogin]>,
    /// The time zone that a new organization gets.
    pub(crate) time_zone: Arc<str>,
    pub(crate) proxies: Arc<Proxies>,
    pub(crate) shares: Shares,
    /// How much guests did lately.
    pub(crate) meter: Meter,
    /// Room for files that guests send.
    pub(crate) uploads: Arc<Semaphore>,
    /// Room for bodies whose signature is not checked yet.
    pub(crate) unproved: Arc<Semaphore>,
    ending: Option<watch::Receiver<bool>>,
}

impl State {
    /// The handles of a server on plain HTTP without a demo, that cannot be set up from a browser.
    #[must_use]
    pub fn new(listen: Listen, engage: Engage, record: Record, tools: Instruments) -> Self {
        let demo = Arc::default();
        Self {
            listen,
            engage,
            record,
            tools,
            public_url: None,
            set_up_token: None,
            demo,
            time_zone: "Etc/UTC".into(),
            proxies: Arc::default(),
            shares: Shares::new(RATE),
            meter: Meter::default(),
            uploads: Arc::new(Semaphore::new(UPLOADS)),
            unproved: Arc::new(Semaphore::new(UNPROVED)),
            ending: None,
        }
    }

    /// The address under which browsers reach the server, such as `https://desk.brand.example`.
    /// With `https` cookies are sent over TLS only, and requests of other origins are told apart by it.
    #[must_use]
    pub fn public_url(mut self, url: Option<String>) -> Self {
        self.public_url = url.map(|url| url.trim_end_matches('/').into());
        self
    }

    /// The one-time token with which a browser may create the first organization.
    #[must_use]
    pub fn set_up_token(mut self, token: Option<String>) -> Self {
        self.set_up_token = token.filter(|token| !token.is_empty()).map(Into::into);
        self
    }

    /// Logins that the sign-in page offers. Only ever those of the demo.
    #[must_use]
    pub fn demo(mut self, logins: Vec<DemoLogin>) -> Self {
        self.demo = logins.into();
        self
    }

    /// The IANA time zone that the first organization gets, such as `Europe/Lisbon`.
    #[must_use]
    pub fn time_zone(mut self, zone: &str) -> Self {
        self.time_zone = zone.into();
        self
    }

    /// The proxies whose word about who sends a request is believed.
    #[must_use]
    pub fn trusted_proxies(mut self, proxies: Proxies) -> Self {
        self.proxies = Arc::new(proxies);
        self
    }

    /// How many requests a second the connector of one account may send, in place of 5,000.
    #[must_use]
    pub fn connector_rate(mut self, rate: Option<u32>) -> Self {
        self.shares = Shares::new(rate.unwrap_or(RATE));
        self
    }

    /// Ends streams and long polls once this says true, so that a server can stop in order.
    #[must_use]
    pub fn ends_with(mut self, ending: watch::Receiver<bool>) -> Self {
        self.ending = Some(ending);
        self
    }

    /// Waits until the server is to stop; for ever where nobody will say so.
    pub(crate) async fn ended(&self) {
        let said = match self.ending.clone() {
            Some(mut ending) => ending.wait_for(|end| *end).await.is_ok(),
            None => false,
        };
        if !said {
            std::future::pending::<()>().await;
        }
    }

    /// Whether browsers speak TLS to us, or to the proxy in front of us.
    pub(crate) fn is_secure(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

//! The server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use earshot_bus::Hub;
use earshot_channels::Channels;
use earshot_egress::Client;
use earshot_engage::Engage;
use earshot_engage::outbound::{Courier, Postman};
use earshot_listen::Listen;
use earshot_model::Instruments;
use earshot_record::Record;
use earshot_store::blobs::BlobStore;
use earshot_store::{Db, erasure};
use earshot_web::pages::entry::DemoLogin;
use jiff::tz::TimeZone;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::config::Config;
use crate::workers::Workers;
use crate::{channels, instruments, open, secret_key};

/// How long requests may go on after the process was asked to end.
const GRACE: Duration = Duration::from_secs(2);

/// The parts of a running server.
pub(crate) struct Parts {
    pub(crate) db: Arc<Db>,
    pub(crate) tools: Instruments,
    pub(crate) listen: Listen,
    pub(crate) engage: Engage,
    pub(crate) record: Record,
    pub(crate) blobs: Arc<BlobStore>,
    pub(crate) client: Client,
    pub(crate) channels: Channels,
}

impl Parts {
    /// Wires them together. Who was erased before is erased again first.
    pub(crate) async fn new(config: &Config) -> anyhow::Result<Self> {
        let db = Arc::new(open::or_make(config).await?);
        let tools = instruments::real();
        let blobs = Arc::new(open::blobs(config));
        let listen = Listen::new(db.clone(), tools.clone());
        let client = channels::client(config)?;
        let channels = channels::spoken(config, client.clone(), &tools);
        let engage = Engage::new(db.clone(), tools.clone(), Hub::default())
            .with_seal(secret_key::seal(config, &tools))
            .with_channels(channels.clone())
            .with_files(blobs.clone());
        let record = Record::new(db.clone(), tools.clone());
        let parts = Self { db, tools, listen, engage, record, blobs, client, channels };
        parts.erase_again().await?;
        Ok(parts)
    }

    /// Does again what did not last of the erasures on this server's list: it may stand on a database
    /// that was restored from an older backup. Nobody is served before.
    async fn erase_again(&self) -> anyhow::Result<()> {
        let done = erasure::keep(&self.db, &self.blobs, self.tools.now()).await;
        let done = done.context("cannot do the erasures again that stand in erasures.log")?;
        if done.again > 0 {
            println!("{} persons who were erased before were erased again.", done.again);
        }
        for held in done.held {
            eprintln!(
                "Person {} was erased before and is under legal hold now: lift it, and they are \
                 erased within the hour.",
                held.person
            );
        }
        Ok(())
    }

    /// Serves until somebody stops the process, then ends in order.
    pub(crate) async fn run(
        self,
        config: &Config,
        listener: TcpListener,
        set_up_token: Option<String>,
        demo: Vec<DemoLogin>,
    ) -> anyhow::Result<()> {
        let postman = postman(config, &self.client, &self.tools);
        let proxies = earshot_web::Proxies::parse(&config.trusted_proxies)
            .map_err(|problem| anyhow::anyhow!("trusted_proxies: {problem}"))?;
        let mut workers = Workers::start(&self, postman);
        let (end, ending) = watch::channel(false);
        let state = earshot_web::State::new(self.listen, self.engage, self.record, self.tools)
            .public_url(config.public_url.clone())
            .trusted_proxies(proxies)
            .connector_rate(config.connector_rate)
            .time_zone(TimeZone::system().iana_name().unwrap_or("Etc/UTC"))
            .set_up_token(set_up_token)
            .ends_with(ending)
            .demo(demo);
        // With the address of each peer: whoever guesses passwords is slowed down by it.
        let service =
            earshot_web::router(state).into_make_service_with_connect_info::<SocketAddr>();
        let server = axum::serve(listener, service);
        let over = async move {
            stopped().await;
            // Live screens and connectors that wait end at this word; both come again.
            let _nobody_waits = end.send(true);
        };
        let served = tokio::select! {
            served = async { server.with_graceful_shutdown(over).await } => served.map_err(Into::into),
            // Half a server would take posts and never work on them.
            () = workers.broken() => Err(anyhow::anyhow!("a loop beside it broke; the log says where")),
            // Somebody who reads slowly keeps nobody from stopping.
            () = async { stopped().await; tokio::time::sleep(GRACE).await } => Ok(()),
        };
        workers.stop().await;
        served.context("the server ended")
    }
}

/// Who carries commands to connectors that want them by webhook.
fn postman(config: &Config, client: &Client, tools: &Instruments) -> Arc<dyn Postman> {
    let unseal = Arc::new(secret_key::seal(config, tools));
    Arc::new(Courier { client: client.clone(), clock: tools.clock.clone(), unseal })
}

/// `earshot serve`.
pub(crate) async fn serve(config: &Config) -> anyhow::Result<()> {
    let parts = Parts::new(config).await?;
    let listener = bind(config).await?;
    let address = listener.local_addr()?;
    let token = if parts.engage.needs_set_up().await? {
        let token = URL_SAFE_NO_PAD.encode(parts.tools.secret());
        println!("Earshot is new here. Open this address once to set it up:");
        let ours = config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
        println!("  {}/setup?token={token}", ours.trim_end_matches('/'));
        Some(token)
    } else {
        println!("Earshot runs on http://{address}");
        None
    };
    parts.run(config, listener, token, Vec::new()).await
}

/// Takes the address, or says who may have it.
pub(crate) async fn bind(config: &Config) -> anyhow::Result<TcpListener> {
    TcpListener::bind(config.listen).await.with_context(|| {
        format!(
            "cannot listen on {}: is another Earshot running? Choose another address with --listen",
            config.listen
        )
    })
}

/// Ends when the process is asked to end.
pub(crate) async fn stopped() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

//! What the operator set: flags before environment before file before defaults.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use anyhow::Context as _;
use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use serde::{Deserialize, Serialize};

use crate::args::Args;

/// What the operator set.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Where data is kept.
    pub(crate) data: PathBuf,
    /// PostgreSQL in place of SQLite.
    pub(crate) database: Option<String>,
    /// The address to listen on.
    pub(crate) listen: SocketAddr,
    /// The address under which browsers reach the server, when it stands behind a proxy.
    pub(crate) public_url: Option<String>,
    /// Proxies whose word about who sends a request is believed: addresses and networks.
    pub(crate) trusted_proxies: Vec<String>,
    /// How many requests a second the connector of one account may send [default: 5000].
    pub(crate) connector_rate: Option<u32>,
    /// Hosts in private networks that the server may call all the same.
    pub(crate) allow_hosts: Vec<String>,
    /// The file with the key that seals the secrets of accounts, when it lies elsewhere.
    pub(crate) secret_key_file: Option<PathBuf>,
    /// A file of trained heads, in place of the one that is built in.
    pub(crate) model: Option<PathBuf>,
    /// What to log.
    pub(crate) log: String,
    /// `text` or `json`.
    pub(crate) log_format: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from("./earshot-data"),
            database: None,
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080),
            public_url: None,
            trusted_proxies: Vec::new(),
            connector_rate: None,
            allow_hosts: Vec::new(),
            secret_key_file: None,
            model: None,
            log: "warn".to_owned(),
            log_format: "text".to_owned(),
        }
    }
}

/// Reads the configuration. The file is `earshot.toml` in the data folder; environment variables
/// begin with `EARSHOT_`.
pub(crate) fn read(args: &Args) -> anyhow::Result<Config> {
    let defaults = Config::default();
    let env = Env::prefixed("EARSHOT_").only(&[
        "data",
        "database",
        "listen",
        "public_url",
        "trusted_proxies",
        "connector_rate",
        "allow_hosts",
        "secret_key_file",
        "model",
        "log",
        "log_format",
    ]);
    let data = match &args.data {
        Some(data) => data.clone(),
        None => Figment::from(Serialized::default("data", &defaults.data))
            .merge(env.clone())
            .extract_inner("data")
            .context("cannot read EARSHOT_DATA")?,
    };
    let mut figment = Figment::from(Serialized::defaults(&defaults));
    let file = data.join("earshot.toml");
    if file.exists() {
        figment = figment.merge(Toml::file_exact(file));
    }
    figment = figment.merge(env);
    figment = figment.merge(Serialized::default("data", &data));
    if let Some(database) = &args.database {
        figment = figment.merge(Serialized::default("database", database));
    }
    if let Some(listen) = &args.listen {
        figment = figment.merge(Serialized::default("listen", listen));
    }
    if let Some(model) = &args.model {
        figment = figment.merge(Serialized::default("model", model));
    }
    if let Some(log) = &args.log {
        figment = figment.merge(Serialized::default("log", log));
    }
    figment.extract().context("cannot read the configuration")
}

//! Logs.

use anyhow::Context as _;
use tracing_subscriber::EnvFilter;

use crate::config::Config;

/// Starts logging to standard error.
pub(crate) fn start(config: &Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log)
        .with_context(|| format!("\"{}\" is not a log filter; try `info`", config.log))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log_format.as_str() {
        "json" => builder.json().init(),
        "text" => builder.with_target(true).init(),
        other => anyhow::bail!("log_format is \"{other}\"; use `text` or `json`"),
    }
    Ok(())
}

//! Logs.

use anyhow::Context as _;
use tracing::{Metadata, Subscriber};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt::{self, MakeWriter};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Registry};

use crate::config::Config;

/// Crates that write what they say to a server into the log, with passwords and mail: they stay silent,
/// whatever the filter says.
const SILENT: [&str; 2] = ["async_imap", "lettre"];

/// Starts logging to standard error.
pub(crate) fn start(config: &Config) -> anyhow::Result<()> {
    subscriber(config, std::io::stderr)?.init();
    Ok(())
}

type Logs = Box<dyn Subscriber + Send + Sync>;

fn subscriber<W>(config: &Config, writer: W) -> anyhow::Result<Logs>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(&config.log)
        .with_context(|| format!("\"{}\" is not a log filter; try `info`", config.log))?;
    let base = Registry::default().with(filter).with(filter_fn(may_be_logged));
    let lines = fmt::layer().with_writer(writer);
    match config.log_format.as_str() {
        "json" => Ok(Box::new(base.with(lines.json()))),
        "text" => Ok(Box::new(base.with(lines.with_target(true)))),
        other => anyhow::bail!("log_format is \"{other}\"; use `text` or `json`"),
    }
}

fn may_be_logged(of: &Metadata<'_>) -> bool {
    let root = of.target().split("::").next().unwrap_or_default();
    !SILENT.contains(&root)
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use super::{Config, subscriber};

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn conversations_with_mail_servers_are_never_logged() {
        for format in ["text", "json"] {
            let log = "trace,async_imap=trace,async_imap::imap_stream=trace,lettre=trace";
            let config =
                Config { log: log.to_owned(), log_format: format.to_owned(), ..Config::default() };
            let paper = Paper::default();
            let wrote = paper.clone();
            let logs = subscriber(&config, move || wrote.clone()).unwrap();
            tracing::subscriber::with_default(logs, || {
                tracing::trace!("seen");
                tracing::trace!(target: "async_imap::imap_stream", "encode: LOGIN");
                tracing::trace!(target: "async_imap", "encode: LOGIN");
                tracing::error!(target: "lettre::transport", "Wrote: AUTH");
            });
            let text = String::from_utf8(paper.0.lock().unwrap().clone()).unwrap();
            assert!(text.contains("seen"), "{text}");
            assert!(!text.contains("LOGIN") && !text.contains("AUTH"), "{text}");
        }
    }

    #[test]
    fn odd_filters_and_formats_are_refused() {
        let odd = Config { log: "a=b=c".to_owned(), ..Config::default() };
        assert!(subscriber(&odd, io::sink).is_err());
        let odd = Config { log_format: "xml".to_owned(), ..Config::default() };
        assert!(subscriber(&odd, io::sink).is_err());
    }
}

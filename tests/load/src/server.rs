//! The server under test: started, killed without warning, started again.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::args::Place;

/// How often a starting server is asked.
const ASK: Duration = Duration::from_millis(2);
/// A server that takes so long to come up is broken.
const START: Duration = Duration::from_secs(20);

/// The server under test.
pub(crate) struct Server {
    binary: PathBuf,
    data: PathBuf,
    database: Option<String>,
    address: SocketAddr,
    child: Option<Child>,
}

impl Server {
    /// A server that does not run yet, with a loopback address of its own.
    pub(crate) fn new(binary: &Path, place: &Place) -> anyhow::Result<Self> {
        // The port is free again when this listener is gone; the server takes it at every start.
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        Ok(Self {
            binary: binary.to_owned(),
            data: place.data.clone(),
            database: place.database.clone(),
            address,
            child: None,
        })
    }

    /// Where it listens.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// A command of the program on the same data. The networks that the test plays itself are its only
    /// private hosts, and what they do wrong is nothing to log.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.env("EARSHOT_ALLOW_HOSTS", "[\"127.0.0.1\"]").env("EARSHOT_LOG", "error");
        command.args(words).arg("--data").arg(&self.data);
        if let Some(url) = &self.database {
            command.arg("--database").arg(url);
        }
        command
    }

    /// Starts it, and waits until it takes connections.
    pub(crate) async fn start(&mut self) -> anyhow::Result<()> {
        let child = self
            .command(&["serve"])
            .arg("--listen")
            .arg(self.address.to_string())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", self.binary.display()))?;
        self.child = Some(child);
        let start = Instant::now();
        while TcpStream::connect(self.address).await.is_err() {
            self.still_runs()?;
            if start.elapsed() > START {
                bail!("the server does not take connections after {} s", START.as_secs());
            }
            tokio::time::sleep(ASK).await;
        }
        Ok(())
    }

    /// Fails when it has ended by itself.
    pub(crate) fn still_runs(&mut self) -> anyhow::Result<()> {
        let child = self.child.as_mut().context("the server was not started")?;
        match child.try_wait()? {
            Some(status) => bail!("the server ended by itself: {status}"),
            None => Ok(()),
        }
    }

    /// SIGKILL: no handler runs, nothing is flushed.
    pub(crate) async fn kill(&mut self) -> anyhow::Result<()> {
        self.still_runs()?;
        let mut child = self.child.take().context("the server was not started")?;
        child.start_kill()?;
        child.wait().await?;
        Ok(())
    }

    /// The end of the test, without ceremony.
    pub(crate) async fn stop(&mut self) -> anyhow::Result<()> {
        self.kill().await
    }

    /// `earshot verify`: its last line, or an error when it found something.
    pub(crate) async fn verify(&self) -> anyhow::Result<String> {
        let output = self.command(&["verify"]).stderr(Stdio::inherit()).output().await?;
        let told = String::from_utf8_lossy(&output.stdout);
        let last = told.lines().last().unwrap_or_default().to_owned();
        if !output.status.success() {
            bail!("verify found problems: {last}");
        }
        Ok(last)
    }
}

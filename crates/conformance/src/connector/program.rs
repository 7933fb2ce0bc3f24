//! A connector that is a program.

use std::process::Stdio;

use async_trait::async_trait;
use tokio::process::{Child, Command};

use super::{Stir, Subject};
use crate::{Error, Link};

/// Shell commands that let somebody write on the channel.
#[derive(Debug, Clone, Default)]
pub struct Stirs {
    /// Somebody posts.
    pub post: Option<String>,
    /// Somebody changes the newest post.
    pub edit: Option<String>,
    /// Somebody deletes the newest post.
    pub delete: Option<String>,
}

/// A program that is started with the played core in its environment: `EARSHOT_URL`,
/// `EARSHOT_ACCOUNT`, `EARSHOT_TOKEN` and `EARSHOT_SECRET`.
pub struct Program {
    words: Vec<String>,
    stirs: Stirs,
    running: Option<Child>,
}

impl Program {
    /// The program with its arguments.
    #[must_use]
    pub const fn new(words: Vec<String>, stirs: Stirs) -> Self {
        Self { words, stirs, running: None }
    }
}

#[async_trait]
impl Subject for Program {
    async fn start(&mut self, link: &Link) -> Result<(), Error> {
        let (program, words) =
            self.words.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
        let secret = link.secret.as_ref().map(earshot_channels::signature::Secret::reveal);
        let started = Command::new(program)
            .args(words)
            .env("EARSHOT_URL", &link.base_url)
            .env("EARSHOT_ACCOUNT", link.account.to_string())
            .env("EARSHOT_TOKEN", &link.token)
            .env("EARSHOT_SECRET", secret.unwrap_or_default())
            .stdin(Stdio::null())
            // What it prints goes beside the report, not into it.
            .stdout(std::io::stderr())
            .kill_on_drop(true)
            .spawn();
        let cause = |cause| Error::Start { program: program.to_owned(), cause };
        self.running = Some(started.map_err(cause)?);
        Ok(())
    }

    async fn kill(&mut self) {
        if let Some(mut child) = self.running.take() {
            // One that has ended by itself needs no end.
            drop(child.kill().await);
        }
    }

    async fn stir(&mut self, what: Stir) -> Result<bool, Error> {
        let line = match what {
            Stir::Post => &self.stirs.post,
            Stir::Edit => &self.stirs.edit,
            Stir::Delete => &self.stirs.delete,
        };
        let Some(line) = line else { return Ok(false) };
        let ran = Command::new("sh")
            .args(["-c", line])
            .stdin(Stdio::null())
            .stdout(std::io::stderr())
            .status()
            .await;
        let cause = |cause| Error::Start { program: line.clone(), cause };
        let status = ran.map_err(cause)?;
        if status.success() {
            return Ok(true);
        }
        let said = std::io::Error::other(format!("it ended with {status}"));
        Err(Error::Start { program: line.clone(), cause: said })
    }
}

//! A data folder in use, and the program run beside it, on the engine that the tests run on.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use earshot_bus::Hub;
use earshot_engage::Engage;
use earshot_engage::staff::{LogIn, NewOrganization, PasswordRule};
use earshot_testkit::Ground;

pub(crate) const PASSWORD: &str = "four tall green trees";

/// An organization whose administrator is `ada@SLUG.example`.
pub(crate) fn new_organization(slug: &str) -> NewOrganization {
    NewOrganization {
        name: slug.to_owned(),
        slug: slug.to_owned(),
        time_zone: "UTC".to_owned(),
        locale: "en".to_owned(),
        industry: None,
        admin_name: "Ada".to_owned(),
        admin_email: format!("ada@{slug}.example"),
        admin_password: PASSWORD.to_owned(),
    }
}

/// A data folder in use, as by a running server.
pub(crate) struct Office {
    pub(crate) engage: Engage,
    pub(crate) ground: Ground,
}

impl Office {
    /// Nobody has set it up.
    pub(crate) async fn empty() -> Self {
        let ground = Ground::chosen().await;
        let engage = Engage::new(ground.db.clone(), ground.tools.clone(), Hub::default());
        Self { engage, ground }
    }

    /// With the organization `brand`.
    pub(crate) async fn open() -> Self {
        let office = Self::empty().await;
        office.organization("brand").await;
        office
    }

    pub(crate) async fn organization(&self, slug: &str) {
        let new = new_organization(slug);
        let made = self.engage.create_organization(new, PasswordRule::Strict).await;
        made.expect("an organization");
    }

    pub(crate) fn folder(&self) -> &Path {
        self.ground.folder.path()
    }

    pub(crate) async fn may_log_in(&self, password: &str) -> bool {
        let attempt = LogIn {
            slug: Some("brand".to_owned()),
            email: "ada@brand.example".to_owned(),
            password: password.to_owned(),
            from: None,
        };
        self.engage.log_in(attempt).await.is_ok()
    }

    /// The program on this folder and this database.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = program(self.folder());
        if let Some(url) = self.ground.url() {
            command.args(["--database", &url]);
        }
        command.args(words);
        command
    }

    pub(crate) fn run(&self, words: &[&str], typed: &str) -> Output {
        end(&mut self.command(words), typed)
    }

    /// Runs a command that has to go well. Gives what it printed.
    pub(crate) fn says(&self, words: &[&str]) -> String {
        let done = self.run(words, "");
        assert!(done.status.success(), "{words:?}: {done:?}");
        said(&done)
    }
}

fn program(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_earshot"));
    command.arg("--data").arg(data);
    command
}

/// Runs the program on a folder of its own, for commands that need no database.
pub(crate) fn run(data: &Path, words: &[&str], typed: &str) -> Output {
    end(program(data).args(words), typed)
}

fn end(command: &mut Command, typed: &str) -> Output {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("an input");
    // A command that needs no input may have ended before it was written.
    let _unread = input.write_all(typed.as_bytes());
    drop(input);
    child.wait_with_output().expect("the program ends")
}

pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(crate) fn complained(output: &Output) -> String {
    assert!(!output.status.success(), "{}", said(output));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The word behind a name in what a command printed.
pub(crate) fn word(output: &Output, name: &str) -> String {
    let text = said(output);
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    line.unwrap_or_else(|| panic!("no {name} in {output:?}")).trim().to_owned()
}

//! `earshot password`: a new password for somebody who is locked out.

use std::io::{self, IsTerminal as _};
use std::sync::Arc;

use anyhow::Context as _;
use earshot_bus::Hub;
use earshot_engage::staff::PasswordRule;
use earshot_engage::{Engage, Error};
use earshot_model::Actor;

use crate::config::Config;
use crate::{instruments, open, which};

/// Reads the password, sets it, and ends the person's logins. Works while the server runs.
pub(crate) async fn set(
    config: &Config,
    organization: Option<&str>,
    email: &str,
) -> anyhow::Result<()> {
    let db = Arc::new(open::database(config).await?);
    let org = which::organization(&db, organization).await?;
    let password = read().context("cannot read the password")?;
    let engage = Engage::new(db, instruments::real(), Hub::default());
    let set =
        engage.set_password_as(org, Actor::System, email, &password, PasswordRule::Strict).await;
    match set {
        Ok(_) => {
            println!("{email} has a new password and is logged out everywhere.");
            Ok(())
        }
        Err(Error::NotFound(_)) => {
            anyhow::bail!("nobody with the address {email} works here; check the spelling")
        }
        Err(other) => Err(other.into()),
    }
}

/// From a terminal twice and without showing it; from elsewhere the first line.
pub(crate) fn read() -> anyhow::Result<String> {
    if !io::stdin().is_terminal() {
        let mut line = String::new();
        io::stdin().read_line(&mut line)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let first = rpassword::prompt_password("New password: ")?;
    if rpassword::prompt_password("Once more: ")? != first {
        anyhow::bail!("the two are not the same: run the command again");
    }
    Ok(first)
}

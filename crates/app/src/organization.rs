//! `earshot organization`: another organization on the same server, walled off from the others.

use std::sync::Arc;

use anyhow::Context as _;
use earshot_bus::Hub;
use earshot_engage::Engage;
use earshot_engage::staff::{NewOrganization, PasswordRule};

use crate::args::NewOrganizationArgs;
use crate::config::Config;
use crate::{instruments, open, password};

/// Makes it, with an administrator whose password is read. Works while the server runs.
pub(crate) async fn add(config: &Config, asked: NewOrganizationArgs) -> anyhow::Result<()> {
    let db = Arc::new(open::database(config).await?);
    let secret = password::read().context("cannot read the password")?;
    let new = NewOrganization {
        name: asked.name,
        slug: asked.short_name.unwrap_or_default(),
        time_zone: asked.time_zone,
        locale: asked.locale,
        industry: asked.industry,
        admin_name: asked.admin,
        admin_email: asked.email.clone(),
        admin_password: secret,
    };
    let engage = Engage::new(db.clone(), instruments::real(), Hub::default());
    let org = engage.create_organization(new, PasswordRule::Strict).await?;
    let known = db.organizations().await?;
    let slug = known.iter().find(|(id, _)| *id == org).map_or("", |(_, slug)| slug.as_str());
    println!("organization  {slug}");
    println!("{} logs in with the organization {slug:?} and changes everything else.", asked.email);
    Ok(())
}

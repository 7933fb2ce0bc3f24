//! The airline Altavela, which does not exist.

use earshot_engage::Engage;
use earshot_engage::staff::NewOrganization;
use earshot_model::OrgId;
use earshot_store::{Db, organizations};

use super::{RULE, SLUG, colleagues};

/// Creates the organization with its administrator.
pub(super) async fn create(engage: &Engage) -> anyhow::Result<OrgId> {
    let new = NewOrganization {
        name: "Altavela".to_owned(),
        slug: SLUG.to_owned(),
        time_zone: "Europe/Lisbon".to_owned(),
        locale: "en".to_owned(),
        industry: None,
        admin_name: colleagues::ADMINISTRATOR.name.to_owned(),
        admin_email: colleagues::ADMINISTRATOR.email.to_owned(),
        admin_password: colleagues::PASSWORD.to_owned(),
    };
    Ok(engage.create_organization(new, RULE).await?)
}

/// What the guard of an airline looks for, and what it may say.
pub(super) async fn set_guard(db: &Db, org: OrgId) -> anyhow::Result<()> {
    let patterns = serde_json::json!([
        { "name": "booking number", "pattern": "AV-\\d{6,8}" },
        { "name": "frequent flyer number", "pattern": "VELA\\d{8}" },
    ]);
    let contacts = serde_json::json!(["help@altavela.example", "+351 800 555 010"]);
    db.write(org, move |tx| {
        Box::pin(async move {
            organizations::set_setting(tx, "guard.patterns", &patterns.to_string()).await?;
            organizations::set_setting(tx, "guard.contacts", &contacts.to_string()).await
        })
    })
    .await?;
    Ok(())
}

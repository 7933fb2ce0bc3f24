//! The airline Altavela, which does not exist.

use earshot_engage::Engage;
use earshot_engage::custody::GuardSettings;
use earshot_engage::reply::GuardPattern;
use earshot_engage::staff::NewOrganization;
use earshot_model::{Actor, OrgId};

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
pub(super) async fn set_guard(engage: &Engage, org: OrgId) -> anyhow::Result<()> {
    let pattern = |name: &str, pattern: &str| GuardPattern {
        name: name.to_owned(),
        pattern: pattern.to_owned(),
    };
    let settings = GuardSettings {
        patterns: vec![
            pattern("booking number", r"AV-\d{6,8}"),
            pattern("frequent flyer number", r"VELA\d{8}"),
        ],
        contacts: vec!["help@altavela.example".to_owned(), "+351 800 555 010".to_owned()],
        phrases: vec!["Thank you for letting us know, we are looking into it.".to_owned()],
    };
    Ok(engage.set_guard_as(org, Actor::System, &settings).await?)
}

//! The organization that a command works on.

use earshot_model::OrgId;
use earshot_store::Db;

/// The organization with this short name; without one, the only one there is.
pub(crate) async fn organization(db: &Db, slug: Option<&str>) -> anyhow::Result<OrgId> {
    let found = db.organizations().await?;
    let names = || found.iter().map(|(_, slug)| slug.as_str()).collect::<Vec<_>>().join(", ");
    match (slug, found.as_slice()) {
        (_, []) => anyhow::bail!(
            "there is no organization yet: run `earshot serve` and open the address that it prints"
        ),
        (Some(slug), all) => match all.iter().find(|(_, known)| known == slug) {
            Some((org, _)) => Ok(*org),
            None => anyhow::bail!("there is no organization \"{slug}\" here; there is {}", names()),
        },
        (None, [(only, _)]) => Ok(*only),
        (None, _) => anyhow::bail!(
            "several organizations work here: name one with --organization ({})",
            names()
        ),
    }
}

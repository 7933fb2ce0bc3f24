//! What Altavela listens to.

use earshot_engage::Engage;
use earshot_engage::acts::NewListener;
use earshot_model::{Actor, ListenerPurpose, OrgId};

/// Name, purpose and query.
const LISTENERS: [(&str, ListenerPurpose, &str); 6] = [
    ("Altavela", ListenerPurpose::Brand, "altavela OR @altavela OR #altavela"),
    (
        "Asks for help",
        ListenerPurpose::Care,
        "altavela AND (help OR \"does not work\" OR \"doesn't work\" OR stuck OR lost OR hilfe OR ayuda OR ajuda)",
    ),
    (
        "Wants to leave",
        ListenerPurpose::Churn,
        "altavela AND (\"never again\" OR \"last time\" OR switching OR (switch NEAR/3 airline*) OR \"nie wieder\" OR \"nunca más\" OR \"nunca mais\")",
    ),
    (
        "Praise",
        ListenerPurpose::Care,
        "altavela AND (thanks OR \"thank you\" OR great OR danke OR gracias OR obrigad* OR merci)",
    ),
    ("The app", ListenerPurpose::Product, "altavela AND (app OR \"check-in\" OR website)"),
    (
        "Giveaways and coins",
        ListenerPurpose::Exclusion,
        "altavela AND (giveaway OR crypto OR airdrop OR \"free tickets\")",
    ),
];

/// Creates them.
pub(super) async fn create(engage: &Engage, org: OrgId) -> anyhow::Result<()> {
    for (name, purpose, query) in LISTENERS {
        let (name, query) = (name.to_owned(), query.to_owned());
        let new = NewListener { name, purpose, query, active: true };
        engage.create_listener_as(org, Actor::System, new).await?;
    }
    Ok(())
}

//! Makes an organization to measure with: accounts, listeners and people as a real one has them.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use earshot_bus::Hub;
use earshot_engage::Engage;
use earshot_engage::acts::NewListener;
use earshot_engage::staff::{
    Give, NewAccount, NewAgent, NewOrganization, PasswordRule, Reach, RoleKind,
};
use earshot_model::{Actor, Capabilities, ListenerPurpose, OrgId};
use earshot_store::setup;
use tokio::task::JoinSet;

use crate::args::Prepare;
use crate::instruments;
use crate::place::Ticket;
use crate::posts::{BRAND, HANDLE};

const EMAIL: &str = "admin@load.example";
const PASSWORD: &str = "load-and-faults-2026";
/// Listeners that are made at once.
const AT_ONCE: usize = 256;
/// How many people work there.
const AGENTS: usize = 20;

/// `earshot-load prepare`.
pub(crate) async fn run(asked: &Prepare) -> anyhow::Result<()> {
    let db = Arc::new(asked.place.open().await?);
    if !db.organizations().await?.is_empty() {
        bail!("this database is in use already: give an empty one");
    }
    let tools = instruments::real()?;
    let engage = Engage::new(db.clone(), tools, Hub::default());
    let org = engage.create_organization(organization(), PasswordRule::Demo).await?;
    people(&engage, &db, org).await?;
    listeners(&engage, org).await?;
    if let Some(file) = &asked.listeners {
        queries(&engage, org, file).await?;
    }
    let account = NewAccount {
        channel: "load".to_owned(),
        handle: HANDLE.to_owned(),
        name: BRAND.to_owned(),
        capabilities: Capabilities::default(),
    };
    let (account, token) = engage.connect_account_as(org, Actor::System, account).await?;
    let (email, password) = (EMAIL.to_owned(), PASSWORD.to_owned());
    asked.place.write_ticket(&Ticket { org, account: account.id, token, email, password })?;
    drop(engage);
    if let Ok(db) = Arc::try_unwrap(db) {
        db.close().await;
    }
    Ok(())
}

fn organization() -> NewOrganization {
    NewOrganization {
        name: BRAND.to_owned(),
        slug: HANDLE.to_owned(),
        time_zone: "Europe/Lisbon".to_owned(),
        locale: "en".to_owned(),
        industry: None,
        admin_name: "Load Administrator".to_owned(),
        admin_email: EMAIL.to_owned(),
        admin_password: PASSWORD.to_owned(),
    }
}

/// Agents over all teams, each for the whole organization.
async fn people(engage: &Engage, db: &earshot_store::Db, org: OrgId) -> anyhow::Result<()> {
    let teams: Vec<_> =
        setup::teams(&mut db.read(org).await?).await?.into_iter().map(|team| team.id).collect();
    for (number, team) in (1..=AGENTS).zip(teams.iter().cycle()) {
        let agent = NewAgent {
            name: format!("Agent {number}"),
            short_name: String::new(),
            email: format!("agent{number}@load.example"),
            password: PASSWORD.to_owned(),
            gives: vec![Give { role: RoleKind::Agent, reach: Reach::Organization(org) }],
            skills: Vec::new(),
            teams: vec![*team],
            capacity: 6,
            locale: None,
            time_zone: None,
        };
        engage.add_agent_as(org, Actor::System, agent, PasswordRule::Demo).await?;
    }
    Ok(())
}

/// A listener of each line of a file.
async fn queries(engage: &Engage, org: OrgId, file: &Path) -> anyhow::Result<()> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let lines: Vec<(usize, String)> =
        (1..).zip(text.lines().map(str::to_owned)).filter(|(_, line)| !line.is_empty()).collect();
    // Many at once: those that wait share a commit.
    for some in lines.chunks(AT_ONCE) {
        let mut making = JoinSet::new();
        for (number, query) in some.iter().cloned() {
            let engage = engage.clone();
            let name = format!("Line {number}");
            making.spawn(async move {
                let new =
                    NewListener { name, purpose: ListenerPurpose::Brand, query, active: true };
                let made = engage.create_listener_as(org, Actor::System, new).await;
                made.with_context(|| format!("line {number}"))
            });
        }
        while let Some(made) = making.join_next().await {
            made.context("a listener broke")??;
        }
    }
    Ok(())
}

/// A dozen listeners: the brand, its products, competitors, sentences of people who need help.
async fn listeners(engage: &Engage, org: OrgId) -> anyhow::Result<()> {
    use ListenerPurpose::{Brand, Care, Competitor, Product};
    let all = [
        ("Brand", Brand, "mirador OR @miradorrail OR #miradorrail"),
        ("Brand, misspelt", Brand, "(miradorail OR miradorrall OR \"mirador rail\") -restaurant"),
        ("Card", Product, "\"mirador plus\" OR miradorplus OR (mirador AND (card OR karte))"),
        ("App", Product, "mirador AND (app OR aplicación OR appli OR login)"),
        ("Night train", Product, "\"night train\" OR nachtzug OR #nighttrain"),
        ("Help", Care, "@miradorrail (help OR ayuda OR hilfe OR aide OR ajuda)"),
        ("Refund", Care, "@miradorrail (refund* OR reembolso OR erstattung OR remboursement)"),
        ("Late", Care, "@miradorrail (late OR delay* OR verspätung OR retard OR atraso)"),
        ("Luggage", Care, "@miradorrail (bag OR luggage OR suitcase OR koffer OR maleta)"),
        ("Anger", Care, "@miradorrail (\"never again\" OR worst OR unacceptable)"),
        ("Competitor", Competitor, "costaline OR @costaline"),
        ("Moving over", Competitor, "costaline AND (mirador OR switch*)"),
    ];
    for (name, purpose, query) in all {
        let (name, query) = (name.to_owned(), query.to_owned());
        let new = NewListener { name, purpose, query, active: true };
        engage.create_listener_as(org, Actor::System, new).await?;
    }
    Ok(())
}

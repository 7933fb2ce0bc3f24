//! An organization with people, queues and an account.

use earshot_model::{
    Account, Actor, Agent, AgentId, DepartmentId, ListenerId, ListenerPurpose, OrgId, Organization,
    Presence, Queue, TeamId, TeamModel,
};
use earshot_store::accounts::{self, Keys};
use earshot_store::listeners::{self, Listener};
use earshot_store::{Error, Tx, agents, organizations, setup};

use crate::Ground;

/// The queues of an office: what the default playbook names.
const QUEUES: [&str; 7] =
    ["care", "technical", "refunds", "retention", "delight", "sales", "press"];

/// An organization that can work: one department, the queues that the default playbook names, no
/// listener, and one account, `@altavela` on the channel `fake`. Nobody is there until an agent is
/// hired.
#[derive(Debug, Clone)]
pub struct Office {
    /// The organization.
    pub org: OrgId,
    /// Its only department.
    pub department: DepartmentId,
    /// The only team, which serves every queue.
    pub team: TeamId,
    /// The queues, the default one first.
    pub queues: Vec<Queue>,
    /// Its account.
    pub account: Account,
}

impl Office {
    /// Lays an organization on a ground.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn open(ground: &Ground) -> Self {
        let tools = &ground.tools;
        let (org, department, team) = (tools.id(), tools.id(), tools.id());
        let queues = (1..).zip(QUEUES).map(|(position, key)| Queue {
            org_id: org,
            id: tools.id(),
            department_id: department,
            name: key.to_owned(),
            key: key.to_owned(),
            icon: "inbox".to_owned(),
            team_model: TeamModel::Subset,
            position,
        });
        let queues: Vec<Queue> = queues.collect();
        let account = account(ground, org, "fake", "altavela");
        let office = Self { org, department, team, queues, account };
        let (rows, now, secret) = (office.clone(), tools.now(), tools.secret());
        ground
            .db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    organizations::insert(tx, &organization(org, now)).await?;
                    lay(tx, &rows).await?;
                    accounts::insert(tx, &rows.account, &keys(secret)).await
                })
            })
            .await
            .expect("an organization");
        office
    }

    /// One more account of the brand.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn add_account(&self, ground: &Ground, channel: &str, handle: &str) -> Account {
        let account = account(ground, self.org, channel, handle);
        let (row, keys) = (account.clone(), keys(ground.tools.secret()));
        ground
            .db
            .write::<_, Error, _>(self.org, move |tx| {
                Box::pin(async move { accounts::insert(tx, &row, &keys).await })
            })
            .await
            .expect("an account");
        account
    }

    /// Somebody who is online and takes up to `capacity` cases from every queue.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn hire(&self, ground: &Ground, name: &str, capacity: i64) -> AgentId {
        let agent = Agent {
            org_id: self.org,
            id: ground.tools.id(),
            email: format!("{name}@office.example"),
            name: name.to_owned(),
            short_name: name.to_owned(),
            signature: String::new(),
            locale: "en".to_owned(),
            time_zone: "UTC".to_owned(),
            presence: Presence::Online,
            capacity,
            disabled_at: None,
        };
        let (id, team, now) = (agent.id, self.team, ground.tools.now());
        ground
            .db
            .write::<_, Error, _>(self.org, move |tx| {
                Box::pin(async move {
                    agents::insert(tx, &agent, "-", now).await?;
                    setup::join_team(tx, team, id).await
                })
            })
            .await
            .expect("an agent");
        id
    }

    /// A listener of the brand's own name kind.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn listen_for(&self, ground: &Ground, query: &str) -> ListenerId {
        let listener = Listener {
            id: ground.tools.id(),
            name: query.to_owned(),
            purpose: ListenerPurpose::Brand,
            query: query.to_owned(),
            version: 1,
            active: true,
            updated_at: ground.tools.now(),
        };
        let id = listener.id;
        ground
            .db
            .write::<_, Error, _>(self.org, move |tx| {
                Box::pin(async move { listeners::insert(tx, &listener, Actor::System).await })
            })
            .await
            .expect("a listener");
        id
    }
}

fn organization(org: OrgId, now: earshot_model::Time) -> Organization {
    Organization {
        id: org,
        slug: format!("brand-{org}"),
        name: "Altavela".to_owned(),
        time_zone: "Europe/Lisbon".to_owned(),
        locale: "en".to_owned(),
        created_at: now,
    }
}

async fn lay(tx: &mut Tx, office: &Office) -> Result<(), Error> {
    setup::insert_department(tx, office.department, "care", "Care").await?;
    setup::insert_team(tx, office.team, office.department, "Care", &[]).await?;
    for queue in &office.queues {
        setup::insert_queue(tx, queue, &[office.team]).await?;
    }
    Ok(())
}

fn account(ground: &Ground, org: OrgId, channel: &str, handle: &str) -> Account {
    Account {
        org_id: org,
        id: ground.tools.id(),
        channel: channel.to_owned(),
        handle: handle.to_owned(),
        name: handle.to_owned(),
        capabilities: "{}".to_owned(),
        created_at: ground.tools.now(),
        disabled_at: None,
    }
}

const fn keys(token_hash: [u8; 32]) -> Keys {
    Keys { token_hash, sealed_secret: None, webhook_url: None, disabled_at: None }
}

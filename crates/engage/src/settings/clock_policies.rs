//! Clock policies: read, saved as new versions, taken out of use and back.

use earshot_cases::clocks::{DEFAULTS, rules};
use earshot_model::{ClockPolicyId, Permission, Queue, Time};
use earshot_route::clock::{Edition, Policy};
use earshot_store::clock_editions::{self, NewPolicy};
use earshot_store::clocks::{self, PolicyRow};
use earshot_store::{Conn, Error as StoreError, Tx, accounts, agents, setup};
use serde_json::json;
use uuid::Uuid;

use super::typed_policy::TypedPolicy;
use super::{calendars, changed};
use crate::acts::Acting;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// A clock policy in the list.
#[derive(Debug, Clone)]
pub struct PolicyLine {
    /// Which policy.
    pub id: ClockPolicyId,
    /// Its newest version.
    pub version: i64,
    /// What it says.
    pub policy: Policy,
    /// Whether new cases get it no more.
    pub retired: bool,
    /// Whether it is one of the three that every organization begins with: these are asked last.
    pub ours: bool,
    /// Where it stands among the organization's own.
    pub position: i64,
}

/// A version that was saved.
#[derive(Debug, Clone)]
pub struct Saved {
    /// Its number.
    pub version: i64,
    /// Who saved it.
    pub by: String,
    /// When.
    pub at: Time,
}

/// A clock policy with everything that can be set.
#[derive(Debug, Clone)]
pub struct PolicySheet {
    /// The policy; nothing while it is new.
    pub line: Option<PolicyLine>,
    /// Its versions, the newest first.
    pub saved: Vec<Saved>,
    /// Calendars that it can use, each with its name.
    pub calendars: Vec<(Uuid, String)>,
    /// Kinds of channels of the organization.
    pub channels: Vec<String>,
    /// Queues that a step can move a case to.
    pub queues: Vec<Queue>,
}

impl Engage {
    /// All clock policies in the order in which new cases are asked about them; those out of use last.
    /// Beside them the names of calendars. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn policy_lines(
        &self,
        who: &Staff,
    ) -> Result<(Vec<PolicyLine>, Vec<(Uuid, String)>)> {
        who.must(Permission::AdminWrite)?;
        let mut conn = self.db.read(who.org).await?;
        Ok((lines(&mut conn).await?, calendars::names(&mut conn).await?))
    }

    /// One clock policy, or what a new one can be made of. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn policy_sheet(
        &self,
        who: &Staff,
        id: Option<ClockPolicyId>,
    ) -> Result<PolicySheet> {
        who.must(Permission::AdminWrite)?;
        let mut conn = self.db.read(who.org).await?;
        let line = match id {
            Some(id) => Some(find(&mut conn, id).await?),
            None => None,
        };
        let mut saved = Vec::new();
        if let Some(id) = id {
            let people = agents::all(&mut conn).await?;
            for row in clock_editions::of_policy(&mut conn, id).await? {
                let by = people.iter().find(|agent| agent.id == row.agent_id);
                let by = by.map(|agent| agent.name.clone()).unwrap_or_default();
                saved.push(Saved { version: row.version, by, at: row.created_at });
            }
        }
        let mut channels: Vec<String> =
            accounts::all(&mut conn).await?.into_iter().map(|account| account.channel).collect();
        channels.extend(line.iter().flat_map(|line| line.policy.applies.channels.clone()));
        channels.sort();
        channels.dedup();
        Ok(PolicySheet {
            line,
            saved,
            calendars: calendars::names(&mut conn).await?,
            channels,
            queues: setup::queues(&mut conn).await?,
        })
    }

    /// Saves a clock policy as a new version; cases that run keep the one that started them. Asks
    /// `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field at fault; on `version` when somebody saved one since.
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn save_policy(&self, who: &Staff, typed: TypedPolicy) -> Result<ClockPolicyId> {
        who.must(Permission::AdminWrite)?;
        let (acting, by) = (self.acting(who), who.id());
        let id = typed.id.unwrap_or_else(|| self.tools.id());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let known = lines(tx).await?;
                    let line = known.iter().find(|line| line.id == id);
                    if typed.id.is_some() && line.is_none() {
                        return Err(Error::NotFound("clock policy"));
                    }
                    let version = line.map_or(0, |line| line.version);
                    if version != typed.version {
                        return Err(stale());
                    }
                    let newest = calendars::newest(tx).await?;
                    let policy = typed.read(|id| newest.iter().find(|e| e.id == id).copied())?;
                    check(tx, id, version.saturating_add(1), &policy).await?;
                    let last = known.iter().map(|line| line.position).max().unwrap_or(0);
                    let position = line.map_or(last.saturating_add(1), |line| line.position);
                    let next = PolicyLine {
                        id,
                        version: version.saturating_add(1),
                        policy,
                        retired: line.is_some_and(|line| line.retired),
                        ours: false,
                        position,
                    };
                    keep(tx, &acting, by, &next).await
                })
            })
            .await?;
        Ok(id)
    }

    /// Takes a clock policy out of use for new cases, or back into it. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn retire_policy(&self, who: &Staff, id: ClockPolicyId, retired: bool) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        let (acting, by) = (self.acting(who), who.id());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let line = find(tx, id).await?;
                    if line.retired == retired {
                        return Ok(());
                    }
                    let version = line.version.saturating_add(1);
                    keep(tx, &acting, by, &PolicyLine { version, retired, ..line }).await
                })
            })
            .await
    }

    /// Has a clock policy asked about before the one above it. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for one of the three that are asked last; [`Error::Forbidden`].
    pub async fn raise_policy(&self, who: &Staff, id: ClockPolicyId) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        let (acting, by) = (self.acting(who), who.id());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let mut own = lines(tx).await?;
                    own.retain(|line| !line.ours && !line.retired);
                    let place = own.iter().position(|line| line.id == id);
                    let place = place.ok_or(Error::NotFound("clock policy"))?;
                    let above = place.checked_sub(1).and_then(|above| own.get(above));
                    let (Some(above), Some(line)) = (above, own.get(place)) else { return Ok(()) };
                    for (line, position) in [(line, above.position), (above, line.position)] {
                        let version = line.version.saturating_add(1);
                        let moved = PolicyLine { version, position, ..line.clone() };
                        keep(tx, &acting, by, &moved).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

/// All policies, each in its newest edition.
pub(super) async fn lines(conn: &mut Conn) -> Result<Vec<PolicyLine>> {
    let own = clocks::policies(conn).await?;
    let newest = |row: &&PolicyRow| {
        own.iter().all(|other| other.id != row.id || other.version <= row.version)
    };
    let mut lines = Vec::new();
    for row in own.iter().filter(newest) {
        let policy = serde_json::from_str(&row.body)
            .map_err(|problem| StoreError::Clocks(problem.to_string()))?;
        lines.push(PolicyLine {
            id: row.id,
            version: row.version,
            policy,
            retired: row.retired,
            ours: DEFAULTS.contains(&row.id.0),
            position: row.position,
        });
    }
    let all = rules(conn).await?;
    for id in DEFAULTS.into_iter().filter(|id| own.iter().all(|row| row.id.0 != *id)) {
        let policy =
            all.policy(Edition { id, version: 1 }).map_err(|error| broken(&error))?.clone();
        let id = ClockPolicyId(id);
        lines.push(PolicyLine { id, version: 1, policy, retired: false, ours: true, position: 0 });
    }
    lines.sort_by_key(|line| (line.retired, line.ours, line.position, line.id));
    Ok(lines)
}

async fn find(conn: &mut Conn, id: ClockPolicyId) -> Result<PolicyLine> {
    let found = lines(conn).await?.into_iter().find(|line| line.id == id);
    found.ok_or(Error::NotFound("clock policy"))
}

/// Keeps an edition.
pub(super) async fn keep(
    tx: &mut Tx,
    acting: &Acting,
    by: earshot_model::AgentId,
    line: &PolicyLine,
) -> Result<()> {
    let new = NewPolicy {
        id: line.id,
        version: line.version,
        position: line.position,
        body: json!(line.policy).to_string(),
        retired: line.retired,
    };
    clock_editions::insert_policy(tx, &new, (by, acting.at())).await.map_err(taken)?;
    tx.emit(changed(
        acting,
        json!({
            "what": "clock_policy",
            "policy": line.id,
            "version": line.version,
            "retired": line.retired,
            "position": line.position,
            "body": line.policy,
        }),
    ));
    Ok(())
}

/// Whether a policy can be used beside everything else.
async fn check(tx: &mut Tx, id: ClockPolicyId, version: i64, policy: &Policy) -> Result<()> {
    let mut all = rules(tx).await?;
    all.add_policy(Edition { id: id.0, version }, policy.clone())
        .map_err(|problem| Error::invalid("policy", problem.to_string()))
}

fn stale() -> Error {
    Error::invalid("version", "somebody saved this while you did; compare, then save again")
}

pub(super) fn taken(error: StoreError) -> Error {
    match error {
        StoreError::Conflict(_) => stale(),
        other => other.into(),
    }
}

fn broken(error: &earshot_route::Error) -> Error {
    StoreError::Clocks(error.to_string()).into()
}

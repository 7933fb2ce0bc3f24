//! The stages of one organization, made from what its set-up says.

use std::collections::HashSet;
use std::sync::Arc;

use earshot_funnel::Config;
use earshot_model::{Account, AccountId};
use earshot_playbook::{Playbook, default_playbook, stored_text};
use earshot_route::clock::Rules;
use earshot_route::{ClockPolicy, Router};
use earshot_store::crises::{self, Crisis};
use earshot_store::{Conn, accounts, clocks, filter_settings, organizations, playbooks};
use jiff::tz::TimeZone;

use crate::Result;
use crate::crisis::AtWork;
use crate::learn::{InUse, funnel};
use crate::ports::{Decide, Judge, Match, Route};

/// What one organization's posts go through.
#[derive(Clone)]
pub struct Stages {
    /// The listening engine.
    pub matcher: Arc<dyn Match>,
    /// The funnel.
    pub funnel: Arc<dyn Judge>,
    /// The playbook.
    pub playbook: Arc<dyn Decide>,
    /// The router.
    pub router: Arc<dyn Route>,
    /// How fast an answer is owed where nobody keeps a log: by the router alone.
    pub clocks: ClockPolicy,
    /// The clock policies and calendars.
    pub rules: Arc<Rules>,
    /// The plan for a crisis that is at work.
    pub(crate) crisis: Option<Arc<AtWork>>,
    /// Where the organization is.
    pub(crate) zone: TimeZone,
    accounts: Arc<[Account]>,
    /// The brand's own handles, each with its channel, without `@`, in lower case.
    handles: Arc<HashSet<(String, String)>>,
}

/// What the stages are made of besides the listeners; they are made anew when it changes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fingerprint {
    playbook: Option<i64>,
    crisis: Option<Crisis>,
    editions: i64,
    zone: String,
    accounts: Vec<AccountId>,
    learned: InUse,
    /// The settings of the funnel, as they are stored.
    filter: String,
}

impl Fingerprint {
    fn is_same_but_the_funnel(&self, other: &Self) -> bool {
        let (learned, filter) = (other.learned, other.filter.clone());
        Self { learned, filter, ..self.clone() } == *other
    }
}

impl Stages {
    /// The account with this id, if the organization has it.
    #[must_use]
    pub fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    /// Whether one of the brand's accounts on this channel has this handle.
    #[must_use]
    pub fn is_our_handle(&self, channel: &str, handle: &str) -> bool {
        self.handles.contains(&own_handle(channel, handle))
    }
}

/// A handle with its channel, as handles are compared: without `@`, and case aside, but otherwise
/// letter by letter: a customer called `@altavéla` is not the brand `@altavela`.
pub(crate) fn own_handle(channel: &str, handle: &str) -> (String, String) {
    (channel.to_owned(), handle.trim_start_matches('@').to_lowercase())
}

/// The settings of the funnel. What cannot be read is ours: a newer server may have written it.
fn config(stored: &str) -> Config {
    if stored.is_empty() {
        return Config::default();
    }
    serde_json::from_str(stored).unwrap_or_else(|problem| {
        tracing::error!(%problem, "the stored settings of the filter cannot be read");
        Config::default()
    })
}

impl Stages {
    /// Reads what the stages are made of besides the listeners, and makes them when it differs from
    /// `known`.
    pub(crate) async fn load(
        conn: &mut Conn,
        known: Option<(&Fingerprint, &Self)>,
        matcher: Arc<dyn Match>,
    ) -> Result<Option<(Fingerprint, Self)>> {
        let accounts = accounts::all(conn).await?;
        let active = playbooks::active_version(conn).await?;
        let organization = organizations::find(conn).await?;
        let print = Fingerprint {
            playbook: active,
            crisis: crises::at_work(conn).await?,
            editions: clocks::editions(conn).await?,
            zone: organization.time_zone.clone(),
            accounts: accounts.iter().map(|account| account.id).collect(),
            learned: InUse::read(conn).await?,
            filter: filter_settings::find(conn).await?.map(|set| set.config).unwrap_or_default(),
        };
        if known.is_some_and(|(known, _)| *known == print) {
            return Ok(None);
        }
        let funnel: Arc<dyn Judge> =
            Arc::new(funnel(config(&print.filter), Arc::new(print.learned.learned(conn).await?)));
        // What was learned changes more often than all else, and costs the least to change.
        if let Some((before, stages)) = known
            && before.is_same_but_the_funnel(&print)
        {
            return Ok(Some((print, Self { funnel, ..stages.clone() })));
        }
        let playbook = at_work(conn).await?;
        let crisis = match &print.crisis {
            Some(plan) => AtWork::of(conn, plan).await?.map(Arc::new),
            None => None,
        };
        let stages = Self {
            matcher,
            funnel,
            playbook: Arc::new(playbook),
            router: Arc::new(Router),
            clocks: ClockPolicy::default(),
            rules: Arc::new(earshot_cases::clocks::rules(conn).await?),
            crisis,
            zone: TimeZone::get(&organization.time_zone).unwrap_or(TimeZone::UTC),
            handles: Arc::new(accounts.iter().map(|a| own_handle(&a.channel, &a.handle)).collect()),
            accounts: accounts.into(),
        };
        Ok(Some((print, stages)))
    }
}

/// The playbook that decides: the version at work. Should it not be readable any more, then the newest
/// one before it that is, so that policy goes on; the default one only where there is none at all.
///
/// # Errors
/// As the store.
pub(crate) async fn at_work(conn: &mut Conn) -> Result<Playbook> {
    if let Some(active) = playbooks::active(conn).await? {
        if let Some(playbook) = readable(active.version, &active.lines) {
            return Ok(playbook);
        }
        for older in playbooks::versions(conn).await? {
            let earlier = older.version < active.version;
            let Some(stored) = playbooks::version(conn, older.version).await?.filter(|_| earlier)
            else {
                continue;
            };
            if let Some(playbook) = readable(stored.version, &stored.lines) {
                return Ok(playbook);
            }
        }
    }
    let default = default_playbook().ok();
    let compiled = default.and_then(|document| Playbook::compile(0, &document).ok());
    Ok(compiled.unwrap_or_else(|| unreachable!("a test compiles the default playbook")))
}

/// A stored version, if it can be read.
pub(crate) fn readable(version: i64, text: &str) -> Option<Playbook> {
    match Playbook::read(version, stored_text(text)) {
        Ok((_, playbook)) => Some(playbook),
        Err(problems) => {
            tracing::error!(version, ?problems, "a stored playbook cannot be read");
            None
        }
    }
}

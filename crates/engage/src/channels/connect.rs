//! An account is connected: probed first, then stored with what it reads from the start.

use earshot_channels::channel::{About, CASES, Standing};
use earshot_channels::{Channels, Fields};
use earshot_model::{
    Account, AccountId, Actor, EventKind, NewEvent, OrgId, Permission, RoomKind, Time,
};
use earshot_store::accounts::{self, Keys};
use earshot_store::channel_logins::{self, ChannelLogin};
use earshot_store::sources::{self, Source};
use serde_json::json;

use super::typed::{self, Typed};
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// An account and what its channel said when it was probed.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// The account.
    pub account: Account,
    /// Who we are there, and what we may do.
    pub standing: Standing,
}

impl Engage {
    /// The channels that the server speaks itself, in the order in which screens list them.
    #[must_use]
    pub fn spoken_channels(&self) -> Vec<&'static About> {
        self.channels.iter().flat_map(Channels::all).map(|channel| channel.about()).collect()
    }

    /// Connects an account with what was typed, after its channel has said who it is. Asks
    /// `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field at fault, [`Error::Channel`] with what the channel said,
    /// [`Error::Taken`] when the account is connected already.
    pub async fn connect_channel(
        &self,
        who: &Staff,
        channel: &str,
        typed: &Fields,
    ) -> Result<Probe> {
        who.must(Permission::AdminWrite)?;
        self.connect_channel_as(who.org, Actor::Agent(who.id()), channel, typed).await
    }

    /// As [`Engage::connect_channel`], on behalf of the demo: no permission is asked.
    ///
    /// # Errors
    /// As [`Engage::connect_channel`].
    pub async fn connect_channel_as(
        &self,
        org: OrgId,
        actor: Actor,
        channel: &str,
        typed: &Fields,
    ) -> Result<Probe> {
        let unknown = || Error::invalid("channel", "choose one of the list");
        let channels = self.channels.as_ref().ok_or_else(unknown)?;
        let spoken = channels.find(channel).ok_or_else(unknown)?;
        let about = spoken.about();
        let typed = typed::read(about, typed, &Fields::new())?;
        let mut account = self.unnamed(org, about);
        let Typed { mut settings, secrets } = typed;
        let secrets = self.keyed(secrets, &Fields::new());
        let access = channels.access_with(account.clone(), settings.clone(), secrets.clone());
        let standing = spoken.probe(&access).await?;
        settings.extend(standing.learned.clone());
        account.handle.clone_from(&standing.handle);
        account.name = if standing.name.trim().is_empty() {
            standing.handle.clone()
        } else {
            standing.name.clone()
        };
        account.capabilities = text(&standing.capabilities)?;
        let login = self.login(org, account.id, &settings, &secrets, &standing)?;
        let first = self.first_sources(account.id, about);
        self.store_channel(actor, account.clone(), login, first).await?;
        Ok(Probe { account, standing })
    }

    /// Probes an account again, with new settings where some were typed. When the channel takes the
    /// login, the account goes on at once. Asks `admin.write`.
    ///
    /// # Errors
    /// As [`Engage::connect_channel`], and [`Error::NotFound`]. A new login that names another account
    /// of the channel is refused.
    pub async fn probe_channel(
        &self,
        who: &Staff,
        account: AccountId,
        typed: Option<&Fields>,
    ) -> Result<Probe> {
        who.must(Permission::AdminWrite)?;
        self.probe_channel_as(who.org, Actor::Agent(who.id()), account, typed).await
    }

    /// As [`Engage::probe_channel`], on behalf of the command line: no permission is asked.
    ///
    /// # Errors
    /// As [`Engage::probe_channel`].
    pub async fn probe_channel_as(
        &self,
        org: OrgId,
        actor: Actor,
        account: AccountId,
        typed: Option<&Fields>,
    ) -> Result<Probe> {
        let channels = self.channels.as_ref().ok_or(Error::NotFound("account"))?;
        let mut conn = self.db.read(org).await?;
        let mut row = accounts::find(&mut conn, account).await?;
        let found = channel_logins::find(&mut conn, account).await?;
        drop(conn);
        let login = found.ok_or(Error::NotFound("account"))?;
        let spoken = channels.find(&row.channel).ok_or(Error::NotFound("channel"))?;
        let (settings, known) = self.opened(org, &login)?;
        let Typed { mut settings, secrets } = match typed {
            Some(new) => {
                let before = settings.into_iter().chain(known.clone()).collect();
                typed::read(spoken.about(), new, &before)?
            }
            None => Typed { settings, secrets: known.clone() },
        };
        let secrets = self.keyed(secrets, &known);
        let access = channels.access_with(row.clone(), settings.clone(), secrets.clone());
        let standing = spoken.probe(&access).await?;
        let before: Option<Standing> = serde_json::from_str(&login.standing).ok();
        if before.is_some_and(|before| before.id != standing.id) {
            let problem = "this login is of another account: connect that one beside this one";
            return Err(Error::invalid("login", problem));
        }
        settings.extend(standing.learned.clone());
        row.capabilities = text(&standing.capabilities)?;
        let login = self.login(org, account, &settings, &secrets, &standing)?;
        let (now, capabilities) = (self.tools.now(), row.capabilities.clone());
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    channel_logins::save(tx, &login).await?;
                    accounts::set_capabilities(tx, account, &capabilities).await?;
                    sources::hurry(tx, account, now).await?;
                    let data = json!({ "what": "probe", "account": account });
                    tx.emit(NewEvent::new(now, EventKind::SetupChanged, actor).data(data));
                    Ok(())
                })
            })
            .await?;
        self.wake.notify_waiters();
        Ok(Probe { account: row, standing })
    }

    fn opened(&self, org: OrgId, login: &ChannelLogin) -> Result<(Fields, Fields)> {
        use earshot_channels::Vault as _;
        let settings = serde_json::from_str(&login.settings)
            .map_err(|problem| Error::invalid("settings", problem.to_string()))?;
        let seal = self.seal.as_ref();
        let secrets = seal.and_then(|seal| seal.open_login(org, login.account_id, &login.sealed));
        // Without them everything has to be typed anew.
        Ok((settings, secrets.unwrap_or_default()))
    }

    /// An account of which only its channel is known.
    fn unnamed(&self, org: OrgId, about: &About) -> Account {
        Account {
            org_id: org,
            id: self.tools.id(),
            channel: about.kind.to_owned(),
            handle: String::new(),
            name: String::new(),
            capabilities: String::new(),
            created_at: self.tools.now(),
            disabled_at: None,
        }
    }

    fn login(
        &self,
        org: OrgId,
        account: AccountId,
        settings: &Fields,
        secrets: &Fields,
        standing: &Standing,
    ) -> Result<ChannelLogin> {
        let seal =
            self.seal.as_ref().ok_or_else(|| Error::Sealing("no key is set up".to_owned()))?;
        Ok(ChannelLogin {
            account_id: account,
            settings: text(settings)?,
            sealed: seal.close_login(&self.tools, org, account, secrets)?,
            standing: text(standing)?,
            probed_at: self.tools.now(),
            problem: None,
            lost_at: None,
        })
    }

    /// What an account reads from the start.
    fn first_sources(&self, account: AccountId, about: &About) -> Vec<Source> {
        let now = self.tools.now();
        let first = about.sources.iter().filter(|source| source.at_first);
        let mut all: Vec<Source> =
            first.map(|kind| self.source(account, kind.kind, "", kind.streams, now)).collect();
        if about.hydrates {
            let later = now.plus(earshot_channels::channel::CASES_EVERY);
            all.push(self.source(account, CASES, "", false, later));
        }
        all
    }

    pub(super) fn source(
        &self,
        account: AccountId,
        kind: &str,
        name: &str,
        streams: bool,
        due_at: Time,
    ) -> Source {
        Source {
            id: self.tools.id(),
            account_id: account,
            kind: kind.to_owned(),
            name: name.to_owned(),
            cursor: String::new(),
            streams,
            due_at,
            lease_until: None,
            stream_until: None,
            wait: 0,
            failures: 0,
            problem: None,
            caught_up_at: None,
            heard_at: None,
            heard: 0,
            created_at: self.tools.now(),
            stopped_at: None,
        }
    }

    async fn store_channel(
        &self,
        actor: Actor,
        row: Account,
        login: ChannelLogin,
        first: Vec<Source>,
    ) -> Result<()> {
        // No program proves itself for this account: what is kept is the hash of nothing anybody has.
        let keys = Keys {
            token_hash: self.tools.secret(),
            sealed_secret: None,
            webhook_url: None,
            disabled_at: None,
        };
        self.db
            .write::<_, Error, _>(row.org_id, move |tx| {
                Box::pin(async move {
                    if accounts::by_handle(tx, &row.channel, &row.handle).await?.is_some() {
                        return Err(Error::Taken { field: "account" });
                    }
                    accounts::insert(tx, &row, &keys).await?;
                    channel_logins::insert(tx, &login).await?;
                    // What is said in a chat of ours stands here.
                    if RoomKind::of_channel(&row.channel).is_some() {
                        accounts::make_home(tx, row.id).await?;
                    }
                    for source in &first {
                        sources::insert(tx, source).await?;
                    }
                    let data = json!({ "what": "account", "account": row.id });
                    let event = NewEvent::new(row.created_at, EventKind::SetupChanged, actor);
                    tx.emit(event.data(data));
                    Ok(())
                })
            })
            .await
    }
}

fn text(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|problem| Error::invalid("settings", problem.to_string()))
}

//! How every account does: is its login good, does it read, and how far behind is it?

use earshot_channels::Fields;
use earshot_channels::channel::{CASES_EVERY, Standing};
use earshot_model::{Account, OrgId, Permission, Time};
use earshot_store::channel_logins::{self, ChannelLogin};
use earshot_store::sources::{self, Source};
use earshot_store::{accounts, outbox};

use crate::staff::Staff;
use crate::{Engage, Result};

/// A source that was not read to its end for so long is late, in microseconds: 5 minutes, or three
/// times its own rhythm where that is longer.
const LATE: i64 = 5 * Time::MINUTE;

/// How an account does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// Everything is read.
    Fine,
    /// Nothing was read yet.
    New,
    /// Something is late.
    Late,
    /// The channel refuses the login.
    Lost,
    /// Somebody switched it off.
    Off,
    /// A program of its own serves it; what that does is not known here.
    Elsewhere,
}

impl Health {
    /// The word on screens, such as `health-fine`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::New => "new",
            Self::Late => "late",
            Self::Lost => "lost",
            Self::Off => "off",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// One thing that an account reads.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceHealth {
    /// The row.
    pub source: Source,
    /// Whether somebody hears its stream at this moment.
    pub streamed: bool,
    /// How long ago it was read to its end, in microseconds; none before the first time.
    pub lag: Option<i64>,
    /// Whether that is too long.
    pub late: bool,
}

/// One account.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountHealth {
    /// The account.
    pub account: Account,
    /// How it does.
    pub health: Health,
    /// What its channel said at the last probe.
    pub standing: Option<Standing>,
    /// When that was.
    pub probed_at: Option<Time>,
    /// Why its login was lost.
    pub problem: Option<String>,
    /// Where it is, as it was typed.
    pub address: String,
    /// Whether what is said through it stands here.
    pub home: bool,
    /// What was typed and learned, without secrets.
    pub settings: Fields,
    /// What it reads.
    pub sources: Vec<SourceHealth>,
    /// How many answers wait to go out through it.
    pub waiting: i64,
}

impl Engage {
    /// All accounts, oldest first. Asks `admin.write`.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`].
    pub async fn account_health(&self, who: &Staff) -> Result<Vec<AccountHealth>> {
        who.must(Permission::AdminWrite)?;
        self.account_health_as(who.org).await
    }

    /// As [`Engage::account_health`], on behalf of the command line: no permission is asked.
    ///
    /// # Errors
    /// As the database.
    pub async fn account_health_as(&self, org: OrgId) -> Result<Vec<AccountHealth>> {
        let now = self.tools.now();
        let mut conn = self.db.read(org).await?;
        let mut all = Vec::new();
        for account in accounts::all(&mut conn).await? {
            let login = channel_logins::find(&mut conn, account.id).await?;
            let rows = sources::of_account(&mut conn, account.id).await?;
            let waiting = outbox::waiting(&mut conn, account.id).await?;
            let home = accounts::is_home(&mut conn, account.id).await?;
            all.push(self.one((account, home), login, rows, waiting, now));
        }
        Ok(all)
    }

    fn one(
        &self,
        (account, home): (Account, bool),
        login: Option<ChannelLogin>,
        rows: Vec<Source>,
        waiting: i64,
        now: Time,
    ) -> AccountHealth {
        let spoken = self.channels.as_ref().and_then(|channels| channels.find(&account.channel));
        let rhythm = |source: &Source| match spoken.and_then(|s| s.about().source(&source.kind)) {
            Some(kind) => kind.every,
            None => CASES_EVERY,
        };
        let sources: Vec<SourceHealth> = rows
            .into_iter()
            .map(|source| {
                let patience = LATE.max(rhythm(&source).saturating_mul(3));
                let since = source.caught_up_at.unwrap_or(source.created_at);
                SourceHealth {
                    streamed: source.streams
                        && source.failures == 0
                        && source.problem.is_none()
                        && source.stream_until.is_some_and(|until| until > now),
                    lag: source.caught_up_at.map(|at| now.since(at).max(0)),
                    late: now.since(since) > patience,
                    source,
                }
            })
            .collect();
        let lost = login.as_ref().is_some_and(|login| login.lost_at.is_some());
        let health = if account.disabled_at.is_some() {
            Health::Off
        } else if home {
            // What is said there stands here: nothing has to be fetched.
            Health::Fine
        } else if login.is_none() {
            Health::Elsewhere
        } else if lost {
            Health::Lost
        } else if sources.iter().any(|source| source.late) {
            Health::Late
        } else if sources.iter().all(|source| source.lag.is_none()) {
            Health::New
        } else {
            Health::Fine
        };
        let settings: Option<Fields> =
            login.as_ref().and_then(|login| serde_json::from_str(&login.settings).ok());
        AccountHealth {
            health,
            home,
            standing: login.as_ref().and_then(|login| serde_json::from_str(&login.standing).ok()),
            probed_at: login.as_ref().map(|login| login.probed_at),
            address: settings.as_ref().map(place).unwrap_or_default(),
            settings: settings.unwrap_or_default(),
            problem: login.and_then(|login| login.problem),
            account,
            sources,
            waiting,
        }
    }
}

/// Where an account is: the address of its server, or where its mail is kept.
fn place(settings: &Fields) -> String {
    let found = ["address", "imap"].iter().find_map(|key| settings.get(*key));
    found.cloned().unwrap_or_default()
}

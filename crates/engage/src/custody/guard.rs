//! What an organization tells its guard: its own patterns of private numbers, and the addresses that it
//! has published itself.

use earshot_guard::{Config, Gate, OrgPattern, OwnRecord};
use earshot_model::{Actor, EventKind, NewEvent, OrgId, Permission};
use earshot_store::organizations;
use serde_json::json;

use crate::reply::{CONTACTS, FindingKind, GuardPattern, PATTERNS};
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// How many patterns, and how many contacts, one organization can have.
const MOST: usize = 200;
/// The longest name, pattern or contact, in characters.
const LONGEST: usize = 300;

/// What an organization tells its guard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GuardSettings {
    /// Its own patterns of private numbers.
    pub patterns: Vec<GuardPattern>,
    /// The e-mail addresses and telephone numbers that the brand itself has published.
    pub contacts: Vec<String>,
}

/// One place in a text that the guard would stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caught {
    /// What it is.
    pub kind: FindingKind,
    /// The words.
    pub words: String,
}

impl GuardSettings {
    fn gate(&self) -> Result<Gate> {
        for (field, count) in [(PATTERNS, self.patterns.len()), (CONTACTS, self.contacts.len())] {
            if count > MOST {
                return Err(Error::invalid(field, format!("keep at most {MOST} lines")));
            }
        }
        let patterns = self.patterns.iter();
        let long = patterns.flat_map(|known| [&known.name, &known.pattern]).chain(&self.contacts);
        if let Some(long) = long.into_iter().find(|text| text.chars().count() > LONGEST) {
            let start: String = long.chars().take(30).collect();
            let said = format!("\"{start}…\" is longer than {LONGEST} characters");
            return Err(Error::invalid(PATTERNS, said));
        }
        let config = Config {
            own_contacts: self.contacts.clone(),
            patterns: self
                .patterns
                .iter()
                .map(|known| OrgPattern {
                    name: known.name.clone(),
                    pattern: known.pattern.clone(),
                })
                .collect(),
            stock_phrases: Vec::new(),
        };
        Gate::new(&config).map_err(|problem| Error::invalid(PATTERNS, problem.to_string()))
    }

    /// What a guard with these settings would stop in a public text, beside the customer's own record
    /// and the notes of a case.
    ///
    /// # Errors
    /// [`Error::Invalid`] when they cannot be used.
    pub fn catches(&self, text: &str) -> Result<Vec<Caught>> {
        let found = self.gate()?.scan(text, &OwnRecord::default(), &[]);
        let caught = found.into_iter().map(|finding| Caught {
            words: text.get(finding.start..finding.end).unwrap_or_default().to_owned(),
            kind: finding.kind,
        });
        Ok(caught.collect())
    }
}

impl Engage {
    /// What the guard is told. Asks `admin.write`. A setting that cannot be read counts as empty here:
    /// while it stands, no public answer goes out.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn guard_settings(&self, who: &Staff) -> Result<GuardSettings> {
        who.must(Permission::AdminWrite)?;
        let mut conn = self.db.read(who.org).await?;
        let patterns = organizations::setting(&mut conn, PATTERNS).await?.unwrap_or_default();
        let contacts = organizations::setting(&mut conn, CONTACTS).await?.unwrap_or_default();
        Ok(GuardSettings {
            patterns: serde_json::from_str(&patterns).unwrap_or_default(),
            contacts: serde_json::from_str(&contacts).unwrap_or_default(),
        })
    }

    /// Tells the guard something else, from the next answer on. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] when a pattern cannot be used, [`Error::Forbidden`].
    pub async fn set_guard(&self, who: &Staff, settings: &GuardSettings) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        self.set_guard_as(who.org, Actor::Agent(who.id()), settings).await
    }

    /// The same on behalf of a command: no permission is asked.
    ///
    /// # Errors
    /// [`Error::Invalid`] when a pattern cannot be used.
    pub async fn set_guard_as(
        &self,
        org: OrgId,
        actor: Actor,
        settings: &GuardSettings,
    ) -> Result<()> {
        settings.gate()?;
        let now = self.tools.now();
        let (patterns, contacts) = (json!(settings.patterns), json!(settings.contacts));
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    organizations::set_setting(tx, PATTERNS, &patterns.to_string()).await?;
                    organizations::set_setting(tx, CONTACTS, &contacts.to_string()).await?;
                    let data = json!({ "what": "guard" });
                    tx.emit(NewEvent::new(now, EventKind::SetupChanged, actor).data(data));
                    Ok(())
                })
            })
            .await
    }
}

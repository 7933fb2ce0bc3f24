//! What an organization tells its guard: its own patterns of private numbers, the addresses that it has
//! published itself, and what it tells everybody.

use earshot_guard::{Gate, OwnRecord};
use earshot_model::{Actor, EventKind, NewEvent, OrgId, Permission};
use earshot_store::organizations;
use serde_json::json;

use crate::reply::{CONTACTS, FindingKind, GuardPattern, PATTERNS, PHRASES, compile};
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// How many patterns, contacts and phrases one organization can have of each.
const MOST: usize = 200;
/// The longest name, pattern or contact, in characters.
const LONGEST: usize = 300;
/// The longest phrase that may be told to everybody, in characters.
const LONGEST_PHRASE: usize = 2_000;

/// What an organization tells its guard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GuardSettings {
    /// Its own patterns of private numbers.
    pub patterns: Vec<GuardPattern>,
    /// The e-mail addresses and telephone numbers that the brand itself has published.
    pub contacts: Vec<String>,
    /// What the brand tells everybody, such as its greetings: a private answer that holds it too does
    /// not make it private.
    pub phrases: Vec<String>,
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
        let counts = [
            (PATTERNS, self.patterns.len()),
            (CONTACTS, self.contacts.len()),
            (PHRASES, self.phrases.len()),
        ];
        if let Some((field, _)) = counts.into_iter().find(|(_, count)| *count > MOST) {
            return Err(Error::invalid(field, format!("keep at most {MOST} lines")));
        }
        let patterns = self.patterns.iter().flat_map(|known| [&known.name, &known.pattern]);
        let short = patterns.chain(&self.contacts).map(|text| (PATTERNS, text, LONGEST));
        let phrases = self.phrases.iter().map(|text| (PHRASES, text, LONGEST_PHRASE));
        let long = |(_, text, most): &(_, &String, usize)| text.chars().count() > *most;
        if let Some((field, text, most)) = short.chain(phrases).find(long) {
            let start: String = text.chars().take(30).collect();
            let said = format!("\"{start}…\" is longer than {most} characters");
            return Err(Error::invalid(field, said));
        }
        compile(&self.patterns, &self.contacts, &self.phrases)
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
        let phrases = organizations::setting(&mut conn, PHRASES).await?.unwrap_or_default();
        Ok(GuardSettings {
            patterns: serde_json::from_str(&patterns).unwrap_or_default(),
            contacts: serde_json::from_str(&contacts).unwrap_or_default(),
            phrases: serde_json::from_str(&phrases).unwrap_or_default(),
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
        let told = [
            (PATTERNS, json!(settings.patterns)),
            (CONTACTS, json!(settings.contacts)),
            (PHRASES, json!(settings.phrases)),
        ];
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    for (key, told) in told {
                        organizations::set_setting(tx, key, &told.to_string()).await?;
                    }
                    let data = json!({ "what": "guard" });
                    tx.emit(NewEvent::new(now, EventKind::SetupChanged, actor).data(data));
                    Ok(())
                })
            })
            .await
    }
}

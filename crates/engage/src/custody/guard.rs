//! What an organization tells its guard: its own patterns of private numbers, the addresses that it has
//! published itself, and what it tells everybody.

use earshot_guard::{Gate, OwnRecord};
use earshot_model::{Actor, EventKind, NewEvent, OrgId, Permission};
use earshot_store::{Conn, organizations};
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::reply::{CONTACTS, FindingKind, GuardPattern, PATTERNS, PHRASES, compile, list};
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
    /// What the guard is told. Asks `admin.write`. A setting that cannot be read counts as empty here,
    /// and [`Engage::guard_fault`] tells of it: while it stands, no public answer goes out.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn guard_settings(&self, who: &Staff) -> Result<GuardSettings> {
        who.must(Permission::AdminWrite)?;
        Ok(stored(&mut self.db.read(who.org).await?).await?.0)
    }

    /// What of the guard's settings cannot be read, and so cannot be changed here either. Asks
    /// `admin.write`.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn guard_fault(&self, who: &Staff) -> Result<Option<String>> {
        who.must(Permission::AdminWrite)?;
        Ok(stored(&mut self.db.read(who.org).await?).await?.1)
    }

    /// Tells the guard something else, from the next answer on. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] when a pattern cannot be used, and when what is stored cannot be read: saving
    /// would wipe it. [`Error::Forbidden`].
    pub async fn set_guard(&self, who: &Staff, settings: &GuardSettings) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        self.set_guard_as(who.org, Actor::Agent(who.id()), settings).await
    }

    /// The same on behalf of a command: no permission is asked.
    ///
    /// # Errors
    /// [`Error::Invalid`] as [`Engage::set_guard`].
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
                    if let (_, Some(fault)) = stored(tx).await? {
                        return Err(Error::invalid(
                            PATTERNS,
                            format!("nothing was saved: {fault}"),
                        ));
                    }
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

/// What is stored, and what is wrong where a part of it cannot be read; that part is empty.
async fn stored(conn: &mut Conn) -> Result<(GuardSettings, Option<String>)> {
    let mut fault = None;
    let settings = GuardSettings {
        patterns: part(conn, PATTERNS, &mut fault).await?,
        contacts: part(conn, CONTACTS, &mut fault).await?,
        phrases: part(conn, PHRASES, &mut fault).await?,
    };
    Ok((settings, fault))
}

async fn part<T: DeserializeOwned>(
    conn: &mut Conn,
    key: &'static str,
    fault: &mut Option<String>,
) -> Result<Vec<T>> {
    let told = organizations::setting(conn, key).await?;
    Ok(list(key, told.as_deref()).unwrap_or_else(|problem| {
        *fault = Some(format!(
            "the stored setting cannot be read ({problem}), and no public answer goes out while it \
             stands. Start the version of Earshot that wrote it, or have whoever runs the database put \
             it right"
        ));
        Vec::new()
    }))
}

//! The guard of an organization, and what it must know of a case.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use earshot_guard::{Config, Gate, OrgPattern, OwnRecord};
use earshot_model::{Audience, Case, Identity, OrgId};
use earshot_store::{Conn, closed_words, notes, organizations, outbox, persons, posts, rooms};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// The setting with the organization's own patterns: a JSON array of [`GuardPattern`], such as
/// `[{"name": "order number", "pattern": "[A-Z]{2}-\\d{6}"}]`.
pub const PATTERNS: &str = "guard.patterns";
/// The setting with the addresses and numbers that the brand itself has published: a JSON array of
/// texts, such as `["help@altavela.example", "+43 1 234 567"]`.
pub const CONTACTS: &str = "guard.contacts";

/// The setting with the phrases that the brand tells everybody: a JSON array of texts.
pub const PHRASES: &str = "guard.phrases";

/// How much of a case the guard compares a public text with.
const BACK: i64 = 500;
/// How much of the person's other cases: of each kind (notes, private posts, private answers).
const BACK_ELSEWHERE: i64 = 300;
/// How many answers to other people show what the brand tells everybody.
const TOLD: i64 = 500;

/// One pattern of private numbers, as the setting [`PATTERNS`] holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuardPattern {
    /// What agents call it, such as "order number".
    pub name: String,
    /// A regular expression that matches the whole number.
    pub pattern: String,
}

/// The compiled guards of all organizations, each kept until its settings change.
#[derive(Default)]
pub(crate) struct Gates(Mutex<HashMap<OrgId, Kept>>);

struct Kept {
    /// What the settings [`PATTERNS`], [`CONTACTS`] and [`PHRASES`] said.
    told: [Option<String>; 3],
    gate: Arc<Gate>,
}

impl Gates {
    /// The guard of this connection's organization, as its settings say now.
    ///
    /// # Errors
    /// [`Error::Invalid`] when a setting cannot be used: then nothing public goes out.
    pub(crate) async fn of(&self, conn: &mut Conn) -> Result<Arc<Gate>> {
        let told = [
            organizations::setting(conn, PATTERNS).await?,
            organizations::setting(conn, CONTACTS).await?,
            organizations::setting(conn, PHRASES).await?,
        ];
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.get(&conn.org())
            && known.told == told
        {
            return Ok(Arc::clone(&known.gate));
        }
        let [patterns, contacts, phrases] = &told;
        let gate = Arc::new(compile(
            &list::<GuardPattern>(PATTERNS, patterns.as_deref())?,
            &list::<String>(CONTACTS, contacts.as_deref())?,
            &list::<String>(PHRASES, phrases.as_deref())?,
        )?);
        kept.insert(conn.org(), Kept { told, gate: Arc::clone(&gate) });
        Ok(gate)
    }

    /// The guard for a text that is to be said in public in this case, and what it must not give away.
    ///
    /// # Errors
    /// As [`Self::of`].
    pub(crate) async fn around(
        &self,
        conn: &mut Conn,
        case: &Case,
        text: &str,
    ) -> Result<(Arc<Gate>, Surroundings)> {
        let gate = self.of(conn).await?;
        let around = Surroundings::of(conn, case).await?;
        if !gate.repeats(text, &around.notes) {
            return Ok((gate, around));
        }
        let told = closed_words::told_others(conn, case.person_id, TOLD).await?;
        Ok((Arc::new(gate.knowing(told)), around))
    }
}

/// The guard that these settings make.
///
/// # Errors
/// [`Error::Invalid`] when a pattern cannot be used.
pub(crate) fn compile(
    patterns: &[GuardPattern],
    contacts: &[String],
    phrases: &[String],
) -> Result<Gate> {
    let pattern = |known: &GuardPattern| OrgPattern {
        name: known.name.clone(),
        pattern: known.pattern.clone(),
    };
    let config = Config {
        own_contacts: contacts.to_vec(),
        patterns: patterns.iter().map(pattern).collect(),
        stock_phrases: phrases.to_vec(),
    };
    Gate::new(&config).map_err(|problem| Error::invalid(PATTERNS, problem.to_string()))
}

/// What a setting holds; nothing where it was never set.
///
/// # Errors
/// [`Error::Invalid`] when it cannot be read.
pub(crate) fn list<T: DeserializeOwned>(key: &'static str, text: Option<&str>) -> Result<Vec<T>> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(Vec::new()) };
    serde_json::from_str(text).map_err(|problem| Error::invalid(key, problem.to_string()))
}

/// What must not be said in public in one case.
pub(crate) struct Surroundings {
    /// The customer's own record.
    pub(crate) own: OwnRecord,
    /// The internal notes, the private posts and the private answers, of this case and of all other
    /// cases of the person: what they told us elsewhere is no more public here.
    pub(crate) notes: Vec<String>,
}

impl Surroundings {
    /// Reads them as they stand now.
    pub(crate) async fn of(conn: &mut Conn, case: &Case) -> Result<Self> {
        let own = own_record(conn, case).await?;
        let mut texts: Vec<String> =
            notes::of_case(conn, case.id).await?.into_iter().map(|note| note.text).collect();
        let closed = |audience| matches!(audience, Audience::Private | Audience::Internal);
        let posts = posts::of_case(conn, case.id, BACK).await?;
        texts.extend(posts.into_iter().filter(|p| closed(p.audience)).map(|post| post.text));
        // What was answered in private, also while it is still on its way.
        let sent = outbox::of_case(conn, case.id).await?;
        texts.extend(sent.into_iter().filter(|m| closed(m.audience)).map(|message| message.text));
        texts.extend(closed_words::of_person(conn, case.person_id, BACK_ELSEWHERE).await?);
        texts.retain(|text| !text.trim().is_empty());
        texts.sort_unstable();
        texts.dedup();
        Ok(Self { own, notes: texts })
    }
}

/// The record of a person. Facts of a kind that is not known here count as numbers: better one
/// question too many than one number too few.
///
/// What they call themselves on the channel of this case is public there. Their handles and names on
/// other channels are not: who they are elsewhere is theirs to say.
async fn own_record(conn: &mut Conn, case: &Case) -> Result<OwnRecord> {
    let person = case.person_id;
    let mut own = OwnRecord::default();
    let guests = rooms::invited_guests(conn, person).await?;
    for identity in persons::identities(conn, person).await? {
        // The guest of a private room speaks under the handle that was invited: it says nothing new.
        if guests.contains(&identity.id) {
            continue;
        }
        let Identity { channel, handle, display_name, external_id, .. } = identity;
        if is_address(&handle) || is_address(&external_id) {
            own.emails.extend([handle, external_id].into_iter().filter(|text| is_address(text)));
            own.names.push(display_name);
        } else if is_phone(&handle) || is_phone(&external_id) {
            own.phones.extend([handle, external_id].into_iter().filter(|text| is_phone(text)));
            own.names.push(display_name);
        } else if channel == case.channel {
            own.public_names.extend([handle, display_name]);
        } else {
            own.names.push(display_name);
            own.numbers.push(handle);
        }
    }
    own.public_names.retain(|name| !name.trim().is_empty());
    for fact in persons::facts(conn, person).await? {
        let values = match fact.kind.as_str() {
            "name" => &mut own.names,
            "email" => &mut own.emails,
            "phone" => &mut own.phones,
            "address" => &mut own.addresses,
            _ => &mut own.numbers,
        };
        values.push(fact.value);
    }
    Ok(own)
}

/// Whether a channel's name for somebody is an e-mail address.
fn is_address(name: &str) -> bool {
    name.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty() && host.contains('.') && !host.contains('@') && !name.contains(' ')
    })
}

/// Whether a channel's name for somebody is a telephone number.
fn is_phone(name: &str) -> bool {
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let begins = name.starts_with('+') || name.starts_with("00");
    begins && digits >= 7 && !name.chars().any(char::is_alphabetic)
}

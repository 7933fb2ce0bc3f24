//! The gate: text, audience, record and notes in; a text that may go out, or findings.

use std::collections::HashSet;
use std::hash::Hash;

use earshot_model::Audience;
use serde::{Deserialize, Serialize};

use crate::account::Accounts;
use crate::credential::Credentials;
use crate::email::Emails;
use crate::pattern::{self, Compiled};
use crate::phone::Phones;
use crate::safe::digest;
use crate::view::View;
use crate::{
    ClosedText, Config, ConfigError, Finding, FindingKind, OverrideError, OwnRecord, PublicSafe,
    RecheckError, card, iban, note, record, spoken,
};

/// Version of the rules. It goes up with every change of what they find.
pub const GATE_VERSION: i64 = 2;

/// The fewest characters of a reason, without white space around it.
pub const MIN_REASON_CHARS: usize = 10;

/// What the gate says of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It may be said in public.
    Safe(PublicSafe),
    /// The audience is closed, so nothing was searched.
    Closed(ClosedText),
    /// It must not, because of these places, in the order of the text.
    Blocked(Vec<Finding>),
}

/// Someone wants to say it all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Override<'a> {
    /// Why; at least [`MIN_REASON_CHARS`] characters.
    pub reason: &'a str,
    /// Whether the person holds the permission `guard.override`.
    pub permitted: bool,
}

/// What the outbox row keeps of a checked text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Version of the rules that it passed.
    pub version: i64,
    /// SHA-256 of its bytes.
    pub digest: [u8; 32],
    /// What was overruled.
    pub overridden: Vec<Finding>,
}

/// The guard of one organization. Made once for each state of its settings; cheap to ask.
#[derive(Debug, Clone)]
pub struct Gate {
    emails: Emails,
    phones: Phones,
    credentials: Credentials,
    accounts: Accounts,
    patterns: Vec<Compiled>,
    own_contacts: Vec<String>,
    stock: HashSet<Vec<String>>,
    told: HashSet<Vec<String>>,
}

impl Gate {
    /// Compiles an organization's settings.
    ///
    /// # Errors
    /// When a pattern has no name, is no regular expression, or matches an empty text.
    pub fn new(config: &Config) -> Result<Self, ConfigError> {
        let built_in = |error: regex::Error| ConfigError::BadPattern {
            name: "built in".to_owned(),
            reason: error.to_string(),
        };
        Ok(Self {
            emails: Emails::new(&config.own_contacts).map_err(built_in)?,
            phones: Phones::new(&config.own_contacts).map_err(built_in)?,
            credentials: Credentials::new().map_err(built_in)?,
            accounts: Accounts::new().map_err(built_in)?,
            patterns: pattern::compile(&config.patterns)?,
            own_contacts: config.own_contacts.clone(),
            stock: note::rows(&config.stock_phrases),
            told: HashSet::new(),
        })
    }

    /// The same guard, which also knows what the brand told others (who, and the words): a row of words
    /// that three or more of them were told, such as a greeting, is no secret of this customer.
    #[must_use]
    pub fn knowing<K: Eq + Hash>(&self, told: impl IntoIterator<Item = (K, String)>) -> Self {
        let mut knowing = self.clone();
        knowing.told = note::told_to_many(told);
        knowing
    }

    /// Whether `text` repeats words of a note: only then does it matter what others were told.
    #[must_use]
    pub fn repeats(&self, text: &str, notes: &[String]) -> bool {
        let mut found = Vec::new();
        note::find_rows(notes, (&self.stock, &self.told), &View::of(text), &mut found);
        !found.is_empty()
    }

    /// Decides whether `text` may go to `audience`. `notes` are the internal notes and the private
    /// posts of the case.
    #[must_use]
    pub fn check(
        &self,
        text: &str,
        audience: Audience,
        own: &OwnRecord,
        notes: &[String],
    ) -> Outcome {
        if let Some(closed) = ClosedText::new(text, audience) {
            return Outcome::Closed(closed);
        }
        let found = self.scan(text, own, notes);
        if found.is_empty() {
            Outcome::Safe(PublicSafe::new(text, Vec::new()))
        } else {
            Outcome::Blocked(found)
        }
    }

    /// Lets a permitted person say it all the same. The text is searched again here, so that what
    /// is overruled is what the gate finds, not what a form sent back.
    ///
    /// # Errors
    /// Without permission, without a real reason, or when a card, a bank account or a credential
    /// stands in the text.
    pub fn override_with(
        &self,
        text: &str,
        own: &OwnRecord,
        notes: &[String],
        by: Override<'_>,
    ) -> Result<PublicSafe, OverrideError> {
        if !by.permitted {
            return Err(OverrideError::NotPermitted);
        }
        if by.reason.trim().chars().count() < MIN_REASON_CHARS {
            return Err(OverrideError::ReasonTooShort { min: MIN_REASON_CHARS });
        }
        let found = self.scan(text, own, notes);
        let never: Vec<Finding> = found.iter().filter(|f| f.is_final()).cloned().collect();
        if never.is_empty() {
            Ok(PublicSafe::new(text, found))
        } else {
            Err(OverrideError::NeverPublic(never))
        }
    }

    /// Asks again at delivery, with today's rules, record and notes.
    ///
    /// # Errors
    /// When the text is not the one that was stamped, or something is found that nobody overruled.
    pub fn recheck(
        &self,
        text: &str,
        stamp: &Stamp,
        own: &OwnRecord,
        notes: &[String],
    ) -> Result<PublicSafe, RecheckError> {
        if digest(text) != stamp.digest {
            return Err(RecheckError::DigestDiffers);
        }
        let (known, new): (Vec<Finding>, Vec<Finding>) =
            self.scan(text, own, notes).into_iter().partition(|finding| {
                !finding.is_final() && stamp.overridden.iter().any(|o| finding.is_covered_by(o))
            });
        if new.is_empty() {
            Ok(PublicSafe::new(text, known))
        } else {
            Err(RecheckError::Found(new))
        }
    }

    /// Everything in a text that must not be public, in the order of the text. For the composer,
    /// which warns while someone writes.
    #[must_use]
    pub fn scan(&self, text: &str, own: &OwnRecord, notes: &[String]) -> Vec<Finding> {
        let mut found = Vec::new();
        self.emails.find_umlaut(text, &mut found);
        let seen = View::of(text);
        let said = spoken::read(&seen);
        let glued = seen.glued();
        let needles = record::needles(own);
        let noted = note::needles(notes, &self.phones, &self.own_contacts);
        for view in std::iter::once(&seen).chain(said.as_ref()) {
            let dates = self.phones.dates(view);
            self.phones.find(view, &dates, &mut found);
            card::find(view, &dates, &mut found);
            record::find(&needles, &FindingKind::OwnRecord, view, &mut found);
            record::find(&noted, &FindingKind::InternalNote, view, &mut found);
            self.credentials.find(view, &mut found);
            iban::find(view, &mut found);
        }
        for view in [&seen, &glued] {
            self.emails.find(view, &mut found);
        }
        self.accounts.find(&seen, &mut found);
        pattern::find(&self.patterns, &seen, &mut found);
        note::find_rows(notes, (&self.stock, &self.told), &seen, &mut found);
        tidy(found)
    }
}

/// In order, without what lies inside a finding of the same kind and weight.
fn tidy(mut found: Vec<Finding>) -> Vec<Finding> {
    found.sort();
    found.dedup();
    let all = found.clone();
    found.retain(|one| {
        !all.iter()
            .any(|other| other != one && one.is_covered_by(other) && other.severity >= one.severity)
    });
    found
}

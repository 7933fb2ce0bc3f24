//! The draft: begin it, see it whole, throw it away.

use earshot_model::{
    Actor, AgentId, EventKind, Grant, NewEvent, Permission, PlaybookId, Time, Visibility,
};
use earshot_playbook::{
    DEFAULT, Document, Industry, Miss, NotSigned, Playbook, SignOff, starter, stored_text, warnings,
};
use earshot_store::playbooks::comments::Comment;
use earshot_store::playbooks::drafts::{self, Draft};
use earshot_store::playbooks::replays::{self, Replay};
use earshot_store::playbooks::signatures::{self, Signature};
use earshot_store::playbooks::{self, comments};
use earshot_store::setup::Department;
use earshot_store::{Conn, agents, setup};
use serde_json::json;

use super::change::{check, held, tell};
use super::read::{document, name_of};
use super::{Book, Refusal};
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// What a draft begins as.
#[derive(Debug, Clone)]
pub enum Begin {
    /// The version at work.
    AtWork,
    /// A version with this number.
    Version(i64),
    /// A starter for an industry.
    Starter(Industry),
    /// What all starters share.
    Default,
    /// The text of a file.
    Text(String),
}

/// A department that has to sign.
#[derive(Debug, Clone, PartialEq)]
pub struct Signing {
    /// Its key.
    pub department: String,
    /// Its name; the key where the organization has no such department.
    pub name: String,
    /// Who signed, and when, if anybody did.
    pub signed: Option<(String, Time)>,
    /// Whether the signature is under another text: it was changed since.
    pub outdated: bool,
    /// Whether the reader may sign for it.
    pub may_sign: bool,
}

/// The draft, whole.
#[derive(Debug)]
pub struct DraftBook {
    /// Its id.
    pub id: PlaybookId,
    /// The version that it began as.
    pub based_on: i64,
    /// Grows by one with each change.
    pub revision: i64,
    /// The number that it will get.
    pub next_version: i64,
    /// Who changed it last.
    pub by: Option<String>,
    /// When.
    pub changed_at: Time,
    /// What it says.
    pub document: Document,
    /// The same, ready to run.
    pub playbook: Playbook,
    /// Its text.
    pub text: String,
    /// The fingerprint of its text: what a signature is for.
    pub fingerprint: String,
    /// The departments that must sign.
    pub signing: Vec<Signing>,
    /// What is missing before it may go to work.
    pub missing: Option<NotSigned>,
    /// Remarks, oldest first, each with its author's name.
    pub comments: Vec<(Comment, String)>,
    /// The newest replay.
    pub replay: Option<Replay>,
    /// What a careful colleague would ask.
    pub warnings: Vec<String>,
    /// Queues and departments that it names and the organization does not have.
    pub strangers: Vec<String>,
    /// How many examples it keeps.
    pub examples: usize,
    /// Those that it decides otherwise than they say.
    pub misses: Vec<(String, Vec<Miss>)>,
    /// The version at work.
    pub at_work: Book,
}

impl Engage {
    /// Begins a draft. One that is there already stays, and is told as it is. Asks `playbook.write`.
    ///
    /// # Errors
    /// [`Error::Playbook`] when the text cannot be used, [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn begin_draft(&self, who: &Staff, begin: Begin) -> Result<()> {
        who.must(Permission::PlaybookWrite)?;
        let mut conn = self.db.read(who.org).await?;
        if drafts::find(&mut conn).await?.is_some() {
            return Ok(());
        }
        let active = playbooks::active(&mut conn).await?;
        let based_on = active.as_ref().map_or(0, |active| active.version);
        let text = match begin {
            Begin::AtWork => active.map_or_else(
                || Ok(DEFAULT.to_owned()),
                |active| document(&active).map(|document| document.to_string()),
            )?,
            Begin::Version(version) => {
                let found = playbooks::version(&mut conn, version).await?;
                let found = found.ok_or(Error::NotFound("version of the playbook"))?;
                stored_text(&found.lines).to_owned()
            }
            Begin::Starter(industry) => starter(industry).map_err(Refusal::Faulty)?.to_string(),
            Begin::Default => DEFAULT.to_owned(),
            Begin::Text(text) => text,
        };
        drop(conn);
        let (document, _) = check(&text)?;
        let (now, by) = (self.tools.now(), who.id());
        let draft = Draft {
            id: self.tools.id(),
            text: document.to_string(),
            based_on,
            revision: 1,
            agent_id: by,
            created_at: now,
            changed_at: now,
        };
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    if drafts::begin(tx, &draft).await? {
                        let event =
                            NewEvent::new(now, EventKind::PlaybookChanged, Actor::Agent(by));
                        tell(tx, event, json!({ "what": "begun", "draft": draft.id }));
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Throws the draft away. Asks `playbook.write`.
    ///
    /// # Errors
    /// [`Error::Playbook`] when there is none, or when it was changed since `seen`, the revision that
    /// the reader saw; [`Error::Forbidden`].
    pub async fn discard_draft(&self, who: &Staff, seen: i64) -> Result<()> {
        who.must(Permission::PlaybookWrite)?;
        let (now, by) = (self.tools.now(), who.id());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let draft = held(tx).await?;
                    if draft.revision != seen {
                        return Err(Refusal::DraftChanged.into());
                    }
                    drafts::end(tx, draft.id).await?;
                    let event = NewEvent::new(now, EventKind::PlaybookChanged, Actor::Agent(by));
                    tell(tx, event, json!({ "what": "discarded", "draft": draft.id }));
                    Ok(())
                })
            })
            .await
    }

    /// Whether there is a draft, and its number. Asks `playbook.read`.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn has_draft(&self, who: &Staff) -> Result<bool> {
        who.must(Permission::PlaybookRead)?;
        Ok(drafts::find(&mut self.db.read(who.org).await?).await?.is_some())
    }

    /// The draft, whole. Asks `playbook.read`.
    ///
    /// # Errors
    /// [`Error::Playbook`] when there is none, [`Error::Forbidden`].
    pub async fn draft(&self, who: &Staff) -> Result<DraftBook> {
        let at_work = self.book(who, None).await?;
        let mut conn = self.db.read(who.org).await?;
        let draft = drafts::find(&mut conn).await?.ok_or(Refusal::NoDraft)?;
        let (document, playbook) = check(&draft.text)?;
        let fingerprint = document.fingerprint();
        let people = agents::all(&mut conn).await?;
        let name = |id: AgentId| name_of(&people, Some(id)).unwrap_or_default();
        let signed = signatures::of(&mut conn, draft.id).await?;
        let departments = setup::departments(&mut conn).await?;
        let comments = comments::of(&mut conn, draft.id).await?;
        let replay = replays::newest(&mut conn, draft.id).await?;
        let strangers = strangers(&mut conn, &document, &departments).await?;
        let next_version = playbooks::next_version(&mut conn).await?;
        drop(conn);
        let signing = document
            .sign_offs
            .iter()
            .map(|key| signing(key, &departments, &signed, &fingerprint, &who.eyes, &name))
            .collect();
        Ok(DraftBook {
            id: draft.id,
            based_on: draft.based_on,
            revision: draft.revision,
            next_version,
            by: name_of(&people, Some(draft.agent_id)),
            changed_at: draft.changed_at,
            missing: document.is_signed(&sign_offs(&signed)).err(),
            signing,
            comments: comments.into_iter().map(|one| (one.clone(), name(one.agent_id))).collect(),
            replay,
            warnings: warnings(&document, &playbook),
            strangers,
            examples: document.examples.len(),
            misses: misses(&playbook, &document),
            text: draft.text,
            fingerprint,
            document,
            playbook,
            at_work,
        })
    }
}

/// The examples that a playbook decides otherwise than they say.
fn misses(playbook: &Playbook, document: &Document) -> Vec<(String, Vec<Miss>)> {
    let trials = playbook.try_examples(document).into_iter();
    let missed = trials.filter(|trial| !trial.misses.is_empty());
    missed.map(|trial| (trial.example.name.clone(), trial.misses)).collect()
}

/// Signatures as the playbook's own crate asks for them.
pub(super) fn sign_offs(signed: &[Signature]) -> Vec<SignOff> {
    let sign_off = |one: &Signature| SignOff {
        department: one.department.clone(),
        fingerprint: one.fingerprint.clone(),
    };
    signed.iter().map(sign_off).collect()
}

fn signing(
    key: &str,
    departments: &[Department],
    signed: &[Signature],
    fingerprint: &str,
    eyes: &Visibility,
    name: &impl Fn(AgentId) -> String,
) -> Signing {
    let department = departments.iter().find(|department| department.key == key);
    let signature = signed.iter().find(|one| one.department == key);
    Signing {
        department: key.to_owned(),
        name: department.map_or_else(|| key.to_owned(), |department| department.name.clone()),
        signed: signature.map(|one| (name(one.agent_id), one.signed_at)),
        outdated: signature.is_some_and(|one| one.fingerprint != fingerprint),
        may_sign: may_sign(eyes, department),
    }
}

/// Whether somebody may sign for a department. For one that the organization does not have, only
/// whoever may sign for all of it.
pub(super) fn may_sign(eyes: &Visibility, department: Option<&Department>) -> bool {
    let own = department.is_some_and(|department| {
        eyes.grants.contains(&Grant::Department(Permission::PlaybookSign, department.id))
    });
    own || eyes.grants.contains(&Grant::Organization(Permission::PlaybookSign))
}

/// Queues and departments that a playbook names and the organization does not have: their cases would
/// wait in the first queue.
async fn strangers(
    conn: &mut Conn,
    document: &Document,
    departments: &[Department],
) -> Result<Vec<String>> {
    let queues = setup::queues(conn).await?;
    let unknown = document.names.queues.keys().filter(|key| !queues.iter().any(|q| q.key == **key));
    let mut found: Vec<String> = unknown.cloned().collect();
    let here = |key: &&String| departments.iter().any(|department| department.key == **key);
    found.extend(document.names.departments.iter().filter(|key| !here(key)).cloned());
    Ok(found)
}

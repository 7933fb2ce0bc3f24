//! Events: one row each of the append-only log.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::words::words;
use crate::{Actor, CaseId, OrgId, PersonId, PostId, Time};

words! {
    /// What happened.
    EventKind as "event" {
        /// An organization was created.
        OrganizationCreated = "organization.created",
        /// Something in the set-up changed: an agent, a queue, an account.
        SetupChanged = "setup.changed",
        /// Someone logged in.
        LoggedIn = "session.opened",
        /// A login was refused.
        LoginRefused = "session.refused",
        /// Someone logged out.
        LoggedOut = "session.closed",
        /// A post was stored.
        PostReceived = "post.received",
        /// The funnel judged a post, and the playbook decided.
        PostJudged = "post.judged",
        /// A post changed at its source.
        PostEdited = "post.edited",
        /// A post went at its source.
        PostDeleted = "post.deleted",
        /// Someone corrected a verdict.
        VerdictCorrected = "verdict.corrected",
        /// A correction was taken back.
        CorrectionWithdrawn = "verdict.restored",
        /// Somebody took a suggestion of the playbook, left it, or did something else.
        AdviceAnswered = "advice.answered",
        /// Somebody said of a sampled post whether it mattered.
        PostReviewed = "post.reviewed",
        /// The filter tried to learn from its corrections.
        FilterLearned = "filter.learned",
        /// A case was opened.
        CaseOpened = "case.opened",
        /// A post joined a case.
        CaseJoined = "case.joined",
        /// A case came back to life.
        CaseReopened = "case.reopened",
        /// A case was given to someone, or taken away.
        CaseAssigned = "case.assigned",
        /// Nobody could ever take a case as it stands.
        CaseOrphaned = "case.orphaned",
        /// A case went to another queue.
        CaseMoved = "case.moved",
        /// A note was written.
        CaseNoted = "case.noted",
        /// A case was put to sleep, or woken.
        CaseSnoozed = "case.snoozed",
        /// A case was resolved.
        CaseResolved = "case.resolved",
        /// A case was closed.
        CaseClosed = "case.closed",
        /// Something of the customer's own record was written down.
        FactNoted = "fact.noted",
        /// Something of the customer's own record was struck out.
        FactStruck = "fact.struck",
        /// A case was given a tag.
        CaseTagged = "case.tagged",
        /// A tag was taken from a case.
        CaseUntagged = "case.untagged",
        /// A case that began in public may end without a public word, or may not after all.
        LoopWaived = "case.loop_waived",
        /// Most of a clock's time is used.
        ClockWarned = "clock.warned",
        /// A clock ran out.
        ClockBreached = "clock.breached",
        /// A step of the escalation ladder was due.
        ClockEscalated = "clock.escalated",
        /// A reply was written and waits for its undo window.
        ReplyHeld = "reply.held",
        /// An answer that needed somebody's word may go.
        ApprovalGiven = "approval.given",
        /// An answer that needed somebody's word went back to whoever wrote it.
        ApprovalReturned = "approval.returned",
        /// A reply was taken back in time.
        ReplyCancelled = "reply.cancelled",
        /// A reply was handed to its channel.
        ReplySending = "reply.sending",
        /// A reply stands on its channel.
        ReplySent = "reply.sent",
        /// A reply did not go.
        ReplyFailed = "reply.failed",
        /// Nobody knows whether a reply went.
        ReplyUnknown = "reply.unknown",
        /// The guard stopped something.
        GuardBlocked = "guard.blocked",
        /// Someone overruled the guard, with a reason.
        GuardOverridden = "guard.overridden",
        /// A customer was invited into a private room.
        RoomInvited = "room.invited",
        /// The guest came in.
        RoomOpened = "room.opened",
        /// A second browser opened a link that was used.
        RoomKnocked = "room.knocked",
        /// The guest was asked to prove who they are.
        RoomAsked = "room.asked",
        /// It is known who the guest is.
        RoomProved = "room.proved",
        /// The guest has read what the brand wrote.
        RoomRead = "room.read",
        /// The guest said how they would rather be reached.
        RoomWished = "room.wished",
        /// A customer was told a time.
        PromiseMade = "promise.made",
        /// A promise was kept, or taken back.
        PromiseSettled = "promise.settled",
        /// Everything personal of someone was erased.
        PersonErased = "person.erased",
        /// A legal hold was set or lifted.
        HoldChanged = "hold.changed",
        /// Somebody wrote in the draft of the playbook, signed it, or let it decide.
        PlaybookChanged = "playbook.changed",
        /// A plan for a crisis was saved, removed, put to work, or ended.
        CrisisChanged = "crisis.changed",
        /// Many people began to use a new hashtag against the brand.
        HashtagRaised = "hashtag.raised",
        /// Somebody said that they have seen such a hashtag.
        HashtagSeen = "hashtag.seen",
        /// Retention removed what was past its time.
        RetentionApplied = "retention.applied",
        /// An import of history ended.
        ImportFinished = "import.finished",
    }
}

/// An event that is to be appended. It carries ids and codes; personal text never.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    /// When it happened.
    pub at: Time,
    /// What happened.
    pub kind: EventKind,
    /// Who caused it.
    pub actor: Actor,
    /// The case that it is about.
    pub case_id: Option<CaseId>,
    /// The post that it is about.
    pub post_id: Option<PostId>,
    /// The person that it is about.
    pub person_id: Option<PersonId>,
    /// Ids, numbers and codes: a JSON object.
    pub data: Value,
    /// SHA-256 of salt and personal text, where such a text stands in a row beside the log.
    pub digest: Option<[u8; 32]>,
}

impl NewEvent {
    /// An event about nothing in particular yet.
    #[must_use]
    pub fn new(at: Time, kind: EventKind, actor: Actor) -> Self {
        Self {
            at,
            kind,
            actor,
            case_id: None,
            post_id: None,
            person_id: None,
            data: Value::Object(serde_json::Map::new()),
            digest: None,
        }
    }

    /// The same event about this case.
    #[must_use]
    pub const fn case(mut self, id: CaseId) -> Self {
        self.case_id = Some(id);
        self
    }

    /// The same event about this post.
    #[must_use]
    pub const fn post(mut self, id: PostId) -> Self {
        self.post_id = Some(id);
        self
    }

    /// The same event about this person.
    #[must_use]
    pub const fn person(mut self, id: PersonId) -> Self {
        self.person_id = Some(id);
        self
    }

    /// The same event with this data, a JSON object without personal text.
    #[must_use]
    pub fn data(mut self, data: Value) -> Self {
        self.data = data;
        self
    }

    /// The same event with the digest of a text that stands beside the log.
    #[must_use]
    pub const fn digest(mut self, digest: [u8; 32]) -> Self {
        self.digest = Some(digest);
        self
    }
}

/// One row of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The organization whose log this is.
    pub org_id: OrgId,
    /// Its number: from 1, without gaps, in the order of commit.
    pub seq: i64,
    /// When it happened.
    pub at: Time,
    /// What happened.
    pub kind: EventKind,
    /// Who caused it, as [`Actor`] writes itself.
    pub actor: String,
    /// The case that it is about.
    pub case_id: Option<CaseId>,
    /// The post that it is about.
    pub post_id: Option<PostId>,
    /// The person that it is about.
    pub person_id: Option<PersonId>,
    /// Ids, numbers and codes, as JSON text.
    pub data: String,
}

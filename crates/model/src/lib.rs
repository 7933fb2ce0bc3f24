#![doc = include_str!("../README.md")]

mod actor;
mod advice;
mod agent;
mod approval;
mod case;
mod channel;
mod clock;
mod decision;
mod event;
mod hashtag;
mod id;
mod instruments;
mod listener;
mod organization;
mod outbox;
mod permission;
mod person;
mod policy;
mod post;
mod query;
mod room;
mod tag;
mod time;
mod verdict;
mod words;

pub use actor::Actor;
pub use advice::{AdviceAnswer, AdviceReason};
pub use agent::{Agent, Presence, SkillLevel};
pub use approval::{ApprovalReason, ApprovalState};
pub use case::{Case, CaseStatus, Clocks, ThreadRole};
pub use channel::{
    Capabilities, ChannelAuthor, ChannelEvent, ChannelItem, Command, CommandBody, CommandResult,
    LengthRule, LengthUnit, ResultState,
};
pub use clock::{Clock, FixedClock};
pub use decision::{Action, Decision, Outcome, Reason, Routing, SlaClass};
pub use event::{Event, EventKind, NewEvent};
pub use hashtag::HashtagUse;
pub use id::{
    AccountId, AgentId, ApiTokenId, CalendarId, CaseId, ClockPolicyId, CommentId, CrisisId,
    DepartmentId, HashtagAlertId, IdError, IdentityId, JobId, ListId, ListenerId, NoteId, OrgId,
    OutboxId, PersonId, PlaybookId, PostId, PromiseId, QueueId, ReplayId, RoleId, RoomCheckId,
    RoomFileId, RoomGuestId, RoomId, RoomLinkId, SessionId, SkillId, SourceId, TeamId, ThreadId,
    TrainingId,
};
pub use instruments::{Ids, Instruments, Noise, OrderedIds, SeededNoise};
pub use listener::{ListenerHit, ListenerPurpose};
pub use organization::{Account, Organization, Queue, TeamModel};
pub use outbox::OutboxState;
pub use permission::{Grant, Permission, Role, Scope, Visibility};
pub use person::{Identity, Person, Tier};
pub use policy::{
    Behind, Family, FollowUp, Interaction, Later, Place, Process, Strategy, TrollState, Weekday,
};
pub use post::{Audience, Direction, Post, PostState, Surface};
pub use query::{CaseList, Page};
pub use room::{CheckKind, GuestStanding, RoomKind};
pub use tag::{LONGEST_TAG, MOST_TAGS, tag};
pub use time::Time;
pub use verdict::{
    Emotion, Evidence, EvidenceKind, IdentityMatch, Intent, Judged, Level, Outlier, Priority,
    PriorityTerm, Sentiment, Span, Timeliness, Verdict,
};
pub use words::UnknownWord;

//! Which buttons an agent gets on a case.

use earshot_model::{Case, Permission};

use crate::staff::Staff;

/// What this agent may do to this case now. The acts ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one button")]
pub struct May {
    /// Write notes.
    pub note: bool,
    /// Answer in public.
    pub reply_public: bool,
    /// Answer in private.
    pub reply_private: bool,
    /// Assign, take, move.
    pub assign: bool,
    /// Put to sleep: a live case that is awake.
    pub snooze: bool,
    /// Wake: a case that sleeps.
    pub wake: bool,
    /// Resolve: a live case.
    pub resolve: bool,
    /// Reopen: one that is over.
    pub reopen: bool,
    /// Correct verdicts.
    pub correct: bool,
    /// Overrule the guard.
    pub overrule: bool,
}

impl May {
    /// What they may do.
    #[must_use]
    pub fn of(who: &Staff, case: &Case) -> Self {
        let may = |permission| who.eyes.allows(permission, case);
        let (live, asleep) = (case.status.is_live(), case.snoozed_until.is_some());
        Self {
            note: may(Permission::CaseNote),
            reply_public: may(Permission::ReplyPublic),
            reply_private: may(Permission::ReplyPrivate),
            assign: may(Permission::CaseAssign),
            snooze: live && !asleep && may(Permission::CaseAssign),
            wake: asleep && may(Permission::CaseAssign),
            resolve: live && may(Permission::CaseResolve),
            reopen: !live && may(Permission::CaseResolve),
            correct: may(Permission::VerdictCorrect),
            overrule: may(Permission::GuardOverride),
        }
    }
}

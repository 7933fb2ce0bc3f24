//! The kinds of ids and words that columns hold: one list for what goes in and what comes out.

/// Hands every kind of id to another macro.
macro_rules! each_id {
    ($make:ident) => {
        $make!(
            OrgId,
            AccountId,
            AgentId,
            ApiTokenId,
            CalendarId,
            CaseId,
            ClockPolicyId,
            CommentId,
            CrisisId,
            HashtagAlertId,
            DepartmentId,
            IdentityId,
            JobId,
            ListId,
            ListenerId,
            NoteId,
            OutboxId,
            PersonId,
            PlaybookId,
            PostId,
            PromiseId,
            QueueId,
            ReplayId,
            RoleId,
            RoomId,
            RoomCheckId,
            RoomFileId,
            RoomGuestId,
            RoomLinkId,
            SessionId,
            SkillId,
            SourceId,
            TeamId,
            ThreadId,
            TrainingId,
        );
    };
}

/// Hands every list of words to another macro.
macro_rules! each_word {
    ($make:ident) => {
        $make!(
            ApprovalReason,
            ApprovalState,
            Audience,
            CaseStatus,
            CheckKind,
            Direction,
            EventKind,
            GuestStanding,
            Level,
            ListenerPurpose,
            Outcome,
            OutboxState,
            Permission,
            PostState,
            Presence,
            RoomKind,
            Scope,
            Sentiment,
            SlaClass,
            Surface,
            TeamModel,
            ThreadRole,
            Tier,
        );
    };
}

pub(crate) use {each_id, each_word};

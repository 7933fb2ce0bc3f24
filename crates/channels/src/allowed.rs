//! Whether a channel can do a thing, and what can be done in its place.

use earshot_model::{Audience, Capabilities, CommandBody};

/// The kinds of commands, as a screen or a rule asks for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommandKind {
    /// An answer that people outside of the conversation can read.
    ReplyPublic,
    /// An answer that only the customer can read.
    ReplyPrivate,
    /// A look whether a message went out.
    FindSent,
    /// A public answer that a person gives at the source, by hand.
    HandOff,
}

impl CommandKind {
    /// The kind of `command`.
    #[must_use]
    pub const fn of(command: &CommandBody) -> Self {
        match command {
            CommandBody::Reply { audience, .. } if audience.is_open() => Self::ReplyPublic,
            CommandBody::Reply { .. } => Self::ReplyPrivate,
            CommandBody::FindSent { .. } => Self::FindSent,
        }
    }
}

/// The answer to "may I?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    /// The channel can do it.
    Yes,
    /// The channel cannot do it.
    No {
        /// The translatable key of the reason, such as `channel-no-public-reply`.
        reason: &'static str,
        /// What it can do in its place.
        alternative: Option<CommandKind>,
    },
}

impl Allowed {
    /// Whether the answer is yes.
    #[must_use]
    pub const fn is_yes(self) -> bool {
        matches!(self, Self::Yes)
    }
}

/// Whether a channel with these capabilities can carry out a command of this kind.
#[must_use]
pub const fn allowed(can: &Capabilities, kind: CommandKind) -> Allowed {
    match kind {
        CommandKind::ReplyPublic if can.reply_public => Allowed::Yes,
        CommandKind::ReplyPublic if can.by_hand => {
            Allowed::No { reason: "channel-by-hand", alternative: Some(CommandKind::HandOff) }
        }
        CommandKind::ReplyPublic => Allowed::No {
            reason: "channel-no-public-reply",
            alternative: if can.reply_private { Some(CommandKind::ReplyPrivate) } else { None },
        },
        CommandKind::ReplyPrivate if can.reply_private => Allowed::Yes,
        // Never offer a public answer in place of a private one: what was meant for one reader
        // must not end before all of them.
        CommandKind::ReplyPrivate => {
            Allowed::No { reason: "channel-no-private-reply", alternative: None }
        }
        CommandKind::FindSent if can.find_sent => Allowed::Yes,
        CommandKind::FindSent => Allowed::No { reason: "channel-no-look-up", alternative: None },
        CommandKind::HandOff if can.by_hand => Allowed::Yes,
        CommandKind::HandOff => Allowed::No { reason: "channel-no-hand-off", alternative: None },
    }
}

/// Whether a person has to give an answer to this audience at the source.
#[must_use]
pub const fn is_by_hand(can: &Capabilities, audience: Audience) -> bool {
    audience.is_open()
        && matches!(
            allowed(can, CommandKind::ReplyPublic),
            Allowed::No { alternative: Some(CommandKind::HandOff), .. }
        )
}

/// What matters of a post for what can be done about it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PostNow {
    /// Whether its account is switched on.
    pub account_on: bool,
    /// Whether it came from a file of history, which has no way back to its author.
    pub imported: bool,
}

/// Whether a command of this kind can be carried out about this post, now: the third level, after
/// the channel and the account.
#[must_use]
pub const fn allowed_now(can: &Capabilities, post: PostNow, kind: CommandKind) -> Allowed {
    if !post.account_on {
        return Allowed::No { reason: "channel-account-off", alternative: None };
    }
    if post.imported {
        return Allowed::No { reason: "channel-imported-post", alternative: None };
    }
    allowed(can, kind)
}

#[cfg(test)]
mod tests {
    use super::{Allowed, CommandKind, allowed, is_by_hand};
    use earshot_model::{Audience, Capabilities, CommandBody};

    #[test]
    fn every_capability_decides_its_own_kind_and_no_other() {
        let none = Capabilities {
            reply_public: false,
            reply_private: false,
            find_sent: false,
            ..Capabilities::default()
        };
        let cases = [
            (CommandKind::ReplyPublic, Capabilities { reply_public: true, ..none.clone() }),
            (CommandKind::ReplyPrivate, Capabilities { reply_private: true, ..none.clone() }),
            (CommandKind::FindSent, Capabilities { find_sent: true, ..none.clone() }),
            (CommandKind::HandOff, Capabilities { by_hand: true, ..none.clone() }),
        ];
        for (kind, can) in &cases {
            assert!(!allowed(&none, *kind).is_yes());
            for (other, _) in &cases {
                assert_eq!(allowed(can, *other).is_yes(), other == kind, "{other:?} with {can:?}");
            }
        }
    }

    #[test]
    fn private_stands_in_for_public_and_never_the_other_way_round() {
        let private_only = Capabilities { reply_public: false, ..Capabilities::default() };
        assert_eq!(
            allowed(&private_only, CommandKind::ReplyPublic),
            Allowed::No {
                reason: "channel-no-public-reply",
                alternative: Some(CommandKind::ReplyPrivate)
            }
        );
        let public_only = Capabilities { reply_private: false, ..Capabilities::default() };
        assert_eq!(
            allowed(&public_only, CommandKind::ReplyPrivate),
            Allowed::No { reason: "channel-no-private-reply", alternative: None }
        );
    }

    #[test]
    fn only_public_answers_are_given_by_hand_and_only_where_the_channel_takes_none() {
        let by_hand =
            Capabilities { reply_public: false, by_hand: true, ..Capabilities::default() };
        assert_eq!(
            allowed(&by_hand, CommandKind::ReplyPublic),
            Allowed::No { reason: "channel-by-hand", alternative: Some(CommandKind::HandOff) }
        );
        assert!(is_by_hand(&by_hand, Audience::Public) && is_by_hand(&by_hand, Audience::Unlisted));
        assert!(!is_by_hand(&by_hand, Audience::Private));
        let both = Capabilities { by_hand: true, ..Capabilities::default() };
        assert!(!is_by_hand(&both, Audience::Public));
        assert!(!is_by_hand(&Capabilities::default(), Audience::Public));
    }

    #[test]
    fn everything_that_outsiders_can_read_counts_as_public() {
        for audience in Audience::ALL {
            let command = CommandBody::Reply {
                thread: "t".to_owned(),
                to: "p".to_owned(),
                author: "u".to_owned(),
                audience: *audience,
                text: "x".to_owned(),
            };
            let public = CommandKind::of(&command) == CommandKind::ReplyPublic;
            assert_eq!(public, audience.is_open(), "{audience}");
        }
    }
}

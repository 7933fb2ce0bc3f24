//! Why a channel did not do what it was asked, in the few kinds that decide what happens next.

use earshot_model::{CommandResult, ResultState, Time};

/// Why a channel did not do what it was asked. The texts are for people, and say what the channel
/// said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// We ask too often. Nothing was done.
    #[error("the channel asks to wait until {until}")]
    Limited {
        /// Not before.
        until: Time,
    },
    /// The login is good no more, until a person renews it. Nothing was done.
    #[error("the channel refuses the login: {0}. Connect the account anew")]
    Login(String),
    /// This login may not do it.
    #[error("the login may not do this: {0}")]
    Forbidden(String),
    /// What it is about is not there.
    #[error("the channel has no such thing: {0}")]
    NotThere(String),
    /// The channel does not take it, and would not the next time.
    #[error("the channel does not take it: {0}")]
    Invalid(String),
    /// It did not go this time; nothing was done.
    #[error("{0}")]
    Passing(String),
    /// The channel may have done it: look before it is done again.
    #[error("nobody knows whether the channel did it: {0}")]
    Unknown(String),
}

impl Fault {
    /// What a command that met this fault came to.
    #[must_use]
    pub fn result(&self) -> CommandResult {
        let state = match self {
            Self::Limited { .. } | Self::Login(_) | Self::Passing(_) => ResultState::Retry,
            Self::Forbidden(_) | Self::NotThere(_) | Self::Invalid(_) => ResultState::Failed,
            Self::Unknown(_) => ResultState::Unknown,
        };
        CommandResult { state, id: None, url: None, detail: Some(self.to_string()) }
    }

    /// The same, met by a request that changed nothing: there is nothing that could have been done.
    #[must_use]
    pub fn of_a_look(self) -> Self {
        match self {
            Self::Unknown(why) => Self::Passing(why),
            other => other,
        }
    }
}

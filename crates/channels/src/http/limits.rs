//! How much one request may carry.

use earshot_model::Time;

/// The limits of the protocol. They are part of it and not a setting.
#[derive(Debug, Clone, Copy)]
pub struct Limits;

impl Limits {
    /// The most bytes of a body: 4 MiB.
    pub const BODY: usize = 4 * 1024 * 1024;
    /// The most events of a batch.
    pub const EVENTS: usize = 500;
    /// The most bytes of an id, and of a revision. The least is 1.
    pub const ID: usize = 512;
    /// The most bytes of a text. 10,000 characters of any script are well within.
    pub const TEXT: usize = 100_000;
    /// The most bytes of a handle, a name, a language, or a detail of a status.
    pub const LINE: usize = 1_000;
    /// The most bytes of an address.
    pub const URL: usize = 4_096;
    /// The most bytes of the state that a plug-in keeps here.
    pub const STATE: usize = 64 * 1024;
    /// The longest long-poll, in seconds.
    pub const WAIT: u64 = 50;
    /// The most commands in one answer.
    pub const COMMANDS: usize = 100;
    /// How far ahead of the server's clock a date may be, in microseconds: 24 hours.
    pub const AHEAD: i64 = Time::DAY;
    /// The earliest date: 1990-01-01T00:00:00Z.
    pub const EARLIEST: Time = Time(631_152_000 * Time::SECOND);
}

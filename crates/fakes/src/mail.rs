//! A mail server that we play: IMAP and SMTP as the RFCs say, as far as a help desk asks for them,
//! with the faults that real ones have, and a ledger of what customers got.

mod fault;
mod imap;
mod query;
mod smtp;
mod wire;
mod world;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

pub use fault::MailFault;
pub use world::{Letter, PASSWORD};

use crate::Error;
use world::World;

/// The server. Clones are the same server.
#[derive(Clone)]
pub struct FakeMail {
    inner: Arc<Inner>,
}

struct Inner {
    world: Mutex<World>,
    /// How many mails ever arrived: who idles hears of each.
    arrived: watch::Sender<u32>,
}

impl FakeMail {
    /// A server with the empty mailbox of `address`, whose password is [`PASSWORD`].
    #[must_use]
    pub fn new(address: &str) -> Self {
        let (arrived, _) = watch::channel(0);
        Self { inner: Arc::new(Inner { world: Mutex::new(World::new(address)), arrived }) }
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.inner.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A mail arrives, at `at` in seconds since 1970. Gives its number.
    pub fn arrive(&self, text: &str, at: i64) -> u32 {
        let bytes = text.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes();
        let uid = self.world().arrive(bytes, at);
        self.inner.arrived.send_modify(|count| *count += 1);
        uid
    }

    /// A mail is taken out of the inbox.
    pub fn remove(&self, uid: u32) {
        self.world().inbox.retain(|mail| mail.uid != uid);
    }

    /// The mailbox gets new numbers, as after a repair: its UIDVALIDITY changes.
    pub fn renumber(&self) {
        self.world().renumber();
    }

    /// Lets `fault` strike the next `times` times that it can; 0 takes it back.
    pub fn plan(&self, fault: MailFault, times: u32) {
        self.world().faults.plan(fault, times);
    }

    /// How often `fault` really struck.
    #[must_use]
    pub fn hits(&self, fault: MailFault) -> u32 {
        self.world().faults.hits(fault)
    }

    /// Every letter that went out to customers, in order.
    #[must_use]
    pub fn ledger(&self) -> Vec<Letter> {
        self.world().ledger.clone()
    }

    /// Every letter that is kept among what was sent.
    #[must_use]
    pub fn sent(&self) -> Vec<String> {
        self.world().sent.iter().map(world::Stored::text).collect()
    }

    /// How many connections were opened to it.
    #[must_use]
    pub fn opened(&self) -> u32 {
        self.world().opened
    }

    /// How many connections idle at this moment.
    #[must_use]
    pub fn idlers(&self) -> usize {
        self.inner.arrived.receiver_count()
    }

    /// Serves IMAP on one listener and submission on the other until the future is dropped.
    ///
    /// # Errors
    /// [`Error::Listen`].
    pub async fn serve(self, imap: TcpListener, smtp: TcpListener) -> Result<(), Error> {
        loop {
            tokio::select! {
                accepted = imap.accept() => {
                    let (stream, _) = accepted?;
                    self.begin(stream, |fake, stream| tokio::spawn(imap::talk(fake, stream)));
                }
                accepted = smtp.accept() => {
                    let (stream, _) = accepted?;
                    self.begin(stream, |fake, stream| tokio::spawn(smtp::talk(fake, stream)));
                }
            }
        }
    }

    fn begin<T>(&self, stream: TcpStream, talk: impl FnOnce(Self, TcpStream) -> T) {
        let hangs_up = {
            let mut world = self.world();
            world.opened += 1;
            world.faults.strikes(MailFault::HangUp)
        };
        if !hangs_up {
            talk(self.clone(), stream);
        }
    }
}

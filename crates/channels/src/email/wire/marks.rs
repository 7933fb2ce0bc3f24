//! What we write into our mail to know its answers by: a signed word in the address and in the id.
//!
//! A thread is named by the id of its first mail, through a digest of 80 bits. Our letters carry that
//! name with 40 bits of HMAC-SHA256, so that nobody else can make one up. Everybody who gets a letter
//! sees these bits: the key behind them is random, and follows from nothing that could be guessed.

use earshot_model::{OutboxId, Time};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::Mailbox;

/// How many letters a thread's name has: 80 bits, five a letter.
const NAME: usize = 16;
/// How many letters a signature has: 40 bits.
const SEAL: usize = 8;
/// Begins the word behind the `+` of an address.
const PLUS: char = 'e';
/// Begins the external id of a thread.
const THREAD: &str = "mail:";
/// The letters of RFC 4648 base 32, in lower case: mail servers may change the case.
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The account's own address, and what it signs with.
#[derive(Clone)]
pub struct Own {
    /// The address.
    pub mailbox: Mailbox,
    key: [u8; 32],
}

/// What an id of ours tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ours {
    /// The message that the letter is.
    pub message: OutboxId,
    /// The external id of its thread.
    pub thread: String,
    /// When it was written, to the second.
    pub written_at: Time,
    /// The signature over its recipient.
    to: String,
}

/// What is known of a thread by the marks of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks {
    /// The external id of the thread.
    pub thread: String,
    /// Our letter that it answers, if it says so.
    pub answers: Option<String>,
}

impl Own {
    /// `random` is the account's own key, [`OWN_KEY`](crate::access::OWN_KEY): never a password.
    #[must_use]
    pub fn new(mailbox: Mailbox, random: &str) -> Self {
        let key = mac(random.as_bytes(), &["earshot mail threads", &mailbox.address]);
        Self { mailbox, key }
    }

    /// The address that answers to a thread go to.
    #[must_use]
    pub fn address(&self, thread: &str) -> String {
        let (local, domain) = self.mailbox.halves();
        match thread.strip_prefix(THREAD) {
            Some(name) => {
                let seal = self.seal("address", name);
                format!("{local}+{PLUS}{name}{seal}@{domain}")
            }
            None => self.mailbox.address.clone(),
        }
    }

    /// The id of our letter to `to`, written at `at`: the same for the same message, however often it
    /// is tried.
    #[must_use]
    pub fn message_id(&self, message: OutboxId, thread: &str, to: &Mailbox, at: Time) -> String {
        let name = thread.strip_prefix(THREAD).unwrap_or("none");
        let seconds = at.micros().max(0) / Time::SECOND;
        let to = self.recipient(message, to);
        let left = format!("{}.{name}.{seconds:x}.{to}", message.0.simple());
        let seal = self.seal("id", &left);
        format!("{left}.{seal}@{}", self.mailbox.halves().1)
    }

    /// What an id of ours tells; nothing for the ids of others.
    #[must_use]
    pub fn ours(&self, message_id: &str) -> Option<Ours> {
        let (left, domain) = message_id.rsplit_once('@')?;
        let (left, seal) = left.rsplit_once('.')?;
        let parts: Vec<&str> = left.split('.').collect();
        let [message, name, seconds, to] = parts.as_slice() else { return None };
        let known = self.seal("id", left);
        let ours = domain.eq_ignore_ascii_case(self.mailbox.halves().1) && known == seal;
        let message = message.parse().ok().filter(|_| ours)?;
        let seconds = i64::from_str_radix(seconds, 16).ok()?;
        Some(Ours {
            message: OutboxId(message),
            thread: format!("{THREAD}{name}"),
            written_at: Time(seconds.saturating_mul(Time::SECOND)),
            to: (*to).to_owned(),
        })
    }

    /// Whether a letter of ours went to this address.
    #[must_use]
    pub fn wrote_to(&self, letter: &Ours, address: &Mailbox) -> bool {
        self.recipient(letter.message, address) == letter.to
    }

    fn recipient(&self, message: OutboxId, to: &Mailbox) -> String {
        self.seal("to", &format!("{} {}", message.0.simple(), to.address))
    }

    /// Whether an id has the form of ours, whoever signed it: with an older secret, too.
    #[must_use]
    pub fn looks_ours(&self, message_id: &str) -> bool {
        let Some((left, domain)) = message_id.rsplit_once('@') else { return false };
        let parts: Vec<&str> = left.split('.').collect();
        let [message, name, seconds, to, seal] = parts.as_slice() else { return false };
        domain.eq_ignore_ascii_case(self.mailbox.halves().1)
            && message.len() == 32
            && message.parse::<uuid::Uuid>().is_ok()
            && (is_word(name, NAME) || *name == "none")
            && i64::from_str_radix(seconds, 16).is_ok()
            && is_word(to, SEAL)
            && is_word(seal, SEAL)
    }

    /// The thread that a recipient's address names, if we signed it.
    fn thread_of(&self, recipient: &Mailbox) -> Option<String> {
        let (local, domain) = recipient.halves();
        let (ours, own_domain) = self.mailbox.halves();
        let word = local.strip_prefix(ours)?.strip_prefix('+')?.strip_prefix(PLUS)?;
        if domain != own_domain || !is_word(word, NAME + SEAL) {
            return None;
        }
        let (name, seal) = word.split_at_checked(NAME)?;
        (self.seal("address", name) == seal).then(|| format!("{THREAD}{name}"))
    }

    /// Whether an address is the account's own, with or without a word behind the `+`.
    #[must_use]
    pub fn is_own(&self, other: &Mailbox) -> bool {
        self.mailbox.is_plus_of(other)
    }

    /// Which thread a mail belongs to: by our signed word in an address that it went to, by our own
    /// letter that it answers, by the first mail that it refers to, else it begins one. Never by its
    /// subject.
    #[must_use]
    pub fn marks(&self, mail: &super::Mail) -> Marks {
        let named = mail.in_reply_to.iter().rev().chain(mail.references.iter().rev());
        let answered = named.clone().find_map(|id| Some((id.clone(), self.ours(id)?.thread)));
        let answers = answered.as_ref().map(|(id, _)| id.clone());
        let addressed = mail.recipients.iter().find_map(|to| self.thread_of(to));
        let thread =
            addressed.or_else(|| answered.map(|(_, thread)| thread)).unwrap_or_else(|| {
                let first = mail.references.first().or_else(|| mail.in_reply_to.first());
                thread(first.or(mail.message_id.as_ref()).map_or(&mail.digest, |id| id))
            });
        Marks { thread, answers }
    }

    fn seal(&self, what: &str, words: &str) -> String {
        base32(&mac(&self.key, &[what, words]), SEAL)
    }
}

/// The external id of the thread that begins with this mail.
#[must_use]
pub(super) fn thread(first: &str) -> String {
    let digest = Sha256::new().chain_update("mail thread\0").chain_update(first).finalize();
    format!("{THREAD}{}", base32(&digest, NAME))
}

fn is_word(word: &str, length: usize) -> bool {
    word.len() == length && word.bytes().all(|b| LETTERS.contains(&b))
}

/// HMAC-SHA256 over the parts, each ended by a zero byte.
fn mac(key: &[u8], parts: &[&str]) -> [u8; 32] {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    for part in parts {
        mac.update(part.as_bytes());
        mac.update(&[0]);
    }
    mac.finalize().into_bytes().into()
}

/// The first letters of base 32 without padding.
fn base32(bytes: &[u8], letters: usize) -> String {
    let mut out = String::with_capacity(letters);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            if out.len() == letters {
                return out;
            }
            bits -= 5;
            let place = usize::try_from((held >> bits) & 31).unwrap_or(0);
            out.push(LETTERS.get(place).copied().map_or('a', char::from));
        }
        held &= (1 << bits) - 1;
    }
    out
}

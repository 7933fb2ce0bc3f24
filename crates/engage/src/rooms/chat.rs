//! A visitor begins a chat on a page of the brand's own.

use earshot_model::{AccountId, GuestStanding, Identity, Person, RoomId, RoomKind, Tier, Time};
use earshot_store::rooms::{self, Guest};
use earshot_store::{accounts, channel_logins, persons};

use super::Visitor;
use super::invite::furnish;
use super::rules::words;
use super::talk::somebody_is_here;
use crate::channels::Fields;
use crate::staff::token;
use crate::{Engage, Error, Result};

/// The longest name of a visitor, in characters.
const LONGEST_NAME: usize = 60;

/// A web chat as its window needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatWindow {
    /// The account.
    pub account: AccountId,
    /// What stands above it.
    pub title: String,
    /// The first words in it; may be empty.
    pub greeting: String,
    /// Which origins may frame it, parted by spaces.
    pub origins: String,
    /// Whether somebody is here to answer.
    pub here: bool,
}

impl Engage {
    /// The window of a web chat; none for an account that is none, or is switched off.
    ///
    /// # Errors
    /// As the database.
    pub async fn chat_window(&self, account: AccountId) -> Result<Option<ChatWindow>> {
        let org = match self.db.org_of_account(account).await {
            Ok(org) => org,
            Err(earshot_store::Error::NotFound(_)) => return Ok(None),
            Err(other) => return Err(other.into()),
        };
        let mut conn = self.db.read(org).await?;
        let row = accounts::find(&mut conn, account).await?;
        let is_chat = row.channel == RoomKind::Chat.channel()
            && accounts::is_home(&mut conn, account).await?;
        let Some(login) = channel_logins::find(&mut conn, account).await? else { return Ok(None) };
        if !is_chat || row.disabled_at.is_some() {
            return Ok(None);
        }
        let settings: Fields = serde_json::from_str(&login.settings)
            .map_err(|problem| Error::invalid("settings", problem.to_string()))?;
        let text = |key: &str| settings.get(key).cloned().unwrap_or_default();
        let title = Some(text("title")).filter(|title| !title.is_empty());
        Ok(Some(ChatWindow {
            account,
            title: title.unwrap_or(row.name),
            greeting: text("greeting"),
            origins: text("origins"),
            here: somebody_is_here(&mut conn).await?,
        }))
    }

    /// Begins a chat for a browser with this seed, or finds the one that it began: a browser that
    /// asks again after a lost answer gets the same. Gives who it is, and what it proves itself with.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `seed`, [`Error::NotFound`] for an account that is no web chat.
    pub async fn begin_chat(
        &self,
        account: AccountId,
        seed: &str,
        name: &str,
        stranger: &str,
    ) -> Result<(Visitor, String)> {
        let odd = || Error::invalid("seed", "send 32 random bytes as base64url");
        let secret = token::seeded(seed).ok_or_else(odd)?;
        if self.chat_window(account).await?.is_none() {
            return Err(Error::NotFound("chat"));
        }
        let org = self.db.org_of_account(account).await?;
        let token = token::new(org, secret);
        let hash = token::hash(&token);
        let (engage, name) = (self.clone(), shown(name).unwrap_or_else(|| stranger.to_owned()));
        let (room, guest) = self
            .db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let account = accounts::find(tx, account).await?;
                    if let Some((room, guest)) = rooms::chat_of(tx, account.id, hash).await? {
                        return Ok((rooms::find(tx, room).await?, guest));
                    }
                    let now = engage.tools.now();
                    let (person, identity) = engage.visitor_named(&account, &name, now);
                    persons::insert_all(tx, std::slice::from_ref(&person)).await?;
                    let room =
                        furnish(&engage, tx, &account, &identity, RoomKind::Chat, now).await?;
                    let room = rooms::Room { opened_at: Some(now), ..room };
                    rooms::insert(tx, &room).await?;
                    let guest = Guest {
                        id: engage.tools.id(),
                        room_id: room.id,
                        standing: GuestStanding::In,
                        came_at: now,
                        tries: 0,
                    };
                    rooms::insert_guest(tx, &guest, hash).await?;
                    Ok((room, guest))
                })
            })
            .await?;
        Ok((Visitor { org, room, guest }, token))
    }

    /// A person of whom we know the name at most.
    fn visitor_named(
        &self,
        account: &earshot_model::Account,
        name: &str,
        now: Time,
    ) -> (Person, Identity) {
        let person = Person {
            org_id: account.org_id,
            id: self.tools.id(),
            display_name: name.to_owned(),
            tier: Tier::Unknown,
            languages: String::new(),
            place: None,
            time_zone: None,
            created_at: now,
            erased_at: None,
        };
        let id: RoomId = self.tools.id();
        let identity = Identity {
            org_id: account.org_id,
            id: self.tools.id(),
            person_id: person.id,
            channel: account.channel.clone(),
            external_id: id.to_string(),
            // What makes visitors with the same name different people on a screen.
            handle: format!("visitor-{}", short(&id.to_string())),
            display_name: name.to_owned(),
            followers: None,
            ours: false,
            evidence: String::new(),
            created_at: now,
        };
        (person, identity)
    }
}

/// The last six letters of an id.
fn short(id: &str) -> String {
    let letters: Vec<char> = id.chars().filter(|c| *c != '-').collect();
    letters.iter().rev().take(6).rev().collect()
}

/// A name as it was typed, in one line; none where none was.
fn shown(name: &str) -> Option<String> {
    let line = words(name)?.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(line.chars().take(LONGEST_NAME).collect())
}

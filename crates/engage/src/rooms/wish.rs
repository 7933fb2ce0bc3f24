//! A guest says how they would rather be reached: here, by a call, by e-mail.

use earshot_cases::Moment;
use earshot_model::{Actor, EventKind};
use earshot_store::persons::{self, Fact};
use earshot_store::{cases, rooms};
use serde_json::json;
use uuid::Uuid;

use super::visitor::must_be_in;
use super::{Said, Visitor, Word};
use crate::acts::MOST_FACTS;
use crate::{Engage, Error, Result};

/// The longest line of a wish, in characters.
const LONGEST: usize = 120;
/// What the source of a fact says when a guest typed it.
const SOURCE: &str = "room";

/// How a guest would rather be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// In this room.
    Here,
    /// By a call to this number, at this time as they say it.
    Call {
        /// The number.
        number: String,
        /// When, in their words; may be empty.
        when: String,
    },
    /// By e-mail to this address.
    Mail {
        /// The address.
        address: String,
    },
}

impl Wish {
    /// The word in the database and in the log.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Call { .. } => "call",
            Self::Mail { .. } => "mail",
        }
    }

    /// What it tells of the person, for the record that the guard compares with.
    fn fact(&self) -> Option<Fact> {
        let (kind, value) = match self {
            Self::Here => return None,
            Self::Call { number, .. } => ("phone", number),
            Self::Mail { address } => ("email", address),
        };
        Some(Fact { kind: kind.to_owned(), value: value.clone(), source: SOURCE.to_owned() })
    }

    /// The same with its lines in order.
    fn checked(self) -> Result<Self> {
        let line = |text: &str| {
            let line: Vec<&str> = text.split_whitespace().collect();
            let line: String = line.join(" ").chars().filter(|c| !c.is_control()).collect();
            (line.chars().count() <= LONGEST).then_some(line)
        };
        match self {
            Self::Here => Ok(Self::Here),
            Self::Call { number, when } => {
                let number = line(&number).filter(|number| is_number(number));
                let odd = || Error::invalid("number", "write it with its country, +43 1 234 567");
                let long = || Error::invalid("when", "say in a few words when");
                Ok(Self::Call {
                    number: number.ok_or_else(odd)?,
                    when: line(&when).ok_or_else(long)?,
                })
            }
            Self::Mail { address } => {
                let address = line(&address).filter(|address| is_address(address));
                let odd = || Error::invalid("address", "write it as name@example.org");
                Ok(Self::Mail { address: address.ok_or_else(odd)? })
            }
        }
    }
}

impl Engage {
    /// How a guest would rather be reached, as the word that says so in the room; `words` are what it
    /// says there, where `{to}` stands for the number or the address and `{when}` for the time. Give
    /// the wish to [`Engage::keep_wish`] when the inbound loop has the word.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `number`, `when` or `address`; [`Error::NotFound`] for one who is not in.
    pub async fn guest_wishes(
        &self,
        visitor: &Visitor,
        wish: Wish,
        words: &str,
        key: Uuid,
    ) -> Result<(Word, Wish)> {
        must_be_in(visitor)?;
        let wish = wish.checked()?;
        let text = match &wish {
            Wish::Here => words.to_owned(),
            Wish::Call { number, when } => words.replace("{to}", number).replace("{when}", when),
            Wish::Mail { address } => words.replace("{to}", address),
        };
        let said = Said { key, text: text.trim().to_owned(), files: Vec::new() };
        Ok((self.guest_says(visitor, said).await?, wish))
    }

    /// Keeps how a guest would rather be reached. What they typed goes into the customer's record only
    /// when it is known that they are the customer.
    ///
    /// # Errors
    /// As the database.
    pub async fn keep_wish(&self, visitor: &Visitor, wish: Wish) -> Result<()> {
        let (room, now) = (visitor.room.id, self.tools.now());
        self.db
            .write::<_, Error, _>(visitor.org, move |tx| {
                Box::pin(async move {
                    let room = rooms::hold(tx, room).await?;
                    rooms::wish(tx, room.id, wish.word()).await?;
                    let known = persons::facts(tx, room.person_id).await?.len();
                    let fact = wish.fact().filter(|_| room.proved_at.is_some());
                    if let Some(fact) = fact.filter(|_| known < MOST_FACTS) {
                        persons::insert_fact(tx, room.person_id, &fact, now).await?;
                    }
                    if let Some(case) = room.case_id {
                        let case = cases::find(tx, case).await?;
                        let moment = Moment::new(now, Actor::Account(room.account_id));
                        let data = json!({ "room": room.id, "how": wish.word() });
                        tx.emit(moment.event(EventKind::RoomWished, &case).data(data));
                    }
                    Ok(())
                })
            })
            .await
    }
}

/// Whether somebody can be called there: 6 to 15 digits (ITU-T E.164 has at most 15).
fn is_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (6..=15).contains(&digits)
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-' | '(' | ')' | '/' | '.'))
}

fn is_address(text: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '"');
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.contains('@') && host.contains('.') && !host.ends_with('.')
    }) && !text.contains(odd)
}

#[cfg(test)]
mod tests {
    use super::Wish;

    fn call(number: &str) -> Wish {
        Wish::Call { number: number.to_owned(), when: " after  5 ".to_owned() }
    }

    #[test]
    fn numbers_and_addresses_have_their_shape() {
        let fine = call(" +43  1 234-567 ").checked().unwrap();
        assert_eq!(fine, Wish::Call { number: "+43 1 234-567".into(), when: "after 5".into() });
        for odd in ["", "12345", "call me", "1234567890123456", "123456<b>"] {
            assert!(call(odd).checked().is_err(), "{odd}");
        }
        let mail = |address: &str| Wish::Mail { address: address.to_owned() }.checked();
        assert!(mail("mirela@post.example").is_ok());
        for odd in ["", "mirela", "@post.example", "a@b", "a@b.", "a b@post.example", "a@b@c.d"] {
            assert!(mail(odd).is_err(), "{odd}");
        }
    }
}

//! Is there a feed, and whose is it?

use earshot_egress::Method;
use earshot_model::{Capabilities, LengthRule, LengthUnit};

use super::address::{address, host, short};
use super::read::{ACCEPT, document};
use crate::access::{Access, Fields};
use crate::channel::{Right, Standing};
use crate::fault::Fault;
use crate::shown::line;

/// The longest answer, in characters: no source says what it takes, and people write no longer ones.
const LONGEST: u32 = 10_000;

pub(super) async fn probe(access: &Access) -> Result<Standing, Fault> {
    let url = address(access.setting("feed")).map_err(Fault::Invalid)?;
    let found = access.fetch(Method::GET, &url, &[("accept", ACCEPT.to_owned())]).await?;
    let feed = document(found).await?;
    let title = line(&feed.title);
    let right = |key: &str| Right { key: key.to_owned(), held: Some(true) };
    Ok(Standing {
        id: url.clone(),
        handle: short(&url).to_owned(),
        name: if title.is_empty() { host(&url).to_owned() } else { title },
        capabilities: by_hand(),
        learned: Fields::from([("feed".to_owned(), url)]),
        rights: vec![right("feed"), right("by_hand")],
        server: feed.format.to_owned(),
    })
}

/// What an account can do whose channel takes no answers.
pub(crate) const fn by_hand() -> Capabilities {
    let length = LengthRule { unit: LengthUnit::Chars, max: LONGEST, link_counts: None };
    Capabilities {
        reply_public: false,
        reply_private: false,
        find_sent: false,
        length_public: length,
        length_private: length,
        by_hand: true,
    }
}

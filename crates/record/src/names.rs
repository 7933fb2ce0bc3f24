//! What the names in a query stand for: shared lists and other listeners.

use earshot_matcher::{NameBook, NamedKind};
use earshot_store::{Conn, lists};

use crate::error::Result;

/// What may be named in these texts. Nothing is looked up where they name nothing.
pub(crate) async fn book<'t>(
    conn: &mut Conn,
    mut texts: impl Iterator<Item = &'t str>,
) -> Result<NameBook> {
    if !texts.any(NameBook::is_asked) {
        return Ok(NameBook::default());
    }
    let kind = |is_list| if is_list { NamedKind::List } else { NamedKind::Query };
    let named = lists::named(conn).await?.into_iter();
    Ok(named.map(|one| (kind(one.is_list), one.name, one.text)).collect())
}

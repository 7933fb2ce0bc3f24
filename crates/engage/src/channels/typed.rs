//! What somebody typed to connect an account.

use earshot_channels::Fields;
use earshot_channels::channel::{About, Field, FieldKind};

use crate::{Error, Result};

/// The most characters of a field.
const LONGEST: usize = 4_096;

/// What was typed, parted into settings and secrets. Fields that the channel does not have are left
/// out.
pub(super) struct Typed {
    pub(super) settings: Fields,
    pub(super) secrets: Fields,
}

/// Reads what was typed into the fields of a channel. A secret that was left empty, and what was not
/// asked for at all, is taken from `before`, so that one can be changed without the others. But a
/// secret was given for one account on one server: where a field that must be there says another, it
/// has to be typed again, or whoever may change settings could send it to a server of their own.
pub(super) fn read(about: &About, typed: &Fields, before: &Fields) -> Result<Typed> {
    let mut read = Typed { settings: Fields::new(), secrets: Fields::new() };
    let mut same = true;
    for field in about.fields.iter().filter(|field| field.kind != FieldKind::Secret) {
        let known = before.get(field.key).filter(|_| !typed.contains_key(field.key));
        let value = match known {
            Some(known) => known.clone(),
            None => checked(field, text(typed, field))?,
        };
        same &= field.optional || before.get(field.key) == Some(&value);
        read.settings.insert(field.key.to_owned(), value);
    }
    for field in about.fields.iter().filter(|field| field.kind == FieldKind::Secret) {
        let text = text(typed, field);
        let known = before.get(field.key).filter(|_| text.is_empty());
        let value = match known {
            Some(known) if same => known.clone(),
            Some(_) => {
                let problem =
                    "type it again: the one that is kept is for another server or account";
                return Err(Error::invalid(field.key, problem));
            }
            None => checked(field, text)?,
        };
        read.secrets.insert(field.key.to_owned(), value);
    }
    Ok(read)
}

fn text<'t>(typed: &'t Fields, field: &Field) -> &'t str {
    typed.get(field.key).map_or("", |text| text.trim())
}

fn checked(field: &Field, text: &str) -> Result<String> {
    if text.is_empty() && field.optional {
        return Ok(String::new());
    }
    if text.is_empty() {
        return Err(Error::invalid(field.key, "type something here"));
    }
    if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
        return Err(Error::invalid(field.key, "use one line of at most 4,096 characters"));
    }
    if field.kind != FieldKind::Address {
        return Ok(text.to_owned());
    }
    let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let rest = whole.strip_prefix("https://").or_else(|| whole.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    if host.is_empty() || host.contains('@') || whole.contains(char::is_whitespace) {
        let problem = "write it as https://host, without a name or a password in it";
        return Err(Error::invalid(field.key, problem));
    }
    Ok(whole.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use earshot_channels::Fields;
    use earshot_channels::channel::{About, Field, FieldKind};

    use super::read;

    static ABOUT: About = About {
        kind: "test",
        name: "Test",
        fields: &[
            Field { key: "address", kind: FieldKind::Address, optional: false },
            Field { key: "token", kind: FieldKind::Secret, optional: false },
            Field { key: "note", kind: FieldKind::Line, optional: true },
        ],
        sources: &[],
        hydrates: false,
    };

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn an_address_becomes_whole_and_secrets_stay_apart() {
        let typed = fields(&[("address", " social.example/ "), ("token", "t"), ("odd", "x")]);
        let read = read(&ABOUT, &typed, &Fields::new()).unwrap();
        let whole = fields(&[("address", "https://social.example"), ("note", "")]);
        assert_eq!(read.settings, whole);
        assert_eq!(read.secrets, fields(&[("token", "t")]));
    }

    #[test]
    fn an_empty_secret_is_the_one_before() {
        let typed = fields(&[("address", "other.example"), ("note", "new")]);
        let before = fields(&[("address", "https://other.example"), ("token", "old")]);
        let read_again = read(&ABOUT, &typed, &before).unwrap();
        assert_eq!(read_again.secrets, fields(&[("token", "old")]));
        assert!(read(&ABOUT, &typed, &Fields::new()).is_err());
    }

    #[test]
    fn a_kept_secret_is_not_sent_to_another_server() {
        let before = fields(&[("address", "https://social.example"), ("token", "old")]);
        let typed = fields(&[("address", "https://evil.example"), ("token", "")]);
        assert!(read(&ABOUT, &typed, &before).is_err());
        let typed = fields(&[("address", "https://evil.example"), ("token", "new")]);
        assert_eq!(read(&ABOUT, &typed, &before).unwrap().secrets, fields(&[("token", "new")]));
    }

    #[test]
    fn a_login_is_renewed_without_the_rest() {
        let before =
            fields(&[("address", "https://social.example"), ("token", "old"), ("note", "n")]);
        let renewed = read(&ABOUT, &fields(&[("token", "new")]), &before).unwrap();
        assert_eq!(renewed.secrets, fields(&[("token", "new")]));
        assert_eq!(
            renewed.settings,
            fields(&[("address", "https://social.example"), ("note", "n")])
        );
        let emptied = read(&ABOUT, &fields(&[("note", "")]), &before).unwrap();
        assert_eq!(emptied.settings["note"], "");
    }

    #[test]
    fn odd_addresses_are_refused() {
        for odd in ["", "ftp://x", "https://", "https://me:pw@host", "a b", "https://x\ny"] {
            let typed = fields(&[("address", odd), ("token", "t")]);
            assert!(read(&ABOUT, &typed, &Fields::new()).is_err(), "{odd:?}");
        }
    }
}

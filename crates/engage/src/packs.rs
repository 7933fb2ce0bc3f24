//! Ready-made listeners: phrases of care, rivals, launches, and what is to be left out. Each is a query
//! with blanks for names; filled in, it becomes an ordinary listener that can be changed.

use std::sync::LazyLock;

use earshot_matcher::Query;
use earshot_model::ListenerPurpose;
use serde::Deserialize;

use crate::{Error, Result};

/// A blank in a pack: which names it wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Blank {
    /// The brand: its name, handle, hashtag, nicknames.
    Brand,
    /// One or more competitors.
    Competitor,
    /// A product.
    Product,
}

impl Blank {
    /// Its name in queries, forms and texts.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Brand => "brand",
            Self::Competitor => "competitor",
            Self::Product => "product",
        }
    }
}

/// A ready-made listener.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Its name in addresses and texts, such as `churn`.
    #[serde(skip)]
    pub key: &'static str,
    /// What the listener is for.
    pub purpose: ListenerPurpose,
    /// The blanks of the query.
    pub asks: Vec<Blank>,
    /// The query with its blanks.
    query: String,
    /// Posts that it finds, with the same blanks.
    pub finds: Vec<String>,
    /// Posts that it passes over.
    pub passes: Vec<String>,
}

macro_rules! packs {
    ($($key:literal),+ $(,)?) => {
        [$(($key, include_str!(concat!("../packs/", $key, ".toml")))),+]
    };
}

/// In the order of the screen: care first, then rivals and launches, then what is left out.
static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(|| {
    let texts = packs![
        "help",
        "broken",
        "complaint",
        "question",
        "alternatives",
        "churn",
        "purchase",
        "praise",
        "safety",
        "competitor",
        "rivals",
        "launch",
        "jobs",
        "markets",
        "giveaways",
    ];
    let read = |(key, text)| {
        let pack: Pack = toml::from_str(text)
            .unwrap_or_else(|problem| unreachable!("a test reads every pack: {key}: {problem}"));
        Pack { key, ..pack }
    };
    texts.into_iter().map(read).collect()
});

/// All packs.
#[must_use]
pub fn packs() -> &'static [Pack] {
    &PACKS
}

/// The pack of this name.
#[must_use]
pub fn pack(key: &str) -> Option<&'static Pack> {
    PACKS.iter().find(|pack| pack.key == key)
}

impl Pack {
    /// The query with names in its blanks. `names` gives what was typed for a blank: names parted by
    /// commas or lines, such as `Altavela, @altavela, alta vela`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on a blank that stays empty, [`Error::Query`] when the names do not fit.
    pub fn fill<'a>(&self, names: impl Fn(Blank) -> &'a str) -> Result<String> {
        let mut query = self.query.trim().to_owned();
        for blank in &self.asks {
            let group = group(names(*blank))
                .ok_or_else(|| Error::invalid(blank.word(), "type at least one name"))?;
            query = query.replace(&format!("{{{}}}", blank.word()), &group);
        }
        Query::parse(&query).map_err(Error::Query)?;
        Ok(query)
    }
}

/// Names as a group of a query: each one as it is when it is one word, else in quotes.
fn group(typed: &str) -> Option<String> {
    let names: Vec<String> = typed.split([',', '\n', ';']).filter_map(name).collect();
    match names.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        _ => Some(format!("({})", names.join(" OR "))),
    }
}

fn name(typed: &str) -> Option<String> {
    let kept: String = typed.chars().filter(|c| !matches!(c, '"' | '“' | '”' | '„')).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let name = words.join(" ");
    let bare = name.strip_prefix(['#', '@', '$']).unwrap_or(&name);
    let operator = matches!(bare, "AND" | "OR" | "NOT" | "NEAR" | "WITHIN");
    let plain = !operator && bare.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !bare.chars().any(char::is_alphanumeric) {
        None
    } else if plain {
        Some(name)
    } else {
        Some(format!("\"{name}\""))
    }
}

#[cfg(test)]
mod tests {
    use earshot_matcher::PostView;

    use super::*;

    const NAMES: [(Blank, &str, &str); 3] = [
        (Blank::Brand, "Altavela, @altavela, #altavela, alta vela", "Alta Vela"),
        (Blank::Competitor, "Norvento, Blue Wing", "blue wing"),
        (Blank::Product, "Vela One", "vela one"),
    ];

    fn filled(pack: &Pack) -> Query {
        let names = |blank| NAMES.iter().find(|it| it.0 == blank).map_or("", |it| it.1);
        let query = pack.fill(names).unwrap_or_else(|problem| panic!("{}: {problem}", pack.key));
        Query::parse(&query).unwrap()
    }

    fn post(text: &str) -> String {
        NAMES.iter().fold(text.to_owned(), |text, (blank, _, name)| {
            text.replace(&format!("{{{}}}", blank.word()), name)
        })
    }

    fn matches(query: &Query, text: &str) -> bool {
        query.matches(&PostView { text, ..PostView::default() })
    }

    #[test]
    fn every_pack_finds_its_examples_and_passes_over_the_others() {
        assert!(packs().len() >= 12);
        for pack in packs() {
            let query = filled(pack);
            assert!(!pack.finds.is_empty() && !pack.passes.is_empty(), "{}", pack.key);
            for text in &pack.finds {
                assert!(matches(&query, &post(text)), "{} finds: {text}", pack.key);
            }
            for text in &pack.passes {
                assert!(!matches(&query, &post(text)), "{} passes: {text}", pack.key);
            }
        }
    }

    #[test]
    fn names_become_a_group() {
        assert_eq!(group("Altavela").as_deref(), Some("Altavela"));
        assert_eq!(group(" a, \"b c\"\n#d ,, ").as_deref(), Some("(a OR \"b c\" OR #d)"));
        assert_eq!(group("AT&T").as_deref(), Some("\"AT&T\""));
        assert_eq!(group("OR").as_deref(), Some("\"OR\""));
        assert_eq!(group(" , \" \" @"), None);
    }

    #[test]
    fn a_blank_has_to_be_filled() {
        let refused = pack("competitor").unwrap().fill(|blank| match blank {
            Blank::Brand => "acme",
            _ => " ",
        });
        assert!(refused.unwrap_err().to_string().contains("at least one name"));
        assert!(pack("nothing").is_none());
    }
}

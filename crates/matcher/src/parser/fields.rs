//! The names of fields, in the spellings of several listening languages.

use crate::ast::{HandleRole, LinkScope, NamedKind, NumberField, TextField};
use crate::error::Problem;

/// What a field asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Text(TextField),
    Handle(HandleRole),
    /// Answers to somebody, or shares of their posts.
    EngagingWith,
    Language,
    Country,
    City,
    Channel,
    Site,
    /// The registrable domain.
    Domain,
    TopLevel,
    Link(LinkScope),
    Type,
    Has,
    Is,
    /// `authorVerified:true`.
    Verified,
    Number(NumberField),
    Verdict(&'static str),
    Raw,
    Hashtag,
    Mention,
    Named(NamedKind),
}

/// Every name: first the one that we write, then the other spellings. Case and `_` do not count.
const NAMES: &[(Field, &[&str])] = &[
    (Field::Handle(HandleRole::Author), &["author", "from", "authorhandle"]),
    (Field::Handle(HandleRole::To), &["to"]),
    (Field::Handle(HandleRole::SharedFrom), &["retweets_of"]),
    (Field::EngagingWith, &["engagingwith"]),
    (Field::Text(TextField::AuthorName), &["authorname", "bio_name"]),
    (Field::Text(TextField::Bio), &["bio"]),
    (Field::Text(TextField::Title), &["title", "url_title", "subject"]),
    (Field::Language, &["lang", "language"]),
    (Field::Country, &["country", "place_country", "countrycode"]),
    (Field::City, &["city"]),
    (Field::Channel, &["channel", "pagetype", "network"]),
    (Field::Site, &["site"]),
    (Field::Domain, &["domain"]),
    (Field::TopLevel, &["topleveldomain", "tld"]),
    (Field::Link(LinkScope::Written), &["url"]),
    (Field::Link(LinkScope::Target), &["links"]),
    (Field::Type, &["type", "engagementtype", "posttype"]),
    (Field::Has, &["has"]),
    (Field::Is, &["is"]),
    (Field::Verified, &["authorverified"]),
    (Field::Number(NumberField::Followers), &["followers", "followers_count", "authorfollowers"]),
    (Field::Number(NumberField::Engagement), &["engagement"]),
    (Field::Number(NumberField::Reach), &["reach"]),
    (Field::Number(NumberField::Rating), &["rating", "stars"]),
    (Field::Verdict("sentiment"), &["sentiment"]),
    (Field::Verdict("emotion"), &["emotion"]),
    (Field::Verdict("intent"), &["intent"]),
    (Field::Verdict("urgency"), &["urgency"]),
    (Field::Verdict("timeliness"), &["timeliness"]),
    (Field::Verdict("value"), &["value"]),
    (Field::Verdict("influence"), &["influence"]),
    (Field::Verdict("identity"), &["identity"]),
    (Field::Verdict("expects"), &["expects"]),
    (Field::Raw, &["raw"]),
    (Field::Hashtag, &["hashtags", "hashtag"]),
    (Field::Mention, &["at_mentions", "mentions"]),
    (Field::Named(NamedKind::List), &["list"]),
    (Field::Named(NamedKind::Query), &["query"]),
];

impl Field {
    /// The name that we write.
    pub(super) fn name(self) -> &'static str {
        let names = NAMES.iter().find(|(field, _)| *field == self).map(|(_, names)| *names);
        names.and_then(|names| names.first()).copied().unwrap_or_default()
    }

    /// The field of a written name.
    pub(super) fn named(written: &str) -> Result<Self, Problem> {
        let plain = |name: &str| name.to_ascii_lowercase().replace('_', "");
        let asked = plain(written);
        let mut all = NAMES.iter().flat_map(|(field, names)| names.iter().map(|n| (*field, *n)));
        if let Some((field, _)) = all.clone().find(|(_, name)| plain(name) == asked) {
            return Ok(field);
        }
        // Two slips of the keyboard are a typo; more are another word.
        let near = all
            .by_ref()
            .map(|(_, name)| (slips(&asked, &plain(name)), name))
            .filter(|(slips, name)| *slips <= allowed(name))
            .min_by_key(|(slips, _)| *slips)
            .map(|(_, name)| name);
        Err(Problem::UnknownField { name: written.to_owned(), near })
    }
}

/// How many slips still make a typo of a name.
pub(super) const fn allowed(name: &str) -> usize {
    if name.len() > 4 { 2 } else { 1 }
}

/// How many letters must be added, dropped or changed to make one word of the other
/// (Levenshtein's distance).
pub(super) fn slips(from: &str, to: &str) -> usize {
    let length = to.chars().count();
    if from.len() > 64 {
        return from.len();
    }
    let mut row: Vec<usize> = (0..=length).collect();
    for (line, a) in from.chars().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(to.chars()) {
            let above = *cell;
            left = (diagonal + usize::from(a != b)).min(above + 1).min(left + 1);
            diagonal = above;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

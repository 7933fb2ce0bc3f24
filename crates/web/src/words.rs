//! The words of every screen, by key, in the reader's language.
//!
//! Messages are Fluent files below `locales/`, compiled into the binary. Plurals and word order
//! are the files' business; grouping of digits and dates is [`crate::pages::format`]'s.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// A language that screens can be read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English.
    En,
    /// German.
    De,
    /// English with accents and brackets: finds words that no locale file holds.
    Pseudo,
}

impl Locale {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::En, Self::De, Self::Pseudo];

    /// The tag for `lang` attributes.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Pseudo => "en-XA",
        }
    }

    /// The first language of an `Accept-Language` value that we have, else English.
    #[must_use]
    pub fn negotiate(accept: &str) -> Self {
        accept
            .split(',')
            .filter_map(|entry| {
                let mut parts = entry.split(';');
                let tag = parts.next()?.trim().to_ascii_lowercase();
                let weight = parts
                    .find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok())
                    .unwrap_or(1.0);
                let locale = match tag.split('-').next()? {
                    "de" => Self::De,
                    "en" | "*" => Self::En,
                    _ => return None,
                };
                (weight > 0.0).then_some((locale, weight))
            })
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
            .map_or(Self::En, |(locale, _)| locale)
    }
}

/// Looks words up. Copying it is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    locale: Locale,
}

/// Something that can stand in a message: text, or a number that decides the plural.
pub trait Arg {
    /// The value as Fluent takes it.
    fn value(&self) -> FluentValue<'static>;
}

impl Words {
    /// The words of a language.
    #[must_use]
    pub const fn new(locale: Locale) -> Self {
        Self { locale }
    }

    /// Which language.
    #[must_use]
    pub const fn locale(self) -> Locale {
        self.locale
    }

    /// The tag for `lang` attributes.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        self.locale.tag()
    }

    /// The message of a key. An unknown key yields the key itself, and a test fails.
    #[must_use]
    pub fn t(self, key: impl AsRef<str>) -> String {
        let key = key.as_ref();
        self.look(key, None).unwrap_or_else(|| key.to_owned())
    }

    /// A message with one value.
    #[must_use]
    pub fn t1(self, key: &str, name: &str, value: impl Arg) -> String {
        let mut args = FluentArgs::with_capacity(1);
        args.set(name.to_owned(), value.value());
        self.look(key, Some(&args)).unwrap_or_else(|| key.to_owned())
    }

    /// A message with two values.
    #[must_use]
    pub fn t2(
        self,
        key: &str,
        name: &str,
        value: impl Arg,
        also: &str,
        second: impl Arg,
    ) -> String {
        let mut args = FluentArgs::with_capacity(2);
        args.set(name.to_owned(), value.value());
        args.set(also.to_owned(), second.value());
        self.look(key, Some(&args)).unwrap_or_else(|| key.to_owned())
    }

    /// A message with any number of text values: reasons carry theirs as pairs.
    #[must_use]
    pub fn with(self, key: &str, pairs: &[(String, String)]) -> String {
        let mut args = FluentArgs::with_capacity(pairs.len());
        for (name, value) in pairs {
            args.set(name.clone(), value.value());
        }
        self.look(key, Some(&args)).unwrap_or_else(|| key.to_owned())
    }

    /// Whether a key has a message in this language.
    #[must_use]
    pub fn knows(self, key: &str) -> bool {
        self.bundle().has_message(key)
    }

    fn bundle(self) -> &'static Bundle {
        match self.locale {
            Locale::En => &EN,
            Locale::De => &DE,
            Locale::Pseudo => &PSEUDO,
        }
    }

    fn look(self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let bundle = self.bundle();
        let pattern = bundle.get_message(key)?.value()?;
        let mut faults = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut faults).into_owned();
        Some(if self.locale == Locale::Pseudo { format!("⟦{text}⟧") } else { text })
    }
}

impl Arg for str {
    fn value(&self) -> FluentValue<'static> {
        FluentValue::String(Cow::Owned(self.to_owned()))
    }
}

impl Arg for String {
    fn value(&self) -> FluentValue<'static> {
        self.as_str().value()
    }
}

impl Arg for u32 {
    fn value(&self) -> FluentValue<'static> {
        FluentValue::from(*self)
    }
}

impl Arg for i64 {
    fn value(&self) -> FluentValue<'static> {
        FluentValue::from(*self)
    }
}

impl Arg for usize {
    fn value(&self) -> FluentValue<'static> {
        FluentValue::from(*self)
    }
}

impl<T: Arg + ?Sized> Arg for &T {
    fn value(&self) -> FluentValue<'static> {
        (**self).value()
    }
}

type Bundle = FluentBundle<FluentResource>;

/// The files of one language, in one list so that no language misses a file.
macro_rules! files {
    ($tag:literal) => {
        [
            include_str!(concat!("../../../locales/", $tag, "/format.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/frame.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/desk.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/case.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/verdict.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/filter.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/customer.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/listening.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/pages.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/playbook.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/mentions.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/people.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/clocks.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/approvals.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/expectations.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/crisis.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/routing.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/work.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/settings.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/accounts.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/room.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/report.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/problem.ftl")),
            include_str!(concat!("../../../locales/", $tag, "/styles.ftl")),
        ]
    };
}

static EN: LazyLock<Bundle> = LazyLock::new(|| load("en", &files!("en")));
static DE: LazyLock<Bundle> = LazyLock::new(|| load("de", &files!("de")));
static PSEUDO: LazyLock<Bundle> = LazyLock::new(|| {
    let mut bundle = load("en", &files!("en"));
    bundle.set_transform(Some(accented));
    bundle
});

/// Reads the files of a language. A line that cannot be read is left out; a test fails on it.
fn load(tag: &str, files: &[&str]) -> Bundle {
    let languages = tag.parse().into_iter().collect();
    let mut bundle = FluentBundle::new_concurrent(languages);
    bundle.set_use_isolating(false);
    for file in files {
        let resource = match FluentResource::try_new((*file).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// The same words with accents, a third longer: what is cut off or was forgotten shows.
fn accented(text: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(text.len() * 2);
    for letter in text.chars() {
        out.push(match letter {
            'a' => 'á',
            'e' => 'é',
            'i' => 'í',
            'o' => 'ó',
            'u' => 'ú',
            'A' => 'Á',
            'E' => 'É',
            'I' => 'Í',
            'O' => 'Ó',
            'U' => 'Ú',
            'n' => 'ñ',
            's' => 'š',
            'c' => 'ç',
            other => other,
        });
        if matches!(letter, 'e' | 'o') {
            out.push('·');
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests;

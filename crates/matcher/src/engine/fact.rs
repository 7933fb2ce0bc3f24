//! Asks what is known of a post besides its words.

use earshot_model::{Audience, Surface, Verdict};
use earshot_text::{Folder, TokenKind, UrlParts};

use super::ask::Sheet;
use crate::ast::{HandleRole, Leaf, LinkScope, NumberField, Trait, UrlTest, VerdictTest};
use crate::post_view::Mark;

impl Sheet<'_> {
    /// Whether a fact holds. `room` is for folding.
    pub(super) fn knows(&self, fact: &Leaf, room: &mut Folder) -> bool {
        let post = self.post;
        match fact {
            Leaf::Handle(role, name) => match role {
                HandleRole::Author => is_handle(post.author_handle, name, room),
                HandleRole::To => post.to.iter().any(|own| is_handle(own, name, room)),
                HandleRole::SharedFrom => {
                    post.shared_from.is_some_and(|own| is_handle(own, name, room))
                }
            },
            Leaf::Language(code) => post.language.is_some_and(|own| {
                let primary = own.find(['-', '_']).and_then(|end| own.get(..end));
                primary.unwrap_or(own).eq_ignore_ascii_case(code)
            }),
            Leaf::Country(code) => post.country.is_some_and(|own| own.eq_ignore_ascii_case(code)),
            Leaf::City(name) => post.city.is_some_and(|own| is_city(own, name, room)),
            Leaf::Channel(name) => post.channel.eq_ignore_ascii_case(name),
            Leaf::Host(host) => {
                let reading = self.reading;
                reading.written().chain(reading.targets()).any(|own| is_below(own.host, host))
            }
            Leaf::Link(LinkScope::Target, test) if !post.links.is_empty() => {
                self.reading.targets().any(|own| leads(own, test, room))
            }
            Leaf::Link(_, test) => self.reading.written().any(|own| leads(own, test, room)),
            Leaf::Trait(asked) => self.is(*asked),
            Leaf::Number(field, range) => {
                let own = match field {
                    NumberField::Followers => post.followers,
                    NumberField::Engagement => post.engagement,
                    NumberField::Reach => post.reach,
                    NumberField::Rating => post.rating,
                };
                own.is_some_and(|own| range.holds(own))
            }
            // Verdicts and words are tests of their own.
            Leaf::Verdict(_)
            | Leaf::Words(_)
            | Leaf::Raw(_)
            | Leaf::Slop(_)
            | Leaf::InField(..) => false,
        }
    }

    fn is(&self, asked: Trait) -> bool {
        let (post, mark) = (self.post, |mark| self.post.marks.has(mark));
        let holds = |kind| self.reading.text.as_slice().iter().any(|token| token.kind() == kind);
        let surface = match asked {
            Trait::Post => Surface::Post,
            Trait::Comment => Surface::Comment,
            Trait::Review => Surface::Review,
            Trait::DirectMessage => Surface::Dm,
            Trait::Mail => Surface::Mail,
            Trait::Chat => Surface::Chat,
            Trait::Call => Surface::Call,
            Trait::Article => Surface::Article,
            Trait::Reply => return mark(Mark::Reply),
            Trait::Share => return mark(Mark::Share) || mark(Mark::Quote),
            Trait::Quote => return mark(Mark::Quote),
            Trait::Image => return mark(Mark::Image),
            Trait::Video => return mark(Mark::Video),
            Trait::Audio => return mark(Mark::Audio),
            Trait::Media => {
                return mark(Mark::Image) || mark(Mark::Video) || mark(Mark::Audio);
            }
            Trait::Place => return mark(Mark::Place),
            Trait::Verified => return mark(Mark::Verified),
            Trait::Link => return holds(TokenKind::Url) || !post.links.is_empty(),
            Trait::Hashtag => return holds(TokenKind::Hashtag),
            Trait::Mention => return holds(TokenKind::Mention),
            Trait::Cashtag => return holds(TokenKind::Cashtag),
            Trait::Emoji => return holds(TokenKind::Emoji),
            Trait::Public => {
                return matches!(post.audience, Some(Audience::Public | Audience::Unlisted));
            }
            Trait::Private => {
                return matches!(post.audience, Some(Audience::Private | Audience::Internal));
            }
        };
        let plain =
            asked != Trait::Post || !(mark(Mark::Reply) || mark(Mark::Share) || mark(Mark::Quote));
        post.surface == Some(surface) && plain
    }
}

/// Whether a verdict is what is asked.
pub(super) fn says(own: &Verdict, asked: VerdictTest) -> bool {
    match asked {
        VerdictTest::Sentiment(asked) => own.sentiment.value == asked,
        VerdictTest::Emotion(asked) => own.emotion.as_ref().map(|own| own.value) == Some(asked),
        VerdictTest::Intent(asked) => own.intents.iter().any(|own| own.value == asked),
        VerdictTest::Urgency(asked) => own.urgency.value == asked,
        VerdictTest::Timeliness(asked) => own.timeliness.value == asked,
        VerdictTest::Value(asked) => own.value.value == asked,
        VerdictTest::Influence(asked) => own.influence.value == asked,
        VerdictTest::Identity(asked) => own.identity.value == asked,
        VerdictTest::ExpectsReply => own.expects_reply.value,
        VerdictTest::Spam => own.spam.value,
        VerdictTest::Noise => own.spam.value || !own.relevant.value,
    }
}

/// Whether a handle, or its part before a server, folds to `name`.
fn is_handle(own: &str, name: &str, room: &mut Folder) -> bool {
    let own = own.strip_prefix('@').unwrap_or(own);
    if own.is_ascii() {
        let local = own.find('@').and_then(|at| own.get(..at));
        return own.eq_ignore_ascii_case(name)
            || local.is_some_and(|local| local.eq_ignore_ascii_case(name));
    }
    let own = room.fold(own);
    own == name || own.split_once('@').is_some_and(|(local, _)| local == name)
}

/// Whether a city's name, folded and with single blanks, is `name`.
fn is_city(own: &str, name: &str, room: &mut Folder) -> bool {
    if own.is_ascii() {
        let (mut own, mut words) = (own.split_whitespace(), name.split(' '));
        return loop {
            match (own.next(), words.next()) {
                (None, None) => break true,
                (None, Some("")) if name.is_empty() => break true,
                (Some(own), Some(word)) if own.eq_ignore_ascii_case(word) => {}
                _ => break false,
            }
        };
    }
    let own = room.fold(own);
    let mut words = own.split_whitespace();
    let mut name = name.split(' ').filter(|word| !word.is_empty());
    loop {
        match (words.next(), name.next()) {
            (None, None) => return true,
            (Some(own), Some(word)) if own == word => {}
            _ => return false,
        }
    }
}

/// Whether a host is `domain`, or below it.
fn is_below(host: &str, domain: &str) -> bool {
    let Some(below) = host.strip_suffix(domain) else { return false };
    below.is_empty() || below.ends_with('.')
}

/// Whether an address holds what is asked.
fn leads(own: UrlParts<'_>, test: &UrlTest, room: &mut Folder) -> bool {
    let segments = own.path.split(['/', '?', '#']).filter(|segment| !segment.is_empty());
    if own.path.is_ascii() {
        return fits(own.host, segments, test);
    }
    room.fold_each(segments);
    fits(own.host, room.folded(), test)
}

/// Segments are folded but for ASCII case.
fn fits<'a>(host: &str, segments: impl Iterator<Item = &'a str> + Clone, test: &UrlTest) -> bool {
    match test {
        UrlTest::Words(asked) => {
            let words = segments.flat_map(|segment| segment.split(|c: char| !c.is_alphanumeric()));
            side_by_side(words.filter(|word| !word.is_empty()), asked)
        }
        UrlTest::Parts { parts, rooted } => {
            let from_host = !rooted
                && parts.split_first().is_some_and(|(first, rest)| {
                    is_below(host, first) && begins(segments.clone(), rest)
                });
            from_host || side_by_side(segments, parts)
        }
    }
}

/// Whether `asked` stands somewhere among `own`.
fn side_by_side<'a>(mut own: impl Iterator<Item = &'a str> + Clone, asked: &[String]) -> bool {
    loop {
        if begins(own.clone(), asked) {
            return true;
        }
        if own.next().is_none() {
            return false;
        }
    }
}

/// Whether `own` begins with `asked`.
fn begins<'a>(mut own: impl Iterator<Item = &'a str>, asked: &[String]) -> bool {
    asked.iter().all(|asked| own.next().is_some_and(|own| own.eq_ignore_ascii_case(asked)))
}

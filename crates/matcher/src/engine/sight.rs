//! What can be seen of a post, as keys: the one list from which listeners are woken, pages filled
//! and frequencies counted.

use earshot_text::{Folder, TokenKind, TokenRef, Tokens, UrlParts};

use super::key::{Field, Key, small};
use super::reading::Reading;
use super::wants::Wants;
use crate::ast::TextField;
use crate::post_view::PostView;

/// Gives every key of a post to `each`, some of them several times. `room` is for folding.
#[inline]
pub(super) fn keys(
    post: &PostView<'_>,
    reading: &Reading,
    wants: Wants,
    room: &mut Folder,
    mut each: impl FnMut(Key),
) {
    text(&reading.text, wants, &mut each);
    if wants.any_field() {
        fields(post, reading, wants, room, &mut each);
    }
}

/// The words of the main text, and where tags hold several words, those.
#[inline]
fn text(tokens: &Tokens, wants: Wants, each: &mut impl FnMut(Key)) {
    let mut before: Option<u64> = None;
    let mut more = false;
    for token in tokens.as_slice() {
        let hash = token.hash();
        of_form(hash, token.kind(), each);
        if let Some(first) = before {
            each(Key::pair(first, hash));
        }
        if wants.pieces() {
            of_pieces(tokens.form_of(token).as_bytes(), token.kind(), wants, each);
        }
        more |= token.has_more_forms();
        before = Some(hash);
    }
    if more {
        more_forms(tokens, wants, each);
    }
}

/// Bases, their pairs, and the words inside of tags.
#[cold]
fn more_forms(tokens: &Tokens, wants: Wants, each: &mut impl FnMut(Key)) {
    let mut before: Option<TokenRef<'_>> = None;
    for token in tokens.iter() {
        if let Some((base, hash)) = token.base().zip(token.base_hash()) {
            of_form(hash, token.kind(), each);
            of_pieces(base.as_bytes(), token.kind(), wants, each);
        }
        if let Some(first) = before {
            for (a, b) in [
                (Some(first.hash()), token.base_hash()),
                (first.base_hash(), Some(token.hash())),
                (first.base_hash(), token.base_hash()),
            ] {
                if let Some((a, b)) = a.zip(b) {
                    each(Key::pair(a, b));
                }
            }
        }
        let mut inside: Option<u64> = None;
        for part in token.parts() {
            of_form(part.hash(), part.kind(), each);
            of_pieces(part.form().as_bytes(), part.kind(), wants, each);
            if let Some(first) = inside {
                each(Key::pair(first, part.hash()));
            }
            inside = Some(part.hash());
        }
        before = Some(token);
    }
}

#[inline]
fn of_form(hash: u64, kind: TokenKind, each: &mut impl FnMut(Key)) {
    match kind {
        TokenKind::Word | TokenKind::Emoji => each(Key::word(hash)),
        TokenKind::Url => each(Key::tagged(hash, kind)),
        TokenKind::Hashtag | TokenKind::Mention | TokenKind::Cashtag => {
            each(Key::word(hash));
            each(Key::tagged(hash, kind));
        }
    }
}

/// How a form begins and ends and what is inside, in the lengths by which wildcards are found.
#[inline]
fn of_pieces(form: &[u8], kind: TokenKind, wants: Wants, each: &mut impl FnMut(Key)) {
    if kind == TokenKind::Url {
        return;
    }
    let head = form.first_chunk().map_or_else(|| small(form), |head| u32::from_le_bytes(*head));
    for length in Wants::LENGTHS {
        if wants.starts(length) && form.len() >= length {
            each(Key::start(head & mask(length), length));
        }
    }
    if wants.beyond_starts() {
        of_ends(form, wants, each);
    }
}

fn of_ends(form: &[u8], wants: Wants, each: &mut impl FnMut(Key)) {
    for length in Wants::LENGTHS {
        if wants.ends(length)
            && let Some(end) = form.len().checked_sub(length).and_then(|at| form.get(at..))
        {
            each(Key::end(small(end), length));
        }
        if wants.insides(length) {
            form.windows(length).for_each(|inside| each(Key::inside(small(inside), length)));
        }
    }
}

/// The lower so many bytes.
#[inline]
const fn mask(length: usize) -> u32 {
    u32::MAX >> (32 - 8 * length)
}

/// What is known besides the words of the text.
fn fields(
    post: &PostView<'_>,
    reading: &Reading,
    wants: Wants,
    room: &mut Folder,
    each: &mut impl FnMut(Key),
) {
    if wants.field(Field::Author) {
        handle(Field::Author, post.author_handle, room, each);
    }
    if wants.field(Field::To) {
        post.to.iter().for_each(|own| handle(Field::To, own, room, each));
    }
    if wants.field(Field::SharedFrom)
        && let Some(own) = post.shared_from
    {
        handle(Field::SharedFrom, own, room, each);
    }
    for (field, text) in [
        (Field::Title, TextField::Title),
        (Field::AuthorName, TextField::AuthorName),
        (Field::Bio, TextField::Bio),
    ] {
        if wants.field(field) {
            let mut word = |hash| each(Key::value(field, hash));
            for token in reading.field(text).iter() {
                word(token.hash());
                token.base_hash().into_iter().for_each(&mut word);
                token.parts().for_each(|part| word(part.hash()));
            }
        }
    }
    if wants.links() {
        for address in reading.written().chain(reading.targets()) {
            link(address, wants, room, each);
        }
    }
}

/// The names under which a handle can be asked for: the whole, folded and without its `@`, and for
/// one with a server (`ana@example.social`) the part before it.
fn handle(field: Field, handle: &str, room: &mut Folder, each: &mut impl FnMut(Key)) {
    let folded = room.fold(handle.strip_prefix('@').unwrap_or(handle));
    each(Key::value(field, earshot_text::hash(folded)));
    if let Some((local, _)) = folded.split_once('@') {
        each(Key::value(field, earshot_text::hash(local)));
    }
}

/// Host, domains above it, segments of the path and their words.
fn link(address: UrlParts<'_>, wants: Wants, room: &mut Folder, each: &mut impl FnMut(Key)) {
    let mut host = address.host;
    loop {
        each(Key::value(Field::Host, earshot_text::hash(host)));
        match host.split_once('.') {
            Some((_, domain)) => host = domain,
            None => break,
        }
    }
    if !wants.field(Field::Segment) && !wants.field(Field::PathWord) {
        return;
    }
    for segment in address.path.split(['/', '?', '#']).filter(|segment| !segment.is_empty()) {
        let folded = room.fold(segment);
        each(Key::value(Field::Segment, earshot_text::hash(folded)));
        for word in folded.split(|c: char| !c.is_alphanumeric()) {
            each(Key::value(Field::PathWord, earshot_text::hash(word)));
        }
    }
}

//! The rules of rooms, as functions of values: who gets in, which code counts, what a guest may see and
//! send.

use earshot_model::{
    Audience, CheckKind, Direction, GuestStanding, Post, PostState, RoomCheckId, RoomGuestId,
    RoomId, Time,
};
use earshot_store::rooms::{Check, Link, Room};
use sha2::{Digest as _, Sha256};

/// How long a code counts, in microseconds: 15 minutes.
pub(super) const CODE_LASTS: i64 = 15 * Time::MINUTE;
/// How many wrong codes one browser may type.
pub(super) const CODE_TRIES: i64 = 5;
/// How many wrong codes of all browsers together end it: one in ten thousand guesses right.
pub(super) const ALL_TRIES: i64 = 100;
/// How many browsers that are not in one room remembers: the oldest are forgotten, so that a link that
/// is posted in public cannot fill a table.
pub(super) const MOST_GUESTS: usize = 20;
/// How many browsers that wait are told to the agent, one by one, in [`KNOCKS_WITHIN`].
pub(super) const MOST_KNOCKS: usize = 3;
/// In microseconds: 10 minutes.
pub(super) const KNOCKS_WITHIN: i64 = 10 * Time::MINUTE;
/// The most bytes of all files of one room: 200 MB.
pub(super) const ROOM_FILES: i64 = 200 * 1024 * 1024;
/// The longest text of a guest, in characters.
pub const LONGEST_TEXT: usize = 4_000;
/// The most bytes of one file: 10 MiB.
pub const LARGEST_FILE: usize = 10 * 1024 * 1024;
/// The most files of one message.
pub const MOST_FILES: usize = 5;
/// The longest name of a file, in characters.
const LONGEST_NAME: usize = 100;
/// How many letters a link has: 26 to the 28th is above 2 to the 128th.
const LETTERS: usize = 28;

/// What happens with whoever opens a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// They are in already.
    Home,
    /// They are the first: it is theirs.
    Enter,
    /// Another browser was first: they have to prove the handle.
    Wait,
    /// Nobody gets in by it.
    Shut(Shut),
}

/// Why nobody gets in by a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    /// There is no such link.
    Unknown,
    /// Its time is over.
    Expired,
    /// A later one took its place.
    Withdrawn,
}

/// What happens with a browser that opens a link, where `known` is how it stands to the room already,
/// and `used` says whether anybody ever was in the room.
///
/// Only the first link of a room lets its first browser in: what was said since is only for somebody
/// who proved who they are, whoever opens a later link first.
pub(super) fn door(link: &Link, known: Option<GuestStanding>, used: bool, now: Time) -> Door {
    if known == Some(GuestStanding::In) {
        return Door::Home;
    }
    if link.withdrawn_at.is_some() {
        return Door::Shut(Shut::Withdrawn);
    }
    if link.opened_at.is_none() && now >= link.expires_at {
        return Door::Shut(Shut::Expired);
    }
    if link.opened_at.is_none() && !used { Door::Enter } else { Door::Wait }
}

/// What a typed code was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// The right one.
    Right,
    /// A wrong one; so many tries are left.
    Wrong {
        /// How many.
        left: i64,
    },
    /// No code counts now: it is used, too old, or was guessed at too often.
    Over,
}

/// What a typed code is, when this check waits for one.
/// `tries` are the wrong ones of this browser: another one cannot spend them.
pub(super) fn typed(check: &Check, tries: i64, given: &str, now: Time) -> Typed {
    let waits = check.how == CheckKind::Code && check.passed_at.is_none();
    let spent = tries >= CODE_TRIES || check.tries >= ALL_TRIES;
    if !waits || now >= check.expires_at || spent {
        return Typed::Over;
    }
    let hash = code_hash(check.room_id, check.id, given);
    // Hashes are compared: the time of it says nothing about the code.
    if check.code_hash.as_deref() == Some(hash.as_slice()) {
        return Typed::Right;
    }
    Typed::Wrong { left: CODE_TRIES - tries - 1 }
}

/// What is kept of a code: it is bound to its room and its check. White space and hyphens do not
/// count.
pub(super) fn code_hash(room: RoomId, check: RoomCheckId, code: &str) -> [u8; 32] {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    Sha256::new()
        .chain_update(room.bytes())
        .chain_update(check.bytes())
        .chain_update(digits)
        .finalize()
        .into()
}

/// Six digits from noise. Of 2 to the 64th values some codes get one more than others: a lead that
/// nobody can use.
pub(super) fn code(noise: [u8; 32]) -> String {
    let number = noise.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    format!("{:06}", number % 1_000_000)
}

/// The secret of a link: 128 bits as small letters alone, so that nothing in it reads like a number
/// that must not be public.
pub(super) fn letters(noise: [u8; 16]) -> String {
    let mut number = u128::from_be_bytes(noise);
    let mut letters = String::with_capacity(LETTERS);
    for _ in 0..LETTERS {
        let digit = u8::try_from(number % 26).unwrap_or(0);
        letters.push(char::from(b'a' + digit));
        number /= 26;
    }
    letters
}

/// What a browser that waits outside shows, and what the agent sees beside it: five letters that whoever
/// sits there can tell in any place. Who reads them there cannot make them: of each browser there is one
/// in 3.2 million. They are consonants, so that no words come of them.
#[must_use]
pub fn browser_letters(browser: RoomGuestId) -> String {
    const LETTERS: [char; 20] = [
        'B', 'C', 'D', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W',
        'X', 'Z',
    ];
    let hash = Sha256::digest(browser.bytes());
    let number = hash.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    let each = std::iter::successors(Some(number), |rest| Some(rest / 20)).take(5);
    each.filter_map(|rest| LETTERS.get(usize::try_from(rest % 20).ok()?)).collect()
}

/// Whether a text can be the secret of a link: what it is not is not asked for.
pub(super) fn is_letters(text: &str) -> bool {
    text.len() == LETTERS && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Whose words a guest sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Their own.
    Guest,
    /// The brand's.
    Brand,
}

/// What a guest sees of a post: whose it is, and whether it was said in public. Nothing of what
/// belongs to anybody else, to another case, or to the team.
pub(super) fn sight(post: &Post, room: &Room) -> Option<(Side, bool)> {
    if post.state == PostState::Deleted {
        return None;
    }
    let side = match post.direction {
        Direction::Outbound => Side::Brand,
        Direction::Inbound => Side::Guest,
    };
    if post.thread_id == room.thread_id {
        let theirs = side == Side::Brand || post.identity_id == room.identity_id;
        return (theirs && post.audience == Audience::Private).then_some((side, false));
    }
    let public = matches!(post.audience, Audience::Public | Audience::Unlisted);
    let of_case = room.case_id.is_some() && post.case_id == room.case_id;
    let theirs = side == Side::Brand || post.person_id == room.person_id;
    (public && of_case && theirs).then_some((side, true))
}

/// Whether a file of this kind is taken, by what its first bytes say: pictures, sound, films, text and
/// PDF. Programs and archives are not.
#[must_use]
pub fn takes(media_type: &str) -> bool {
    let kind = media_type.split('/').next().unwrap_or_default();
    is_picture(media_type)
        || matches!(kind, "audio" | "video")
        || matches!(media_type, "application/pdf" | "text/plain")
}

/// Whether a browser may show a file beside the words. SVG and HTML are text here, and never shown.
#[must_use]
pub fn is_picture(media_type: &str) -> bool {
    matches!(media_type, "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/avif")
}

/// The name of a file as it is shown: the last part of a path, without what cannot be seen or turns
/// the direction of writing.
pub(super) fn file_name(typed: &str) -> String {
    let last = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown = |c: &char| {
        !c.is_control()
            && !matches!(c,
                '\u{00AD}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{180E}'
                | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
                | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}' | '"')
    };
    let name: String = last.chars().filter(shown).collect();
    let name = name.trim().trim_start_matches('.').trim();
    let count = name.chars().count();
    match name.rsplit_once('.') {
        _ if name.is_empty() => "file".to_owned(),
        _ if count <= LONGEST_NAME => name.to_owned(),
        // The end says what it is, and stays.
        Some((stem, end)) if end.chars().count() <= 10 => {
            let stem: String = stem.chars().take(LONGEST_NAME - 11).collect();
            format!("{stem}.{end}")
        }
        _ => name.chars().take(LONGEST_NAME).collect(),
    }
}

/// A guest's words as they are taken: without control characters and white space around them. Nothing
/// when there are none, or too many.
pub(super) fn words(typed: &str) -> Option<String> {
    let kept = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let text: String = typed.replace("\r\n", "\n").chars().filter(kept).collect();
    let text = text.trim();
    let count = text.chars().count();
    (count > 0 && count <= LONGEST_TEXT).then(|| text.to_owned())
}

#[cfg(test)]
mod tests;

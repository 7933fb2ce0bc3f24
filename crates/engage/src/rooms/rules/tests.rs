use earshot_model::{
    Audience, CaseId, CheckKind, Direction, GuestStanding, IdentityId, PersonId, Post, PostState,
    RoomKind, Surface, ThreadId, Time,
};
use earshot_store::rooms::{Check, Link, Room};
use proptest::prelude::*;
use uuid::Uuid;

use super::{
    ALL_TRIES, CODE_TRIES, Door, Shut, Side, Typed, browser_letters, code, code_hash, door,
    file_name, is_letters, is_picture, letters, sight, takes, typed, words,
};

const NOW: Time = Time(1_000_000 * Time::SECOND);

fn id<T: From<Uuid>>(n: u128) -> T {
    Uuid::from_u128(n).into()
}

fn link() -> Link {
    Link {
        id: id(1),
        room_id: id(2),
        agent_id: id(3),
        made_at: NOW,
        expires_at: NOW.plus(Time::DAY),
        opened_at: None,
        withdrawn_at: None,
    }
}

fn room() -> Room {
    Room {
        id: id(2),
        kind: RoomKind::Private,
        account_id: id(10),
        thread_id: id(11),
        case_id: Some(id(12)),
        person_id: id(13),
        identity_id: id(14),
        asked_id: Some(id(15)),
        created_at: NOW,
        opened_at: None,
        read_at: None,
        proved_at: None,
        wish: String::new(),
    }
}

fn post(thread: u128, person: u128, audience: Audience, direction: Direction) -> Post {
    Post {
        org_id: id(1),
        id: id(20),
        account_id: id(10),
        external_id: "x".to_owned(),
        revision: "0".to_owned(),
        thread_id: ThreadId(Uuid::from_u128(thread)),
        parent_external_id: None,
        identity_id: IdentityId(Uuid::from_u128(14)),
        person_id: PersonId(Uuid::from_u128(person)),
        case_id: Some(CaseId(Uuid::from_u128(12))),
        direction,
        surface: Surface::Chat,
        audience,
        state: PostState::InCase,
        text: "x".to_owned(),
        claimed_language: None,
        url: None,
        rating: None,
        posted_at: NOW,
        received_at: NOW,
        edited_at: None,
        imported: false,
    }
}

fn check(code: &str) -> Check {
    Check {
        id: id(30),
        room_id: id(2),
        agent_id: id(3),
        how: CheckKind::Code,
        code_hash: Some(code_hash(id(2), id(30), code).to_vec()),
        note: String::new(),
        made_at: NOW,
        expires_at: NOW.plus(Time::MINUTE),
        tries: 0,
        passed_at: None,
    }
}

#[test]
fn the_first_link_belongs_to_the_first_browser_and_others_wait() {
    assert_eq!(door(&link(), None, false, NOW), Door::Enter);
    let used = Link { opened_at: Some(NOW), ..link() };
    for known in [None, Some(GuestStanding::Waiting), Some(GuestStanding::Out)] {
        assert_eq!(door(&used, known, true, NOW), Door::Wait);
        assert_eq!(door(&link(), known, true, NOW), Door::Wait, "a later link lets nobody in");
    }
}

#[test]
fn whoever_is_in_comes_back_for_as_long_as_they_like() {
    let late = NOW.plus(400 * Time::DAY);
    let used = Link { opened_at: Some(NOW), ..link() };
    assert_eq!(door(&used, Some(GuestStanding::In), true, late), Door::Home);
}

#[test]
fn an_old_link_and_one_that_was_replaced_open_nothing() {
    let link = link();
    assert_eq!(door(&link, None, false, link.expires_at), Door::Shut(Shut::Expired));
    let replaced = Link { withdrawn_at: Some(NOW), ..link };
    assert_eq!(door(&replaced, None, false, NOW), Door::Shut(Shut::Withdrawn));
}

#[test]
fn a_code_counts_for_its_own_check_a_few_times_and_not_for_long() {
    let asked = check("482913");
    assert_eq!(typed(&asked, 0, "482 913", NOW), Typed::Right);
    assert_eq!(typed(&asked, 0, "482914", NOW), Typed::Wrong { left: CODE_TRIES - 1 });
    assert_eq!(typed(&asked, 0, "", NOW), Typed::Wrong { left: CODE_TRIES - 1 });
    assert_eq!(typed(&asked, 0, "482913", asked.expires_at), Typed::Over);
    assert_eq!(typed(&asked, CODE_TRIES, "482913", NOW), Typed::Over, "guessed at too often");
    let spent = Check { tries: CODE_TRIES, ..check("482913") };
    assert_eq!(typed(&spent, 0, "482913", NOW), Typed::Right, "others cannot spend the tries");
    let flooded = Check { tries: ALL_TRIES, ..check("482913") };
    assert_eq!(typed(&flooded, 0, "482913", NOW), Typed::Over);
    let used = Check { passed_at: Some(NOW), ..check("482913") };
    assert_eq!(typed(&used, 0, "482913", NOW), Typed::Over);
    let seen = Check { how: CheckKind::Seen, ..check("482913") };
    assert_eq!(typed(&seen, 0, "482913", NOW), Typed::Over);
    let other = Check { id: id(31), ..check("482913") };
    assert!(matches!(typed(&other, 0, "482913", NOW), Typed::Wrong { .. }), "bound to its check");
}

#[test]
fn a_guest_sees_their_own_case_and_nothing_of_anybody_else() {
    let room = room();
    let (open, closed) = (Audience::Public, Audience::Private);
    let (to_us, by_us) = (Direction::Inbound, Direction::Outbound);
    assert_eq!(sight(&post(11, 13, closed, to_us), &room), Some((Side::Guest, false)));
    assert_eq!(sight(&post(11, 99, closed, by_us), &room), Some((Side::Brand, false)));
    assert_eq!(sight(&post(50, 13, open, to_us), &room), Some((Side::Guest, true)));
    assert_eq!(sight(&post(50, 99, open, by_us), &room), Some((Side::Brand, true)));
    assert_eq!(sight(&post(50, 77, open, to_us), &room), None, "an onlooker");
    for audience in [closed, Audience::Internal, Audience::Followers] {
        assert_eq!(sight(&post(50, 13, audience, to_us), &room), None, "{audience}");
        assert_eq!(sight(&post(50, 99, audience, by_us), &room), None, "{audience}");
    }
    let elsewhere = Post { case_id: Some(id(98)), ..post(50, 13, open, to_us) };
    assert_eq!(sight(&elsewhere, &room), None, "another case of the same person");
    let loose = Post { case_id: None, ..post(50, 13, open, to_us) };
    assert_eq!(sight(&loose, &room), None);
    let stranger = Post { identity_id: id(97), ..post(11, 13, closed, to_us) };
    assert_eq!(sight(&stranger, &room), None, "who is not the guest of this room");
    let deleted = Post { state: PostState::Deleted, ..post(11, 13, closed, to_us) };
    assert_eq!(sight(&deleted, &room), None);
    let chat = Room { kind: RoomKind::Chat, case_id: None, ..room };
    assert_eq!(sight(&post(50, 13, open, to_us), &chat), None, "a chat has no public side");
}

#[test]
fn files_are_taken_by_what_they_are() {
    for fine in ["image/png", "application/pdf", "text/plain", "video/mp4", "audio/ogg"] {
        assert!(takes(fine), "{fine}");
    }
    for bad in ["application/zip", "application/octet-stream", "image/svg+xml", "text/html"] {
        assert!(!takes(bad), "{bad}");
    }
    assert!(is_picture("image/webp") && !is_picture("text/plain") && !is_picture("image/svg+xml"));
}

#[test]
fn names_of_files_are_only_names() {
    assert_eq!(file_name("../../etc/passwd"), "passwd");
    assert_eq!(file_name("C:\\photos\\bag.jpg"), "bag.jpg");
    assert_eq!(file_name("invoice\u{202E}gpj.exe"), "invoicegpj.exe");
    assert_eq!(file_name(" \u{200B}\u{0007} "), "file");
    assert_eq!(file_name("..."), "file");
    assert_eq!(file_name("a\"b.png"), "ab.png");
    let long = file_name(&format!("{}.pdf", "x".repeat(500)));
    assert!(long.ends_with(".pdf") && long.chars().count() <= 100, "{long}");
}

#[test]
fn words_are_taken_without_what_cannot_be_seen() {
    assert_eq!(words("  hello\r\nthere\u{0}\u{7} ").as_deref(), Some("hello\nthere"));
    assert_eq!(words(" \n "), None);
    assert_eq!(words(&"x".repeat(4_001)), None);
    assert!(words(&"x".repeat(4_000)).is_some());
}

proptest! {
    #[test]
    fn a_link_is_letters_alone_and_says_all_of_its_noise(a: [u8; 16], b: [u8; 16]) {
        prop_assert!(is_letters(&letters(a)));
        prop_assert_eq!(a == b, letters(a) == letters(b));
    }

    #[test]
    fn a_browser_has_five_letters_and_no_word(id: u128) {
        let made = browser_letters(Uuid::from_u128(id).into());
        prop_assert!(made.len() == 5 && made.bytes().all(|byte| byte.is_ascii_uppercase()));
        prop_assert!(!made.contains(['A', 'E', 'I', 'O', 'U', 'Y']));
    }

    #[test]
    fn a_code_has_six_digits(noise: [u8; 32]) {
        let made = code(noise);
        prop_assert!(made.len() == 6 && made.bytes().all(|byte| byte.is_ascii_digit()));
    }

    #[test]
    fn any_name_of_a_file_is_harmless(typed: String) {
        let name = file_name(&typed);
        prop_assert!(!name.is_empty() && name.chars().count() <= 100);
        prop_assert!(!name.contains(['/', '\\', '"']) && !name.chars().any(char::is_control));
    }
}

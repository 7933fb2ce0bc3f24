use super::ago;
use crate::pages::chat::ChatPage;
use crate::pages::frame::Theme;
use crate::pages::mark::{Face, Shape};
use crate::pages::room::{
    EditView, FileView, LineView, RoomLinkPage, RoomPage, RoomShutPage, RoomWaitPage,
};
use crate::pages::room_strip::{Outside, RoomStrip};
use crate::show::room::script;
use crate::words::Words;
use earshot_engage::rooms::Shut;

fn line(w: Words, id: &str, mine: bool, minutes: i64, text: &str) -> LineView {
    LineView {
        id: id.into(),
        key: if mine { format!("k-{id}") } else { String::new() },
        mine,
        public: false,
        text: text.into(),
        when: ago(w, minutes),
        edited: false,
        files: Vec::new(),
    }
}

fn file(name: &str, picture: bool) -> FileView {
    FileView { href: "/room/r1/files/f1".into(), name: name.into(), size: "340 KB".into(), picture }
}

pub(super) fn room(w: Words, theme: Theme, open: bool) -> RoomPage {
    let public = |line: LineView| LineView { public: true, key: String::new(), ..line };
    let mut sent = line(w, "l2", true, 9, "Somos dois adultos e o Duarte, de 3 anos.");
    sent.files = vec![file("boarding pass.pdf", false)];
    sent.edited = true;
    RoomPage {
        w,
        theme,
        csrf: "c5rf".into(),
        room: "r1".into(),
        face: Face::new("Altavela", "Altavela", Shape::Brand),
        brand: "Altavela".into(),
        host: w.t2("room-host", "name", "Priya", "brand", "Altavela"),
        handle: "@mirela@lisboa.example".into(),
        before: vec![
            public(line(w, "p1", true, 40, "@altavela stuck in Lisbon with a child")),
            public(line(w, "p2", false, 30, "Let us go on in private.")),
        ],
        lines: vec![
            line(w, "l1", false, 12, "Hello Mirela, how many are you?"),
            sent,
            line(w, "l3", false, 2, "Three seats together on the 18:05, gate 22."),
        ],
        open,
        code: open,
        wrong: open,
        key: "018f0000-0000-7000-8000-000000000009".into(),
        edit: None,
        accept: "image/png",
        largest: 10_485_760,
        script: script(w),
    }
}

pub(super) fn editing(w: Words, theme: Theme) -> RoomPage {
    let mut page = room(w, theme, true);
    page.edit = Some(EditView { key: "k-l2".into(), text: "Somos dois adultos.".into() });
    page
}

pub(super) fn link(w: Words, theme: Theme, used: bool) -> RoomLinkPage {
    RoomLinkPage {
        w,
        theme,
        csrf: "c5rf".into(),
        face: Face::new("Altavela", "Altavela", Shape::Brand),
        brand: "Altavela".into(),
        action: "/r/altavela/abcdefghijklmnopqrstuvwxyzab".into(),
        used,
    }
}

pub(super) fn wait(w: Words, theme: Theme, code: bool) -> RoomWaitPage {
    RoomWaitPage {
        w,
        theme,
        csrf: "c5rf".into(),
        room: "r1".into(),
        brand: "Altavela".into(),
        handle: "@mirela@lisboa.example".into(),
        letters: "BKTRM".into(),
        code,
        wrong: code,
    }
}

pub(super) fn shut(w: Words, theme: Theme) -> RoomShutPage {
    RoomShutPage::of(w, theme, Shut::Expired)
}

pub(super) fn strip(w: Words) -> RoomStrip {
    RoomStrip {
        tone: "private",
        drawing: "lock",
        text: w.t1("room-is-open-read", "when", "14:01"),
        doubt: Some(w.t1("room-not-proved", "handle", "@mirela")),
        proved: Some(w.t1("room-proved-code", "handle", "@mirela")),
        wish: Some(w.t("room-wish-call")),
        waits: Some(w.t("room-somebody-waits")),
        outside: vec![Outside {
            id: "g1".into(),
            name: w.t2("room-outside", "letters", "BKTRM", "when", "14:05"),
        }],
        code_out: true,
        can_code: true,
        can_mark: true,
        language: "en".into(),
    }
}

pub(super) fn chat(w: Words, theme: Theme, here: bool) -> ChatPage {
    ChatPage {
        w,
        theme,
        account: "a1".into(),
        face: Face::new("Altavela Help", "Altavela Help", Shape::Brand),
        title: "Altavela Help".into(),
        greeting: "How can we help?".into(),
        here,
        accept: "image/png",
        largest: 10_485_760,
        script: script(w),
    }
}

//! A room as its guest sees it.

use earshot_engage::rooms::{LARGEST_FILE, Line, RoomFile, Side, Talk, is_picture};
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::form::Asked;
use crate::guest::Inside;
use crate::pages::format::Lens;
use crate::pages::mark::{Face, Shape};
use crate::pages::room::{EditView, FileView, LineView, RoomPage};
use crate::visit::Visit;
use crate::words::Words;

/// What the browser's own dialog offers. The server looks at the files themselves.
pub(crate) const ACCEPT: &str = "image/png,image/jpeg,image/gif,image/webp,image/avif,application/pdf,\
                      text/plain,audio/*,video/*";

/// The page of a room.
pub(crate) fn room_page(inside: &Inside, talk: &Talk, asked: &Asked) -> RoomPage {
    let visit = &inside.visit;
    let w = visit.words;
    let (before, lines): (Vec<LineView>, Vec<LineView>) =
        lines(visit, talk).into_iter().partition(|line| line.public);
    let edit = asked.text("edit").parse::<Uuid>().ok().map(|key| key.to_string());
    let edit = edit.and_then(|key| {
        let line = lines.iter().find(|line| line.mine && line.key == key)?;
        Some(EditView { key, text: line.text.clone() })
    });
    RoomPage {
        w,
        theme: visit.theme,
        csrf: visit.csrf.clone(),
        room: talk.room.id.to_string(),
        face: Face::new(&talk.brand, &talk.brand, Shape::Brand),
        host: host(w, talk),
        brand: talk.brand.clone(),
        handle: talk.handle.clone(),
        before,
        lines,
        open: talk.open,
        code: talk.code,
        wrong: matches!(asked.text("code"), "wrong" | "over"),
        key: inside.state().tools.id::<Uuid>().to_string(),
        edit,
        accept: ACCEPT,
        largest: LARGEST_FILE,
        script: script(w),
    }
}

/// "Priya from Altavela", or the brand where nobody is named.
pub(crate) fn host(w: Words, talk: &Talk) -> String {
    match &talk.host {
        Some(name) => w.t2("room-host", "name", name, "brand", &talk.brand),
        None => talk.brand.clone(),
    }
}

/// What was said, as the page and its stream show it.
pub(crate) fn lines(visit: &Visit, talk: &Talk) -> Vec<LineView> {
    let zone = TimeZone::get(&talk.zone).unwrap_or(TimeZone::UTC);
    let lens = Lens { w: visit.words, zone, now: talk.now };
    let room = talk.room.id.to_string();
    talk.lines.iter().map(|line| line_view(&lens, &room, line)).collect()
}

fn line_view(lens: &Lens, room: &str, line: &Line) -> LineView {
    let mine = line.side == Side::Guest;
    let key = line.id.split_once(':').map_or("", |(_, key)| key);
    let mut when = lens.when(line.at);
    // In a conversation the hour matters on every day.
    if when.short.len() > 5 {
        when.short = format!("{}, {}", when.short, lens.hour(line.at));
    }
    LineView {
        key: if mine && !line.public { key.to_owned() } else { String::new() },
        id: line.id.clone(),
        mine,
        public: line.public,
        text: if only_names(line) { String::new() } else { line.text.clone() },
        when,
        edited: line.edited_at.is_some(),
        files: line.files.iter().map(|file| guest_file(lens.w, room, file)).collect(),
    }
}

/// Whether the words are nothing but the names of the files below them: files that came alone.
fn only_names(line: &Line) -> bool {
    let mut names: Vec<&str> = line.files.iter().map(|file| file.name.as_str()).collect();
    let mut words: Vec<&str> = line.text.lines().collect();
    names.sort_unstable();
    words.sort_unstable();
    !names.is_empty() && names == words
}

fn guest_file(w: Words, room: &str, file: &RoomFile) -> FileView {
    file_view(w, file, format!("/room/{room}/files/{}", file.id))
}

/// A file with the address at which this reader gets it.
pub(crate) fn file_view(w: Words, file: &RoomFile, href: String) -> FileView {
    FileView {
        href,
        name: file.name.clone(),
        size: size(w, file.size),
        picture: is_picture(&file.media_type),
    }
}

/// "340 KB", "2.4 MB": a thousand bytes a step.
fn size(w: Words, bytes: i64) -> String {
    let kilos = bytes.max(0).saturating_add(999) / 1_000;
    if kilos < 1_000 {
        return w.t1("size-kb", "n", kilos);
    }
    let tenths = kilos / 100;
    let number = match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}{}{rest}", tenths / 10, w.t("size-point")),
    };
    w.t1("size-mb", "n", number)
}

/// Words that the script of the page says, as JSON.
pub(crate) fn script(w: Words) -> String {
    const KEYS: [&str; 7] = [
        "room-sending",
        "room-not-sent",
        "room-again",
        "room-lost",
        "room-file-large",
        "room-you",
        "room-too-fast",
    ];
    let map: serde_json::Map<String, serde_json::Value> =
        KEYS.iter().map(|key| ((*key).to_owned(), w.t(key).into())).collect();
    serde_json::Value::Object(map).to_string()
}

#[cfg(test)]
mod tests {
    use super::size;
    use crate::words::{Locale, Words};

    #[test]
    fn sizes_are_short() {
        let size = |bytes| size(Words::new(Locale::En), bytes);
        assert_eq!(size(0), "0\u{202F}KB");
        assert_eq!(size(1), "1\u{202F}KB");
        assert_eq!(size(340_000), "340\u{202F}KB");
        assert_eq!(size(2_400_000), "2.4\u{202F}MB");
        assert_eq!(size(10_000_000), "10\u{202F}MB");
    }
}

//! `GET /room/{room}`, its live stream and its files: what a guest sees.

use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::Response;
use earshot_engage::rooms::{browser_letters, is_picture};
use earshot_model::{GuestStanding, RoomFileId};

use crate::answer::page;
use crate::form::{Asked, At};
use crate::guest::{Inside, stream};
use crate::pages::room::{RoomShutPage, RoomWaitPage};
use crate::problem::Answer;
use crate::show::room::room_page;

/// The room; for a browser that waits, how it comes in.
pub(crate) async fn show(inside: Inside, asked: Asked) -> Answer {
    let engage = &inside.state().engage;
    let visit = &inside.visit;
    match inside.visitor.guest.standing {
        GuestStanding::In => {
            let talk = engage.talk(&inside.visitor).await?;
            engage.guest_reads(&inside.visitor).await?;
            page(&room_page(&inside, &talk, &asked))
        }
        GuestStanding::Waiting => {
            let (code, brand, handle) = engage.waiting_room(&inside.visitor).await?;
            page(&RoomWaitPage {
                w: visit.words,
                theme: visit.theme,
                csrf: visit.csrf.clone(),
                room: inside.visitor.room.id.to_string(),
                brand,
                handle,
                letters: browser_letters(inside.visitor.guest.id),
                code,
                wrong: matches!(asked.text("code"), "wrong" | "over"),
            })
        }
        GuestStanding::Out => page(&RoomShutPage::out(visit.words, visit.theme)),
    }
}

/// What happens in it, as it happens.
pub(crate) async fn live(inside: Inside) -> Answer {
    inside.must_be_in()?;
    stream::open(inside)
}

/// A file that stands in it.
pub(crate) async fn file(inside: Inside, at: At) -> Answer {
    let id: RoomFileId = at.get("file")?;
    let (file, bytes) = inside.state().engage.guest_file(&inside.visitor, id).await?;
    Ok(download(&file.name, &file.media_type, bytes))
}

/// A file as an answer. Pictures may be shown, everything else is saved; what it is was told by its
/// first bytes, and no browser may guess anew.
pub(crate) fn download(name: &str, media_type: &str, bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    let shown = is_picture(media_type);
    let kind = match media_type {
        "text/plain" => "text/plain; charset=utf-8",
        other => other,
    };
    let kind = HeaderValue::from_str(kind);
    let octets = HeaderValue::from_static("application/octet-stream");
    headers.insert(CONTENT_TYPE, kind.unwrap_or(octets));
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
        .collect();
    let whole: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    let how = if shown { "inline" } else { "attachment" };
    let line = format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{whole}");
    if let Ok(line) = HeaderValue::from_str(&line) {
        headers.insert(CONTENT_DISPOSITION, line);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::download;

    #[test]
    fn only_pictures_are_shown_and_names_stay_names() {
        let line = |name, kind| {
            let response = download(name, kind, Vec::new());
            response.headers()["content-disposition"].to_str().unwrap().to_owned()
        };
        assert_eq!(
            line("bag.jpg", "image/jpeg"),
            "inline; filename=\"bag.jpg\"; filename*=UTF-8''bag.jpg"
        );
        let odd = line("x\r\nSet-Cookie: a=\"b\".html", "text/plain");
        assert!(odd.starts_with("attachment; ") && !odd.contains(['\r', '\n']), "{odd}");
        assert!(line("ü.pdf", "application/pdf").ends_with("UTF-8''%C3%BC.pdf"));
    }
}

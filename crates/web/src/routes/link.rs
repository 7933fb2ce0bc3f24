//! `GET` and `POST /r/{slug}/{link}`: somebody follows the link of an invitation.
//!
//! Networks look at every link that is posted there, so looking changes nothing: only the button opens
//! the room.

use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect};
use earshot_engage::rooms::{Door, Shut};

use crate::answer::{page, page_with};
use crate::form::At;
use crate::guest::inside::too_many;
use crate::guest::meter::{LINKS, Who};
use crate::pages::mark::{Face, Shape};
use crate::pages::room::{RoomLinkPage, RoomShutPage};
use crate::peer;
use crate::problem::{Answer, Problem};
use crate::session::GuestCookie;
use crate::visit::Visit;

/// What the link is, and the button that opens it.
pub(crate) async fn show(
    visit: Visit,
    at: At,
    extensions: Extensions,
    headers: HeaderMap,
) -> Answer {
    let (slug, link): (String, String) = (at.get("slug")?, at.get("link")?);
    slowly(&visit, &extensions, &headers)?;
    let engage = &visit.state.engage;
    let Some(room) = engage.room_of_link(&slug, &link).await? else {
        return shut(&visit, Shut::Unknown);
    };
    let cookie = GuestCookie::of(room, visit.state.is_secure());
    let entry = engage.look_at_link(&slug, &link, cookie.read(&headers)).await?;
    match (entry.door, entry.room) {
        (Door::Shut(why), _) => shut(&visit, why),
        (_, None) => shut(&visit, Shut::Unknown),
        (Door::Home, Some(room)) => Ok(Redirect::to(&format!("/room/{room}")).into_response()),
        (Door::Enter | Door::Wait, Some(_)) => page(&RoomLinkPage {
            w: visit.words,
            theme: visit.theme,
            csrf: visit.csrf.clone(),
            face: Face::new(&entry.brand, &entry.brand, Shape::Brand),
            brand: entry.brand,
            action: format!("/r/{slug}/{link}"),
            used: entry.door == Door::Wait,
        }),
    }
}

/// Opens it. The first browser is in; another one is told what it has to prove.
pub(crate) async fn open(
    visit: Visit,
    at: At,
    extensions: Extensions,
    headers: HeaderMap,
) -> Answer {
    let (slug, link): (String, String) = (at.get("slug")?, at.get("link")?);
    slowly(&visit, &extensions, &headers)?;
    let (engage, secure) = (&visit.state.engage, visit.state.is_secure());
    let Some(room) = engage.room_of_link(&slug, &link).await? else {
        return shut(&visit, Shut::Unknown);
    };
    let cookie = GuestCookie::of(room, secure);
    let entered = engage.open_link(&slug, &link, cookie.read(&headers)).await?;
    let room = match (entered.door, entered.room) {
        (Door::Shut(why), _) => return shut(&visit, why),
        (_, None) => return shut(&visit, Shut::Unknown),
        (_, Some(room)) => room,
    };
    let mut response = Redirect::to(&format!("/room/{room}")).into_response();
    if let Some(secret) = entered.secret {
        cookie.set(&mut response, &secret, secure);
    }
    Ok(response)
}

fn shut(visit: &Visit, why: Shut) -> Answer {
    page_with(StatusCode::NOT_FOUND, &RoomShutPage::of(visit.words, visit.theme, why))
}

/// One network opens only so many links: nobody tries out which there are.
fn slowly(visit: &Visit, extensions: &Extensions, headers: &HeaderMap) -> Result<(), Problem> {
    let state = &visit.state;
    match peer::sender(state, extensions, headers) {
        Some(from) => state.meter.take(Who::From(from), LINKS, state.tools.now()).map_err(too_many),
        None => Ok(()),
    }
}

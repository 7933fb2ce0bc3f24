//! How the private room of a case stands, for the agent.

use earshot_engage::desk::CasePage;
use earshot_engage::rooms::{Guest, RoomStanding, browser_letters};
use earshot_model::CheckKind;

use super::list::agent;
use crate::pages::format::Lens;
use crate::pages::room_strip::{Outside, RoomStrip};

/// The strip above the composer; none before anybody was invited.
pub(crate) fn strip(lens: &Lens, page: &CasePage) -> Option<RoomStrip> {
    let room = page.room.as_ref()?;
    let w = lens.w;
    let (tone, drawing, text) = state(lens, room);
    let handle = room.asked.as_ref().map(|asked| asked.handle.clone()).unwrap_or_default();
    let open = room.room.opened_at.is_some();
    let acts = page.may.reply_private && page.case.closed_at.is_none();
    let proved = room.proved_by().map(|check| match check.how {
        CheckKind::Code => w.t1("room-proved-code", "handle", &handle),
        CheckKind::Seen => {
            let by = agent(&page.agents, check.agent_id);
            let name = by.map(|agent| agent.short_name.clone()).unwrap_or_default();
            w.t2("room-proved-seen", "name", name, "what", &check.note)
        }
    });
    let wish = Some(room.room.wish.as_str()).filter(|wish| !wish.is_empty());
    Some(RoomStrip {
        tone,
        drawing,
        text,
        doubt: (open && proved.is_none()).then(|| w.t1("room-not-proved", "handle", &handle)),
        proved,
        wish: wish.map(|wish| w.t(format!("room-wish-{wish}"))),
        waits: room.waiting().next().map(|_| w.t("room-somebody-waits")),
        outside: room.waiting().filter(|_| acts).map(|guest| outside(lens, guest)).collect(),
        code_out: room.code_is_out(lens.now),
        can_code: acts && open && room.can_send_code,
        can_mark: acts && open && room.room.proved_at.is_none(),
        language: language(page),
    })
}

fn outside(lens: &Lens, guest: &Guest) -> Outside {
    let since = lens.when(guest.came_at).short;
    let name = lens.w.t2("room-outside", "letters", browser_letters(guest.id), "when", since);
    Outside { id: guest.id.to_string(), name }
}

fn state(lens: &Lens, room: &RoomStanding) -> (&'static str, &'static str, String) {
    let w = lens.w;
    if room.is_open() {
        let read = room.room.read_at.map(|at| lens.when(at).short);
        let who = if room.room.proved_at.is_some() { "open" } else { "somebody" };
        let text = match read {
            Some(read) => w.t1(&format!("room-is-{who}-read"), "when", read),
            None => w.t(format!("room-is-{who}")),
        };
        return ("private", "lock", text);
    }
    match &room.link {
        Some(link) if link.opened_at.is_none() && link.expires_at > lens.now => {
            let until = lens.day(link.expires_at);
            ("", "send", w.t1("room-is-invited", "until", until))
        }
        _ => ("", "clock", w.t("room-is-ignored")),
    }
}

/// The language that the customer writes, as far as it is known.
pub(crate) fn language(page: &CasePage) -> String {
    let judged = page.judged.as_ref().and_then(|(_, judged)| judged.verdict.as_ref());
    judged.map(|verdict| verdict.language.value.clone()).unwrap_or_default()
}

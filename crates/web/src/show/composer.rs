//! Where an agent writes.

use earshot_engage::desk::CasePage;
use earshot_engage::desk::Sheet as Limits;
use earshot_model::{AgentId, Audience, Instruments, OutboxId, RoomKind};

use super::approvals::hint;
use crate::pages::composer::{ByHand, Composer, LimitView, Sheet};
use crate::pages::format::number;
use crate::show::room_strip::language;
use crate::words::Words;

/// The composer of a case; none for who may only read. `mode` is the draft that was asked for.
pub(crate) fn composer(
    w: Words,
    tools: &Instruments,
    page: &CasePage,
    agent: AgentId,
    mode: &str,
) -> Option<Composer> {
    let sheets = page.sheets.as_ref();
    let public = sheets.and_then(|sheets| {
        let limits = sheets.public.as_ref()?;
        let reach = match sheets.reach {
            0 => w.t("reach-public"),
            many => w.t1("reach-followers", "n", number(w, many)),
        };
        let button = if limits.by_hand {
            w.t("by-hand-ready")
        } else {
            w.t1("reply-as", "account", &limits.account.handle)
        };
        Some(sheet(w, tools, page, Audience::Public, Some(limits), (button, reach)))
    });
    let private = sheets.and_then(|sheets| {
        let limits = sheets.private.as_ref()?;
        let name = &page.customer.person.display_name;
        let reach = match &page.room {
            // Nobody knows whether it is they who are in it.
            Some(room) if room.room.thread_id == limits.thread && room.room.proved_at.is_none() => {
                w.t("reach-room")
            }
            _ => w.t1("reach-private", "name", name),
        };
        let words = (w.t1("send-to", "name", name), reach);
        Some(sheet(w, tools, page, Audience::Private, Some(limits), words))
    });
    if !page.may.note && public.is_none() && private.is_none() {
        return None;
    }
    let note =
        sheet(w, tools, page, Audience::Internal, None, (w.t("add-note"), w.t("reach-note")));
    let began_private = sheets.is_some_and(|sheets| !sheets.to.audience.is_open());
    let mode = match mode {
        "note" => "note",
        "private" if private.is_some() => "private",
        "public" if public.is_some() => "public",
        _ if private.is_some() && (began_private || public.is_none()) => "private",
        _ if public.is_some() => "public",
        _ => "note",
    };
    let agent = agent.to_string();
    let invite = invite(page).then(|| language(page));
    let seen = page.case.version;
    Some(Composer { mode, public, private, unproved: false, note, invite, seen, agent })
}

fn sheet(
    w: Words,
    tools: &Instruments,
    page: &CasePage,
    audience: Audience,
    limits: Option<&Limits>,
    (button, reach): (String, String),
) -> Sheet {
    let draft = page.drafts.iter().find(|draft| draft.audience == audience);
    let wanted = match audience {
        Audience::Private => page.asked.private.as_ref(),
        Audience::Internal => None,
        _ => page.asked.public.as_ref(),
    };
    Sheet {
        key: tools.id::<OutboxId>().to_string(),
        place: limits.map(|limits| limits.thread.to_string()).unwrap_or_default(),
        text: draft.map(|draft| draft.text.clone()).unwrap_or_default(),
        limit: limits.map(|limits| LimitView::of(w, limits.length)),
        button,
        reach,
        approval: wanted.map(|wanted| hint(w, wanted, &page.departments)),
        by_hand: limits
            .filter(|limits| limits.by_hand)
            .map(|limits| ByHand { words: w.t("channel-by-hand"), source: limits.source.clone() }),
    }
}

/// Whether the customer can be invited into a private room: they spoke elsewhere, and the case goes on.
fn invite(page: &CasePage) -> bool {
    let elsewhere = page.legs.iter().any(|leg| {
        leg.account.as_ref().is_some_and(|account| RoomKind::of_channel(&account.channel).is_none())
    });
    page.may.reply_private && page.case.closed_at.is_none() && elsewhere
}

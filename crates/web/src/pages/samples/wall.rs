use super::{frame, person};
use crate::pages::frame::Theme;
use crate::pages::mark::ChannelMark;
use crate::pages::report::Figure;
use crate::pages::wall::{AgentLine, GapLine, QueueLine, UrgentLine, WallPage};
use crate::words::Words;

pub(super) fn wall(w: Words, theme: Theme) -> WallPage {
    let figure = |key: &str, value: &str, note: String, bad| Figure {
        label: w.t(key),
        value: value.into(),
        note,
        bad,
    };
    let case = |id: &str, name: &str, owner: &str, mine| UrgentLine {
        id: id.into(),
        href: format!("/cases/{id}?list=all"),
        channel: ChannelMark::of(w, "mastodon", None),
        name: name.into(),
        say: "my suitcase is lost, please help me".into(),
        language: Some("en".into()),
        clock: None,
        owner: owner.into(),
        mine,
    };
    WallPage {
        untrue: Some(w.t1("expect-wall", "n", 2_i64)),
        may_set: true,
        w,
        frame: frame(w, theme, "/wall"),
        now: "22 Nov 2026".into(),
        figures: vec![
            figure("wall-waiting", "83", w.t1("wall-unowned-of", "n", "14"), false),
            figure("wall-late", "3", w.t1("wall-oldest", "time", "26 min"), true),
        ],
        queues: vec![QueueLine {
            href: "/cases?list=queue:q1".into(),
            name: "Disruption".into(),
            drawing: "bolt",
            waiting: "31".into(),
            unowned: "4".into(),
            bar: crate::show::wall::bar(31, 7, 2),
            at_risk: "7".into(),
            late: "2".into(),
            is_late: true,
            oldest: "26 min".into(),
        }],
        agents: vec![AgentLine {
            face: person("Priya Raman").sized("sm"),
            presence: "on",
            name: "Priya Raman".into(),
            sub: "rebooking 5".into(),
            pips: vec!["f", "f", "", ""],
            load: w.t2("people-load-of", "n", "2", "max", "4"),
        }],
        places: w.t2("wall-places", "n", "23", "of", "45"),
        urgent: vec![
            case("c1", "Noor de Vries", "", false),
            case("c2", "Paul Ngata", "Ana", true),
            case("c4", "João Pires", "Jonas Lind", false),
        ],
        loops: vec![case("c3", "Katrin Bauer", "Ana", true)],
        gaps: vec![GapLine {
            href: "/cases/c9?list=all".into(),
            queue: "Refunds".into(),
            lacks: vec![w.t2("lack-skill", "skill", "rebooking", "level", "3")],
            cases: w.t1("wall-gap-cases", "n", 3_usize),
            since: Some(w.t1("wall-gap-since", "time", "12 min")),
        }],
        may_take: true,
        may_note: true,
        me: "a1".into(),
    }
}

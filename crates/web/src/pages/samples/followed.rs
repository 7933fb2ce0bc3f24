use super::{frame, listening, playbook};
use crate::pages::case::Choice;
use crate::pages::frame::Theme;
use crate::pages::playbook::followed::{FollowedLine, FollowedPage, PlacedLine};
use crate::pages::report::Figure;
use crate::words::Words;

fn row(name: &str, counts: [&str; 6], bad: bool) -> FollowedLine {
    let [made, share, taken, left, otherwise, unanswered] = counts.map(str::to_owned);
    FollowedLine {
        name: name.into(),
        href: Some("/playbook#line-23".into()),
        made,
        share,
        taken,
        left,
        otherwise,
        unanswered,
        bad,
    }
}

pub(super) fn followed(w: Words, theme: Theme) -> FollowedPage {
    let figure = |key: &str, value: &str| Figure {
        label: w.t(key),
        value: value.into(),
        note: String::new(),
        bad: false,
    };
    FollowedPage {
        w,
        frame: frame(w, theme, "/playbook"),
        head: playbook::head(w),
        periods: vec![Choice {
            value: "7".into(),
            label: w.t1("report-days", "n", "7"),
            chosen: true,
        }],
        of: w.t1("followed-of", "n", "412"),
        figures: vec![figure("followed-taken", "83 %"), figure("followed-left", "41")],
        lines: vec![
            row("Stranded travellers", ["212", "91 %", "180", "12", "6", "14"], false),
            row("Harsh, legitimate, a customer", ["96", "38 %", "31", "29", "21", "15"], true),
        ],
        departments: vec![row("Customer care", ["308", "74 %", "211", "41", "27", "29"], false)],
        places: vec![PlacedLine {
            name: w.t("interaction-harsh"),
            answers: "120".into(),
            suggested: "96".into(),
            elsewhere: "7 %".into(),
        }],
        grey: vec![listening::find(w, None)],
        grey_of: w.t2("followed-grey-of", "n", "1", "all", "80"),
        write: Some("/playbook/draft/lines/new".into()),
    }
}

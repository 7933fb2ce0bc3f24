//! What surrounds every page: theme, token, navigation.

use serde::Serialize;

use super::format::number;
use super::mark::Face;
use crate::words::Words;

/// Light, dark, or as the system decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum Theme {
    /// As the system decides.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// The theme of a cookie or a form value; anything unknown means the system's.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    /// The value of the cookie and of the form field.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme that a press on the button leads to.
    #[must_use]
    pub const fn next(self) -> &'static str {
        match self {
            Self::System => "dark",
            Self::Dark => "light",
            Self::Light => "system",
        }
    }

    const fn drawing(self) -> &'static str {
        match self {
            Self::System => "panel",
            Self::Light => "sun",
            Self::Dark => "snooze",
        }
    }
}

/// The same for all pages of one answer.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Frame {
    /// Light, dark or the system's.
    pub theme: Theme,
    /// The token that every form carries.
    pub csrf: String,
    /// The organization's name; empty before there is one.
    pub brand: String,
    /// The path of this page with its query, so that small forms come back here.
    pub here: String,
    /// When the page was made, milliseconds since 1970: scripts count down by the server's clock.
    pub now_ms: i64,
    /// Whether single letters act as keys.
    pub letter_keys: bool,
    /// The number of the last event that this page knows; the live stream goes on from there.
    pub live_after: Option<i64>,
    /// Who is signed in and where they can go; none before sign-in.
    pub nav: Option<Nav>,
    /// The crisis that is at work.
    pub crisis: Option<CrisisBanner>,
}

/// What everybody is told while a crisis is at work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CrisisBanner {
    /// What it is called.
    pub name: String,
    /// What whoever switched it on says.
    pub notice: String,
    /// Where it is switched off, for who may.
    pub href: Option<String>,
}

/// The navigation.
#[derive(Debug, Clone, Serialize)]
pub struct Nav {
    /// Who is signed in.
    pub me: Me,
    /// Lists of cases.
    pub lists: Vec<NavLink>,
    /// Queues that this agent may see.
    pub queues: Vec<NavLink>,
    /// Other pages.
    pub places: Vec<NavLink>,
}

/// The agent who is signed in.
#[derive(Debug, Clone, Serialize)]
pub struct Me {
    /// Their id, for the browser to tell own events from others'.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their face.
    pub face: Face,
    /// Whether they take new cases now.
    pub available: bool,
    /// "4 of 6": cases held, of those they can hold.
    pub load: Option<String>,
}

/// One line of the navigation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NavLink {
    /// Names its count for the live stream: "mine", "queue-…".
    pub id: String,
    /// Where it leads.
    pub href: String,
    /// The drawing.
    pub drawing: &'static str,
    /// The words.
    pub label: String,
    /// How many cases.
    pub count: Option<String>,
    /// Over its limit.
    pub hot: bool,
    /// The key of the word that says so.
    pub hot_word: &'static str,
    /// This is where we are.
    pub current: bool,
    /// The keys that lead here, as `data-hotkey` takes them; empty where there are none.
    pub keys: &'static str,
}

/// How many live cases stand in each list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// Cases of this agent.
    pub mine: i64,
    /// Cases of nobody.
    pub unassigned: i64,
    /// All cases that this agent may see.
    pub all: i64,
    /// Notes that call this agent and that they have not read.
    pub mentions: i64,
    /// Hashtags against the brand that nobody has seen yet.
    pub hashtags: i64,
    /// Answers that wait for this agent's word, and whether the time of one is over; nothing for who can
    /// give none.
    pub approvals: Option<(i64, bool)>,
}

/// A queue for the navigation.
#[derive(Debug, Clone)]
pub struct QueueCount {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The drawing beside it, see [`queue_drawing`].
    pub drawing: &'static str,
    /// Open cases in it.
    pub open: i64,
    /// Some of them are late.
    pub late: bool,
}

/// The drawing of a queue, by the name that its set-up gives; a tag for a name that we do not draw.
#[must_use]
pub fn queue_drawing(name: &str) -> &'static str {
    const DRAWN: [&str; 12] = [
        "inbox", "gear", "doc", "heart", "tag", "book", "bolt", "star", "phone", "mail", "forum",
        "flag",
    ];
    DRAWN.iter().find(|drawn| **drawn == name).copied().unwrap_or("tag")
}

/// Pages beside the desk, with the permission of this agent to see them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Places {
    /// `/wall`
    pub wall: bool,
    /// `/listeners`
    pub listeners: bool,
    /// `/playbook`
    pub playbook: bool,
    /// A version of the playbook is at work that this agent has not read.
    pub new_playbook: bool,
    /// `/reports`
    pub reports: bool,
    /// `/certificate` and what stands beside it.
    pub filter: bool,
    /// `/crisis`
    pub crisis: bool,
    /// `/people`
    pub people: bool,
    /// `/settings/data` and what stands beside it.
    pub settings: bool,
}

impl Nav {
    /// The navigation of an agent. `current` is the value of `list=` ("mine", "queue:…") on the
    /// desk, or the path of another page ("/reports").
    #[must_use]
    pub fn new(
        w: Words,
        me: Me,
        counts: Counts,
        queues: &[QueueCount],
        places: Places,
        current: &str,
    ) -> Self {
        let list = |word: &str, drawing, count, keys| NavLink {
            id: word.to_owned(),
            href: format!("/cases?list={word}"),
            drawing,
            label: w.t(format!("list-{word}")),
            count: Some(number(w, count)),
            hot: false,
            hot_word: "count-late",
            current: current == word,
            keys,
        };
        let mentions = NavLink {
            href: "/mentions".to_owned(),
            hot: counts.mentions > 0,
            hot_word: "count-unread",
            ..list("mentions", "at", counts.mentions, "g n")
        };
        let mut lists = vec![
            list("mine", "inbox", counts.mine, "g m"),
            mentions,
            list("unassigned", "user", counts.unassigned, "g u"),
            list("all", "users", counts.all, "g a"),
        ];
        lists.extend(counts.approvals.map(|(waiting, hot)| NavLink {
            href: "/approvals".to_owned(),
            hot,
            ..list("approvals", "checks", waiting, "g o")
        }));
        let queues = queues.iter().map(|queue| NavLink {
            id: format!("queue-{}", queue.id),
            href: format!("/cases?list=queue:{}", queue.id),
            drawing: queue.drawing,
            label: queue.name.clone(),
            count: Some(number(w, queue.open)),
            hot: queue.late,
            hot_word: "count-late",
            current: current.strip_prefix("queue:") == Some(queue.id.as_str()),
            keys: "",
        });
        let places = beside(w, places, counts.hashtags, current);
        Self { me, lists, queues: queues.collect(), places }
    }
}

/// The links to other pages. The one to listeners calls while nobody has seen a hashtag against the brand.
fn beside(w: Words, places: Places, hashtags: i64, current: &str) -> Vec<NavLink> {
    let place = |allowed: bool, path: &str, drawing, keys| {
        let word = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        allowed.then(|| NavLink {
            id: word.to_owned(),
            href: path.to_owned(),
            drawing,
            label: w.t(format!("place-{word}")),
            count: None,
            hot: false,
            hot_word: "count-hashtags",
            current: current == path,
            keys,
        })
    };
    let mut listeners = place(places.listeners, "/listeners", "wave", "g l");
    if let Some(link) = listeners.as_mut().filter(|_| hashtags > 0) {
        link.count = Some(number(w, hashtags));
        link.hot = true;
        link.href = "/listeners/insights".to_owned();
    }
    let all = [
        place(places.wall, "/wall", "grid", "g w"),
        listeners,
        place(places.playbook, "/playbook", "route", "g p").map(|link| NavLink {
            count: places.new_playbook.then(|| w.t("place-playbook-new")),
            ..link
        }),
        place(places.reports, "/reports", "chart", "g r"),
        place(places.filter, "/certificate", "shield", "g f"),
        place(places.crisis, "/crisis", "alarm", ""),
        place(places.people, "/people", "users", ""),
        place(places.settings, "/settings/data", "gear", ""),
    ];
    all.into_iter().flatten().collect()
}

impl Frame {
    /// The drawing of the theme button.
    #[must_use]
    pub const fn theme_drawing(&self) -> &'static str {
        self.theme.drawing()
    }

    /// Words that scripts say, as JSON for the browser.
    #[must_use]
    pub fn script_words(&self, w: &Words) -> String {
        const KEYS: [&str; 19] = [
            "time-seconds",
            "time-minutes",
            "time-hours",
            "time-days",
            "clock-late-by",
            "clock-left",
            "live-new-post",
            "live-lost",
            "live-back",
            "live-called",
            "live-hashtag",
            "live-open",
            "close",
            "copied",
            "copy-failed",
            "send-failed",
            "draft-kept",
            "draft-lost",
            "undo-left",
        ];
        let pairs = KEYS.iter().map(|key| {
            let text = w.t1(key, "n", "{n}");
            format!("{}:{}", json(key), json(&text))
        });
        format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
    }
}

/// Text as a JSON string.
fn json(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            control if control < ' ' => out.push(' '),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

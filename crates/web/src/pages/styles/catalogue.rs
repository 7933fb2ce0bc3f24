//! Which parts of which pages the style page shows.

/// A shelf: where it stands, what is around its parts, and the parts.
pub(super) struct Entry {
    /// The stem of its words, and its place on the page.
    pub(super) key: &'static str,
    /// Class of what stands around each part.
    pub(super) ground: &'static str,
    /// The parts.
    pub(super) pieces: &'static [Piece],
}

impl Entry {
    /// Whether a part of this page stands on it.
    pub(super) fn shows(&self, page: &str) -> bool {
        self.pieces.iter().any(|piece| piece.page == page)
    }
}

/// Elements of a page, by how their tags begin, from the outside in.
pub(super) struct Piece {
    /// A page of the samples.
    pub(super) page: &'static str,
    /// The way to the elements.
    pub(super) path: &'static [&'static str],
}

const fn of(page: &'static str, path: &'static [&'static str]) -> Piece {
    Piece { page, path }
}

/// Everything, in the order of an agent's day.
pub(super) const CATALOGUE: &[Entry] = &[
    Entry {
        key: "frame",
        ground: "",
        pieces: &[
            of("crisis", &["<section class=\"crisis\""]),
            of("learning", &["<header class=\"bar listening-bar\""]),
            of("playbook", &["<header class=\"bar book-bar\""]),
            of("shared-list", &["<header class=\"bar\""]),
            of("desk", &["<nav class=\"nav\""]),
        ],
    },
    Entry {
        key: "floating",
        ground: "",
        pieces: &[
            of("desk", &["<dialog class=\"palette\""]),
            of("desk", &["<dialog class=\"dialog keysheet\""]),
        ],
    },
    Entry { key: "rows", ground: "", pieces: &[of("desk", &["<section class=\"pane list\""])] },
    Entry {
        key: "acting",
        ground: "case",
        pieces: &[of("desk", &["<section class=\"pane case\"", "<header class=\"bar\""])],
    },
    Entry {
        key: "verdicts",
        ground: "case",
        pieces: &[of("desk", &["<details class=\"verdict\""])],
    },
    Entry {
        key: "routing",
        ground: "",
        pieces: &[
            of("desk", &["<section class=\"banner warn lacks\""]),
            of("desk", &["<details class=\"folded considered\""]),
            of("desk", &["<ul class=\"clocks\""]),
            of("desk", &["<div class=\"case-tags\""]),
            of("desk", &["<section class=\"banner warn ending\""]),
        ],
    },
    Entry {
        key: "thread",
        ground: "case thread-in",
        pieces: &[
            of("desk", &["<div class=\"thread-in\"", "<article class=\"post"]),
            of("desk", &["<div class=\"thread-in\"", "<p class=\"event\""]),
            of("deliveries", &["<div class=\"thread-in\"", "<article class=\"post"]),
        ],
    },
    Entry {
        key: "advice",
        ground: "",
        pieces: &[
            of("desk", &["<section class=\"acts\""]),
            of("desk", &["<ul class=\"aside-list\""]),
        ],
    },
    Entry { key: "room", ground: "", pieces: &[of("desk", &["<section class=\"roomstrip"])] },
    Entry {
        key: "writing",
        ground: "case",
        pieces: &[
            of("desk", &["<div class=\"composer\""]),
            of("deliveries", &["<div class=\"composer\""]),
        ],
    },
    Entry {
        key: "stops",
        ground: "case",
        pieces: &[
            of("guard", &["<section class=\"stop"]),
            of("collision", &["<section class=\"stop"]),
            of("data", &["<section class=\"stop"]),
        ],
    },
    Entry { key: "customer", ground: "", pieces: &[of("desk", &["<aside class=\"pane side\""])] },
    Entry {
        key: "waiting",
        ground: "",
        pieces: &[
            of("approvals", &["<div class=\"stack answers\""]),
            of("mentions", &["<ul class=\"stack mentions\""]),
        ],
    },
    Entry {
        key: "finding",
        ground: "stack",
        pieces: &[
            of("search", &["<form class=\"bigsearch\""]),
            of("search", &["<p class=\"hint caution\""]),
            of("search", &["<section class=\"found-people\""]),
            of("search", &["<ol class=\"hits card\""]),
            of("search", &["<p class=\"more\""]),
        ],
    },
    Entry {
        key: "crisis",
        ground: "settings",
        pieces: &[
            of("crisis", &["<section class=\"card crisis-now\""]),
            of("crisis", &["<ul class=\"feed plans\""]),
            of("crisis-plan", &["<div class=\"cols\""]),
        ],
    },
    Entry { key: "wall", ground: "wall", pieces: &[of("wall", &["<div class=\"wallgrid\""])] },
    Entry {
        key: "charts",
        ground: "",
        pieces: &[
            of("report", &["<dl class=\"card figures\""]),
            of("report", &["<div class=\"charts\""]),
        ],
    },
    Entry {
        key: "filter",
        ground: "",
        pieces: &[
            of("certificate", &["<div class=\"paper\""]),
            of("reviews", &["<article class=\"card question\""]),
            of("learning", &["<div class=\"page-in\""]),
        ],
    },
    Entry {
        key: "query",
        ground: "painted",
        pieces: &[
            of("listener", &["<query-editor"]),
            of("listener", &["<ul class=\"tree\""]),
            of("listener", &["<div class=\"body blanks\""]),
            of("listener", &["<ol class=\"versions\""]),
            of("help", &["<article class=\"prose\""]),
        ],
    },
    Entry {
        key: "listening",
        ground: "",
        pieces: &[
            of("listeners", &["<div class=\"page-in\""]),
            of("shared-list", &["<div class=\"cols\""]),
            of("packs", &["<form class=\"page-in packs\""]),
            of("insights", &["<div class=\"page-in\""]),
        ],
    },
    Entry {
        key: "book",
        ground: "",
        pieces: &[
            of("playbook-draft", &["<div class=\"book\""]),
            of("playbook-changes", &["<div class=\"page-in\""]),
            of("playbook-changes", &["<form class=\"catch replay-form\""]),
            of("playbook-changes", &["<keep-looking"]),
            of("playbook-use", &["<section class=\"card\""]),
            of("playbook-versions", &["<div class=\"page-in narrow\""]),
        ],
    },
    Entry {
        key: "lines",
        ground: "",
        pieces: &[
            of("playbook-line", &["<form class=\"edit\""]),
            of("playbook-line-faulty", &["<form class=\"edit\""]),
            of("playbook-line", &["<section class=\"catch\""]),
            of("playbook-line", &["<section class=\"remarks\""]),
            of("playbook-section", &["<form class=\"edit\""]),
            of("playbook-matrix", &["<form class=\"edit\""]),
            of("playbook-text", &["<div class=\"page-in\""]),
        ],
    },
    Entry {
        key: "team",
        ground: "settings",
        pieces: &[
            of("people", &["<section class=\"card tablebox\""]),
            of("person", &["<div class=\"cols\""]),
            of("skills", &["<div class=\"page-in\""]),
            of("queue", &["<form class=\"page-in\""]),
            of("queues", &["<div class=\"page-in\""]),
        ],
    },
    Entry {
        key: "times",
        ground: "settings",
        pieces: &[
            of("clock", &["<div class=\"page-in\""]),
            of("clocks", &["<div class=\"page-in\""]),
            of("calendar", &["<form class=\"page-in\""]),
            of("expectations", &["<div class=\"page-in\""]),
        ],
    },
    Entry {
        key: "keeping",
        ground: "settings",
        pieces: &[
            of("accounts", &["<div class=\"cols accounts\""]),
            of("never-said", &["<form class=\"page-in\""]),
            of("data", &["<section class=\"card\""]),
            of("erasure", &["<div class=\"page-in"]),
            of("priority", &["<section class=\"card\""]),
            of("tokens", &["<div class=\"page-in\""]),
        ],
    },
    Entry {
        key: "doors",
        ground: "",
        pieces: &[
            of("login", &["<section class=\"demo\""]),
            of("problem", &["<section class=\"problem-in\""]),
        ],
    },
    Entry {
        key: "guests",
        ground: "",
        pieces: &[
            of("room-link-used", &["<span class=\"brand-line\""]),
            of("room-link-used", &["<ul class=\"ticks\""]),
            of("room-link-used", &["<form"]),
            of("room-code", &["<span class=\"shutmark\""]),
            of("room-code", &["<form class=\"stack\""]),
            of("room-code", &["<p class=\"letters\""]),
            of("room", &["<room-talk"]),
            of("room-editing", &["<form class=\"say\""]),
            of("room-over", &["<p class=\"over\""]),
            of("room", &["<div class=\"left\""]),
            of("chat-away", &["<chat-panel"]),
        ],
    },
];

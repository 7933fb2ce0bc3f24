//! Every rule that is a list, in one place.

/// Pure crates: no runtime, no database, no network. They may be used from anywhere.
pub(crate) const PURE: &[&str] =
    &["model", "text", "matcher", "funnel", "playbook", "route", "guard"];

/// What a pure crate must not reach, directly or through others.
pub(crate) const NOT_IN_PURE: &[&str] = &["tokio", "sqlx", "axum", "reqwest"];

/// Stands for "every pure crate" in [`MAY_IMPORT`].
pub(crate) const ANY_PURE: &str = "(pure)";
/// Stands for "every crate except the ones that only tests use" in [`MAY_IMPORT`].
pub(crate) const ANYTHING: &str = "(all)";

const STAGE: &[&str] = &["cases", "store", "bus", "channels", "egress", ANY_PURE];

/// Which of our crates a crate may name under `[dependencies]`. A crate without a row fails.
pub(crate) const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("text", &["model"]),
    ("matcher", &["model", "text"]),
    ("funnel", &["model", "text"]),
    ("playbook", &["model", "text"]),
    ("route", &["model", "text"]),
    ("guard", &["model", "text"]),
    ("store", &["model", "text"]),
    ("bus", &["model"]),
    ("egress", &["model"]),
    ("channels", &["egress", "model", "text"]),
    ("cases", &["store", "bus", "channels", "egress", ANY_PURE]),
    ("listen", STAGE),
    ("engage", STAGE),
    ("knowledge", STAGE),
    ("community", STAGE),
    ("record", STAGE),
    ("web", &["listen", "engage", "knowledge", "community", "record", "cases", "model", "text"]),
    ("app", &[ANYTHING]),
    ("fakes", &["channels", "egress", "model", "text"]),
    ("conformance", &["channels", "egress", "model"]),
    ("testkit", &[ANYTHING]),
    ("house", &[]),
    ("listening", &["matcher", "model", "text"]),
    ("load", &[ANYTHING]),
];

/// Crates that only tests import: `[dev-dependencies]`, and each other.
pub(crate) const TESTS_ONLY: &[&str] = &["testkit", "house", "listening", "load"];

/// Crates that play outside platforms: tests, and the demo inside `app`.
pub(crate) const FAKES: &str = "fakes";

/// Outside libraries that have a home: nobody else names them under `[dependencies]`.
pub(crate) const HOMES: &[(&str, &[&str])] = &[
    // The kit of the tests makes and drops whole databases; it holds no other SQL.
    ("sqlx", &["store", "testkit"]),
    ("axum", &["web", "app", "fakes", "conformance"]),
    ("reqwest", &["egress"]),
    ("async-nats", &["bus"]),
];

/// Libraries whose home holds for tests as well.
pub(crate) const HOMES_IN_TESTS: &[&str] = &["sqlx", "async-nats"];

/// Libraries that never enter the tree, and what stands in their place.
pub(crate) const NEVER: &[(&str, &str)] = &[
    ("openssl-sys", "use rustls with ring"),
    ("native-tls", "use rustls with ring"),
    ("aws-lc-sys", "use rustls with ring (`rustls-no-provider`, `tls-rustls-ring`)"),
    ("aws-lc-rs", "use rustls with ring (`rustls-no-provider`, `tls-rustls-ring`)"),
];

/// Licences under which a dependency may be used (SPDX names).
pub(crate) const PERMISSIVE: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Files with these endings count as source and are kept small.
pub(crate) const SOURCE_ENDINGS: &[&str] = &[".rs", ".ts", ".css", ".html", ".sql"];
/// Folders in which source lies.
pub(crate) const SOURCE_FOLDERS: &[&str] = &["crates/", "migrations/", "tests/"];
/// No source file has more lines.
pub(crate) const MOST_LINES: usize = 600;
/// Nine source files of ten have fewer lines.
pub(crate) const NINE_OF_TEN_UNDER: usize = 350;
/// The middle source file has at most this many lines.
pub(crate) const MEDIAN_LINES: usize = 120;
/// A file that carries this word in its first five lines is made by a program and may be long.
pub(crate) const GENERATED: &str = concat!("@", "generated");

/// File and folder names that say nothing about what is inside.
pub(crate) const EMPTY_NAMES: &[&str] =
    &["utils", "util", "common", "helpers", "helper", "manager", "misc"];

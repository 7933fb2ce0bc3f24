//! What is past its time, as SELECTs: the passes remove what they find, the preview counts it.
//!
//! $1 is the organization, $2 the time before which things are old. Those that run from a cursor take
//! it as $3 (and $4), then a limit and the least id that is young; each of them has a twin that asks
//! the same of a list of rows, with the least id that is young as $3. The others take a limit as $3.

/// Old posts without a case. A post that waits for a message to go out stays until that is over.
macro_rules! old_posts {
    ($state:literal, $young:literal, $which:literal) => {
        concat!(
            "SELECT p.id, p.posted_at
             FROM posts p
             WHERE p.org_id = $1 AND p.case_id IS NULL AND p.state ",
            $state,
            " 'noise' AND p.posted_at < $2 AND p.received_at < $2 AND p.id < ",
            $young,
            " AND NOT EXISTS (
                   SELECT 1 FROM holds h
                   WHERE h.org_id = p.org_id AND h.person_id = p.person_id AND h.lifted_at IS NULL)
               AND NOT EXISTS (
                   SELECT 1 FROM outbox o WHERE o.org_id = p.org_id AND o.to_post_id = p.id)",
            $which
        )
    };
}

/// Old posts from a cursor on.
macro_rules! next_posts {
    ($state:literal) => {
        old_posts!(
            $state,
            "$6",
            " AND (p.posted_at, p.id) > ($3, $4) ORDER BY p.posted_at, p.id LIMIT $5"
        )
    };
}

macro_rules! old_cases {
    ($young:literal, $which:literal) => {
        concat!(
            "SELECT c.id
             FROM cases c
             WHERE c.org_id = $1 AND c.status = 'closed' AND c.closed_at < $2 AND c.id < ",
            $young,
            " AND NOT EXISTS (
                  SELECT 1 FROM holds h
                  WHERE h.org_id = c.org_id AND h.lifted_at IS NULL
                    AND (h.person_id = c.person_id OR EXISTS (
                        SELECT 1 FROM posts p
                        WHERE p.org_id = c.org_id AND p.case_id = c.id
                          AND p.person_id = h.person_id)))
              AND NOT EXISTS (
                  SELECT 1 FROM posts p
                  WHERE p.org_id = c.org_id AND p.case_id = c.id
                    AND (p.received_at >= $2 OR p.id >= ",
            $young,
            "))
              AND NOT EXISTS (
                  SELECT 1 FROM outbox o
                  WHERE o.org_id = c.org_id AND o.case_id = c.id AND o.finished_at IS NULL)",
            $which
        )
    };
}

macro_rules! old_persons {
    ($young:literal, $which:literal) => {
        concat!(
            "SELECT p.id
             FROM persons p
             WHERE p.org_id = $1 AND p.created_at < $2 AND p.id < ",
            $young,
            " AND NOT EXISTS (SELECT 1 FROM posts x WHERE x.org_id = p.org_id AND x.person_id = p.id)
              AND NOT EXISTS (SELECT 1 FROM cases x WHERE x.org_id = p.org_id AND x.person_id = p.id)
              AND NOT EXISTS (
                  SELECT 1 FROM holds x
                  WHERE x.org_id = p.org_id AND x.person_id = p.id AND x.lifted_at IS NULL)
              AND NOT EXISTS (
                  SELECT 1 FROM identities i
                  WHERE i.org_id = p.org_id AND i.person_id = p.id
                    AND (i.ours OR EXISTS (
                        SELECT 1 FROM posts x
                        WHERE x.org_id = i.org_id AND x.identity_id = i.id)))",
            $which
        )
    };
}

/// Conversations in which nothing stands any more.
macro_rules! loose_threads {
    ($young:literal, $which:literal) => {
        concat!(
            "SELECT t.id
             FROM threads t
             WHERE t.org_id = $1 AND t.created_at < $2 AND t.id < ",
            $young,
            " AND NOT EXISTS (
                   SELECT 1 FROM posts x WHERE x.org_id = t.org_id AND x.thread_id = t.id)
               AND NOT EXISTS (
                   SELECT 1 FROM outbox x WHERE x.org_id = t.org_id AND x.thread_id = t.id)
               AND NOT EXISTS (
                   SELECT 1 FROM case_threads x WHERE x.org_id = t.org_id AND x.thread_id = t.id)
               AND NOT EXISTS (
                   SELECT 1 FROM rooms x WHERE x.org_id = t.org_id AND x.thread_id = t.id)",
            $which
        )
    };
}

macro_rules! old_inbox {
    () => {
        "SELECT id FROM inbox
        WHERE org_id = $1 AND state <> 'waiting' AND received_at < $2
        LIMIT $3"
    };
}

macro_rules! old_sessions {
    () => {
        "SELECT id FROM sessions WHERE org_id = $1 AND expires_at < $2 LIMIT $3"
    };
}

macro_rules! old_drafts {
    () => {
        "SELECT d.case_id, d.agent_id, d.audience
        FROM drafts d
        JOIN cases c ON c.org_id = d.org_id AND c.id = d.case_id
        WHERE d.org_id = $1 AND d.updated_at < $2 AND NOT EXISTS (
            SELECT 1 FROM holds h
            WHERE h.org_id = c.org_id AND h.person_id = c.person_id AND h.lifted_at IS NULL)
        LIMIT $3"
    };
}

/// Those of erased persons stay: a hash says nothing, and their posts must not come back.
macro_rules! old_tombstones {
    () => {
        "SELECT account_id, external_id FROM tombstones
        WHERE org_id = $1 AND deleted_at < $2 AND external_id NOT LIKE 'erased:%'
        LIMIT $3"
    };
}

macro_rules! old_jobs {
    () => {
        "SELECT id FROM jobs WHERE org_id = $1 AND parked_at < $2 LIMIT $3"
    };
}

macro_rules! old_lessons {
    () => {
        "SELECT l.number
        FROM lessons l
        WHERE l.org_id = $1 AND l.taught_at < $2 AND NOT EXISTS (
            SELECT 1 FROM holds h
            WHERE h.org_id = l.org_id AND h.person_id = l.person_id AND h.lifted_at IS NULL)
        LIMIT $3"
    };
}

macro_rules! old_links {
    () => {
        "SELECT l.digest, l.person_id
        FROM blob_links l
        WHERE l.org_id = $1 AND l.created_at < $2 AND NOT EXISTS (
            SELECT 1 FROM holds h
            WHERE h.org_id = l.org_id AND h.person_id = l.person_id AND h.lifted_at IS NULL)
        LIMIT $3"
    };
}

/// Counts what a SELECT with a limit finds.
macro_rules! counted {
    ($($select:tt)*) => {
        concat!("SELECT COUNT(*) AS it FROM (", $($select)*, ") AS old")
    };
}

/// How rows are found from a cursor on, and how the same is asked of rows that were found.
#[derive(Clone, Copy)]
pub(super) struct Search {
    /// The next ones.
    pub(super) next: &'static str,
    /// Those of a list that are old still.
    pub(super) still: &'static str,
}

/// Posts that were judged noise.
pub(super) const NOISE: Search =
    Search { next: next_posts!("="), still: old_posts!("=", "$3", " AND p.id IN (?)") };
/// Posts in the record without a case.
pub(super) const RECORDED: Search =
    Search { next: next_posts!("<>"), still: old_posts!("<>", "$3", " AND p.id IN (?)") };
/// Closed cases.
pub(super) const CASES: Search = Search {
    next: old_cases!("$5", " AND c.id > $3 ORDER BY c.id LIMIT $4"),
    still: old_cases!("$3", " AND c.id IN (?)"),
};
/// Persons without posts and cases.
pub(super) const PERSONS: Search = Search {
    next: old_persons!("$5", " AND p.id > $3 ORDER BY p.id LIMIT $4"),
    still: old_persons!("$3", " AND p.id IN (?)"),
};
/// Conversations in which nothing stands.
pub(super) const THREADS: Search = Search {
    next: loose_threads!("$5", " AND t.id > $3 ORDER BY t.id LIMIT $4"),
    still: loose_threads!("$3", " AND t.id IN (?)"),
};
/// Removes deliveries.
pub(super) const INBOX: &str =
    concat!("DELETE FROM inbox WHERE org_id = $1 AND id IN (", old_inbox!(), ")");
/// Removes logins.
pub(super) const SESSIONS: &str =
    concat!("DELETE FROM sessions WHERE org_id = $1 AND id IN (", old_sessions!(), ")");
/// Removes drafts.
pub(super) const DRAFTS: &str = concat!(
    "DELETE FROM drafts WHERE org_id = $1 AND (case_id, agent_id, audience) IN (",
    old_drafts!(),
    ")"
);
/// Removes marks of deletes.
pub(super) const TOMBSTONES: &str = concat!(
    "DELETE FROM tombstones WHERE org_id = $1 AND (account_id, external_id) IN (",
    old_tombstones!(),
    ")"
);
/// Removes jobs.
pub(super) const JOBS: &str =
    concat!("DELETE FROM jobs WHERE org_id = $1 AND id IN (", old_jobs!(), ")");
/// Removes what the filter was taught.
pub(super) const LESSONS: &str =
    concat!("DELETE FROM lessons WHERE org_id = $1 AND number IN (", old_lessons!(), ")");
/// Removes the ties of files to persons.
pub(super) const LINKS: &str = concat!(
    "DELETE FROM blob_links WHERE org_id = $1 AND (digest, person_id) IN (",
    old_links!(),
    ")"
);
/// Counts posts that were judged noise.
pub(super) const COUNT_NOISE: &str = counted!(next_posts!("="));
/// Counts posts in the record without a case.
pub(super) const COUNT_RECORDED: &str = counted!(next_posts!("<>"));
/// Counts closed cases.
pub(super) const COUNT_CASES: &str =
    counted!(old_cases!("$5", " AND c.id > $3 ORDER BY c.id LIMIT $4"));
/// Counts persons without posts and cases.
pub(super) const COUNT_PERSONS: &str =
    counted!(old_persons!("$5", " AND p.id > $3 ORDER BY p.id LIMIT $4"));
/// Counts deliveries.
pub(super) const COUNT_INBOX: &str = counted!(old_inbox!());
/// Counts logins.
pub(super) const COUNT_SESSIONS: &str = counted!(old_sessions!());
/// Counts drafts.
pub(super) const COUNT_DRAFTS: &str = counted!(old_drafts!());
/// Counts marks of deletes.
pub(super) const COUNT_TOMBSTONES: &str = counted!(old_tombstones!());
/// Counts jobs.
pub(super) const COUNT_JOBS: &str = counted!(old_jobs!());
/// Counts what the filter was taught.
pub(super) const COUNT_LESSONS: &str = counted!(old_lessons!());
/// Counts ties of files to persons.
pub(super) const COUNT_LINKS: &str = counted!(old_links!());

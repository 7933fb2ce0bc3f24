-- The ground: organizations, people who work, customers, posts, cases, and the four logs that keep
-- the promises (inbox, outbox, events, jobs). One text for SQLite and PostgreSQL.
--
-- Ids are 16 bytes, times are microseconds since 1970 UTC, every key starts with org_id.

CREATE TABLE organizations (
    id BYTEA NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    locale TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- The end of each organization's log; its lock gives the events their order.
CREATE TABLE org_heads (
    org_id BYTEA NOT NULL PRIMARY KEY REFERENCES organizations (id),
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    case_number BIGINT NOT NULL
);

CREATE TABLE settings (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (org_id, key)
);

CREATE TABLE events (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    case_id BYTEA,
    post_id BYTEA,
    person_id BYTEA,
    data TEXT NOT NULL,
    digest BYTEA,
    hash BYTEA NOT NULL,
    PRIMARY KEY (org_id, seq)
);
CREATE INDEX events_case ON events (org_id, case_id, seq) WHERE case_id IS NOT NULL;
CREATE INDEX events_person ON events (org_id, person_id, seq) WHERE person_id IS NOT NULL;

CREATE TABLE departments (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, key)
);

CREATE TABLE agents (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    signature TEXT NOT NULL,
    locale TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    presence TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, email)
);

CREATE TABLE teams (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    department_id BYTEA NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, department_id) REFERENCES departments (org_id, id)
);

CREATE TABLE team_members (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    team_id BYTEA NOT NULL,
    agent_id BYTEA NOT NULL,
    PRIMARY KEY (org_id, team_id, agent_id),
    FOREIGN KEY (org_id, team_id) REFERENCES teams (org_id, id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);
CREATE INDEX team_members_agent ON team_members (org_id, agent_id);

CREATE TABLE skills (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, key)
);

CREATE TABLE agent_skills (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    agent_id BYTEA NOT NULL,
    skill_id BYTEA NOT NULL,
    level BIGINT NOT NULL,
    PRIMARY KEY (org_id, agent_id, skill_id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id),
    FOREIGN KEY (org_id, skill_id) REFERENCES skills (org_id, id)
);

CREATE TABLE queues (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    department_id BYTEA NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    icon TEXT NOT NULL,
    team_model TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, key),
    FOREIGN KEY (org_id, department_id) REFERENCES departments (org_id, id)
);

CREATE TABLE queue_teams (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    queue_id BYTEA NOT NULL,
    team_id BYTEA NOT NULL,
    PRIMARY KEY (org_id, queue_id, team_id),
    FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id),
    FOREIGN KEY (org_id, team_id) REFERENCES teams (org_id, id)
);

CREATE TABLE roles (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, name)
);

CREATE TABLE role_permissions (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    role_id BYTEA NOT NULL,
    permission TEXT NOT NULL,
    PRIMARY KEY (org_id, role_id, permission),
    FOREIGN KEY (org_id, role_id) REFERENCES roles (org_id, id)
);

-- scope_id is the department's or the queue's id, or the organization's own.
CREATE TABLE role_grants (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    agent_id BYTEA NOT NULL,
    role_id BYTEA NOT NULL,
    scope TEXT NOT NULL,
    scope_id BYTEA NOT NULL,
    PRIMARY KEY (org_id, agent_id, role_id, scope, scope_id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id),
    FOREIGN KEY (org_id, role_id) REFERENCES roles (org_id, id)
);

CREATE TABLE sessions (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    agent_id BYTEA NOT NULL,
    token_hash BYTEA NOT NULL,
    csrf TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, token_hash),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);
CREATE INDEX sessions_expiry ON sessions (org_id, expires_at);

CREATE TABLE accounts (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    channel TEXT NOT NULL,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    capabilities TEXT NOT NULL,
    token_hash BYTEA NOT NULL,
    sealed_secret BYTEA,
    webhook_url TEXT,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    PRIMARY KEY (org_id, id)
);

-- What channels delivered, before anything is made of it. The unique key makes a second delivery
-- harmless; the payload is emptied once it is processed.
CREATE TABLE inbox (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    event_key TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    problem TEXT,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, account_id, event_key),
    FOREIGN KEY (org_id, account_id) REFERENCES accounts (org_id, id)
);
CREATE INDEX inbox_waiting ON inbox (org_id, id) WHERE state = 'waiting';
CREATE INDEX inbox_age ON inbox (org_id, received_at);

CREATE TABLE persons (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    display_name TEXT NOT NULL,
    tier TEXT NOT NULL,
    languages TEXT NOT NULL,
    place TEXT,
    time_zone TEXT,
    created_at BIGINT NOT NULL,
    erased_at BIGINT,
    PRIMARY KEY (org_id, id)
);

-- What the organization's own record holds of a person: never to be said in public.
CREATE TABLE person_facts (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    person_id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    source TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, person_id, kind, value),
    FOREIGN KEY (org_id, person_id) REFERENCES persons (org_id, id)
);

CREATE TABLE identities (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    person_id BYTEA NOT NULL,
    channel TEXT NOT NULL,
    external_id TEXT NOT NULL,
    handle TEXT NOT NULL,
    display_name TEXT NOT NULL,
    followers BIGINT,
    ours BOOLEAN NOT NULL,
    evidence TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, channel, external_id),
    FOREIGN KEY (org_id, person_id) REFERENCES persons (org_id, id)
);
CREATE INDEX identities_person ON identities (org_id, person_id);

CREATE TABLE threads (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    external_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, account_id, external_id),
    FOREIGN KEY (org_id, account_id) REFERENCES accounts (org_id, id)
);

CREATE TABLE cases (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    number BIGINT NOT NULL,
    subject TEXT NOT NULL,
    person_id BYTEA NOT NULL,
    status TEXT NOT NULL,
    -- Where lists show it: open, waiting or done. Follows from the status.
    shelf TEXT NOT NULL,
    department_id BYTEA NOT NULL,
    queue_id BYTEA NOT NULL,
    owner_id BYTEA,
    sla TEXT NOT NULL,
    priority DOUBLE PRECISION NOT NULL,
    channel TEXT NOT NULL,
    first_due_at BIGINT,
    next_due_at BIGINT,
    resolve_due_at BIGINT,
    first_answered_at BIGINT,
    -- The deadline that matters now, or the end of time: lists are sorted by it.
    due_at BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    active_at BIGINT NOT NULL,
    customer_spoke_at BIGINT,
    brand_spoke_at BIGINT,
    snoozed_until BIGINT,
    resolved_at BIGINT,
    closed_at BIGINT,
    breached_at BIGINT,
    latest_post_id BYTEA,
    sentiment TEXT NOT NULL,
    version BIGINT NOT NULL,
    -- The version at which the brand's latest reply was written: a reply that saw an older one is refused.
    replied_version BIGINT NOT NULL,
    imported BOOLEAN NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, number),
    FOREIGN KEY (org_id, person_id) REFERENCES persons (org_id, id),
    FOREIGN KEY (org_id, department_id) REFERENCES departments (org_id, id),
    FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id),
    FOREIGN KEY (org_id, owner_id) REFERENCES agents (org_id, id)
);
CREATE INDEX cases_due ON cases (org_id, shelf, due_at, id);
CREATE INDEX cases_queue ON cases (org_id, queue_id, shelf, due_at, id);
CREATE INDEX cases_owner ON cases (org_id, owner_id, shelf, due_at, id);
-- Holds all that counts ask, so that counting reads no rows.
CREATE INDEX cases_counts ON cases (
    org_id, shelf, queue_id, owner_id, department_id, snoozed_until, due_at
);
CREATE INDEX cases_active ON cases (org_id, shelf, active_at);
CREATE INDEX cases_person ON cases (org_id, person_id, opened_at);
CREATE INDEX cases_opened ON cases (org_id, opened_at);

CREATE TABLE case_threads (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    case_id BYTEA NOT NULL,
    thread_id BYTEA NOT NULL,
    role TEXT NOT NULL,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, case_id, thread_id),
    FOREIGN KEY (org_id, case_id) REFERENCES cases (org_id, id),
    FOREIGN KEY (org_id, thread_id) REFERENCES threads (org_id, id)
);
CREATE INDEX case_threads_thread ON case_threads (org_id, thread_id);

CREATE TABLE posts (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    external_id TEXT NOT NULL,
    revision TEXT NOT NULL,
    thread_id BYTEA NOT NULL,
    parent_external_id TEXT,
    identity_id BYTEA NOT NULL,
    person_id BYTEA NOT NULL,
    case_id BYTEA,
    direction TEXT NOT NULL,
    surface TEXT NOT NULL,
    audience TEXT NOT NULL,
    state TEXT NOT NULL,
    text TEXT NOT NULL,
    salt BYTEA NOT NULL,
    claimed_language TEXT,
    url TEXT,
    rating BIGINT,
    posted_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    edited_at BIGINT,
    imported BOOLEAN NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, account_id, external_id),
    FOREIGN KEY (org_id, account_id) REFERENCES accounts (org_id, id),
    FOREIGN KEY (org_id, thread_id) REFERENCES threads (org_id, id),
    FOREIGN KEY (org_id, identity_id) REFERENCES identities (org_id, id),
    FOREIGN KEY (org_id, person_id) REFERENCES persons (org_id, id),
    FOREIGN KEY (org_id, case_id) REFERENCES cases (org_id, id)
);
CREATE INDEX posts_thread ON posts (org_id, thread_id, posted_at);
CREATE INDEX posts_case ON posts (org_id, case_id, posted_at) WHERE case_id IS NOT NULL;
CREATE INDEX posts_person ON posts (org_id, person_id, posted_at);
CREATE INDEX posts_time ON posts (org_id, posted_at);
CREATE INDEX posts_identity ON posts (org_id, identity_id);

-- A delete that came before its post: the post stays deleted.
CREATE TABLE tombstones (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    account_id BYTEA NOT NULL,
    external_id TEXT NOT NULL,
    deleted_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, account_id, external_id),
    FOREIGN KEY (org_id, account_id) REFERENCES accounts (org_id, id)
);

-- What the funnel and the playbook said of a post. body and decision are JSON; the columns beside
-- them are what lists and reports ask for.
CREATE TABLE verdicts (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    post_id BYTEA NOT NULL,
    engine TEXT NOT NULL,
    language TEXT NOT NULL,
    sentiment TEXT NOT NULL,
    spam BOOLEAN NOT NULL,
    relevant BOOLEAN NOT NULL,
    urgency TEXT NOT NULL,
    intents TEXT NOT NULL,
    priority DOUBLE PRECISION NOT NULL,
    outcome TEXT NOT NULL,
    body TEXT NOT NULL,
    decision TEXT NOT NULL,
    judged_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, post_id),
    FOREIGN KEY (org_id, post_id) REFERENCES posts (org_id, id)
);

CREATE TABLE corrections (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    post_id BYTEA NOT NULL,
    field TEXT NOT NULL,
    said TEXT NOT NULL,
    value TEXT NOT NULL,
    agent_id BYTEA NOT NULL,
    corrected_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, post_id, field),
    FOREIGN KEY (org_id, post_id) REFERENCES posts (org_id, id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);

CREATE TABLE listeners (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    query TEXT NOT NULL,
    version BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, name)
);

CREATE TABLE listener_versions (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    listener_id BYTEA NOT NULL,
    version BIGINT NOT NULL,
    query TEXT NOT NULL,
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, listener_id, version),
    FOREIGN KEY (org_id, listener_id) REFERENCES listeners (org_id, id)
);

CREATE TABLE listener_hits (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    listener_id BYTEA NOT NULL,
    post_id BYTEA NOT NULL,
    version BIGINT NOT NULL,
    hit_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, listener_id, post_id),
    FOREIGN KEY (org_id, listener_id) REFERENCES listeners (org_id, id),
    FOREIGN KEY (org_id, post_id) REFERENCES posts (org_id, id)
);
CREATE INDEX listener_hits_post ON listener_hits (org_id, post_id);
CREATE INDEX listener_hits_time ON listener_hits (org_id, listener_id, hit_at);

CREATE TABLE playbooks (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    version BIGINT NOT NULL,
    lines TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, version)
);

CREATE TABLE notes (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    case_id BYTEA NOT NULL,
    agent_id BYTEA NOT NULL,
    text TEXT NOT NULL,
    salt BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, case_id) REFERENCES cases (org_id, id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);
CREATE INDEX notes_case ON notes (org_id, case_id, created_at);

CREATE TABLE drafts (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    case_id BYTEA NOT NULL,
    agent_id BYTEA NOT NULL,
    audience TEXT NOT NULL,
    text TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, case_id, agent_id, audience),
    FOREIGN KEY (org_id, case_id) REFERENCES cases (org_id, id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);

-- Messages on their way out. The id is made by the browser: sending twice is one row.
CREATE TABLE outbox (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    case_id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    thread_id BYTEA NOT NULL,
    to_post_id BYTEA NOT NULL,
    agent_id BYTEA NOT NULL,
    audience TEXT NOT NULL,
    text TEXT NOT NULL,
    salt BYTEA NOT NULL,
    text_digest BYTEA NOT NULL,
    gate_version BIGINT NOT NULL,
    -- JSON of the findings that somebody overruled, with their reason.
    overridden TEXT NOT NULL,
    override_reason TEXT,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    lease_until BIGINT,
    external_id TEXT,
    post_id BYTEA,
    problem TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, case_id) REFERENCES cases (org_id, id),
    FOREIGN KEY (org_id, account_id) REFERENCES accounts (org_id, id),
    FOREIGN KEY (org_id, thread_id) REFERENCES threads (org_id, id),
    FOREIGN KEY (org_id, to_post_id) REFERENCES posts (org_id, id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);
CREATE INDEX outbox_due ON outbox (org_id, due_at) WHERE finished_at IS NULL;
CREATE INDEX outbox_case ON outbox (org_id, case_id, created_at);
CREATE INDEX outbox_account ON outbox (org_id, account_id, state, due_at) WHERE finished_at IS NULL;
-- What removing a post or a thread has to ask.
CREATE INDEX outbox_to_post ON outbox (org_id, to_post_id);
CREATE INDEX outbox_thread ON outbox (org_id, thread_id);

CREATE TABLE jobs (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    dedupe_key TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease_until BIGINT,
    problem TEXT,
    parked_at BIGINT,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, kind, dedupe_key)
);
CREATE INDEX jobs_due ON jobs (org_id, run_at) WHERE parked_at IS NULL;

CREATE TABLE blobs (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    digest BYTEA NOT NULL,
    size BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, digest)
);

CREATE TABLE blob_links (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    digest BYTEA NOT NULL,
    person_id BYTEA NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, digest, person_id),
    FOREIGN KEY (org_id, digest) REFERENCES blobs (org_id, digest),
    FOREIGN KEY (org_id, person_id) REFERENCES persons (org_id, id)
);
CREATE INDEX blob_links_person ON blob_links (org_id, person_id);

CREATE TABLE holds (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    person_id BYTEA NOT NULL,
    reason TEXT NOT NULL,
    agent_id BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    lifted_at BIGINT,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, person_id) REFERENCES persons (org_id, id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);
CREATE INDEX holds_person ON holds (org_id, person_id);

CREATE TABLE retention (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    class TEXT NOT NULL,
    days BIGINT NOT NULL,
    PRIMARY KEY (org_id, class)
);

-- Which posts the full-text index holds; the index itself differs between the engines.
CREATE TABLE search_posts (
    doc_id BIGINT NOT NULL,
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    post_id BYTEA NOT NULL,
    tokenizer BIGINT NOT NULL,
    PRIMARY KEY (org_id, post_id),
    FOREIGN KEY (org_id, post_id) REFERENCES posts (org_id, id)
);

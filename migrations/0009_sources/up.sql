-- How the server itself logs on for an account. An account without such a row is served by a program
-- of its own, over the channel protocol.
CREATE TABLE channel_logins (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    account_id BYTEA NOT NULL,
    settings TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    standing TEXT NOT NULL,
    probed_at BIGINT NOT NULL,
    problem TEXT,
    lost_at BIGINT,
    PRIMARY KEY (org_id, account_id),
    FOREIGN KEY (org_id, account_id) REFERENCES accounts (org_id, id)
);

-- One thing that an account reads, how far it was read, and who reads it at this moment.
CREATE TABLE sources (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    cursor TEXT NOT NULL,
    streams BOOLEAN NOT NULL,
    due_at BIGINT NOT NULL,
    lease_until BIGINT,
    stream_until BIGINT,
    wait BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    problem TEXT,
    caught_up_at BIGINT,
    heard_at BIGINT,
    heard BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    stopped_at BIGINT,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, account_id, kind, name),
    FOREIGN KEY (org_id, account_id) REFERENCES accounts (org_id, id)
);
CREATE INDEX sources_due ON sources (org_id, due_at) WHERE stopped_at IS NULL;

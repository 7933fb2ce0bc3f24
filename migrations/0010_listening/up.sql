-- Lists that listeners share by name: one query a line. Names are compared by their key, the folded
-- name with single blanks.
CREATE TABLE lists (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    words TEXT NOT NULL,
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, name_key)
);

-- What was set up anew since a moment: asked before each batch of posts, so that a changed listener is
-- at work at once.
CREATE INDEX events_setup ON events (org_id, seq) WHERE kind = 'setup.changed';

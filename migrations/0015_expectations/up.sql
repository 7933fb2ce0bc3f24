-- What the organization lets its customers expect on its profiles: hours, languages, time to an answer,
-- other ways, topics.
CREATE TABLE expectations (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    -- JSON of the form, with the hours as they were when it was saved.
    body TEXT NOT NULL,
    -- The calendar that they were taken from; none for around the clock.
    calendar_id BYTEA,
    version BIGINT NOT NULL,
    agent_id BYTEA NOT NULL,
    changed_at BIGINT NOT NULL,
    -- When it was last compared with what is, and JSON of what was not true.
    checked_at BIGINT NOT NULL,
    findings TEXT NOT NULL,
    PRIMARY KEY (org_id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);

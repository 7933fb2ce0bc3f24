-- Colleagues who were named in a note, and whether they have read it. The words stand in the note.
CREATE TABLE mentions (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    note_id BYTEA NOT NULL,
    agent_id BYTEA NOT NULL,
    case_id BYTEA NOT NULL,
    by_id BYTEA NOT NULL,
    at BIGINT NOT NULL,
    seen_at BIGINT,
    PRIMARY KEY (org_id, note_id, agent_id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);
CREATE INDEX mentions_agent ON mentions (org_id, agent_id, at);
CREATE INDEX mentions_case ON mentions (org_id, case_id);

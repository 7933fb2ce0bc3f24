-- Who said of which version of the playbook that they have read it.
CREATE TABLE playbook_readers (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    agent_id BYTEA NOT NULL,
    version BIGINT NOT NULL,
    read_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, agent_id, version),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);

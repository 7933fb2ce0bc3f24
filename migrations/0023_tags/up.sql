-- Words that sort cases: given by a line of the playbook or by an agent, in lower case.
CREATE TABLE case_tags (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    case_id BYTEA NOT NULL,
    tag TEXT NOT NULL,
    -- Which line of the playbook gave it, 0 for a plan for a crisis; nothing where an agent did.
    line BIGINT,
    at BIGINT NOT NULL,
    PRIMARY KEY (org_id, case_id, tag),
    FOREIGN KEY (org_id, case_id) REFERENCES cases (org_id, id)
);
CREATE INDEX case_tags_tag ON case_tags (org_id, tag, case_id);
CREATE INDEX case_tags_at ON case_tags (org_id, at);

-- Answers that somebody else has to agree to before they go, and what became of it. No words of
-- anybody: those stand in the outbox, in drafts and in notes.
CREATE TABLE approvals (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    outbox_id BYTEA NOT NULL,
    case_id BYTEA NOT NULL,
    author_id BYTEA NOT NULL,
    -- Key of the department that has to agree; 'supervisor' for whoever leads where the case is.
    wanted_from TEXT NOT NULL,
    why TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Keys of those who have agreed so far, with commas around each: ",legal,".
    agreed TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    decided_by BYTEA,
    decided_at BIGINT,
    PRIMARY KEY (org_id, outbox_id),
    FOREIGN KEY (org_id, author_id) REFERENCES agents (org_id, id)
);
CREATE INDEX approvals_state ON approvals (org_id, state, asked_at);
CREATE INDEX approvals_decided ON approvals (org_id, decided_at);
CREATE INDEX approvals_case ON approvals (org_id, case_id);

-- Agents whose public answers somebody reads before they go, such as those who are new.
CREATE TABLE checked_agents (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    agent_id BYTEA NOT NULL,
    set_by BYTEA NOT NULL,
    set_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, agent_id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);

-- Roles that are there already get what fresh ones have.
INSERT INTO role_permissions (org_id, role_id, permission)
SELECT r.org_id, r.id, 'reply.approve'
FROM roles r
WHERE r.name IN ('administrator', 'supervisor');

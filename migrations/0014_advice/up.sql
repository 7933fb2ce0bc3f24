-- What people said to what the playbook suggested. Suggestions stand in the decision of a post; a row is
-- written when somebody takes one, leaves it or does something else.
CREATE TABLE advice (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    -- The post whose decision suggests it, and the place among its actions, from 0.
    post_id BYTEA NOT NULL,
    place BIGINT NOT NULL,
    case_id BYTEA NOT NULL,
    -- Which version and line suggest it; line 0: a rule of the house, or the matrix.
    playbook_version BIGINT NOT NULL,
    line BIGINT NOT NULL,
    -- The word of the action.
    act TEXT NOT NULL,
    -- `taken`, `left` or `otherwise`, and the word of the reason; empty for what was taken.
    answer TEXT NOT NULL,
    reason TEXT NOT NULL,
    agent_id BYTEA NOT NULL,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, post_id, place),
    FOREIGN KEY (org_id, post_id) REFERENCES posts (org_id, id),
    FOREIGN KEY (org_id, case_id) REFERENCES cases (org_id, id),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);
CREATE INDEX advice_case ON advice (org_id, case_id);

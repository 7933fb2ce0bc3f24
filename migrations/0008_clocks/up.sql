-- What happened to cases, as far as their clocks care. Clocks are computed from these rows and never
-- ticked, so that a restart or another machine finds the same.
CREATE TABLE clock_log (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    case_id BYTEA NOT NULL,
    n BIGINT NOT NULL,
    -- When it happened; rows are read in this order.
    at BIGINT NOT NULL,
    -- JSON of what happened: ids, codes and times, no words of anybody.
    entry TEXT NOT NULL,
    PRIMARY KEY (org_id, case_id, n),
    FOREIGN KEY (org_id, case_id) REFERENCES cases (org_id, id)
);

-- What follows from the log of a case, for lists and for whoever wakes when something is due.
CREATE TABLE case_clocks (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    case_id BYTEA NOT NULL,
    entries BIGINT NOT NULL,
    -- When the next warning, breach or step is due; nothing when none will be.
    wake_at BIGINT,
    -- When the answer that is owed soonest is at risk.
    warn_at BIGINT,
    -- Until when a closing word in public is owed.
    loop_due_at BIGINT,
    promise_due_at BIGINT,
    harsh BOOLEAN NOT NULL,
    -- Whether something has to be done before the case may be closed.
    blocked BOOLEAN NOT NULL,
    PRIMARY KEY (org_id, case_id),
    FOREIGN KEY (org_id, case_id) REFERENCES cases (org_id, id)
);
CREATE INDEX case_clocks_wake ON case_clocks (org_id, wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX case_clocks_loops ON case_clocks (org_id, loop_due_at) WHERE loop_due_at IS NOT NULL;

-- Clock policies and calendars in editions, which never change. Without any the defaults hold.
CREATE TABLE clock_policies (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    version BIGINT NOT NULL,
    position BIGINT NOT NULL,
    body TEXT NOT NULL,
    retired BOOLEAN NOT NULL,
    agent_id BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id, version),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);

CREATE TABLE calendars (
    org_id BYTEA NOT NULL REFERENCES organizations (id),
    id BYTEA NOT NULL,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    agent_id BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id, version),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id)
);

-- Who of a channel is the brand: asked before each batch of posts, among all who ever wrote there.
CREATE INDEX identities_ours ON identities (org_id, channel) WHERE ours;

-- What is resolved and not yet closed: looked at every few seconds, among all that was ever closed.
CREATE INDEX cases_resolved ON cases (org_id, active_at) WHERE status = 'resolved';

-- What sleeps, among all that is open: looked at every few seconds as well.
CREATE INDEX cases_asleep ON cases (org_id, snoozed_until) WHERE snoozed_until IS NOT NULL;

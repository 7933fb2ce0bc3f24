-- What the brand lately told others: asked when a public answer repeats words of a private one.
CREATE INDEX outbox_sent ON outbox (org_id, created_at) WHERE state = 'sent';

-- Posts come in the order of their doc_id, so that a few bytes for each stretch of pages say which hits of
-- a word are new: a page of the table is then read for these alone.
CREATE INDEX search_posts_near ON search_posts USING BRIN (doc_id)
    WITH (pages_per_range = 16, autosummarize = on);

-- "Nobody has it" is no value that an index is ordered under, so the first of what waits would come only
-- after all of it was read and sorted.
CREATE INDEX cases_unowned ON cases (org_id, shelf, due_at, id) WHERE owner_id IS NULL;

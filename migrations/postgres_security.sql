-- Runs after every migration, so that no new table is forgotten.
--
-- earshot_app does all work of the application and sees one organization at a time: the one in the
-- setting app.org, which each transaction sets. Without it every statement fails.
-- earshot_claim sees ids and times of due work in all organizations, and nothing else.
CREATE OR REPLACE FUNCTION app_org() RETURNS BYTEA LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    org TEXT := current_setting('app.org', true);
BEGIN
    IF org IS NULL OR length(org) <> 32 THEN
        RAISE EXCEPTION 'app.org is not set: every statement belongs to one organization';
    END IF;
    RETURN decode(org, 'hex');
END
$$;

DO $$
DECLARE
    wanted TEXT;
    found RECORD;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['earshot_app', 'earshot_claim'] LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN NOBYPASSRLS NOSUPERUSER', wanted);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL; -- another server made it at the same moment
            END;
        END IF;
        BEGIN
            EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
        EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', wanted);
    END LOOP;

    FOR found IN
        SELECT c.relname AS name
        FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', found.name);
        EXECUTE format('DROP POLICY IF EXISTS one_organization ON %I', found.name);
        EXECUTE format(
            'CREATE POLICY one_organization ON %I TO earshot_app USING (org_id = (SELECT app_org())) '
            'WITH CHECK (org_id = (SELECT app_org()))', found.name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO earshot_app', found.name);
    END LOOP;

    -- The log is append-only for the application.
    REVOKE UPDATE, DELETE ON events FROM earshot_app;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO earshot_app;
    ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
    DROP POLICY IF EXISTS one_organization ON organizations;
    CREATE POLICY one_organization ON organizations TO earshot_app
        USING (id = (SELECT app_org())) WITH CHECK (id = (SELECT app_org()));
    GRANT SELECT, INSERT, UPDATE ON organizations TO earshot_app;
    GRANT SELECT (id, slug) ON organizations TO earshot_claim;

    FOR found IN SELECT unnest(ARRAY[
        'organizations', 'jobs', 'outbox', 'inbox', 'org_heads', 'accounts', 'sources'
    ]) AS name LOOP
        EXECUTE format('DROP POLICY IF EXISTS due_work ON %I', found.name);
        EXECUTE format('CREATE POLICY due_work ON %I FOR SELECT TO earshot_claim USING (true)', found.name);
    END LOOP;
    GRANT SELECT (org_id, id, run_at, lease_until, parked_at) ON jobs TO earshot_claim;
    GRANT SELECT (org_id, id, due_at, lease_until, state, finished_at) ON outbox TO earshot_claim;
    GRANT SELECT (org_id, id, state, received_at) ON inbox TO earshot_claim;
    GRANT SELECT (org_id, seq) ON org_heads TO earshot_claim;
    GRANT SELECT (org_id, id) ON accounts TO earshot_claim;
    GRANT SELECT (org_id, id, account_id, due_at, lease_until, stream_until, streams, stopped_at)
        ON sources TO earshot_claim;
END
$$;

-- Row-level security keeps conditions that are not leakproof out of indexes, and a full-text match is
-- none: asked directly, a rare word would cost a walk over all posts. This asks as the owner, for the
-- organization of the transaction alone, and is planned with the words themselves: many hits are met
-- on a walk from the newest, few are fetched through the index and sorted. (EXPLAIN asks for VOLATILE;
-- nothing is written.)
CREATE OR REPLACE FUNCTION find_words(words TSQUERY, before_doc BIGINT, most BIGINT)
RETURNS TABLE (post_id BYTEA, doc_id BIGINT)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    one_org CONSTANT BYTEA := app_org();
    upper_doc BIGINT;
    plan JSON;
    expected DOUBLE PRECISION;
    walk DOUBLE PRECISION;
    met BIGINT := 0;
BEGIN
    SELECT max(s.doc_id) + 1 INTO upper_doc FROM search_posts s;
    IF upper_doc IS NULL THEN
        RETURN;
    END IF;
    upper_doc := LEAST(upper_doc, before_doc);
    EXECUTE format(
        'EXPLAIN (FORMAT JSON) SELECT 1 FROM search_posts s
         WHERE s.org_id = %L AND s.tokens @@ %L::TSQUERY', one_org, words) INTO plan;
    expected := GREATEST((plan->0->'Plan'->>'Plan Rows')::DOUBLE PRECISION, 1);
    -- So many rows are walked until enough are met, if the words are as frequent as the statistics
    -- say and have nothing to do with each other. Often they do: so a walk is short, or ends when it
    -- is three times as long, and the index finds the rest.
    walk := most::DOUBLE PRECISION * upper_doc / expected;
    walk := CASE
        WHEN walk < 2 * expected THEN LEAST(3 * walk + 1000, upper_doc)
        WHEN numnode(words) > 1 THEN LEAST(2000, upper_doc)
        ELSE 0
    END;
    IF walk > 0 THEN
        RETURN QUERY EXECUTE
            'SELECT s.post_id, s.doc_id FROM search_posts s
             WHERE s.org_id = $1 AND s.tokens @@ $2 AND s.doc_id >= $3 AND s.doc_id < $4
             ORDER BY s.doc_id DESC
             LIMIT $5'
            USING one_org, words, upper_doc - walk::BIGINT, upper_doc, most;
        GET DIAGNOSTICS met = ROW_COUNT;
        upper_doc := upper_doc - walk::BIGINT;
    END IF;
    IF met < most AND upper_doc > 0 THEN
        -- OFFSET 0 keeps the LIMIT from making a walk of it again.
        RETURN QUERY EXECUTE
            'SELECT f.post_id, f.doc_id
             FROM (SELECT s.post_id, s.doc_id FROM search_posts s
                   WHERE s.org_id = $1 AND s.tokens @@ $2 AND s.doc_id < $3
                   OFFSET 0) f
             ORDER BY f.doc_id DESC
             LIMIT $4'
            USING one_org, words, upper_doc, most - met;
    END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION find_words(TSQUERY, BIGINT, BIGINT) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_words(TSQUERY, BIGINT, BIGINT) TO earshot_app;

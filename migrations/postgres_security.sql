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

    -- The two roles are of the whole server, and the user of another database of Earshot is in them, too:
    -- who connects here could take one and read everything. So only the owner of a database connects to
    -- it, and whom the owner names. The roles themselves get no right to it: it would be that user's.
    EXECUTE format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO CURRENT_USER', current_database());

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
-- organization of the transaction alone, and is planned with the words themselves. (EXPLAIN asks for
-- VOLATILE; nothing is written.)
--
-- Two ways lead to the newest hits. A walk from the newest reads every post, so it is for what many posts
-- have. The index knows all places of a word, and not which are new; a page of the table for each is what
-- costs, so it is asked for one stretch of posts after the other, newest first.
CREATE OR REPLACE FUNCTION find_words(words TSQUERY, before_doc BIGINT, most BIGINT)
RETURNS TABLE (post_id BYTEA, doc_id BIGINT)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    one_org CONSTANT BYTEA := app_org();
    first_doc BIGINT;
    upper_doc BIGINT;
    lower_doc BIGINT;
    plan JSON;
    -- Hits in a post, and posts that probably hold the hits that are still missing.
    density DOUBLE PRECISION;
    stretch DOUBLE PRECISION;
    met BIGINT := 0;
    found BIGINT;
BEGIN
    SELECT max(s.doc_id) + 1 INTO upper_doc FROM search_posts s;
    IF upper_doc IS NULL THEN
        RETURN;
    END IF;
    upper_doc := LEAST(upper_doc, before_doc);
    first_doc := upper_doc;
    EXECUTE format(
        'EXPLAIN (FORMAT JSON) SELECT 1 FROM search_posts s
         WHERE s.org_id = %L AND s.tokens @@ %L::TSQUERY', one_org, words) INTO plan;
    density := GREATEST((plan->0->'Plan'->>'Plan Rows')::DOUBLE PRECISION, 1)
        / GREATEST(upper_doc, 1);
    WHILE met < most AND upper_doc > 0 LOOP
        stretch := (most - met) / density;
        -- The statistics know nothing of words that belong together: a look among the newest tells.
        IF 3 * stretch < density * upper_doc OR (upper_doc = first_doc AND numnode(words) > 1) THEN
            lower_doc := GREATEST(upper_doc - LEAST(3 * stretch, 2000)::BIGINT - 1000, 0);
            RETURN QUERY EXECUTE
                'SELECT s.post_id, s.doc_id FROM search_posts s
                 WHERE s.org_id = $1 AND s.tokens @@ $2 AND s.doc_id >= $3 AND s.doc_id < $4
                 ORDER BY s.doc_id DESC
                 LIMIT $5'
                USING one_org, words, lower_doc, upper_doc, most - met;
        ELSE
            lower_doc := upper_doc - LEAST(GREATEST(2 * stretch, 10000), upper_doc)::BIGINT;
            -- OFFSET 0 keeps the LIMIT from making a walk of it.
            RETURN QUERY EXECUTE
                'SELECT f.post_id, f.doc_id
                 FROM (SELECT s.post_id, s.doc_id FROM search_posts s
                       WHERE s.org_id = $1 AND s.tokens @@ $2 AND s.doc_id >= $3 AND s.doc_id < $4
                       OFFSET 0) f
                 ORDER BY f.doc_id DESC
                 LIMIT $5'
                USING one_org, words, lower_doc, upper_doc, most - met;
        END IF;
        GET DIAGNOSTICS found = ROW_COUNT;
        met := met + found;
        upper_doc := lower_doc;
        -- What was met says more than the statistics. After nothing, much more is looked through.
        density := GREATEST(met, 0.25) / (first_doc - upper_doc);
    END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION find_words(TSQUERY, BIGINT, BIGINT) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_words(TSQUERY, BIGINT, BIGINT) TO earshot_app;

SET LOCAL lock_timeout = '2s';
CREATE FUNCTION size_of(what text) RETURNS bigint LANGUAGE plpgsql AS $$ DECLARE n bigint; BEGIN EXECUTE format('SELECT count(*) FROM %I', what) INTO n; RETURN n; END $$;

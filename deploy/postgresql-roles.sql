-- Roles of upheld's own store, on an empty database, run by its administrator:
--   psql -v ON_ERROR_STOP=1 -v owner_password=… -v app_password=… -d upheld -f deploy/postgresql-roles.sql
--
-- upheld_owner makes and changes tables; it is used once a release, by hand, with any command, e.g.
-- where upheld.yaml says `store: {env: UPHELD_STORE}`:
--   UPHELD_STORE=postgresql://upheld_owner:…@host/upheld upheld request list
-- upheld_app is what web, workers and commands log in with every day. It reads and writes rows, and
-- can neither change a table nor remove what the ledger has: of its entries it may only fill in
-- the number, and a checkpoint or an anchor is never changed or taken away.
\set QUIET on
SELECT format('CREATE ROLE upheld_owner LOGIN PASSWORD %L', :'owner_password')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'upheld_owner') \gexec
SELECT format('CREATE ROLE upheld_app LOGIN PASSWORD %L CONNECTION LIMIT 100', :'app_password')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'upheld_app') \gexec

SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()) \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO upheld_owner, upheld_app', current_database()) \gexec
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO upheld_owner;
GRANT USAGE ON SCHEMA public TO upheld_app;

-- What the owner makes from now on, the application may use.
ALTER DEFAULT PRIVILEGES FOR ROLE upheld_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO upheld_app;
ALTER DEFAULT PRIVILEGES FOR ROLE upheld_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO upheld_app;

-- The workflow library keeps its records in a schema of its own, and makes its tables there.
CREATE SCHEMA IF NOT EXISTS dbos AUTHORIZATION upheld_app;

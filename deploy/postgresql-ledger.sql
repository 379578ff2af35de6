-- Run by upheld_owner after the tables are there, and after each new version:
--   psql -v ON_ERROR_STOP=1 -d upheld -f deploy/postgresql-ledger.sql
-- The role of every day can add to the ledger and can take nothing away.
REVOKE UPDATE, DELETE, TRUNCATE ON evidence_entry, evidence_checkpoint, evidence_anchor FROM upheld_app;
GRANT UPDATE (idx) ON evidence_entry TO upheld_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON upheld_schema FROM upheld_app;

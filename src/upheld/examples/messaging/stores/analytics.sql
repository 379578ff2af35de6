-- 分析の中継表。集計の後に消す途中の写しです。/ The analytics staging tables, copies on their way to being aggregated.
CREATE TABLE visitor (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);
CREATE TABLE event_staging (
  id INTEGER PRIMARY KEY, visitor_id INTEGER NOT NULL REFERENCES visitor(id),
  event TEXT NOT NULL, ip TEXT, occurred_on TEXT NOT NULL);
CREATE INDEX event_staging_visitor ON event_staging(visitor_id);
CREATE TABLE daily_total (day TEXT NOT NULL, event TEXT NOT NULL, people INTEGER NOT NULL, PRIMARY KEY (day, event));
ATTACH 'crm.db' AS source;
INSERT INTO visitor SELECT id, email FROM source.contact;
INSERT INTO event_staging (visitor_id, event, ip, occurred_on)
SELECT id, event, '192.0.2.' || (id + 10), '2026-11-20' FROM visitor, (SELECT 'view' AS event UNION SELECT 'search');
INSERT INTO daily_total SELECT '2026-11-19', event, 24 FROM (SELECT 'view' AS event UNION SELECT 'search');

-- 通話の記録と録音の索引 / calls, and the index of their recordings
CREATE TABLE caller (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE, phone TEXT NOT NULL);
CREATE TABLE call (
  id INTEGER PRIMARY KEY, caller_id INTEGER NOT NULL REFERENCES caller(id), called_on TEXT NOT NULL, seconds INTEGER NOT NULL,
  topic TEXT NOT NULL);
CREATE INDEX call_caller ON call(caller_id);
ATTACH 'crm.db' AS crm;
INSERT INTO caller SELECT id, name, email, phone FROM crm.contact WHERE id % 2 = 1;
INSERT INTO call (caller_id, called_on, seconds, topic)
SELECT id, '2026-10-' || day, 60 + id, '配信の上限' FROM caller, (SELECT 14 AS day UNION SELECT 28);

-- アプリのデータベース。人はすべて架空です。/ The application's database. All people are invented.
CREATE TABLE member (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, birth_date TEXT, gender TEXT, workplace TEXT, job_title TEXT,
  email TEXT NOT NULL UNIQUE, phone TEXT, address TEXT, joined_on TEXT NOT NULL);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES member(id), written_on TEXT NOT NULL,
  body TEXT NOT NULL, photo TEXT, voice TEXT);
CREATE INDEX entry_member ON entry(member_id);
CREATE TABLE place_mark (
  id INTEGER PRIMARY KEY, entry_id INTEGER NOT NULL REFERENCES entry(id), latitude REAL NOT NULL, longitude REAL NOT NULL);
CREATE INDEX place_mark_entry ON place_mark(entry_id);
CREATE TABLE consent (
  id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES member(id), item TEXT NOT NULL,
  given_at TEXT NOT NULL, withdrawn_at TEXT);
CREATE INDEX consent_member ON consent(member_id);
CREATE TABLE phone_id (
  id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES member(id), device_id TEXT NOT NULL, push_token TEXT);
CREATE INDEX phone_id_member ON phone_id(member_id);
CREATE TABLE access_log (
  id INTEGER PRIMARY KEY, member_id INTEGER REFERENCES member(id), ip TEXT NOT NULL, user_agent TEXT NOT NULL,
  referrer TEXT, accessed_on TEXT NOT NULL);
CREATE INDEX access_log_member ON access_log(member_id);
CREATE TABLE enquiry (
  id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES member(id), body TEXT NOT NULL, sent_on TEXT NOT NULL);
CREATE INDEX enquiry_member ON enquiry(member_id);

WITH family(n, kanji, roman) AS (VALUES (0, '小春', 'koharu'), (1, '日向野', 'hinatano'), (2, '陽乃', 'hino'), (3, '若菜木', 'wakanagi'), (4, '春霞', 'harugasumi')),
  given(n, kanji, roman) AS (VALUES (0, '麦', 'mugi'), (1, '花', 'hana'), (2, '旭', 'asahi'), (3, '凪', 'nagi'), (4, '湊', 'minato'))
INSERT INTO member
SELECT family.n * 5 + given.n + 1, family.kanji || ' ' || given.kanji, (1980 + family.n * 5 + given.n) || '-05-21',
  CASE given.n % 2 WHEN 0 THEN '女' ELSE '男' END, '東京都架空区', '事務', given.roman || '.' || family.roman || '@diary.example.jp',
  '070-0000-' || printf('%04d', family.n * 5 + given.n + 1), '東京都架空区小春町 ' || (family.n * 5 + given.n + 1) || ' 番', '2025-04-01'
FROM family, given;

INSERT INTO entry (member_id, written_on, body, photo, voice)
SELECT id, '2026-10-' || printf('%02d', day), '朝の散歩。雲がきれいだった。', 'photo-' || day, CASE WHEN id % 2 = 1 THEN 'voice-' || day END
FROM member, (SELECT 3 AS day UNION SELECT 12 UNION SELECT 24);
INSERT INTO consent (member_id, item, given_at, withdrawn_at)
SELECT id, 'location', '2026-04-01T09:00:00+09:00', NULL FROM member WHERE id % 2 = 1;
INSERT INTO place_mark (entry_id, latitude, longitude)
SELECT entry.id, 35.6, 139.7 FROM entry JOIN consent USING (member_id) WHERE item = 'location';
INSERT INTO phone_id (member_id, device_id, push_token) SELECT id, 'dv-' || (3000 + id), 'push-' || (4000 + id) FROM member;
INSERT INTO access_log (member_id, ip, user_agent, referrer, accessed_on)
SELECT id, '192.0.2.' || (id + 10), 'ExampleApp/2.0', NULL, '2026-11-0' || day FROM member, (SELECT 2 AS day UNION SELECT 9);
INSERT INTO enquiry (member_id, body, sent_on) SELECT id, name || ' です。機種変更について教えてください。', '2026-08-15' FROM member WHERE id % 3 = 1;

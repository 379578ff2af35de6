-- アプリのデータベース。人はすべて架空です。/ The application's database. All people are invented.
CREATE TABLE contact (
  id INTEGER PRIMARY KEY, company TEXT NOT NULL, department TEXT, job_title TEXT, name TEXT NOT NULL, kana TEXT,
  email TEXT NOT NULL UNIQUE, phone TEXT, source TEXT NOT NULL, stage TEXT NOT NULL, checked_on TEXT NOT NULL);
CREATE TABLE contract (
  id INTEGER PRIMARY KEY, contact_id INTEGER NOT NULL REFERENCES contact(id), service TEXT NOT NULL,
  credit_limit INTEGER, started_on TEXT NOT NULL, ended_on TEXT);
CREATE INDEX contract_contact ON contract(contact_id);
CREATE TABLE message (
  id INTEGER PRIMARY KEY, contact_id INTEGER NOT NULL REFERENCES contact(id), subject TEXT NOT NULL,
  body TEXT NOT NULL, sent_on TEXT NOT NULL);
CREATE INDEX message_contact ON message(contact_id);
CREATE TABLE consent (
  id INTEGER PRIMARY KEY, contact_id INTEGER NOT NULL REFERENCES contact(id), item TEXT NOT NULL,
  given_at TEXT NOT NULL, withdrawn_at TEXT);
CREATE INDEX consent_contact ON consent(contact_id);
CREATE TABLE seminar_seat (
  id INTEGER PRIMARY KEY, contact_id INTEGER NOT NULL REFERENCES contact(id), seminar TEXT NOT NULL, held_on TEXT NOT NULL);
CREATE INDEX seminar_seat_contact ON seminar_seat(contact_id);

WITH family(n, kanji, roman) AS (VALUES (0, '鳴海', 'narumi'), (1, '渡利', 'watari'), (2, '橋立', 'hashidate'), (3, '舟越', 'funakoshi'), (4, '岸辺', 'kishibe'), (5, '瀬戸内', 'setouchi')),
  given(n, kanji, roman) AS (VALUES (0, '渡', 'wataru'), (1, '櫂', 'kai'), (2, '帆', 'han'), (3, '汐', 'shio'))
INSERT INTO contact
SELECT family.n * 4 + given.n + 1, '架空商事 ' || (family.n + 1) || ' 号', '総務部', '課長', family.kanji || ' ' || given.kanji, NULL,
  given.roman || '.' || family.roman || '@client' || (family.n + 1) || '.example.co.jp', '03-0000-' || printf('%04d', 5000 + family.n * 4 + given.n + 1),
  CASE given.n WHEN 0 THEN 'business-card' ELSE 'form' END, CASE WHEN given.n < 3 THEN 'customer' ELSE 'prospect' END, '2026-04-01'
FROM family, given;

INSERT INTO contract (contact_id, service, credit_limit, started_on, ended_on)
SELECT id, 'メッセージ配信', 300000, '2024-04-01', CASE WHEN id % 8 = 0 THEN '2026-03-31' END FROM contact WHERE stage = 'customer';
INSERT INTO message (contact_id, subject, body, sent_on)
SELECT id, '配信の設定', name || ' です。送信の上限を上げてください。', '2026-10-0' || (id % 9 + 1) FROM contact WHERE id % 2 = 1;
INSERT INTO consent (contact_id, item, given_at, withdrawn_at)
SELECT id, 'information-mail', '2026-01-10T10:00:00+09:00', CASE WHEN id % 5 = 0 THEN '2026-02-01T10:00:00+09:00' END FROM contact WHERE id % 3 <> 2;
INSERT INTO seminar_seat (contact_id, seminar, held_on) SELECT id, '届くメッセージの書き方', '2026-07-08' FROM contact WHERE id % 4 = 1;

-- アプリのデータベース。人はすべて架空です。/ The application's database. All people are invented.
CREATE TABLE user (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE, postal_code TEXT, address TEXT,
  birth_date TEXT, gender TEXT, occupation TEXT, social_account TEXT, registered_on TEXT NOT NULL);
CREATE TABLE purchase (
  id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES user(id), item TEXT NOT NULL,
  total INTEGER NOT NULL, bought_on TEXT NOT NULL);
CREATE INDEX purchase_user ON purchase(user_id);
CREATE TABLE payment_method (
  id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES user(id), kind TEXT NOT NULL,
  bank_account TEXT, card_token TEXT);
CREATE INDEX payment_method_user ON payment_method(user_id);
CREATE TABLE research (
  id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES user(id), title TEXT NOT NULL,
  prompt TEXT NOT NULL, report TEXT NOT NULL, done_on TEXT NOT NULL);
CREATE INDEX research_user ON research(user_id);
CREATE TABLE search (
  id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES user(id), words TEXT NOT NULL, searched_on TEXT NOT NULL);
CREATE INDEX search_user ON search(user_id);
CREATE TABLE linked_account (
  id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES user(id), service TEXT NOT NULL,
  outside_id TEXT NOT NULL, scopes TEXT NOT NULL);
CREATE INDEX linked_account_user ON linked_account(user_id);
CREATE TABLE device (
  id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES user(id), cookie TEXT NOT NULL,
  advertising_id TEXT, user_agent TEXT NOT NULL);
CREATE INDEX device_user ON device(user_id);
CREATE TABLE access_log (
  id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES user(id), ip TEXT NOT NULL,
  referrer TEXT, accessed_on TEXT NOT NULL);
CREATE INDEX access_log_user ON access_log(user_id);
CREATE TABLE location_fix (
  id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES user(id), latitude REAL, longitude REAL, taken_on TEXT NOT NULL);
CREATE INDEX location_fix_user ON location_fix(user_id);
CREATE TABLE enquiry (
  id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES user(id), body TEXT NOT NULL, sent_on TEXT NOT NULL);
CREATE INDEX enquiry_user ON enquiry(user_id);
CREATE TABLE consent (
  id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES user(id), item TEXT NOT NULL,
  given_at TEXT NOT NULL, withdrawn_at TEXT);
CREATE INDEX consent_user ON consent(user_id);

WITH family(n, kanji, roman) AS (VALUES (0, '文月', 'fuzuki'), (1, '栞田', 'shiorida'), (2, '頁原', 'pejihara'), (3, '綴木', 'tsuzuki'), (4, '墨江', 'sumie'), (5, '紙屋敷', 'kamiyashiki')),
  given(n, kanji, roman) AS (VALUES (0, '栞', 'shiori'), (1, '巡', 'meguru'), (2, '詠', 'yomi'), (3, '綾', 'aya'))
INSERT INTO user
SELECT family.n * 4 + given.n + 1, family.kanji || ' ' || given.kanji, given.roman || '.' || family.roman || '@reader.example.jp',
  '000-0022', '京都府架空市読解町 ' || (family.n * 4 + given.n + 1) || ' 番', (1970 + family.n * 4 + given.n) || '-04-12',
  CASE given.n % 2 WHEN 0 THEN '女' ELSE '男' END, '研究職', '@' || given.roman || '_' || family.roman, '2025-03-0' || (given.n + 1)
FROM family, given;

INSERT INTO purchase (user_id, item, total, bought_on)
SELECT id, '月額プラン', 2200, '2026-0' || month || '-05' FROM user, (SELECT 8 AS month UNION SELECT 9) WHERE id % 2 = 1;
INSERT INTO payment_method (user_id, kind, bank_account, card_token)
SELECT id, 'transfer', '0000-' || printf('%07d', id), NULL FROM user WHERE id % 4 = 1
UNION ALL SELECT id, 'card', NULL, 'tok_example_' || id FROM user WHERE id % 4 = 3;
INSERT INTO research (user_id, title, prompt, report, done_on)
SELECT id, '湖の水位の変化', '過去百年の水位の変化をまとめてください。', '資料三点を読み、要点を五つにまとめました。', '2026-10-1' || (id % 10) FROM user;
INSERT INTO search (user_id, words, searched_on) SELECT id, '水位 統計', '2026-10-01' FROM user;
INSERT INTO linked_account (user_id, service, outside_id, scopes)
SELECT id, 'kotonoha', 'kt-' || (1000 + id), 'id name picture' FROM user WHERE id % 3 = 1;
INSERT INTO device (user_id, cookie, advertising_id, user_agent)
SELECT id, 'ck-' || (5000 + id), 'ad-' || (7000 + id), 'ExampleBrowser/1.0 (ExampleOS)' FROM user;
INSERT INTO access_log (user_id, ip, referrer, accessed_on)
SELECT id, '192.0.2.' || (id + 10), 'https://search.example.com/', '2026-11-0' || day FROM user, (SELECT 1 AS day UNION SELECT 8);
INSERT INTO consent (user_id, item, given_at, withdrawn_at)
SELECT id, 'location', '2026-05-01T10:00:00+09:00', CASE WHEN id % 6 = 0 THEN '2026-06-01T10:00:00+09:00' END FROM user WHERE id % 2 = 1;
INSERT INTO location_fix (user_id, latitude, longitude, taken_on)
SELECT user_id, 35.0, 135.0, '2026-05-02' FROM consent WHERE item = 'location' AND withdrawn_at IS NULL;
INSERT INTO enquiry (user_id, body, sent_on) SELECT id, name || ' です。出典の表示について教えてください。', '2026-09-20' FROM user WHERE id % 3 = 1;

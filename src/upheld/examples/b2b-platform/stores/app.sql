-- アプリのデータベース。人も会社もすべて架空です。/ The application. All people and companies are invented.
CREATE TABLE organisation (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, plan TEXT NOT NULL, contract_ended_on TEXT);
CREATE TABLE member (
  id INTEGER PRIMARY KEY, organisation_id INTEGER NOT NULL REFERENCES organisation(id),
  name TEXT NOT NULL, email TEXT NOT NULL UNIQUE, job_title TEXT, role TEXT NOT NULL,
  preferences TEXT, created_at TEXT NOT NULL);
CREATE TABLE sign_in (
  id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES member(id),
  ip TEXT NOT NULL, user_agent TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX sign_in_member ON sign_in(member_id);
CREATE TABLE ticket (
  id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES member(id),
  subject TEXT NOT NULL, body TEXT NOT NULL, opened_at TEXT NOT NULL);
CREATE INDEX ticket_member ON ticket(member_id);
CREATE TABLE invoice (
  id INTEGER PRIMARY KEY, organisation_id INTEGER NOT NULL REFERENCES organisation(id),
  billed_to INTEGER REFERENCES member(id), billing_name TEXT, billing_address TEXT,
  payment_token TEXT, total INTEGER NOT NULL, tax INTEGER NOT NULL, issued_on TEXT NOT NULL);
CREATE INDEX invoice_billed_to ON invoice(billed_to);
CREATE TABLE document (
  id INTEGER PRIMARY KEY, organisation_id INTEGER NOT NULL REFERENCES organisation(id),
  author_id INTEGER REFERENCES member(id), title TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX document_author ON document(author_id);
CREATE TABLE content_person (
  id INTEGER PRIMARY KEY, organisation_id INTEGER NOT NULL REFERENCES organisation(id),
  email TEXT NOT NULL, note TEXT NOT NULL);
CREATE TABLE prompt (
  id INTEGER PRIMARY KEY, member_id INTEGER REFERENCES member(id),
  question TEXT NOT NULL, answer TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX prompt_member ON prompt(member_id);
CREATE TABLE consent_record (
  id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES member(id),
  item TEXT NOT NULL, given_at TEXT NOT NULL, withdrawn_at TEXT);
CREATE INDEX consent_member ON consent_record(member_id);

INSERT INTO organisation VALUES
  (1, '風待ち意匠事務所', 'team', NULL), (2, 'ゆうなぎ出版', 'team', NULL), (3, 'はなだ工房', 'trial', '2026-10-31');

WITH family(n, kanji, roman) AS (VALUES
    (0, '朝霧', 'asagiri'), (1, '汐見', 'shiomi'), (2, '月岡', 'tsukioka'), (3, '星合', 'hoshiai'),
    (4, '雨宮', 'amemiya'), (5, '風間', 'kazama')),
  given(n, kanji, roman) AS (VALUES (0, '透', 'toru'), (1, '灯', 'akari'), (2, '蓮', 'ren'), (3, '澪', 'mio'))
INSERT INTO member
SELECT family.n * 4 + given.n + 1, family.n / 2 + 1, family.kanji || ' ' || given.kanji,
  given.roman || '.' || family.roman || '@team' || (family.n / 2 + 1) || '.example.jp',
  CASE given.n WHEN 0 THEN '部長' WHEN 1 THEN '意匠担当' ELSE '編集担当' END,
  CASE given.n WHEN 0 THEN 'org-admin' ELSE 'member' END,
  '{"language":"ja","news":' || (given.n % 2) || '}', '2025-0' || (family.n + 1) || '-1' || given.n || 'T09:00:00+09:00'
FROM family, given;

INSERT INTO sign_in (member_id, ip, user_agent, at)
SELECT id, '192.0.2.' || (id + 10), 'ExampleBrowser/1.0 (ExampleOS)', '2026-11-' || printf('%02d', 1 + day) || 'T08:30:00+09:00'
FROM member, (SELECT 0 AS day UNION SELECT 7 UNION SELECT 14);

INSERT INTO ticket (member_id, subject, body, opened_at)
SELECT id, '書き出しの設定', '担当の ' || name || ' です。設定の場所を教えてください。', '2026-10-05T11:00:00+09:00'
FROM member WHERE id % 3 = 1;

INSERT INTO invoice (organisation_id, billed_to, billing_name, billing_address, payment_token, total, tax, issued_on)
SELECT organisation_id, id, name, '大阪府架空市星並町 ' || id || ' 番', 'tok_example_' || id, 33000, 3000, '2026-0' || month || '-01'
FROM member, (SELECT 7 AS month UNION SELECT 8 UNION SELECT 9) WHERE role = 'org-admin';

INSERT INTO document (organisation_id, author_id, title, body)
SELECT organisation_id, id, '企画案 ' || id, '色見本と文字組みの案です。' FROM member WHERE id % 2 = 0;

INSERT INTO content_person (organisation_id, email, note) VALUES
  (1, 'reader.one@content.example.jp', '座談会の参加者'), (1, 'reader.two@content.example.jp', '寄稿者'),
  (2, 'reader.three@content.example.jp', '取材先');

INSERT INTO prompt (member_id, question, answer, at)
SELECT id, '見出しの案を三つください。', '一、波の手紙。二、風の宛先。三、灯りの地図。', '2026-11-02T10:00:00+09:00'
FROM member WHERE id % 4 = 1;

INSERT INTO consent_record (member_id, item, given_at, withdrawn_at)
SELECT id, 'marketing', '2025-06-01T10:00:00+09:00', CASE WHEN id % 5 = 0 THEN '2026-01-15T10:00:00+09:00' END
FROM member WHERE id % 2 = 1;

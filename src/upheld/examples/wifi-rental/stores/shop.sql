-- アプリのデータベース。人はすべて架空です。/ The application's database. All people are invented.
CREATE TABLE customer (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, kana TEXT, age INTEGER, gender TEXT, birth_date TEXT, email TEXT NOT NULL UNIQUE,
  phone TEXT, address TEXT, joined_on TEXT NOT NULL);
CREATE TABLE rental (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer(id), plan TEXT NOT NULL,
  started_on TEXT NOT NULL, ended_on TEXT);
CREATE INDEX rental_customer ON rental(customer_id);
CREATE TABLE router (
  id INTEGER PRIMARY KEY, rental_id INTEGER NOT NULL REFERENCES rental(id), serial TEXT NOT NULL, line_number TEXT NOT NULL);
CREATE INDEX router_rental ON router(rental_id);
CREATE TABLE identity_paper (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer(id), kind TEXT NOT NULL, number TEXT NOT NULL,
  checked_on TEXT NOT NULL);
CREATE INDEX identity_paper_customer ON identity_paper(customer_id);
CREATE TABLE invoice (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer(id), billed_to TEXT, total INTEGER NOT NULL,
  issued_on TEXT NOT NULL, due_on TEXT NOT NULL, paid_on TEXT);
CREATE INDEX invoice_customer ON invoice(customer_id);
CREATE TABLE enquiry (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer(id), body TEXT NOT NULL,
  opened_on TEXT NOT NULL, closed_on TEXT);
CREATE INDEX enquiry_customer ON enquiry(customer_id);
CREATE TABLE call (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer(id), called_on TEXT NOT NULL, seconds INTEGER NOT NULL);
CREATE INDEX call_customer ON call(customer_id);
CREATE TABLE consent (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer(id), item TEXT NOT NULL,
  given_at TEXT NOT NULL, withdrawn_at TEXT);
CREATE INDEX consent_customer ON consent(customer_id);
CREATE TABLE mail_open (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer(id), mailing TEXT NOT NULL, opened_on TEXT NOT NULL);
CREATE INDEX mail_open_customer ON mail_open(customer_id);

WITH family(n, kanji, roman) AS (VALUES (0, '浦部', 'urabe'), (1, '波多', 'hata'), (2, '磯崎', 'isozaki'), (3, '潮来', 'shiorai'), (4, '灘波', 'nadanami'), (5, '入江田', 'irieda')),
  given(n, kanji, roman) AS (VALUES (0, '渚', 'nagisa'), (1, '岬', 'misaki'), (2, '潤', 'jun'), (3, '航', 'wataru'))
INSERT INTO customer
SELECT family.n * 4 + given.n + 1, family.kanji || ' ' || given.kanji, NULL, 20 + family.n * 4 + given.n, CASE given.n % 2 WHEN 0 THEN '女' ELSE '男' END,
  (2006 - family.n * 4 - given.n) || '-02-10', given.roman || '.' || family.roman || '@traveller.example.jp',
  '070-0000-' || printf('%04d', 2001 + family.n * 4 + given.n), '東京都架空区波止場町 ' || (family.n * 4 + given.n + 1) || ' 番', '2025-06-01'
FROM family, given;

INSERT INTO rental (customer_id, plan, started_on, ended_on)
SELECT id, '一週間', '2026-08-01', CASE WHEN id % 3 = 0 THEN NULL ELSE '2026-08-08' END FROM customer;
INSERT INTO router (rental_id, serial, line_number) SELECT id, 'SN-' || printf('%08d', 90000 + id), '020-0000-' || printf('%04d', id) FROM rental;
INSERT INTO identity_paper (customer_id, kind, number, checked_on)
SELECT id, 'driving-licence', printf('%012d', 990000000000 + id), '2026-07-30' FROM customer WHERE id % 2 = 1;
INSERT INTO invoice (customer_id, billed_to, total, issued_on, due_on, paid_on)
SELECT id, name, 3980, '2026-08-10', '2026-08-31', CASE WHEN id % 7 = 0 THEN NULL ELSE '2026-08-20' END FROM customer;
INSERT INTO enquiry (customer_id, body, opened_on, closed_on)
SELECT id, name || ' です。つながらない場所があります。', '2026-08-03', CASE WHEN id % 2 = 0 THEN '2026-08-04' END FROM customer WHERE id % 3 <> 0;
INSERT INTO call (customer_id, called_on, seconds) SELECT id, '2026-08-03', 90 + id FROM customer WHERE id % 2 = 1;
INSERT INTO consent (customer_id, item, given_at, withdrawn_at)
SELECT id, item, '2026-07-30T10:00:00+09:00', NULL FROM customer, (SELECT 'cookies' AS item UNION SELECT 'offers-mail' UNION SELECT 'collection') WHERE id % 4 <> 0;
INSERT INTO mail_open (customer_id, mailing, opened_on) SELECT id, '夏のご案内', '2026-07-15' FROM customer WHERE id % 2 = 1;

-- 採用と人事。人はすべて架空です。/ Applicants and staff. All people are invented.
CREATE TABLE applicant (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE, phone TEXT, birth_date TEXT,
  history TEXT NOT NULL, decided_on TEXT);
CREATE TABLE interview (
  id INTEGER PRIMARY KEY, applicant_id INTEGER NOT NULL REFERENCES applicant(id), held_on TEXT NOT NULL, note TEXT NOT NULL);
CREATE INDEX interview_applicant ON interview(applicant_id);
CREATE TABLE employee (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE, address TEXT, bank_account TEXT,
  department TEXT NOT NULL, hired_on TEXT NOT NULL, left_on TEXT);
CREATE TABLE training (
  id INTEGER PRIMARY KEY, employee_id INTEGER NOT NULL REFERENCES employee(id), course TEXT NOT NULL,
  score INTEGER, taken_on TEXT);
CREATE INDEX training_employee ON training(employee_id);

WITH family(n, kanji, roman) AS (VALUES (0, '澪標', 'miotsukushi'), (1, '浜風', 'hamakaze'), (2, '千鳥', 'chidori')),
  given(n, kanji, roman) AS (VALUES (0, '結', 'yui'), (1, '環', 'tamaki'), (2, '架', 'kakeru'))
INSERT INTO applicant
SELECT family.n * 3 + given.n + 1, family.kanji || ' ' || given.kanji, given.roman || '.' || family.roman || '@apply.example.jp',
  '070-0000-' || printf('%04d', 1001 + family.n * 3 + given.n), '1998-06-1' || given.n, '営業職を三年', '2026-08-0' || (given.n + 1)
FROM family, given;
INSERT INTO interview (applicant_id, held_on, note) SELECT id, '2026-07-20', '志望の理由を聞いた。' FROM applicant;
INSERT INTO employee
SELECT id, replace(name, ' ', ' 社'), 'staff' || id || '@tsutaebashi.example.co.jp', '東京都架空区橋詰町 ' || id || ' 番',
  '0000-' || printf('%07d', 300 + id), '開発部', '2020-04-01', CASE WHEN id = 9 THEN '2026-03-31' END FROM applicant;
INSERT INTO training (employee_id, course, score, taken_on)
SELECT id, '個人情報保護 2026', 90 - id, '2026-04-20' FROM employee WHERE id < 8;

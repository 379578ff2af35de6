-- アンケートの回答 / survey answers
CREATE TABLE respondent (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);
CREATE TABLE answer (
  id INTEGER PRIMARY KEY, respondent_id INTEGER NOT NULL REFERENCES respondent(id),
  question TEXT NOT NULL, answer TEXT NOT NULL, answered_on TEXT NOT NULL);
CREATE INDEX answer_respondent ON answer(respondent_id);
ATTACH 'crm.db' AS source;
INSERT INTO respondent SELECT id, email FROM source.contact WHERE id % 3 <> 0;
INSERT INTO answer (respondent_id, question, answer, answered_on)
SELECT id, question, '五段階で四です。', '2026-09-1' || (id % 10)
FROM respondent, (SELECT '使いやすさ' AS question UNION SELECT '速さ');

-- アクセス解析の記録。会員と結び付ける列を持ちません。/ Records of analytics. No column ties them to a member.
CREATE TABLE page_view (id INTEGER PRIMARY KEY, client_id TEXT NOT NULL, page TEXT NOT NULL, viewed_on TEXT NOT NULL);
CREATE TABLE daily_total (day TEXT NOT NULL, page TEXT NOT NULL, people INTEGER NOT NULL, PRIMARY KEY (day, page));
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
INSERT INTO page_view SELECT i, 'cl-' || (i % 17 + 9000), '/help/' || (i % 4), '2026-11-20' FROM n;
INSERT INTO daily_total SELECT viewed_on, page, count(DISTINCT client_id) FROM page_view GROUP BY viewed_on, page;

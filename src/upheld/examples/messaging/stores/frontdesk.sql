-- 受付の記録と、防犯カメラの映像の索引 / the visitors' book, and the index of camera footage
CREATE TABLE office_visitor (id INTEGER PRIMARY KEY, name TEXT NOT NULL, company TEXT, email TEXT NOT NULL UNIQUE);
CREATE TABLE visit (
  id INTEGER PRIMARY KEY, visitor_id INTEGER NOT NULL REFERENCES office_visitor(id), entered_on TEXT NOT NULL, clip TEXT NOT NULL);
CREATE INDEX visit_visitor ON visit(visitor_id);
INSERT INTO office_visitor VALUES
  (1, '訪川 めぐり', '架空運輸', 'meguri.towakawa@visitor.example.jp'), (2, '門前 つかさ', '架空電設', 'tsukasa.monzen@visitor.example.jp'),
  (3, '表口 ひらく', NULL, 'hiraku.omoteguchi@visitor.example.jp');
INSERT INTO visit (visitor_id, entered_on, clip)
SELECT id, '2026-11-' || day, 'entrance-' || day FROM office_visitor, (SELECT 10 AS day UNION SELECT 18);

-- サイトの記録。会員との結び付きは成果の承認の間だけ持ちます。/ Records of the site; tied to people only to approve affiliate results.
CREATE TABLE buyer (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);
CREATE TABLE affiliate_result (
  id INTEGER PRIMARY KEY, buyer_id INTEGER NOT NULL REFERENCES buyer(id), cookie TEXT NOT NULL, route TEXT NOT NULL,
  order_number TEXT NOT NULL, approved_on TEXT);
CREATE INDEX affiliate_result_buyer ON affiliate_result(buyer_id);
CREATE TABLE session_recording (id INTEGER PRIMARY KEY, client_id TEXT NOT NULL, clicks INTEGER NOT NULL, recorded_on TEXT NOT NULL);
ATTACH 'shop.db' AS shop;
INSERT INTO buyer SELECT id, email FROM shop.customer WHERE id % 2 = 1;
INSERT INTO affiliate_result (buyer_id, cookie, route, order_number, approved_on)
SELECT id, 'ck-' || (6000 + id), 'review-site', 'A-' || (8000 + id), '2026-08-15' FROM buyer;
INSERT INTO session_recording SELECT id, 'cl-' || (100 + id), id * 3, '2026-11-01' FROM shop.customer;

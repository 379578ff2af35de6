CREATE TABLE prefecture (code INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE account (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, plan TEXT NOT NULL, since DATE NOT NULL
);
CREATE TABLE staff (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE);
CREATE TABLE customer (
  id INTEGER PRIMARY KEY,
  account_id INTEGER REFERENCES account (id),
  name TEXT NOT NULL,
  kana TEXT,
  email TEXT NOT NULL UNIQUE,
  phone TEXT,
  created_at DATETIME NOT NULL
);
CREATE INDEX customer_phone ON customer (phone);
CREATE TABLE address (
  id INTEGER PRIMARY KEY,
  postal_code TEXT NOT NULL,
  prefecture_code INTEGER NOT NULL REFERENCES prefecture (code),
  street TEXT NOT NULL
);
CREATE TABLE customer_address (
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  address_id INTEGER NOT NULL REFERENCES address (id),
  PRIMARY KEY (customer_id, address_id)
);
CREATE INDEX customer_address_address ON customer_address (address_id);
CREATE TABLE product (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, price INTEGER NOT NULL CHECK (price > 0)
);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  status TEXT NOT NULL CHECK (status IN ('open', 'invoiced', 'cancelled')),
  ordered_at DATE NOT NULL,
  ship_name TEXT,
  ship_street TEXT,
  note TEXT,
  total INTEGER NOT NULL
);
CREATE INDEX orders_customer ON orders (customer_id);
CREATE TABLE order_line (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  product_id INTEGER NOT NULL REFERENCES product (id),
  quantity INTEGER NOT NULL,
  billed_on DATE
);
CREATE INDEX order_line_order ON order_line (order_id);
CREATE TABLE review (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES product (id),
  customer_id INTEGER REFERENCES customer (id) ON DELETE SET NULL,
  stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
  body TEXT NOT NULL
);
CREATE INDEX review_customer ON review (customer_id);
CREATE TABLE ticket (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  assigned_to INTEGER REFERENCES staff (id),
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  opened_at DATETIME NOT NULL
);
CREATE INDEX ticket_customer ON ticket (customer_id);
CREATE TABLE login_session (
  token TEXT PRIMARY KEY,
  customer_id INTEGER NOT NULL,
  started_at DATETIME NOT NULL
);
CREATE INDEX login_session_customer ON login_session (customer_id);
CREATE TABLE event (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, at DATETIME NOT NULL, payload JSON NOT NULL
);

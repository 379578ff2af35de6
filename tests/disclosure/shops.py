"""An invented shop on each kind of database: several owners, a referral, gifts, a poll, staff.

Person 1 (Sato) is who asks; every value of another person begins with `other`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from upheld.connectors.catalogue import connect
from upheld.connectors.contract import PlaceName
from upheld.datamap.graph import build
from upheld.datamap.model import DataMap
from upheld.deletion.plan import Asked, Hold, retentions
from upheld.deletion.procedure import System
from upheld.documents.positioned import read
from upheld.policy.model import Policy
from upheld.subject import lookup
from upheld.subject.closure import Person
from upheld.subject.place import RelationalPlace

DDL = """
create table customer(id integer primary key, email varchar(80) not null unique, name varchar(40), phone varchar(20), referred_by integer references customer(id));
create table orders(id integer primary key, customer_id integer not null references customer(id), status varchar(10), total numeric(10,2), ordered_at date, buyer_name varchar(40), gift_for varchar(40), handled_by integer);
create table order_line(id integer primary key, order_id integer not null references orders(id), sku varchar(20));
create table message(id integer primary key, sender_id integer references customer(id), recipient_id integer references customer(id), sender_name varchar(40), recipient_name varchar(40), body varchar(200));
create table meeting(id integer primary key, organizer_id integer references customer(id), attendee_id integer references customer(id), organizer_phone varchar(20), attendee_phone varchar(20), topic varchar(40));
create table contact_point(customer_id integer not null references customer(id), kind varchar(10) not null, phone varchar(20), primary key(customer_id, kind), check (phone <> '000'));
create table newsletter(id integer primary key, email varchar(80), note varchar(40));
create table country(code varchar(2) primary key);
insert into customer values (1,'Sato@Example.jp','佐藤','090-1234-5678',null),(2,'other@x.jp','other B','other-1',1),(3,'empty@x.jp','other C',null,2);
insert into orders values (10,1,'invoiced',100.50,'2025-01-01','佐藤','other gift',3),(11,1,'cart',5,'2026-01-01','佐藤',null,3),(12,2,'invoiced',7,'2025-01-01','other B',null,3);
insert into order_line values (1,10,'a'),(2,11,'b'),(3,12,'c');
insert into message values (1,1,2,'佐藤','other B','hello'),(2,2,1,'other B','佐藤','other reply'),(3,2,3,'other B','other C','other secret');
insert into meeting values (1,1,2,'090-1234-5678','other-1','mine'),(2,2,1,'other-1','090-1234-5678','theirs'),(3,2,3,'other-1','x','other');
insert into contact_point values (1,'home','03-1'),(1,'work',null),(2,'home','other-2');
insert into newsletter values (1,'ＳＡＴＯ@example.jp','n1'),(2,'sato@example.jp ','n2'),(3,'other@x.jp','other');
insert into country values ('JP')
"""
MAP = """
system: shop
subjects: {customer: {table: customer, key: id, identifiers: {email: email, phone: phone, customer_id: id}}}
tables:
  customer:
    fields: {email: {category: contact.email}, name: {category: identity.name}, phone: {category: contact.phone}}
    edges: [{to: customer, via: referred_by, role: mention}]
  orders:
    edges: [{to: customer, via: customer_id}, {to: customer, via: handled_by, role: custodian}]
    retain: {rule: billing-records, from: ordered_at, when: "status = 'invoiced'", keep: [id, total, ordered_at, buyer_name], after: delete}
    fields: {buyer_name: {category: identity.name}, gift_for: {category: identity.name, of: handled_by}, status: none}
  order_line: {edges: [{to: orders, via: order_id}], fields: {sku: none}}
  message:
    edges: [{to: customer, via: sender_id}, {to: customer, via: recipient_id}]
    fields: {sender_name: {category: identity.name, of: sender_id}, recipient_name: {category: identity.name, of: recipient_id}, body: {category: free_text}}
  meeting:
    edges: [{to: customer, via: organizer_id}, {to: customer, via: attendee_id, role: accessor}]
    fields: {organizer_phone: {category: contact.phone}, attendee_phone: {category: contact.phone, of: attendee_id}, topic: none}
  contact_point:
    edges: [{to: customer, via: customer_id}]
    fields: {phone: {category: contact.phone}}
  newsletter:
    edges: [{to: customer, via: email, match: email}]
    fields: {email: {category: contact.email}, note: none}
  country: {none: "reference data"}
"""
_TEMPLATE = Path(__file__).parents[2] / "src/upheld/policy/template_minimal.yaml"


@dataclass(slots=True)
class Shop:
    """The shop, connected and mapped."""

    place: RelationalPlace
    system: System

    def asked(self, *numbers: int, hold: Hold | None = None) -> list[Asked]:
        """Return people by their customer number, requests `R-1`, `R-2` and so on."""
        with self.place.session() as connection:
            wanted = [{"customer_id": str(n)} for n in numbers]
            graph = self.system.graph
            found = lookup.find(connection, self.place, graph, wanted)
            known = lookup.identifiers_of(connection, self.place, graph, dict(enumerate(found)))
        return [
            Asked(
                ref=f"R-{number}",
                hold=hold,
                person=Person(
                    number=n, seeds={c.kind: [c.key] for c in found[n]}, identifiers=known[n]
                ),
            )
            for n, number in enumerate(numbers)
        ]

    def close(self) -> None:
        """Give back connections."""
        self.place.close()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Read with SQL."""
        with self.place.session() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    def run(self, statements: str) -> None:
        """Run SQL statements, separated by semicolons."""
        run(self.place, statements)


def run(place: RelationalPlace, statements: str) -> None:
    """Run SQL statements, separated by semicolons."""
    with place.session(write=True) as connection:
        for statement in statements.strip().split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement.replace("%", "%%"))


@cache
def policy() -> Policy:
    """Return the policy that a new workspace starts from."""
    return read_policy_file(_TEMPLATE)


def read_policy_file(path: Path) -> Policy:
    """Read a policy of one file."""
    return read(path, Policy, file=path.name)


def place_of(url: str, name: str = "shop") -> RelationalPlace:
    """Connect."""
    place = connect(PlaceName(name), url)
    assert isinstance(place, RelationalPlace)
    return place


def shop(
    url: str,
    *,
    ddl: str = DDL,
    datamap: str = MAP,
    name: str = "shop",
    retention: Mapping[str, Any] | None = None,
) -> Shop:
    """Create the shop in an empty database."""
    place = place_of(url, name)
    run(place, ddl)
    mapped = read(datamap, DataMap, file="shop.yaml")
    graph = build(mapped, place.describe())
    rules = retentions(graph, policy(), date(2026, 11, 22), None)
    return Shop(place, System(name=name, place=place, graph=graph, retention=retention or rules))


def document(folder: Path, name: str) -> Any:
    """Read a JSON file of a bundle."""
    return json.loads((folder / name).read_text("utf-8"))


def outcomes(steps: Sequence[Any]) -> dict[tuple[str, str], tuple[str, int]]:
    """Return what was seen, by table and action."""
    return {(s.table, s.action): (s.outcome, s.rows) for s in steps}


__all__ = ["Shop", "document", "outcomes", "place_of", "policy", "shop"]

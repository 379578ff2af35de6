"""Short ways to write a small database by hand: the customers are 5, 51 and 6."""

from datetime import date
from typing import Any

from tests.random_schemas.model import Column, Edge, ForeignKey, Model, Person, Row, Subject, Table
from tests.random_schemas.oracle import Verdict, afterwards, judge

AS_OF = date(2026, 6, 15)
A, B, C = ("customer", 5), ("customer", 51), ("customer", 6)


def columns(text: str) -> tuple[Column, ...]:
    """Columns from words: `id:integer! note* payload:json` (`!` NOT NULL, `*` personal)."""
    made = [Column(name="mark", nullable=False)]
    for word in text.split():
        name, _, kind = word.rstrip("!*").partition(":")
        made.append(
            Column(
                name=name,
                kind=kind or "text",  # type: ignore[arg-type]
                nullable="!" not in word,
                category="free_text" if "*" in word else None,
            )
        )
    return tuple(made)


def key(column: str, parent: str = "customer") -> ForeignKey:
    """A declared reference to a parent's `id`."""
    return ForeignKey(columns=(column,), parent=parent, parent_columns=("id",))


def edge(via: str = "customer_id", to: str = "customer", **more: Any) -> Edge:
    """An edge by one column."""
    return Edge(to=to, via=(via,), **more)


CUSTOMER = Table(name="customer", columns=columns("id:integer! email!* name*"))


def world_of(*tables: Table, customer: Table = CUSTOMER, rules: dict[str, str] | None = None,
             **rows: list[Row]) -> Model:  # fmt: skip
    """A database of these tables; rows are marked `table0`, `table1`, … and filled with NULL."""
    rows["customer"] = [
        {"id": 5, "email": "five@example.jp", "name": "Five"},
        {"id": 51, "email": "fifty@example.jp", "name": "Fifty"},
        {"id": 6, "email": "six@example.jp", "name": "Six"},
    ]
    every = {table.name: table for table in (customer, *tables)}
    filled = {
        name: [
            {c.name: row.get(c.name) for c in table.columns} | {"mark": f"{name}{number}"}
            for number, row in enumerate(rows.get(name, []))
        ]
        for name, table in every.items()
    }
    person = Person(kind="customer", table="customer", identifiers={"email": "email"})
    return Model(
        persons=(person,), tables=every, rows=filled, as_of=AS_OF,
        rules=rules or {}, subjects=(A, B, C),
    )  # fmt: skip


ORDERS = Table(
    name="orders",
    columns=columns("id:integer! customer_id:integer! note*"),
    foreign_keys=(key("customer_id"),),
    edges=(edge(),),
)


def verdict(model: Model, mark: str, *subjects: Subject) -> Verdict:
    judgement = judge(model, subjects or [A])
    return next(v for (_, m), v in judgement.verdicts.items() if m == mark)


def action(model: Model, mark: str, *subjects: Subject) -> str:
    return verdict(model, mark, *subjects).action


def state(model: Model, mark: str, *subjects: Subject) -> Row | None:
    after = afterwards(model, judge(model, subjects or [A]))
    return next((row for _, row in after.each_row() if row["mark"] == mark), None)


def seen_by_a_manager() -> Model:
    """Customer 5 may see 51, whose address a mailing has; the mailing is mentioned for 5, too.

    The mailing stays in a room of 5, by a reference that could be NULL: one that is only mentioned
    keeps what it refers to.
    """
    customer = Table(
        name="customer",
        columns=columns("id:integer! email!* name* manager_id:integer"),
        edges=(edge("manager_id", role="accessor"),),
    )
    room = Table(
        name="room",
        columns=columns("id:integer! customer_id:integer! label*"),
        foreign_keys=(key("customer_id"),),
        edges=(edge(),),
    )
    mailing = Table(
        name="mailing",
        columns=columns("id:integer! address order_id:integer room_id:integer"),
        foreign_keys=(key("room_id", "room"),),
        edges=(edge("address", match="email"), edge("order_id", "orders", role="mention")),
    )
    model = world_of(
        ORDERS,
        room,
        mailing,
        customer=customer,
        orders=[{"id": 1, "customer_id": 5}],
        room=[{"id": 1, "customer_id": 5}],
        mailing=[{"id": 1, "address": "fifty@example.jp", "order_id": 1, "room_id": 1}],
    )
    model.rows["customer"][1]["manager_id"] = 5
    return model

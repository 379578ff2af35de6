"""Erasing two people one after the other: what the oracle must know of what it stood in for."""

from typing import Any

import pytest

from tests.random_schemas import properties
from tests.random_schemas.by_hand import A, B, C, columns, edge, key, world_of
from tests.random_schemas.known_engine import KnownEngine, sqlite_files
from tests.random_schemas.model import Column, Model, Retain, Row, Table
from tests.random_schemas.real_engine import engine
from tests.random_schemas.world import BLANK

BOOKS = Retain(rule="books", start="day", keep=("customer_id",))


def end(model: Model, mark: str, *people: Any) -> Row | None:
    """The row after these people were erased, one by one."""
    after = properties.in_sequence(model, people)
    assert after is not None
    return next((row for _, row in after.each_row() if row["mark"] == mark), None)


def with_invoice(note: str | None) -> Model:
    """An invoice that is two people's, kept for the books and emptied for each of them."""
    invoice = Table(
        name="invoice",
        columns=columns("id:integer! customer_id:integer payer:integer day:date note*"),
        foreign_keys=(key("customer_id"), key("payer")),
        edges=(edge(), edge("payer")),
        shared="any_owner",
        retain=BOOKS,
    )
    row = {"id": 1, "customer_id": 5, "payer": 51, "day": "2026-01-01", "note": note}
    return world_of(invoice, rules={"books": "P7Y"}, invoice=[row])


def with_letter(*, nullable: bool) -> Model:
    """A letter and its page: emptied for whom it is addressed to, unlinked from the other."""
    address = Column(name="address", nullable=nullable, category="contact.email")
    letter = Table(
        name="letter",
        columns=(*columns("id:integer! customer_id:integer"), address),
        foreign_keys=(key("customer_id"),),
        edges=(edge("address", match="email"), edge(unlink=True)),
        shared="any_owner",
        action="anonymise",
    )
    page = Table(
        name="page",
        columns=columns("id:integer! letter_id:integer! text*"),
        foreign_keys=(key("letter_id", "letter"),),
        edges=(edge("letter_id", "letter"),),
    )
    row = {"id": 1, "customer_id": 51, "address": "five@example.jp"}
    return world_of(
        letter,
        page,
        letter=[row],
        page=[{"id": 1, "letter_id": 1, "text": "needle-text"}],
    )


@pytest.mark.parametrize("note", ["needle-note", None])
def test_a_column_that_was_empty_stays_so_however_often_its_row_is_emptied(
    note: str | None,
) -> None:
    model = with_invoice(note)
    once, twice = end(model, "invoice0", A), end(model, "invoice0", A, B)
    assert once is not None
    assert twice is not None
    assert (once["note"] is BLANK) == (twice["note"] is BLANK) == (note is None)
    with sqlite_files() as fresh:
        properties.check_order(KnownEngine(model=model), properties.holding(fresh), model, A, B)


def test_a_text_that_took_an_addresss_place_counts_as_somebodys() -> None:
    model = with_letter(nullable=False)
    page = end(model, "page0", A, B)
    assert page is not None  # never more than was asked: who is named there cannot be told
    assert page["text"] == "needle-text"
    assert end(model, "page0", B, A) is None  # the order matters, as it does with a tombstone
    with sqlite_files() as fresh:
        properties.check_order(KnownEngine(model=model), properties.holding(fresh), model, A, B)


def test_the_engine_counts_such_a_text_as_somebodys_too() -> None:
    model = with_letter(nullable=False)
    with sqlite_files() as fresh, engine() as run:
        properties.check_order(run, properties.holding(fresh), model, A, B)
        url = fresh()
        properties.build(model, url)
        for person in (A, B):
            properties.erase(run, model, url, [person])
        after = properties.read(model, url)
    assert [row["text"] for row in after["page"]] == ["needle-text"]
    assert "five@example.jp" not in {row["address"] for row in after["letter"]}


def test_where_an_address_may_become_null_or_a_text_the_oracle_names_no_end() -> None:
    model = with_letter(nullable=True)
    assert properties.in_sequence(model, [A]) is not None
    assert properties.in_sequence(model, [A, B]) is None
    assert properties.in_sequence(model, [C, B]) is not None

"""The oracle against results worked out by hand: every way in which a row can refer."""

import pytest

from tests.random_schemas.by_hand import (
    ORDERS,
    A,
    B,
    action,
    columns,
    edge,
    key,
    seen_by_a_manager,
    state,
    verdict,
    world_of,
)
from tests.random_schemas.model import Edge, ForeignKey, Owns, Table
from tests.random_schemas.oracle import Verdict, judge
from tests.random_schemas.world import ERASED


def test_a_polymorphic_pair_is_followed_only_where_its_condition_holds() -> None:
    table = Table(
        name="file",
        columns=columns("id:integer! record_id:integer record_type"),
        edges=(
            edge("record_id", when=("record_type", "Customer")),
            edge("record_id", "orders", when=("record_type", "Order")),
        ),
    )
    model = world_of(
        ORDERS,
        table,
        orders=[{"id": 5, "customer_id": 51}],
        file=[
            {"id": 1, "record_id": 5, "record_type": "Customer"},
            {"id": 2, "record_id": 5, "record_type": "Order"},
            {"id": 3, "record_id": 5, "record_type": "Product"},
        ],
    )
    assert judge(model, [A]).named("delete") == {("customer", "customer0"), ("file", "file0")}
    assert ("file", "file1") in judge(model, [B]).named("delete")


def test_a_pattern_does_not_take_51_for_5() -> None:
    table = Table(
        name="setting",
        columns=columns("key!"),
        primary_key=("key",),
        edges=(edge("key", pattern="user:{id}:%"),),
    )
    keys = ["user:5:theme", "user:51:theme", "xuser:5:theme", "user:5"]
    model = world_of(table, setting=[{"key": text} for text in keys])
    assert judge(model, [A]).named("delete") == {("customer", "customer0"), ("setting", "setting0")}


def test_a_json_path_compares_the_number_with_the_key_as_text() -> None:
    table = Table(
        name="event",
        columns=columns("id:integer! payload:json!"),
        edges=(edge("payload", path="ref"),),
    )
    model = world_of(
        table,
        event=[
            {"id": 1, "payload": {"ref": 5}},
            {"id": 2, "payload": {"ref": "5"}},
            {"id": 3, "payload": {"ref": 51}},
            {"id": 4, "payload": {}},
        ],
    )
    assert {mark for _, mark in judge(model, [A]).named("delete")} == {
        "customer0", "event0", "event1",
    }  # fmt: skip


def test_an_email_is_compared_without_letter_case_and_width() -> None:
    table = Table(
        name="mailing",
        columns=columns("id:integer! address"),
        edges=(edge("address", match="email"),),
    )
    addresses = ["FIVE@example.jp", "five@example.jp", "fifty@example.jp", None]
    model = world_of(
        table, mailing=[{"id": number, "address": text} for number, text in enumerate(addresses)]
    )
    assert {mark for _, mark in judge(model, [A]).named("delete")} == {
        "customer0", "mailing0", "mailing1",
    }  # fmt: skip


def test_the_address_of_somebody_else_leads_to_nothing_of_the_person() -> None:
    model = seen_by_a_manager()
    roles = judge(model, [A]).roles[A]
    assert roles["customer", "customer1"] == "accessor"
    assert roles["mailing", "mailing0"] == "mention"
    assert judge(model, [B]).roles[B]["mailing", "mailing0"] == "owner"


def test_json_paths_are_erased_when_the_row_is_anonymised() -> None:
    table = Table(
        name="event",
        columns=columns("id:integer! payload:json!"),
        edges=(edge("payload", path="email", match="email"),),
        action="anonymise",
        json={"payload": {"email": "erase"}},
    )
    model = world_of(table, event=[{"id": 1, "payload": {"email": "five@example.jp", "n": 1}}])
    after = state(model, "event0")
    assert after is not None
    assert after["payload"] == {"email": ERASED, "n": 1}
    assert action(model, "customer0") == "delete"


def comments(nullable: bool = True) -> Table:
    return Table(
        name="comment",
        columns=columns(
            f"id:integer! author:integer parent:integer{'' if nullable else '!'} text*"
        ),
        foreign_keys=(key("author"), key("parent", "comment")),
        edges=(edge("author"), edge("parent", "comment")),
    )


def test_an_answer_by_somebody_else_stays_and_is_cut_from_the_comment_that_goes() -> None:
    model = world_of(
        comments(),
        comment=[
            {"id": 1, "author": 5},
            {"id": 2, "author": 51, "parent": 1},
            {"id": 3, "author": 5, "parent": 2},
            {"id": 4, "author": 5, "parent": 1},
        ],
    )
    assert judge(model, [A]).named("delete") == {
        ("customer", "customer0"), ("comment", "comment0"), ("comment", "comment3"),
    }  # fmt: skip
    assert verdict(model, "comment1").nulled == {"parent"}
    # An answer of this person to somebody else's comment is owned by both.
    assert verdict(model, "comment2") == Verdict(action="unlink", shared=True, nulled={"author"})


def test_in_a_cycle_a_parent_that_was_not_reached_counts_as_somebody_elses() -> None:
    model = world_of(
        comments(), comment=[{"id": 1}, {"id": 2, "author": 5, "parent": 1, "text": "t"}]
    )
    assert verdict(model, "comment1") == Verdict(action="unlink", shared=True, nulled={"author"})


def test_a_row_that_refers_to_itself_goes() -> None:
    model = world_of(comments(nullable=False), comment=[{"id": 1, "author": 5, "parent": 1}])
    assert action(model, "comment0") == "delete"


def test_two_tables_that_refer_to_each_other_go_together() -> None:
    basket = Table(
        name="basket",
        columns=columns("id:integer! customer_id:integer! last:integer"),
        foreign_keys=(key("customer_id"), key("last", "item")),
        edges=(edge(), edge("last", "item")),
    )
    item = Table(
        name="item",
        columns=columns("id:integer! basket_id:integer!"),
        foreign_keys=(key("basket_id", "basket"),),
        edges=(edge("basket_id", "basket"),),
    )
    model = world_of(
        basket,
        item,
        basket=[{"id": 1, "customer_id": 5, "last": 1}, {"id": 2, "customer_id": 51, "last": 2}],
        item=[{"id": 1, "basket_id": 1}, {"id": 2, "basket_id": 2}],
    )
    assert {mark for _, mark in judge(model, [A]).named("delete")} == {
        "customer0", "basket0", "item0",
    }  # fmt: skip


def test_a_blob_goes_only_when_no_surviving_row_refers_to_it() -> None:
    attachment = Table(
        name="attachment",
        columns=columns("id:integer! customer_id:integer! blob_id:integer"),
        foreign_keys=(key("customer_id"), key("blob_id", "blob")),
        edges=(edge(),),
        owns=Owns(blob="blob", via="blob_id"),
    )
    blob = Table(name="blob", columns=columns("id:integer! path*"))
    model = world_of(
        blob,
        attachment,
        blob=[{"id": 1, "path": "a"}, {"id": 2, "path": "b"}, {"id": 3, "path": "c"}],
        attachment=[
            {"id": 1, "customer_id": 5, "blob_id": 1},
            {"id": 2, "customer_id": 5, "blob_id": 2},
            {"id": 3, "customer_id": 51, "blob_id": 2},
        ],
    )
    assert action(model, "blob0") == "delete"
    assert verdict(model, "blob1") == Verdict(action="keep")
    assert action(model, "blob2") == "none"
    assert action(model, "blob1", A, B) == "delete"


@pytest.mark.parametrize(("counts", "expected"), [(True, "none"), (False, "delete")])
def test_a_soft_deleted_row_is_the_persons_unless_it_counts_as_erased(
    counts: bool, expected: str
) -> None:
    table = Table(
        name="draft",
        columns=columns("id:integer! customer_id:integer deleted_at:date"),
        edges=(edge(),),
        gone=("deleted_at", counts),
    )
    model = world_of(table, draft=[{"id": 1, "customer_id": 5, "deleted_at": "2026-01-01"}])
    assert action(model, "draft0") == expected


def test_composite_keys_are_compared_as_a_whole() -> None:
    part = Table(
        name="part",
        columns=columns("a:integer! b! customer_id:integer"),
        primary_key=("a", "b"),
        edges=(edge(),),
    )
    piece = Table(
        name="piece",
        columns=columns("id:integer! pa:integer pb"),
        foreign_keys=(ForeignKey(columns=("pa", "pb"), parent="part", parent_columns=("a", "b")),),
        edges=(Edge(to="part", via=("pa", "pb")),),
    )
    model = world_of(
        part,
        piece,
        part=[{"a": 1, "b": "x", "customer_id": 5}, {"a": 1, "b": "y", "customer_id": 51}],
        piece=[{"id": 1, "pa": 1, "pb": "x"}, {"id": 2, "pa": 1, "pb": "y"}],
    )
    assert {mark for _, mark in judge(model, [A]).named("delete")} == {
        "customer0", "part0", "piece0",
    }  # fmt: skip

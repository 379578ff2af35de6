"""The oracle against results worked out by hand, and the generator against real databases."""

import sqlite3
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.random_schemas.by_hand import A, B, columns, edge, key, world_of
from tests.random_schemas.generator import FEATURES, models
from tests.random_schemas.model import Edge, ForeignKey, Model, Owns, Retain, Row, Subject, Table
from tests.random_schemas.oracle import Verdict, afterwards, judge
from tests.random_schemas.properties import differences


def verdict(model: Model, mark: str, *subjects: Subject) -> Verdict:
    judgement = judge(model, subjects or [A])
    return next(v for (_, m), v in judgement.verdicts.items() if m == mark)


def action(model: Model, mark: str, *subjects: Subject) -> str:
    return verdict(model, mark, *subjects).action


def state(model: Model, mark: str, *subjects: Subject) -> Row | None:
    after = afterwards(model, judge(model, subjects or [A]))
    return next((row for _, row in after.each_row() if row["mark"] == mark), None)


ORDERS = Table(
    name="orders",
    columns=columns("id:integer! customer_id:integer! note*"),
    foreign_keys=(key("customer_id"),),
    edges=(edge(),),
)
LINES = Table(
    name="line",
    columns=columns("id:integer! order_id:integer! text*"),
    foreign_keys=(key("order_id", "orders"),),
    edges=(edge("order_id", "orders"),),
)


def messages(shared: Any, nullable: bool = True) -> Model:
    kind = "integer" if nullable else "integer!"
    table = Table(
        name="message",
        columns=columns(f"id:integer! author:{kind} recipient:{kind} body*"),
        foreign_keys=(key("author"), key("recipient")),
        edges=(edge("author"), edge("recipient")),
        shared=shared,
    )
    return world_of(
        table,
        message=[
            {"id": 1, "author": 5, "recipient": 51, "body": "hello"},
            {"id": 2, "author": 51, "recipient": 5, "body": "hi"},
            {"id": 3, "author": 5, "recipient": 5, "body": "note to self"},
        ],
    )


def test_rows_of_a_person_go_with_the_person_through_several_tables() -> None:
    model = world_of(
        ORDERS,
        LINES,
        orders=[{"id": 1, "customer_id": 5}, {"id": 2, "customer_id": 51}],
        line=[{"id": 1, "order_id": 1}, {"id": 2, "order_id": 2}],
    )
    assert judge(model, [A]).named("delete") == {
        ("customer", "customer0"), ("orders", "orders0"), ("line", "line0"),
    }  # fmt: skip


def test_a_shared_row_stays_until_its_last_owner_goes() -> None:
    model = messages("last_owner")
    assert verdict(model, "message0").shared
    assert state(model, "message0") == {
        "mark": "message0", "id": 1, "author": None, "recipient": 51, "body": "hello",
    }  # fmt: skip
    assert action(model, "message0", A, B) == "delete"
    assert action(model, "message2") == "delete"


def test_a_shared_row_that_cannot_be_unlinked_stays_as_it_is_and_keeps_a_tombstone() -> None:
    model = messages("last_owner", nullable=False)
    assert verdict(model, "message0") == Verdict(action="keep", shared=True)
    assert action(model, "customer0") == "tombstone"


def test_with_any_owner_a_shared_row_goes_at_once() -> None:
    model = messages("any_owner", nullable=False)
    assert judge(model, [A]).named("delete") == {
        ("customer", "customer0"), ("message", "message0"), ("message", "message1"),
        ("message", "message2"),
    }  # fmt: skip


def test_with_primary_a_row_goes_with_the_person_of_the_first_owner_edge() -> None:
    model = messages("primary")
    assert action(model, "message0") == "delete"
    assert state(model, "message1") == {
        "mark": "message1", "id": 2, "author": 51, "recipient": None, "body": "hi",
    }  # fmt: skip
    assert judge(model, [A]).roles[A]["message", "message1"] == "accessor"


def invoices(keep: tuple[str, ...], after: Any = "delete", nullable: bool = False) -> Model:
    table = Table(
        name="invoice",
        columns=columns(
            f"id:integer! customer_id:integer{'' if nullable else '!'} day:date status total:integer* name*"
        ),
        foreign_keys=(key("customer_id"),),
        edges=(edge(),),
        retain=Retain(rule="books", start="day", when=("status", "sent"), keep=keep, after=after),
    )
    filled = {"customer_id": 5, "total": 100, "name": "Five"}
    return world_of(
        table,
        rules={"books": "P1Y"},
        invoice=[
            {"id": 1, "day": "2025-06-15", "status": "sent", **filled},
            {"id": 2, "day": "2025-06-14", "status": "sent", **filled},
            {"id": 3, "day": None, "status": "sent", **filled},
            {"id": 4, "day": "2026-06-01", "status": "draft", **filled},
        ],
    )


def test_a_row_is_retained_through_the_last_day_of_its_period() -> None:
    model = invoices(("id", "total"))
    assert state(model, "invoice0") == {
        "mark": "invoice0", "id": 1, "customer_id": 5, "day": "2025-06-15", "status": "sent",
        "total": 100, "name": ERASED,
    }  # fmt: skip


def test_after_its_period_the_row_goes() -> None:
    assert action(invoices(()), "invoice1") == "delete"


def test_after_its_period_the_row_is_anonymised_where_the_map_says_so() -> None:
    model = invoices(("total",), after="anonymise")
    assert verdict(model, "invoice1").changed == {"total", "name"}


def test_a_row_without_a_start_date_is_retained_without_an_end() -> None:
    assert action(invoices(()), "invoice2") == "retain"


def test_a_row_outside_the_condition_is_not_retained() -> None:
    assert action(invoices(()), "invoice3") == "delete"


def test_a_retained_child_that_must_refer_makes_its_parent_a_tombstone() -> None:
    assert state(invoices(()), "customer0") == {
        "mark": "customer0", "id": 5, "email": ERASED, "name": ERASED,
    }  # fmt: skip


def test_a_retained_row_loses_a_nullable_reference_outside_keep() -> None:
    model = invoices((), nullable=True)
    assert verdict(model, "invoice0").nulled == {"customer_id"}
    assert action(model, "customer0") == "delete"


def test_a_retained_row_keeps_a_nullable_reference_named_in_keep() -> None:
    model = invoices(("customer_id",), nullable=True)
    assert verdict(model, "invoice0").nulled == set()
    assert action(model, "customer0") == "tombstone"


def reviews(**more: Any) -> Model:
    kind = more.pop("kind", "integer")
    table = Table(
        name="review",
        columns=columns(f"id:integer! customer_id:{kind} text*"),
        foreign_keys=(key("customer_id"),),
        **more,
    )
    return world_of(
        table,
        review=[
            {"id": 1, "customer_id": 5, "text": "good"},
            {"id": 2, "customer_id": 51, "text": "bad"},
        ],
    )


def test_an_unlinked_row_stays_without_its_reference() -> None:
    model = reviews(edges=(edge(unlink=True),))
    assert state(model, "review0") == {
        "mark": "review0", "id": 1, "customer_id": None, "text": "good",
    }  # fmt: skip
    assert action(model, "customer0") == "delete"


def test_an_accessor_row_is_not_deleted_and_lets_go_of_the_person() -> None:
    model = reviews(edges=(edge(role="accessor"),))
    assert verdict(model, "review0") == Verdict(action="none", nulled={"customer_id"})
    assert judge(model, [A]).roles[A]["review", "review0"] == "accessor"


def test_a_mention_is_never_changed_even_if_the_person_becomes_a_tombstone() -> None:
    model = reviews(edges=(edge(role="mention"),))
    assert verdict(model, "review0") == Verdict(action="none")
    assert action(model, "customer0") == "tombstone"


def test_a_custodian_row_is_neither_exported_nor_deleted() -> None:
    model = reviews(edges=(edge(role="custodian"),))
    assert verdict(model, "review0") == Verdict(action="none", nulled={"customer_id"})


def test_a_kept_row_stays_as_it_is() -> None:
    model = reviews(edges=(edge(),), action="keep")
    assert verdict(model, "review0") == Verdict(action="keep")
    assert action(model, "customer0") == "tombstone"


def test_anonymise_without_columns_means_every_column_with_a_category() -> None:
    model = reviews(edges=(edge(),), action="anonymise", kind="integer!")
    assert state(model, "review0") == {
        "mark": "review0", "id": 1, "customer_id": 5, "text": ERASED,
    }  # fmt: skip


def test_anonymise_with_columns_means_those() -> None:
    model = reviews(edges=(edge(),), action="anonymise", anonymise={"text": {"set": "-"}})
    assert state(model, "review0") == {
        "mark": "review0", "id": 1, "customer_id": None, "text": "-",
    }  # fmt: skip


def test_keep_wins_over_unlink_and_unlink_over_delete() -> None:
    table = Table(
        name="note",
        columns=columns("id:integer! one:integer two:integer"),
        edges=(edge("one", unlink=True), edge("two")),
    )
    model = world_of(table, note=[{"id": 1, "one": 5, "two": 5}, {"id": 2, "one": 5}])
    assert verdict(model, "note0") == Verdict(action="unlink", nulled={"one", "two"})
    assert verdict(model, "note1") == Verdict(action="unlink", nulled={"one"})


def test_a_declared_key_that_no_edge_names_is_nulled_or_makes_a_tombstone() -> None:
    for nullable, expected in ((True, "delete"), (False, "tombstone")):
        table = Table(
            name="audit",
            columns=columns(f"id:integer! customer_id:integer{'' if nullable else '!'}"),
            foreign_keys=(key("customer_id"),),
            none="counts only",
        )
        model = world_of(table, audit=[{"id": 1, "customer_id": 5}])
        assert action(model, "customer0") == expected
        assert verdict(model, "audit0").nulled == ({"customer_id"} if nullable else set())


def test_a_tombstone_holds_its_own_parents_too() -> None:
    kept = Table(
        name="line",
        columns=columns("id:integer! order_id:integer!"),
        foreign_keys=(key("order_id", "orders"),),
        edges=(edge("order_id", "orders"),),
        action="keep",
    )
    model = world_of(
        ORDERS,
        kept,
        orders=[{"id": 1, "customer_id": 5, "note": "n"}, {"id": 2, "customer_id": 5}],
        line=[{"id": 1, "order_id": 1}],
    )
    judgement = judge(model, [A])
    assert judgement.named("tombstone") == {("customer", "customer0"), ("orders", "orders0")}
    assert judgement.named("delete") == {("orders", "orders1")}


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


def test_what_is_reached_through_an_accessor_row_is_accessor() -> None:
    team = Table(
        name="team",
        columns=columns("id:integer! customer_id:integer"),
        edges=(edge(role="accessor"),),
    )
    task = Table(
        name="task",
        columns=columns("id:integer! team_id:integer"),
        edges=(edge("team_id", "team"),),
    )
    model = world_of(team, task, team=[{"id": 1, "customer_id": 5}], task=[{"id": 1, "team_id": 1}])
    assert judge(model, [A]).roles[A]["task", "task0"] == "accessor"
    assert action(model, "task0") == "none"


def test_nothing_beyond_a_mention_is_followed() -> None:
    ticket = Table(
        name="ticket",
        columns=columns("id:integer! customer_id:integer"),
        edges=(edge(role="mention"),),
    )
    answer = Table(
        name="answer",
        columns=columns("id:integer! ticket_id:integer"),
        edges=(edge("ticket_id", "ticket"),),
    )
    model = world_of(
        ticket, answer, ticket=[{"id": 1, "customer_id": 5}], answer=[{"id": 1, "ticket_id": 1}]
    )
    assert ("answer", "answer0") not in judge(model, [A]).roles[A]


def test_the_strongest_of_several_paths_counts() -> None:
    table = Table(
        name="note",
        columns=columns("id:integer! one:integer two:integer"),
        edges=(edge("one", role="mention"), edge("two")),
    )
    model = world_of(table, note=[{"id": 1, "one": 5, "two": 5}])
    assert action(model, "note0") == "delete"


def test_an_unknown_person_changes_nothing() -> None:
    judgement = judge(messages("last_owner"), [("customer", 999)])
    assert judgement.named("none") == set(judgement.verdicts)


def test_a_difference_is_noticed() -> None:
    model = messages("last_owner")
    expected = afterwards(model, judge(model, [A]))
    assert len(list(differences(model, expected, model.rows))) == 4
    assert not list(differences(model, expected, expected.rows))


fast = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)


@settings(fast, max_examples=500)
@given(models())
def test_every_generated_database_satisfies_its_own_constraints(model: Model) -> None:
    connection = sqlite3.connect(":memory:")
    for statement in model.create_sql("sqlite"):
        connection.execute(statement)
    assert not connection.execute("PRAGMA foreign_key_check").fetchall()
    connection.close()
    assert 2 <= len(model.tables) <= 13
    marks = [row["mark"] for _, row in model.each_row()]
    assert len(set(marks)) == len(marks)
    assert len(set(model.subjects)) == 3


@settings(fast, max_examples=200)
@given(models())
def test_the_oracles_own_end_state_has_no_broken_reference(model: Model) -> None:
    after = afterwards(model, judge(model, model.subjects[:2]))
    for table, row in after.each_row():
        for foreign in table.foreign_keys:
            values = [row[c] for c in foreign.columns]
            parents = [[p[c] for c in foreign.parent_columns] for p in after.rows[foreign.parent]]
            assert None in values or values in parents
        assert all(row[c.name] is not None for c in table.columns if not c.nullable)


@settings(fast, max_examples=200)
@given(models())
def test_the_oracle_leaves_rows_that_nobody_asked_about(model: Model) -> None:
    judgement = judge(model, [])
    assert judgement.named("none") == set(judgement.verdicts)


@settings(fast, max_examples=100)
@given(models(features=FEATURES - {"self", "cycle", "unlink", "composite"}))
def test_a_feature_that_is_left_out_does_not_occur(model: Model) -> None:
    assert all(len(table.primary_key) <= 1 for table in model.tables.values())
    assert not any(edge.unlink for table in model.tables.values() for edge in table.edges)

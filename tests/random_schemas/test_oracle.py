"""The oracle against results worked out by hand: owners, roles, actions and tombstones."""

from typing import Any

from tests.random_schemas.by_hand import (
    ORDERS,
    A,
    B,
    action,
    columns,
    edge,
    key,
    state,
    verdict,
    world_of,
)
from tests.random_schemas.model import Model, Retain, Table
from tests.random_schemas.oracle import Verdict, afterwards, judge
from tests.random_schemas.properties import differences
from tests.random_schemas.world import ERASED

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
        **{"foreign_keys": (key("customer_id"),), **more},
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


def test_a_table_can_be_unlinked_as_a_whole() -> None:
    model = reviews(edges=(edge(),), action="unlink")
    assert verdict(model, "review0") == Verdict(action="unlink", nulled={"customer_id"})
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
    assert action(model, "customer0") == "delete"


def test_a_custodian_row_is_not_changed_where_only_the_map_says_so() -> None:
    model = reviews(edges=(edge(role="custodian"),), foreign_keys=())
    assert verdict(model, "review0") == Verdict(action="none")
    assert action(model, "customer0") == "tombstone"


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

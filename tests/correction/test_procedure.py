"""A correction reaches every place that holds the value, nothing else, and is read back."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import Connection, event

from tests.disclosure.shops import MAP, Shop, outcomes, place_of, policy, shop
from upheld.connectors.catalogue import connect
from upheld.connectors.contract import Connector, PlaceName
from upheld.connectors.sqlite import SqliteConnector
from upheld.correction.change import Changes
from upheld.correction.fitting import CorrectionUnfitError
from upheld.correction.procedure import Corrected, correct, plan_correction
from upheld.datamap.graph import build
from upheld.datamap.model import DataMap
from upheld.deletion.plan import Asked, Hold
from upheld.deletion.refusals import PlanStaleError
from upheld.documents.positioned import read
from upheld.refusal import PrivilegeMissingError, RefusalError, UsageError

NEW_PHONE = "080-9999-8888"


@pytest.fixture
def world(sql_url: str) -> Iterator[Shop]:
    with closing(shop(sql_url)) as made:
        yield made


@pytest.fixture
def lite(fresh_database: Callable[[str], str]) -> Iterator[Shop]:
    with closing(shop(fresh_database("sqlite"))) as made:
        yield made


def corrected(
    world: Shop,
    values: Mapping[str, str | None],
    *,
    people: Sequence[Asked] | None = None,
    places: Mapping[str, Connector] | None = None,
    **more: Any,
) -> Corrected:
    asked = people if people is not None else world.asked(1)
    changes = {a.ref: Changes(values) for a in asked}
    return correct(
        [world.system],
        {"shop": world.place, **(places or {})},
        {"shop": asked},
        changes,
        policy(),
        **more,
    )


def test_every_place_that_holds_the_value_has_the_new_one(world: Shop) -> None:
    done = corrected(world, {"contact.phone": NEW_PHONE})
    assert outcomes(done.steps["R-1"]) == {
        ("customer", "correct"): ("verified", 1),
        ("meeting", "correct"): ("verified", 1),
        ("contact_point", "correct"): ("verified", 1),
    }
    assert world.rows("select id, phone from customer order by id") == [
        (1, NEW_PHONE),
        (2, "other-1"),
        (3, None),
    ]
    assert world.rows(
        "select kind, phone from contact_point where customer_id = 1 order by kind"
    ) == [("home", NEW_PHONE), ("work", None)]


def test_fields_about_somebody_else_are_left_alone(world: Shop) -> None:
    corrected(world, {"contact.phone": NEW_PHONE})
    assert world.rows("select organizer_phone, attendee_phone from meeting order by id") == [
        (NEW_PHONE, "other-1"),
        ("other-1", "090-1234-5678"),
        ("other-1", "x"),
    ]
    corrected(world, {"identity.name": "高橋"})
    assert world.rows("select gift_for from orders order by id") == [
        ("other gift",),
        (None,),
        (None,),
    ]


def test_a_row_that_somebody_else_owns_too_is_kept_and_counted(world: Shop) -> None:
    done = corrected(world, {"identity.name": "高橋"})
    assert outcomes(done.steps["R-1"])["message", "keep"][0] == "retained"
    assert world.rows("select sender_name, recipient_name from message order by id") == [
        ("佐藤", "other B"),
        ("other B", "佐藤"),
        ("other B", "other C"),
    ]


def test_a_legal_record_keeps_the_value_it_was_made_with(world: Shop) -> None:
    seen = outcomes(corrected(world, {"identity.name": "高橋"}).steps["R-1"])
    assert seen["orders", "retain"] == ("retained", 1)
    assert seen["orders", "correct"] == ("verified", 1)
    assert world.rows("select id, buyer_name from orders order by id") == [
        (10, "佐藤"),
        (11, "高橋"),
        (12, "other B"),
    ]


def test_a_hold_keeps_every_row_and_names_its_clause(world: Shop) -> None:
    held = world.asked(1, hold=Hold(clause="court-1", until="2027-01-01"))
    done = corrected(world, {"contact.phone": NEW_PHONE}, people=held)
    (step,) = [s for s in done.steps["R-1"] if s.table == "customer"]
    assert (step.action, step.outcome, step.clause, step.until) == (
        "hold",
        "retained",
        "court-1",
        "2027-01-01",
    )
    assert world.rows("select phone from customer where id = 1") == [("090-1234-5678",)]


def test_a_value_that_was_missing_is_added_to_the_persons_own_row_only(world: Shop) -> None:
    done = corrected(world, {"contact.phone": NEW_PHONE}, people=world.asked(3))
    assert outcomes(done.steps["R-3"]) == {("customer", "correct"): ("verified", 1)}
    assert world.rows("select phone from customer where id = 3") == [(NEW_PHONE,)]


def test_wrong_content_can_be_emptied(world: Shop) -> None:
    seen = outcomes(corrected(world, {"contact.phone": None}).steps["R-1"])
    assert seen["customer", "correct"] == ("verified", 1)
    assert world.rows("select count(*) from customer where phone is null") == [(2,)]


def test_several_people_each_get_their_own_value_in_one_run(world: Shop) -> None:
    asked = world.asked(1, 2, 3)
    changes = {a.ref: Changes({"contact.phone": f"new-{a.ref}"}) for a in asked}
    done = correct([world.system], {}, {"shop": asked}, changes, policy())
    assert world.rows("select phone from customer order by id") == [
        ("new-R-1",),
        ("new-R-2",),
        ("new-R-3",),
    ]
    assert {s.outcome for steps in done.steps.values() for s in steps} == {"verified"}


def test_rows_that_match_by_the_value_follow_it(world: Shop) -> None:
    corrected(world, {"contact.email": "sato2@example.jp"})
    assert world.rows("select email from customer where id = 1") == [("sato2@example.jp",)]
    assert world.rows("select email from newsletter order by id") == [
        ("sato2@example.jp",),
        ("sato2@example.jp",),
        ("other@x.jp",),
    ]


def test_a_letter_case_that_a_column_ignores_is_written_and_read_back(world: Shop) -> None:
    done = corrected(world, {"contact.email": "SATO@example.jp"})
    assert outcomes(done.steps["R-1"])["customer", "correct"] == ("verified", 1)
    assert world.rows("select email from customer where id = 1") == [("SATO@example.jp",)]


def test_doing_it_again_changes_nothing(world: Shop) -> None:
    first = corrected(world, {"contact.phone": NEW_PHONE})
    before = world.rows("select * from customer order by id")
    assert corrected(world, {"contact.phone": NEW_PHONE}).steps == first.steps
    assert world.rows("select * from customer order by id") == before


@pytest.mark.parametrize(("values", "table", "column", "said"), [
    ({"contact.phone": "0" * 21}, "customer", "phone", "20 characters"),
    ({"contact.phone": "000"}, "contact_point", "phone", "CHECK"),
    ({"contact.email": "other@x.jp"}, "customer", "email", "unique"),
    ({"contact.email": None}, "customer", "email", "NOT NULL"),
])  # fmt: skip
def test_a_value_that_does_not_fit_is_refused_before_anything_is_written(
    world: Shop, values: dict[str, str | None], table: str, column: str, said: str
) -> None:
    before = world.rows("select * from customer order by id")
    with pytest.raises(CorrectionUnfitError) as refused:
        corrected(world, {"identity.name": "高橋", **values})
    where = refused.value.where
    assert (where.table, where.column) == (table, column)
    shown = refused.value.render("en") + refused.value.render("ja")
    assert said in shown
    # The text of a CHECK is the schema's own, `000` in it too.
    assert all(value in (None, "000") or value not in shown for value in values.values())
    assert world.rows("select * from customer order by id") == before


def test_two_people_cannot_be_given_one_unique_value(world: Shop) -> None:
    with pytest.raises(CorrectionUnfitError, match="unique"):
        corrected(world, {"contact.email": "both@x.jp"}, people=world.asked(1, 3))


def test_a_value_of_the_wrong_type_is_refused(sql_url: str) -> None:
    made = shop(
        sql_url,
        ddl="create table person(id integer primary key, email varchar(40), born date, age integer); insert into person values (1,'a@x.jp','1990-01-01',36)",
        datamap="""
system: shop
subjects: {person: {table: person, key: id, identifiers: {customer_id: id, email: email}}}
tables: {person: {fields: {email: {category: contact.email}, born: {category: identity.birth_date}, age: {category: identity.age}}}}
""",
    )
    with closing(made):
        for values in (
            {"identity.birth_date": "secret"},
            {"identity.age": "secret"},
            {"identity.birth_date": "2026-02-30"},
        ):
            with pytest.raises(CorrectionUnfitError) as refused:
                corrected(made, values)
            assert "secret" not in refused.value.render("ja") + refused.value.render("en")
        done = corrected(made, {"identity.birth_date": "1991-02-03", "identity.age": "35"})
        assert outcomes(done.steps["R-1"]) == {("person", "correct"): ("verified", 1)}
        assert [tuple(map(str, row)) for row in made.rows("select born, age from person")] == [
            ("1991-02-03", "35")
        ]


def test_a_key_cannot_be_corrected(lite: Shop) -> None:
    mapped = MAP.replace(
        "fields: {email: {category: contact.email}, name",
        "fields: {id: {category: account.login}, email: {category: contact.email}, name",
    )
    again = _remapped(lite, mapped)
    with pytest.raises(CorrectionUnfitError, match="key"):
        corrected(again, {"account.login": "5"})


def _remapped(world: Shop, mapped: str) -> Shop:
    graph = build(read(mapped, DataMap, file="shop.yaml"), world.place.describe())
    return Shop(world.place, replace(world.system, graph=graph))


def test_a_category_that_nothing_holds_is_refused_with_its_parts(lite: Shop) -> None:
    with pytest.raises(UsageError) as refused:
        corrected(lite, {"contact": "x-secret"})
    assert "`contact.email`" in str(refused.value)
    assert "x-secret" not in str(refused.value)


def test_a_plan_counts_and_holds_no_value(world: Shop) -> None:
    asked = world.asked(1)
    before = world.rows("select * from customer order by id")
    plans = plan_correction(
        [world.system], {"shop": asked}, {"R-1": Changes({"contact.phone": NEW_PHONE})}, "salt"
    )
    parts = {
        (p.table, p.column): (p.change, p.retain, p.shared) for p in plans["shop"].parts["R-1"]
    }
    assert parts == {
        ("customer", "phone"): (1, 0, 0),
        ("meeting", "organizer_phone"): (1, 0, 0),
        ("contact_point", "phone"): (1, 0, 0),
    }
    assert NEW_PHONE not in repr(plans)
    assert world.rows("select * from customer order by id") == before


@pytest.mark.slow
def test_an_approval_is_for_these_rows_and_these_values(world: Shop) -> None:
    asked, salt = world.asked(1), "salt"
    values = {"contact.phone": NEW_PHONE}
    plans = plan_correction([world.system], {"shop": asked}, {"R-1": Changes(values)}, salt)
    approved = {"shop": plans["shop"].digests}
    with pytest.raises(PlanStaleError):
        corrected(world, {"contact.phone": "something else"}, salt=salt, approved=approved)
    world.run("insert into contact_point values (1, 'new', '03-2')")
    with pytest.raises(PlanStaleError):
        corrected(world, values, salt=salt, approved=approved)
    world.run("delete from contact_point where kind = 'new'")
    assert outcomes(corrected(world, values, salt=salt, approved=approved).steps["R-1"])[
        "customer", "correct"
    ] == ("verified", 1)


def test_a_role_that_may_not_write_is_found_before_anything_is_written(
    sql_url: str, restricted_url: Callable[[str, Sequence[str]], str]
) -> None:
    with closing(shop(sql_url)) as made:
        kind = sql_url.partition(":")[0]
        tables = [
            "customer",
            "orders",
            "order_line",
            "message",
            "meeting",
            "contact_point",
            "newsletter",
            "country",
        ]
        grants = [f"SELECT ON {t}" for t in tables]
        grants += ["CREATE TEMPORARY TABLES ON *"] if kind == "mariadb" else []
        grants += ["UPDATE ON customer"]
        place = place_of(restricted_url(sql_url, grants))
        poor = Shop(place, replace(made.system, place=place))
        with closing(poor), pytest.raises(PrivilegeMissingError):
            corrected(poor, {"contact.phone": NEW_PHONE})
        assert made.rows("select phone from customer where id = 1") == [("090-1234-5678",)]


def test_a_database_that_refuses_undoes_all_of_it_and_says_failed(lite: Shop) -> None:
    with lite.place.session(write=True) as connection:
        connection.exec_driver_sql(
            "create trigger no before update on contact_point begin select raise(abort, 'no'); end"
        )
    done = corrected(lite, {"contact.phone": NEW_PHONE})
    assert {s.outcome for s in done.steps["R-1"]} == {"failed"}
    assert {s.table for s in done.steps["R-1"]} == {"customer", "meeting", "contact_point"}
    assert lite.rows("select phone from customer where id = 1") == [("090-1234-5678",)]


def test_what_was_written_is_read_back_while_another_has_the_write_lock(lite: Shop) -> None:
    """A write that was not read back for that would be reported as failed, and planned again."""
    place = cast("SqliteConnector", lite.place)
    with closing(sqlite3.connect(place.path, isolation_level=None)) as application:

        def written(connection: Connection) -> None:
            if connection.get_execution_options()["upheld_begin"] == "BEGIN IMMEDIATE":
                event.listen(place.engine, "begin", other_writes, insert=True, once=True)

        def other_writes(_: Connection) -> None:
            application.execute("BEGIN IMMEDIATE")

        event.listen(place.engine, "commit", written)
        done = corrected(lite, {"contact.phone": NEW_PHONE})
        assert application.in_transaction
    assert {s.outcome for s in done.steps["R-1"]} == {"verified"}


def test_cached_copies_of_changed_rows_go_so_that_they_are_made_anew(
    lite: Shop, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    for name in ("cust-1.json", "cust-11.json", "cust-2.json"):
        (cache / name).write_text("old")
    mapped = MAP + "derived: [{of: customer, in: cache, key: 'cust-{id}.json', remade: true}]\n"
    place = connect(PlaceName("cache"), f"folder://{cache}")
    with closing(place):
        done = corrected(
            _remapped(lite, mapped), {"contact.phone": NEW_PHONE}, places={"cache": place}
        )
    assert sorted(p.name for p in cache.iterdir()) == ["cust-11.json", "cust-2.json"]
    (step,) = [s for s in done.steps["R-1"] if s.system == "cache"]
    assert (step.action, step.outcome, step.rows) == ("delete", "verified", 1)


def test_what_no_application_makes_anew_is_left_by_a_correction(lite: Shop, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "1.mbox").write_text("letters")
    mapped = MAP + "derived: [{of: customer, in: mail, key: 'inbox/{id}.mbox'}]\n"
    with closing(connect(PlaceName("mail"), f"folder://{tmp_path}")) as place:
        done = corrected(
            _remapped(lite, mapped), {"contact.phone": NEW_PHONE}, places={"mail": place}
        )
    assert (tmp_path / "inbox" / "1.mbox").read_text() == "letters"
    assert {step.system for step in done.steps["R-1"]} == {"shop"}


def test_a_copy_that_cannot_be_erased_is_reported(lite: Shop) -> None:
    mapped = MAP + "derived: [{of: customer, in: cache, key: 'cust-{id}.json', remade: true}]\n"
    done = corrected(_remapped(lite, mapped), {"contact.phone": NEW_PHONE})
    assert [s.outcome for s in done.steps["R-1"] if s.system == "cache"] == ["failed"]


def test_neither_old_nor_new_value_leaves_through_steps_or_refusals(world: Shop) -> None:
    done = corrected(world, {"contact.phone": NEW_PHONE})
    shown = repr(done) + repr([s.as_json() for s in done.steps["R-1"]])
    assert NEW_PHONE not in shown
    assert "090-1234-5678" not in shown
    with pytest.raises(RefusalError) as refused:
        corrected(world, {"contact.email": "other@x.jp"})
    assert "other@x.jp" not in repr(refused.value) + str(refused.value) + repr(
        refused.value.__cause__
    )


NOTES = """
create table customer(id integer primary key, email varchar(80) not null unique, name varchar(40), phone varchar(20));
create table contact_note(customer_id integer, email varchar(80), phone varchar(20), body varchar(80){unique});
insert into customer values (1,'sato@example.jp','佐藤','090-1'),(2,'other@x.jp','other B','other-1');
insert into contact_note values (1,'sato@example.jp','090-1','first'),(2,'other@x.jp','other-1','second')
"""
NOTES_MAP = """
system: shop
subjects: {customer: {table: customer, key: id, identifiers: {email: email, customer_id: id}}}
tables:
  customer: {fields: {email: {category: contact.email}, name: none, phone: {category: contact.phone}}}
  contact_note:
    edges: [{to: customer, via: customer_id}]
    fields: {email: {category: contact.email}, phone: {category: contact.phone}, body: {category: free_text}}
"""


@pytest.mark.parametrize("unique", ["", " not null unique"], ids=["no key", "a personal one"])
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_several_columns_of_a_row_without_a_key_are_written_and_read_back(
    fresh_database: Callable[[str], str], kind: str, unique: str
) -> None:
    """PostgreSQL moves a row with each column that is written."""
    ddl = NOTES.format(unique=unique)
    with closing(shop(fresh_database(kind), ddl=ddl, datamap=NOTES_MAP, retention={})) as world:
        done = corrected(world, {"contact.phone": NEW_PHONE, "contact.email": "new@example.jp"})
        assert {step.outcome for step in done.steps["R-1"]} == {"verified"}
        assert world.rows("select * from contact_note order by customer_id") == [
            (1, "new@example.jp", NEW_PHONE, "first"),
            (2, "other@x.jp", "other-1", "second"),
        ]

"""Generated databases, and the properties, with engines whose faults are known."""

import sqlite3

from hypothesis import HealthCheck, given, settings

from tests.random_schemas.generator import FEATURES, models
from tests.random_schemas.model import Model
from tests.random_schemas.oracle import afterwards, judge

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

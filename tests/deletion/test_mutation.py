"""A plan that lost one piece of its work is noticed by reading back (T10), on random schemas."""

from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.random_schemas import properties
from tests.random_schemas.generator import models
from tests.random_schemas.known_engine import sqlite_files
from tests.random_schemas.model import Model
from tests.random_schemas.real_engine import connected, mapped, plan_for
from upheld.deletion import acts
from upheld.deletion.late import late_rows
from upheld.deletion.plan import trace
from upheld.deletion.procedure import Run
from upheld.deletion.readback import read_back
from upheld.refusal import RefusalError
from upheld.subject.working_set import WorkingSet

SEEN = {"tried": 0, "noticed": 0}


def noticed_without_one(run: Run, model: Model, url: str, random: Random) -> bool | None:
    """Carry out all but one piece of work; `None` where that changes nothing."""
    system = run.systems[0]
    try:
        with system.place.session(write=True) as connection:
            working = WorkingSet(connection, system.place, system.graph)
            trace(working, run.asked["sample"], system.retention)
            order = acts.order_of(working)
            # What loosens a cycle only helps the deletes after it.
            choices = [n for n, work in enumerate(order) if work.act != "loosen"]
            if not choices:
                return None
            left_out = order.pop(random.choice(choices))
            acts.carry_out(working, order)
            connection.commit()
            late = late_rows(working)
            readings = list(read_back(working))
            before = properties.read(model, url)
            acts.carry_out(working, [left_out])
            connection.commit()
            if properties.read(model, url) == before:
                return None  # all of it was so already: nothing to be noticed
            working.drop()
    except RefusalError:
        return True  # a declared key noticed first, and everything was undone
    return bool(late) or any(r.remaining or r.lost for r in readings)


@seed(7)
@settings(
    max_examples=80,
    deadline=None,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(models())
def _one_database(model: Model) -> None:
    with sqlite_files() as fresh:
        url = fresh()
        properties.build(model, url)
        with connected(url) as place:
            run = plan_for(
                place, mapped(place, model.as_yaml()), model.rules, model.subjects[:1], model.as_of
            ).run
            noticed = noticed_without_one(run, model, url, Random(SEEN["tried"]))
    if noticed is not None:
        SEEN["tried"] += 1
        SEEN["noticed"] += noticed


@pytest.mark.slow
def test_a_dropped_piece_of_work_is_noticed_in_at_least_95_of_100_cases() -> None:
    _one_database()
    assert SEEN["tried"] >= 50
    assert SEEN["noticed"] >= 0.95 * SEEN["tried"], SEEN

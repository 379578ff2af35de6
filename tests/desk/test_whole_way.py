"""Each kind of request goes its whole way, from intake to closed, through the dispatcher."""

import pytest

from tests.desk.conftest import Drill, Founded
from tests.desk.driving import Desk
from upheld.desk import delivery


@pytest.fixture
def desk(drill: Drill) -> Desk:
    return Desk(drill)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_disclosure_from_intake_to_the_bundle(found: Founded, kind: str) -> None:
    desk = Desk(found(store=kind))
    reference = desk.ask("disclosure", form="electronic")
    desk.work()
    assert desk.case(reference).state == "identified"
    assert desk.case(reference).waiting == {"decision"}
    desk.decide(reference)
    desk.work()
    assert desk.case(reference).state == "planned"
    assert desk.case(reference).waiting == {"approval"}
    desk.approve(reference)
    desk.work()
    assert desk.case(reference).state == "answered"
    delivery.ask_code(desk.drill.office, desk.box.token())
    desk.work()
    got = delivery.collect(desk.drill.office, desk.box.token(), desk.box.code())
    assert got.bundle is not None
    assert got.bundle.read_bytes().startswith(b"age-encryption.org/v1")
    assert "小春 麦 様" in got.letter
    assert desk.case(reference).state == "closed"

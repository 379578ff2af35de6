"""A deletion takes along what the gateway keeps of the person behind placeholders."""

import json
from datetime import timedelta

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from upheld.assembly import kept_values
from upheld.desk.acting import report_of
from upheld.detection.transform import Pseudonyms, Scope


def test_a_persons_deletion_erases_the_maps_that_hold_them_and_proves_it(drill: Drill) -> None:
    desk, kept = Desk(drill), kept_values(drill.workspace)
    until = drill.workspace.clock.now() + timedelta(days=30)
    for handle, value in (("file:1", MUGI.upper()), ("file:2", "somebody@else.example.jp")):
        names = Pseudonyms(Scope("file", b"s" * 32), numbering="keyed")
        names.placeholder("email", value)
        with drill.workspace.engine.begin() as connection:
            kept.keep(connection, handle, "acme", names, until)
    reference = desk.ask("deletion")
    desk.whole_way(reference)
    assert kept.opened("file:1", "acme", key="k", what="x") is None
    assert kept.opened("file:2", "acme", key="k", what="x") is not None
    report = report_of(drill.office, reference)
    assert report is not None
    (step,) = [one for one in report["steps"] if one["system"] == "upheld"]
    assert (step["table"], step["outcome"], step["rows"]) == ("kept values", "verified", 1)
    assert MUGI not in json.dumps(report)

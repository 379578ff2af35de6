"""Copies in other places: each place is asked, and a step says of each what became of its own."""

from typing import NoReturn

from tests.connectors.memory import MemoryConnector, StubbornConnector
from upheld.connectors.contract import PlaceName, Selection
from upheld.connectors.failures import forbidden
from upheld.deletion.copies import erase_copies
from upheld.deletion.derived import Follower
from upheld.deletion.steps import Step
from upheld.refusal import Where


class Forbidding(MemoryConnector):
    """Answers, and does not let us erase."""

    def erase(self, selection: Selection) -> NoReturn:
        raise forbidden(Where(system=self.name, table=selection.collection), "NOPERM")


def place(kind: type[MemoryConnector], name: str, *, reachable: bool = True) -> MemoryConnector:
    made = kind(PlaceName(name), {"card": [{"id": 1}, {"id": 2}]})
    made.reachable = reachable
    return made


def test_whatever_a_place_answers_the_copies_in_the_others_are_erased() -> None:
    places = {
        "closed": place(Forbidding, "closed"),
        "off": place(MemoryConnector, "off", reachable=False),
        "stubborn": place(StubbornConnector, "stubborn"),
        "willing": place(MemoryConnector, "willing"),
    }
    waiting = [
        Follower(ref=ref, place=name, collection="card", by=("id",), values=((key,),))
        for name in (*places, "nowhere")
        for ref, key in (("R-1", 1), ("R-2", 9))
    ]
    steps: dict[str, list[Step]] = {"R-1": [], "R-2": []}
    erase_copies(waiting, places, steps)
    assert {s.system: s.outcome for s in steps["R-1"]} == {
        "closed": "failed",
        "off": "not_attempted",
        "stubborn": "remaining",
        "willing": "verified",
        "nowhere": "failed",
    }
    assert {s.system for s in steps["R-2"] if s.outcome == "verified"} == {"stubborn", "willing"}
    card = Selection(collection="card", by=("id",), values=[(1,), (2,)])
    assert places["willing"].count(card) == 1

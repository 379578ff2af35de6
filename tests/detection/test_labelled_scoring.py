"""A score says what it should: all, nothing, half of a label, and a finding where there is none."""

from tests.detection.labelled.convert import Case, Label
from tests.detection.labelled.reading import open_cases
from tests.detection.labelled.scoring import Tally, by_group, by_kind

CASES = open_cases()
NAME = Case(
    "a", "ja", "山田花子さんは糖尿病", (Label("person_name", 0, 4),), ("health",), False, ""
)
NOTHING = Case("b", "ja", "糖尿病の新薬", (), (), True, "")


def test_saying_exactly_the_labels_scores_one_everywhere() -> None:
    said = {one.id: one.labels for one in CASES}
    for exact in (False, True):
        assert {tally.f1 for tally in by_kind(CASES, said, exact=exact).values()} == {1.0}
    assert {
        tally.f1 for tally in by_group(CASES, {one.id: one.group for one in CASES}).values()
    } == {1.0}


def test_saying_nothing_finds_nothing_and_raises_no_false_alarm() -> None:
    for tally in [*by_kind(CASES, {}).values(), *by_group(CASES, {}).values()]:
        assert (tally.found, tally.false) == (0, 0)
        assert tally.missed > 0
        assert (tally.recall, tally.precision, tally.f1) == (0.0, 1.0, 0.0)


def test_half_of_a_label_is_found_and_less_is_not() -> None:
    half, quarter = ({"a": [Label("person_name", 2, end)]} for end in (4, 3))
    assert by_kind([NAME], half)["person_name"] == Tally(found=1, right=1)
    assert by_kind([NAME], half, exact=True)["person_name"] == Tally(missed=1, false=1)
    assert by_kind([NAME], quarter)["person_name"] == Tally(missed=1, right=1)


def test_another_kind_in_the_same_place_is_a_miss_and_a_false_alarm() -> None:
    tallies = by_kind([NAME], {"a": [Label("address", 0, 4)]})
    assert tallies == {"person_name": Tally(missed=1), "address": Tally(false=1)}


def test_a_finding_in_a_negative_is_false() -> None:
    tallies = by_kind([NAME, NOTHING], {"a": NAME.labels, "b": [Label("person_name", 0, 3)]})
    assert tallies["person_name"] == Tally(found=1, right=1, false=1)
    assert tallies["person_name"].precision == 0.5
    assert by_group([NAME, NOTHING], {"a": ["health"], "b": ["health"]})["health"] == Tally(
        found=1, right=1, false=1
    )


def test_a_group_that_was_not_named_is_missed() -> None:
    assert by_group([NAME], {"a": ["child"]}) == {
        "health": Tally(missed=1),
        "child": Tally(false=1),
    }

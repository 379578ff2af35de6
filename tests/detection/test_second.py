"""Addresses and their kin on the second list: the half that was learnt from, and the half that was not.

The bounds are below what is reached; those of the half held back are what a reader may rely on.
"""

import pytest

from tests.detection.labelled.convert import HERE
from tests.detection.labelled.reading import second_cases
from tests.detection.second import HALVES, half, second_list, tally


@pytest.mark.parametrize("which", HALVES)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_addresses_are_found_in_the_shapes_that_people_write_them(which: str, lang: str) -> None:
    assert tally("address", which, lang).recall >= (0.99 if lang == "ja" else 0.96)


@pytest.mark.parametrize(
    ("kind", "recall"), [("postal_code", 0.85), ("birth_date", 0.78), ("cookie_id", 0.85)]
)
def test_postal_codes_dates_of_birth_and_cookie_ids_are_mostly_found(
    kind: str, recall: float
) -> None:
    assert tally(kind).recall >= recall


@pytest.mark.parametrize("kind", ["address", "postal_code", "birth_date", "cookie_id"])
def test_places_scores_versions_and_days_are_left_alone(kind: str) -> None:
    assert tally(kind).precision >= 0.98


def test_the_halves_are_even_and_every_label_lies_in_its_text() -> None:
    cases = second_cases()
    halves = [sum(1 for case in cases if half(case) == which) for which in HALVES]
    assert sum(halves) == len(cases) == len(second_list().said)
    assert min(halves) > len(cases) * 0.45
    assert all(0 <= one.start < one.end <= len(case.text) for case in cases for one in case.labels)


@pytest.mark.parametrize("name", ["ja", "abroad", "other", "nothing"])
def test_the_readme_gives_the_counts_as_they_are(name: str) -> None:
    readme = (HERE / "second" / "README.md").read_text(encoding="utf-8")
    cases = [case for case in second_cases() if case.id.startswith(f"{name}-")]
    labels = sum(len(case.labels) for case in cases)
    assert f"| `{name}.txt` | {len(cases)} | {labels} |" in readme

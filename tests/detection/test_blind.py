"""Addresses and their kin on the lists written blind: the half that was learnt from, and the half that was not.

The bounds are below what is reached; those of the half held back are what a reader may rely on.
"""

import pytest

from tests.detection.blind import HALVES, KINDS, half, scanned, tally
from tests.detection.labelled.convert import HERE
from tests.detection.labelled.reading import blind_cases


@pytest.mark.slow
@pytest.mark.parametrize("which", HALVES)
@pytest.mark.parametrize(
    ("name", "lang", "recall"),
    [("second", "ja", 0.99), ("second", "en", 0.96), ("third", "ja", 0.97), ("third", "en", 0.95)],
)
def test_addresses_are_found_in_the_shapes_that_people_write_them(
    name: str, which: str, lang: str, recall: float
) -> None:
    assert tally(name, "address", which, lang).recall >= recall


@pytest.mark.parametrize(
    ("name", "kind", "recall"),
    [
        ("second", "postal_code", 0.85),
        ("second", "birth_date", 0.78),
        ("second", "cookie_id", 0.85),
        ("third", "postal_code", 0.85),
        ("third", "birth_date", 0.78),
        ("third", "cookie_id", 0.85),
    ],
)
def test_postal_codes_dates_of_birth_and_cookie_ids_are_mostly_found(
    name: str, kind: str, recall: float
) -> None:
    assert tally(name, kind).recall >= recall


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("kind", ["address", "postal_code", "birth_date", "cookie_id"])
def test_places_scores_versions_and_days_are_left_alone(name: str, kind: str) -> None:
    assert tally(name, kind).precision >= (0.98 if name == "second" else 0.97)


@pytest.mark.parametrize("name", KINDS)
def test_the_halves_are_even_and_every_label_lies_in_its_text(name: str) -> None:
    cases = blind_cases(name)
    halves = [sum(1 for case in cases if half(name, case) == which) for which in HALVES]
    assert sum(halves) == len(cases) == len(scanned(name).said)
    assert min(halves) > len(cases) * 0.45
    assert all(0 <= one.start < one.end <= len(case.text) for case in cases for one in case.labels)


@pytest.mark.parametrize(
    ("name", "stem"),
    [(name, path.stem) for name in KINDS for path in sorted((HERE / name).glob("*.txt"))],
)
def test_the_readme_gives_the_counts_as_they_are(name: str, stem: str) -> None:
    readme = (HERE / name / "README.md").read_text(encoding="utf-8")
    cases = [case for case in blind_cases(name) if case.id.startswith(f"{stem}-")]
    labels = sum(len(case.labels) for case in cases)
    assert f"| `{stem}.txt` | {len(cases)} | {labels} |" in readme

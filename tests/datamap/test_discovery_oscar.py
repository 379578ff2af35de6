"""Discovery of a real application's database, against a key that another hand wrote."""

from pathlib import Path

import pytest
from bench.discovery import Score, score

from tests.oscar.prepared import sqlite_copy
from tests.oscar.without_keys import sqlite_without_keys

KEYS = Path(__file__).parents[1] / "oscar" / "keys.tsv"


@pytest.fixture(scope="module", params=["declared", "dropped"])
def scored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Score:
    shop = sqlite_copy(tmp_path_factory.mktemp("oscar"))
    if request.param == "dropped":
        bare = shop.with_name("bare.sqlite")
        sqlite_without_keys(shop, bare)
        shop = bare
    return score(shop, KEYS)


@pytest.mark.slow
def test_person_edges_are_found_with_few_false_ones(scored: Score) -> None:
    assert scored.recall(scored.proposed) >= 0.90
    assert scored.precision(scored.proposed) >= 0.80
    assert scored.recall(scored.placed) >= 0.90
    assert scored.precision(scored.placed) >= 0.80


@pytest.mark.slow
def test_what_was_not_placed_is_asked(scored: Score) -> None:
    assert set(scored.wanted) <= scored.proposed

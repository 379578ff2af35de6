"""A deletion killed at any statement or commit is finished by running it again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import shop
from tests.faults.crash_world import MOST_ON_A_SERVER, PARTS, check_points, make_world
from tests.faults.workspace import make_office


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_deletion_killed_at_any_statement_or_commit_is_finished_by_running_it_again(
    kind: str,
    part: int,
    fresh_database: Callable[[str], str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = fresh_database(kind)
    shop.fill(url)
    office = make_office(tmp_path, url, capsys)
    world = make_world(office, office.ready(), tmp_path)
    assert check_points(world, tmp_path, part, None if kind == "sqlite" else MOST_ON_A_SERVER) > 50

"""Discovery of twelve applications' databases as they were recorded, against keys written by hand.

The keys were written from the models before discovery had looked. Discovery has been improved
since, so these are bars that hold, not first looks; the first looks stand in docs/discovery.md.
"""

from pathlib import Path

import pytest
from bench.discovery import Score, score_recorded

from tests.datamap.recorded import FOLDER, load
from upheld.datamap.discovery.reading import Asked

KEYS = Path(__file__).parent / "keys"
APPLICATIONS = sorted(path.name.removesuffix(".json.gz") for path in FOLDER.glob("*.json.gz"))


# Tryton without keys is left out: its columns are called `party`, without `_id` and, as recorded,
# without an index, and are not found (docs/discovery.md).
LOOKS = [
    (a, k) for a in APPLICATIONS for k in ("declared", "dropped") if (a, k) != ("tryton", "dropped")
]


@pytest.fixture(scope="module", params=LOOKS, ids="-".join)
def scored(request: pytest.FixtureRequest) -> tuple[str, Score]:
    application, keys = request.param
    recording = FOLDER / f"{application}.json.gz"
    found = score_recorded(recording, KEYS / f"{application}.tsv", without_keys=keys == "dropped")
    return application, found


def test_the_twelve_applications_are_here() -> None:
    assert APPLICATIONS == [
        "askbot", "helpdesk", "indico", "kiwi", "machina", "nemo", "pretalx", "pretix",
        "reviewboard", "tryton", "wagtail", "weblate",
    ]  # fmt: skip


def test_nine_of_ten_edges_to_people_are_found(scored: tuple[str, Score]) -> None:
    # Review Board ties most of its rows by links alone: what it misses stands in docs/discovery.md.
    assert scored[1].recall(scored[1].proposed) >= (0.84 if scored[0] == "reviewboard" else 0.90)


def test_four_of_five_proposed_edges_are_right(scored: tuple[str, Score]) -> None:
    assert scored[1].precision(scored[1].proposed) >= 0.80
    # Without keys nine of Review Board's 85 placed edges are wrong: stated in docs/discovery.md.
    assert scored[1].precision(scored[1].placed) >= (0.89 if scored[0] == "reviewboard" else 0.90)


def test_most_edges_take_their_place_without_a_question(scored: tuple[str, Score]) -> None:
    # Of indico's tables some are empty in the recording: without keys more has to be asked.
    assert scored[1].recall(scored[1].placed) >= (0.65 if scored[0] == "indico" else 0.75)


def test_who_a_row_belongs_to_is_told_from_who_handled_it(scored: tuple[str, Score]) -> None:
    assert scored[1].roles() >= (0.78 if scored[0] in ("tryton", "askbot") else 0.85)


@pytest.mark.parametrize("application", APPLICATIONS)
def test_a_recording_holds_no_long_text_of_an_application(application: str) -> None:
    schema, recorded = load(FOLDER / f"{application}.json.gz")
    for table in schema.tables.values():
        texts = tuple(c.name for c in table.columns.values() if c.type == "text")
        asked = Asked(table=table.name, columns=texts, limit=1_000)
        for row in next(recorded.samples([asked])):
            assert all(len(v) <= 120 for v in row if isinstance(v, str) and v[:1] not in "{[")

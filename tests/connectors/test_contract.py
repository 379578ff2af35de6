"""What every connector must do, run against each kind of place there is."""

import tracemalloc
from collections.abc import Collection, Iterable, Sequence

import pytest

from tests.connectors.places import NEEDLE, PLACES, FurnishedPlace
from upheld.connectors.contract import Connector, Hit, Selection
from upheld.refusal import PlaceFailedError, PlaceUnreachableError

PEAK_BYTES = 24 * 1024 * 1024


class OneNeedle:
    """Finds one text, wherever no letter stands right before or behind it."""

    def __init__(self, needle: str) -> None:
        self.needle = needle
        self.calls = 0

    def search(self, text: str) -> Iterable[int]:
        self.calls += 1
        start = text.find(self.needle)
        while start >= 0:
            end = start + len(self.needle)
            if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
                return [0]
            start = text.find(self.needle, start + 1)
        return []

    def search_each(self, texts: Sequence[str]) -> Iterable[Collection[int]]:
        return [list(self.search(text)) for text in texts]


@pytest.fixture(params=sorted(PLACES))
def place(request: pytest.FixtureRequest) -> FurnishedPlace:
    return PLACES[request.param](request)


def test_it_keeps_the_contract(place: FurnishedPlace) -> None:
    assert isinstance(place.connector, Connector)


def test_names_the_collection_that_holds_the_records(place: FurnishedPlace) -> None:
    named = list(place.connector.collections())
    assert len(named) == len(set(named))
    assert {collection for collection, _ in place.needle_fields} <= set(named)


def test_counts_each_persons_records(place: FurnishedPlace) -> None:
    assert place.connector.count(place.akari) == 2
    assert place.connector.count(place.bunta) == 1


def test_counts_a_record_once_however_often_it_is_asked_for(place: FurnishedPlace) -> None:
    twice = Selection(
        collection=place.akari.collection,
        by=place.akari.by,
        values=[*place.akari.values, *place.bunta.values, *place.akari.values],
    )
    assert place.connector.count(twice) == 3
    assert len(list(place.connector.read(twice))) == 3


def test_selecting_nobody_touches_nothing(place: FurnishedPlace) -> None:
    nobody = Selection(collection=place.akari.collection, by=place.akari.by, values=[])
    assert place.connector.count(nobody) == 0
    assert list(place.connector.read(nobody)) == []
    assert place.connector.erase(nobody) == 0
    assert place.connector.count(place.akari) == 2


def test_reads_the_same_records_in_the_same_order_twice(place: FurnishedPlace) -> None:
    first, second = (list(place.connector.read(place.akari)) for _ in range(2))
    assert len(first) == 2
    assert [dict(record) for record in first] == [dict(record) for record in second]
    assert all(NEEDLE in " ".join(map(str, record.values())) for record in first)


def test_erases_one_person_and_nobody_else(place: FurnishedPlace) -> None:
    assert place.connector.erase(place.akari) == 2
    assert place.connector.count(place.akari) == 0
    assert place.connector.count(place.bunta) == 1


def test_erasing_again_erases_nothing(place: FurnishedPlace) -> None:
    place.connector.erase(place.akari)
    assert place.connector.erase(place.akari) == 0


def test_an_erasure_is_still_there_after_connecting_again(place: FurnishedPlace) -> None:
    place.connector.erase(place.akari)
    place.connector.close()
    assert place.connector.count(place.akari) == 0


def test_a_collection_that_is_not_there_is_a_failure_and_not_an_absence(
    place: FurnishedPlace,
) -> None:
    if place.wrong_collection is None:
        return
    for verb in (place.connector.count, place.connector.erase):
        with pytest.raises(PlaceFailedError):
            verb(place.wrong_collection)
    with pytest.raises(PlaceFailedError):
        list(place.connector.read(place.wrong_collection))


def test_a_key_that_is_not_there_is_a_failure_and_not_an_absence(place: FurnishedPlace) -> None:
    if place.wrong_field is None:
        return
    for verb in (place.connector.count, place.connector.erase):
        with pytest.raises(PlaceFailedError):
            verb(place.wrong_field)
    with pytest.raises(PlaceFailedError):
        list(place.connector.read(place.wrong_field))


def test_a_scan_finds_each_needle_and_says_where(place: FurnishedPlace) -> None:
    hits = list(place.connector.scan(OneNeedle(NEEDLE)))
    assert sorted((hit.collection, hit.field) for hit in hits) == sorted(place.needle_fields)
    assert {hit.needle for hit in hits} == {0}
    assert len({(hit.locator, hit.field) for hit in hits}) == len(hits)


def test_a_scan_finds_nothing_after_the_erasure(place: FurnishedPlace) -> None:
    place.connector.erase(place.akari)
    assert list(place.connector.scan(OneNeedle(NEEDLE))) == []


def test_a_selection_and_a_hit_never_show_whom_they_are_about(place: FurnishedPlace) -> None:
    shown = repr(place.akari) + "".join(
        repr(hit) for hit in place.connector.scan(OneNeedle(NEEDLE))
    )
    assert str(place.akari.values[0][0]) not in shown
    assert NEEDLE not in shown
    hit = Hit(collection="a", field="b", locator="c-1", needle=3)
    assert "c-1" not in repr(hit)


def test_a_place_that_is_not_there_is_unreachable_and_not_empty(place: FurnishedPlace) -> None:
    with pytest.raises(PlaceUnreachableError) as refused:
        place.unreachable.count(place.akari)
    assert refused.value.render("ja") != refused.value.render("en")
    with pytest.raises(PlaceUnreachableError):
        list(place.unreachable.scan(OneNeedle(NEEDLE)))


def test_closing_twice_is_safe(place: FurnishedPlace) -> None:
    before = place.connector.count(place.akari)
    place.connector.close()
    place.connector.close()
    assert place.connector.count(place.akari) == before, "connections were given back, no more"


@pytest.mark.slow
def test_many_records_stream_in_bounded_memory(
    place: FurnishedPlace, request: pytest.FixtureRequest
) -> None:
    # Records of files and keys are far slower to make than rows.
    kind = str(request.node.callspec.params["place"])
    records = 100_000 if kind in {"sqlite", "postgresql", "mariadb"} else 2_000
    third = place.fill(records)
    tracemalloc.start()
    try:
        read = sum(1 for _ in place.connector.read(third))
        found = sum(1 for _ in place.connector.scan(OneNeedle(NEEDLE)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert read == records
    assert found == len(place.needle_fields)
    assert peak < PEAK_BYTES

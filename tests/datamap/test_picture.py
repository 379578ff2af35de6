"""The picture of a map: ranks from the people outwards, no overlaps, few crossings, always the same."""

import random
import time
from itertools import combinations
from typing import Any, get_args
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.datamap.model import DataMap
from upheld.datamap.picture.drawing import KIND_WORDS, cut, draw
from upheld.datamap.picture.facts import FOLD_FROM, FOLDED, chart
from upheld.datamap.picture.layout import Measures, Pair, crossings, ordered, placed, ranks
from upheld.wording import Language

PEOPLE = {"customer": {"table": "customer", "key": "id", "identifiers": {"email": "email"}}}
SHOP: dict[str, Any] = {
    "system": "shop",
    "subjects": PEOPLE,
    "tables": {
        "orders": {
            "edges": [{"to": "customer", "via": "customer_id"}],
            "fields": {"note": {"category": "free_text"}, "ship": {"category": "contact.address"}},
            "retain": {"rule": "billing", "from": "ordered_at"},
            "hold": "legal_holds",
            "unsure": [
                {"point": "clerk", "guess": {"to": "customer", "via": "clerk_id", "role": "owner"}},
                {"point": "old", "decided": {"by": "mori", "why": "no"}},
            ],
        },
        "line": {
            "edges": [
                {"to": "orders", "via": ["shop_id", "order_id"], "role": "owner"},
                {"to": "customer", "via": "sold_by", "role": "custodian", "declared": False},
            ]
        },
        "customer": {
            "fields": {"email": {"category": "contact.email"}, "mail2": {"category": "contact.email"}},
            "owns": [{"table": "portrait", "via": "portrait_id"}],
        },
        "portrait": {"on_erase": {"anonymise": {"name": "redact"}}},
        "country": {"none": "<reference> & data"},
        "remark": {"edges": [{"to": "customer", "via": "about", "role": "mention", "when": "kind = 'p'"}]},
    },
    "derived": [{"of": "customer", "in": "cache", "key": "cust:{id}:*"}],
}  # fmt: skip


def shop() -> DataMap:
    return DataMap.model_validate(SHOP)


def large(tables: int, seed: int = 7) -> DataMap:
    """A map in which a third of the tables is nobody's."""
    chance = random.Random(seed)
    made: dict[str, object] = {"customer": {"fields": {"email": {"category": "contact.email"}}}}
    owned = ["customer"]
    for number in range(1, tables):
        name = f"table_{number:03}"
        if number % 3 == 0:
            made[name] = {"none": "reference data"}
            continue
        made[name] = {"edges": [{"to": chance.choice(owned), "via": "parent_id"}]}
        owned.append(name)
    return DataMap.model_validate({"system": "big", "subjects": PEOPLE, "tables": made})


def test_a_chart_says_what_the_map_says() -> None:
    found = chart(shop())
    boxes = {box.name: box for box in found.boxes}
    assert found.boxes[0].name == "customer", "people come first"
    assert boxes["customer"].people == ("customer",)
    assert boxes["customer"].categories == {"contact.email": ("email", "mail2")}
    orders = boxes["orders"]
    assert (orders.kind, orders.retain, orders.hold, orders.unsure) == (
        "table", "billing", "legal_holds", 1,
    )  # fmt: skip
    assert boxes["portrait"].erase == "anonymise"
    assert (boxes["country"].kind, boxes["cache: cust:{id}:*"].kind) == ("nobody", "copy")
    ties = {(tie.child, tie.parent, tie.kind): tie for tie in found.ties}
    assert set(ties) == {
        ("orders", "customer", "owner"), ("orders", "customer", "asked"),
        ("line", "orders", "owner"), ("line", "customer", "custodian"),
        ("portrait", "customer", "owned"), ("remark", "customer", "mention"),
        ("cache: cust:{id}:*", "customer", "copy"),
    }  # fmt: skip
    assert ties["line", "orders", "owner"].via == "shop_id, order_id"
    assert ties["line", "customer", "custodian"].inferred
    assert ties["remark", "customer", "mention"].detail == ("when: kind = 'p'",)


def test_a_tie_to_a_table_that_the_map_does_not_name_is_not_drawn() -> None:
    lost = DataMap.model_validate(
        {"system": "s", "tables": {"a": {"edges": [{"to": "ghost", "via": "x"}]}}}
    )
    assert chart(lost).ties == ()
    assert "ghost" not in draw(chart(lost), "en", "s", lambda _: "#a").svg


def test_ranks_count_the_ties_to_the_nearest_person() -> None:
    ties = [("b", "a"), ("c", "b"), ("d", "c"), ("d", "p"), ("e", "e")]
    assert ranks(["a", "b", "c", "d", "e", "p"], ties, ["a", "p"]) == [
        ["a", "p"], ["b", "d"], ["c"], ["e"],
    ]  # fmt: skip
    assert ranks(["x"], [], []) == [["x"]]
    assert ranks([], [], []) == []


def test_ordering_undoes_crossings_that_can_be_undone() -> None:
    ties = [("x", "c"), ("y", "b"), ("z", "a")]
    found = [["a", "b", "c"], ["x", "y", "z"]]
    assert crossings(found, ties) == 3
    assert crossings(ordered(found, ties), ties) == 0


def slowly_counted(found: list[list[str]], ties: list[Pair]) -> int:
    at = {name: (r, i) for r, rank in enumerate(found) for i, name in enumerate(rank)}
    pairs = [tuple(sorted((at[a], at[b]))) for a, b in ties if abs(at[a][0] - at[b][0]) == 1]
    return sum(
        1
        for (l1, r1), (l2, r2) in combinations(pairs, 2)
        if l1[0] == l2[0] and (l1[1] - l2[1]) * (r1[1] - r2[1]) < 0
    )


@st.composite
def graphs(draw_: st.DrawFn) -> tuple[list[str], list[Pair], list[str]]:
    names = [f"t{n}" for n in range(draw_(st.integers(1, 30)))]
    pair = st.tuples(st.sampled_from(names), st.sampled_from(names))
    return names, draw_(st.lists(pair, max_size=60)), names[: draw_(st.integers(0, 2))]


@pytest.mark.slow
@given(graphs(), st.randoms(use_true_random=False))
def test_whatever_the_graph_every_box_has_its_place_and_none_lies_over_another(
    graph: tuple[list[str], list[Pair], list[str]], chance: random.Random
) -> None:
    names, ties, people = graph
    found = ranks(names, ties, people)
    assert sorted(name for rank in found for name in rank) == sorted(names)
    at = {name: number for number, rank in enumerate(found) for name in rank}
    reached = {n for n in names if at[n] < len(found) - 1 or not people}
    assert all(abs(at[a] - at[b]) <= 1 for a, b in ties if {a, b} <= reached)
    better = ordered(found, ties)
    assert crossings(better, ties) <= crossings(found, ties)
    assert crossings(found, ties) == slowly_counted(found, ties)
    heights = {name: float(chance.randint(30, 150)) for name in names}
    sizes = Measures(width=100, heights=heights)
    spots = placed(better, ties, sizes)
    assert set(spots) == set(names)
    assert min(spot.y for spot in spots.values()) == 0
    for one, other in combinations(spots.values(), 2):
        apart = one.x != other.x or one.y >= other.y + other.height or other.y >= one.y + one.height
        assert apart, (one, other)
    assert spots == placed(better, ties, sizes)


def test_a_parent_stands_amid_its_children() -> None:
    names, ties = ["p", "a", "b", "c"], [("a", "p"), ("b", "p"), ("c", "p")]
    sizes = Measures(width=100, heights=dict.fromkeys(names, 40.0))
    spots = placed(ordered(ranks(names, ties, ["p"]), ties), ties, sizes)
    assert spots["p"].y == spots["b"].y
    assert spots["p"].x < spots["a"].x


def test_people_are_in_sight_of_the_upper_left_corner_however_tall_the_picture() -> None:
    names = ["p", *(f"t{n:03}" for n in range(20))]
    ties = [(name, "p") for name in names[1:]]
    sizes = Measures(width=100, heights=dict.fromkeys(names, 60.0))
    spots = placed(ordered(ranks(names, ties, ["p"]), ties), ties, sizes)
    assert max(spot.y for spot in spots.values()) > 1_000
    assert (spots["p"].x, spots["p"].y) == (0, sizes.people_within)


def test_the_picture_is_sound_xml_with_every_table_and_nothing_that_runs() -> None:
    picture = draw(chart(shop()), "en", "Data map of shop", lambda name: f"#t-{len(name)}")
    root = ET.fromstring(picture.svg)
    assert (root.get("width"), root.get("height")) == (str(picture.width), str(picture.height))
    text = "".join(root.itertext())
    for table in SHOP["tables"]:
        assert table in text
    assert "owner → orders (shop_id, order_id)" in text
    assert "kept by: billing" in text
    assert "? 1 undecided" in text
    assert "<script" not in picture.svg
    assert "style=" not in picture.svg
    boxes = [one for one in root.iter() if (one.get("class") or "").startswith("box")]
    assert len(boxes) == len(chart(shop()).boxes)
    assert all(one.get("href") and one.get("aria-label") for one in boxes)


def test_names_from_outside_are_escaped() -> None:
    nasty = '"><script>alert(1)</script>'
    datamap = DataMap.model_validate(
        {"system": "s", "tables": {nasty: {"edges": [{"to": nasty, "via": nasty}]}}}
    )
    svg = draw(chart(datamap), "ja", nasty, lambda name: f"#{name}").svg
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg
    ET.fromstring(svg)


@pytest.mark.parametrize("language", get_args(Language))
def test_every_kind_of_line_has_its_word_in_the_boxes(language: Language) -> None:
    svg = draw(chart(shop()), language, "shop", lambda _: "#a").svg
    for kind in {tie.kind for tie in chart(shop()).ties}:
        assert KIND_WORDS[kind].in_language(language) in svg


def test_a_large_map_folds_what_is_nobodys_and_is_drawn_at_once() -> None:
    whole = chart(large(200))
    folded = whole.folded()
    assert [box.folded for box in folded.boxes if box.name == FOLDED] == [66]
    assert len(folded.boxes) == 200 - 66 + 1
    begun = time.perf_counter()
    first = draw(folded, "en", "big", lambda _: "#a")
    assert time.perf_counter() - begun < 2
    assert "66 more tables" in first.svg
    assert first == draw(folded, "en", "big", lambda _: "#a")
    assert draw(whole, "en", "big", lambda _: "#a").svg.count('class="box') == 200
    small = chart(large(FOLD_FROM - 1))
    assert small.folded() is small


def test_a_nobodys_table_that_something_leads_to_stays_in_the_picture() -> None:
    datamap = large(40)
    tables = dict(datamap.tables)
    tables["table_001"] = tables["table_001"].model_copy(
        update={"edges": [tables["table_001"].edges[0].model_copy(update={"to": "table_003"})]}
    )
    folded = chart(datamap.model_copy(update={"tables": tables})).folded()
    assert "table_003" in {box.name for box in folded.boxes}


def test_long_names_are_cut_and_stand_whole_in_the_label() -> None:
    name = "a_table_whose_name_is_longer_than_any_box_is_wide"
    datamap = DataMap.model_validate({"system": "s", "tables": {name: {"none": "x"}}})
    svg = draw(chart(datamap), "en", "s", lambda _: "#a").svg
    assert f">{name}<" not in svg
    assert cut(name, 26) in svg
    assert f'aria-label="{name}.' in svg

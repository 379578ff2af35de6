"""The edits from one tree to another lead exactly there."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.exchange.difference import EditMisplacedError, apply, difference, same

SCALARS = (
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False) | st.text("ab")
)
KEYS = st.sampled_from(["name", "to", "via", "x", "point", "fields"])


def named(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    entries = st.dictionaries(st.sampled_from(["x", "fields"]), children, max_size=2)
    return st.dictionaries(st.text("abc", max_size=2), entries, max_size=4).map(
        lambda found: [{"name": name, **entry} for name, entry in found.items()]
    )


TREES = st.recursive(
    SCALARS,
    lambda below: (
        st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=3) | named(below)
    ),
    max_leaves=12,
)


@pytest.mark.slow
@given(TREES, TREES)
def test_the_edits_lead_to_the_other_tree_and_in_its_order(before: Any, after: Any) -> None:
    edits = difference(before, after)
    reached = apply(before, edits)
    assert same(reached, after)
    assert (edits == []) == same(before, after)


@given(TREES, TREES)
def test_the_order_of_keys_is_kept_where_it_counts(before: Any, after: Any) -> None:
    reached = apply(before, difference(before, after, in_order=True))
    assert json.dumps(reached) == json.dumps(after)


@given(TREES, TREES)
def test_neither_tree_is_changed(before: Any, after: Any) -> None:
    first, second = repr(before), repr(after)
    apply(before, difference(before, after))
    assert (repr(before), repr(after)) == (first, second)


def test_an_edit_finds_its_entry_after_another_was_added() -> None:
    before = {"fields": [{"name": "a", "x": 1}, {"name": "b", "x": 1}]}
    edits = difference(before, {"fields": [{"name": "a", "x": 1}, {"name": "b", "x": 2}]})
    grown = {"fields": [{"name": "new"}, {"name": "b", "x": 1}, {"name": "a", "x": 1}]}
    assert apply(grown, edits)["fields"][1] == {"name": "b", "x": 2}


def test_a_changed_order_is_an_edit_of_its_own() -> None:
    one, other = [{"name": "a"}, {"name": "b"}], [{"name": "b"}, {"name": "a"}]
    assert difference(one, other) == [{"at": [], "order": ["b", "a"]}]
    assert apply(one, difference(one, other)) == other


def test_a_list_that_somebody_else_has_begun_keeps_their_entries() -> None:
    edits = difference({}, {"edges": [{"to": "a", "via": "b"}, {"to": "a", "via": ["c", "d"]}]})
    assert [edit["at"] for edit in edits] == [["edges"], ["edges"]]
    begun = {"edges": [{"to": "x", "via": "y"}]}
    assert [one["to"] for one in apply(begun, edits)["edges"]] == ["x", "a", "a"]
    again = apply(apply({}, edits), edits)
    assert again == apply({}, edits)


def test_true_is_not_one() -> None:
    assert difference({"x": True}, {"x": 1}) == [{"at": ["x"], "set": 1}]


@pytest.mark.parametrize(
    "edit",
    [
        {"at": ["gone", "x"], "set": 1},
        {"at": ["gone"], "remove": True},
        {"at": ["x", "y"], "set": 1},
        {"at": ["list", "nobody"], "remove": True},
        {"at": ["list", "nobody", "x"], "set": 1},
        {"at": [], "remove": True},
        {"at": ["x"], "order": ["a"]},
        {"at": ["list"], "order": [["a"]]},
        {"at": ["list"], "order": "a"},
        {"at": ["list"], "add": {"x": 1}},
        {"at": ["x"], "add": {"name": "a"}},
        {"at": ["gone", "list"], "add": {"name": "a"}},
        {"at": [], "add": {"name": "a"}},
        {"at": "x", "set": 1},
        {"at": ["x"], "set": 1, "remove": True},
        {"set": 1},
    ],
)
def test_an_edit_that_leads_nowhere_is_an_error(edit: dict[str, Any]) -> None:
    with pytest.raises(EditMisplacedError):
        apply({"x": 1, "list": [{"name": "a"}]}, [edit])

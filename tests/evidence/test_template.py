"""Bodies that share values are written as if each had been written by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.evidence.entry import JSON, EntryInvalidError, canonical
from upheld.evidence.template import Template

KEYS = st.text(st.characters(max_codepoint=127), max_size=6)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES: st.SearchStrategy[JSON] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(KEYS, VALUES, max_size=5)


@pytest.mark.slow
@given(shared=OBJECTS, more=OBJECTS, own=OBJECTS)
def test_a_filled_template_is_the_canonical_form_of_the_whole(
    shared: dict[str, JSON], more: dict[str, JSON], own: dict[str, JSON]
) -> None:
    template = Template(shared).sharing(more)
    filled = template.fill({key: canonical(value) for key, value in own.items()})
    assert filled == canonical({**shared, **more, **own})


def test_filling_a_template_leaves_nothing_in_it() -> None:
    template = Template({"a": 1})
    assert template.fill({"b": b"2"}) == b'{"a":1,"b":2}'
    assert template.fill({"a": b"3"}) == b'{"a":3}'
    assert template.fill({}) == b'{"a":1}'


def test_keys_that_might_sort_otherwise_are_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        Template({}).fill({"é": b"1"})


def test_a_value_without_canonical_form_is_refused() -> None:
    with pytest.raises(EntryInvalidError):
        Template({"a": "\ud800"})

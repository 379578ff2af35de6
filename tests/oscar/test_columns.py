"""What every column of a real shop holds, against a key written by hand before discovery was asked."""

import pytest
from bench.columns import judged_categories
from bench.columns_oscar import compared, wanted

from tests.oscar.prepared import sqlite_shop

# Reading the values as well takes half a minute: `python -m bench.columns_oscar` (docs/discovery.md).


@pytest.mark.slow
def test_names_and_shapes_say_what_nine_of_ten_personal_columns_of_the_shop_hold() -> None:
    found, _ = judged_categories(sqlite_shop(), values=False)
    score = compared(found, wanted())
    assert len(score.right) + len(score.missed) == 81
    assert score.recall >= 0.95
    assert score.precision >= 0.95

"""The example policies of the tree, and how tests lay other lines over them."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from upheld.policy.model import Policy
from upheld.policy.reading import read_policy
from upheld.rendering.pages import Documents, documents

ROOT = Path(__file__).parents[2] / "examples"
NAMES = tuple(sorted(one.parent.name for one in ROOT.glob("*/policy")))
TODAY = date(2026, 11, 26)


@cache
def example(name: str) -> Policy:
    """Return one example policy."""
    return read_policy(ROOT / name / "policy")


@cache
def made(name: str) -> Documents:
    """Return all pages of one example policy."""
    return documents(example(name), today=TODAY)


def laid_over(name: str, **sections: Any) -> Policy:
    """Return an example with some of its sections replaced, as a file would give them."""
    whole = example(name).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return Policy.model_validate({**whole, **sections})


__all__ = ["NAMES", "ROOT", "TODAY", "example", "laid_over", "made"]

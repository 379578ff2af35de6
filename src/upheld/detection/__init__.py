"""What is personal here? In texts, in columns, in their names; Japanese and English, equal.

`Scanner` finds personal data and secrets in a text: `rules` are patterns with their checks,
recognisers find names and what is said about people. `kind` is the closed list of what can be
found. `names` answers for names of columns. A library of its own: it knows no policy and no store.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from upheld.detection.finding import Finding, Span
    from upheld.detection.rule import Rule
    from upheld.detection.scanner import Recogniser, Scanner

__all__ = ["Finding", "Recogniser", "Rule", "Scanner", "Span"]

_HOME = {"Finding": "finding", "Span": "finding", "Rule": "rule"}


def __getattr__(name: str) -> Any:
    """Load what is asked for: the names of kinds and columns are needed without the matchers."""
    if name not in __all__:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME.get(name, 'scanner')}"), name)

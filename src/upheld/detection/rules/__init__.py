"""The rules that come with the package, one module a field; `builtin` is all of them."""

from upheld.detection.rule import Rule
from upheld.detection.rules import contact, secrets


def builtin() -> tuple[Rule, ...]:
    """Return every rule."""
    return (*contact.RULES, *secrets.RULES)

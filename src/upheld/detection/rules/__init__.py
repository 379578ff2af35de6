"""The rules that come with the package, one module a field; `builtin` is all of them."""

from upheld.detection.rule import Rule
from upheld.detection.rules import (
    abroad,
    care,
    contact,
    device,
    japan,
    location,
    money,
    person,
    secrets,
)


def builtin() -> tuple[Rule, ...]:
    """Return every rule."""
    return (
        *contact.RULES,
        *person.RULES,
        *japan.RULES,
        *abroad.rules(),
        *care.RULES,
        *money.RULES,
        *device.RULES,
        *location.RULES,
        *secrets.RULES,
    )

"""`truncate` of a text: an IP address to its network, anything else to before its last part."""

from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, literal, not_, or_

from upheld.subject.place import Dialect

# The same expressions in Python for SQLite: see `connectors.sqlite.uph_truncate`.
IPV4 = r"^[0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}$"
IPV6 = r"^[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F.]*$"
LAST_PART = r"[-./:@_, 　][^-./:@_, 　]*$"


def shortened(dialect: Dialect, value: Any) -> ColumnElement[Any]:
    """IPv4 to /24, IPv6 to /48, else the text before the last separator (nothing without)."""
    if dialect == "sqlite":
        return func.uph_truncate(value)
    text = value if dialect == "mysql" else cast(value, Text)
    groups = func.regexp_replace(text, "^(([0-9a-fA-F]{1,4}:){1,3}).*$", r"\1:")
    return case(
        (_matches(text, IPV4), func.regexp_replace(text, "[0-9]+$", "0")),
        (and_(_matches(text, IPV6), text.like("::%")), literal("::")),
        (_matches(text, IPV6), groups),
        (_matches(text, LAST_PART), func.regexp_replace(text, LAST_PART, "")),
        (text.is_not(None), literal("")),
        else_=None,
    )


def in_full(dialect: Dialect, value: Any) -> ColumnElement[bool]:
    """True for an IP address that was not shortened; of other texts nobody can tell."""
    four, six = ~value.like("%.0"), ~value.like("%::")
    if dialect == "sqlite":
        four = and_(
            four,
            value.bool_op("GLOB")("[0-9]*.[0-9]*.[0-9]*.[0-9]*"),
            not_(value.bool_op("GLOB")("*[^0-9.]*")),
        )
        six = and_(
            six, value.bool_op("GLOB")("*:*:*"), not_(value.bool_op("GLOB")("*[^0-9a-fA-F:.]*"))
        )
        return or_(four, six)
    return or_(and_(four, _matches(value, IPV4)), and_(six, _matches(value, IPV6)))


def _matches(text: Any, pattern: str) -> ColumnElement[bool]:
    return text.regexp_match(pattern)  # type: ignore[no-any-return]

"""The few expressions that the databases spell differently."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    and_,
    cast,
    func,
    literal,
)

from upheld.subject.identity import Fold

Expression = ColumnElement[Any]


def folded(dialect: str, column: Expression, fold: Fold) -> Expression:
    """The column under a fold, as the database can compute it (exact for ASCII only)."""
    text = cast(column, Text) if dialect != "mysql" else column
    match fold:
        case "exact":
            return func.trim(text)
        case "lower":
            return func.lower(func.trim(text))
        case "digits":
            if dialect == "postgresql":
                return func.regexp_replace(text, "[^0-9]", "", "g")
            if dialect == "mysql":
                return func.regexp_replace(text, "[^0-9]", "")
            for mark in "- ()+./":
                text = func.replace(text, mark, "")
            return text


def beyond_ascii(dialect: str, column: Expression) -> Expression:
    """True for a text with characters outside ASCII."""
    if dialect == "postgresql":
        text = cast(column, Text)
        return func.octet_length(text) != func.char_length(text)
    if dialect == "mysql":
        return func.length(column) != func.char_length(column)
    return func.length(literal_blob(column)) != func.length(cast(column, Text))


def literal_blob(column: Expression) -> Expression:
    """SQLite counts bytes only of a blob."""
    from sqlalchemy import LargeBinary

    return cast(column, LargeBinary)


def json_text(dialect: str, column: Expression, path: Sequence[str]) -> Expression:
    """The text at a path of a JSON column; NULL where there is none."""
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import ARRAY, JSONB

        keys = cast(list(path), ARRAY(Text))
        return (
            func.jsonb_extract_path_text(cast(column, JSONB), *path)
            if len(path) == 1
            else (cast(column, JSONB).op("#>>")(keys))
        )
    dotted = "$" + "".join(_step(key) for key in path)
    if dialect == "mysql":
        return func.json_unquote(func.json_extract(column, dotted))
    # A text that is no JSON must not end the whole query: SQLite's functions raise on it.
    from sqlalchemy import case

    return case((func.json_valid(column) == 1, func.json_extract(column, dotted)), else_=None)


def _step(key: str) -> str:
    return f"[{key}]" if key.isdigit() else '."' + key.replace('"', '\\"') + '"'


def key_in_text(
    dialect: str, column: Expression, prefix: str, delimiter: str, rest: bool
) -> Expression:
    """The key between `prefix` and `delimiter`; NULL where the text has another shape."""
    from sqlalchemy import case

    tail = func.substr(column, len(prefix) + 1)
    shaped = func.substr(column, 1, len(prefix)) == prefix
    if not delimiter:
        return case((shaped, tail), else_=None)
    position = (
        func.strpos(tail, delimiter) if dialect == "postgresql" else func.instr(tail, delimiter)
    )
    key = func.substr(tail, 1, position - 1)
    ends = (
        position > 0
        if rest
        else and_(position > 0, position == func.length(tail) - len(delimiter) + 1)
    )
    return case((and_(shaped, ends), key), else_=None)


def key_hash(dialect: str, parts: Sequence[Expression]) -> Expression:
    """The first 40 bits of SHA-256 of the parts, as a number: sums stay inside 64 bits."""
    text = parts[0]
    if dialect == "postgresql":
        text = func.concat_ws("|", *parts)
        start = func.substr(func.sha256(func.convert_to(text, "UTF8")), 1, 5)
        bits = literal("x").op("||")(func.encode(start, "hex"))
        return cast(cast(bits, _Bit40()), BigInteger)
    if dialect == "mysql":
        text = func.concat_ws("|", *parts)
        return cast(func.conv(func.substr(func.sha2(text, 256), 1, 10), 16, 10), BigInteger)
    joined: Expression = cast(parts[0], Text)
    for part in parts[1:]:
        joined = joined.op("||")("|").op("||")(func.coalesce(cast(part, Text), ""))
    return func.uph_hash(joined)


def _Bit40() -> Any:  # noqa: N802 - reads as a type
    from sqlalchemy.dialects.postgresql import BIT

    return BIT(40)

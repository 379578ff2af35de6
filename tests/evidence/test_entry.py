"""One fact: its canonical bytes, its limits, and what may not enter."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from upheld.evidence import verifier
from upheld.evidence.entry import (
    BYTES_LIMIT,
    Entry,
    EntryInvalidError,
    canonical,
    read_entry,
    read_time,
    salted_digest,
    write_time,
)
from upheld.evidence.tree import leaf_hash

AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
VECTORS = Path(__file__).parents[1] / "vectors"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def entry(**changes: Any) -> Entry:
    return Entry(
        **{"kind": "step-verified", "at": AT, "case": "R-1", "drill": False, "body": {}, **changes}
    )


@given(value=JSONS)
def test_three_writers_agree_on_the_canonical_form(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value) == verifier.canonical(value)


@given(value=JSONS)
def test_the_verifier_reads_its_canonical_form_and_no_other(value: Any) -> None:
    data = canonical(value)
    assert verifier.read_canonical(data) == value
    for other in (b" " + data, data + b"\n", json.dumps({"a": value, "A": 1}).encode()):
        with pytest.raises(ValueError, match="canonical"):
            verifier.read_canonical(other)


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":1}',
        b"1.5",
        b"1e3",
        b"NaN",
        b"9007199254740992",
        b'"\\ud800"',
        b"[" * 9999,
        b"\xff",
    ],
)
def test_the_verifier_refuses_json_outside_the_format(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - many parsers, one kind
        verifier.read_canonical(data)


@given(
    body=st.dictionaries(TEXTS.filter(lambda text: "@" not in text), st.integers(0, 9), max_size=4),
    case=st.none() | st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", fullmatch=True),
    kind=st.from_regex(r"[a-z][a-z0-9-]{0,63}", fullmatch=True),
    drill=st.booleans(),
    at=st.datetimes(
        datetime(1970, 1, 2), timezones=st.sampled_from([UTC, timezone(timedelta(hours=9))])
    ),
)
def test_a_leaf_is_the_canonical_form_of_what_it_says(
    body: dict[str, int], case: str | None, kind: str, drill: bool, at: datetime
) -> None:
    written = Entry(kind=kind, at=at, case=case, drill=drill, body=body).leaf()
    assert written == rfc8785.dumps(
        {
            "schema": "upheld/entry/1", "kind": kind, "at": write_time(at), "case": case,
            "drill": drill, "body": body,
        }
    )  # fmt: skip


def test_an_entry_is_read_back_as_it_was_written() -> None:
    written = entry(body={"rows": 3, "place": "shop"}, drill=True)
    assert read_entry(written.leaf()) == written


def test_a_time_is_written_in_utc_with_microseconds() -> None:
    tokyo = datetime(2026, 4, 1, 18, 0, tzinfo=timezone(timedelta(hours=9)))
    assert write_time(tokyo) == "2026-04-01T09:00:00.000000Z"
    assert read_time(write_time(tokyo)) == tokyo


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "Step"},
        {"kind": ""},
        {"case": "山田"},
        {"case": "a@b.c"},
        {"at": datetime(2026, 4, 1)},
        {"body": {"rows": 1.5}},
        {"body": {"rows": 2**53}},
        {"body": {"name": "\ud800"}},
        {"body": {"when": AT}},
        {"body": {"data": b"x"}},
        {"body": {"note": "x" * BYTES_LIMIT}},
    ],
)
def test_what_breaks_the_format_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(EntryInvalidError):
        entry(**changes).leaf()


def test_an_entry_may_have_exactly_65535_bytes() -> None:
    spare = BYTES_LIMIT - len(entry(body={"note": ""}).leaf())
    assert len(entry(body={"note": "x" * spare}).leaf()) == BYTES_LIMIT


@pytest.mark.parametrize("body", [{"to": "sato@example.jp"}, {"a": [{"sato@example.jp": 1}]}])
def test_an_address_is_refused_and_not_repeated_in_the_error(body: dict[str, Any]) -> None:
    with pytest.raises(EntryInvalidError) as refusal:
        entry(body=body).leaf()
    for language in ("ja", "en"):
        assert "sato" not in refusal.value.render(language)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b'{"kind":1,"at":2}'])
def test_bytes_that_are_no_entry_are_refused(data: bytes) -> None:
    with pytest.raises(EntryInvalidError):
        read_entry(data)


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(EntryInvalidError):
        salted_digest(b"x" * 15, "value")


@given(salt=st.binary(min_size=16, max_size=40), value=st.binary(max_size=40))
def test_no_two_pairs_share_a_digest_by_moving_the_border(salt: bytes, value: bytes) -> None:
    assert salted_digest(salt + b"x", value) != salted_digest(salt, b"x" + value)


def test_the_published_vectors_hold() -> None:
    vectors = json.loads((VECTORS / "entry.json").read_text())
    assert len(vectors["entries"]) == 3
    for each in vectors["entries"]:
        leaf = each["leaf"].encode()
        assert verifier.read_canonical(leaf)["body"] == each["body"]
        assert read_entry(leaf).leaf() == leaf
        assert leaf_hash(leaf).hex() == each["hash"]
    for each in vectors["digests"]:
        assert salted_digest(bytes.fromhex(each["salt"]), each["value"]) == each["digest"]

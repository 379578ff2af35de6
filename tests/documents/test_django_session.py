"""Django's sessions are read without Django; the samples were written by Django 5.2."""

import base64
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.documents.django_session import BYTES_LIMIT, decode
from upheld.documents.undecodable import UndecodableError
from upheld.refusal import Exit

SIGNED = "eyJfYXV0aF91c2VyX2lkIjoiNDIifQ:1xVC22:UTcjsz2L0rKRY-eALMkWHIdNjAqFf_IbTTsMR7b9NK4"
COMPRESSED = (
    ".eJx11ctOhDAUgOF36XoEejlzW7r3CRxDOqUZ0Ak1QBfG-O6WhIUafxZd_D2QfOH2qVqfl77Nc5zaoVNn5Yza_YxXH97i"
    "uO50r368pSqkcZmGa7WOVNvuXD2lLt4ft9lfF-j93Jezmz9HGUpz8GV_mJc0fajzs6qDX_w93XKs36fU5bA8NHUZ_Kdr6A"
    "a6he6gC_Q99AP0I_QTuRBMYk1kTWZNaE1qTWxNbk1wTXJDcoP3muSG5IbkhuSG5IbkhuSG5JbkluQWH3OSW5JbkluSW5Jb"
    "kluSO5I7kjuSO3zDSe5I7kjuSO5I7kguJBeSC8mF5IIfN5ILyYXkQnIp8peduuSjb5p1PcXyF7jkvUQp68GELX59Aya8KZ"
    "Q:1xVC22:wKrLU9CjadW6gJAvIWIkvJnHb9Xl-uoTd1AgClqp96s"
)
LEGACY = "MTFmNmFkOGVjNTJhMjk4NGFiYWFmZDdjM2I1MTY1MDM3ODVjMjA3Mjp7Il9hdXRoX3VzZXJfaWQiOiAiNDIiLCAibiI6IDF9"


@pytest.mark.parametrize("session", [SIGNED, COMPRESSED, LEGACY])
def test_each_form_gives_the_persons_key(session: str) -> None:
    assert decode(session)["_auth_user_id"] == "42"
    assert decode(session.encode())["_auth_user_id"] == "42"


def test_the_whole_session_is_read() -> None:
    assert len(decode(COMPRESSED)["oscar_history"]) == 60
    assert decode(COMPRESSED)["言語"] == "日本語"


def _signed(payload: bytes, *, compressed: bool = False) -> str:
    data = zlib.compress(payload) if compressed else payload
    text = base64.urlsafe_b64encode(data).rstrip(b"=").decode()
    return f"{'.' if compressed else ''}{text}:1xVC22:sig"


@pytest.mark.parametrize(
    "value",
    [
        "",
        "plain text",
        "a:b",
        "a:b:c:d",
        "日本語:1:2",
        COMPRESSED[1:],
        "." + SIGNED,
        COMPRESSED[:200] + COMPRESSED[260:],
        LEGACY[:20],
        _signed(b"[1, 2]"),
        _signed(b"\x80\x04\x95pickled"),
        _signed(b"[" * 100_000),
        base64.b64encode(b"x" * 40 + b":{}").decode(),
    ],
)
def test_anything_else_is_undecodable_and_not_quoted(value: str) -> None:
    with pytest.raises(UndecodableError) as refused:
        decode(value)
    assert refused.value.exit_code is Exit.NOT_PROVEN
    assert refused.value.__cause__ is None
    assert not value or value[:12] not in refused.value.render("en")


@pytest.mark.slow
def test_a_small_session_that_unpacks_to_gigabytes_is_refused() -> None:
    bomb = _signed(b"[" + b" " * (BYTES_LIMIT * 20) + b"]", compressed=True)
    assert len(bomb) < BYTES_LIMIT // 10
    with pytest.raises(UndecodableError):
        decode(bomb)


@pytest.mark.slow
@given(st.one_of(st.text(), st.binary()))
def test_no_value_crashes_the_decoder(value: str | bytes) -> None:
    try:
        assert isinstance(decode(value), dict)
    except UndecodableError:
        return


@given(st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.none())), st.booleans())
def test_what_was_signed_is_what_is_read(session: dict[str, object], compressed: bool) -> None:
    assert decode(_signed(json.dumps(session).encode(), compressed=compressed)) == session

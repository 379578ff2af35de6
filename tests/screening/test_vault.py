"""Values behind placeholders travel with the caller, in a sealed handle that opens in its scope alone."""

from datetime import UTC, datetime, timedelta

import pytest

from upheld.detection.transform import Pseudonyms, Scope
from upheld.screening.vault import HandleRefusedError, SealedVault

KEY = bytes(range(32))
SCOPE = Scope.derived("conversation-1", KEY)
OTHER = Scope.derived("conversation-2", KEY)
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


def test_a_handle_brings_the_map_back_and_shows_nothing() -> None:
    names = Pseudonyms(SCOPE)
    names.placeholder("person_name", "山田太郎")
    handle = SealedVault(KEY).seal(names, NOW + timedelta(hours=1))
    again = SealedVault(KEY).open(handle, SCOPE, NOW)
    assert again.restored("⟦PERSON_1⟧") == "山田太郎"
    assert handle.isascii()
    assert "key" not in repr(SealedVault(KEY))


@pytest.mark.parametrize("why", ["scope", "key", "changed", "cut", "ended", "nonsense"])
def test_a_handle_opens_nowhere_else_and_never_later(why: str) -> None:
    names = Pseudonyms(SCOPE)
    names.placeholder("person_name", "山田太郎")
    handle = SealedVault(KEY).seal(names, NOW + timedelta(hours=1))
    other_sign = "A" if handle[20] != "A" else "B"
    given = {
        "changed": handle[:20] + other_sign + handle[21:],
        "cut": handle[:-4],
        "nonsense": "uph1.日本",
    }.get(why, handle)
    with pytest.raises(HandleRefusedError) as refused:
        SealedVault(bytes(32) if why == "key" else KEY).open(
            given,
            OTHER if why == "scope" else SCOPE,
            NOW + timedelta(hours=1 if why == "ended" else 0),
        )
    assert "山田" not in refused.value.render("ja")

"""A letter says what is to be done, and no more about the person than the party needs."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pyrage
import pytest

from upheld.parties.letter import Addressee, write
from upheld.parties.outcomes import Identity, Instruction, InstructionRefusedError, Kind
from upheld.wording import Language

INSTRUCTION = Instruction(
    id=uuid4(),
    kind="erasure",
    received_at=datetime(2026, 4, 1, tzinfo=UTC),
    identities=(
        Identity(kind="email", value="hanako@example.com"),
        Identity(kind="phone", value="090-0000-0000"),
        Identity(kind="member_id", value="M-7"),
    ),
)
ADDRESSEE = Addressee(name="配送株式会社", language="ja", needs=("member_id",))
GIVEN = {"company": "見本商店", "reference": "D-2026-0001", "due": date(2026, 4, 14)}


def test_a_letter_in_japanese_names_what_until_when_and_how_to_answer() -> None:
    letter = write(INSTRUCTION, ADDRESSEE, **GIVEN)  # type: ignore[arg-type]
    assert letter.subject == "個人データの取扱いに関する指示［D-2026-0001］"
    for said in (
        "配送株式会社 御中",
        "消去",
        "D-2026-0001",
        "2026年4月14日（火）",
        "member_id: M-7",
        "見本商店",
    ):
        assert said in letter.text


def test_only_what_the_party_finds_people_by_is_told() -> None:
    letter = write(INSTRUCTION, ADDRESSEE, **GIVEN)  # type: ignore[arg-type]
    assert "hanako" not in letter.text
    assert "090" not in letter.text
    assert "M-7" not in letter.subject
    assert "M-7" not in repr(letter)


@pytest.mark.parametrize("kind", ["erasure", "access", "portability"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_kind_is_worded_in_both_languages(kind: Kind, language: Language) -> None:
    addressee = replace(ADDRESSEE, language=language)
    letter = write(replace(INSTRUCTION, kind=kind), addressee, **GIVEN)  # type: ignore[arg-type]
    assert "{" not in letter.text
    assert ("Please" in letter.text) == (language == "en")


def test_a_party_with_a_key_finds_the_person_in_an_encrypted_file_only() -> None:
    identity = pyrage.x25519.Identity.generate()
    addressee = replace(ADDRESSEE, age_recipient=str(identity.to_public()))
    letter = write(INSTRUCTION, addressee, **GIVEN)  # type: ignore[arg-type]
    assert "M-7" not in letter.text
    assert letter.sheet is not None
    assert letter.sheet.name in letter.text
    opened = pyrage.decrypt(letter.sheet.content, [identity]).decode()
    assert opened == "D-2026-0001\n  member_id: M-7\n"


@pytest.mark.parametrize("key", ["", "age1nonsense", "AGE-SECRET-KEY-1INVENTED"])
def test_a_key_that_is_none_does_not_make_the_letter_go_in_the_clear(key: str) -> None:
    with pytest.raises(InstructionRefusedError) as refused:
        write(INSTRUCTION, replace(ADDRESSEE, age_recipient=key), **GIVEN)  # type: ignore[arg-type]
    assert not key or key not in str(refused.value)


def test_a_letter_by_which_nobody_is_found_is_not_written() -> None:
    with pytest.raises(InstructionRefusedError):
        write(INSTRUCTION, replace(ADDRESSEE, needs=("device",)), **GIVEN)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["M-7\nDONE", "M\x00", "M\u202e7", "x" * 400])
def test_a_value_cannot_write_lines_of_its_own(value: str) -> None:
    forged = replace(INSTRUCTION, identities=(Identity(kind="member_id", value=value),))
    with pytest.raises(InstructionRefusedError) as refused:
        write(forged, ADDRESSEE, **GIVEN)  # type: ignore[arg-type]
    assert value not in str(refused.value)

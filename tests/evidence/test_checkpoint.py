"""Signed tree heads, and the key that signs them."""

import base64
import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.evidence.ledgers import START, Trial
from upheld.evidence import verifier
from upheld.evidence.checkpoint import (
    EvidenceFailsError,
    KeyInvalidError,
    open_checkpoint,
    read_checkpoint,
    read_verifier_key,
    sign_checkpoint,
)
from upheld.evidence.signing import (
    ENVIRONMENT_VARIABLE,
    create_key,
    load_key,
    new_key,
)
from upheld.refusal import Exit

VECTORS = Path(__file__).parents[1] / "vectors"


def test_a_signed_head_is_read_back() -> None:
    key = new_key("mycompany")
    head = sign_checkpoint(size=7, root=bytes(32), at=START, signer=key)
    assert open_checkpoint(head.note, key.public) == head
    assert head.note.split("\n")[:2] == ["mycompany", "7"]


def test_a_head_of_another_key_fails_with_the_exit_code_of_evidence() -> None:
    head = sign_checkpoint(size=7, root=bytes(32), at=START, signer=new_key("mycompany"))
    with pytest.raises(EvidenceFailsError) as refusal:
        open_checkpoint(head.note, new_key("mycompany").public)
    assert refusal.value.exit_code is Exit.EVIDENCE_FAILS


def test_every_changed_character_of_a_head_is_noticed_by_both_readers() -> None:
    key = new_key("m")
    note = sign_checkpoint(size=7, root=bytes(32), at=START, signer=key).note
    outside = verifier.read_key(key.public.text().encode())
    assert verifier.read_head(note).signed_by(outside)
    for place in range(len(note)):
        changed = note[:place] + ("A" if note[place] != "A" else "B") + note[place + 1 :]
        with pytest.raises(EvidenceFailsError):
            open_checkpoint(changed, key.public)
        try:
            accepted = verifier.read_head(changed).signed_by(outside)
        except ValueError:
            accepted = False
        assert not accepted


@pytest.mark.parametrize(
    "note", ["", "a\n1\n", "a\n-1\nAAAA\nx\n\n— a b\n", "a\n01\nx\ny\n\nz", "\n\n"]
)
def test_what_is_no_head_is_refused(note: str) -> None:
    with pytest.raises(EvidenceFailsError):
        read_checkpoint(note)
    with pytest.raises(ValueError):  # noqa: PT011 - any of its parsers may be first
        verifier.read_head(note)


def test_rfc_8032_vectors_verify_in_the_verifier() -> None:
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert verifier.signed_by(public, b"\x72", signature)
    assert not verifier.signed_by(public, b"\x73", signature)
    # The same signature with S + L: accepted by careless verifiers.
    s = int.from_bytes(signature[32:], "little") + verifier.ORDER
    assert not verifier.signed_by(public, b"\x72", signature[:32] + s.to_bytes(32, "little"))
    assert not verifier.signed_by(b"\xff" * 32, b"\x72", signature)


def test_a_key_is_written_for_its_owner_only_and_read_back(tmp_path: Path) -> None:
    key = create_key(tmp_path / "key", "mycompany", public=tmp_path / "upheld.pub")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert load_key(tmp_path / "key", {}).public == key.public
    assert read_verifier_key((tmp_path / "upheld.pub").read_text()) == key.public
    assert (
        verifier.read_key((tmp_path / "upheld.pub").read_bytes()).public == key.public.public_bytes
    )


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    create_key(tmp_path / "key", "mycompany")
    (tmp_path / "key").chmod(mode)
    with pytest.raises(KeyInvalidError, match="chmod 600"):
        load_key(tmp_path / "key", {})


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    create_key(tmp_path / "key", "mycompany")
    before = (tmp_path / "key").read_bytes()
    with pytest.raises(KeyInvalidError):
        create_key(tmp_path / "key", "mycompany")
    assert (tmp_path / "key").read_bytes() == before


def test_the_environment_may_hold_the_key() -> None:
    key = new_key("mycompany")
    assert load_key(None, {ENVIRONMENT_VARIABLE: key.secret_text() + "\n"}).public == key.public


def test_a_missing_or_garbled_key_is_refused_without_showing_it(tmp_path: Path) -> None:
    secret = new_key("mycompany").secret_text()
    with pytest.raises(KeyInvalidError):
        load_key(tmp_path / "none", {})
    for text in ("x", secret[:-4], secret.replace("mycompany", "other"), "PRIVATE+KEY+a+b+c"):
        with pytest.raises(KeyInvalidError) as refusal:
            load_key(None, {ENVIRONMENT_VARIABLE: text})
        assert secret.split("+")[-1][:8] not in str(refusal.value)


def test_a_key_shows_no_secret() -> None:
    key = new_key("mycompany")
    seed = base64.b64decode(key.secret_text().split("+", 4)[4])[1:]
    assert seed.hex() not in repr(key)
    assert key.secret_text().split("+", 4)[4] not in repr(key)


@pytest.mark.parametrize("name", ["", "my company", "a+b", "a\nb", "　"])
def test_a_name_that_would_break_the_note_is_refused(name: str) -> None:
    with pytest.raises(KeyInvalidError):
        new_key(name)


@pytest.mark.parametrize("text", ["", "a", "a+b", "a+00000000+AAAA", "a+zz+!", "+++"])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(KeyInvalidError):
        read_verifier_key(text)
    with pytest.raises(ValueError):  # noqa: PT011 - any of its parsers may be first
        verifier.read_key(text.encode())


def test_the_published_vectors_hold() -> None:
    facts = json.loads((VECTORS / "receipt-facts.json").read_text())
    key = read_verifier_key(facts["key"])
    for note in (facts["anchor"], facts["checkpoint"]):
        assert open_checkpoint(note, key).root == verifier.read_head(note).root
        assert verifier.read_head(note).signed_by(verifier.read_key(facts["key"].encode()))


def test_a_clock_that_jumps_back_does_not_move_checkpoints_back(trial: Trial) -> None:
    first = trial.grow(3)
    trial.clock.instant -= timedelta(days=400)
    second = trial.grow(3)
    assert (second.size, second.at) == (6, first.at)

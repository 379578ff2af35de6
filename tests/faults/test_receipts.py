"""A receipt with one byte changed is not a receipt any more; a full disk leaves no half of one."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest

from tests.faults import shop
from tests.faults.workspace import Office, Said


@pytest.fixture
def issued(office: Office) -> tuple[Office, Path]:
    """An office and the receipt of a finished deletion."""
    unit = office.ready()
    assert office.run("request", "apply", unit).code == 0
    out = office.folder / "receipt.json"
    assert office.run("receipt", unit, "--out", str(out)).code == 0
    return office, out


def _positions(text: bytes) -> list[tuple[int, str]]:
    """A position in every class of byte: each leaf value's first, middle and last character."""
    tree = json.loads(text)
    found: list[tuple[int, str]] = []

    def walk(node: object, path: str) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                walk(value, f"{path}.{key}")
        elif isinstance(node, list):
            for number, value in enumerate(node):
                walk(value, f"{path}[{number}]")
        elif isinstance(node, str) and node:
            written = json.dumps(node, ensure_ascii=False).encode()
            start = text.find(written)
            if start < 0:
                start = text.find(json.dumps(node).encode())
                written = json.dumps(node).encode()
            assert start >= 0, path
            offsets = {1, len(written) // 2, len(written) - 2}
            found.extend((start + offset, path) for offset in sorted(offsets))

    walk(tree, "$")
    return found


@pytest.mark.slow
def test_a_receipt_with_one_byte_changed_fails_wherever_the_byte_is(
    issued: tuple[Office, Path],
) -> None:
    office, path = issued
    whole = path.read_bytes()
    key = str(office.folder / "upheld.pub")
    assert office.speak("verify", str(path), "--key", key).code == 0
    unnoticed = []
    places = _positions(whole)
    assert len(places) > 100
    for position, name in places:
        byte = whole[position]
        other = byte ^ 1 if chr(byte ^ 1).isprintable() and chr(byte ^ 1) not in '"\\' else 0x41
        if other == byte:
            other = 0x42
        path.write_bytes(whole[:position] + bytes([other]) + whole[position + 1 :])
        code = office.speak("verify", str(path), "--key", key).code
        if code != 5:
            unnoticed.append((name, position, code))
    assert unnoticed == []


@pytest.mark.slow
def test_a_receipt_cut_short_is_no_receipt(issued: tuple[Office, Path]) -> None:
    office, path = issued
    whole = path.read_bytes()
    key = str(office.folder / "upheld.pub")
    for size in (0, 1, len(whole) // 2, len(whole) - 2):
        path.write_bytes(whole[:size])
        assert office.speak("verify", str(path), "--key", key).code in (2, 5), size


@pytest.mark.slow
def test_without_a_key_nothing_is_proven_and_with_another_companys_it_fails(
    issued: tuple[Office, Path], tmp_path: Path
) -> None:
    office, path = issued
    said = office.speak("verify", str(path))
    assert said.code == 4
    assert "key" in said.out + said.err
    from upheld.evidence.signing import create_key

    create_key(tmp_path / "other.key", "other", public=tmp_path / "other.pub")
    assert office.speak("verify", str(path), "--key", str(tmp_path / "other.pub")).code == 5


@pytest.mark.slow
def test_a_ledger_with_one_byte_changed_fails(issued: tuple[Office, Path]) -> None:
    import sqlite3
    from contextlib import closing

    office, _ = issued
    with closing(sqlite3.connect(office.store)) as database:
        leaf = bytes(
            database.execute("SELECT leaf FROM evidence_entry WHERE idx = 2").fetchone()[0]
        )
        changed = leaf.replace(b"R-2026-0001", b"R-2026-0002")
        assert changed != leaf
        database.execute("UPDATE evidence_entry SET leaf = ? WHERE idx = 2", [changed])
        database.commit()
    said = office.run("ledger", "check")
    assert (said.code, said.json["ok"]) == (5, False)


def _limited(words: list[str], size: int) -> "subprocess.CompletedProcess[str]":
    """Run the installed command where no file may grow beyond `size` bytes."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return subprocess.run(
        [sys.executable, "-m", "upheld", *words],
        capture_output=True, text=True, check=False, preexec_fn=limit,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "LC_ALL": "C.UTF-8"},
    )  # fmt: skip


@pytest.mark.slow
def test_a_disk_that_is_full_leaves_no_half_bundle(office: Office, tmp_path: Path) -> None:
    rows = [(1000 + n, 1, "cart", n, "2026-03-01", None, "x" * 900) for n in range(600)]
    shop.insert(office.url, [("orders", rows)])
    unit = office.ready(right="disclosure")
    assert office.run("request", "apply", unit).code == 0
    out = tmp_path / "answer"
    words = ["-C", str(office.folder), "--json", "request", "bundle", unit, "--out", str(out)]
    done = _limited(words, 200_000)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert json.loads(done.stderr)["error"]["remedy"]
    assert not out.exists() or list(out.iterdir()) == []
    again = office.run("request", "bundle", unit, "--out", str(out))
    assert again.code == 0, again.err
    assert any(out.rglob("*.json"))


@pytest.mark.slow
def test_a_bundle_is_sealed_by_command_for_a_key_or_a_passphrase_and_for_nobody_by_mistake(
    office: Office, tmp_path: Path
) -> None:
    unit = office.ready(right="disclosure")
    assert office.run("request", "apply", unit).code == 0
    key, word = pyrage.x25519.Identity.generate(), tmp_path / "words.txt"
    word.write_text("correct horse battery staple\n")
    recipient = ("--age-recipient", str(key.to_public()))
    passphrase = ("--passphrase-file", str(word))

    def bundle(name: str, *words: str) -> Said:
        return office.run("request", "bundle", unit, "--out", str(tmp_path / name), *words)

    assert bundle("a", *passphrase).error["code"] == "secret-exposed"
    word.chmod(0o600)
    for wrong in (
        (*recipient, *passphrase),
        ("--age-recipient", "age1no"),
        ("--age-recipient", str(key)),
    ):
        said = bundle("a", *wrong)
        assert (said.code, said.error["code"]) == (2, "usage")
        assert str(key) not in said.err
    assert not (tmp_path / "a").exists()
    for name, words in (("key", recipient), ("word", passphrase)):
        assert bundle(name, *words).code == 0
    sealed = {name: (tmp_path / name / "bundle.age").read_bytes() for name in ("key", "word")}
    assert b"data.json" in pyrage.decrypt(sealed["key"], [key])
    assert b"data.json" in pyrage.passphrase.decrypt(sealed["word"], word.read_text().strip())
    assert not [path for path in tmp_path.rglob("*.html") if "acme" not in path.parts]


@pytest.mark.slow
def test_a_disk_that_is_full_leaves_no_half_receipt(issued: tuple[Office, Path]) -> None:
    office, path = issued
    path.unlink()
    words = ["-C", str(office.folder), "receipt", "R-2026-0001", "--out", str(path)]
    done = _limited(words, 300)
    assert done.returncode in (1, 2, 3), done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not path.exists()


@pytest.mark.slow
def test_a_store_that_is_gone_or_damaged_is_no_traceback(office: Office) -> None:
    unit = office.ready()
    kept = office.folder.parent / "kept.db"
    shutil.copy(office.store, kept)
    office.store.write_bytes(b"this is no database, only some text that is long enough" * 50)
    said = office.run("request", "apply", unit)
    assert said.code in (2, 3), said.out
    assert said.error["code"]
    shutil.copy(kept, office.store)
    assert office.run("request", "apply", unit).code == 0

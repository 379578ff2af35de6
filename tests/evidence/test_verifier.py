"""The verifier as a stranger runs it: one file, another folder, no workspace."""

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.evidence.ledgers import Trial, with_value
from upheld.evidence import verifier
from upheld.evidence.anchor import anchor
from upheld.evidence.entry import canonical
from upheld.evidence.receipt import Receipt, make_receipt

VECTORS = Path(__file__).parents[1] / "vectors"
RECEIPT = (VECTORS / "receipt.json").read_bytes()
KEY = verifier.read_key((VECTORS / "upheld.pub").read_bytes())


def run(
    *arguments: str, folder: Path, language: str = "en", stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Copy the verifier alone into a folder and run it there, isolated."""
    shutil.copy(verifier.__file__, folder / "verifier.py")
    return subprocess.run(
        [sys.executable, "-I", "-S", "verifier.py", *arguments],
        cwd=folder,
        env={"LANG": "ja_JP.UTF-8" if language == "ja" else "C.UTF-8", "PYTHONUTF8": "1"},
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def written(folder: Path, receipt: Receipt, trial: Trial) -> None:
    (folder / "receipt.json").write_bytes(receipt.as_bytes())
    (folder / "upheld.pub").write_text(trial.public.text() + "\n")


def verdict_of(document: Any) -> verifier.Verdict:
    return verifier.verify(canonical(document) + b"\n", key=KEY, anchor=None)


def test_it_imports_nothing_but_the_standard_library() -> None:
    tree = ast.parse(Path(verifier.__file__).read_text(encoding="utf-8"))
    names = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    names |= {
        (node.module or "").split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert names <= set(sys.stdlib_module_names)


@pytest.mark.parametrize(("language", "said"), [("en", "self-attested"), ("ja", "自己証明")])
def test_an_intact_receipt_exits_0_and_says_self_attested(
    tmp_path: Path, language: str, said: str
) -> None:
    (tmp_path / "receipt.json").write_bytes(RECEIPT)
    shutil.copy(VECTORS / "upheld.pub", tmp_path)
    done = run("receipt.json", "--key", "upheld.pub", folder=tmp_path, language=language)
    assert (done.returncode, done.stderr) == (0, "")
    assert said in done.stdout
    assert (
        run("receipt.json", "--key", "upheld.pub", "--lang", language, folder=tmp_path).stdout
        == done.stdout
    )


def test_without_a_key_it_exits_4_and_a_key_lying_beside_it_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "receipt.json").write_bytes(RECEIPT)
    shutil.copy(VECTORS / "upheld.pub", tmp_path)
    done = run("receipt.json", folder=tmp_path)
    assert done.returncode == 4
    assert "key not checked" in done.stdout


@pytest.mark.parametrize(
    ("language", "said"), [("en", "there is no such file"), ("ja", "ファイルがありません")]
)
@pytest.mark.parametrize(
    "words",
    [
        ("no.json",),
        ("receipt.json", "--key", "no.pub"),
        ("receipt.json", "--anchor", "no"),
        ("receipt.json", "--subject", "no.txt"),
    ],
)
def test_a_file_that_is_not_there_is_named(
    tmp_path: Path, words: tuple[str, ...], language: str, said: str
) -> None:
    (tmp_path / "receipt.json").write_bytes(RECEIPT)
    done = run(*words, folder=tmp_path, language=language)
    assert done.returncode == 2
    assert f"{said}: {words[-1]} [absent]" in done.stdout
    told = json.loads(run(*words, "--json", folder=tmp_path, language=language).stdout)
    assert told["problems"] == [{"code": "absent", "what": f"{said}: {words[-1]}"}]


def test_a_key_that_cannot_be_read_is_not_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "receipt.json").write_bytes(RECEIPT)
    done = run("receipt.json", "--key", ".", folder=tmp_path)
    assert "the file cannot be read: . [no-file]" in done.stdout


def test_the_json_has_its_documented_keys(tmp_path: Path) -> None:
    (tmp_path / "receipt.json").write_bytes(RECEIPT)
    shutil.copy(VECTORS / "upheld.pub", tmp_path)
    done = run("receipt.json", "--key", "upheld.pub", "--json", folder=tmp_path)
    found = json.loads(done.stdout)
    assert (found["result"], found["exit"], found["self_attested"]) == ("intact", 0, True)
    assert (found["request"], found["complete"], found["drill"]) == ("R-2026-0001", True, False)
    assert (found["index"], found["size"], found["problems"]) == (305, 306, [])


@pytest.mark.slow
def test_every_changed_byte_of_a_receipt_is_noticed() -> None:
    for place in range(len(RECEIPT)):
        changed = bytearray(RECEIPT)
        changed[place] ^= 1 << (place % 7)
        verdict = verifier.verify(bytes(changed), key=KEY, anchor=None)
        assert verdict.exit_code == verifier.FAILED, place


@pytest.mark.parametrize("change", [b" ", b"\n", b"\r\n", b""])
def test_a_respelt_receipt_is_not_the_one_that_was_issued(change: bytes) -> None:
    verdict = verifier.verify(RECEIPT[:-1] + change + change, key=KEY, anchor=None)
    assert verdict.faults == ["respelt"]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("body", "complete"), False, "body"),
        (("body", "request"), "R-2026-0002", "body"),
        (("entry", "index"), 304, "inclusion"),
        (("entry", "index"), 10**9, "inclusion"),
        (("proof",), [], "inclusion"),
        (("anchors", 0, "size"), 299, "history"),
        (("anchors", 0, "proof"), [], "history"),
        (("checkpoint",), "nothing", "checkpoint"),
        (("entry", "leaf"), "e30=", "entry"),
        (("entry", "leaf"), "W10=", "entry"),
        (("schema",), "upheld/receipt/2", "damaged"),
        (("entry", "index"), -1, "damaged"),
        (("entry", "index"), True, "damaged"),
        (("proof",), "x", "damaged"),
        (("proof",), ["AA=="], "damaged"),
        (("anchors",), [1], "damaged"),
        (("body",), [], "damaged"),
    ],
)
def test_every_changed_part_is_named(path: tuple[Any, ...], value: Any, code: str) -> None:
    verdict = verdict_of(with_value(json.loads(RECEIPT), path, value))
    assert verdict.exit_code == verifier.FAILED
    assert code in verdict.faults


def test_a_receipt_of_another_key_fails(trial: Trial) -> None:
    receipt = trial.state("R-1").as_bytes()
    assert verifier.verify(receipt, key=KEY, anchor=None).faults == ["signature"]


@pytest.mark.parametrize("outcome", ["remaining", "failed", "not_attempted", "pending"])
def test_complete_beside_an_open_step_fails(trial: Trial, outcome: str) -> None:
    steps = [{"outcome": "verified"}, {"outcome": outcome}]
    data = trial.state("R-1", steps=steps).as_bytes()
    key = verifier.read_key(trial.public.text().encode())
    assert verifier.verify(data, key=key, anchor=None).faults == ["contradiction"]


@pytest.mark.parametrize("residue", ["found", "not yet scanned"])
def test_complete_without_a_clean_residue_scan_fails(trial: Trial, residue: str) -> None:
    data = trial.state("R-1", residue=residue).as_bytes()
    key = verifier.read_key(trial.public.text().encode())
    assert verifier.verify(data, key=key, anchor=None).faults == ["contradiction"]


def test_a_drill_says_so(trial: Trial, tmp_path: Path) -> None:
    trial.clock.drill = True
    written(tmp_path, trial.state("R-1"), trial)
    assert "[drill]" in run("receipt.json", "--key", "upheld.pub", folder=tmp_path).stdout
    assert (
        "[訓練]"
        in run("receipt.json", "--key", "upheld.pub", "--lang", "ja", folder=tmp_path).stdout
    )


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["none.json"],
        ["."],
        ["garbage"],
        ["empty"],
        ["list.json"],
        ["receipt.json", "--key", "none"],
        ["receipt.json", "--key", "garbage"],
        ["receipt.json", "--key", "."],
        ["receipt.json", "--anchor", "none"],
        ["receipt.json", "--anchor", "garbage"],
        ["receipt.json", "--anchor", "."],
        ["receipt.json", "--subject", "none"],
        ["receipt.json", "--unknown"],
        ["receipt.json", "--lang", "fr"],
    ],
)
def test_wrong_usage_exits_2_without_a_traceback(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "receipt.json").write_bytes(RECEIPT)
    (tmp_path / "garbage").write_bytes(bytes(range(256)))
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "list.json").write_text("[1, 2]")
    done = run(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_help_is_in_both_languages(tmp_path: Path) -> None:
    done = run("--help", folder=tmp_path)
    assert done.returncode == 0
    assert "Verify a receipt" in done.stdout
    assert "受領証" in done.stdout


def test_a_terminal_that_knows_no_japanese_is_no_reason_to_fall(tmp_path: Path) -> None:
    (tmp_path / "receipt.json").write_bytes(RECEIPT)
    shutil.copy(verifier.__file__, tmp_path)
    done = subprocess.run(
        [sys.executable, "verifier.py", "receipt.json", "--lang", "ja"],
        cwd=tmp_path,
        env={"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (4, b"")


def test_a_receipt_cannot_steer_the_terminal(trial: Trial, tmp_path: Path) -> None:
    receipt = trial.state("R-1", request="\x1b[2Jresult: intact\n")
    written(tmp_path, receipt, trial)
    assert "\x1b" not in run("receipt.json", "--key", "upheld.pub", folder=tmp_path).stdout


@pytest.mark.parametrize(
    ("typed", "code"),
    [("sato@example.jp\n", 0), ("  SATO@example.jp\n", 0), ("sato@example.com", 5)],
)
def test_a_person_can_ask_whether_the_receipt_is_about_them(
    trial: Trial, tmp_path: Path, typed: str, code: int
) -> None:
    written(tmp_path, trial.state("R-1"), trial)
    done = run(
        "receipt.json", "--key", "upheld.pub", "--subject", "-", folder=tmp_path, stdin=typed
    )
    assert done.returncode == code
    assert "sato" not in done.stdout


# --- anchors ------------------------------------------------------------------------------------


def anchored(trial: Trial, folder: Path) -> Path:
    anchor(trial.engine, f"file:{folder / 'anchor'}", key=trial.public)
    return folder / "anchor"


@pytest.mark.parametrize("place", ["anchor", "anchor/checkpoint", "anchor/checkpoints/301"])
def test_an_older_anchor_is_tied_by_the_receipts_own_proof(
    trial: Trial, tmp_path: Path, place: str
) -> None:
    trial.state("R-0")
    trial.grow(300)
    anchored(trial, tmp_path)
    trial.grow(30)
    written(tmp_path, trial.state("R-1"), trial)
    done = run("receipt.json", "--key", "upheld.pub", "--anchor", place, folder=tmp_path)
    assert done.returncode == 0
    assert "anchored: 301 entries" in done.stdout
    assert "self-attested" not in done.stdout
    arguments = ("receipt.json", "--key", "upheld.pub", "--anchor", place, "--json")
    found = json.loads(run(*arguments, folder=tmp_path).stdout)
    assert found["self_attested"] is False
    assert found["anchored"] == {
        "size": 301,
        "at": verifier.read_anchor(tmp_path / place).heads[0].at,
    }


@pytest.mark.parametrize("more", [0, 1, 255, 900])
def test_a_newer_anchor_is_tied_by_its_tiles(trial: Trial, tmp_path: Path, more: int) -> None:
    trial.grow(300)
    written(tmp_path, trial.state("R-1"), trial)
    trial.grow(more)
    anchored(trial, tmp_path)
    done = run("receipt.json", "--key", "upheld.pub", "--anchor", "anchor", folder=tmp_path)
    assert done.returncode == 0
    assert f"anchored: {301 + more} entries" in done.stdout


@pytest.mark.parametrize("more", [0, 7])
def test_a_ledger_rewritten_and_signed_again_is_caught_by_the_anchor(
    trial: Trial, tmp_path: Path, more: int
) -> None:
    """In both directions: the forged receipt is newer (7) or as old as the anchor (0)."""
    honest = trial.state("R-1", complete=False)
    trial.grow(300)
    anchored(trial, tmp_path)
    trial.forge(5, b'"number":4', b'"number":9')
    trial.grow(more)
    forged = make_receipt(trial.engine, honest.index, honest.body)
    written(tmp_path, forged, trial)
    alone = run("receipt.json", "--key", "upheld.pub", folder=tmp_path)
    assert alone.returncode == 0
    assert "self-attested" in alone.stdout
    held = run("receipt.json", "--key", "upheld.pub", "--anchor", "anchor", folder=tmp_path)
    assert held.returncode == (5 if more == 0 else 4)


def test_a_forged_receipt_that_keeps_the_anchors_name_is_caught(
    trial: Trial, tmp_path: Path
) -> None:
    trial.grow(300)
    anchored(trial, tmp_path)
    with trial.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT size, kept_at FROM evidence_anchor").all()
    trial.forge(5, b'"number":5', b'"number":9')
    anchor(trial.engine, f"file:{tmp_path / 'own'}", key=trial.public)
    assert kept[0][0] == 300
    written(tmp_path, trial.state("R-1"), trial)
    held = run("receipt.json", "--key", "upheld.pub", "--anchor", "anchor", folder=tmp_path)
    assert held.returncode == 5
    assert "history was rewritten" in held.stdout


def test_an_older_receipt_that_was_forged_is_caught_by_a_newer_anchor(
    trial: Trial, tmp_path: Path
) -> None:
    honest = trial.state("R-1")
    trial.grow(300)
    anchored(trial, tmp_path)
    trial.forge(9, b'"number":8', b'"number":7')
    trial.sql("DELETE FROM evidence_entry WHERE idx >= 100")
    for table in ("evidence_tile", "evidence_checkpoint"):
        trial.sql(f"DELETE FROM {table}")
    trial.sql("UPDATE evidence_entry SET idx = NULL")
    trial.seal()
    written(tmp_path, make_receipt(trial.engine, honest.index, honest.body), trial)
    held = run("receipt.json", "--key", "upheld.pub", "--anchor", "anchor", folder=tmp_path)
    assert held.returncode == 5


def test_an_anchor_that_cannot_be_tied_proves_nothing(trial: Trial, tmp_path: Path) -> None:
    trial.grow(300)
    receipt = trial.state("R-1")
    trial.grow(5)
    folder = anchored(trial, tmp_path)
    shutil.rmtree(folder / "tile")
    written(tmp_path, receipt, trial)
    done = run("receipt.json", "--key", "upheld.pub", "--anchor", "anchor", folder=tmp_path)
    assert done.returncode == 4
    assert "anchor-apart" in done.stdout


def test_an_anchor_with_damaged_tiles_or_another_key_fails(trial: Trial, tmp_path: Path) -> None:
    trial.grow(300)
    receipt = trial.state("R-1")
    trial.grow(5)
    folder = anchored(trial, tmp_path)
    written(tmp_path, receipt, trial)
    tile = folder / "tile/0/000"
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])
    arguments = ("receipt.json", "--key", "upheld.pub", "--anchor", "anchor")
    # Damage inside a full tile leaves the tile above it, and so the root, as they were.
    (folder / "tile/1/000.p/1").write_bytes(bytes(32))
    assert "anchor-tiles" in run(*arguments, folder=tmp_path).stdout
    shutil.copy(VECTORS / "anchor-checkpoint", folder / "checkpoint")
    assert run(*arguments, folder=tmp_path).returncode == 5


# --- malformed input never ends in a traceback --------------------------------------------------

LOOSE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
PATHS = st.sampled_from(
    [
        ("schema",),
        ("body",),
        ("body", "steps"),
        ("body", "steps", 0),
        ("body", "salt"),
        ("body", "residue"),
        ("body", "not_proven"),
        ("body", "request"),
        ("entry",),
        ("entry", "index"),
        ("entry", "leaf"),
        ("proof",),
        ("proof", 0),
        ("checkpoint",),
        ("anchors",),
        ("anchors", 0),
        ("anchors", 0, "root"),
    ]
)


def survives(data: bytes) -> None:
    verdict = verifier.verify(data, key=KEY, anchor=None, identifier="a")
    assert verdict.exit_code in {verifier.UNUSABLE, verifier.FAILED}
    for language in ("ja", "en"):
        verifier.as_lines(verdict, language)
        json.dumps(verifier.as_json(verdict, language))


@given(data=st.binary(max_size=200))
def test_any_bytes_are_survived(data: bytes) -> None:
    survives(data)


@given(value=LOOSE)
def test_any_json_is_survived(value: Any) -> None:
    survives(json.dumps(value).encode())


@pytest.mark.slow
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(path=PATHS, value=LOOSE)
def test_any_value_at_any_place_of_a_receipt_is_survived(path: tuple[Any, ...], value: Any) -> None:
    document = with_value(json.loads(RECEIPT), path, value)
    survives(json.dumps(document, sort_keys=True).encode() + b"\n ")


@settings(max_examples=200)
@given(start=st.integers(0, len(RECEIPT)), length=st.integers(0, 60), put=st.binary(max_size=20))
def test_any_splice_is_survived(start: int, length: int, put: bytes) -> None:
    data = RECEIPT[:start] + put + RECEIPT[start + length :]
    if data != RECEIPT:
        survives(data)


@pytest.mark.parametrize("depth", [500, 2_000, 200_000])
def test_deep_nesting_is_survived(depth: int) -> None:
    deep = b"[" * depth + b"]" * depth
    survives(deep)
    survives(RECEIPT.replace(b'"systems":["shop"]', b'"systems":' + deep))

"""`upheld promises` and `upheld why`, as a person and a build use them."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from upheld.terminal.main import main


@pytest.fixture
def mine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Path:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert main(["-C", str(tmp_path), "init", "mine"]) == 0
    capsys.readouterr()
    return tmp_path / "mine"


@pytest.fixture
def broken(mine: Path) -> Path:
    """A workspace whose mailer receives what its line does not say: clause 5.2 is broken."""
    file = mine / "policy" / "policy.yaml"
    text = file.read_text("utf-8")
    said = "    en: our e-mail delivery processor\n"
    assert said in text
    file.write_text(text.replace(said, said + "    receives: [device]\n"), "utf-8")
    return mine


def test_a_board_without_a_broken_promise_exits_0(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(mine), "promises"]) == 0
    assert "● kept" in capsys.readouterr().out
    assert main(["-C", str(mine), "promises", "--only", "broken", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["clauses"] == []


def test_a_broken_promise_exits_1_and_is_the_only_one_shown_if_asked(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(broken), "promises", "--only", "broken", "--json"]) == 1
    board = json.loads(capsys.readouterr().out)
    assert {one["state"] for one in board["clauses"]} == {"broken"}
    assert [one["id"] for one in board["clauses"]] == ["3.1"]
    # Four lines carry the clause, and the linter speaks for each of them.
    seen = [c for c in board["clauses"][0]["controls"] if c["state"] == "broken"]
    assert {(c["id"], c["evidence"].rpartition(":")[0].rpartition(":")[0]) for c in seen} == {
        ("consistent", "check:UPH224 policy/policy.yaml")
    }


def test_the_page_of_a_board_shows_the_broken_clause_with_its_word(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = broken / "board.html"
    assert main(["-C", str(broken), "promises", "--html", str(page)]) == 1
    capsys.readouterr()
    text = page.read_text("utf-8")
    assert "✖" in text
    assert 'id="3.1"' in text


def test_another_state_is_refused_with_the_known_ones(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(mine), "promises", "--only", "brokn"]) == 2
    assert "broken" in capsys.readouterr().err


def test_why_leads_from_the_sentence_to_the_evidence(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(broken), "why", "3.1"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("3.1: ✖ broken\n")
    assert said.count("declared at policy/policy.yaml:") == 4
    assert said.count("✖ the linter finds nothing here (observed)") == 1
    assert main(["-C", str(broken), "why", "3.99"]) == 2
    assert "there is no clause `3.99`" in capsys.readouterr().err


def test_nothing_is_said_on_the_word_of_a_ledger_that_was_changed(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proof = mine / "training.pdf"
    proof.write_bytes(b"%PDF-1.7")
    assert main(["-C", str(mine), "promises", "file", "6.1", str(proof)]) == 0
    assert main(["-C", str(mine), "why", "6.1"]) == 0
    (store_file,) = mine.rglob("*.db")
    store = sqlite3.connect(store_file)
    with closing(store), store:
        store.execute("UPDATE evidence_entry SET leaf = replace(leaf, '2026-', '2027-')")
    capsys.readouterr()
    for asked in (["promises"], ["promises", "--json"], ["why", "6.1"]):
        assert main(["-C", str(mine), *asked]) == 5
        said = capsys.readouterr()
        assert "kept" not in said.out
        assert "upheld ledger check" in said.out + said.err

"""The demo runs to its end in both languages, and its company is invented."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from upheld.demo import company


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "upheld", "-C", str(folder), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


Tell = Callable[[str], tuple[Path, subprocess.CompletedProcess[str]]]


@pytest.fixture(scope="module")
def tell(tmp_path_factory: pytest.TempPathFactory) -> Tell:
    """Return a function: language → the folder of the demo, and what it said; told once a run."""

    @cache
    def once(language: str) -> tuple[Path, subprocess.CompletedProcess[str]]:
        folder = tmp_path_factory.mktemp(language)
        return folder, _run(folder, "demo", "--lang", language)

    return once


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_story_is_told_to_its_end(tell: Tell, language: str) -> None:
    folder, told = tell(language)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "map-drifted" in told.stdout
    assert told.stdout.count("\n$ ") >= 20
    page = (folder / "demo" / "receipt.html").read_text("utf-8")
    assert f'<html lang="{language}">' in page
    assert company.HANAKO not in page


@pytest.mark.slow
def test_a_second_demo_takes_another_folder_and_its_json_names_every_command(
    tmp_path: Path,
) -> None:
    (tmp_path / "demo").mkdir()
    told = _run(tmp_path, "demo", "--json")
    document = json.loads(told.stdout)
    assert Path(document["workspace"]).name == "demo-2"
    assert {each["exit"] for each in document["commands"]} == {0, 1, 2, 5}
    assert (Path(document["workspace"]) / "upheld.yaml").is_file()


@pytest.mark.slow
def test_what_the_story_says_is_true_of_the_database(tell: Tell) -> None:
    folder, _told = tell("ja")
    with closing(sqlite3.connect(folder / "demo" / company.DATABASE)) as database:
        kept = database.execute("SELECT status, ship_name, note FROM orders WHERE customer_id = 1")
        assert set(kept) == {("invoiced", None, None)}
        [(name, email)] = database.execute("SELECT name, email FROM customer WHERE id = 1")
        assert "佐藤" not in name
        assert company.HANAKO not in email
        shared = database.execute("SELECT customer_id FROM customer_address WHERE address_id = 301")
        assert shared.fetchall() == [(2,)]
        tables = [
            t for (t,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        for table in tables:
            rows = database.execute(f"SELECT * FROM {table}").fetchall()
            assert not any(company.HANAKO in str(row) for row in rows), table
    assert not (folder / "demo" / "uploads" / "avatars" / "1.png").exists()
    assert not (folder / "demo" / "cache" / "customers" / "1").exists()
    assert (folder / "demo" / "cache" / "customers" / "2" / "profile.json").is_file()


def test_a_folder_that_exists_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    told = _run(tmp_path, "demo", "--into", str(tmp_path / "mine"))
    assert told.returncode == 2
    assert list((tmp_path / "mine").iterdir()) == []


def test_the_same_day_gives_the_same_company(tmp_path: Path) -> None:
    dumps = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        company.found(tmp_path / name, date(2026, 11, 22))
        with closing(sqlite3.connect(tmp_path / name / company.DATABASE)) as database:
            dumps.append("\n".join(database.iterdump()))
    assert dumps[0] == dumps[1]


def test_every_address_of_the_company_is_reserved_for_examples(tmp_path: Path) -> None:
    company.found(tmp_path, date(2026, 11, 22))
    with closing(sqlite3.connect(tmp_path / company.DATABASE)) as database:
        people = database.execute("SELECT email, phone FROM customer").fetchall()
        assert len(people) == 300
        assert all(email.endswith("example.jp") for email, _phone in people)
        assert all(phone.startswith("070-0000-") for _email, phone in people)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []

"""Nothing personal in what is printed, in the ledger, or in a store's plain columns."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults import shop
from tests.faults.workspace import Office, at

SEALED = {("request", "sealed"), ("hold", "sealed")}


def planted_in(text: str) -> list[str]:
    return [piece for piece in shop.PLANTED if piece.lower() in text.lower()]


def store_texts(store: Path) -> dict[str, str]:
    """Everything in the store that is not sealed, by table and column."""
    found: dict[str, str] = {}
    with closing(sqlite3.connect(store)) as database:
        tables = [
            r[0] for r in database.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        for table in tables:
            rows = database.execute(f'SELECT * FROM "{table}"')
            names = [d[0] for d in rows.description]
            for row in rows:
                for name, value in zip(names, row, strict=True):
                    if (table, name) in SEALED or value is None:
                        continue
                    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
                    found[f"{table}.{name}"] = found.get(f"{table}.{name}", "") + f"\n{text}"
    return found


def walk_everywhere(office: Office) -> str:
    """Every kind of command, good and bad; returns the finished request."""
    office.run("hold", "add", "--subject", "email=jiro@example.jp", "--clause", "9", "--until",
               "2099-01-01", "--by", "K")  # fmt: skip
    several = office.open("--subject", "phone=03-5555-6666")
    office.run("request", "plan", several)
    office.speak("request", "plan", several)
    absent = office.open_for("nobody.hanako.mori@example.jp")
    office.approve(absent)
    office.run("request", "apply", absent)
    office.run("request", "open", "--right", "deletion", "--subject", "mail=hanako.mori@example.jp")
    office.run("request", "open", "--right", "hanako.mori@example.jp", "--subject", "email=a")
    office.speak("request", "open", "--subject", "hanako.mori@example.jp", "--right", "deletion")
    office.speak("request", "open", "hanako.mori@example.jp", "--right", "deletion")
    office.run("request", "show", "hanako.mori@example.jp")
    listed = office.folder / "people.csv"
    listed.write_text("email\nhanako.mori@example.jp,森花子\n")
    office.run("request", "open", "--right", "deletion", "--subjects-file", str(listed))
    listed.unlink()
    told = office.ready(right="disclosure")
    office.run("request", "apply", told)
    stale = office.ready()
    shop.insert(office.url, [("orders", [(20, 1, "cart", 1, "2026-03-01", "森花子", None)])])
    office.run("request", "apply", stale)
    unit = office.ready()
    for words in (["apply", unit], ["show", unit], ["apply", unit], ["list"]):
        office.run("request", *words)
        office.speak("request", *words)
        office.speak("--lang", "ja", "request", *words)
    office.run("ledger", "check")
    office.run("sweep")
    return unit


@pytest.mark.slow
def test_nothing_planted_is_printed_or_kept_in_plain(any_office: Office) -> None:
    office = any_office
    unit = walk_everywhere(office)
    assert office.run("request", "show", unit).json["requests"][0]["state"] == "done"
    # What a caller types is not ours, but we never say it again.
    assert planted_in("\n".join(office.printed)) == []
    texts = store_texts(office.store)
    assert "evidence_entry.leaf" in texts
    assert {name: planted_in(text) for name, text in texts.items() if planted_in(text)} == {}


def test_the_objects_of_a_request_do_not_show_it_in_their_repr(office: Office) -> None:
    from upheld.assembly import Workspace
    from upheld.rights.procedure import load

    unit = office.ready()
    opened = Workspace(office.folder)
    try:
        company = opened.company()
        shown = repr(company) + repr(load(company, unit)) + repr(opened.settings)
    finally:
        opened.close()
    assert planted_in(shown) == []
    assert "森" not in shown


@pytest.mark.slow
def test_a_request_is_forgotten_when_its_rule_says_so(drill_office: Office) -> None:
    office = drill_office
    at("2026-04-01T09:00:00+09:00")
    unit = office.ready()
    assert office.run("request", "apply", unit).code == 0
    out = office.folder / "receipt.json"
    assert office.run("receipt", unit, "--out", str(out)).code == 0
    salt = json.loads(out.read_text())
    at("2029-04-01T12:00:00+09:00")
    assert office.run("sweep").json["forgotten"] == 0, "three years end with the day"
    at("2029-04-02T00:00:01+09:00")
    assert office.run("sweep").json["forgotten"] == 1
    with closing(sqlite3.connect(office.store)) as database:
        row = database.execute("SELECT sealed, salt, receipt FROM request").fetchone()
        plans = database.execute("SELECT count(*) FROM plan").fetchone()[0]
    assert row == (None, None, None)
    assert plans == 0, "its salt would make the digests of keys checkable"
    everything = json.dumps(salt)
    kept = "\n".join(store_texts(office.store).values())
    for word in {w for w in everything.split('"') if len(w) == 32 and w.isalnum()}:
        assert word not in kept, "the receipt's own salt is kept by the person only"
    assert office.speak("verify", str(out), "--key", str(office.folder / "upheld.pub")).code == 0
    assert office.run("ledger", "check").code == 0
    late = office.run("receipt", unit, "--out", str(office.folder / "again.json"))
    assert late.code == 2
    assert office.run("request", "show", unit).code == 0
    assert office.run("request", "apply", unit).code == 0
    assert office.run("sweep").json["forgotten"] == 0


def test_a_request_nobody_finished_is_forgotten_too(drill_office: Office) -> None:
    office = drill_office
    at("2026-04-01T09:00:00+09:00")
    office.open_for(shop.EMAIL)
    office.approve(office.open_for(shop.EMAIL))
    at("2029-04-03T09:00:00+09:00")
    office.run("sweep")
    with closing(sqlite3.connect(office.store)) as database:
        rows = database.execute("SELECT sealed, salt FROM request").fetchall()
    assert rows == [(None, None), (None, None)]

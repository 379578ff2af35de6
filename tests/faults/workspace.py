"""A real workspace for the tests, driven through the real command line in this process."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.faults import shop
from tests.stores import give_store
from upheld.terminal.main import main

Capture = pytest.CaptureFixture[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one command said, and how it ended."""

    code: int
    out: str = field(repr=False)
    err: str = field(repr=False)

    @property
    def json(self) -> Any:
        """The document on stdout."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The documented error object on stderr."""
        found: dict[str, Any] = json.loads(self.err)["error"]
        return found


@dataclass(slots=True, kw_only=True)
class Office:
    """One workspace and everything it ever printed."""

    folder: Path
    url: str
    capture: Capture
    printed: list[str] = field(default_factory=list)

    def run(self, *words: str) -> Said:
        """Run a command with `--json`; its output is collected."""
        return self.speak("--json", *words)

    def speak(self, *words: str) -> Said:
        """Run a command as a person would."""
        self.capture.readouterr()
        code = main(["-C", str(self.folder), *words])
        out, err = self.capture.readouterr()
        self.printed += [out, err]
        return Said(code=code, out=out, err=err)

    def open(self, *words: str, right: str = "deletion") -> str:
        """Open a request and return its reference."""
        said = self.run("request", "open", "--right", right, *words)
        assert said.code == 0, said.err
        return str(said.json["request"])

    def open_for(self, email: str, right: str = "deletion") -> str:
        """Open a request of the person with an e-mail address."""
        return self.open("--subject", f"email={email}", right=right)

    def approve(self, unit: str) -> dict[str, Any]:
        """Plan and approve; return the plan."""
        said = self.run("request", "plan", unit)
        assert said.code in (0, 4), said.err
        plan: dict[str, Any] = said.json
        agreed = self.run("request", "approve", unit, "--plan", plan["plan_sha256"], "--by", "K")
        assert agreed.code == 0, agreed.err
        return plan

    def ready(self, email: str = shop.EMAIL, right: str = "deletion") -> str:
        """Open, plan and approve for one person; return the reference."""
        unit = self.open_for(email, right)
        self.approve(unit)
        return unit

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a file of the workspace; the old text has to be there."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    @property
    def store(self) -> Path:
        """Our own store's file."""
        return self.folder / ".upheld" / "store.db"


def make_office(
    folder: Path,
    url: str,
    capture: Capture,
    *,
    datamap: str | None = shop.MAP,
    drill: bool = False,
    extra: Sequence[str] = (),
) -> Office:
    """Found a workspace on a database that is there already, and write its data map.

    Its own store has its tables already.
    """
    words = ["-C", str(folder), "init", "acme", "--db", url, "--name", "shop"]
    code = main([*words, *(["--drill"] if drill else []), *extra])
    _, err = capture.readouterr()
    assert code == 0, err
    office = Office(folder=folder / "acme", url=url, capture=capture)
    give_store(office.folder)
    if datamap is not None:
        (office.folder / "datamap" / "shop.yaml").write_text(datamap, encoding="utf-8")
    return office


def at(moment: str | None) -> None:
    """Set or unset the simulated clock of this process."""
    if moment is None:
        os.environ.pop("UPHELD_NOW", None)
    else:
        os.environ["UPHELD_NOW"] = moment

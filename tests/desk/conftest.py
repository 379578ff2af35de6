"""A desk of an example company, with a clock that the test moves."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.stores import give_store
from upheld.assembly import Workspace
from upheld.desk.office import Office
from upheld.running.work import CONNECTIONS
from upheld.terminal.main import main

BEGIN = "2026-12-24T10:00:00+09:00"


@dataclass
class Drill:
    """An office in a workspace of its own, and the clock on its wall.

    Attributes:
        folder: The workspace.
        office: The desk.
    """

    folder: Path
    workspace: Workspace = field(init=False)
    office: Office = field(init=False)

    def __post_init__(self) -> None:
        self.set(BEGIN)
        self.open()

    def open(self) -> None:
        """Open the workspace, again after a restart."""
        clock = {"UPHELD_NOW": f"@{self.folder / 'now'}"}
        self.workspace = Workspace(self.folder, environment=clock)
        self.workspace.connections = CONNECTIONS  # workers are threads here, and share them
        self.office = self.workspace.office()

    def set(self, now: str) -> None:
        """Say what time it is."""
        written = self.folder / "now.new"
        written.write_text(now, "utf-8")
        written.replace(self.folder / "now")  # workers read it meanwhile


Founded = Callable[..., Drill]


@pytest.fixture(scope="session")
def founded_examples(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function: template → a workspace to copy, made once a run."""
    made: dict[str, Path] = {}

    def make(template: str) -> Path:
        if template not in made:
            folder = tmp_path_factory.mktemp("examples")
            with chdir(folder):
                code = main(["init", "company", "--template", template, "--samples", "--drill"])
            assert code == 0
            give_store(folder / "company")
            made[template] = folder / "company"
        return made[template]

    return make


@pytest.fixture
def found(
    founded_examples: Callable[[str], Path],
    tmp_path: Path,
    fresh_database: Callable[[str], str],
) -> Iterator[Founded]:
    """Return a function: template → a desk of that example company, all of its own.

    `store="postgresql"` keeps the desk's own tables on a PostgreSQL server.
    """
    opened: list[Drill] = []

    def found(template: str = "consumer-app", *, store: str = "sqlite") -> Drill:
        folder = tmp_path / f"{template}-{len(opened)}"
        shutil.copytree(founded_examples(template), folder)
        if store != "sqlite":
            settings = folder / "upheld.yaml"
            url = folder / "secrets" / "store.url"
            url.parent.mkdir(exist_ok=True)
            url.touch(mode=0o600)
            url.write_text(fresh_database(store) + "\n", "utf-8")
            text = settings.read_text("utf-8")
            settings.write_text(f"{text}\nstore: {{file: secrets/store.url}}\n", "utf-8")
        opened.append(Drill(folder))
        return opened[-1]

    yield found
    for drill in opened:
        drill.workspace.close()


@pytest.fixture
def drill(found: Founded) -> Drill:
    """The desk of the consumer-app example on SQLite, on 24 December 2026."""
    return found()

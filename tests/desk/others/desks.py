"""Desks whose settings name other parties, with workers on either port, and what parties answer."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from standardwebhooks.webhooks import Webhook

from tests.desk.conftest import Drill, Founded
from tests.desk.driving import Desk
from upheld.desk import chores
from upheld.desk.carrying_out import handlers
from upheld.desk.moving import timeline
from upheld.desk.others import instructing, store
from upheld.desk.others.awaiting import awaited
from upheld.desk.others.errands import INSTRUCT, key_of
from upheld.desk.others.store import Task
from upheld.desk.others.telling import Means, Teller
from upheld.durable import tables
from upheld.durable.port import PATIENCE, Durable, Patience, Status
from upheld.evidence import ledger
from upheld.parties.webhook import new_secret
from upheld.running import work

SECRET = new_secret()
OPEN: list[Durable] = []
"""Workers of the library: there is one in a process, and it takes a second to begin."""


@dataclass
class WithOthers(Desk):
    """A desk whose settings name other parties."""

    means: Means = field(init=False)
    durable: Durable | None = None
    patience: Patience = PATIENCE

    def __post_init__(self) -> None:
        self.awaited = awaited(self.drill.office)
        self.means = work.means_of(self.drill.workspace, self.drill.office)

    def assembled(self) -> Durable:
        """A worker of the port that the settings name, not launched yet."""
        office = self.drill.office
        company = office.company
        durable = work.port_of(office)(company.engine, company.clock, runs_in="parties")
        for kind, handler in {
            **handlers(office, self.box, self.awaited), **chores.handlers(office),
            **instructing.handlers(office),
        }.items():  # fmt: skip
            durable.handle(kind, handler)
        teller = Teller(office, self.means)
        durable.register(INSTRUCT, instructing.instructing(lambda: teller, self.patience))
        return durable

    def launched(self) -> Durable:
        durable = self.assembled()
        durable.launch()
        return durable

    def work(self) -> int:
        company = self.drill.office.company
        durable = self.durable or self.launched()
        try:
            durable.settle()
        finally:
            if self.drill.office.settings.work == "direct":
                durable.close()
            elif self.durable is None:
                self.durable = durable
                OPEN.append(durable)
            ledger.seal(company.engine, company.signer, company.clock)
        return 0

    def tasks(self, reference: str) -> dict[str, Task]:
        with self.drill.office.company.engine.connect() as connection:
            return {task.party: task for task in store.of_case(connection, reference)}

    def status(self, task: Task) -> Status:
        """How the work of a task stands."""
        from upheld.durable import work as works

        with self.drill.office.company.engine.connect() as connection:
            found = works.status(connection, key_of(task))
        assert found is not None
        return found

    def kept_of_work(self) -> str:
        """Everything that the tables of durable work say, the library's too."""
        engine, found = self.drill.office.company.engine, ""
        with engine.connect() as connection:
            for table in tables.metadata.sorted_tables:
                found += str(connection.execute(table.select()).all())
        for file in Path(str(engine.url.database)).parent.glob("work.db*"):
            found += file.read_bytes().decode("utf-8", "replace")
        assert "party" in found
        return found

    def body(self, reference: str, kind: str) -> dict[str, object]:
        found = [
            one["body"] for one in timeline(self.drill.office, reference) if one["kind"] == kind
        ]
        return dict(found[-1])


def close_all() -> None:
    """End the workers of the library that tests left open."""
    while OPEN:
        OPEN.pop().close()


def declare(drill: Drill, parties: Mapping[str, Any], port: str = "direct") -> None:
    """Write who is told, and who carries the telling out; the workspace is opened anew."""
    settings = drill.folder / "upheld.yaml"
    written = settings.read_text().partition("\ndesk: ")[0]
    desk = {"public_url": "https://desk.example.jp", "parties": parties, "work": port}
    settings.write_text(f"{written}\ndesk: {json.dumps(desk)}\n")
    drill.workspace.close()
    drill.open()


def desk_with(
    found: Founded,
    parties: Mapping[str, Any],
    *,
    port: str = "direct",
    library: Path | None = None,
    store: str = "sqlite",
    files: Mapping[str, str] | None = None,
) -> WithOthers:
    """A desk; `library` is a folder with the tables of the library, to be copied beside its store."""
    drill: Drill = found(store=store)
    secrets = drill.folder / "secrets"
    secrets.mkdir(exist_ok=True)
    for name, text in (files or {}).items():
        path = secrets / name
        path.touch(mode=0o600)
        path.write_text(text + "\n")
    declare(drill, parties, port)
    if library is not None:
        beside = Path(str(drill.office.company.engine.url.database)).parent
        for made in library.glob("work.db*"):
            shutil.copy(made, beside)
    return WithOthers(drill)


def erased(desk: WithOthers) -> str:
    """A deletion that is carried out in our own places."""
    reference = desk.ask("deletion")
    desk.whole_way(reference)
    return reference


def answer(
    task: str, state: str, number: int, secret: str = SECRET
) -> tuple[bytes, dict[str, str]]:
    body = json.dumps({"type": "x", "data": {"task": task, "state": state}})
    at = datetime(2026, 12, 24, 1, 0, tzinfo=UTC)
    name = f"answer-{number}"
    return body.encode(), {
        "webhook-id": name, "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(name, at, body),
    }  # fmt: skip

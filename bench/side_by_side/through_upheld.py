"""The same work through upheld, in this process, on a real workspace with its ledger."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.side_by_side.shops import Shop, email_of

from upheld.assembly import Workspace
from upheld.rights import bundling, carrying_out, procedure
from upheld.rights.case import Right
from upheld.rights.company import Company
from upheld.terminal.founding import found


@dataclass(slots=True)
class Phases:
    """Seconds, and processor seconds, by phase; the callback of `apply` says where one ends and the next begins."""

    processor: Callable[[], float]
    seconds: dict[str, float] = field(default_factory=dict)
    used: dict[str, float] = field(default_factory=dict)
    _name: str = "prepare"
    _since: float = field(default_factory=time.perf_counter)
    _used: float = 0.0

    def __post_init__(self) -> None:
        self._used = self.processor()

    def __call__(self, message: str) -> None:
        now, used = time.perf_counter(), self.processor()
        self.used[self._name] = self.used.get(self._name, 0.0) + used - self._used
        self._used = used
        self.seconds[self._name] = self.seconds.get(self._name, 0.0) + now - self._since
        self._name, self._since = message.rpartition(" ")[0] or message, now


def make_workspace(shop: Shop, folder: Path) -> Path:
    """Found a workspace over a shop; its policy is the template, its map the one beside this."""
    workspace = folder / f"workspace-{shop.name}"
    found(workspace, shop.name, db=shop.url, system=shop.name, drill=False)
    (workspace / "datamap" / f"{shop.name}.yaml").write_text(shop.datamap, "utf-8")
    return workspace


def open_company(folder: Path) -> tuple[Workspace, Company]:
    """Open a workspace."""
    workspace = Workspace(folder)
    return workspace, workspace.company()


def open_request(company: Company, right: Right, people: Sequence[int]) -> str:
    """Open one request, or a batch."""
    asked = [{"email": email_of(n)} for n in people]
    return procedure.open_request(company, right, asked, batch=len(asked) > 1)[0]


def plan(company: Company, unit: str) -> str:
    """Plan; return the hash."""
    return procedure.plan(company, unit).sha256


def approve(company: Company, unit: str, sha256: str) -> None:
    """Approve."""
    procedure.approve(company, unit, sha256, "bench")


def apply(
    company: Company, unit: str, processor: Callable[[], float]
) -> tuple[dict[str, float], dict[str, float]]:
    """Carry out; return the seconds of each phase with their `total`, and processor seconds.

    Raises:
        AssertionError: Something was left: a figure of a deletion that failed is no figure.
    """
    phases = Phases(processor)
    began = time.perf_counter()
    report = carrying_out.apply(company, unit, phases)
    phases("end")
    if not report["complete"]:
        raise AssertionError(f"not complete: {report}")
    return {**phases.seconds, "total": time.perf_counter() - began}, phases.used


def disclose(company: Company, unit: str, out: Path) -> None:
    """Write the bundles (JSON, CSV, a page in two languages, a manifest) and note their hashes."""
    report = bundling.write_bundles(
        company, unit, out, recipient=None, passphrase_file=None, language="ja"
    )
    if not report["complete"]:
        raise AssertionError(f"not complete: {report}")

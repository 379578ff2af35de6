"""The desk's settings, as calls: what is set, what it runs on, and whether mail goes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from upheld.client.answers import moments
from upheld.client.api import Client
from upheld.client.declarations import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What is done again and again; `name` and `every` by language."""

    name: Mapping[str, str]
    every: Mapping[str, str]
    last_at: datetime | None
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How a trial mail stands.

    Attributes:
        sent_at: When the mail server took it.
        waits: Whether it is still to be sent.
        error: A code.
    """

    written_at: datetime
    sent_at: datetime | None
    waits: bool
    attempts: int
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What `upheld.yaml` says now, and what the desk runs on; no secret.

    Attributes:
        values: Key → what it says, by language; empty where the file cannot be read.
        changed: Whether the file says something else than the desk began with.
        working: Whether a worker did something by the clock a moment ago.
        trial: The newest trial mail to the token's maker.
    """

    values: Mapping[str, Mapping[str, str]]
    faults: Sequence[Fault]
    changed: bool
    store: str
    tables: str | None
    newest_tables: str
    ledger: str
    ledger_key: str
    working: bool
    seen_at: datetime | None
    stuck: int
    schedules: Sequence[Schedule]
    trial: Trial | None


class SetupClient(Client):
    """A client that reads what is set, and tries whether mail goes out."""

    def settings(self) -> Settings:
        """Read every setting but the gateway's, and what the desk runs on."""
        found = moments(self._get("/settings"), "seen_at")
        groups, trial = found.pop("groups"), found["trial"]
        read = {
            "values": {one["key"]: one["value"] for group in groups for one in group["settings"]},
            "faults": tuple(Fault(**one) for one in found["faults"]),
            "schedules": tuple(
                Schedule(**moments(one, "last_at", "next_at")) for one in found["schedules"]
            ),
            "trial": None if trial is None else _trial(trial),
        }
        return Settings(**{**found, **read})

    def try_mail(self, *, key: str | None = None) -> Trial:
        """Mail a trial to the token's maker; at most one a minute is written."""
        return _trial(self._post("/settings/trial", key=key))


def _trial(found: dict[str, Any]) -> Trial:
    return Trial(**moments(found, "written_at", "sent_at"))

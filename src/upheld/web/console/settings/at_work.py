"""What the desk runs on: its store, the key of its ledger, and the last sign of its workers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from upheld.desk.office import Office
from upheld.durable import outbox
from upheld.durable.schedules import LastRun, Schedules
from upheld.migrations.opening import revisions, version_of
from upheld.wording import Text

_LATE = timedelta(minutes=2)
"""Workers seal the ledger every five seconds; one long step may hold that up for a while."""
_NAMES: Mapping[str, Text] = {
    "seal the ledger": Text(en="seal the ledger", ja="台帳の封印"),
    "take over work": Text(en="take up work that lies", ja="引き継がれていない作業の再開"),
    "sweep": Text(en="look again at what was erased", ja="消去後の再確認"),
    "clean": Text(en="clean up", ja="片付け"),
    "sweep uploads": Text(en="erase uploads that nobody kept", ja="保存されなかったファイルの消去"),
    "look for ended periods": Text(en="look for ended periods", ja="過ぎた保存期間の確認"),
    "ask the mailbox": Text(en="ask the mailbox", ja="メールボックスの確認"),
}
_EVERY = re.compile(r"every (\d+) s")
_DAILY = re.compile(r"daily (\d\d:\d\d)(?::\d\d)? (\S+)")
_MINUTE, _HOUR = 60, 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What is done again and again."""

    name: Text
    every: Text
    last_at: datetime | None
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWork:
    """How the desk runs.

    Attributes:
        store: `sqlite` or `postgresql`.
        version: The step that its tables are at; `newest`: the last one this program knows.
        seen_at: When a worker last did something by the clock; `None` for never.
        alive: Whether that was a moment ago.
        stuck: How much work waits for a person.
    """

    store: str
    version: str | None
    newest: str
    key_name: str
    key_hash: str
    key_text: str
    schedules: Sequence[Schedule]
    seen_at: datetime | None
    alive: bool
    stuck: int


def at_work(office: Office) -> AtWork:
    """Look."""
    company = office.company
    now = company.clock.now()
    found = Schedules(company.engine, company.clock).listed()
    seen = max((one.last_at for one in found if one.last_at), default=None)
    key = company.signer.public
    with company.engine.connect() as connection:
        version = version_of(connection)
        stuck = outbox.count_stuck(connection)
    return AtWork(
        store=company.engine.dialect.name,
        version=version,
        newest=revisions()[-1],
        key_name=key.name,
        key_hash=key.key_hash.hex(),
        key_text=key.text(),
        schedules=[_schedule(one) for one in found],
        seen_at=seen,
        alive=seen is not None and now - seen < _LATE,
        stuck=stuck,
    )


def _schedule(run: LastRun) -> Schedule:
    name = _NAMES.get(run.name, Text(en=run.name, ja=run.name))
    return Schedule(name=name, every=every(run.every), last_at=run.last_at, next_at=run.next_at)


def every(told: str) -> Text:
    """Return how often something is done, in words.

    >>> every("every 300 s").en, every("daily 05:00:00 Asia/Tokyo").ja
    ('every 5 min', '毎日 05:00 (Asia/Tokyo)')
    """
    often, daily = _EVERY.fullmatch(told), _DAILY.fullmatch(told)
    if often is not None:
        seconds = int(often[1])
        for size, en, ja in ((_HOUR, "h", "時間"), (_MINUTE, "min", "分")):
            if seconds % size == 0:
                return Text(en=f"every {seconds // size} {en}", ja=f"{seconds // size} {ja}ごと")
        return Text(en=f"every {seconds} s", ja=f"{seconds} 秒ごと")
    if daily is not None:
        return Text(en=f"daily at {daily[1]} ({daily[2]})", ja=f"毎日 {daily[1]} ({daily[2]})")
    return Text(en=told, ja=told)

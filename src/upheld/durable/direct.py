"""Durable work without a library: a run is carried out where its row of the outbox is taken.

A crash frees the row (`presence.py`), and the next worker begins the run again: what is recorded
in `desk_step` is not done again. One run at a time in a process; more processes do more at once.
"""

from collections.abc import Callable, Sequence

from sqlalchemy.exc import IntegrityError

from upheld.durable import work
from upheld.durable.carrying import carry_out
from upheld.durable.on_store import DurableOnStore
from upheld.durable.outbox import Item
from upheld.durable.patience import PatientStore
from upheld.durable.port import WorkChangedError
from upheld.wording import Text


class DirectDurable(DurableOnStore):
    """`port.Durable` on our own store alone."""

    _port = "direct"

    def _begin_run(self, item: Item) -> None:
        store = PatientStore(self._store, self._stopping)
        carry_out(
            store,
            self._clock,
            self._functions,
            _Journal(store, item.key),
            key=item.key,
            run=int(item.payload["run"]),
        )

    def _forget_runs(self, gone: Sequence[tuple[str, int]]) -> None:
        """Nothing more: `desk_step` went with the work."""


class _Journal:
    """Values of steps in our own table."""

    def __init__(self, store: PatientStore, key: str) -> None:
        self._store = store
        self._key = key

    def record(self, number: int, name: str, act: Callable[[], str]) -> str:
        """Return what is recorded of a step; else act, and record it."""
        before = self._find(number, name)
        if before is not None:
            return before
        value = act()
        try:
            self._store.ask(lambda c: work.record_step(c, self._key, number, name, value))
        except IntegrityError:
            # Recorded in the transaction of its act; or by another process, whose value counts.
            return self._find(number, name) or value
        return value

    def _find(self, number: int, name: str) -> str | None:
        row = self._store.ask(lambda c: work.recorded_step(c, self._key, number))
        if row is not None and row[0] != name:
            raise changed(self._key, number, row[0], name)
        return None if row is None else row[1]


def changed(key: str, number: int, before: str, now: str) -> WorkChangedError:
    """Say that a function does other steps than those that were recorded."""
    return WorkChangedError(
        Text(
            en=f"step {number} of `{key}` was `{before}`, and is `{now}` in this version",
            ja=f"`{key}` の処理 {number} は `{before}` でしたが、このバージョンでは `{now}` です",
        ),
        remedy=Text(
            en="register the changed function under a new name, and keep the old one for old work",
            ja="変更した関数は新しい名前で登録し、進行中の作業のために古い関数を残してください",
        ),
    )

"""Durable work without a library: a run is carried out where its row of the outbox is taken.

A crash frees the row (`presence.py`), and the next worker begins the run again: what is recorded
in `desk_step` is not done again. One run at a time in a process; more processes do more at once.
"""

from collections.abc import Callable, Sequence

from upheld.durable.carrying import carry_out
from upheld.durable.on_store import DurableOnStore
from upheld.durable.outbox import Item
from upheld.durable.patience import PatientStore


class DirectDurable(DurableOnStore):
    """`port.Durable` on our own store alone."""

    _port = "direct"

    def _begin_run(self, item: Item) -> None:
        carry_out(
            PatientStore(self._store, self._stopping),
            self._clock,
            self._functions,
            _Here(),
            key=item.key,
            run=int(item.payload["run"]),
        )

    def _forget_runs(self, gone: Sequence[tuple[str, int]]) -> None:
        """Nothing more: `desk_step` went with the work."""


class _Here:
    """Steps are performed in this thread; what they came to is in our table alone."""

    repeats = False

    def perform(self, _name: str, act: Callable[[], str]) -> str:
        return act()

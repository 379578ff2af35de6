"""Whether the connected places answer now."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Thread
from time import monotonic

from upheld.connectors.contract import Connector
from upheld.refusal import RefusalError
from upheld.subject.place import RelationalPlace
from upheld.wording import Text

PATIENCE_SECONDS = 4.0
"""For all places together: a page waits for it."""
_SLOW = Text(en="it does not answer in time", ja="時間内に応答がありません")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Whether one place answered.

    Attributes:
        why: What keeps it; `None` where it answered.
    """

    why: Text | None = None

    def __bool__(self) -> bool:
        """Whether it answered."""
        return self.why is None


def reach(places: Mapping[str, Connector], patience: float = PATIENCE_SECONDS) -> dict[str, Answer]:
    """Ask every place at once for something small, and wait no longer than `patience` seconds."""
    ends = monotonic() + patience
    found: dict[str, Answer] = {}

    def ask(name: str, place: Connector) -> None:
        found[name] = _ask(place)

    # Daemons: one that hangs ends by its place's own limit, and holds up neither page nor process.
    asking = [Thread(target=ask, args=one, daemon=True) for one in places.items()]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(max(0.0, ends - monotonic()))
    answered = dict(found)
    return {name: answered.get(name, Answer(why=_SLOW)) for name in places}


def _ask(place: Connector) -> Answer:
    try:
        if isinstance(place, RelationalPlace):
            with place.session() as connection:
                connection.exec_driver_sql("SELECT 1")
        else:
            next(iter(place.collections()), None)
    except RefusalError as refusal:
        return Answer(why=refusal.what)
    return Answer()

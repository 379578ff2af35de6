"""Whether the connected places answer now."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlowError
from dataclasses import dataclass
from time import monotonic

from upheld.connectors.contract import Connector
from upheld.refusal import RefusalError
from upheld.subject.place import RelationalPlace
from upheld.wording import Text

PATIENCE_SECONDS = 4.0
"""For all places together: a page waits for it."""
_AT_ONCE = 8
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
    pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="upheld-reach")
    asked = {name: pool.submit(_ask, place) for name, place in places.items()}
    found: dict[str, Answer] = {}
    for name, coming in asked.items():
        try:
            found[name] = coming.result(max(0.0, ends - monotonic()))
        except TooSlowError:
            found[name] = Answer(why=_SLOW)
    pool.shutdown(wait=False, cancel_futures=True)  # a place that hangs ends by its own limit
    return found


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

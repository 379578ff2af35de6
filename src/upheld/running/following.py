"""A running desk follows its files: what they declare is read aside, and taken over as a whole.

A look is a few `stat`s, and the records of what was published, which say what is followed. Files
that changed are read once they rest (an editor may be writing), by a thread of their own: nobody's
request waits for it. What is made of them is swapped by one assignment; whoever asked for it
before goes on with what they were given to the end of their request or their row of the outbox,
so that no step sees two versions. Files that are refused change nothing: the former stays, and
`refusals` say why until they are mended.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Generic, TypeAlias, TypeVar

from upheld.assembly import Workspace
from upheld.observing import logs
from upheld.refusal import RefusalError, RefusalsError
from upheld.versions.archive import RECORD
from upheld.wording import Text

T = TypeVar("T")
EVERY_SECONDS = 1.0
_READ = frozenset({".yaml", ".yml"})
_LOG = logs.log(__name__)
Seen: TypeAlias = tuple[date, tuple[tuple[str, int, int, int], ...]]
"""The day at the company, and of each file its name, inode, size and time of change."""


class DeclarationsFailedError(RefusalError):
    """What the files declare could not be taken over, for a reason that is none of the files'."""

    code = "declarations-failed"


class Following(Generic[T]):
    """What the files make, as one value: `current`."""

    def __init__(self, look: Callable[[], Seen], make: Callable[[], T]) -> None:
        """Make it a first time.

        Args:
            look: Sees the files without reading them.
            make: Reads them.

        Raises:
            RefusalError: They cannot be read: there is no former value to go on with.
        """
        self._look = look
        self._make = make
        self._lock = Lock()
        self._made_of = self._last = look()
        self._current = make()
        self._refusals: tuple[RefusalError, ...] = ()

    def current(self) -> T:
        """Return the newest whole value; a step asks for it once."""
        return self._current

    def refusals(self) -> Sequence[RefusalError]:
        """Why the files as they are now are not followed; nothing where they are."""
        return self._refusals

    def look(self) -> bool:
        """Look once; take over what changed and has been at rest since the last look.

        Returns:
            Whether there is a new value.
        """
        with self._lock:
            seen = self._look()
            rests, self._last = seen == self._last, seen
            if not rests or seen == self._made_of:
                return False
            try:
                made = self._make()
            except Exception as error:  # noqa: BLE001 - whatever it is, the former stays and it is said
                self._made_of, self._refusals = seen, _refusals(error)
                _LOG.error("declarations-refused", code=self._refusals[0].code)
                return False
            if self._look() != seen:
                return False  # it was read while it changed: the next looks see it at rest
            self._made_of, self._current, self._refusals = seen, made, ()
        _LOG.info("declarations-taken")
        return True

    @contextmanager
    def followed(self, every_seconds: float = EVERY_SECONDS) -> Iterator[None]:
        """Look again and again for as long as the block lasts."""
        over = Event()

        def run() -> None:
            while not over.wait(every_seconds):
                try:
                    self.look()
                except Exception as error:  # noqa: BLE001 - a thread that ended would follow nothing
                    _LOG.error("declarations-unseen", error)

        thread = Thread(target=run, name="upheld-following", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join(every_seconds)


def seen_of(workspace: Workspace) -> Seen:
    """Look at the files that declare how the desk of a workspace works, and at the day."""
    settings = workspace.settings
    records = workspace.versions.folder.glob(f"*/{RECORD}")
    # A folder that begins with a dot is a version in the making.
    files = [path for path in records if not path.parent.name.startswith(".")]
    files += (path for path in settings.datamap_folder.glob("*") if path.suffix in _READ)
    if _follows_draft(workspace):
        files += (path for path in settings.policy_folder.glob("*") if path.suffix in _READ)
    return workspace.clock.today(), tuple(sorted(filter(None, map(_file, files))))


def _follows_draft(workspace: Workspace) -> bool:
    try:
        return workspace.policy_in_force() == workspace.settings.policy_folder
    except RefusalError:
        return True  # a record cannot be read: `make` says so


def _file(path: Path) -> tuple[str, int, int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None  # renamed between the list and the look
    return str(path), found.st_ino, found.st_size, found.st_mtime_ns


def _refusals(error: Exception) -> tuple[RefusalError, ...]:
    if isinstance(error, RefusalsError):
        return tuple(error.refusals)
    if isinstance(error, RefusalError):
        return (error,)
    return (
        DeclarationsFailedError(
            Text(
                en=f"the changed files could not be taken over ({type(error).__name__})",
                ja=f"変更されたファイルを反映できませんでした({type(error).__name__})",
            ),
            remedy=Text(
                en="look at the log of this process, then save the file again",
                ja="このプロセスのログを確かめてから、ファイルを保存し直してください",
            ),
        ),
    )

"""Following a document step by step, however it is cut into pieces on the way."""

from abc import ABC, abstractmethod

from upheld.uploads.kinds import refused


class SteppingWalk(ABC):
    """Keeps what is not understood yet, and lets through what lies before the document's end.

    A format says in `_step` how far the next step goes, and sets `_seen` once there is a picture
    and `_ended` at its end.
    """

    def __init__(self) -> None:
        """Begin before the first byte."""
        self._pending = bytearray()
        self._seen = False
        self._ended = False

    def feed(self, chunk: bytes) -> bytes:
        """Follow the steps; return what lies before the end."""
        if self._ended:
            return b""
        self._pending += chunk
        at = 0
        while step := self._step(at):
            at += step
        belongs = bytes(self._pending[:at])
        del self._pending[:at]
        return belongs

    def finish(self) -> None:
        """Ask for a picture that has come to its end."""
        if not self._ended or not self._seen:
            raise refused("the picture is cut off", "画像が途中で切れています")

    @abstractmethod
    def _step(self, at: int) -> int:
        """Return how many bytes are understood; 0 where more have to come, or the end has."""

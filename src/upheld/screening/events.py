"""Server-sent events, cut anywhere: bytes in, whole events out (WHATWG HTML, section 9.2).

An event is its lines, as they came; `data` is what its `data:` lines say. Lines end with LF, CR
LF or CR. What comes after the last empty line is no event.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from upheld.screening.refused import ProviderFailedError
from upheld.wording import Text

DONE = "[DONE]"
"""What `data` says after the last chunk of a stream of OpenAI's."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event.

    Attributes:
        name: Of `event:`; empty where there is none.
        data: The lines of `data:`; `None` for an event without.
    """

    name: str
    data: str | None

    def write(self) -> bytes:
        """Return it as bytes, with its empty line."""
        lines = [f"event: {self.name}"] if self.name else []
        if self.data is not None:
            lines += [f"data: {line}" for line in self.data.split("\n")]
        return ("\n".join(lines) + "\n\n").encode()


class Events:
    """Cuts a stream of bytes into events."""

    def __init__(self, bytes_limit: int) -> None:
        """Begin.

        Args:
            bytes_limit: Of one event; a longer one ends the stream.
        """
        self._limit = bytes_limit
        self._rest = b""
        self._lines: list[bytes] = []
        self._size = 0

    def feed(self, piece: bytes) -> Iterator[Event]:
        """Yield the events that are whole now.

        Raises:
            ProviderFailedError: One is too long, or no UTF-8.
        """
        text = self._rest + piece
        self._rest = b""
        if text.endswith(b"\r"):
            text, self._rest = text[:-1], b"\r"  # an LF that belongs to it may follow
        parts = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        self._rest = parts.pop() + self._rest
        for line in parts:
            self._size += len(line)
            if line:
                self._lines.append(line)
            elif self._lines:
                event = _read(self._lines)
                self._lines, self._size = [], 0
                if event is not None:
                    yield event
        if self._size + len(self._rest) > self._limit:
            raise broken("an event is too long", "イベントが長すぎます")


def _read(lines: list[bytes]) -> Event | None:
    name, data = "", list[str]()
    for line in lines:
        field, _, value = line.partition(b":")
        try:
            text = value.removeprefix(b" ").decode("utf-8")
        except UnicodeDecodeError:
            raise broken("a line is no UTF-8", "UTF-8 ではない行があります") from None
        if field == b"event":
            name = text
        elif field == b"data":
            data.append(text)
    if not data and not name:
        return None  # a comment; the connection tells that it lives by itself
    return Event(name, "\n".join(data) if data else None)


def broken(en: str, ja: str) -> ProviderFailedError:
    """Return the refusal of a stream that is none."""
    return ProviderFailedError(
        Text(en=f"the provider's answer is broken: {en}", ja=f"提供元の応答が壊れています: {ja}"),
        remedy=Text(
            en="try again; if it happens again, ask the provider",
            ja="再試行し、続く場合は提供元に確認してください",
        ),
    )

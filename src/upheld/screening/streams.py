"""Streams of answers, restored chunk by chunk: a choice, a tool call and an item each by itself.

Of each text only what may still become a placeholder waits. It is sent before the text is said to
have ended: in the chunk with the `finish_reason`, before the event that ends in `.done`.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Literal

from upheld.detection.transform import Restorer
from upheld.screening.events import DONE, Event, broken
from upheld.screening.restoring import Restoring

_LAST = frozenset({"response.completed", "response.incomplete", "response.failed", "error"})
"""Events of `/v1/responses` after which none comes."""


class ChunkStream:
    """`chat.completion.chunk` and `text_completion`: every chunk holds pieces of choices."""

    def __init__(self, restoring: Restoring, shape: Literal["chat", "completions"]) -> None:
        """Begin a stream."""
        self._restoring = restoring
        # Not bound to this stream: it would hold itself, and wait for the collector of garbage.
        self._of_choice = ChunkStream._delta if shape == "chat" else ChunkStream._text
        self._texts: dict[tuple[Any, ...], Restorer] = {}
        self._last: dict[str, Any] = {}
        self.ended = False
        """Whether the provider said its last word: a client may leave now and lack nothing."""

    def restore(self, event: Event) -> Iterator[Event]:
        """Yield what is sent for one event of the provider."""
        self.ended = self.ended or _is_done(event)
        if event.data is None or not self._restoring.needed:
            yield event
            return
        if _is_done(event):
            yield from self.end()
            yield event
            return
        chunk = _read_data(event.data)
        choices = chunk.get("choices")
        if not isinstance(choices, list):  # an error, or something newer than this table
            yield Event(event.name, _dump(self._restoring.whole(chunk)))
            return
        for choice in choices:
            if isinstance(choice, dict):
                self._of_choice(self, choice)
        self._last = chunk
        yield Event(event.name, _dump(chunk))

    def end(self) -> Iterator[Event]:
        """Yield what still waits where the provider ended without saying that a choice ended."""
        left = {key for key, one in self._texts.items() if one.held}
        for index in sorted({key[0] for key in left}, key=str):
            choice: dict[str, Any] = {"index": index, "finish_reason": None}
            if any(len(key) > 1 for key in left):
                choice["delta"] = {}
                self._flush_delta(index, choice["delta"])
            else:
                choice["text"] = self._texts[index,].finish()
            yield Event("", _dump({**self._last, "choices": [choice]}))

    def _text(self, choice: dict[str, Any]) -> None:
        key = (choice.get("index"),)
        said = choice.get("text")
        if isinstance(said, str):
            choice["text"] = self._of(key, "text").feed(said)
        if choice.get("finish_reason") is not None and key in self._texts:
            choice["text"] = (choice.get("text") or "") + self._texts[key].finish()

    def _delta(self, choice: dict[str, Any]) -> None:
        index, delta = choice.get("index"), choice.get("delta")
        if not isinstance(delta, dict):
            delta = choice["delta"] = {}
        for name in ("content", "refusal", "reasoning_content"):
            if isinstance(delta.get(name), str):
                delta[name] = self._of((index, name), name).feed(delta[name])
        audio = delta.get("audio")
        if isinstance(audio, dict) and isinstance(audio.get("transcript"), str):
            said = self._of((index, "audio", "transcript"), "transcript")
            audio["transcript"] = said.feed(audio["transcript"])
        self._arguments((index, "function_call"), delta.get("function_call"))
        calls = delta.get("tool_calls")
        for call in calls if isinstance(calls, list) else ():
            if isinstance(call, dict):
                key = (index, "tool_calls", call.get("index"))
                self._arguments(key, call.get("function"))
                self._input(key, call.get("custom"))
        if choice.get("finish_reason") is not None:
            self._flush_delta(index, delta)

    def _arguments(self, key: tuple[Any, ...], function: Any) -> None:
        if isinstance(function, dict) and isinstance(function.get("arguments"), str):
            function["arguments"] = self._of(key, "arguments").feed(function["arguments"])

    def _input(self, key: tuple[Any, ...], custom: Any) -> None:
        if isinstance(custom, dict) and isinstance(custom.get("input"), str):
            custom["input"] = self._of((*key, "input"), "input").feed(custom["input"])

    def _of(self, key: tuple[Any, ...], field: str) -> Restorer:
        if key not in self._texts:
            self._texts[key] = self._restoring.piecewise(field)
        return self._texts[key]

    def _flush_delta(self, index: Any, delta: dict[str, Any]) -> None:
        for key, one in self._texts.items():
            if key[0] != index or not one.held:
                continue
            match key[1:]:
                case ("tool_calls", number):
                    _tool(delta, number, "function", "arguments", one.finish())
                case ("tool_calls", number, "input"):
                    _tool(delta, number, "custom", "input", one.finish())
                case ("function_call",):
                    _append(_part(delta, "function_call", {}), "arguments", one.finish())
                case ("audio", "transcript"):
                    _append(_part(delta, "audio", {}), "transcript", one.finish())
                case (name,):
                    _append(delta, name, one.finish())


class ResponseStream:
    """Events of `/v1/responses`: deltas of items, and events that say everything again."""

    def __init__(self, restoring: Restoring) -> None:
        """Begin a stream."""
        self._restoring = restoring
        self._texts: dict[tuple[Any, ...], tuple[Restorer, dict[str, Any]]] = {}
        self._number = 0
        self.ended = False
        """Whether the provider said its last word: a client may leave now and lack nothing."""

    def restore(self, event: Event) -> Iterator[Event]:
        """Yield what is sent for one event of the provider."""
        self.ended = self.ended or _is_done(event) or event.name in _LAST
        if event.data is None or not self._restoring.needed or _is_done(event):
            yield event
            return
        said = _read_data(event.data)
        kind = said.get("type")
        if isinstance(kind, str) and kind.endswith(".delta") and isinstance(said.get("delta"), str):
            yield self._numbered(event.name, self._piece(kind, said))
            return
        if isinstance(kind, str) and not kind.endswith(".added"):
            yield from self._ended(kind.removesuffix(".done"), said)
        yield self._numbered(event.name, self._all_of(said))

    def end(self) -> Iterator[Event]:
        """Yield what still waits."""
        for one, like in self._texts.values():
            if one.held:
                yield self._tail(one, like)

    def _piece(self, kind: str, said: dict[str, Any]) -> dict[str, Any]:
        key = _place(kind.removesuffix(".delta"), said)
        if key not in self._texts:
            field = "arguments" if "arguments" in kind else "delta"
            self._texts[key] = (self._restoring.piecewise(field), said)
        one, _ = self._texts[key]
        self._texts[key] = (one, said)
        return {**said, "delta": one.feed(said["delta"])}

    def _all_of(self, said: dict[str, Any]) -> dict[str, Any]:
        whole: dict[str, Any] = self._restoring.whole(said)
        return whole

    def _ended(self, family: str, said: dict[str, Any]) -> Iterator[Event]:
        """Send what waits of a text that is about to be said whole; at the end, of every one."""
        place = _place(family, said)
        final = family in _LAST
        for key, (one, like) in self._texts.items():
            if one.held and (final or key == place):
                yield self._tail(one, like)

    def _tail(self, one: Restorer, like: dict[str, Any]) -> Event:
        return self._numbered(str(like.get("type")), {**deepcopy(like), "delta": one.finish()})

    def _numbered(self, name: str, said: dict[str, Any]) -> Event:
        """Number events anew: a tail is an event more than the provider sent."""
        if "sequence_number" in said:
            said = {**said, "sequence_number": self._number}
            self._number += 1
        return Event(name, _dump(said))


def _is_done(event: Event) -> bool:
    return event.data is not None and event.data.strip() == DONE


def _read_data(data: str) -> dict[str, Any]:
    """Read what an event says.

    Raises:
        ProviderFailedError: It is no JSON object.
    """
    try:
        read = json.loads(data)
    except (ValueError, RecursionError):
        raise broken("an event is no JSON", "JSON ではないイベントがあります") from None
    if not isinstance(read, dict):
        raise broken("an event is no object", "オブジェクトではないイベントがあります")
    return read


def _place(family: str, said: dict[str, Any]) -> tuple[Any, ...]:
    names = ("item_id", "output_index", "content_index", "summary_index")
    return (family, *(said.get(name) for name in names))


def _tool(delta: dict[str, Any], number: Any, part: str, field: str, tail: str) -> None:
    calls = _part(delta, "tool_calls", [])
    found = next((c for c in calls if isinstance(c, dict) and c.get("index") == number), None)
    if found is None:
        found = {"index": number}
        calls.append(found)
    _append(_part(found, part, {}), field, tail)


def _part(holder: dict[str, Any], name: str, empty: Any) -> Any:
    """Return what stands there; providers also write `null` for nothing."""
    if not isinstance(holder.get(name), type(empty)):
        holder[name] = empty
    return holder[name]


def _append(holder: dict[str, Any], field: str, tail: str) -> None:
    holder[field] = (holder.get(field) or "") + tail


def _dump(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

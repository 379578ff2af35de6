"""Every key that a policy file may hold, read off the model: what `docs/policy-keys.md` lists.

Read `sections`. A part of the model that stands in several places is written out where it comes
first; the other places point there.
"""

import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import UnionType
from typing import Any, Literal, TypeAlias, Union

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from upheld.policy.language.line import Label, Promise
from upheld.policy.model import Policy
from upheld.wording import Text

Shape: TypeAlias = Literal["one", "list", "mapping"]
OF_EVERY_PROMISE = tuple(Promise.model_fields)
"""Keys that every line with `c:` may have; they are explained once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key.

    Attributes:
        path: From the section's own line, e.g. `contract.since`; steps joined by dots.
        shape: Whether its value is one value, a list, or a mapping of names to values.
        example: A value as it stands in a file.
        law: Why it exists, where a law asks for it.
        required: Whether a file has to say it.
        default: What holds where a file says nothing; empty where that is nothing.
        choices: The only words it may hold.
        promise: Whether its value carries clauses and has the keys of every promise.
        as_under: The section or key where the keys below it are written out.
    """

    path: str
    shape: Shape
    meaning: Text
    example: str
    law: str | None
    required: bool
    default: str
    choices: tuple[str, ...] = ()
    promise: bool = False
    as_under: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One top-level key with all keys below it, in the order of the model."""

    head: Key
    keys: tuple[Key, ...] = field(repr=False)


def sections() -> tuple[Section, ...]:
    """Return every section of a policy file, in the order of the model."""
    roots = {_read(info.annotation).model: name for name, info in Policy.model_fields.items()}
    walk = _Walk({model: name for model, name in roots.items() if model is not None})
    return tuple(walk.section(name, info) for name, info in Policy.model_fields.items())


def promise_keys() -> tuple[Key, ...]:
    """Return the keys that every line with clauses may have, with those below them."""
    walk = _Walk({})
    return tuple(
        key
        for name, info in Promise.model_fields.items()
        for key in walk.below(name, info, section="")
    )


class _Walk:
    """Goes through the model once and remembers where each part was written out."""

    def __init__(self, placed: dict[type[BaseModel], str]) -> None:
        self._placed = placed

    def section(self, name: str, info: FieldInfo) -> Section:
        what = _read(info.annotation)
        head = _key(name, info, what)
        keys = tuple(self._children(what.model, name, ""))
        return Section(head=head, keys=keys)

    def _children(self, model: type[BaseModel] | None, section: str, above: str) -> Iterator[Key]:
        if model is None:
            return
        for name, info in model.model_fields.items():
            if issubclass(model, Promise) and name in OF_EVERY_PROMISE:
                continue
            path = f"{above}.{info.alias or name}" if above else info.alias or name
            yield from self.below(path, info, section=section)

    def below(self, path: str, info: FieldInfo, *, section: str) -> Iterator[Key]:
        """Yield a key and everything below it."""
        what = _read(info.annotation)
        full = f"{section}: {path}" if section else path
        first = self._placed.get(what.model) if what.model is not None else None
        yield _key(path, info, what, as_under=first)
        if what.model is None or first is not None:
            return
        self._placed[what.model] = full
        yield from self._children(what.model, section, path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _What:
    """What an annotation says about a value."""

    shape: Shape
    model: type[BaseModel] | None = None
    choices: tuple[str, ...] = ()


def _read(annotation: Any) -> _What:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if hasattr(annotation, "__metadata__"):
        return _read(arguments[0])
    if origin in {Union, UnionType}:
        some = [_read(one) for one in arguments if one is not type(None)]
        return some[0] if len(some) == 1 else _What(shape="one")
    if origin is Literal:
        return _What(shape="one", choices=tuple(str(one) for one in arguments))
    if origin is tuple:
        inner = _read(arguments[0])
        return _What(shape="list", model=inner.model, choices=inner.choices)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        inner, names = _read(arguments[1]), _read(arguments[0]).choices
        return _What(shape="mapping", model=inner.model, choices=names)
    # A label is a text in two languages: a value, and no part of its own.
    part = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return _What(shape="one", model=annotation if part and annotation is not Label else None)


def _key(path: str, info: FieldInfo, what: _What, *, as_under: str | None = None) -> Key:
    extra = typing.cast("dict[str, str | None]", info.json_schema_extra)
    return Key(
        path=path,
        shape=what.shape,
        meaning=Text(en=str(info.description), ja=str(extra["description_ja"])),
        example=_example(str(extra["x-example"]), what),
        law=extra["x-law"],
        required=info.is_required(),
        default="" if info.is_required() else _default(info.default),
        choices=what.choices,
        promise=what.model is not None and issubclass(what.model, Promise),
        as_under=as_under,
    )


def _example(written: str, what: _What) -> str:
    """Return the example as written; one of nothing but dots names the keys that are needed."""
    if what.model is None or written.strip("{}[]") != "…":
        return written
    fields = {f.alias or n: f for n, f in what.model.model_fields.items()}
    needed = [n for n, f in fields.items() if f.is_required()] or [next(iter(fields))]
    needed = [name for name in needed if name != "c"] + [name for name in needed if name == "c"]
    one = ", ".join(f"{name}: …" for name in needed)
    if what.shape == "list":
        return f"[{{{one}}}]"
    if what.shape == "mapping":
        return f"{{{what.choices[0] if what.choices else 'NAME'}: {{{one}}}}}"
    return f"{{{one}}}"


def _default(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(map(str, value))}]" if value else ""
    return str(value) if value not in (None, {}) else ""

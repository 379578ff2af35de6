"""Which keys a model knows at a place, so that a misspelt or a missing key can be explained."""

from collections.abc import Sequence
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel


def keys_at(model: type[BaseModel], path: Sequence[Any]) -> tuple[str, ...]:
    """Return the keys that may stand at `path` of a file of this model.

    Where a union allows several models, the keys of all of them.
    """
    keys: dict[str, None] = {}
    for found in _models_at(model, path):
        keys.update(dict.fromkeys(_names(found)))
    return tuple(keys)


def example_at(model: type[BaseModel], path: Sequence[Any]) -> str | None:
    """Return the documented example (`x-example`) of the key that `path` ends with, if any."""
    for found in _models_at(model, path[:-1]):
        extra = (
            found.model_fields[name].json_schema_extra if (name := _named(found, path)) else None
        )
        if isinstance(extra, dict) and isinstance(extra.get("x-example"), str):
            return str(extra["x-example"])
    return None


def _named(model: type[BaseModel], path: Sequence[Any]) -> str | None:
    return _names(model).get(path[-1]) if path else None


def _models_at(model: type[BaseModel], path: Sequence[Any]) -> list[type[BaseModel]]:
    annotations: list[Any] = [model]
    for step in path:
        below = [found for annotation in annotations for found in _below(annotation, step)]
        # A step that pydantic adds for a branch of a union leads nowhere: stay.
        annotations = below or annotations
    return [found for candidate in annotations for found in _models(candidate)]


def _names(model: type[BaseModel]) -> dict[str, str]:
    return {field.alias or name: name for name, field in model.model_fields.items()}


def _models(annotation: Any) -> list[type[BaseModel]]:
    return [one for one in _branches(annotation) if _is_model(one)]


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _branches(annotation: Any) -> list[Any]:
    """Return the annotation without `Annotated`, type aliases and unions around it."""
    value = getattr(annotation, "__value__", None)
    if value is not None:
        return _branches(value)
    origin = get_origin(annotation)
    if hasattr(annotation, "__metadata__"):
        return _branches(get_args(annotation)[0])
    if origin in {Union, UnionType}:
        return [one for member in get_args(annotation) for one in _branches(member)]
    return [annotation]


def _below(annotation: Any, step: Any) -> list[Any]:
    found: list[Any] = []
    for branch in _branches(annotation):
        if _is_model(branch):
            name = _names(branch).get(step)
            if name is not None:
                found.append(branch.model_fields[name].annotation)
            continue
        arguments = get_args(branch)
        if len(arguments) > 1 and isinstance(step, str):
            found.append(arguments[1])  # Mapping[str, X]
        elif arguments and isinstance(step, int):
            found.append(arguments[0])  # list[X], tuple[X, ...]
    return found

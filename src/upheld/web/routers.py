"""Finding routes by the names of their modules, so that adding a page edits no list.

A module below `upheld.web` that is called `pages`, `*_pages`, `endpoints` or `*_endpoints` holds a
`router`. It may hold `NAVIGATION`, entries of the console's menu, and `BODY_LIMITS`, bytes that
a body may have, by the beginning of a path.
"""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from fastapi import APIRouter, Depends
from starlette.routing import BaseRoute

import upheld.web
from upheld.web.forgery import check_form
from upheld.wording import Text

_ROLES_OF_FILES = ("pages", "endpoints")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the console's menu.

    Attributes:
        path: Where it leads.
        label: What it is called.
        order: Smaller comes first; the queue has 10, people 50, settings 90.
        roles: Who sees it; empty for all staff.
    """

    path: str
    label: Text
    order: int
    roles: frozenset[str] = frozenset()


@cache
def modules() -> tuple[ModuleType, ...]:
    """Return every module that holds routes, by name."""
    return tuple(importlib.import_module(name) for name in sorted(_names()))


def _names() -> Iterator[str]:
    for found in pkgutil.walk_packages(upheld.web.__path__, f"{upheld.web.__name__}."):
        if found.name.rpartition(".")[2].split("_")[-1] in _ROLES_OF_FILES:
            yield found.name


@cache
def routes() -> tuple[BaseRoute, ...]:
    """Return every route behind what all of them ask (`check_form`); no application has its own.

    The framework takes half a second to read what 220 routes depend on, and does so once.
    """
    every = APIRouter()
    for module in modules():
        every.include_router(module.router, dependencies=[Depends(check_form)])
    return tuple(every.routes)


def navigation() -> Sequence[Entry]:
    """Return the console's menu in order."""
    entries = [one for module in modules() for one in getattr(module, "NAVIGATION", ())]
    return sorted(entries, key=lambda one: (one.order, one.path))


def body_limits() -> Mapping[str, int]:
    """Return the bytes that a body may have, by the beginning of a path."""
    limits: dict[str, int] = {}
    for module in modules():
        limits.update(getattr(module, "BODY_LIMITS", {}))
    return limits

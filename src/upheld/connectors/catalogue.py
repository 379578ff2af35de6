"""Which kinds of place there are, found by entry point and loaded only when one is used.

A package adds a kind of place by an entry point in the group `upheld.connectors`: the name is
the URL's scheme, the value a callable that takes a name and a URL and returns a `Connector`.
"""

import difflib
import re
import sys
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import EntryPoint, EntryPoints, entry_points

from upheld.connectors.contract import Connector, PlaceName
from upheld.refusal import RefusalError, Where
from upheld.wording import Text

GROUP = "upheld.connectors"
_VERBS = ("collections", "count", "read", "erase", "scan", "close")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9.-]*)(?:\+[A-Za-z0-9._-]+)?:")
# What importing and calling somebody else's module raises when it is broken. Refusals of a
# connector (unreachable, not installed) are not among them and pass unchanged.
_BROKEN = (
    ImportError,
    AttributeError,
    SyntaxError,
    NameError,
    TypeError,
    ValueError,
    LookupError,
    ArithmeticError,
    OSError,
    RuntimeError,
)


class UnknownKindError(RefusalError):
    """No installed package knows this kind of place."""

    code = "unknown-kind-of-place"


class BrokenConnectorError(RefusalError):
    """A package that offers a kind of place cannot be loaded or keeps no contract."""

    code = "broken-connector"


def known() -> tuple[str, ...]:
    """Name every scheme that an installed package offers, sorted."""
    return tuple(sorted(_offered(tuple(sys.path)).names))


def connect(name: PlaceName, url: str) -> Connector:
    """Make the connector for a URL; its scheme decides, without what follows a `+`.

    Raises:
        UnknownKindError: No package offers the scheme.
        BrokenConnectorError: The package that offers it cannot be used, or two different ones
            offer it.
        RefusalError: What the connector itself refuses.
    """
    entry = _entry(name, _scheme(name, url))
    try:
        made = entry.load()(name, url)
    except _BROKEN as error:
        # Only the type: the message of a stranger's error may quote the URL and its password.
        raise _broken(name, entry, f"{type(error).__name__}") from None
    missing = [verb for verb in _VERBS if not callable(getattr(made, verb, None))]
    if not isinstance(made, Connector) or missing:
        raise _broken(name, entry, f"`{', '.join(missing) or 'name'}` missing")
    return made


def _scheme(name: PlaceName, url: str) -> str:
    match = _SCHEME.match(url)
    if match is None:
        raise UnknownKindError(
            Text(
                en=f"the URL of `{name}` does not begin with a scheme",
                ja=f"`{name}` の URL がスキームで始まっていません",
            ),
            where=Where(system=name),
            remedy=Text(
                en=f"begin it with one of {_listed(known())}, e.g. `sqlite:///shop.db`",
                ja=f"{_listed(known())} のいずれかで始めてください(例: `sqlite:///shop.db`)",
            ),
        )
    return match[1].lower()


def _entry(name: PlaceName, scheme: str) -> EntryPoint:
    entries = tuple(_offered(tuple(sys.path)).select(name=scheme))
    if not entries:
        near = difflib.get_close_matches(scheme, known(), n=1)
        raise UnknownKindError(
            Text(
                en=f"`{name}` is of the kind `{scheme}`, which no installed package knows"
                + (f" (nearest: `{near[0]}`)" if near else ""),
                ja=f"`{name}` の種類 `{scheme}` に対応するパッケージがありません"
                + (f"(近い名前: `{near[0]}`)" if near else ""),
            ),
            where=Where(system=name),
            remedy=Text(
                en=f"use one of {_listed(known())}, or install a package with an entry point "
                f"in the group `{GROUP}` (docs/connectors.md shows one in under 60 lines)",
                ja=f"{_listed(known())} のいずれかを使うか、グループ `{GROUP}` に"
                "エントリーポイントを持つパッケージを入れてください(docs/ja/connectors.md)",
            ),
        )
    if len({entry.value for entry in entries}) > 1:
        offers = sorted(_package(entry) for entry in entries)
        raise BrokenConnectorError(
            Text(
                en=f"several packages offer the kind `{scheme}`: {_listed(offers)}",
                ja=f"種類 `{scheme}` を提供するパッケージが複数あります: {_listed(offers)}",
            ),
            where=Where(system=name),
            remedy=Text(
                en="uninstall all but one", ja="1 つだけ残してアンインストールしてください"
            ),
        )
    return entries[0]


@lru_cache(maxsize=4)
def _offered(_path: tuple[str, ...]) -> EntryPoints:
    """What the packages on this path offer: to ask reads a file of each package there is."""
    return entry_points(group=GROUP)


def _broken(name: PlaceName, entry: EntryPoint, why: str) -> BrokenConnectorError:
    package = _package(entry)
    return BrokenConnectorError(
        Text(
            en=f"the connector `{entry.value}` of `{package}` cannot be used: {why}",
            ja=f"`{package}` のコネクタ `{entry.value}` を使えません: {why}",
        ),
        where=Where(system=name),
        remedy=Text(
            en=f"repair, update or uninstall `{package}`; `Connector` in connectors/contract.py "
            "says what it must be able to do",
            ja=f"`{package}` を修正・更新するか、アンインストールしてください。"
            "必要な動作は connectors/contract.py の `Connector` にあります",
        ),
    )


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist is not None else entry.module


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{one}`" for one in names)

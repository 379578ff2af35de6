"""Refusing to act on a database that its map does not describe as it is."""

from collections.abc import Sequence

from upheld.datamap.drift import Drift
from upheld.datamap.resolving import MapDriftedError
from upheld.refusal import Where
from upheld.wording import Text


def refuse_drift(system: str, drift: Sequence[Drift]) -> None:
    """Refuse while a database has tables or columns that its map does not know.

    Raises:
        MapDriftedError: Names the first difference, and how many more there are.
    """
    if not drift:
        return
    first, more = drift[0], len(drift) - 1
    also = Text(en=f" (and {more} more)" if more else "", ja=f"(ほか {more} 件)" if more else "")
    raise MapDriftedError(
        Text(en=first.what.en + also.en, ja=first.what.ja + also.ja),
        where=Where(system=system, table=first.table, column=first.column),
        remedy=Text(
            en=f"`upheld map check` lists all; `upheld map discover {system} --write` proposes entries",
            ja=f"`upheld map check` で一覧、`upheld map discover {system} --write` で項目案が得られます",
        ),
    )

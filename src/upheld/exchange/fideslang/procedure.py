"""How a dataset is brought in, and how a map is given out: nothing is lost either way.

1. `bring_in`: translate the dataset (`incoming`), then carry out the edits it brings under
   `meta.upheld`. What the result cannot say of the dataset goes into `carried.fideslang`.
2. `give_out`: translate the map (`outgoing`), then carry out the edits of `carried.fideslang`.
   What the result cannot say of the map goes into `meta.upheld`.

So `bring_in(give_out(m)) == m`, and `give_out(bring_in(f)) == f` for every key of `f`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from upheld.datamap.model import DataMap
from upheld.documents.positioned import Positioned
from upheld.exchange.difference import (
    Edit,
    EditMisplacedError,
    apply,
    apply_what_fits,
    difference,
)
from upheld.exchange.fideslang import incoming, outgoing
from upheld.exchange.fideslang.manifest import Manifest, read_manifest
from upheld.exchange.fideslang.remarks import Remark
from upheld.exchange.fideslang.words import CARRIED, EXTENSION
from upheld.refusal import InvalidFileError, RefusalError, RefusalsError, Where
from upheld.wording import Text

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedRemark:
    """A remark with its place in the file."""

    remark: Remark
    where: Where
    snippet: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtIn:
    """One dataset of a file as a data map."""

    datamap: DataMap
    remarks: Sequence[PlacedRemark]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenOut:
    """One map as a dataset.

    Attributes:
        unspoken: Places of the map that only `meta.upheld` tells: Fides keeps them and does
            not act on them.
        lost: Places of carried edits that the map no longer has.
    """

    dataset: dict[str, Any]
    unspoken: Sequence[str]
    lost: Sequence[str]


class ExtensionUnreadableError(InvalidFileError):
    """What a dataset carries for us no longer fits the dataset around it."""


def bring_in_file(path: Path) -> list[BroughtIn]:
    """Read a manifest and bring in each of its datasets.

    Raises:
        RefusalsError: Every error of the file.
    """
    read = read_manifest(path)
    found: list[BroughtIn] = []
    refusals: list[RefusalError] = []
    for number, dataset in enumerate(read.tree.value["dataset"]):
        try:
            found.append(_bring_in(read, number, dataset))
        except RefusalError as refusal:
            refusals.append(refusal)
    if refusals:
        raise RefusalsError(refusals)
    return found


def _bring_in(read: Positioned[Manifest], number: int, dataset: Plain) -> BroughtIn:
    at = ("dataset", number)
    try:
        datamap, remarks = bring_in(dataset)
    except EditMisplacedError as error:
        place = " → ".join(error.at)
        raise _unreadable(
            read, at, f"an edit leads to `{place}`, which is not there", f"`{place}` がありません"
        ) from None
    except ValidationError as error:
        place = ".".join(str(step) for step in error.errors()[0]["loc"])
        raise _unreadable(
            read, at, f"the map would be wrong at `{place}`", f"マップの `{place}` が誤りになります"
        ) from None
    return BroughtIn(
        datamap=datamap,
        remarks=[
            PlacedRemark(
                remark=one,
                where=read.where((*at, *one.path), key=isinstance(one.path[-1], str)),
                snippet=read.snippet((*at, *one.path), key=isinstance(one.path[-1], str)),
            )
            for one in remarks
        ],
    )


def _unreadable(
    read: Positioned[Manifest], at: tuple[str, int], en: str, ja: str
) -> ExtensionUnreadableError:
    path = (*at, "meta", EXTENSION)
    return ExtensionUnreadableError(
        Text(
            en=f"`meta.{EXTENSION}` no longer fits this dataset: {en}",
            ja=f"`meta.{EXTENSION}` がこのデータセットに合いません: {ja}",
        ),
        where=read.where(path, key=True),
        snippet=read.snippet(path, key=True),
        remedy=Text(
            en="bring the changed collection or field back, or remove that edit and write in the "
            "map what it said",
            ja="変更したコレクションや項目を元に戻すか、その編集を消して、内容をマップに書いてください",
        ),
    )


def bring_in(dataset: Plain) -> tuple[DataMap, list[Remark]]:
    """Translate a checked dataset without losing a key.

    Raises:
        EditMisplacedError: An edit under `meta.upheld` leads nowhere.
        ValidationError: With those edits it is no data map.
    """
    theirs, edits = _split(dataset)
    translation = incoming.translate(theirs)
    base = plain(DataMap.model_validate(translation.map))
    datamap = DataMap.model_validate(apply(base, edits))
    kept = difference(outgoing.translate(datamap), theirs)
    if kept:
        datamap = datamap.model_copy(update={"carried": {**datamap.carried, CARRIED: kept}})
    remarks = [] if edits and not datamap.unsure_points() else list(translation.remarks)
    return datamap, remarks


def give_out(datamap: DataMap, keys: outgoing.Keys | None = None) -> GivenOut:
    """Translate a map without losing a statement.

    Args:
        datamap: The map.
        keys: The primary key of each table, where the database has been asked: references
            between tables can be told only with them.
    """
    others = {key: value for key, value in datamap.carried.items() if key != CARRIED}
    own = datamap.model_copy(update={"carried": others})
    carried = datamap.carried.get(CARRIED, ())
    # A table that somebody removed from the map takes along what it carried.
    theirs, gone = apply_what_fits(outgoing.translate(own, keys), carried)
    back = plain(DataMap.model_validate(incoming.translate(theirs).map))
    edits = difference(back, plain(own), in_order=True)
    dataset = dict(theirs)
    lost = [".".join(at) for at in gone]
    if edits:
        dataset["meta"] = {**(theirs.get("meta") or {}), EXTENSION: edits}
    return GivenOut(dataset=dataset, unspoken=[_place(e) for e in edits], lost=lost)


def plain(datamap: DataMap) -> dict[str, Any]:
    """Return a map as it would stand in its file: defaults are left out."""
    found: dict[str, Any] = datamap.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return found


def _split(dataset: Plain) -> tuple[dict[str, Any], list[Edit]]:
    """Return the dataset without our extension, and the extension's edits."""
    meta = dataset.get("meta")
    if not isinstance(meta, Mapping) or EXTENSION not in meta:
        return dict(dataset), []
    edits = meta[EXTENSION]
    rest = {key: value for key, value in meta.items() if key != EXTENSION}
    found = {key: value for key, value in dataset.items() if key != "meta"}
    if rest:
        found["meta"] = rest
    if not isinstance(edits, list) or not all(isinstance(one, dict) for one in edits):
        raise EditMisplacedError(["?"])
    return found, edits


def _place(edit: Plain) -> str:
    return ".".join(str(step) for step in edit.get("at", ()))

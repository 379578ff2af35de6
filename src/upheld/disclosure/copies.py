"""Copies in other places (cache keys, objects, lake files) that are the person's: read once.

One reading of a place for all people. A copy of a row that names several people is told by
number only: nothing in it could be masked.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, Protocol, runtime_checkable
from urllib.parse import quote

from sqlalchemy import select

from upheld.connectors.contract import Connector, Record, Selection
from upheld.datamap.model import ObjectPath
from upheld.deletion.derived import name_of, named, names_in
from upheld.deletion.steps import Outcome, Step
from upheld.disclosure.bundle import BundleWriter, Holding
from upheld.disclosure.page import Copy
from upheld.disclosure.values import plain
from upheld.refusal import PlaceFailedError, PlaceUnreachableError, PrivilegeMissingError
from upheld.subject.about import ties_of
from upheld.subject.marks import RoleCode
from upheld.wording import Text

_READ = 256 * 1024
Values = tuple[Any, ...]


@runtime_checkable
class OpensFiles(Protocol):
    """A place whose records are files."""

    def open(self, path: str) -> BinaryIO:
        """Open a file that `read` named."""
        ...


@dataclass(slots=True, kw_only=True)
class Following:
    """Copies of one kind, of all people.

    Attributes:
        whole: Whether the content may be handed out.
        owners: By values of `by`: the requests whose rows have them. Kept out of `repr`.
    """

    place: str
    collection: str
    by: tuple[str, ...]
    whole: bool
    owners: dict[Values, list[str]] = field(default_factory=dict, repr=False)


def following(holding: Holding) -> Iterator[Following]:
    """Read from people's own rows by which names their copies go."""
    graph = holding.working.graph
    for derived in graph.datamap.derived:
        place, collection = name_of(derived.in_)
        if derived.key is not None:
            yield from _filled(holding, derived.of, place, derived.key, names_in(derived.key))
        elif derived.by is not None:
            yield from _filled(holding, derived.of, place, collection, (derived.by,))
    for name, path in _objects(holding):
        yield from _filled(holding, name, path.in_, path.path, names_in(path.path))


def _objects(holding: Holding) -> Iterator[tuple[str, ObjectPath]]:
    for name, entry in holding.working.graph.datamap.tables.items():
        if entry.object is not None:
            yield name, entry.object
        for owned in entry.owns:
            if owned.object is not None:
                yield owned.target, owned.object


def _filled(
    holding: Holding, name: str, place: str, collection: str, columns: tuple[str, ...]
) -> Iterator[Following]:
    working = holding.working
    keys = working.sets.get(name)
    if keys is None:
        return
    ties = ties_of(keys.node)
    found = Following(
        place=place,
        collection=collection,
        by=columns,
        whole=len(ties.links) <= 1 and not ties.about,
    )
    base, t = working.alias(name, "c"), keys.table
    query = (
        select(t.c.subject, *(base.c[c] for c in columns))
        .distinct()
        .select_from(t.join(base, working.same_row(keys, base)))
        .where(t.c.role == int(RoleCode.OWNER))
    )
    for subject, key in named(working.connection.execute(query)):
        found.owners.setdefault(key, []).append(holding.refs[subject])
    if found.owners:
        yield found


def add_copies(
    writer: BundleWriter, places: Mapping[str, Connector], group: Following
) -> Iterator[tuple[str, Step]]:
    """Put the copies of one kind into everybody's bundle; yield each request's step."""
    if writer.granted is not None:
        group = replace(group, whole=False)
    refs = list(dict.fromkeys(ref for listed in group.owners.values() for ref in listed))
    counted = dict.fromkeys(refs, 0)
    outcome: Outcome = "failed"
    why: Text | None = Text(en="the place is not connected", ja="この場所は接続されていません")
    place = places.get(group.place)
    if place is not None:
        try:
            outcome = _read(writer, place, group, counted)
            why = None
        except PlaceUnreachableError:
            outcome = "not_attempted"
            why = Text(en="the place could not be reached", ja="この場所に接続できませんでした")
        except (PlaceFailedError, PrivilegeMissingError):
            why = Text(en="the place could not be read", ja="この場所を読み取れませんでした")
    for ref in refs:
        writer.add_copy(ref, _told(group, counted[ref], why, file=isinstance(place, OpensFiles)))
        yield (
            ref,
            Step(
                system=group.place,
                table=group.collection,
                action="disclose",
                outcome=outcome,
                rows=counted[ref],
            ),
        )


def _told(group: Following, records: int, why: Text | None, *, file: bool) -> Copy:
    if not group.whole and why is None:
        why = Text(
            en="not included: they may name somebody else, or hold what is withheld",
            ja="他の方の情報や開示しない情報を含むことがあるため、内容は含めていません",
        )
    included = None
    if why is None and records:
        included = f"files/{_safe(group.place)}/" if file else _file(group)
    return Copy(
        place=group.place,
        collection=group.collection,
        records=None if why is not None and group.whole else records,
        included=included,
        why=why,
    )


def _read(
    writer: BundleWriter, place: Connector, group: Following, counted: dict[str, int]
) -> Outcome:
    everything = Selection(collection=group.collection, by=group.by, values=list(group.owners))
    owners_of = _attribution(group)
    read = 0
    for record in place.read(everything):
        read += 1
        for ref in owners_of(record):
            counted[ref] += 1
            if group.whole:
                _include(writer, place, group, ref, record)
    return "verified" if place.count(everything) == read else "remaining"


def _include(
    writer: BundleWriter, place: Connector, group: Following, ref: str, record: Record
) -> None:
    text = json.dumps({key: plain(value) for key, value in record.items()}, ensure_ascii=False)
    writer.draft.append(ref, _file(group), f"{text}\n".encode("utf-8", "replace"))
    if not isinstance(place, OpensFiles) or record.get("link"):
        return
    parts = [_safe(part) for part in str(record["path"]).split("/") if part not in ("", ".", "..")]
    name = "/".join(["files", _safe(group.place), *parts])
    with place.open(str(record["path"])) as stream:
        while block := stream.read(_READ):
            writer.draft.append(ref, name, block)


def _file(group: Following) -> str:
    return f"copies/{_safe(group.place)}.jsonl"


def _safe(name: str) -> str:
    quoted = quote(name, safe=" !#$&'()+,;=@[]^_`{}~")
    return quoted.replace(".", "%2E") if set(quoted) == {"."} else quoted


def _attribution(group: Following) -> Callable[[Record], Sequence[str]]:
    """Return a function: record → the requests it belongs to."""
    texts = {tuple(map(str, values)): refs for values, refs in group.owners.items()}

    def by_column(record: Record) -> Sequence[str]:
        return texts.get(tuple(str(record.get(name)) for name in group.by), ())

    shape = _shape(group.collection)

    def by_name(record: Record) -> Sequence[str]:
        name = str(record.get("key", record.get("path", "")))
        found = shape.fullmatch(name)
        if found is not None:
            refs = texts.get(tuple(found[f"b{n}"] for n in range(len(group.by))))
            if refs is not None:
                return refs
        # A value that itself contains what follows it in the pattern.
        return [
            ref
            for values, refs in texts.items()
            if _shape(group.collection, dict(zip(group.by, values, strict=True))).fullmatch(name)
            for ref in refs
        ]

    return by_name if "{" in group.collection else by_column


def _shape(pattern: str, values: Mapping[str, str] | None = None) -> re.Pattern[str]:
    """Return a pattern of keys as a regular expression, its braces as groups `b0`, `b1` and so on."""
    parts: list[str] = []
    seen: dict[str, int] = {}
    for piece in re.split(r"(\{[^{}]+\}|\*)", pattern):
        name = piece[1:-1] if piece.startswith("{") and piece.endswith("}") else None
        if piece == "*":
            parts.append(".*")
        elif name is None:
            parts.append(re.escape(piece))
        elif values is not None:
            parts.append(re.escape(values[name]))
        elif name in seen:
            parts.append(f"(?P=b{seen[name]})")
        else:
            seen[name] = len(seen)
            parts.append(f"(?P<b{seen[name]}>.+?)")
    return re.compile("".join(parts), re.DOTALL)

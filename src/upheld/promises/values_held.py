"""Is it true that no such value is stored? The last scan of all values says so, while it is fresh.

A value that was found breaks the promise whether or not a data map expects it there: a map that
gives a column the category of cards does not make "no card number is stored" true.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from upheld.desk.standing import OfGroup
from upheld.detection.kind import kinds
from upheld.policy.language.data import DataUse, NotCollected
from upheld.policy.language.payments import CardRule
from upheld.policy.language.regions import RestrictedData
from upheld.policy.model import Policy
from upheld.promises.control import STORES_UNSEEN, Asked, Seen
from upheld.promises.scanned import Held, Scanned
from upheld.promises.state import State
from upheld.screening.sought import regions_of
from upheld.vocabulary import category
from upheld.wording import Text

EVERY = timedelta(days=31)
"""How often the values have to be scanned."""
_AGAIN = "upheld map check --values"
_NAMED = 4
"""Kinds that are named in a sentence; the others are counted."""
_CODE, _NUMBER = "card_security_code", "card_number"
_WIDER: Mapping[str, tuple[str, ...]] = {
    "special_category": ("belief", "origin", "sexuality", "criminal.victim"),
    "biometric_genetic": ("biometric", "health.genetic"),
}
"""Kinds that stand for more than one category, as `upheld.detection.about` finds them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sought:
    """What may not be found.

    Attributes:
        sure: Kinds that are it.
        perhaps: Kinds that are it, or something else that may stand there.
        unseen: Categories of which no reading recognises a value.
        columns: Only columns of these categories count; `None`: all places.
        excepted: Whether the line names an exception, of which only a person can tell.
    """

    sure: frozenset[str]
    perhaps: frozenset[str] = frozenset()
    unseen: tuple[str, ...] = ()
    columns: tuple[str, ...] | None = None
    excepted: bool = False


_Said: TypeAlias = tuple[State, str, str]


def values_held(asked: Asked) -> Seen:
    """Nothing that the line excludes was found by a whole and fresh scan.

    Of a restricted region only what says so itself is seen (`restricted_region`: where somebody
    lives or comes from). A telephone number of such a region is found as a telephone number, and
    opens a case (`map check --values --open-cases`) without being counted here.
    """
    sought, scanned = _sought(asked), asked.facts.scanned
    if not sought.sure | sought.perhaps:
        return _told(None, _unseen(sought))
    if scanned is None:
        return _told(
            None,
            (
                "no_evidence_yet",
                f"values were never looked at: {_AGAIN}",
                f"保存された値がまだ調べられていません: {_AGAIN}",
            ),
        )
    if not scanned.collections and not scanned.unread and not scanned.found:
        return Seen(state="no_evidence_yet", why=STORES_UNSEEN)
    said = (
        _found(asked, sought, scanned)
        or _unfinished(asked, scanned)
        or (_unseen(sought) if sought.unseen else None)
        or (_beyond_reading(scanned) if scanned.opaque else None)
    )
    return _told(scanned, said or _nothing_found(asked, sought, scanned))


def _sought(asked: Asked) -> _Sought:
    policy = asked.policy
    match asked.line.promise:
        case DataUse(never=never):
            return _of_categories(policy, never, columns=policy.items_of(asked.name))
        case NotCollected(items=items, except_for=exception):
            return _of_categories(policy, items, excepted=exception is not None)
        case CardRule(stored=stored):
            return _Sought(sure=frozenset({_CODE} if stored else {_CODE, _NUMBER}))
        case RestrictedData():
            return _Sought(sure=frozenset({"restricted_region"}))
    raise TypeError("the line is not bound to this control")


def _of_categories(
    policy: Policy,
    names: Iterable[str],
    *,
    columns: tuple[str, ...] | None = None,
    excepted: bool = False,
) -> _Sought:
    items = tuple(dict.fromkeys(item for name in names for item in policy.items_of(name)))
    sure = frozenset(
        kind for kind in kinds() if all(_below(one, items) for one in _categories(kind))
    )
    near = {
        kind: [i for i in items if any(_touch(one, i) for one in _categories(kind))]
        for kind in kinds()
    }
    seen = {item for touched in near.values() for item in touched}
    return _Sought(
        sure=sure,
        perhaps=frozenset(kind for kind, touched in near.items() if touched) - sure,
        unseen=tuple(item for item in items if item not in seen),
        columns=columns,
        excepted=excepted,
    )


def _categories(kind: str) -> tuple[str, ...]:
    return _WIDER.get(kind, (kinds()[kind].category,))


def _below(name: str, items: Iterable[str]) -> bool:
    return any(category.within(name, item) for item in items)


def _touch(name: str, item: str) -> bool:
    return category.within(name, item) or category.within(item, name)


def _found(asked: Asked, sought: _Sought, scanned: Scanned) -> _Said | None:
    there = [one for one in scanned.found if _counts(one, sought)]
    sure = [one for one in there if one.certain and one.kind in sought.sure]
    perhaps = [one for one in there if one.certain and one.kind in sought.perhaps]
    weak = [one for one in there if not one.certain and one.kind in sought.sure | sought.perhaps]
    closed = isinstance(asked.line.promise, RestrictedData)
    if closed and (told := _under_way(asked.facts.restricted, scanned, found=bool(sure))):
        return told
    if sure and sought.excepted:
        said = _listed(sure)
        return (
            "at_risk",
            f"{said.en}: whether that is the exception, a person has to say",
            f"{said.ja}。例外に当たるかは人の判断が必要です",
        )
    if sure:
        said, day = _listed(sure), _day(asked, scanned)
        return (
            "broken",
            f"by the scan of {day}: {said.en}; once it is erased, scan again: {_AGAIN}",
            f"{day} の検査: {said.ja}。消去したら再検査: {_AGAIN}",
        )
    if perhaps:
        said = _listed(perhaps)
        return (
            "at_risk",
            f"{said.en}: it may be what is excluded",
            f"{said.ja}。対象の情報の可能性があります",
        )
    return _uncertain(weak) if weak else None


def _under_way(cases: OfGroup, scanned: Scanned, *, found: bool) -> _Said | None:
    """Whether what was found is what cases erase: a scan after the newest of them found more.

    One that opened cases itself (`--open-cases`) left no row without one.
    """
    more = found and not scanned.cases and cases.newest is not None and cases.newest < scanned.at
    if cases.open and not more:
        return (
            "at_risk",
            f"{cases.open} case(s) that erase it are open",
            f"消去の案件が {cases.open} 件進行中です",
        )
    if found and cases.erased and not cases.open:
        return (
            "at_risk",
            f"{cases.erased} case(s) were erased since; scan again: {_AGAIN}",
            f"その後に {cases.erased} 件の案件を消去しました。再検査: {_AGAIN}",
        )
    return None


def _uncertain(weak: Iterable[Held]) -> _Said:
    """Say what may be it: a guess, or one value all over, that may be nobody's."""
    doubtful = [one for one in weak if one.doubtful]
    repeated = [one for one in weak if not one.doubtful]
    said = []
    if doubtful:
        rows, told = sum(one.rows for one in doubtful), _listed(doubtful)
        said.append(
            Text(
                en=f"{rows} row(s) may hold it ({told.en}): look at them (upheld detect)",
                ja=f"該当の可能性がある {rows} 行({told.ja})を確認してください(upheld detect)",
            )
        )
    if repeated:
        rows, told = sum(one.rows for one in repeated), _listed(repeated)
        said.append(
            Text(
                en=f"one value of it in {rows} row(s) ({told.en}): whether it is somebody's, "
                "a person has to say",
                ja=f"同じ値が {rows} 行({told.ja})。誰かの情報かは人の判断が必要です",
            )
        )
    return "at_risk", "; ".join(one.en for one in said), "。".join(one.ja for one in said)


def _counts(one: Held, sought: _Sought) -> bool:
    if sought.columns is None:
        return True
    return one.category is not None and _below(one.category, sought.columns)


def _listed(found: Iterable[Held]) -> Text:
    """Say which kinds stand in how many rows and columns of which systems."""
    sums: dict[str, tuple[int, int]] = {}
    systems: dict[str | None, None] = {}
    for one in found:
        rows, columns = sums.get(one.kind, (0, 0))
        sums[one.kind] = rows + one.rows, columns + one.columns
        systems[one.system] = None
    where = Text(
        en=", ".join("several systems" if name is None else name for name in systems),
        ja="、".join("複数のシステム" if name is None else name for name in systems),
    )
    what = _several(
        Text(
            en=f"{kinds()[kind].label.en} in {rows} row(s) of {columns} column(s)",
            ja=f"{kinds()[kind].label.ja}({columns} 列の {rows} 行)",
        )
        for kind, (rows, columns) in sums.items()
    )
    return Text(en=f"{where.en}: {what.en}", ja=f"{where.ja}: {what.ja}")


def _unfinished(asked: Asked, scanned: Scanned) -> _Said | None:
    """Why a scan that found nothing does not prove that nothing is there."""
    due = _due(asked, scanned)
    if scanned.unread:
        return (
            "at_risk",
            f"{scanned.unread} place(s) were not read to their end: {_AGAIN}",
            f"最後まで読めなかった保存先が {scanned.unread} 件あります: {_AGAIN}",
        )
    if due < asked.facts.now.date().isoformat():
        return "at_risk", f"the next scan was due on {due}", f"次の検査の期限は {due} でした"
    closed = isinstance(asked.line.promise, RestrictedData)
    if closed and not regions_of(asked.policy) <= scanned.regions:
        return (
            "at_risk",
            f"regions were closed since the last scan: {_AGAIN}",
            f"前回の検査の後に対象外の地域が増えました: {_AGAIN}",
        )
    return None


def _unseen(sought: _Sought) -> _Said:
    of = _several(category.label(item) for item in sought.unseen)
    return (
        "not_provable",
        f"values of this are recognised by no reading: {of.en}",
        f"値を読み取っても判別できない情報です: {of.ja}",
    )


def _beyond_reading(scanned: Scanned) -> _Said:
    return (
        "not_provable",
        f"nothing of it in what can be read; {scanned.opaque} thing(s) cannot (pictures, locked files)",
        f"読めるものには該当がありませんが、画像など読めないものが {scanned.opaque} 件あります",
    )


def _nothing_found(asked: Asked, sought: _Sought, scanned: Scanned) -> _Said:
    due, of = _due(asked, scanned), _several(_labels(sought.sure | sought.perhaps))
    count = scanned.collections
    return (
        "kept",
        f"nothing of it ({of.en}) in {count} collection(s), read in full; again by {due}",
        f"すべて読んだ {count} 件の保存先に該当なし({of.ja})。次の期限 {due}",
    )


def _due(asked: Asked, scanned: Scanned) -> str:
    """The last day on which the next scan is in time."""
    return (_day(asked, scanned) + EVERY).isoformat()


def _day(asked: Asked, scanned: Scanned) -> date:
    return scanned.at.astimezone(asked.facts.now.tzinfo).date()


def _labels(names: frozenset[str]) -> Iterator[Text]:
    return (kind.label for name, kind in kinds().items() if name in names)


def _several(texts: Iterable[Text]) -> Text:
    all_ = list(texts)
    more = f" (+{len(all_) - _NAMED})" if len(all_) > _NAMED else ""
    return Text(
        en=", ".join(one.en for one in all_[:_NAMED]) + more,
        ja="、".join(one.ja for one in all_[:_NAMED]) + more,
    )


def _told(scanned: Scanned | None, told: _Said) -> Seen:
    state, en, ja = told
    at, entry = (None, None) if scanned is None else (scanned.at, scanned.entry)
    evidence = None if entry is None else f"ledger:{entry}"
    return Seen(state=state, why=Text(en=en, ja=ja), at=at, evidence=evidence)

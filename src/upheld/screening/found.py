"""A prohibited input that is found later: a clock of hours, an erasure that is read back, on record.

    ref = remedies.open_case(place, tenant="acme", group="health", lying=[...])
    remedies.erase(ref, place)     # erased and read back, or refused with what is left
    remedies.standing()            # open cases, and which are late

The clock runs from detection, over nights, weekends and holidays. Where the input lies (a prompt, a
log, a cache, a row of vectors) is sealed, and forgotten once all of it is gone.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    insert,
    select,
    update,
)

from upheld.clock import Clock
from upheld.connectors.contract import Connector, Selection
from upheld.evidence.entry import JSON, Entry
from upheld.evidence.ledger import append
from upheld.law.calendar import japan
from upheld.law.clock import Deadline, LawClock
from upheld.law.periods import Hours
from upheld.policy.language.ai import AiTerms
from upheld.policy.model import Policy
from upheld.refusal import Exit, RefusalError, UsageError
from upheld.rights.vault import Vault
from upheld.wording import Text

OPENED, ERASING, ERASED, LEFT = (
    "ai-input-found",
    "ai-input-erasing",
    "ai-input-erased",
    "ai-input-left",
)
"""Kinds of entries."""
_WITHIN = Hours(72)
"""Where the policy names no period: what policies usually promise."""
_REF = re.compile(r"AI-([0-9]{1,18})")  # what a BIGINT holds

metadata = MetaData()
found_inputs = Table(
    "screening_found",
    metadata,
    Column(
        "id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    Column("tenant", String(64), nullable=False),
    Column("kind_group", String(32), nullable=False),
    Column("detected_at", DateTime(timezone=True), nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("erased_at", DateTime(timezone=True)),
    Column("sealed", LargeBinary),
    sqlite_autoincrement=True,
)


class FoundUnknownError(RefusalError):
    """There is no such case, or it is done."""

    code = "found-input-unknown"


class FoundLeftError(RefusalError):
    """Something of a found input is still there."""

    code = "found-input-left"
    exit_code = Exit.REMAINING


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """Where a part of it lies: records of one collection of a connected place.

    Attributes:
        system: The place, as `upheld.yaml` calls it.
        collection: A table, or a pattern of keys or paths.
        by: The column, or the name in braces.
        value: Of the record; sealed, because it can be a person's.
    """

    system: str
    collection: str
    by: str
    value: str | int = field(repr=False)

    @property
    def place(self) -> str:
        """What people are told of it: no column and no value."""
        return f"{self.system}.{self.collection}"

    @property
    def selection(self) -> Selection:
        """What the connector is asked about."""
        return Selection(collection=self.collection, by=(self.by,), values=[(self.value,)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An open case.

    Attributes:
        ref: Its reference.
        tenant: Whose input it is.
        group: What it holds.
        due: Until when it has to be gone.
        late: Whether that has passed.
    """

    ref: str
    tenant: str
    group: str
    due: datetime
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """What cases need: our own store, its seal, the clock and the policy."""

    engine: Engine
    vault: Vault
    clock: Clock
    policy: Policy

    def open_case(
        self, place: Callable[[str], Connector], *, tenant: str, group: str, lying: Sequence[Lying]
    ) -> str:
        """Open a case; its clock runs from now. Return its reference.

        Every place is read first. A misspelt value, or a text where a number is kept, would
        match nothing, and an erasure of nothing would read as done.

        Raises:
            UsageError: It lies nowhere, or not where it is said to.
            PlaceUnreachableError, PlaceFailedError: A place cannot be read.
        """
        for one in lying:
            if place(one.system).count(one.selection) == 0:
                raise _not_there(one)
        if not lying:
            raise UsageError(
                Text(en="it is not said where the input lies", ja="入力の場所が指定されていません"),
                remedy=Text(en="name at least one place", ja="場所を一つ以上指定してください"),
            )
        at = self.clock.now()
        due = self._due(at)
        with self.engine.begin() as connection:
            case = {"tenant": tenant, "kind_group": group, "detected_at": at, "due_at": due}
            ref = self._kept(connection, case, lying)
            self._say(
                connection,
                OPENED,
                ref,
                {
                    "tenant": tenant,
                    "group": group,
                    "due": due.isoformat(),
                    "places": sorted({one.place for one in lying}),
                    "clause": self._clause(),
                },
            )
        return ref

    def erase(self, ref: str, place: Callable[[str], Connector]) -> Mapping[str, int]:
        """Erase what a case names, and read every place again; run it again after a failure.

        Args:
            ref: The case.
            place: Opens a connected place by its name.

        Returns:
            Records that were erased, by place.

        Raises:
            FoundUnknownError: There is no such open case.
            FoundLeftError: Something is still there; the case stays open.
            PlaceUnreachableError, PlaceFailedError: A place did not obey; the case stays open.
        """
        lying = self._lying(ref)
        with self.engine.begin() as connection:
            self._say(connection, ERASING, ref, {"places": len(lying)})
        erased: dict[str, int] = {}
        for one in lying:
            count = place(one.system).erase(one.selection)
            erased[one.place] = erased.get(one.place, 0) + count
        left = {one.place for one in lying if place(one.system).count(one.selection) > 0}
        self._settle(ref, erased, sorted(left))
        return erased

    def standing(self) -> list[Standing]:
        """Return the open cases, those that are due first."""
        now = self.clock.now()
        with self.engine.connect() as connection:
            rows = connection.execute(
                select(found_inputs)
                .where(found_inputs.c.erased_at.is_(None))
                .order_by(found_inputs.c.due_at, found_inputs.c.id)
            ).all()
        return [
            Standing(
                ref=_ref(row.id),
                tenant=row.tenant,
                group=row.kind_group,
                due=_in_utc(row.due_at),
                late=_in_utc(row.due_at) < now,
            )
            for row in rows
        ]

    def _settle(self, ref: str, erased: Mapping[str, int], left: Sequence[str]) -> None:
        at = self.clock.now()
        with self.engine.begin() as connection:
            if left:
                self._say(connection, LEFT, ref, {"places": list(left)})
            else:
                row = connection.execute(
                    select(found_inputs.c.due_at).where(found_inputs.c.id == _number(ref))
                ).one()
                connection.execute(
                    update(found_inputs)
                    .where(found_inputs.c.id == _number(ref))
                    .values(erased_at=at, sealed=None)
                )
                self._say(
                    connection,
                    ERASED,
                    ref,
                    {"records": dict(erased), "remaining": 0, "late": at > _in_utc(row.due_at)},
                )
        if left:
            listed = ", ".join(f"`{one}`" for one in left)
            raise FoundLeftError(
                Text(
                    en=f"{listed} still holds what case {ref} names",
                    ja=f"{listed} に案件 {ref} の対象が残っています",
                ),
                remedy=Text(
                    en="find out what writes it again, and run the same command",
                    ja="書き戻しているものを調べ、同じコマンドを実行してください",
                ),
            )

    def _lying(self, ref: str) -> list[Lying]:
        with self.engine.connect() as connection:
            row = connection.execute(
                select(found_inputs).where(
                    found_inputs.c.id == _number(ref), found_inputs.c.erased_at.is_(None)
                )
            ).one_or_none()
        if row is None or row.sealed is None:
            raise _unknown(ref)
        return [Lying(**one) for one in self.vault.open(ref, bytes(row.sealed))["lying"]]

    def _kept(
        self, connection: Connection, case: Mapping[str, object], lying: Sequence[Lying]
    ) -> str:
        """Keep a case; its number is in the seal, so the seal comes second."""
        key = connection.execute(insert(found_inputs).values(**case)).inserted_primary_key
        number = int(key[0]) if key is not None else 0
        sealed = self.vault.seal(_ref(number), {"lying": [asdict(one) for one in lying]})
        connection.execute(
            update(found_inputs).where(found_inputs.c.id == number).values(sealed=sealed)
        )
        return _ref(number)

    def _due(self, at: datetime) -> datetime:
        terms = self.policy.ai or AiTerms()
        period = _WITHIN if terms.delete_found is None else terms.delete_found.within
        clock = LawClock(calendar=japan(), zone=ZoneInfo(self.policy.policy.tz))
        return Deadline(clock=clock, period=period).due(at).ends.astimezone(UTC)

    def _clause(self) -> str | None:
        terms = self.policy.ai or AiTerms()
        return None if terms.delete_found is None else ", ".join(terms.delete_found.c)

    def _say(self, connection: Connection, kind: str, ref: str, body: Mapping[str, JSON]) -> None:
        at = self.clock.now()
        append(connection, Entry(kind=kind, at=at, case=ref, drill=self.clock.drill, body=body))


def _not_there(one: Lying) -> UsageError:
    return UsageError(
        Text(
            en=f"`{one.place}` holds no record with this `{one.by}`",
            ja=f"`{one.place}` に、この `{one.by}` の記録はありません",
        ),
        remedy=Text(
            en="check the value; nothing was opened",
            ja="値を確認してください。案件は作っていません",
        ),
    )


def _ref(number: int) -> str:
    return f"AI-{number:04d}"


def _number(ref: str) -> int:
    found = _REF.fullmatch(ref)
    if found is None:
        raise _unknown(ref)
    return int(found[1])


def _unknown(ref: str) -> FoundUnknownError:
    return FoundUnknownError(
        Text(
            en=f"there is no open case `{ref[:20]}`", ja=f"未完了の案件 `{ref[:20]}` はありません"
        ),
        remedy=Text(
            en="`upheld gateway found list` shows what is open",
            ja="`upheld gateway found list` で一覧を確認してください",
        ),
    )


def _in_utc(at: datetime) -> datetime:
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)

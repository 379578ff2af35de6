"""A map in our own store: encrypted, with an end time, erased by scope and by person.

1. `pseudonymised` gives names and keeps what is new, in one transaction; of two processes that
   give one name at once, the later takes another.
2. `restored` and `restoring` write into the ledger who restored what kinds, before a value is out.
3. `erase_ended`, `erase_scope` and `erase_person` take values out; the ledger has how many.
"""

import hmac
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, timedelta

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from upheld.clock import Clock
from upheld.detection.transform import Place, Pseudonyms, Restorer, Scope
from upheld.detection.transform.normal import normal
from upheld.detection.transform.placeholder import written
from upheld.detection.transform.pseudonyms import Kept, Numbering
from upheld.detection.transform.restoring import Form
from upheld.evidence.entry import JSON, Entry
from upheld.evidence.ledger import append
from upheld.refusal import RefusalError
from upheld.screening.vault import store
from upheld.wording import Text

LONGEST = timedelta(hours=72)
"""A prohibited input found later has to be gone in this time; nothing here may outlast it."""
_NONCE_BYTES = 12
_TRIES = 50  # each one lost is a name that somebody else was given


class PeriodTooLongError(RefusalError):
    """Values were to be kept for longer than they may."""

    code = "vault-period-too-long"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVault:
    """The maps of every scope; used from any number of threads and processes.

    Attributes:
        engine: Our own store.
        key: 32 bytes; keys of digests and of sealing are derived from it.
        clock: Says when something has ended.
        period: How long a value is kept, from when it first came.
        numbering: Of placeholders.
        ascii_only: Whether placeholders are written in ASCII.
    """

    engine: Engine
    key: bytes = field(repr=False)
    clock: Clock
    period: timedelta = LONGEST
    numbering: Numbering = "sequence"
    ascii_only: bool = False

    def __post_init__(self) -> None:
        """Refuse a period that is too long.

        Raises:
            PeriodTooLongError: It is.
        """
        if not timedelta(0) < self.period <= LONGEST:
            raise PeriodTooLongError(
                Text(
                    en=f"values behind placeholders would be kept for {self.period}, more than {LONGEST}",
                    ja=f"仮名の元の値の保管期間が {self.period} で、上限の {LONGEST} を超えています",
                ),
                remedy=Text(en="set 72 hours or less", ja="72時間以内にしてください"),
            )

    def pseudonymised(self, scope: Scope, text: str, places: Iterable[Place]) -> str:
        """Return a text with a name in every place; what is new is kept."""
        where = list(places)
        for tried in range(_TRIES):
            try:
                with self.engine.begin() as connection:
                    store.erase_ended(connection, self.clock.now(), self._scope(scope))
                    names = self._map(connection, scope)
                    known = len(names)
                    changed = names.pseudonymised(text, where)
                    self._keep(connection, scope, list(names)[known:])
                    return changed
            except IntegrityError:
                if tried == _TRIES - 1:
                    raise
        raise AssertionError  # pragma: no cover - the loop returns or raises

    def restored(self, scope: Scope, text: str, *, by: str, form: Form = "plain") -> str:
        """Return a text with its values; the ledger has who restored what kinds.

        Args:
            scope: Where the names were given.
            text: With placeholders.
            by: Who asks: an id of a key or of staff, never a name.
            form: What the text is.
        """
        with self.engine.begin() as connection:
            names = self._map(connection, scope)
            counted = _Counting(names)
            whole = names.restorer(form=form, told=counted).whole(text)
            if counted.kinds:
                self._enter(connection, "pseudonyms-restored", scope, {
                    "by": by, "kinds": dict(sorted(counted.kinds.items())),
                })  # fmt: skip
        return whole

    @contextmanager
    def restoring(self, scope: Scope, *, by: str, form: Form = "plain") -> Iterator[Restorer]:
        """Restore a stream: the ledger has who began before the first value is out, and the counts.

        The last piece is asked for inside: `restorer.finish()`.
        """
        with self.engine.begin() as connection:
            names = self._map(connection, scope)
            held = Counter(one.kind for one in names)
            self._enter(connection, "pseudonyms-opened", scope, {
                "by": by, "kinds": dict(sorted(held.items())),
            })  # fmt: skip
        counted = _Counting(names)
        try:
            yield names.restorer(form=form, told=counted)
        finally:
            with self.engine.begin() as connection:
                self._enter(connection, "pseudonyms-restored", scope, {
                    "by": by, "kinds": dict(sorted(counted.kinds.items())),
                })  # fmt: skip

    def erase_ended(self) -> int:
        """Erase what has ended, in every scope; return how many."""
        with self.engine.begin() as connection:
            erased = store.erase_ended(connection, self.clock.now())
            if erased:
                self._enter(connection, "pseudonyms-erased", None, {"why": "end", "rows": erased})
        return erased

    def erase_scope(self, scope: Scope) -> int:
        """Erase the map of a scope; return how many values it had."""
        with self.engine.begin() as connection:
            erased = store.erase_scope(connection, self._scope(scope))
            self._enter(connection, "pseudonyms-erased", scope, {"why": "scope", "rows": erased})
        return erased

    def erase_person(self, values: Iterable[tuple[str, str]], *, case: str | None = None) -> int:
        """Erase a person's values wherever they are kept; return how many.

        Args:
            values: Kinds and values by which the person is known.
            case: The request it belongs to.
        """
        digests = [self._value(kind, value) for kind, value in values]
        with self.engine.begin() as connection:
            erased = store.erase_values(connection, digests)
            remaining = store.count_values(connection, digests)
            self._enter(connection, "pseudonyms-erased", None, {
                "why": "person", "rows": erased, "remaining": remaining,
            }, case)  # fmt: skip
        return erased

    def _map(self, connection: Connection, scope: Scope) -> Pseudonyms:
        rows = store.rows_of(connection, self._scope(scope), self.clock.now())
        return Pseudonyms(
            scope,
            numbering=self.numbering,
            ascii_only=self.ascii_only,
            kept=[Kept(row.kind, row.number, self._opened(row)) for row in rows],
        )

    def _keep(self, connection: Connection, scope: Scope, new: Iterable[Kept]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        now, cipher, name = (
            self.clock.now().astimezone(UTC),
            AESGCM(self._key("seal")),
            self._scope(scope),
        )
        rows = []
        for one in new:
            nonce = secrets.token_bytes(_NONCE_BYTES)
            sealed = nonce + cipher.encrypt(
                nonce, one.value.encode(), _bound(name, one.kind, one.number)
            )
            rows.append(
                store.PseudonymRow(
                    scope=name,
                    kind=one.kind,
                    number=one.number,
                    value_digest=self._value(one.kind, one.value),
                    sealed=sealed,
                    kept_at=now,
                    until=now + self.period,
                )
            )
        store.add(connection, rows)

    def _opened(self, row: store.PseudonymRow) -> str:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce, text = row.sealed[:_NONCE_BYTES], row.sealed[_NONCE_BYTES:]
        bound = _bound(row.scope, row.kind, row.number)
        return AESGCM(self._key("seal")).decrypt(nonce, text, bound).decode()

    def _enter(
        self,
        connection: Connection,
        kind: str,
        scope: Scope | None,
        body: dict[str, JSON],
        case: str | None = None,
    ) -> None:
        said = body if scope is None else {"scope": self._scope(scope)[:16], **body}
        at, drill = self.clock.now(), self.clock.drill
        append(connection, Entry(kind=kind, at=at, case=case, drill=drill, body=said))

    def _scope(self, scope: Scope) -> str:
        # The scope's own key takes part: a name alone finds nothing.
        return hmac.digest(self._key("scope"), scope.key + scope.name.encode(), "sha256").hex()

    def _value(self, kind: str, value: str) -> str:
        said = f"{kind}\0{normal(kind, value)}".encode()
        return hmac.digest(self._key("value"), said, "sha256").hex()

    def _key(self, use: str) -> bytes:
        return hmac.digest(self.key, b"upheld/vault/stored/1\0" + use.encode(), "sha256")


class _Counting:
    """Counts what is restored, by kind."""

    def __init__(self, names: Pseudonyms) -> None:
        self.kinds: Counter[str] = Counter()
        self._kind_of = {
            written(one.kind, one.number, ascii_only=ascii_only): one.kind
            for one in names
            for ascii_only in (False, True)
        }

    def __call__(self, placeholder: str) -> None:
        self.kinds[self._kind_of[placeholder]] += 1


def _bound(scope: str, kind: str, number: int) -> bytes:
    """A sealed value cannot be moved to another name."""
    return f"{scope}\0{kind}\0{number}".encode()

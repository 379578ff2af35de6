"""What a control is: how a promise is checked, how fresh its evidence has to be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from upheld.law.calendar import Calendar, CalendarName
from upheld.policy.language.line import ClauseId, Placed
from upheld.policy.model import Policy
from upheld.policy.rules.rule import Finding
from upheld.promises.facts import Facts
from upheld.promises.state import State
from upheld.wording import Text

Kind: TypeAlias = Literal["enforced", "observed", "by-procedure", "not-provable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a control is asked about: one line, one of its clauses, and what was seen."""

    policy: Policy
    line: Placed
    clause: ClauseId
    facts: Facts

    @property
    def name(self) -> str:
        """The key of the line where it stands in a mapping."""
        return str(self.line.path[-1])

    def calendar(self, own: CalendarName | None = None) -> Calendar:
        """Return the company's calendar; another one where the line names another."""
        company, name = self.facts.calendar, own or self.policy.policy.calendar
        return company if company is not None and company.name == name else Calendar(name=name)

    def by_finding(self, finding: Finding, state: State) -> "Seen":
        """Say what the check of this board found."""
        return Seen(
            state=state,
            why=finding.what,
            at=self.facts.now,
            evidence=f"check:{finding.code} {finding.where}",
        )

    def now(self, state: State, en: str, ja: str) -> "Seen":
        """Say what was looked at for this board."""
        return Seen(state=state, why=Text(en=en, ja=ja), at=self.facts.now, evidence="now")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a control says.

    Attributes:
        state: Of this clause, as far as this control can tell.
        why: One sentence for people.
        at: When the evidence was made.
        evidence: Where it is: `ledger:17`, `check:UPH211 datamap/shop.yaml:12`, `now`.
    """

    state: State
    why: Text
    at: datetime | None = None
    evidence: str | None = None


def nothing_yet(en: str, ja: str) -> Seen:
    """Say that nothing was looked at, or nothing has happened yet."""
    return Seen(state="no_evidence_yet", why=Text(en=en, ja=ja))


Look: TypeAlias = Callable[[Asked], Seen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One way to check promises.

    Attributes:
        id: Stable, kebab-case.
        how: How it is checked, for people.
        fresh: How old its evidence may be; `None` where it is looked at for each board.
        look: Says the state; `None` for a control that this version does not have yet.
    """

    id: str
    kind: Kind
    how: Text
    fresh: timedelta | None = None
    look: Look | None = None

    def seen(self, asked: Asked) -> Seen:
        """Ask the control; one that does not exist yet says so."""
        if self.look is None:
            return Seen(
                state="no_evidence_yet",
                why=Text(
                    en=f"not in this version of upheld: {self.how.en}",
                    ja=f"この版の upheld にはまだない管理策です: {self.how.ja}",
                ),
            )
        return self.look(asked)


STORES_UNSEEN = Text(
    en="the stores were not looked at: connect every one of them under `systems:` in upheld.yaml; "
    "`upheld check` says which does not answer",
    ja="保存先がまだ確認されていません。upheld.yaml の `systems:` にすべて接続してください。応答しないものは "
    "`upheld check` で分かります",
)
"""Why nothing is known where a store is not connected, and the next step."""
OFF = Text(en="the control is switched off", ja="管理策が停止されています")


def switched_off(control: Control) -> Control:
    """Return the control as it is when nobody runs it."""
    return Control(
        id=control.id,
        kind=control.kind,
        how=control.how,
        fresh=control.fresh,
        look=lambda _asked: Seen(state="no_evidence_yet", why=OFF),
    )


Catalogue: TypeAlias = Mapping[str, Control]

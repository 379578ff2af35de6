"""Is the person of a case there, and if not, is that proven? Reads only."""

from dataclasses import dataclass, field

from upheld.desk.case import Case
from upheld.desk.office import Office
from upheld.rights import absence
from upheld.rights.candidates import people_in
from upheld.rights.case import Case as EngineCase
from upheld.rights.case import Private
from upheld.rights.finding import find_everywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a search in every connected place found.

    Attributes:
        found: How many people match.
        missing: For nobody: what keeps the absence from being proven, empty where it is;
            `None` where somebody was found.
        case: What was found, as the rooms below want it.
    """

    found: int
    missing: tuple[str, ...] | None
    case: EngineCase = field(repr=False)

    @property
    def proven_absent(self) -> bool:
        """Whether nobody is there, beyond what is not proven."""
        return self.missing == ()


def look(office: Office, case: Case) -> Looked:
    """Look for the person of a case.

    Raises:
        PlaceUnreachableError: A database does not answer: nothing can be said.
    """
    company = office.company
    asked = EngineCase(
        ref=case.reference,
        batch=None,
        right="disclosure",
        state="received",
        opened_at=case.received_at,
        private=Private(asked=subject_of(office, case)),
        salt=None,
    )
    find_everywhere(company.looking_up(company.clock.today()), [asked])
    if asked.found == "none":
        missing = absence.prove(company, [asked])[asked.ref]
        return Looked(found=0, missing=tuple(missing), case=asked)
    found = people_in(asked.private.candidates) if asked.private else []
    return Looked(found=max(len(found), 1), missing=None, case=asked)


def subject_of(office: Office, case: Case) -> dict[str, str]:
    """Return the identifiers of the person whose data a case is about.

    A report about a child, or a request by an agent, may name another person than who asks.
    Only kinds that some map knows people by are returned.
    """
    if case.sealed is None:
        return {}
    known = office.company.known_kinds()
    about = {kind: value for kind, value in case.sealed.about.items() if kind in known and value}
    return about or {k: v for k, v in case.sealed.subject.items() if k in known and v}

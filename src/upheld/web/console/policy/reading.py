"""The published versions and the draft of a running desk, as they are in its workspace now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from upheld.checking.procedure import Subject, check
from upheld.datamap.reading import read_maps
from upheld.desk.office import Office
from upheld.documents.positioned import Positioned
from upheld.policy.change.compare import Comparison, compare
from upheld.policy.model import Policy
from upheld.policy.reading import locate_policy
from upheld.policy.rules.rule import Finding, Severity
from upheld.refusal import RefusalError, RefusalsError
from upheld.versions.archive import Archive, Version
from upheld.versions.conditions import earliest, refuse_errors, refuse_known, refuse_unsigned
from upheld.versions.publishing import Desk, publisher_of, sealed
from upheld.web.refused import PageUnknownError

Standing: TypeAlias = Literal["coming", "in-force", "past"]
DRAFT = "draft"
"""What the draft is called in an address: no version of the archive is looked up under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One published version.

    Attributes:
        entry: The number of the ledger's entry that seals it; `None` where it is not proven.
        altered: Why it is not.
        publisher: Who published it, where that was in the console or by a token.
        languages: Of its texts.
    """

    version: Version
    standing: Standing
    entry: int | None
    altered: RefusalError | None
    publisher: str | None
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The workspace's policy folder.

    Attributes:
        read: With its places; `None` where it cannot be read.
        errors: Why it cannot.
        findings: What the linter says of it and of the data maps' files, the worst first.
        before: The newest version, if there is one.
        comparison: With that version.
        refusals: What keeps it from being published on any day.
        earliest: The first day that is allowed.
    """

    read: Positioned[Policy] | None
    errors: tuple[RefusalError, ...] = ()
    findings: tuple[Finding, ...] = ()
    before: Version | None = None
    comparison: Comparison | None = None
    refusals: tuple[RefusalError, ...] = ()
    earliest: date | None = None

    @property
    def unchanged(self) -> bool:
        """Whether it declares what the newest version declares."""
        policy = self.read.model if self.read is not None else None
        known = self.before
        return policy is not None and known is not None and policy.sha256 == known.policy_sha256


def archive_of(office: Office) -> Archive:
    """Return the archive of the workspace."""
    return Archive(office.folder / "versions")


def desk_of(office: Office, by: str | None = None) -> Desk:
    """Return what publishing works with."""
    company = office.company
    today = company.clock.now().astimezone(office.zone).date()
    return Desk(
        archive=archive_of(office),
        engine=company.engine,
        signer=company.signer,
        clock=company.clock,
        today=today,
        by=by,
    )


def in_force(office: Office) -> Version | None:
    """Return the version whose day has come last; `None` before there is one."""
    desk = desk_of(office)
    passed = [one for one in desk.archive.versions() if one.effective_day <= desk.today]
    return passed[-1] if passed else None


def shown(office: Office) -> list[Shown]:
    """Return every version, the newest first, each proven anew."""
    desk = desk_of(office)
    versions = desk.archive.versions()
    binding = in_force(office)
    standings: Mapping[str, Standing] = {
        one.version: "coming"
        if one.effective_day > desk.today
        else "in-force"
        if one == binding
        else "past"
        for one in versions
    }
    return [_shown(desk, one, standings[one.version]) for one in reversed(versions)]


def one_shown(office: Office, name: str) -> Shown:
    """Return one version.

    Raises:
        PageUnknownError: It was never published.
    """
    for one in shown(office):
        if one.version.version == name:
            return one
    raise PageUnknownError


def _shown(desk: Desk, version: Version, standing: Standing) -> Shown:
    entry: int | None = None
    altered: RefusalError | None = None
    try:
        entry = sealed(desk.archive, desk.engine, version)
    except RefusalError as refusal:
        altered = refusal
    texts = [name.split(".") for name in version.files if name.startswith("texts/")]
    languages = {parts[-2] for parts in texts if len(parts) > 2}  # noqa: PLR2004 - name.ja.html
    return Shown(
        version=version,
        standing=standing,
        entry=entry,
        altered=altered,
        publisher=publisher_of(desk.engine, version),
        languages=tuple(one for one in ("ja", "en") if one in languages),
    )


def policy_named(office: Office, name: str) -> Policy:
    """Return a version's declaration, or the draft's.

    Raises:
        PageUnknownError: There is no such version.
        RefusalsError: The draft cannot be read.
    """
    if name == DRAFT:
        return locate_policy(office.folder / "policy").model
    archive = archive_of(office)
    for one in archive.versions():
        if one.version == name:
            return archive.policy_of(one)
    raise PageUnknownError


def clauses_of_lines(policy: Policy) -> list[str]:
    """Return the clauses that a line carries out, in the order of the declaration: the board's."""
    return list(dict.fromkeys(str(c) for placed in policy.promises for c in placed.promise.c))


def clauses_in_order(policy: Policy) -> list[str]:
    """Return every clause; those of people and of the policy as a whole come last."""
    of_lines = clauses_of_lines(policy)
    return [*of_lines, *sorted({str(c) for c in policy.clauses()} - set(of_lines))]


def draft(office: Office) -> Draft:
    """Read the draft, check it and compare it with the newest version."""
    desk = desk_of(office)
    try:
        read = locate_policy(office.folder / "policy")
    except RefusalsError as refusal:
        return Draft(read=None, errors=tuple(refusal.refusals))
    except RefusalError as refusal:
        return Draft(read=None, errors=(refusal,))
    versions = desk.archive.versions()
    newest = versions[-1] if versions else None
    comparison = compare(desk.archive.policy_of(newest), read.model) if newest else None
    day, _ = earliest(versions, comparison, desk.today)
    return Draft(
        read=read,
        findings=_findings(office, read),
        before=newest,
        comparison=comparison,
        refusals=tuple(_refusals(desk, read, versions)),
        earliest=day,
    )


_WORST_FIRST: tuple[Severity, ...] = ("error", "warning", "information")


def _findings(office: Office, read: Positioned[Policy]) -> tuple[Finding, ...]:
    """Run the linter on the files; the stores are `upheld check`'s and the board's."""
    company = office.company
    try:
        maps = read_maps(office.folder / "datamap")
    except RefusalError:
        maps = {}  # the pages of the maps say what is wrong with them
    today = company.clock.now().astimezone(office.zone).date()
    found = check(Subject(policy=read, maps=maps, calendar=company.calendar), today).findings
    return tuple(sorted(found, key=lambda one: _WORST_FIRST.index(one.severity)))


def _refusals(
    desk: Desk, read: Positioned[Policy], versions: Sequence[Version]
) -> list[RefusalError]:
    found: list[RefusalError] = []
    conditions: tuple[Callable[[], None], ...] = (
        lambda: refuse_errors(read, desk.today),
        lambda: refuse_known(read.model.policy.version, versions),
        lambda: refuse_unsigned(read.model),
    )
    for refuse in conditions:
        try:
            refuse()
        except RefusalError as refusal:
            found.append(refusal)
    return found

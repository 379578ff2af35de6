"""`map check --values --open-cases`: people of restricted regions, suspended and to be erased."""

from typing import TYPE_CHECKING

from upheld.refusal import UsageError
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

if TYPE_CHECKING:  # heavy: `upheld --help` does without them
    from upheld.assembly import Workspace

_GROUP = "restricted_region"
_BY = "map-check"


def open_cases(opened: "Workspace") -> list[str]:
    """Open a case for each thousand rows that hold somebody of a restricted region.

    Rows of which a case is open are left out, so that a nightly run opens nothing twice.

    Raises:
        UsageError: The policy restricts no region.
    """
    from upheld.desk.found_inputs.opening import FoundInput, already_open, open_case
    from upheld.desk.found_inputs.searching import rows_with
    from upheld.evidence import ledger
    from upheld.screening.sought import scanner_of

    office = opened.office()
    company = office.company
    policy = company.policy
    if policy.regions is None or not policy.regions.all_closed():
        raise _no_region()
    scanner = scanner_of(policy, company.clock.today())
    references = []
    for system in company.systems:
        SCREEN.progress(
            say(f"looking for restricted regions in {system.name}", f"{system.name} を調べています")
        )
        for located in list(rows_with(system, scanner, _GROUP)):
            fresh = located.without(already_open(office, located))
            if not fresh.rows:
                continue
            found = FoundInput(group=_GROUP, located=fresh, by=_BY, suspend_people=True)
            references.append(open_case(office, found, opened.settings.language or "ja").reference)
    SCREEN.progress_over()
    ledger.seal(company.engine, company.signer, company.clock)
    return references


def show(references: list[str]) -> None:
    """Say which cases were opened."""
    listed = ", ".join(references)
    if references:
        SCREEN.say(
            f"cases opened, uses of these people stopped: {listed}; next: upheld gateway found plan CASE",
            f"案件を作り、本人の利用を停止しました: {listed}。次: upheld gateway found plan 案件",
        )


def needs_values() -> UsageError:
    """Return the refusal of cases about contents that nobody read."""
    return UsageError(
        Text(en="`--open-cases` needs `--values`", ja="`--open-cases` には `--values` が必要です"),
        remedy=Text(
            en="write `upheld map check --values --open-cases`",
            ja="`upheld map check --values --open-cases` と書いてください",
        ),
    )


def _no_region() -> UsageError:
    return UsageError(
        Text(en="the policy restricts no region", ja="ポリシーに提供対象外の地域がありません"),
        remedy=Text(
            en="declare `regions.closed` or `regions.maintained.adds`, or leave `--open-cases` out",
            ja="`regions.closed` か `regions.maintained.adds` を宣言するか、`--open-cases` を外してください",
        ),
    )

"""What a request is refused for, and the words for it."""

from collections.abc import Sequence

from upheld.deletion.refusals import NotApprovedError, PlanStaleError
from upheld.refusal import RefusalError, UsageError
from upheld.rights.candidates import Candidate
from upheld.rights.case import Case
from upheld.wording import Text


class SeveralPeopleError(RefusalError):
    """Several people were found; nothing is done before one is chosen."""

    code = "several-people"


class AlreadyRunningError(RefusalError):
    """Another process carries this request out right now."""

    code = "already-running"


class RightNotOfferedError(RefusalError):
    """The policy does not offer this right."""

    code = "right-not-offered"


def several(case: Case, people: Sequence[Candidate]) -> SeveralPeopleError:
    """Name the people found by number and place, never by anything personal."""
    listed = ", ".join(f"{n}: {person.place}" for n, person in enumerate(people, 1))
    return SeveralPeopleError(
        Text(
            en=f"{len(people)} people match `{case.ref}` ({listed})",
            ja=f"`{case.ref}` に該当する人が {len(people)} 人います({listed})",
        ),
        remedy=Text(
            en=f"ask for one more identifier, or `upheld request choose {case.ref} --person N`; "
            "repeat `--person`, or give `--all`, where they are the same person",
            ja=f"識別子をもう一つ確認するか、`upheld request choose {case.ref} --person N` で選んで"
            "ください。同じ人であれば `--person` を繰り返すか `--all` を指定してください",
        ),
    )


def not_to_choose(ref: str, count: int, number: int) -> UsageError:
    """There are not several people, or not so many."""
    return UsageError(
        Text(
            en=f"`{ref}` has {count} people to choose from, not {number}",
            ja=f"`{ref}` の候補は {count} 人です({number} は選べません)",
        ),
        remedy=Text(
            en=f"`upheld request plan {ref}` lists them",
            ja=f"`upheld request plan {ref}` で候補を確認してください",
        ),
    )


def stale(unit: str, why: Text, *, by: str = "request") -> PlanStaleError:
    """The approved plan no longer fits; `by`: whose command plans anew."""
    return PlanStaleError(
        Text(
            en=f"the plan of `{unit}` is stale: {why.en}",
            ja=f"`{unit}` の計画は古くなっています: {why.ja}",
        ),
        remedy=Text(
            en=f"`upheld {by} plan {unit}`, look at what changed, and approve it",
            ja=f"`upheld {by} plan {unit}` で計画し直し、変更点を確認して承認してください",
        ),
    )


def not_approved(unit: str) -> NotApprovedError:
    """Nothing was approved."""
    return NotApprovedError(
        Text(en=f"no plan of `{unit}` is approved", ja=f"`{unit}` の計画は承認されていません"),
        remedy=Text(
            en=f"`upheld request plan {unit}`, then `upheld request approve {unit} --plan <sha256> --by NAME`",
            ja=f"`upheld request plan {unit}` のあと `upheld request approve {unit} --plan <sha256> --by 氏名`",
        ),
    )


def already_running(unit: str) -> AlreadyRunningError:
    """Somebody else is at it."""
    return AlreadyRunningError(
        Text(
            en=f"`{unit}` is being carried out by another process",
            ja=f"`{unit}` は別のプロセスが実行中です",
        ),
        remedy=Text(
            en=f"wait for it; `upheld request show {unit}` shows how far it is",
            ja=f"完了を待ってください。`upheld request show {unit}` で進み具合が分かります",
        ),
    )

"""What a sweep is refused for, and the words for it."""

from upheld.datamap.drift import Drift
from upheld.refusal import Exit, RefusalError, Where
from upheld.wording import Text


class SweepStaleError(RefusalError):
    """What was approved is no longer what would be done."""

    code = "plan-stale"


class SweepNotApprovedError(RefusalError):
    """There is no approved plan of this run."""

    code = "not-approved"


class SweepBegunError(RefusalError):
    """A run was begun and has to be finished first."""

    code = "wrong-state"


class SweepMapDriftedError(RefusalError):
    """The database has something the map does not know."""

    code = "map-drifted"
    exit_code = Exit.REMAINING


def stale(ref: str, why: Text) -> SweepStaleError:
    """The world changed since the plan."""
    return SweepStaleError(
        Text(
            en=f"the plan of `{ref}` no longer holds: {why.en}",
            ja=f"`{ref}` の計画は無効です: {why.ja}",
        ),
        remedy=Text(
            en="look at a new one: `upheld retention plan`",
            ja="計画し直してください: `upheld retention plan`",
        ),
    )


def not_approved(ref: str) -> SweepNotApprovedError:
    """Nothing is carried out, and no period's end, without somebody's approval."""
    return SweepNotApprovedError(
        Text(en=f"`{ref}` has no approved plan", ja=f"`{ref}` には承認された計画がありません"),
        remedy=Text(
            en="`upheld retention plan`, then `upheld retention approve S-… --plan HASH --by NAME`",
            ja="`upheld retention plan` のあと `upheld retention approve S-… --plan ハッシュ --by 氏名`",
        ),
    )


def begun(ref: str) -> SweepBegunError:
    """One sweep at a time."""
    return SweepBegunError(
        Text(en=f"`{ref}` was begun and is not finished", ja=f"`{ref}` は実行の途中です"),
        remedy=Text(
            en=f"`upheld retention apply {ref}` finishes it",
            ja=f"`upheld retention apply {ref}` で続きを実行してください",
        ),
    )


def drifted(system: str, drift: Drift, more: int) -> SweepMapDriftedError:
    """Nothing is swept while the map does not say whose a table's rows are."""
    return SweepMapDriftedError(
        Text(
            en=f"{drift.what.en}" + (f" (+{more})" if more else ""),
            ja=f"{drift.what.ja}" + (f" (+{more})" if more else ""),
        ),
        where=Where(system=system, table=drift.table, column=drift.column),
        remedy=Text(
            en="run `upheld map check` and complete the map; until then nothing is swept",
            ja="`upheld map check` を実行し、データマップを補ってください。それまでは消去しません",
        ),
    )

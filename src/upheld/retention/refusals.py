"""What a sweep is refused for, and the words for it."""

from upheld.deletion.refusals import NotApprovedError, PlanStaleError, WrongStateError
from upheld.wording import Text


def stale(ref: str, why: Text) -> PlanStaleError:
    """The world changed since the plan."""
    return PlanStaleError(
        Text(
            en=f"the plan of `{ref}` no longer holds: {why.en}",
            ja=f"`{ref}` の計画は無効です: {why.ja}",
        ),
        remedy=Text(
            en="look at a new one: `upheld retention plan`",
            ja="計画し直してください: `upheld retention plan`",
        ),
    )


def not_approved(ref: str) -> NotApprovedError:
    """Nothing is carried out, and no period's end, without somebody's approval."""
    return NotApprovedError(
        Text(en=f"`{ref}` has no approved plan", ja=f"`{ref}` には承認された計画がありません"),
        remedy=Text(
            en="`upheld retention plan`, then `upheld retention approve S-… --plan HASH --by NAME`",
            ja="`upheld retention plan` のあと `upheld retention approve S-… --plan ハッシュ --by 氏名`",
        ),
    )


def begun(ref: str) -> WrongStateError:
    """One sweep at a time."""
    return WrongStateError(
        Text(en=f"`{ref}` was begun and is not finished", ja=f"`{ref}` は実行の途中です"),
        remedy=Text(
            en=f"`upheld retention apply {ref}` finishes it",
            ja=f"`upheld retention apply {ref}` で続きを実行してください",
        ),
    )

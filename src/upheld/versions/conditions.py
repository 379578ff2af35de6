"""What publishing asks of a policy and its day; asked before anything is written, and again then."""

import datetime as dt
from collections.abc import Sequence

from upheld.documents.positioned import Positioned
from upheld.policy.change.compare import Comparison
from upheld.policy.model import Policy
from upheld.policy.rules.catalogue import lint
from upheld.policy.rules.rule import Given
from upheld.refusal import Exit, RefusalError
from upheld.versions.archive import Version
from upheld.wording import Text


class PolicyHasErrorsError(RefusalError):
    """A policy with an error is not published."""

    code = "policy-has-errors"
    exit_code = Exit.REMAINING


class PublishingRefusedError(RefusalError):
    """The version, its day or its signatory does not allow publishing."""

    code = "publishing-refused"


class DayRefusedError(PublishingRefusedError):
    """The day does not allow publishing; another one would."""


class DraftMovedError(RefusalError):
    """The folder of the policy was changed while it was being published."""

    code = "draft-changed"


def refuse_errors(read: Positioned[Policy], today: dt.date) -> None:
    """Refuse a policy in which the linter finds an error.

    Raises:
        PolicyHasErrorsError: With the first.
    """
    errors = [f for f in lint(Given(read=read, today=today)) if f.severity == "error"]
    if errors:
        first = errors[0]
        raise PolicyHasErrorsError(
            Text(
                en=f"the policy has {len(errors)} error(s), the first: {first.code} {first.what.en}",
                ja=f"ポリシーに誤りが {len(errors)} 件あります(最初: {first.code} {first.what.ja})",
            ),
            where=first.where,
            snippet=first.snippet,
            remedy=Text(en="see `upheld check`", ja="`upheld check` をご覧ください"),
        )


def _refuse_other_day(policy: Policy, effective: dt.date, today: dt.date) -> None:
    """The file may name the day itself; two days would leave it open which one binds."""
    written = policy.policy.effective
    if written is not None and written != effective:
        raise DayRefusedError(
            Text(
                en=f"the policy says `effective: {written}`, and it is to be published for {effective}",
                ja=f"ポリシーには `effective: {written}` とありますが、公表の指定は {effective} です",
            ),
            remedy=Text(
                en=f"use `--effective {written}`, or correct `effective:` under `policy:`",
                ja=f"`--effective {written}` を指定するか、`policy:` の `effective:` を正してください",
            )
            if written >= today
            else Text(
                en=f"write `effective: {effective}` under `policy:`, or take that line out",
                ja=f"`policy:` に `effective: {effective}` と書くか、その行を削除してください",
            ),
        )


def earliest(
    before: Sequence[Version], comparison: Comparison | None, today: dt.date
) -> tuple[dt.date, Text]:
    """Return the first day from which a version may be in force, and why no earlier one."""
    wait = comparison.notice_days if comparison is not None else 0
    day = today + dt.timedelta(days=wait)
    why = Text(
        en=f"people have to know {wait} days before", ja=f"{wait} 日前までに知らせる必要があります"
    )
    if wait == 0:
        why = Text(en="that day has passed", ja="その日は過ぎています")
    if before and before[-1].effective_day > day:
        day = before[-1].effective_day
        why = Text(
            en=f"version `{before[-1].version}` comes into force later",
            ja=f"版 `{before[-1].version}` の適用日より前です",
        )
    return day, why


def refuse_day(
    policy: Policy,
    before: Sequence[Version],
    comparison: Comparison | None,
    effective: dt.date,
    today: dt.date,
) -> None:
    """Refuse a version that exists, another day than the file's, and a day that is too early.

    Raises:
        PublishingRefusedError: There is such a version.
        DayRefusedError: Of a day, with the first one that is allowed.
    """
    _refuse_other_day(policy, effective, today)
    refuse_known(policy.policy.version, before)
    day, why = earliest(before, comparison, today)
    if effective < day:
        raise DayRefusedError(
            Text(
                en=f"{effective} is too early: {why.en}", ja=f"{effective} では早すぎます。{why.ja}"
            ),
            remedy=Text(
                en=f"use `--effective {day}` or later",
                ja=f"`--effective {day}` 以降を指定してください",
            ),
        )


def refuse_known(version: str, before: Sequence[Version]) -> None:
    """Refuse a version that was published already.

    Raises:
        PublishingRefusedError: It was.
    """
    if any(one.version == version for one in before):
        raise PublishingRefusedError(
            Text(
                en=f"version `{version}` was published already",
                ja=f"版 `{version}` は公表済みです",
            ),
            remedy=Text(
                en="give the policy a new `version:` and a line under `history:`",
                ja="`version:` を新しくし、`history:` に行を加えてください",
            ),
        )


def refuse_unsigned(policy: Policy) -> None:
    """Refuse a version that nobody signs.

    Raises:
        PublishingRefusedError: Nobody does.
    """
    if policy.policy.signatory is not None:
        return
    raise PublishingRefusedError(
        Text(en="nobody signs this version", ja="この版の署名者がありません"),
        remedy=Text(
            en="add `signatory: {name: …, title: …}` under `policy:`",
            ja="`policy:` に `signatory: {name: …, title: …}` を追加してください",
        ),
    )

"""What Californians are promised later than the regulations want it."""

from collections.abc import Iterator, Mapping

from upheld.law.opt_outs import OPT_OUTS, WITHIN, slower
from upheld.law.periods import spoken
from upheld.policy.language.line import Steps
from upheld.policy.language.rights import RightKind, RightOffered
from upheld.policy.rules.rule import Given, Hit, Registry
from upheld.wording import Text

rule = Registry[Given]()


@rule(
    "UPH232", "opt-out-too-slow", "error",
    title=Text(en="An opt-out is promised too late", ja="オプトアウトの期限が法令より長い"),
    why=Text(
        en="An opt-out is followed as soon as feasibly possible, within 15 business days at most, and "
        "nothing prolongs that. The times under `desk:` are for the other requests.",
        ja="オプトアウトには、できる限り速やかに、遅くとも15営業日以内に応じる義務があり、延長もできません。"
        "`desk:` の期限は、ほかの請求のものです。",
    ),
    law=("11 CCR 7026(f)", "11 CCR 7027(g)"),
    bad='rights: {opt-out-sale-sharing: {offered: true, clock: {due: P45D, c: "8.1"}, procedure: {owner: desk, every: P1M}, c: "8.1"}}',
    good='rights: {opt-out-sale-sharing: {offered: true, clock: {due: 15bd, c: "8.1"}, procedure: {owner: desk, every: P1M}, c: "8.1"}}',
)  # fmt: skip
def opt_out_too_slow(given: Given) -> Iterator[Hit]:
    for path, rights in _places(given):
        for kind, right in rights.items():
            if kind not in OPT_OUTS:
                continue
            if right.clock is not None and right.clock.due and slower(right.clock.due):
                due = spoken(right.clock.due)
                yield Hit(
                    path=(*path, kind, "clock", "due"),
                    what=Text(
                        en=f"`{kind}` is promised within {due.en}, and the law wants it within "
                        f"{spoken(WITHIN).en}",
                        ja=f"`{kind}` の期限は{due.ja}ですが、法令では{spoken(WITHIN).ja}以内です",
                    ),
                    remedy=Text(
                        en=f"write `due: {WITHIN}` or less, or take the line out: the law's time counts",
                        ja=f"`due: {WITHIN}` 以下にするか、行を削除してください(法令の期限が適用されます)",
                    ),
                )
            if right.extension is not None:
                yield Hit(
                    path=(*path, kind, "extension"),
                    key=True,
                    what=Text(
                        en=f"`{kind}` is prolonged, and the law knows no extension of it",
                        ja=f"`{kind}` に延長の定めがありますが、法令では延長できません",
                    ),
                    remedy=Text(en="take `extension:` out", ja="`extension:` を削除してください"),
                )


def _places(given: Given) -> Iterator[tuple[Steps, Mapping[RightKind, RightOffered]]]:
    yield ("rights",), given.policy.rights
    regions = given.policy.regions
    for name, overlay in regions.overlays.items() if regions is not None else ():
        yield ("regions", "overlays", name, "rights"), overlay.rights


__all__ = ["rule"]

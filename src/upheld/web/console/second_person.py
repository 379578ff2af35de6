"""Whether whoever decides may approve too, as `desk.four_eyes` of this desk says, in words."""

from upheld.desk.configuration import FourEyes
from upheld.web.site import Site
from upheld.wording import Text

_ALWAYS = Text(
    en="nobody approves what they decided themselves (`desk.four_eyes`)",
    ja="自分が判断した請求の計画は、自分では承認できません(`desk.four_eyes`)",
)
_NEVER = Text(
    en="one person may decide and approve here; `desk.four_eyes` in upheld.yaml asks for two",
    ja="このデスクでは一人が判断も承認もできます。別の人の承認を必須にするには、upheld.yaml の "
    "`desk.four_eyes` を設定します",
)


def second_person(site: Site) -> Text:
    """Say what this desk asks for."""
    rule = FourEyes() if site.office is None else site.office.settings.four_eyes
    if rule.always:
        return _ALWAYS
    if rule.rows is None:
        return _NEVER
    return Text(
        en=f"nobody approves what they decided themselves where it erases {rule.rows:,} rows or "
        "more (`desk.four_eyes`)",
        ja=f"{rule.rows:,} 行以上を消去する計画は、判断した本人では承認できません"
        "(`desk.four_eyes`)",
    )

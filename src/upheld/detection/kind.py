"""What can be found in a text: a closed list of kinds, and the ten groups that AI inputs may not hold.

The groups are those a policy names under `ai.prohibited`. A kind brings its group with it;
some findings fall under a group by what they say (an age below 13, a telephone number of a
restricted region): those name it themselves (`Finding.groups`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from upheld.vocabulary.table import rows
from upheld.wording import Text

GROUPS: Mapping[str, Text] = {
    "health": Text(en="health and medical information", ja="健康・医療に関する情報"),
    "biometric_genetic": Text(en="biometric and genetic information", ja="生体情報・遺伝情報"),
    "child": Text(en="information about children", ja="子どもの情報"),
    "precise_location": Text(en="precise location", ja="精密な位置情報"),
    "government_id": Text(en="numbers of government documents", ja="公的な証明書の番号"),
    "financial_credential": Text(en="credentials of financial accounts", ja="金融口座の認証情報"),
    "special_category": Text(
        en="information about race, belief, political or union activity, or sex life",
        ja="人種、信条、政治活動・労働組合活動又は性生活に関する情報",
    ),
    "criminal_history": Text(en="criminal history", ja="犯罪の経歴"),
    "auth_secret": Text(
        en="passwords and other authentication secrets", ja="パスワードその他の認証情報"
    ),
    "restricted_region": Text(
        en="personal data of people in regions closed to the service",
        ja="本サービスの対象外とする地域の人の個人データ",
    ),
}
"""With words for people, in the order in which the clauses of a policy usually name them."""


def group_label(name: str) -> Text:
    """How a group is called, with hyphens as a policy writes it or without; one that is unknown here by its name."""
    return GROUPS.get(name.replace("-", "_"), Text(en=name, ja=name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of finding.

    Attributes:
        name: Stable, in snake case; never reused for something else.
        group: The prohibited group that it always falls under, if any.
        category: The data category of `upheld.vocabulary` that a column of it holds.
        label: For people.
    """

    name: str
    group: str | None
    category: str
    label: Text


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind by name, in the order of the documentation."""
    return {
        name: Kind(
            name=name,
            group=None if group == "-" else group,
            category=category,
            label=Text(en=en, ja=ja),
        )
        for name, group, category, en, ja in rows("upheld.detection", "kind.tsv")
    }

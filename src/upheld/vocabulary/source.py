"""Where personal data comes from, as a disclosure tells the person (APPI art. 30, 33)."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from upheld.wording import Text

SourceName: TypeAlias = Literal[
    "person", "guardian", "organisation", "automatic", "third-party", "public", "derived", "company",
]  # fmt: skip

SOURCES: Mapping[SourceName, Text] = {
    "person": Text(en="from the person", ja="本人から"),
    "guardian": Text(en="from the person's parent or guardian", ja="本人の保護者から"),
    "organisation": Text(
        en="from the organisation the person belongs to", ja="本人が所属する組織から"
    ),
    "automatic": Text(en="recorded automatically in use", ja="利用に伴い自動的に記録"),
    "third-party": Text(en="from a third party", ja="第三者から"),
    "public": Text(en="from public sources", ja="公開情報から"),
    "derived": Text(en="derived from other data", ja="他のデータから算出"),
    "company": Text(
        en="made by the company, e.g. notes and records of its staff",
        ja="当社が作成(担当者の記録など)",
    ),
}

"""Which sections the policy has, in which order, and which parts of the declaration each tells.

Every part of the declaration stands in exactly one section; a test compares this table with
the language, so that a new part cannot be forgotten.
"""

from dataclasses import dataclass

from upheld.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One section of the policy.

    Attributes:
        parts: Top-level keys of the declaration.
        lead: A sentence before its lines.
        listed: Whether its lines are the entries of a list.
    """

    name: str
    title: Text
    parts: tuple[str, ...]
    lead: Text | None = None
    listed: bool = False


CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        name="about",
        title=Text(en="About this policy", ja="このポリシーについて"),
        parts=("policy", "handler", "audience", "languages", "concepts"),
    ),
    Chapter(
        name="people",
        title=Text(en="Whose data this is about", ja="対象となる本人"),
        parts=("people",),
        lead=Text(
            en="This policy is about the personal data of these people.",
            ja="このポリシーは、次の方の個人データを対象とします。",
        ),
        listed=True,
    ),
    Chapter(
        name="data",
        title=Text(en="Data we acquire", ja="取得する情報"),
        parts=("acquisition", "sources", "data", "not_collected"),
    ),
    Chapter(
        name="purposes",
        title=Text(en="Purposes of use", ja="利用目的"),
        parts=("purposes",),
        lead=Text(
            en="We use personal data for the following purposes.",
            ja="当社は、個人データを次の利用目的のために利用します。",
        ),
        listed=True,
    ),
    Chapter(
        name="never",
        title=Text(en="What we do not do", ja="行わない利用"),
        parts=("prohibitions",),
        listed=True,
    ),
    Chapter(
        name="consent",
        title=Text(en="Consent and choices", ja="同意と選択"),
        parts=("consent", "stops", "self_service"),
    ),
    Chapter(
        name="recipients",
        title=Text(en="Third-party provision and processors", ja="第三者提供及び委託"),
        parts=("provision", "recipients", "processor_changes"),
    ),
    Chapter(name="joint-use", title=Text(en="Joint use", ja="共同利用"), parts=("joint_use",)),
    Chapter(
        name="transfers",
        title=Text(en="Processing in other countries", ja="外国における取扱い"),
        parts=("transfers",),
    ),
    Chapter(
        name="online",
        title=Text(en="Cookies and external transmission", ja="クッキー及び外部送信"),
        parts=("cookies", "cookie_refusal", "signals", "external_transmissions"),
    ),
    Chapter(name="ads", title=Text(en="Advertising", ja="広告"), parts=("ads", "choices")),
    Chapter(name="ai", title=Text(en="AI features", ja="AI機能"), parts=("ai",)),
    Chapter(name="payments", title=Text(en="Payments", ja="お支払い"), parts=("payments", "cards")),
    Chapter(
        name="statistics",
        title=Text(
            en="Statistics and processed information", ja="統計情報、仮名加工情報及び匿名加工情報"
        ),
        parts=("statistics", "pseudonymised", "anonymised"),
    ),
    Chapter(
        name="security",
        title=Text(en="Security control measures", ja="安全管理措置"),
        parts=("security", "management", "legal_texts"),
    ),
    Chapter(
        name="incidents",
        title=Text(en="Breaches", ja="漏えい等が発生した場合"),
        parts=("incidents",),
    ),
    Chapter(
        name="retention",
        title=Text(en="Retention periods and erasure", ja="保存期間及び消去"),
        parts=("retention", "expiry", "termination"),
    ),
    Chapter(
        name="rights",
        title=Text(en="Requests by data subjects", ja="開示等の請求"),
        parts=("rights", "desk"),
    ),
    Chapter(name="regions", title=Text(en="Regions", ja="地域に関する定め"), parts=("regions",)),
    Chapter(name="children", title=Text(en="Children", ja="子どもの情報"), parts=("children",)),
    Chapter(
        name="limits",
        title=Text(en="Limits and links", ja="免責及びリンク"),
        parts=("limits", "customer_terms", "links"),
    ),
    Chapter(
        name="changes",
        title=Text(en="Changes of this policy", ja="このポリシーの変更"),
        parts=("changes", "change_announcements", "notices", "history"),
    ),
    Chapter(
        name="contact",
        title=Text(en="Contact", ja="お問い合わせ窓口"),
        parts=("officers", "channels", "authorised_body"),
    ),
)

TOLD_ELSEWHERE = frozenset({"wording"})
"""Keys that are no lines: they say how other lines are worded."""
ORDER = {part: n for n, part in enumerate(p for c in CHAPTERS for p in c.parts)}
"""Where each part stands, for sorting."""

"""What stands around every page: the company, the version, the controlling language, the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from upheld.policy.model import Policy
from upheld.rendering.document import Page, Sentence, say
from upheld.rendering.phrases.company import LANGUAGES
from upheld.rendering.spoken import day
from upheld.wording import Language, Text

EXTERNAL = Text(en="external site", ja="外部サイト")
SKIP = Text(en="Skip to the text", ja="本文へ移動")
CONTENTS = Text(en="Contents", ja="目次")
PAGES = Text(en="Pages", ja="関連ページ")
CLAUSE = Text(en="Clause", ja="条項")
_NAMES = {"ja": "日本語", "en": "English"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The same on all pages of one rendering."""

    company: Text
    version: Sentence
    controlling: Sentence | None
    languages: tuple[Language, ...]
    pages: tuple[tuple[str, Text], ...]
    made: Sentence
    external: Text = EXTERNAL
    skip: Text = SKIP
    contents: Text = CONTENTS
    menu: Text = PAGES
    clause: Text = CLAUSE

    def language_name(self, language: Language) -> str:
        """Return a language's name in itself."""
        return _NAMES[language]


def frame(
    policy: Policy, pages: Sequence[Page], languages: Sequence[Language], today: date
) -> Frame:
    """Return what stands around the pages of a policy."""
    about = policy.policy
    return Frame(
        company=about.company.text(),
        version=_version(policy),
        controlling=_controlling(policy),
        languages=tuple(languages),
        pages=tuple((page.name, page.title) for page in pages),
        made=say(
            "Made from the declaration {digest} on {date}.",
            "宣言{digest}から{date}に作成しました。",
            digest=policy.sha256[:12],
            date=day(today),
        ),
    )


def _version(policy: Policy) -> Sentence:
    about = policy.policy
    effective = about.effective or about.date
    if effective is None:
        return say("Version {version}", "第{version}版", version=about.version)
    return say(
        "Version {version}, in effect from {date}",
        "第{version}版({date}適用)",
        version=about.version,
        date=day(effective),
    )


def _controlling(policy: Policy) -> Sentence | None:
    languages = policy.languages
    if languages is None or len(languages.published) < 2:  # noqa: PLR2004 - one language cannot differ
        return None
    return say(
        "The controlling language is {language}: where the versions differ, that one prevails.",
        "正文は{language}版です。内容に相違がある場合は、{language}版が優先します。",
        language=LANGUAGES[languages.controlling],
    )

"""The page of a rule: what it finds, why, which law, a failing and a repaired example."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from upheld.checking.links import rule as link_rules
from upheld.checking.maps import RULES as MAP_RULES
from upheld.checking.provisions import rule as register_rules
from upheld.checking.settings import rule as settings_rules
from upheld.checking.told import rule as page_rules
from upheld.documents.nearest import nearest
from upheld.policy.rules.catalogue import RULES as POLICY_RULES
from upheld.policy.rules.rule import Rule
from upheld.refusal import UsageError
from upheld.wording import Language, Text

RULES: Mapping[str, Rule[Any]] = dict(
    sorted(
        {
            **POLICY_RULES,
            **MAP_RULES,
            **{r.code: r for r in link_rules.rules},
            **{r.code: r for r in register_rules.rules},
            **{r.code: r for r in page_rules.rules},
            **{r.code: r for r in settings_rules.rules},
        }.items()
    )
)
_SEVERITY = {
    "error": Text(en="error: the check fails", ja="誤り(検査は失敗します)"),
    "warning": Text(en="warning", ja="注意"),
    "information": Text(en="note", ja="参考"),
}

_MOST_GUESSES = 4
_SHORT = {
    "error": Text(en="**error**", ja="**誤り**"),
    "warning": Text(en="warning", ja="注意"),
    "information": Text(en="note", ja="参考"),
}


def rule_named(code: str) -> Rule[Any]:
    """Return a rule by code (in any letter case) or by name.

    Raises:
        UsageError: There is none; the nearest one is named.
    """
    for one in RULES.values():
        if code.upper() == one.code or code.lower() == one.name:
            return one
    guesses = _near(code)
    names = ", ".join(f"`{guess}`" for guess in guesses)
    raise UsageError(
        Text(en=f"there is no rule `{code[:40]}`", ja=f"`{code[:40]}` という規則はありません"),
        remedy=Text(
            en=(f"did you mean {names}? " if names else "") + "`upheld rule` lists all of them",
            ja=(f"{names} ではありませんか。" if names else "")
            + "`upheld rule` で一覧を表示します",
        ),
    )


def _near(code: str) -> list[str]:
    """Return what was probably meant: a code one slip away, or the name nearest to a word.

    Codes are alike in all but two or three digits, so that likeness of the whole means nothing.
    """
    folded = code.upper()
    digits = re.fullmatch(r"(?:UPH|UP|UH|PH|)[-_ ]?(\d{2,4})", folded)
    if digits is None:
        guess = nearest(code.lower(), [one.name for one in RULES.values()])
        return [guess] if guess else []
    return [one for one in RULES if _one_slip(digits[1], one.removeprefix("UPH"))][:_MOST_GUESSES]


def _one_slip(written: str, meant: str) -> bool:
    """Say whether one digit is left out or doubled, or two neighbours are swapped, or none.

    >>> _one_slip("181", "118"), _one_slip("11", "118"), _one_slip("999", "199")
    (True, True, False)
    """
    if len(written) == len(meant):
        swapped = {
            meant[:n] + meant[n + 1] + meant[n] + meant[n + 2 :] for n in range(len(meant) - 1)
        }
        return written == meant or written in swapped
    short, long = sorted((written, meant), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


def page(rule: Rule[Any], language: Language) -> Iterator[str]:
    """Yield the lines of a rule's page, in Markdown."""
    heads = {
        "en": ("Why", "Law", "Breaks the rule", "Repaired"),
        "ja": ("理由", "根拠", "違反例", "修正例"),
    }[language]
    yield f"# {rule.code} {rule.title.in_language(language)}"
    yield ""
    yield f"`{rule.name}` · {_SEVERITY[rule.severity].in_language(language)}"
    yield ""
    yield f"**{heads[0]}** {rule.why.in_language(language)}"
    if rule.law:
        yield ""
        yield f"**{heads[1]}** {', '.join(rule.law)}"
    for head, lines in ((heads[2], rule.bad), (heads[3], rule.good)):
        yield ""
        yield f"**{head}**"
        yield ""
        yield "```yaml"
        yield from lines.splitlines()
        yield "```"


def table(language: Language) -> Iterator[str]:
    """Yield the table of all rules, in Markdown; it stands in `docs/checking.md`."""
    heads = {
        "en": ("rule", "finds", "severity", "law", "name"),
        "ja": ("規則", "内容", "程度", "法令", "名前"),
    }[language]
    yield f"| {' | '.join(heads)} |"
    yield "|---|---|---|---|---|"
    for one in RULES.values():
        severity = _SHORT[one.severity].in_language(language)
        title = one.title.in_language(language).replace("|", "\\|")
        law = ", ".join(one.law)
        yield f"| `{one.code}` | {title} | {severity} | {law} | `{one.name}` |"


def as_json(rule: Rule[Any], language: Language) -> dict[str, Any]:
    """Return the documented object of `upheld rule CODE --json`."""
    return {
        "code": rule.code,
        "rule": rule.name,
        "severity": rule.severity,
        "title": rule.title.in_language(language),
        "why": rule.why.in_language(language),
        "law": list(rule.law),
        "bad": rule.bad,
        "good": rule.good,
    }

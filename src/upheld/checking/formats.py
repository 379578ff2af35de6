"""A check as text with snippets, as JSON, as annotations for GitHub, as SARIF 2.1.0."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

from upheld import __version__
from upheld.checking.procedure import Checked
from upheld.policy.rules.rule import Finding, Rule
from upheld.wording import Language, Text

Format: TypeAlias = Literal["text", "json", "github", "sarif"]
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "information": "note"}
_COMMANDS = {"error": "error", "warning": "warning", "information": "notice"}
_WORDS = {
    "error": Text(en="error", ja="誤り"),
    "warning": Text(en="warning", ja="注意"),
    "information": Text(en="note", ja="参考"),
}


def as_text(checked: Checked, language: Language) -> Iterator[str]:
    """Yield one paragraph a finding: place, code, snippet with caret, remedy."""
    cure = "to fix" if language == "en" else "対処"
    for one in checked.findings:
        clause = f" [{one.where.clause}]" if one.where.clause else ""
        word = _WORDS[one.severity].in_language(language)
        lines = [f"{one.where}: {one.code} {word}: {one.what.in_language(language)}{clause}"]
        if one.snippet:
            lines.append(one.snippet)
        lines.append(f"  {cure}: {one.remedy.in_language(language)}")
        yield "\n".join(lines)


def summary(checked: Checked, language: Language) -> str:
    """Return the last line."""
    errors, warnings = checked.count("error"), checked.count("warning")
    notes = checked.count("information")
    fixable = sum(1 for one in checked.findings if one.fix is not None)
    if not checked.findings:
        return "all rules are kept" if language == "en" else "すべての規則を満たしています"
    if language == "en":
        fix = f"; {fixable} fixable with --fix" if fixable else ""
        return f"{errors} error(s), {warnings} warning(s), {notes} note(s){fix}"
    fix = f"、--fix で修正できるもの {fixable} 件" if fixable else ""
    return f"誤り {errors} 件、注意 {warnings} 件、参考 {notes} 件{fix}"


def as_json(checked: Checked, language: Language) -> dict[str, Any]:
    """Return the documented object of `--format json`."""
    return {
        "schema": "upheld/check/1",
        "errors": checked.count("error"),
        "warnings": checked.count("warning"),
        "findings": [one.as_json(language) for one in checked.findings],
        "unreachable": [one.where.system for one in checked.unreachable],
    }


def as_github(checked: Checked, language: Language) -> Iterator[str]:
    """Yield workflow commands that GitHub shows beside the lines of a pull request."""
    for one in checked.findings:
        place = ",".join(
            f"{name}={_property(str(value))}"
            for name, value in (
                ("file", one.where.file),
                ("line", one.where.line),
                ("col", one.where.column),
                ("title", f"{one.code} {one.name}"),
            )
            if value is not None
        )
        said = f"{one.what.in_language(language)} — {one.remedy.in_language(language)}"
        yield f"::{_COMMANDS[one.severity]} {place}::{_data(said)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(checked: Checked, rules: Mapping[str, Rule[Any]], language: Language) -> str:
    """Return a SARIF 2.1.0 log, for code scanning of any forge."""
    used = sorted({one.code for one in checked.findings})
    run = {
        "tool": {
            "driver": {
                "name": "upheld",
                "version": __version__,
                "rules": [_sarif_rule(rules[code], language) for code in used if code in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, used, language) for one in checked.findings],
    }
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _sarif_rule(rule: Rule[Any], language: Language) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.title.in_language(language)},
        "fullDescription": {"text": rule.why.in_language(language)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"law": list(rule.law)},
    }


def _result(one: Finding, used: list[str], language: Language) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": one.where.file or "policy/"}}
    if one.where.line is not None:
        region: dict[str, Any] = {"startLine": one.where.line}
        if isinstance(one.where.column, int):
            region["startColumn"] = one.where.column
        place["region"] = region
    return {
        "ruleId": one.code,
        "ruleIndex": used.index(one.code),
        "level": _LEVELS[one.severity],
        "message": {
            "text": f"{one.what.in_language(language)}. {one.remedy.in_language(language)}"
        },
        "locations": [{"physicalLocation": place}],
    }

"""What Presidio's REST services are asked, answered by our scanner: `/analyze` and `/anonymize`.

For programs that speak to Presidio already: the same calls, the same shapes of answers
(microsoft/presidio, docs/api-docs). Kinds that Presidio has a name for bear it, others their own in
capitals. Recognisers that a call brings along are refused: this scanner's are its own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from upheld.detection import Finding
from upheld.detection.rule import Rule
from upheld.detection.rules import builtin
from upheld.screening.fields.refusing import joined
from upheld.screening.fields.walking import read_json
from upheld.screening.presidio_names import asked_for, unknown
from upheld.screening.refused import CallRefusedError, FieldUnfitError
from upheld.screening.turns import Scans
from upheld.wording import Text

_IGNORED = frozenset({"correlation_id", "return_decision_process", "trace", "context"})
_ANALYZE = frozenset({"text", "language", "entities", "score_threshold", "allow_list",
                      "allow_list_match", "regex_flags"}) | _IGNORED  # fmt: skip
_ANONYMIZE = frozenset({"text", "analyzer_results", "anonymizers", "conflict_resolution"})
OPERATORS = ("keep", "mask", "redact", "replace")
"""What `/anonymize` does to a result."""
LANGUAGES = ("en", "ja")
"""What a call may say that its texts are in; each text is read in both, whatever it says."""
_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,59}")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_TEXTS_LIMIT = 10_000


def recognizers(own: Sequence[Rule] = ()) -> list[str]:
    """Return the names of the rules that can stand in an answer as `recognizer_name`."""
    return sorted({rule.id for rule in (*builtin(), *own)})


def analyze(scanner: Scans, raw: bytes) -> list[Any]:
    """Answer a call to `/analyze`: findings of a text, or of each text of a list.

    Raises:
        CallRefusedError: The call is not what it has to be, or asks for a kind or in a language that
            is not looked for.
    """
    call = _call(raw, _ANALYZE)
    texts = call.get("text")
    single = isinstance(texts, str)
    listed = [texts] if single else texts
    if not isinstance(listed, list) or len(listed) > _TEXTS_LIMIT:
        raise _unfit("text")
    asked = _asked(call)
    if not _are_texts(listed):
        raise _unfit("text")
    answers = [
        [one for found in findings for one in asked.answer(text, found)]
        for text, findings in zip(listed, scanner.scan_many(listed), strict=True)
    ]
    return answers[0] if single else answers


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a call narrows."""

    wanted: Sequence[str] | None
    least: float
    allowed: Sequence[Any]

    def answer(self, text: str, found: Finding) -> list[dict[str, Any]]:
        name = asked_for(found, self.wanted)
        if name is None or found.confidence < self.least:
            return []
        return [] if text[found.start : found.end] in self.allowed else [_result(found, name)]


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _asked(call: Mapping[str, Any]) -> _Asked:
    wanted = call.get("entities") or None
    least = call.get("score_threshold") or 0.0
    allowed = call.get("allow_list") or []
    if not isinstance(least, int | float) or not isinstance(allowed, list):
        raise _unfit("score_threshold" if not isinstance(least, int | float) else "allow_list")
    if wanted is not None and not _are_texts(wanted):
        raise _unfit("entities")
    # Whoever asks for a kind trusts that it is looked for: silence would read as "there is none".
    # So it would in a language whose names nobody here knows.
    strange = unknown(wanted or ())
    if strange is not None:
        raise _never_found(strange)
    know_language(call.get("language"))
    return _Asked(wanted, least, allowed)


def know_language(said: object) -> None:
    """Refuse a language in which no texts are read; nothing at all stands for any.

    Raises:
        CallRefusedError: It is none of `LANGUAGES`.
    """
    if said in (None, "", *LANGUAGES):
        return
    shown = _shown(said)
    raise FieldUnfitError(
        Text(
            en=f"`language` is `{shown}`, in which no text is read here",
            ja=f"`language` の `{shown}` は、ここでは読めない言語です",
        ),
        remedy=Text(
            en=f"send {' or '.join(LANGUAGES)}, or leave it out: every text is read in both",
            ja=f"{' か '.join(LANGUAGES)} を送るか、省いてください。どの文章も両方の言語で読みます",
        ),
        param="language",
    )


def anonymize(raw: bytes) -> dict[str, Any]:
    """Answer a call to `/anonymize`: the text with every result replaced.

    Operators: `replace` (with `<NAME>` or the caller's word), `redact`, `mask`, `keep`. Others are
    refused, so that nothing stays in a text because an operator was not understood.

    Raises:
        CallRefusedError: The call is not what it has to be.
    """
    call = _call(raw, _ANONYMIZE)
    text, results = call.get("text"), call.get("analyzer_results")
    if not isinstance(text, str):
        raise _unfit("text")
    if not isinstance(results, list):
        raise _unfit("analyzer_results")
    operators = call.get("anonymizers") or {}
    if not isinstance(operators, Mapping):
        raise _unfit("anonymizers")
    parts: list[str] = []
    items: list[dict[str, Any]] = []
    at, length = 0, 0
    for start, end, name in _places(results, len(text)):
        begin = max(at, start)
        if begin >= end:
            continue
        operator = operators.get(name, operators.get("DEFAULT", {"type": "replace"}))
        word, kind = _replaced(operator, name, text[begin:end])
        parts += [text[at:begin], word]
        length += begin - at
        items.append(
            {"start": length, "end": length + len(word), "entity_type": name, "text": word,
             "operator": kind}
        )  # fmt: skip
        length += len(word)
        at = end
    parts.append(text[at:])
    return {"text": "".join(parts), "items": items[::-1]}


def _call(raw: bytes, known: frozenset[str]) -> dict[str, Any]:
    call = read_json(raw)
    other = next((name for name, value in call.items() if value and name not in known), None)
    if other is not None:
        raise _not_done(other)
    return call


def _result(finding: Finding, name: str) -> dict[str, Any]:
    return {
        "entity_type": name,
        "start": finding.start,
        "end": finding.end,
        "score": round(finding.confidence, 4),
        "analysis_explanation": None,
        "recognition_metadata": {
            "recognizer_identifier": f"upheld:{finding.rule}",
            "recognizer_name": finding.rule,
        },
    }


def _places(results: Sequence[Any], length: int) -> list[tuple[int, int, str]]:
    found = []
    for one in results:
        start, end, name = (
            (one.get("start"), one.get("end"), one.get("entity_type"))
            if isinstance(one, Mapping)
            else (None, None, None)
        )
        if not (isinstance(start, int) and isinstance(end, int) and isinstance(name, str)):
            raise _unfit("analyzer_results")
        if not 0 <= start <= end <= length:
            raise _unfit("analyzer_results")
        found.append((start, end, name))
    return sorted(found, key=lambda place: (place[0], -place[1]))


def _replaced(operator: Any, name: str, value: str) -> tuple[str, str]:
    kind = operator.get("type") if isinstance(operator, Mapping) else None
    match kind:
        case "replace":
            return str(operator.get("new_value") or f"<{name}>"), "replace"
        case "redact":
            return "", "redact"
        case "keep":
            return value, "keep"
        case "mask":
            return _masked(operator, value), "mask"
    raise _unfit("anonymizers") if kind is None else _no_operator(kind)


def _masked(operator: Mapping[str, Any], value: str) -> str:
    char, count = operator.get("masking_char", "*"), operator.get("chars_to_mask", len(value))
    if not isinstance(char, str) or len(char) != 1 or not isinstance(count, int) or count < 0:
        raise _unfit("anonymizers")
    covered = min(count, len(value))
    if operator.get("from_end"):
        return value[: len(value) - covered] + char * covered
    return char * covered + value[covered:]


def _never_found(name: str) -> CallRefusedError:
    shown = name if _NAME.fullmatch(name) else "…"
    return FieldUnfitError(
        Text(
            en=f"`entities` asks for `{shown}`, which is never found here",
            ja=f"`entities` の `{shown}` は、ここでは検出できない種類です",
        ),
        remedy=Text(
            en="leave it out; `GET /supportedentities` lists the names",
            ja="外してください。名前の一覧は `GET /supportedentities` にあります",
        ),
        param="entities",
    )


def _shown(said: object) -> str:
    """A word as it was sent; whatever else was sent may be somebody's."""
    return said if isinstance(said, str) and _WORD.fullmatch(said) else "…"


def _no_operator(kind: object) -> CallRefusedError:
    shown = _shown(kind)
    return FieldUnfitError(
        Text(
            en=f"`anonymizers` asks for the operator `{shown}`, which there is not",
            ja=f"`anonymizers` の操作 `{shown}` はありません",
        ),
        remedy=Text(
            en=f"use one of {', '.join(OPERATORS)}",
            ja=f"次のいずれかを使ってください: {'、'.join(OPERATORS)}",
        ),
        param="anonymizers",
    )


_WANTED: Mapping[str, Text] = {
    "text": Text(
        en=f"a text; for `/analyze` also a list of up to {_TEXTS_LIMIT} texts",
        ja=f"文字列(`/analyze` では {_TEXTS_LIMIT} 件までの文字列の配列も可)",
    ),
    "entities": Text(en="a list of names", ja="名前の配列"),
    "score_threshold": Text(en="a number from 0 to 1", ja="0 から 1 の数値"),
    "allow_list": Text(en="a list of texts", ja="文字列の配列"),
    "analyzer_results": Text(
        en="a list of `{start, end, entity_type}` with places in the text",
        ja="`{start, end, entity_type}` の配列(位置は文字列の範囲内)",
    ),
    "anonymizers": Text(
        en=f"by `entity_type` or `DEFAULT` a `type` of {', '.join(OPERATORS)}, as Presidio words it",
        ja=f"`entity_type` か `DEFAULT` ごとの `type`({'、'.join(OPERATORS)})。書き方は Presidio と同じ",
    ),
}


def _unfit(param: str) -> CallRefusedError:
    wanted = _WANTED[param]
    return FieldUnfitError(
        Text(
            en=f"`{param}` is missing or not what it has to be",
            ja=f"`{param}` がないか、値の形が違います",
        ),
        remedy=Text(en=f"send {wanted.en}", ja=f"次の形で送ってください: {wanted.ja}"),
        param=param,
    )


def _not_done(name: str) -> CallRefusedError:
    shown = joined("", name)
    return FieldUnfitError(
        Text(
            en=f"`{shown}` is nothing that this service does",
            ja=f"`{shown}` はこのサービスにない機能です",
        ),
        remedy=Text(
            en="leave it out; docs/gateway.md lists what is answered",
            ja="外してください。対応する項目は docs/ja/gateway.md にあります",
        ),
        param=shown,
    )

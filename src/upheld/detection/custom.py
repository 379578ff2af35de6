"""Rules of a customer's own: whatever their pattern says, a scan takes time in line with the text."""

from upheld.detection.kind import kinds
from upheld.detection.rule import Rule
from upheld.refusal import RefusalError
from upheld.wording import Text


class PatternRefusedError(RefusalError):
    """A pattern cannot be matched in linear time, or names no kind."""

    code = "detection-pattern"


def custom_rule(
    *,
    name: str,
    kind: str,
    pattern: str,
    context: tuple[str, ...] = (),
    confidence: float = 0.9,
) -> Rule:
    """Make a rule of a pattern that is not ours; RE2 matches it, and nothing else does.

    Args:
        name: Stands in findings as `kind.name`.
        kind: A name of `upheld.detection.kind`.
        pattern: RE2 syntax; what it refuses (look-around, back-references) is refused.
        context: Words that make a match surer.
        confidence: Without such a word, 0 to 1.

    Raises:
        PatternRefusedError: The kind is unknown, or the pattern cannot be had in linear time.
    """
    if kind not in kinds():
        raise PatternRefusedError(
            Text(en=f"there is no kind `{kind}`", ja=f"種類 `{kind}` はありません"),
            remedy=Text(
                en="choose one that `upheld detect --kinds` lists",
                ja="`upheld detect --kinds` の一覧から選んでください",
            ),
        )
    reason = _refused(pattern)
    if reason:
        raise PatternRefusedError(
            Text(
                en=f"the pattern of `{name}` cannot be matched in linear time: {reason}",
                ja=f"`{name}` のパターンは線形時間で照合できません: {reason}",
            ),
            remedy=Text(
                en="write it in RE2's syntax, without look-around and back-references",
                ja="先読み・後読みや後方参照を使わず、RE2 の構文で書いてください",
            ),
        )
    return Rule(
        id=f"{kind}.{name}",
        kind=kind,
        pattern=pattern,
        source="a rule of the customer's own",
        context=context,
        confidence=confidence,
        linear=True,
    )


def _refused(pattern: str) -> str:
    import re2

    from upheld.detection.gate import options

    try:
        compiled = re2.compile(pattern, options(re2))
    except re2.error as error:
        said = error.args[0]
        return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return "it matches where nothing stands" if compiled.match("") else ""

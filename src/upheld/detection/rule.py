r"""A rule: a pattern in linear time, what must hold beside it, and how sure that makes us.

One text of a pattern runs in RE2 and in `regex`, so it has no look-around and no
back-references; what must not stand beside a match is `edges`. Classes mean ASCII
(`\d` is 0-9, `\w` is A-Z a-z 0-9 _): a kana beside a digit is no part of the number. Patterns
see the folded text (`folding`): full-width letters, digits and signs are plain, hyphens are `-`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Check: TypeAlias = Callable[[str], bool]
"""Whether the folded text of a match can be a value of the kind: a check digit, a table."""

Edges: TypeAlias = Literal["word", "digit", "none"]
"""What a match may not touch: ASCII letters and digits, digits alone, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one form of one kind is found.

    Attributes:
        id: `kind` or `kind.form`; stable, it stands in findings.
        kind: A name of `upheld.detection.kind`.
        pattern: RE2 syntax. A group named `value` narrows what is reported.
        source: Where the form is defined: law, standard, the issuer's documentation.
        check: Must hold for the value, where the kind has a check.
        edges: What may not stand right beside the match. Letters before it are allowed where
            they are a word of `context` ("SSN078-05-1120" in Japanese text).
        not_after: A pattern that may not end where the match begins; not for RE2.
        not_before: A pattern that may not begin where the match ends; not for RE2.
        context: Words, folded and in lower case, that make the finding sure when one stands up
            to `reach` code points before it (in its line, at the end of the one before, or at
            the head of its column) or half as far behind it in its line. Words of ASCII letters
            count as whole words; a space in them also stands for `_`, `-` and nothing.
        context_behind: Words of the same spelling that count behind the match only ("生まれ").
        against: Words of the same spelling that say it is something else: where the nearest
            word before the match is one of these, there is no finding.
        confidence: Without such a word, 0 to 1; 0 where the form alone says nothing.
        with_context: With one.
        reach: Code points.
        gate: A pattern that is in every text with a match and is cheaper to look for than
            `pattern`. Where `confidence` is 0, a word of
            a context is looked for, and this only if it is given.
        pivot: A sign that is in every match, at most 64 code points behind its start.
        lead: What one code point between the start of a match and its pivot can be.
        longest: Code points of the longest match.
        linear: Confirm with RE2 as well: for patterns that are not ours, whose time in a
            backtracking matcher nobody has measured.
    """

    id: str
    kind: str
    pattern: str
    source: str
    check: Check | None = None
    edges: Edges = "word"
    not_after: str = ""
    not_before: str = ""
    context: tuple[str, ...] = ()
    context_behind: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    confidence: float = 0.5
    with_context: float = 0.95
    reach: int = 48
    gate: str | None = None
    pivot: str = ""
    lead: str = ""
    longest: int = 256
    linear: bool = False

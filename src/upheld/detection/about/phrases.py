"""What is said in phrases that no list of words can hold: values of tests, doses, sentences, genes.

`lexicon/phrases.tsv` gives each form key words, which are looked for together with the lexicon;
only where one stands is the pattern asked, and only of the sentence that it stands in. A head
behind `!` is said of somebody whoever else is in the sentence: nothing has a previous conviction but
a person. Key words are everyday ones (障害 of a machine), so all patterns are first asked of the whole text in one pass.
"""

import re
from functools import cache
from typing import NamedTuple

import regex

from upheld.vocabulary.table import rows

_KINDS = {
    "health": "health",
    "biometric": "biometric_genetic",
    "genetic": "biometric_genetic",
    "special": "special_category",
    "criminal": "criminal_history",
    "child": "child",
    "location": "precise_location",
}


class Phrase(NamedTuple):
    """A form of a sensitive statement.

    Attributes:
        hint: The name of its hint.
        head: As in `heads.tsv`.
        keys: One of them stands in every such statement, in lower case.
        pattern: The statement, in the folded text.
        alone: It is about somebody, whoever is in the sentence.
    """

    hint: str
    head: str
    keys: tuple[str, ...]
    pattern: "regex.Pattern[str]"
    alone: bool


def kind_of(head: str) -> str:
    """The kind of finding of a head.

    >>> kind_of("genetic.result")
    'biometric_genetic'
    """
    return _KINDS[head.partition(".")[0]]


_EDGE = "(?:(?<![0-9A-Za-z])|(?![0-9A-Za-z]))"
"""Where no Latin word goes on: HTT is no gene in HTTP. Japanese goes on without a sign."""


@cache
def phrases() -> tuple[Phrase, ...]:
    """Return every form, compiled."""
    found: list[Phrase] = []
    for hint, head, keys, pattern in _listed():
        compiled = regex.compile(f"{_EDGE}(?:{pattern}){_EDGE}", regex.ASCII)
        alone = head.startswith("!")
        found.append(Phrase(hint, head.removeprefix("!"), tuple(keys.split("|")), compiled, alone))
    return tuple(found)


def hints() -> dict[str, str]:
    """Return by its name what is in every text with a form, for RE2."""
    return {hint: _hint(pattern) for hint, _, _, pattern in _listed()}


@cache
def _listed() -> tuple[tuple[str, str, str, str], ...]:
    listed = rows("upheld.detection.about", "lexicon/phrases.tsv")
    return tuple(
        (f"phrase.{number}", head, keys, pattern)
        for number, (head, keys, pattern) in enumerate(listed)
    )


_AROUND = re.compile(r"\(\?(?:<?!|=)(?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")
_REPEATED_FIRST = re.compile(r"^((?:\(\?i?:)*\[[^\]]*\])\{[0-9]+,[0-9]*\}")


def _hint(pattern: str) -> str:
    r"""A form as RE2 takes it, of which a text may have more than has the form.

    RE2 asks for nothing that must or must not stand before or behind. It may end with its sentence, which is not where the text ends;
    of what it begins with one sign is enough, and RE2's `\s` lacks one sign (always in a class).
    """
    once = _REPEATED_FIRST.sub(r"\1", _AROUND.sub("", pattern))
    return once.replace("$", "").replace(r"\s", r"\s\x0b")

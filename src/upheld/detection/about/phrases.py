"""What is said in phrases that no list of words can hold: values of tests, doses, sentences, genes.

`lexicon/phrases.tsv` gives each form key words, which are looked for together with the lexicon;
only where one stands is the pattern asked, and only of the sentence that it stands in.
"""

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
}


class Phrase(NamedTuple):
    """A form of a sensitive statement.

    Attributes:
        head: As in `heads.tsv`.
        keys: One of them stands in every such statement, in lower case.
        pattern: The statement, in the folded text.
    """

    head: str
    keys: tuple[str, ...]
    pattern: "regex.Pattern[str]"


def kind_of(head: str) -> str:
    """The kind of finding of a head.

    >>> kind_of("genetic.result")
    'biometric_genetic'
    """
    return _KINDS[head.partition(".")[0]]


@cache
def phrases() -> tuple[Phrase, ...]:
    """Return every form, compiled."""
    found: list[Phrase] = []
    for head, keys, pattern in rows("upheld.detection.about", "lexicon/phrases.tsv"):
        whole = rf"(?<![0-9A-Za-z])(?:{pattern})(?![0-9A-Za-z])"
        edged = whole if pattern.startswith("(?i") else pattern
        found.append(Phrase(head, tuple(keys.split("|")), regex.compile(edged, regex.ASCII)))
    return tuple(found)

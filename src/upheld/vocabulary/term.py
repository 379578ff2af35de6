"""The glossary as data: one term, one identifier, in Japanese and English.

The Japanese term is the key, because translations of the Act differ. Article numbers are
those of the Act on the Protection of Personal Information (APPI) and have not been reviewed
by a lawyer; DPV names are those of W3C DPV 2.3.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term.

    Attributes:
        ja: In Japanese, as the Act has it.
        en: In English, as this program says it.
        identifiers: Names in the code that stand for it.
        appi: Articles; empty where the Act has no such term.
        dpv: Terms of DPV 2.3; `(close)` where the meaning differs a little.
        avoid: Words that readers would take for something else.
        never: Words of `avoid` that have no other meaning, so that no identifier has them.
    """

    ja: str
    en: str
    identifiers: tuple[str, ...]
    appi: str
    dpv: str
    avoid: tuple[str, ...]
    never: tuple[str, ...]


@cache
def terms() -> tuple[Term, ...]:
    """Return the whole glossary, in the order of the Act."""
    text = files("upheld.vocabulary").joinpath("term.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return tuple(
        Term(
            ja=ja,
            en=en,
            identifiers=tuple(identifiers.split()),
            appi=appi,
            dpv=dpv,
            avoid=_words(avoid),
            never=_words(never),
        )
        for ja, en, identifiers, appi, dpv, avoid, never in rows
    )


def _words(listed: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in listed.split(",") if word.strip())

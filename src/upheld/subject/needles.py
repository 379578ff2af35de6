"""What a person's identifiers look like in the wild, for the residue scan.

Every identifier in its normal forms and the encodings in which copies hide: letter case and
width, telephone numbers with and without hyphens, URL- and base64-encoding, the usual hashes
of an e-mail address. All needles of all people are searched in one pass (Aho-Corasick 1975).
"""

import base64
import hashlib
import unicodedata
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from upheld.subject.identity import fold_of, normal_form

SHORTEST = 6
"""Shorter texts (`5`, `tokyo`) occur everywhere; what a person is known by alone is longer."""

_WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_LOCAL = _WORD | frozenset("._+-")
_JOINS = frozenset("-.")
_CHARACTER = 4
"""Bytes of the longest character in UTF-8."""


def forms_of(kind: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield each form of an identifier with its family: `plain`, `digits` or `encoded`."""
    fold = fold_of(kind)
    form = normal_form(kind, value)
    if fold == "digits":
        yield from ((spelling, "digits") for spelling in _phone_forms(form))
        return
    if form.isdigit() or len(form) < SHORTEST:
        return
    yield form, "plain"
    folded = unicodedata.normalize("NFKC", value).strip().lower()
    yield folded, "plain"
    yield urllib.parse.quote(folded, safe="").lower(), "plain"
    yield urllib.parse.quote_plus(folded).lower(), "plain"
    spellings = {folded, value.strip()}
    for spelling in spellings:
        yield from ((text, "encoded") for text in _base64_forms(spelling.encode()))
    if fold == "lower" and "@" in folded:
        for name in ("md5", "sha1", "sha256"):
            # Not for security: these are the digests that advertising tools make of an address.
            yield hashlib.new(name, folded.encode(), usedforsecurity=False).hexdigest(), "plain"


def _phone_forms(form: str) -> Iterator[str]:
    digits = "".join(c for c in form if c.isdigit())
    if len(digits) < 9:  # noqa: PLR2004 - shorter than any subscriber's number with its area
        return
    yield digits
    if not form.startswith("+"):
        return
    national, others = _written(form)
    for text in {national, *others, form}:
        yield from {text, text.replace("-", " "), text.replace(" ", "-"), text.replace("-", "")}
    yield "".join(c for c in national if c.isdigit())


def _written(form: str) -> tuple[str, Iterable[str]]:
    """An E.164 number as people write it: in its country, and from abroad."""
    import phonenumbers
    from phonenumbers import PhoneNumberFormat as Format

    if not form.startswith("+81") or form.startswith("+810"):
        number = phonenumbers.parse(form)
        national = phonenumbers.format_number(number, Format.NATIONAL)
        styles = (Format.INTERNATIONAL, Format.E164)
        return national, [phonenumbers.format_number(number, style) for style in styles]
    # Most are Japanese, and thousands of people may be asked for at once: no parsing then, and
    # from abroad the number is written as at home, without the zero before it.
    number = phonenumbers.PhoneNumber(country_code=81, national_number=int(form[3:]))
    national = phonenumbers.format_number(number, Format.NATIONAL)
    abroad = national.removeprefix("0")
    return national, [f"+81 {abroad}" if abroad != national else f"+81 {national}"]


def _base64_forms(raw: bytes) -> Iterator[str]:
    """The text inside base64 of a longer text, at each of three alignments."""
    for shift in range(3):
        encoded = base64.b64encode(bytes(shift) + raw).decode()
        start = (shift * 8 + 5) // 6
        end = (len(raw) + shift) * 8 // 6
        inner = encoded[start:end]
        if len(inner) >= 2 * SHORTEST:
            yield inner
            yield inner.replace("+", "-").replace("/", "_")


class NeedleSet:
    """Finds many people's identifiers in a text; implements `connectors.contract.Finder`."""

    def __init__(self, people: Mapping[int, Iterable[tuple[str, str]]]) -> None:
        """Take each person's identifiers as (kind, value)."""
        forms: dict[str, tuple[str, set[int]]] = {}
        for person, identifiers in people.items():
            for kind, value in identifiers:
                for text, family in forms_of(kind, value):
                    needle = text if family == "encoded" else text.lower()
                    forms.setdefault(needle, (family, set()))[1].add(person)
        self._needles = list(forms)
        self._families = [forms[n][0] for n in self._needles]
        self._owners = [forms[n][1] for n in self._needles]
        plain = [i for i, family in enumerate(self._families) if family != "encoded"]
        encoded = [i for i, family in enumerate(self._families) if family == "encoded"]
        self._cased = any(not _caseless(self._needles[i]) for i in plain)
        self._plain = _automaton([self._needles[i] for i in plain]), plain
        self._encoded = _automaton([self._needles[i] for i in encoded]), encoded

    def __len__(self) -> int:
        return len(self._needles)

    def __repr__(self) -> str:
        return f"NeedleSet({len(self)} needles)"

    def owners(self, needle: int) -> Sequence[int]:
        """The people a needle belongs to."""
        return sorted(self._owners[needle])

    def search(self, text: str) -> Iterator[int]:
        """Yield the number of each needle in `text`, each once."""
        as_it_is = text.encode("utf-8", "replace")
        folded = self._folded(text, as_it_is)
        seen: set[int] = set()
        automaton, numbers = self._plain
        if automaton is not None:
            for index, start, end in automaton.find_matches_as_indexes(folded, overlapping=True):
                number = numbers[index]
                if number not in seen and self._stands_alone(
                    folded, start, end, self._families[number]
                ):
                    seen.add(number)
                    yield number
        automaton, numbers = self._encoded
        if automaton is not None:
            for index, _start, _end in automaton.find_matches_as_indexes(
                as_it_is, overlapping=True
            ):
                number = numbers[index]
                if number not in seen:
                    seen.add(number)
                    yield number

    def search_each(self, texts: Sequence[str]) -> list[set[int]]:
        """Return the numbers of the needles in each text, each once."""
        # NUL is no letter, digit or space: no needle begins or ends there where none does.
        if not any(True for _ in self.search("\0".join(texts))):
            return [set() for _ in texts]
        return [set(self.search(text)) for text in texts]

    def _folded(self, text: str, as_it_is: bytes) -> bytes:
        """Bring a text to the form of the needles, as UTF-8.

        Bytes are brought to lower case in ASCII alone, many times faster than texts, and that
        is enough for needles of ASCII and of letters without case (kanji, kana). Of all
        characters that NFKC leaves, only `İ` becomes ASCII by lower case.
        """
        if text.isascii():
            return as_it_is.lower()
        normal = unicodedata.normalize("NFKC", text)
        if self._cased or "İ" in normal:
            normal = normal.lower()
        return (as_it_is if normal is text else normal.encode("utf-8", "replace")).lower()

    @staticmethod
    def _stands_alone(text: bytes, start: int, end: int, family: str) -> bool:
        """`51@example.jp` is not in `user51@example.jp`, nor is a number in a longer one."""
        before = text[max(0, start - _CHARACTER) : start].decode("utf-8", "ignore")[-1:]
        after = text[end : end + _CHARACTER].decode("utf-8", "ignore")[:1]
        if family == "digits":
            return not (before.isdigit() or after.isdigit())
        if after in _WORD or (
            after in _JOINS and text[end + 1 : end + 2].decode("latin-1") in _WORD
        ):
            return False
        return before not in _LOCAL


def _caseless(needle: str) -> bool:
    return needle.isascii() or all(
        letter.isascii() or letter.lower() == letter.upper() for letter in needle
    )


def _automaton(needles: Sequence[str]) -> Any:
    if not needles:
        return None
    from ahocorasick_rs import BytesAhoCorasick

    return BytesAhoCorasick([needle.encode("utf-8", "replace") for needle in needles])

"""An invented value in the place of a real one: of the same form, the same one each time.

What is drawn comes out of the HMAC of the value under the scope's key, so that two runs draw
alike and nobody without the key can try values. Fakes are made to belong to nobody: cards
under test prefixes, mail at `example.jp` (RFC 2606), addresses of the internet kept for documents
(RFC 5737, RFC 3849, RFC 7042), telephone numbers that the numbering plan does not assign. They
cannot be restored, and two values may get one fake where a form has few values.
"""

import hmac
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from string import ascii_lowercase, ascii_uppercase, digits
from typing import TypeVar

from upheld.detection.checks.digits import luhn
from upheld.detection.checks.japan import my_number
from upheld.detection.folding import folded
from upheld.detection.kind import kinds
from upheld.detection.transform import invented
from upheld.detection.transform.digit_forms import as_written, in_digits
from upheld.detection.transform.fake_dates import age_like, day_like
from upheld.detection.transform.placing import Place, replaced
from upheld.detection.transform.scope import Scope

_Drawn = TypeVar("_Drawn")
_TEST_PREFIXES = {"4": "400000", "5": "555555", "2": "222300", "6": "601111", "3": "353011"}
"""First six digits of published test cards, by the first digit of the real one."""
_TRIES = 32
"""Draws until it is not the value itself, of which some forms have few."""
_TEST_AMEX, _AMEX_LENGTH = "378282", 15


class Draws:
    """An endless row of choices that one digest determines."""

    def __init__(self, digest: bytes) -> None:
        """Begin."""
        self._bytes = self._endless(digest)

    @staticmethod
    def _endless(digest: bytes) -> Iterator[int]:
        number = 0
        while True:
            yield from hmac.digest(digest, number.to_bytes(8, "big"), "sha256")
            number += 1

    def one_of(self, choices: Sequence[_Drawn]) -> _Drawn:
        """Draw one of at most 65,536 choices."""
        return choices[(next(self._bytes) << 8 | next(self._bytes)) % len(choices)]

    def signs(self, count: int, alphabet: str = digits) -> str:
        """Draw so many signs."""
        return "".join(self.one_of(alphabet) for _ in range(count))


class Fakes:
    """Draws fakes for one scope."""

    def __init__(self, scope: Scope) -> None:
        """Take the scope: its key decides what is drawn."""
        self._scope = scope

    def faked(self, text: str, places: Iterable[Place]) -> str:
        """Return the text with an invented value in every place."""
        return replaced(text, places, self.fake)

    def fake(self, kind: str, value: str) -> str:
        """Return the fake of a value; the word of its kind for what is said of somebody, or hides."""
        if kind in _SAID:
            return _word_of(kind, value)
        draws = Draws(hmac.digest(self._scope.digest(kind, value), b"fake", "sha256"))
        plain = value if kind in _WORDED else in_digits(value)
        if kind in _ALL_DIGITS and any(char.isalpha() for char in plain):
            return _word_of(kind, value)  # its digits hide: in base64, behind escapes
        make = _BY_KIND.get(kind, _alike)
        made = (as_written(value, make(plain, draws)) for _ in range(_TRIES))
        return next((one for one in made if one != value), _word_of(kind, value))


def _word_of(kind: str, value: str) -> str:
    return f"⟦{kinds()[kind].label.in_language('en' if value.isascii() else 'ja')}⟧"


def _alike(value: str, draws: Draws) -> str:
    """Draw sign for sign: a digit for a digit, a letter for a letter of the same case."""
    return "".join(_sign(char, draws) for char in value)


def _sign(char: str, draws: Draws) -> str:
    if not char.isalnum():
        return char
    if char.isdecimal():
        # A full-width digit stays full-width.
        return chr(ord(char) - int(char) + int(draws.one_of(digits)))
    if char.isascii():
        return draws.one_of(ascii_uppercase if char.isupper() else ascii_lowercase)
    return "〇"


def into_form(form: str, new: str) -> str:
    """Write digits into the form of others: full-width stays, signs between stay."""
    rest = iter(new)
    return "".join(
        chr(ord(char) - int(char) + int(next(rest))) if char.isdecimal() else char for char in form
    )


def _digits_of(value: str) -> str:
    return "".join(str(int(char)) for char in value if char.isdecimal())


def _card(value: str, draws: Draws) -> str:
    real = _digits_of(value)
    amex = len(real) == _AMEX_LENGTH
    prefix = _TEST_AMEX if amex else _TEST_PREFIXES.get(real[:1], "400000")
    body = prefix + draws.signs(max(len(real) - len(prefix) - 1, 0))
    check = next(digit for digit in digits if luhn(body + digit))
    return into_form(value, (body + check)[: len(real)])


def _phone(value: str, draws: Draws) -> str:
    """Keep the country and the area; a zero stands behind, where plans assign nothing."""
    real = _digits_of(value)
    ahead, area = _parts_of(value, real)
    for kept in (real[: ahead + area], real[:ahead] + "90", real[:ahead] + "0"):
        new = (kept + "0" + draws.signs(len(real)))[: len(real)]
        if not _is_assigned(value, new):
            break
    return into_form(value, new)


def _parts_of(value: str, real: str) -> tuple[int, int]:
    """Return how many digits are the country's or a trunk's, and how many the area's."""
    import phonenumbers

    try:
        number = phonenumbers.parse(folded(value), "JP")
    except phonenumbers.NumberParseException:
        return min(1, len(real)), 2
    area = phonenumbers.length_of_geographical_area_code(number)
    return len(real) - len(phonenumbers.national_significant_number(number)), area or 2


def _is_assigned(value: str, new: str) -> bool:
    import phonenumbers

    try:
        number = phonenumbers.parse(folded(into_form(value, new)), "JP")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)


def _mail(value: str, draws: Draws) -> str:
    del value
    return f"{draws.one_of(invented.WORDS)}.{draws.signs(5, ascii_lowercase)}@example.jp"


def _name(value: str, draws: Draws) -> str:
    if not _JAPANESE.search(value):
        parts = [draws.one_of(invented.GIVEN_EN), draws.one_of(invented.FAMILY_EN)]
        name = " ".join(parts[: 1 + (" " in value.strip())])
        return name.upper() if value.isupper() else name
    kana = all("ァ" <= char <= "ヶ" or "ｦ" <= char <= "ﾟ" or char in "ー・ 　" for char in value)
    family, given = (
        (invented.FAMILY_KANA, invented.GIVEN_KANA)
        if kana
        else (invented.FAMILY_JA, invented.GIVEN_JA)
    )
    gap = next((char for char in value if char in " 　・"), "")
    short = len(value) <= invented.FAMILY_LONGEST and not gap
    return draws.one_of(family) if short else draws.one_of(family) + gap + draws.one_of(given)


def _address(value: str, draws: Draws) -> str:
    numbers = [str(1 + int(draws.signs(2)) % 30) for _ in range(3)]
    if not _JAPANESE.search(value):
        return f"{numbers[0]} {draws.one_of(invented.STREETS_EN)}, Sampleton"
    return f"架空県見本市{draws.one_of(invented.TOWNS_JA)}{'-'.join(numbers)}"


_JAPANESE = re.compile("[ぁ-ヿ㐀-鿿ｦ-ﾟ가-힣]")
_COORDINATES = re.compile(r"""[-+0-9.,;:°'"′″‘’“”()/ \tNSEW]+""")
_WHOLE = re.compile(r"(?<![0-9.])[0-9]{1,3}(?=[^0-9]|$)")


def _location(value: str, draws: Draws) -> str:
    """Draw degrees, minutes and seconds that there are; the point of the compass stays."""
    if not _COORDINATES.fullmatch(value):
        return _alike(value, draws)

    def whole(match: re.Match[str]) -> str:
        count = len(match[0])
        return str(10 ** (count - 1) + int(draws.signs(2)) % (50 if count > 1 else 9))

    drawn = "".join(char if char in "NSEW" else _sign(char, draws) for char in value)
    return _WHOLE.sub(whole, drawn)


def _postal_code(value: str, draws: Draws) -> str:
    """No code begins with three zeros in Japan, nor in the United States."""
    count = len(_digits_of(value))
    return into_form(value, ("000" + draws.signs(count))[:count]) if count else _alike(value, draws)


def _ip(value: str, draws: Draws) -> str:
    if ":" in value:
        return f"2001:db8::{draws.signs(4, '123456789abcdef')}"
    return f"{draws.one_of(('192.0.2', '198.51.100', '203.0.113'))}.{1 + int(draws.signs(3)) % 254}"


def _mac(value: str, draws: Draws) -> str:
    """Draw from the block for documents: 00-00-5E-00-53-xx (RFC 7042 section 2.1.2)."""
    new = iter("00005e0053" + draws.signs(2, "0123456789abcdef"))
    alike = "".join(next(new, "") if char.isalnum() else char for char in value)
    return alike.upper() if value.isupper() else alike


def _iban(value: str, draws: Draws) -> str:
    """Keep the country; check digits 00 are never right (ISO 13616 gives 02 to 98)."""
    country, rest = value[:2], value[2:]
    body = iter("00" + "".join(_sign(char, draws) for char in rest if char.isalnum())[2:])
    return country + "".join(next(body) if char.isalnum() else char for char in rest)


def _my_number(value: str, draws: Draws) -> str:
    """Draw until the check digit is wrong: such a number was never given to anybody."""
    while True:
        new = draws.signs(len(_digits_of(value)))
        if not my_number(new):
            return into_form(value, new)


_SAID = frozenset(
    {
        *("health", "biometric_genetic", "child", "special_category", "criminal_history"),
        "restricted_region",
    }
)
"""Kinds without a form: something else that is said would be a statement about somebody."""
_WORDED = frozenset({"email", "person_name", "address", "age", "birth_date"})
"""Kinds in which a kanji numeral is a part of a word."""
_ALL_DIGITS = frozenset({"card_number", "jp_my_number"})
"""Kinds of digits and signs between them alone."""
_BY_KIND: dict[str, Callable[[str, Draws], str]] = {
    "card_number": _card,
    "phone": _phone,
    "email": _mail,
    "person_name": _name,
    "address": _address,
    "age": age_like,
    "birth_date": day_like,
    "card_expiry": day_like,
    "postal_code": _postal_code,
    "ip_address": _ip,
    "mac_address": _mac,
    "precise_location": _location,
    "iban": _iban,
    "jp_my_number": _my_number,
}

"""National numbers of other countries: python-stdnum where it knows them, else by their rules."""

from collections.abc import Callable
from functools import cache
from importlib import import_module

from upheld.detection.checks.digits import only, varied, weighted

_NOT_ISSUED = frozenset({"000", "666"})
_BRITISH_NEVER = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"


def by_table(name: str) -> Callable[[str], bool]:
    """The check that the table of national numbers names: of here, or a module of stdnum."""
    own = _OWN.get(name)
    return own if own is not None else _of_stdnum(name)


@cache
def _of_stdnum(name: str) -> Callable[[str], bool]:
    def holds(value: str) -> bool:
        return bool(import_module(f"stdnum.{name}").is_valid(value)) and varied(only(value))

    return holds


def us_ssn(value: str) -> bool:
    """No area 000, 666 or 9xx, no group 00, no serial 0000 (SSA, since 25 June 2011)."""
    digits = only(value)
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    if area in _NOT_ISSUED or area >= "900" or group == "00" or serial == "0000":
        return False
    return varied(digits) and digits != "123456789"


def _nino(value: str) -> bool:
    prefix = value[:2].upper()
    return prefix not in _BRITISH_NEVER


def _nric(value: str) -> bool:
    first, last = value[0].upper(), value[-1].upper()
    total = weighted(value[1:8], (2, 7, 6, 5, 4, 3, 2)) + {"T": 4, "G": 4, "M": 3}.get(first, 0)
    letters = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "M": "KLJNPQRTUWX"}.get(first, "XWUTRQPNMLK")
    place = total % 11
    return letters[10 - place if first == "M" else place] == last


def _taiwan(value: str) -> bool:
    code = str(_TAIWAN_LETTERS.index(value[0].upper()) + 10)
    return weighted(code + value[1:], (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)) % 10 == 0


def _hong_kong(value: str) -> bool:
    plain = value.replace("(", "").replace(")", "").upper()
    letters, digits, check = plain[:-7], plain[-7:-1], plain[-1]
    codes = [36, *(ord(letter) - 55 for letter in letters)][-2:]
    total = sum(c * w for c, w in zip(codes, (9, 8), strict=True))
    total += weighted(digits, (7, 6, 5, 4, 3, 2)) + (10 if check == "A" else int(check))
    return total % 11 == 0


def _any(value: str) -> bool:
    return varied(only(value))


_OWN: dict[str, Callable[[str], bool]] = {
    "us.ssn": us_ssn,
    "gb.nino": _nino,
    "sg.nric": _nric,
    "tw.id": _taiwan,
    "hk.id": _hong_kong,
    "-": _any,
}

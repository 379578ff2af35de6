"""Numbers of Japanese documents, telephones and post."""

from upheld.detection.checks.digits import luhn, only, varied, weighted

_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_LICENCE_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_MY_NUMBER, _RESIDENT, _LICENCE, _CORPORATE = 12, 11, 12, 13
_LAND_LINE, _MOBILE = 10, 11
_PREFECTURES = 47


def my_number(value: str) -> bool:
    """個人番号 (Ordinance of the Ministry of Internal Affairs 85 of 2014, art. 5).

    >>> my_number("1234 5678 9018"), my_number("1234 5678 9012")
    (True, False)
    """
    digits = only(value)
    return len(digits) == _MY_NUMBER and varied(digits) and _mod_11(digits, _WEIGHTS)


def resident_code(value: str) -> bool:
    """住民票コード: ten digits and one by the weights of the My Number, which is made from it."""
    digits = only(value)
    return len(digits) == _RESIDENT and varied(digits) and _mod_11(digits, _WEIGHTS[1:])


def _mod_11(digits: str, weights: tuple[int, ...]) -> bool:
    rest = weighted(digits[:-1], weights) % 11
    return int(digits[-1]) == (0 if rest <= 1 else 11 - rest)


def licence(value: str) -> bool:
    """運転免許証番号: commission, year, serial, check digit, reissues.

    The formula is not in any law; it is the one that issued numbers follow.
    """
    digits = only(value)
    if len(digits) != _LICENCE or not varied(digits) or digits[:2] < "10":
        return False
    rest = weighted(digits[:10], _LICENCE_WEIGHTS) % 11
    return int(digits[10]) == {0: 1, 1: 0}.get(rest, 11 - rest)


def corporate(value: str) -> bool:
    """法人番号, which is public (Ordinance of the Ministry of Finance 70 of 2014, art. 2)."""
    digits = only(value)
    if len(digits) != _CORPORATE:
        return False
    return int(digits[0]) == 9 - weighted(digits[1:], (2, 1) * 6) % 9


def insurer(value: str) -> bool:
    """保険者番号: 8 digits, or 6 of the national scheme; prefecture and check digit.

    Notification 0806-1 of 1976 as amended (modulus 10, weights 2 and 1 from the right).
    """
    digits = only(value)
    prefecture = int(digits[-6:-4] or 0)
    return len(digits) in {6, 8} and 1 <= prefecture <= _PREFECTURES and luhn(digits)


def telephone(value: str) -> bool:
    """A number as dialled within Japan, or behind +81 (Telecommunications Numbering Plan).

    Land lines, free and shared-cost numbers have 10 digits, mobile and IP ones 11.
    """
    digits = only(value)
    if value.startswith("+") or digits.startswith("0081"):
        digits = "0" + digits.removeprefix("0081").removeprefix("81").lstrip("0")
    if len(digits) < _LAND_LINE or digits[0] != "0" or digits[1] == "0" or not varied(digits[3:]):
        return False
    if digits[:4] in {"0120", "0570", "0990"}:
        return len(digits) == _LAND_LINE
    long = digits[1:3] in {"20", "50", "60", "70", "80", "90"}
    return len(digits) == (_MOBILE if long or digits.startswith("0800") else _LAND_LINE)


def postal_code(value: str) -> bool:
    """Seven digits; 000 is no district."""
    digits = only(value)
    return digits[:3] > "000" and digits[:2] <= "99"

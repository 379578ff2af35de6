"""Points on the earth."""

import re

_NUMBER = re.compile(r"-?[0-9]+\.?[0-9]*")
_POLE, _DATE_LINE = 90, 180
_PLUS_CODE = "23456789CFGHJMPQRVWX"
_GEOHASH = re.compile(r"[0-9]")


def pair(value: str) -> bool:
    """Latitude and longitude in either order, not numbers between 0 and 1 as in statistics."""
    numbers = [float(found) for found in _NUMBER.findall(value)]
    small, large = sorted(abs(number) for number in numbers[:2])
    return small <= _POLE and 1 < large <= _DATE_LINE and small > 0


def one(value: str) -> bool:
    """A latitude or a longitude, not nought."""
    return 0 < abs(float(value)) <= _DATE_LINE


def plus_code(value: str) -> bool:
    """The first pair of a full code lies on the earth (Open Location Code, "Encoding")."""
    return _PLUS_CODE.index(value[0]) <= 8 and _PLUS_CODE.index(value[1]) <= 17  # noqa: PLR2004


def geohash(value: str) -> bool:
    """Digits in it: else it is a word."""
    return bool(_GEOHASH.search(value)) and not value.isdigit()

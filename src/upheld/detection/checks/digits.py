"""Sums over digits that several kinds share."""

from collections.abc import Sequence

_SINGLE = bytes.maketrans(b"0123456789", bytes(range(10)))
_DOUBLED = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))
_LETTERS = {str(n): str(n) for n in range(10)} | {chr(65 + n): str(10 + n) for n in range(26)}


def only(value: str) -> str:
    """The digits of a value.

    >>> only("4111-1111 2")
    '411111112'
    """
    return value if value.isdigit() else "".join(char for char in value if "0" <= char <= "9")


def luhn(digits: str) -> bool:
    """Whether the last digit is right (ISO/IEC 7812-1 annex B).

    >>> luhn("4111111111111111"), luhn("4111111111111112"), luhn("")
    (True, False, False)
    """
    if not digits:
        return False
    signs = digits.encode()
    total = sum(signs[::-2].translate(_SINGLE)) + sum(signs[-2::-2].translate(_DOUBLED))
    return total % 10 == 0


def weighted(digits: str, weights: Sequence[int]) -> int:
    """Sum of each digit times its weight."""
    return sum(int(char) * weight for char, weight in zip(digits, weights, strict=True))


def mod_97_10(value: str) -> bool:
    """Whether letters and digits leave 1 when divided by 97 (ISO/IEC 7064, MOD 97-10)."""
    return int("".join(_LETTERS[char] for char in value)) % 97 == 1


def varied(digits: str) -> bool:
    """Whether it is not one digit over and over, which nobody is given."""
    return len(set(digits)) > 1

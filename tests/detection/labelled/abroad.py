"""Invented numbers of people of other countries, the check digit right where there is one."""

from random import Random

from tests.detection.labelled.numbers import digits, luhn_digit, weighted


def national(rng: Random, form: str) -> str:
    """A national number of another country, its check digit right."""
    return NATIONAL[form](rng)


def _spain(rng: Random) -> str:
    value = digits(rng, 8)
    return value + "TRWAGMYFPDXBNJZSQVHLCKE"[int(value) % 23]


def _china(rng: Random) -> str:
    payload = f"110105{rng.randrange(1960, 2004)}0{rng.randrange(1, 10)}{rng.randrange(10, 29)}"
    payload += digits(rng, 3)
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return payload + "10X98765432"[weighted(payload, weights) % 11]


def _france(rng: Random) -> str:
    payload = f"{rng.choice('12')}{rng.randrange(50, 99)}0{rng.randrange(1, 10)}75" + digits(rng, 6)
    return f"{payload}{97 - int(payload) % 97:02}"


def _korea(rng: Random) -> str:
    payload = f"{rng.randrange(60, 99)}0{rng.randrange(1, 10)}{rng.randrange(10, 29)}"
    payload += rng.choice("12") + "0" + digits(rng, 4)  # the second digit: a place of birth
    check = (11 - weighted(payload, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11) % 10
    return f"{payload[:6]}-{payload[6:]}{check}"


def _brazil(rng: Random) -> str:
    value = digits(rng, 9)
    for _ in range(2):
        rest = weighted(value, range(len(value) + 1, 1, -1)) % 11
        value += "0" if rest <= 1 else str(11 - rest)
    return f"{value[:3]}.{value[3:6]}.{value[6:9]}-{value[9:]}"


def _britain(rng: Random) -> str:
    return f"{rng.choice(('AB', 'CE', 'JK', 'PR'))} {digits(rng, 2)} {digits(rng, 2)} {digits(rng, 2)} C"


def _netherlands(rng: Random) -> str:
    while True:  # one payload in eleven has no digit
        payload = digits(rng, 8)
        check = weighted(payload, range(9, 1, -1)) % 11
        if check < 10:
            return payload + str(check)


def _poland(rng: Random) -> str:
    payload = f"{rng.randrange(50, 99)}0{rng.randrange(1, 10)}{rng.randrange(10, 29)}"
    payload += digits(rng, 4)
    return payload + str(-weighted(payload, (1, 3, 7, 9) * 2 + (1, 3)) % 10)


def _sweden(rng: Random) -> str:
    born = f"{rng.randrange(50, 99)}0{rng.randrange(1, 10)}{rng.randrange(10, 29)}"
    serial = digits(rng, 3)
    return f"{born}-{serial}{luhn_digit(born + serial)}"


def _finland(rng: Random) -> str:
    born = f"{rng.randrange(10, 29)}0{rng.randrange(1, 10)}{rng.randrange(50, 99)}"
    serial = str(rng.randrange(100, 899))
    return f"{born}-{serial}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(born + serial) % 31]}"


def _germany(rng: Random) -> str:
    """Eleven digits: among the first ten one stands twice, the last is ISO 7064 MOD 11,10."""
    ten = rng.sample("0123456789", 9)
    ten.insert(rng.randrange(2, 9), ten[0])
    if ten[0] == "0":
        return _germany(rng)
    left = 10
    for char in ten:
        left = ((int(char) + left) % 10 or 10) * 2 % 11
    return "".join(ten) + str((11 - left) % 10)


def _canada(rng: Random) -> str:
    payload = rng.choice("1234567") + digits(rng, 7)
    value = payload + luhn_digit(payload)
    return f"{value[:3]}-{value[3:6]}-{value[6:]}"


def _singapore(rng: Random) -> str:
    payload = digits(rng, 7)
    return f"S{payload}{'JZIHGFEDCBA'[weighted(payload, (2, 7, 6, 5, 4, 3, 2)) % 11]}"


def _taiwan(rng: Random) -> str:
    letter = rng.choice("ABCDEFGH")
    payload = str(ord(letter) - 55) + rng.choice("12") + digits(rng, 7)
    check = -weighted(payload, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1)) % 10
    return f"{letter}{payload[2:]}{check}"


def _usa(rng: Random) -> str:
    return f"{rng.randrange(101, 665)}-{rng.randrange(10, 99)}-{rng.randrange(1000, 9999)}"


NATIONAL = {
    "es": _spain,
    "cn": _china,
    "fr": _france,
    "kr": _korea,
    "br": _brazil,
    "uk": _britain,
    "us": _usa,
    "nl": _netherlands,
    "pl": _poland,
    "se": _sweden,
    "fi": _finland,
    "de": _germany,
    "ca": _canada,
    "sg": _singapore,
    "tw": _taiwan,
}

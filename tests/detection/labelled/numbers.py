"""Invented numbers in documented formats, with the check digit where the kind has one."""

from collections.abc import Sequence
from random import Random

TEST_CARDS = [
    "4111111111111111",
    "4242424242424242",
    "4012888888881881",
    "4000056655665556",
    "5555555555554444",
    "5105105105105100",
    "5200828282828210",
    "2223003122003222",
    "378282246310005",
    "371449635398431",
    "6011111111111117",
    "6011000990139424",
    "3530111333300000",
    "3566002020360505",
    "30569309025904",
    "38520000023237",
]


def digits(rng: Random, count: int) -> str:
    """That many decimal digits, the first of them not 0."""
    return str(rng.randrange(1, 10)) + "".join(str(rng.randrange(10)) for _ in range(count - 1))


def luhn_digit(payload: str) -> str:
    """The digit that makes payload + digit pass Luhn (ISO/IEC 7812-1)."""
    total = 0
    for place, char in enumerate(reversed(payload)):
        value = int(char) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def my_number_digit(payload: str) -> str:
    """Check digit of the 11 digits of a My Number (2014 Ordinance 85 of the ministry, art. 5)."""
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = weighted(payload, weights[-len(payload) :]) % 11
    return "0" if rest <= 1 else str(11 - rest)


def weighted(payload: str, weights: Sequence[int]) -> int:
    """Sum of digit times weight."""
    return sum(int(char) * weight for char, weight in zip(payload, weights, strict=True))


def other_digit(rng: Random, right: str) -> str:
    """Any digit but the right one."""
    return rng.choice([char for char in "0123456789" if char != right])


def my_number(rng: Random, form: str) -> str:
    """A My Number; `bad` spoils the check digit, `4` writes 1234-5678-9012."""
    payload = digits(rng, 11)
    check = my_number_digit(payload)
    value = payload + (other_digit(rng, check) if form.startswith("bad") else check)
    return f"{value[:4]}-{value[4:8]}-{value[8:]}" if form.endswith("4") else value


def resident_code(rng: Random, form: str) -> str:
    """11 digits of a 住民票コード: ten and a check digit by the same weights."""
    payload = digits(rng, 10)
    value = payload + my_number_digit(payload)
    return f"{value[:5]}-{value[5:]}" if form == "5" else value


def corporate_number(rng: Random, _: str) -> str:
    """A 法人番号 of 13 digits: public, no personal data."""
    payload = digits(rng, 12)
    weights = [2 if place % 2 == 0 else 1 for place in range(12)]
    return str(9 - weighted(payload, weights) % 9) + payload


def licence(rng: Random, _: str) -> str:
    """12 digits of a Japanese driver's licence: commission, year, serial, check digit, reissues."""
    payload = rng.choice(("10", "30", "45", "62", "90")) + digits(rng, 8)
    rest = weighted(payload, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    check = {0: "1", 1: "0"}.get(rest, str(11 - rest))
    return payload + check + "0"


def letters(rng: Random, count: int) -> str:
    """Capital letters without I and O, as documents print them."""
    return "".join(rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(count))


def insurer(rng: Random, form: str) -> str:
    """保険者番号: 8 digits (or 6, `6`), the last a modulus-10 check digit."""
    payload = rng.choice(("01", "06", "31", "34", "39")) + f"{rng.randrange(1, 48):02}"
    payload += digits(rng, 3)
    payload = payload[2:] if form == "6" else payload
    return payload + luhn_digit(payload)


def card(rng: Random, form: str) -> str:
    """A test card number, or one under a test prefix; `bad` fails Luhn; `4` groups by four."""
    payload = rng.choice(("400000", "555555", "352800")) + digits(rng, 9)
    value = payload + luhn_digit(payload)
    if form.startswith("bad"):
        value = payload + other_digit(rng, luhn_digit(payload))
    elif rng.random() < 0.6:
        value = rng.choice(TEST_CARDS)
    if not form.endswith("4"):
        return value
    if len(value) == 16:
        return "-".join(value[at : at + 4] for at in range(0, 16, 4))
    return f"{value[:4]}-{value[4:10]}-{value[10:]}"


IBAN_BODIES = {
    "DE": (18, ""),
    "AT": (16, ""),
    "GB": (14, "WXYZ"),
    "IE": (14, "QRST"),
    "LU": (16, ""),
}


def iban(rng: Random, form: str) -> str:
    """An IBAN of a country, with right (or, `bad`, wrong) check digits; `s` groups by four."""
    country = form[-2:] if form[-2:] in IBAN_BODIES else rng.choice(sorted(IBAN_BODIES))
    length, bank = IBAN_BODIES[country]
    body = bank + digits(rng, length)
    as_number = "".join(str(int(char, 36)) for char in body + country + "00")
    check = 98 - int(as_number) % 97
    if form.startswith("bad"):
        check = check % 96 + 2 if check % 96 + 2 != check else 3
    value = f"{country}{check:02}{body}"
    if form.startswith("s"):
        return " ".join(value[at : at + 4] for at in range(0, len(value), 4))
    return value


def imei(rng: Random, _: str) -> str:
    """15 digits under the test type-allocation prefix 001."""
    payload = "001017" + digits(rng, 8)
    return payload + luhn_digit(payload)


def phone(rng: Random, form: str) -> str:
    """A telephone number. Ranges kept for fiction where a country has them (Japan has none)."""
    tail = f"{rng.randrange(100):02}"
    middle, end = f"{rng.randrange(1000, 9999)}", f"{rng.randrange(1000, 9999)}"
    return {
        "": f"{rng.choice(('070', '080', '090'))}-{middle}-{end}",
        "tokyo": f"03-{rng.randrange(3200, 3999)}-{end}",
        "osaka": f"06-{rng.randrange(6200, 6999)}-{end}",
        "local": f"{rng.choice(('045-232', '052-201', '011-231', '092-711', '075-341'))}-{end}",
        "paren": f"0422({rng.randrange(20, 60)}){end}",
        "ip": f"050-{rng.randrange(3100, 3900)}-{end}",
        "e164": f"+8190{middle}{end}",
        "intl": f"+81-90-{middle}-{end}",
        "intltokyo": f"+81 3 {rng.randrange(3200, 3999)} {end}",
        "us": f"({rng.choice(('206', '312', '415', '617'))}) 555-01{tail}",
        "use164": f"+1{rng.choice(('206', '312', '415', '617'))}55501{tail}",
        "usdash": f"{rng.choice(('206', '312', '415', '617'))}-555-01{tail}",
        "uk": f"+44 20 7946 0{rng.randrange(100, 999)}",
        "ukmobile": f"+447700900{rng.randrange(100, 999)}",
        "de": f"+49 30 23125{rng.randrange(100, 999)}",
        "fr": f"+33 6 39 98 {rng.randrange(10, 99)} {rng.randrange(10, 99)}",
        "ie": f"+353 20 91{rng.randrange(0, 9)} {rng.randrange(1000, 9999)}",
        "au": f"+61 491 570 {rng.choice(('006', '156', '157', '158', '159', '110'))}",
    }[form]

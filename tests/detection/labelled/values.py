"""Recipes of the sources: what stands between ‹ and › becomes an invented value.

`‹name›`, `‹phone.intl›`, `‹my_number.4|full›`: recipe, form, and how it is written afterwards.
"""

from collections.abc import Callable
from random import Random

from tests.detection.labelled import abroad, numbers, people, tokens

PLUS_CODE = "23456789CFGHJMPQRVWX"
GEOHASH = "0123456789bcdefghjkmnpqrstuvwxyz"
MONTHS = "January February March April May June July August September October November December"
# First letter and code, first whole year, and the year before it: 昭和60年 is 1925 + 60.
ERAS = (("令和", "R", 2020, 2018), ("平成", "H", 1990, 1988), ("昭和", "S", 1927, 1925))


def born(rng: Random, form: str) -> str:
    """A date of birth; forms with `child` make the person 1 to 11 on 1 December 2026."""
    year = rng.randrange(2015, 2025) if "child" in form else rng.randrange(1940, 2006)
    month, day = rng.randrange(1, 12), rng.randrange(1, 28)
    era, code, _, zero = next(row for row in ERAS if year >= row[2])
    english = MONTHS.split()[month - 1]
    return {
        "": f"{year}年{month}月{day}日",
        "era": f"{era}{year - zero}年{month}月{day}日",
        "eracode": f"{code}{year - zero}.{month}.{day}",
        "slash": f"{year}/{month:02}/{day:02}",
        "dot": f"{year}.{month}.{day}",
        "iso": f"{year}-{month:02}-{day:02}",
        "eight": f"{year}{month:02}{day:02}",
        "en": f"{english} {day}, {year}",
        "uk": f"{day} {english} {year}",
        "us": f"{month:02}/{day:02}/{year}",
    }[form.removeprefix("child").removeprefix("-")]


def mail(rng: Random, form: str) -> str:
    """An address at a domain kept for documentation (RFC 2606, and `.jp` by its registry)."""
    family = rng.choice(people.SURNAMES)[2].lower()
    given = rng.choice(people.ENGLISH_GIVEN).lower()
    box = rng.choice(
        (f"{given}.{family}", f"{family}{rng.randrange(60, 99)}", f"{given[0]}-{family}")
    )
    box += "+shop" if form == "plus" else ""
    domains = {"": "example.com example.org example.net", "plus": "example.com"}
    return (
        f"{box}@{rng.choice(domains.get(form, 'example.jp example.co.jp mail.example.jp').split())}"
    )


def place(rng: Random, form: str) -> str:
    """A point near no one in particular: latitude and longitude, or a code of one."""
    lat, lng = rng.uniform(33.1, 43.9), rng.uniform(131.2, 143.9)
    fine = rng.choice((5, 6))
    return {
        "": f"{lat:.{fine}f}, {lng:.{fine}f}",
        "tight": f"{lat:.{fine}f},{lng:.{fine}f}",
        "lat": f"{lat:.{fine}f}",
        "lng": f"{lng:.{fine}f}",
        "us": f"{rng.uniform(30, 47):.{fine}f}, -{rng.uniform(75, 121):.{fine}f}",
        "coarse": f"{lat:.1f}, {lng:.1f}",
        "dms": (
            f"{int(lat)}°{rng.randrange(60):02}′{rng.uniform(0, 59):04.1f}″N "
            f"{int(lng)}°{rng.randrange(60):02}′{rng.uniform(0, 59):04.1f}″E"
        ),
        "ja": (
            f"北緯{int(lat)}度{rng.randrange(60)}分{rng.randrange(60)}秒"
            f"、東経{int(lng)}度{rng.randrange(60)}分{rng.randrange(60)}秒"
        ),
        "nmea": f"{int(lat)}{rng.uniform(0, 59):07.4f},N,{int(lng)}{rng.uniform(0, 59):07.4f},E",
        "geohash": "xn7" + tokens.some(rng, 6, GEOHASH),
        "plus": "8Q7X" + tokens.some(rng, 4, PLUS_CODE) + "+" + tokens.some(rng, 2, PLUS_CODE),
        "words": "///" + ".".join(rng.sample(WORDS, 3)),
        "jawords": "///" + "。".join(rng.sample(JA_WORDS, 3)),
    }[form]


WORDS = [
    "lantern",
    "orchard",
    "pebble",
    "violin",
    "harvest",
    "copper",
    "meadow",
    "ribbon",
    "thunder",
    "walnut",
    "glacier",
    "saddle",
]
JA_WORDS = [
    "ひかり",
    "まくら",
    "おりがみ",
    "かざぐるま",
    "こもれび",
    "つばさ",
    "ゆうひ",
    "みかづき",
]


def network(rng: Random, form: str) -> str:
    """Addresses kept for documentation (RFC 5737, 3849, 7042) and invented device ids."""
    last = rng.randrange(1, 255)
    pair = f"{rng.randrange(256):02X}"
    return {
        "": f"{rng.choice(('192.0.2', '198.51.100', '203.0.113'))}.{last}",
        "six": f"2001:db8:{rng.randrange(1, 9999):x}::{last:x}",
        "mac": f"00:00:5E:00:53:{pair}",
        "macdash": f"00-00-5e-00-53-{pair.lower()}",
        "ga": f"GA1.2.{numbers.digits(rng, 9)}.17{numbers.digits(rng, 8)}",
        "fbp": f"fb.1.17{numbers.digits(rng, 11)}.{numbers.digits(rng, 10)}",
        "android": tokens.some(rng, 16, tokens.HEX),
        "idfa": tokens.token(rng, "uuid").upper(),
    }[form]


def document(rng: Random, form: str) -> str:
    """Numbers of Japanese documents, by format alone."""
    return {
        "passport": "T" + rng.choice("JKLMRSZ") + numbers.digits(rng, 7),
        "residence": numbers.letters(rng, 2) + numbers.digits(rng, 8) + numbers.letters(rng, 2),
        "pension": f"{numbers.digits(rng, 4)}-{numbers.digits(rng, 6)}",
        "employment": f"{numbers.digits(rng, 4)}-{numbers.digits(rng, 6)}-{numbers.digits(rng, 1)}",
        "expiry": f"{rng.randrange(1, 13):02}/{rng.randrange(27, 33)}",
        "yucho": f"1{numbers.digits(rng, 3)}0-{numbers.digits(rng, 7)}1",
        "uspassport": "X" + numbers.digits(rng, 8),
    }[form]


RECIPES: dict[str, Callable[[people.Dice, str], str]] = {
    "name": people.name,
    "en": people.english,
    "zip": people.post_code,
    "addr": people.address,
    "born": born,
    "mail": mail,
    "phone": numbers.phone,
    "place": place,
    "net": network,
    "doc": document,
    "my_number": numbers.my_number,
    "resident": numbers.resident_code,
    "corporate": numbers.corporate_number,
    "licence": numbers.licence,
    "insurer": numbers.insurer,
    "national": abroad.national,
    "card": numbers.card,
    "iban": numbers.iban,
    "imei": numbers.imei,
    "token": tokens.token,
    "d": lambda rng, form: numbers.digits(rng, int(form)),
    "x": lambda rng, form: tokens.some(rng, int(form), tokens.HEX),
}
HYPHENS = {"minus": "−", "ndash": "–", "choon": "ー", "hyphen": "‐", "space": " ", "none": ""}


def written(value: str, way: str) -> str:
    """The value as people write it: full-width, or with another hyphen."""
    if way == "full":
        return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in value)
    return value.replace("-", HYPHENS[way])


def drawn(rng: people.Dice, recipe: str) -> str:
    """The value of one recipe, as it stood between ‹ and ›."""
    call, *ways = recipe.split("|")
    named, _, form = call.partition(".")
    value = RECIPES[named](rng, form)
    for way in ways:
        value = written(value, way)
    return value

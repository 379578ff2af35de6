"""Street addresses in Latin letters, and Chinese ones: to the number of the house.

A street needs its number and something more: a town with a postal code, a state, or the field's
name. The rule of a finding ends with the country where the form of the postal code shows it.
Forms: UPU S42 templates of the countries named.
"""

from collections.abc import Collection, Iterator

import regex

from upheld.detection.finding import Span

SURE = 0.9

_WORD = r"[\p{Lu}][\p{L}'’.\-]*"
_WORDS = rf"{_WORD}(?: (?:{_WORD}|of|the|de|del|la|du|des|dei|di|der|am|an|im|upon)){{0,3}}"
_NUMBER = r"[0-9]{1,5}(?:[ -]?[0-9]{1,4})?(?: ?[A-Da-d])?(?: ½| 1/2)?(?: (?:bis|ter))?"
_TYPE = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Way|Place|Pl|Terrace|Ter|Circle|Cir|Square|Sq|"
    r"Parkway|Pkwy|Highway|Hwy|Trail|Trl|Close|Crescent|Cres|Grove|Gardens|Gdns|Row|Mews|Hill|Rise|Walk|Loop|Alley|Plaza|Quay|Parade|"
    r"Esplanade|Turnpike|Path|Pike|Run|Crossing|View|Green|Park)\b\.?"
)
_UNIT = r"(?:(?:Apt|Apartment|Unit|Suite|Ste|Flat|Room|Rm|Floor|Fl|Bldg|Building|No)\.? ?#?[A-Z]?-?[0-9]{1,5}[A-Z]?|#[0-9]{1,5}[A-Z]?)"
_STATE = (
    r"(?:AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|"
    r"UT|VT|VA|WA|WV|WI|WY)"
)
_GB_CODE = r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}"
_CA_CODE = r"(?:ON|QC|BC|AB|MB|SK|NS|NB|NL|PE|NT|NU|YT) [A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]"
_NZ_TOWN = "(?:Auckland|Wellington|Christchurch|Hamilton|Dunedin|Tauranga|Napier|Nelson)"
_AU_CODE = r"(?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT) [0-9]{4}"
_STREET = (
    rf"{_NUMBER} (?:(?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\.? )?(?:{_WORD} ){{1,4}}{_TYPE}"
)
_BEFORE_UNIT = rf"(?:{_UNIT}, )?(?:{_WORDS} (?:House|Court|Mansions?), )?"

_FORMS: tuple[tuple[str, str], ...] = (
    ("us", rf"{_STREET}(?:,? {_UNIT})?,? {_WORDS},? {_STATE}\.? [0-9]{{5}}(?:-[0-9]{{4}})?"),
    (
        "us",
        rf"(?:RR|HC|Rural Route) ?[0-9]{{1,4}},? Box [0-9A-Z]{{1,6}},? {_WORDS},? {_STATE} [0-9]{{5}}(?:-[0-9]{{4}})?",
    ),
    ("us", rf"P\.?O\.? Box [0-9]{{1,6}},? {_WORDS},? {_STATE} [0-9]{{5}}(?:-[0-9]{{4}})?"),
    (
        "gb",
        rf"{_BEFORE_UNIT}(?:{_STREET}|{_NUMBER},? {_WORDS})(?:,? {_UNIT})?(?:, {_WORDS}){{0,2}},? (?:{_WORDS} )?{_GB_CODE}",
    ),
    ("ca", rf"(?:{_UNIT}, )?{_STREET}(?:,? {_UNIT})?,? {_WORDS},? {_CA_CODE}"),
    ("au", rf"(?:{_UNIT}, ?|[0-9]{{1,4}}/)?{_STREET}(?:,? {_UNIT})?,? {_WORDS},? {_AU_CODE}"),
    (
        "nz",
        rf"(?:{_UNIT}, )?{_STREET}(?:, {_WORDS})?,? {_NZ_TOWN} [0-9]{{4}}",
    ),
    (
        "de",
        r"(?:\p{Lu}[\p{L}\-]*(?:straße|strasse|str\.|allee|weg|platz|gasse|ring|damm|ufer|chaussee|steig|hof|markt|berg)|(?:Am|An der|Im|Auf dem|Zum|Zur|Unter den|Alte|Neue) \p{Lu}[\p{L}\-]+(?: (?:Straße|Strasse|Weg|Platz))?|\p{Lu}[\p{L}\-]+[ -](?:Straße|Strasse|Str\.|Allee|Weg|Platz|Gasse|Ring|Damm)) [0-9]{1,4} ?[a-z]?,? (?:D-|DE-)?[0-9]{5} \p{Lu}[\p{L}\-]+(?: (?:am|an der|im) \p{Lu}\p{L}+)?",
    ),
    (
        "at",
        r"\p{Lu}[\p{L}\-]*(?:straße|strasse|gasse|weg|platz|allee|ring|[ -](?:Straße|Strasse|Gasse|Platz)) [0-9]{1,4}(?:/[0-9]{1,4}){0,3},? (?:A-|AT-)?[0-9]{4} \p{Lu}[\p{L}\-]+",
    ),
    (
        "fr",
        r"[0-9]{1,4}(?: (?:bis|ter|quater))?,? (?i:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|allée|allee|quai|cours|route|square|passage|villa|faubourg) (?:(?:de la|de l['’]|des|du|de|d['’]|le|la|les) ?)?[\p{L}'’\-]+(?: [\p{L}'’\-]+){0,3},? (?:F-|FR-)?[0-9]{5} \p{Lu}[\p{L}\-]+(?: (?:Cedex|\p{Lu}[\p{L}\-]+(?=[,.;\n]|$)))?",
    ),
    (
        "ch",
        r"(?:(?i:rue|avenue|chemin|route|place|quai|via|piazza|boulevard) (?:(?:de la|des|du|de|d['’]|della|del) ?)?\p{Lu}[\p{L}'’\-]*(?: \p{Lu}[\p{L}'’\-]*)?|\p{Lu}[\p{L}\-]*(?:strasse|gasse|weg|platz|allee|rain|quai)) [0-9]{1,4} ?[a-z]?,? (?:CH-)?[1-9][0-9]{3} \p{Lu}[\p{L}\-]+",
    ),
    (
        "it",
        r"(?i:via|viale|piazza|corso|largo|vicolo|strada|piazzale|lungomare) (?:(?:dei|degli|delle|della|dello|del|di|da|san|santa) ?){0,2}\p{Lu}[\p{L}'’\-]*(?: \p{Lu}[\p{L}'’\-]*){0,2},? [0-9]{1,4}(?:/?[a-zA-Z])?,? (?:I-|IT-)?[0-9]{5} \p{Lu}[\p{L}\-]+(?: \([A-Z]{2}\))?",
    ),
    (
        "es",
        r"(?i:calle|c/|avenida|avda\.?|plaza|paseo|camino|ronda|carrer|travesía) (?:(?:de la|de los|de las|del|de|la|el) )?\p{Lu}[\p{L}'’\-]*(?: (?:de |del |la )?\p{Lu}[\p{L}'’\-]*){0,3},? (?:n[.º°o]{1,2} ?)?[0-9]{1,4}(?:,? [0-9]{1,2}[.ºª°]? ?[A-Za-z]{0,4})?,? [0-9]{5} \p{Lu}[\p{L}\-]+",
    ),
    (
        "pt",
        r"(?i:rua|avenida|travessa|largo|praça) (?:(?:da|do|das|dos|de) )?\p{Lu}[\p{L}'’\-]*(?: (?:da |do |de )?\p{Lu}[\p{L}'’\-]*){0,3},? [0-9]{1,4}(?:,? [0-9]{1,2}[.ºª°]? ?[A-Za-z]{0,4})?,? [0-9]{4}-[0-9]{3} \p{Lu}[\p{L}\-]+",
    ),
    (
        "nl",
        r"\p{Lu}[\p{L}\-]*(?:straat|laan|weg|plein|gracht|kade|singel|dijk|hof|park|pad|steeg)(?: \p{L}+)? [0-9]{1,4}(?:[ -]?[A-Za-z0-9]{1,3})?,? [0-9]{4} ?[A-Z]{2},? \p{Lu}[\p{L}'’\-]+",
    ),
    (
        "be",
        r"\p{Lu}[\p{L}\-]*(?:straat|laan|weg|plein|steenweg|lei) [0-9]{1,4}(?: ?bus [0-9]+)?,? (?:B-)?[1-9][0-9]{3} \p{Lu}[\p{L}\-]+",
    ),
    (
        "se",
        r"\p{Lu}[\p{L}\-]*(?:gatan|vägen|gränd|torget|allén|stigen) [0-9]{1,4} ?[A-Z]?,? (?:SE-|S-)?[0-9]{3} ?[0-9]{2} \p{Lu}[\p{L}\-]+",
    ),
    (
        "dk",
        r"\p{Lu}[\p{L}\-]*(?:gade|vej|vænget|allé|plads|stræde) [0-9]{1,4} ?[A-Z]?(?:, [0-9]{1,2}\. ?(?:tv|th|mf)\.?)?,? (?:DK-)?[0-9]{4} \p{Lu}[\p{L}\-]+",
    ),
    (
        "no",
        r"\p{Lu}[\p{L}\-]*(?:gata|gate|veien|vegen|vei|plass) [0-9]{1,4} ?[A-Z]?,? (?:NO-|N-)?[0-9]{4} \p{Lu}[\p{L}\-]+",
    ),
    (
        "fi",
        r"\p{Lu}[\p{L}\-]*(?:katu|tie|kuja|polku|tori|kaari) [0-9]{1,4}(?: ?[A-Z](?: ?[0-9]{1,3})?)?,? (?:FI-)?[0-9]{5} \p{Lu}[\p{L}\-]+",
    ),
    (
        "pl",
        r"(?:ul\.|al\.|pl\.|os\.) ?\p{Lu}[\p{L}\-]*(?: \p{Lu}[\p{L}\-]*){0,2} [0-9]{1,4}[A-Za-z]?(?:[/ m.]{1,4}[0-9]{1,4})?,? [0-9]{2}-[0-9]{3} \p{Lu}[\p{L}\-]+",
    ),
    (
        "cz",
        r"\p{Lu}[\p{L}\-]*(?: \p{L}+)? [0-9]{1,4}/[0-9]{1,4},? [1-7][0-9]{2} ?[0-9]{2} \p{Lu}[\p{L}\-]+(?: [0-9]{1,2})?",
    ),
    (
        "ie",
        rf"(?:{_UNIT}, )?{_STREET}(?:, {_WORDS})?, (?:Dublin [0-9]{{1,2}}W?|{_WORDS})(?:, Co\.? {_WORD})?,? [A-Z][0-9][0-9W] ?[0-9A-Z]{{4}}",
    ),
    (
        "cn",
        r"(?:\p{Han}{2,7}省)?\p{Han}{2,6}市(?:\p{Han}{2,7}?(?:区|县|市|區))?(?:\p{Han}{2,7}(?:街道|镇|乡))?\p{Han}{1,9}?(?:路|街|道|巷|弄|胡同|大道)[0-9]{1,5}(?:弄[0-9]{1,4})?号?(?:院|楼|栋|幢)?(?:[0-9]{1,3}(?:号楼|栋|幢|单元))?(?:[0-9]{1,5}(?:室|号))?",
    ),
    (
        "jp",
        rf"(?:{_UNIT}, )?(?:{_WORDS}, )?[0-9]{{1,3}}(?:-[0-9]{{1,4}}){{1,3}},? (?:{_WORD})(?: (?:{_WORD}|[0-9]{{1,2}}-(?:j[oō]|chome|ch[oō]))){{0,3}}(?: [0-9]{{1,2}}-ch[oō]me)?, (?:[\p{{L}}\-]+(?:-(?:shi|ku|gun|cho|chō|machi|mura|son))(?: [\p{{L}}\-]+-ku)?, )*(?:{_WORD})(?:-(?:to|fu|ken))?(?:,? (?:[〒])?[0-9]{{3}}-[0-9]{{4}})?",
    ),
    (
        "jp",
        rf"[0-9]{{1,2}}-ch[oō]me,? [0-9]{{1,3}}(?:-[0-9]{{1,4}}){{0,2}},? {_WORD}(?: {_WORD}){{0,2}}, (?:[\p{{L}}\-]+-(?:shi|ku|gun), )*{_WORD}(?:, {_WORD}(?:-(?:to|fu|ken))?)?",
    ),
)
HINTS: dict[str, str] = {
    "us": rf"{_STATE}\.? [0-9]{{5}}",
    "gb": _GB_CODE,
    "ca": _CA_CODE,
    "au": _AU_CODE,
    "ie": r"[A-Z][0-9][0-9W] ?[0-9A-Z]{4}",
    "nl": r"[0-9]{4} ?[A-Z]{2}",
    "pl": r"[0-9]{2}-[0-9]{3} \p{Lu}",
    "pt": r"[0-9]{4}-[0-9]{3} \p{Lu}",
    "cn": r"[路街道巷弄同][0-9]",
    "jp": r"-(?:ku|shi|gun|cho|chō|machi|mura|son|jo|jō|to|fu|ken)(?:[^0-9A-Za-z_]|$)|ch[oō]me",
    "five": r"[0-9]{5} \p{Lu}",
    "four": r"[0-9]{4} \p{Lu}",
    "three": r"[0-9]{3} ?[0-9]{2} \p{Lu}",
    "nz": rf"{_NZ_TOWN} [0-9]{{4}}",
    "field": r"(?i:street|address|line_?1|住所|番地)[^0-9A-Za-z]{1,5}[0-9]",
}
"""What is in every text with an address of a country: its postal code, mostly."""
_HINT_OF = dict.fromkeys(("de", "fr", "it", "es", "fi"), "five")
_HINT_OF |= dict.fromkeys(("at", "ch", "be", "dk", "no"), "four") | {"se": "three", "cz": "three"}


def _by_hint() -> list[tuple[str, list[tuple[str, "regex.Pattern[str]"]]]]:
    forms: dict[str, list[tuple[str, regex.Pattern[str]]]] = {}
    for country, form in _FORMS:
        pattern = regex.compile(rf"(?<![\p{{L}}\p{{N}}-]){form}(?![\p{{N}}])")
        forms.setdefault(_HINT_OF.get(country, country), []).append((country, pattern))
    return list(forms.items())


_PATTERNS = _by_hint()
_FIELD = regex.compile(
    r"(?i:street|street_address|address|address_line_?1|line1|shipping_address|billing_address|住所|番地)[\"']?\s?[:=]\s?[\"']?"
    rf"(?P<value>{_STREET}(?:,? {_UNIT})?)"
)


def addresses(plain: str, hints: Collection[str]) -> Iterator[Span]:
    """Find street addresses abroad; `plain` is folded, `hints` are those of `HINTS` in it."""
    for hint, forms in _PATTERNS:
        if hint not in hints:
            continue
        for country, pattern in forms:
            for match in pattern.finditer(plain):
                end = match.end() - (1 if plain[match.end() - 1] == "." else 0)
                yield Span("address", match.start(), end, SURE, f"address.{country}")
    if "field" in hints:
        for match in _FIELD.finditer(plain):
            yield Span("address", *match.span("value"), SURE - 0.02, "address.street")

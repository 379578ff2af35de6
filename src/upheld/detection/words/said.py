"""Streets that no postal code or state ends: in a field, behind a word, in passing, in a column.

A number and a street are an address where a field is named for one, where somebody says that they
live there, or where the words for a street leave no doubt and the clause ends behind them.
"""

from collections.abc import Collection, Iterator

import regex

from upheld.detection.finding import Span
from upheld.detection.hints import HEAD_BEGINS, HEAD_ENDS
from upheld.detection.words import europe, streets
from upheld.detection.words.form import LETTER
from upheld.detection.words.led import Led, led
from upheld.detection.words.listed import listed

SURE = 0.88
_KEY = r"(?:street|street_?address|[a-z]{0,10}_?address|addr|(?:address|addr|street)_?(?:line)?_?1|line_?1|residence|住所|番地)"
_CUE = (
    r"(?i:\bliv(?:es?|ed|ing) (?:at|on)|\bi'?m at|\bmoved (?:back )?(?:to|into|from)|\b(?:ship|send|deliver|post|mail|sent|delivered|shipped)(?: (?:it|them|this|everything|the \w+))? to"
    r"|\bpick (?:me|him|her|us|them|it) up (?:from|at)|\baddress(?: is|:)|\bresid(?:es?|ing) at|\b(?:home|house|flat|apartment) (?:is|at))"
)
_HOME_CUE = r"(?i:\bliv(?:es?|ed|ing) at|\bpick (?:me|him|her|us|them) up (?:from|at)|\b(?:home |mailing |postal |my )address is|\bresid(?:es?|ing) at|\b(?:house|flat|apartment) is at)"
_TYPE = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Way|Place|Terrace|Ter|Circle|Cir|Square|Parkway|Pkwy|Highway|Hwy|Trail|"
    r"Trl|Close|Crescent|Cres|Grove|Gardens|Gdns|Mews|Rise|Quay)"
)
"""Of the words for a street (`streets`) those that are hardly ever anything else."""
_FOREIGN_CUE = (
    r"(?i:\babit[oai] in|\bresidente (?:in|a|en)|\bwohn(?:e|t|en|haft)(?: in)?(?: der| dem)?|\bhabit(?:e|ent|er|ant) (?:au|à|dans)|\bdemeurant (?:au|à)?|\bviv[eo] en|\bdomiciliad[oa] en"
    r"|\bwoon(?:t|achtig)? (?:op|aan|in)(?: de| het)?|\bmor[oa] n[ao]|\b(?:anschrift|adresse|indirizzo|domicilio|dirección|endereço|adres|morada|residenza|adresse de livraison) ?:)"
)
HINTS: dict[str, str] = {
    "street": r"(?i:(?:street|address|addr)(?:_{0,2}1)?|line_?1|residence|住所|番地)[\"']?(?s:.)?[:=](?s:.)?[\"']?(?:[0-9]|[NSEW][0-9]|One|T|F)",
    "cue": rf"{_CUE} [0-9]",
    "column": rf"{HEAD_BEGINS}(?:[A-Za-z_][A-Za-z_0-9' ]{{0,20}})?(?i:addr|street)[A-Za-z_0-9 ]{{0,10}}{HEAD_ENDS}",
    "passing": rf"[0-9][A-Za-z]?,? (?:[A-Z][A-Za-z'’.]* |[0-9]+[a-z]{{2}} )+{_TYPE}(?:[^A-Za-z]|$)",
    "foreign_cue": _FOREIGN_CUE,
    "foreign": r"[0-9](?: bis| ter)?,? (?:rue|avenue|boulevard|impasse|allée|chemin|quai|place) [\p{L}]|(?:Calle|Rua|Viale|Piazza|Corso|Plaza|Avenida|Travessa) \p{L}|(?:straße|strasse|str\.|allee|gasse|chaussee) [0-9]|(?:gracht|straat|laan|singel|gatan|vägen|gade|veien|katu) [0-9]|(?:ul|os)\. ?\p{Lu}|(?:Via|[Vv]iale) [\p{L} '’]+,? [0-9]",
    "inside": r"[0-9] [A-Z][A-Za-z]+, (?:(?i:apt|apartment|unit|suite|floor|flat)\.? |#)[0-9]",
    "box": r"(?i:p\.? ?o\.? ?box|post office box) ?#?[0-9]|(?:RR|Rural Route) ?#?[0-9]|Box [0-9A-Z]+,? (?:RR|R\.R\.|Rural Route)",
}  # fmt: skip
"""What is in every text with such a street."""
_PLACE = rf"{streets.STREET}(?:,? {streets.UNIT})?"
_SMALL = rf"[0-9]{{1,5}}[a-d]? (?:(?!(?:the|a|an|on|in|of|at|to|my|our|your|his|her|their|all|per|by|and|or|more|other|different|people|days?|weeks?|months?|hours?|times?|per cent) )[a-z'’]+ ){{1,3}}{streets.SMALL_TYPE}"
_TOWN = r"(?:(?:,| in|,? near) \p{Lu}[\p{L}'’\-]*\.?(?: \p{Lu}[\p{L}'’\-]*){0,2}(?! [0-9])){0,3}"
_STREET = rf"(?:[0-9]{{1,5}}(?:-[0-9]{{1,4}}|[A-Da-d])?(?: 1/2)?),? (?:(?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\.? )?(?:(?:\p{{Lu}}[\p{{L}}'’\-]*\.?|[0-9]{{1,3}}(?:st|nd|rd|th)) ){{1,4}}?{_TYPE}\b\.?(?: (?:[NSEW]|NE|NW|SE|SW|North|South|East|West|Lower|Upper)\b)?"
_GOES_ON = (
    r"(?= ?(?:[,.;:!?)\]\"'|<&\u3001-\u30fa\u3400-\u9fff]|\n|$)| (?:[–—-] |at|in|and|or|to|from|on|with|by|for|since|until|was|is|were|are|has|had|instead|last|this|when|where|which|who|after|before|near|as|"
    r"every|today|yesterday|tomorrow|please|pls|thx|thanks|during|if|but|so|because|then|now|again|still|right|too|also|together|alone|btw|tonight|soon|already|just|not|he|she|they|we|the|next|round|behind|opposite)\b)"
)
_FOREIGN = rf"(?:{europe.GERMAN}|{europe.ITALIAN}|{europe.SPANISH}|{europe.PORTUGUESE}|\p{{Lu}}[\p{{L}}\-]*(?:straat|laan|weg|plein|gracht|kade|gatan|vägen|gade|vej|katu|tie)),? [0-9]{{1,4}} ?[a-zA-Z]?\b|{europe.FRENCH}"

_ABROAD = (
    r"(?:\p{Lu}[\p{L}\-]{2,}(?:straße|strasse|str\.|allee|gasse|chaussee)|\p{Lu}[\p{L}\-]+(?:er|en|-) (?:Straße|Strasse|Str\.|Allee|Gasse|Chaussee)) [0-9]{1,3} ?[a-z]?\b"
    r"|\p{Lu}[\p{L}\-]{2,}(?:gracht|straat|laan|singel|gatan|vägen|gade|veien|katu) [0-9]{1,3}(?:-[0-9]{1,3}| ?[A-Za-z]\b)?"
    r"|(?:ul|os)\. ?\p{Lu}[\p{L}\-]+(?: \p{Lu}[\p{L}\-]+){0,2} [0-9]{1,3}[A-Za-z]?(?:/[0-9]{1,3})?\b"
    r"|(?:Via|[Vv]iale) (?:(?:dei|delle|della|del|di|da) )?\p{Lu}[\p{L}'’]+(?: \p{Lu}[\p{L}'’]+){0,2},? [0-9]{1,3}(?:/?[A-Z]\b)?(?=, \p{Lu}\p{Ll}+)"
    r"|[0-9]{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|impasse|allée|chemin|quai|place) (?:(?:de la|de l['’]|des|du|de|d['’]|le|la|les|l['’]) ?)?\p{Lu}[\p{L}'’\-]*(?: \p{L}[\p{L}'’\-]*){0,3}"
    r"|(?:Calle|Rua|Viale|Piazza|Corso|Plaza|Avenida|Travessa) (?:(?:dei|del|della|de la|de|da|do|dos|das|di) )?\p{Lu}[\p{L}'’\-]*(?: \p{Lu}[\p{L}'’\-]*){0,3},? [0-9]{1,4}\b(?:/?[A-Z]\b)?"
)
"""Streets of the continent whose word for a street leaves no doubt beside a number."""

_NUMBER = "[0-9NSEWOTF]"
"""What a number begins with, in digits or in a word."""
_PATTERNS: tuple[tuple[str, "regex.Pattern[str] | Led"], ...] = (
    ("street", regex.compile(rf"(?i:{_KEY})[\"']?\s?[:=]\s?[\"']?(?P<value>{_PLACE})")),
    ("cue", led(f"{_CUE} ", rf"{_NUMBER}(?<=[tnomsTNOMS:] .)", rf"(?P<value>{_PLACE}(?: to {_PLACE})?|{_SMALL})(?![{LETTER}\p{{N}}])")),
    ("cue", led(f"{_HOME_CUE} ", "[0-9](?<=[tnomsTNOMS] .)", r"(?P<value>[0-9]{1,5} (?:[NSEW]\.? )?\p{Lu}\p{L}+(?: \p{Lu}\p{L}+){0,3})(?=[,.;!?\n]|$| and\b)")),
    ("column", led(r"(?:^|[\n,;\t\"])", rf"{_NUMBER}(?:(?<=[\n,;\t\"].)|(?<=^.))", rf"(?P<value>{_PLACE})(?=[,;\t\"\n]|$)")),
    ("foreign_cue", regex.compile(rf"{_FOREIGN_CUE}\s?(?P<value>{_FOREIGN})")),
    ("foreign", regex.compile(rf"(?<![{LETTER}\p{{N}}-])(?P<value>{_ABROAD}{_TOWN})(?![{LETTER}\p{{N}}])")),
    ("street", regex.compile(r"(?i:(?:street_?)?address|addr(?:ess)?(?:_?(?:line)?_?1)?)[\"']?\s?[:=]\s?[\"']?(?P<value>[0-9]{1,5} (?:[NSEW]\.? )?\p{Lu}\p{L}+(?: \p{Lu}\p{L}+){0,2})(?=[,;\"'\n]|$)")),
    (
        "passing",
        regex.compile(
            rf"(?<![{LETTER}\p{{N}}.\-])(?P<value>{_STREET}(?:,? {streets.UNIT})?{_TOWN}){_GOES_ON}"
        ),
    ),
    ("inside", regex.compile(rf"(?:^|[\n:,(\"'=]|\b(?:at|of|to|from|in|is)) ?(?P<value>[0-9]{{1,5}} (?:[NSEW]\.? )?\p{{Lu}}\p{{L}}+(?: \p{{Lu}}\p{{L}}+){{0,2}}, {streets.UNIT}{_TOWN})")),
    ("box", regex.compile(rf"(?<![{LETTER}])(?P<value>(?:(?i:p\.? ?o\.? ?box|post office box) ?#?[0-9]{{1,6}}|(?:RR|Rural Route) ?#?[0-9]{{1,4}},? Box [0-9A-Z]{{1,6}}|Box [0-9A-Z]{{1,6}},? (?:RR|R\.R\.|Rural Route) ?#?[0-9]{{1,4}})\b{_TOWN})")),
)  # fmt: skip


def addresses(plain: str, hints: Collection[str]) -> Iterator[Span]:
    """Find streets that their surroundings make addresses; `plain` is folded."""
    for hint, pattern in _PATTERNS:
        if hint in hints:
            for match in pattern.finditer(plain):
                if hint != "passing" or _is_home(plain, match):
                    yield Span("address", *match.span("value"), SURE, "address.street")


_YEAR_AND_PERSON = regex.compile(r"(?:19|20)[0-9]{2} (?P<given>\p{Lu}\p{L}+) ")
_PUBLIC = regex.compile(r"1[01] Downing Street|221[Bb] Baker Street|1600 Pennsylvania Avenue")
"""Addresses that are said of a government or a tale."""


_OF_BUSINESS = regex.compile(
    r"(?r)\b(?:[Hh]ead office|HQ|[Hh]eadquarters|[Tt]he (?:shop|store|branch|clinic|restaurant|caf[eé]|museum|showroom|warehouse|hotel|library|surgery)) (?:is|has moved|moved) (?:now )?(?:at|to) "
)
"""Behind these stands the address of a business."""
_LINE_BEGINS = regex.compile(r"(?r)(?:^|\n)[ *#]*")
_LEADS = regex.compile(
    r"(?r)(?:^|[\n:(>\"'=|,–—→\u3001-\u30fa\u3400-\u9fff]|\b(?:at|of|to|from|near|outside|is|was|be|behind|opposite|and|or|by|visit|[Nn]umber|[Nn]o\.)) ?"
)


def _is_home(plain: str, match: "regex.Match[str]") -> bool:
    """Whether a clause leads to it, and it is no copyright (2021 Mary Lane) and no seat of a government."""
    street, start = match["value"], match.start()
    year = _YEAR_AND_PERSON.match(street)
    if year is not None and (
        year["given"] in listed("given_en") or _LINE_BEGINS.match(plain, max(0, start - 8), start)
    ):
        return False
    if _LEADS.match(plain, max(0, start - 12), start) is None:
        return False
    if _OF_BUSINESS.match(plain, max(0, start - 48), start):
        return False
    return _PUBLIC.match(street) is None

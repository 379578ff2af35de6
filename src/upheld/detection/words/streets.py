"""Street addresses of countries that write English: from the number or the house's name to the code.

Forms: USPS Publication 28, Royal Mail's PAF guide, An Post's Eircode, Canada Post's and Australia
Post's addressing standards. A form ends with a state, a postal code or both; that is what makes a
number and some words with capitals an address.
"""

import regex

from upheld.detection.words.form import GAP, Form

_SMALL = r"of|the|on|by|in|upon|under|and|le|de|del|la|du|des|y|yr|na|cum"
_WORD = r"(?:\p{Lu}[\p{L}'’.\-]*|[0-9]{1,3}(?:st|nd|rd|th|ST|ND|RD|TH))"
_WORDS = rf"{_WORD}(?: (?:{_WORD}|{_SMALL})){{0,4}}"
_NAME = rf"{_WORD}(?: (?:{_WORD}|{_SMALL}|[0-9]{{1,5}})){{0,7}}"
_NUMBER = r"(?:[0-9]{1,6}(?:-[0-9]{1,4}|-?[A-Da-d])?(?: ½| 1/2)?|[NSEW][0-9]{1,3}[NSEW][0-9]{2,6}|One|Two|Three|Four|Five|Ten)"
_TYPE = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Way|Place|Pl|Terrace|Ter|Circle|Cir|Square|Sq|"
    r"Parkway|Pkwy|Highway|Hwy|Trail|Trl|Close|Crescent|Cres|Grove|Gardens|Gdns|Row|Mews|Hill|Rise|Walk|Loop|Alley|Plaza|Quay|Parade|"
    r"Esplanade|Turnpike|Path|Pike|Run|Crossing|View|Green|Park)\b\.?"
)
SMALL_TYPE = (
    r"(?:street|str?|avenue|ave|road|rd|lane|ln|drive|dr|court|ct|boulevard|blvd|way|place|pl|terrace|ter|circle|cir|square|sq|parkway|pkwy|highway|hwy|trail|trl|close|crescent|cres|grove|"
    r"gardens|gdns|row|mews|hill)\b\.?"
)
_US_SMALL = rf"[0-9]{{1,6}}[a-d]? (?:[nsew]\.? |[ns][ew]\.? )?(?:[a-z0-9'’.]+ ){{1,4}}{SMALL_TYPE}(?: [ns]?[ew]?)?(?:,? (?:#|apt|unit|ste|suite|fl)\.? ?[0-9a-z]{{1,5}})?,? [a-z][a-z.' ]{{2,24}},? [a-z]{{2}},? [0-9]{{5}}"
_GB_SMALL = rf"(?:flat [0-9]{{1,4}}[a-d]?,? )?[0-9]{{1,4}}[a-d]? (?:[a-z'’]+ ){{1,4}}{SMALL_TYPE},? (?:[a-z'’\-]+,? ){{1,4}}[a-z]{{1,2}}[0-9][0-9a-z]? [0-9][a-z]{{2}}"
_UNIT = r"(?:(?i:Apt|Apartment|Unit|Suite|Ste|Flat|Room|Rm|Floor|Fl|Bldg|Building|No|Lot|Trlr|Box)\.? ?#?[A-Z]?-?[0-9]{0,5}[A-Z]?(?<=[0-9A-Z])|#[A-Z]?[0-9]{1,5}[A-Z]?)"
_STATE = (
    r"(?:AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|"
    r"UT|VT|VA|WA|WV|WI|WY|PR|GU|VI|AS|MP)"
)
_STATE_NAME = (
    "(?:Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|"
    "Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New (?:Hampshire|Jersey|Mexico|York)|North (?:Carolina|Dakota)|Ohio|Oklahoma|Oregon|Pennsylvania|"
    "Rhode Island|South (?:Carolina|Dakota)|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|Puerto Rico)"
)
_ZIP = rf"(?:{_STATE}|{_STATE_NAME})\.?,? [0-9]{{5}}(?:-[0-9]{{4}})?"
_MILITARY = r"(?:APO|FPO|DPO),? A[AEP],? [0-9]{5}(?:-[0-9]{4})?"
_GB_CODE = r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}"
_EIRCODE = r"[AC-FHKNPRTV-Y][0-9][0-9W] ?[0-9AC-FHKNPRTV-Y]{4}"
_CA_CODE = (
    r"(?:\(?(?:ON|QC|BC|AB|MB|SK|NS|NB|NL|PE|NT|NU|YT|B\.C\.|P\.E\.I\.|N\.S\.|N\.B\.|Ontario|Qu[ée]bec|British Columbia|Alberta|Manitoba|Saskatchewan|Nova Scotia|New Brunswick|"
    r"Newfoundland(?: and Labrador)?|Prince Edward Island|Yukon|Nunavut|Canada)\)?,? {1,2})?[ABCEGHJ-NPRSTVXY][0-9][A-Z] ?[0-9][A-Z][0-9]"
)
_CA_FRENCH = (
    r"[0-9]{1,6},? (?:rue|avenue|av\.|boul\.|boulevard|chemin|ch\.|place|côte|rang|route|montée)"
)
_NZ_TOWN = "(?:Auckland|Wellington|Christchurch|Hamilton|Dunedin|Tauranga|Napier|Nelson|Rotorua|Palmerston North|Invercargill|Queenstown)"
_AU_CODE = r"(?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT|New South Wales|Victoria|Queensland|(?:South|Western) Australia|Tasmania|Northern Territory),? [0-9]{4}"
_BOX = r"(?:(?i:p\.? ?o\.? ?box|post office box|pob|locked bag|gpo box) ?#?[0-9]{1,6})"
_RURAL = r"(?:General Delivery|Box [0-9A-Z]{1,6},? (?:RR|R\.R\.|HC|Rural Route) ?#?[0-9]{1,4}|(?:RR|R\.R\.|HC|Rural Route|Star Route) ?#?[0-9]{1,4},?(?: Box [0-9A-Z]{1,6}| Stn \p{Lu}\p{L}+))"
STREET = rf"{_NUMBER} (?:(?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\.? )?(?:{_WORD} ){{1,4}}{_TYPE}(?: (?:[NSEW]|NE|NW|SE|SW)\b)?"
UNIT = _UNIT
_TO_TOWN = rf"(?:(?:{GAP}| ){_UNIT}){{0,2}}"
_WITH_TYPE = rf"{STREET}{_TO_TOWN},? {_WORDS}"
_WITH_GAP = rf"(?:{_NUMBER} {_NAME}|{_BOX}|{_RURAL}){_TO_TOWN}(?:{GAP}{_NAME})?{GAP}{_WORDS}"
_WITH_BOX = rf"(?:{_BOX}|{_RURAL}),? {_WORDS}"
_BEGINS = "0-9NSEWOTFPpLlGgBRH"
"""What one of the three can begin with: keeps them from being tried at each place."""
_ANY = rf"(?=[{_BEGINS}])(?:{_WITH_TYPE}|{_WITH_GAP}|{_WITH_BOX})"
_PART = rf"(?:\p{{Lu}}[\p{{L}}\p{{N}}'’.\-/]*|[0-9][0-9A-Za-z/\-]*)(?: (?:\p{{Lu}}[\p{{L}}\p{{N}}'’.\-/]*|[0-9][0-9A-Za-z/\-]*|{_SMALL})){{0,5}}"
_PARTS = rf"{_PART}(?:{GAP}{_PART}){{1,5}}"
_HOUSE = regex.compile(
    r"[0-9]|House|Cottage|Farm|Vicarage|Rectory|Lodge|Barn|Hall|Manor|Court|Villa|Mill|Grange|Croft|Bungalow|Chapel|Cabin|Stables|Annexe"
)


def _has_house(address: str) -> bool:
    """A house with a number or a name, before the code: a town in its county has none."""
    return _HOUSE.search(address.rsplit(" ", 2)[0]) is not None


FORMS: tuple[Form, ...] = (
    Form("us", "us", rf"{_ANY},? {_ZIP}", ends=r"[0-9]{5}(?:-[0-9]{4})?", begins=_BEGINS),
    Form(
        "us",
        "military",
        rf"(?:(?:PSC|CMR|OMC|UNIT|Unit) ?[0-9]{{1,5}},? (?:BOX|Box) [0-9]{{1,5}}|(?:USS|USNS|USCGC) {_WORD}(?: {_WORD})?),?[ \n]{_MILITARY}",
    ),
    Form(
        "ca",
        "ca",
        rf"{_CA_FRENCH} {_NAME}(?:,? (?i:app\.?|apt\.?|bureau|suite|unité) ?#?[0-9A-Z]{{1,5}})?(?:{GAP}{_WORDS})?,? {_CA_CODE}",
    ),
    Form("ca", "ca", rf"(?:{_UNIT}, )?{_ANY},? {_CA_CODE}"),
    Form(
        "au",
        "au",
        rf"(?:{_UNIT},? |[0-9]{{1,4}}[A-Z]?/)?(?:{_ANY}|Lot [0-9]{{1,4}},? {_WORDS},? {_WORDS}),? {_AU_CODE}",
    ),
    Form(
        "nz",
        "nz",
        rf"(?:{_UNIT}, |[0-9]{{1,4}}[A-Z]?/)?{STREET}(?:, {_WORDS})?,? {_NZ_TOWN} [0-9]{{4}}",
    ),
    Form(
        "commonwealth",
        "four_end",
        rf"(?:{_UNIT},? |[0-9]{{1,4}}[A-Z]?/)?{STREET}(?:, {_WORDS}){{1,4}},? [0-9]{{4}}",
    ),
    Form("us", "us_small", _US_SMALL),
    Form("gb", "gb_small", _GB_SMALL),
    Form("gb", "gb", rf"(?:{_PARTS}|{_NUMBER} {_NAME})[,.]?[ \n]{_GB_CODE}", _has_house),
    Form("ie", "ie", rf"{_PARTS},?[ \n]{_EIRCODE}(?![0-9A-Za-z])"),
    Form(
        "ie",
        "ie_county",
        rf"(?:{_PARTS}|{STREET}),? (?:Dublin [0-9]{{1,2}}W?|Co\.? {_WORD}|County {_WORD})",
        _has_house,
    ),
)
HINTS: dict[str, str] = {
    "us": rf"(?:{_STATE}|[A-Z][a-z]+[adeginostyk])\.?,? [0-9]{{5}}(?:[^0-9]|$)",
    "military": _MILITARY,
    "gb": _GB_CODE,
    "ca": _CA_CODE,
    "au": _AU_CODE,
    "ie": _EIRCODE,
    "ie_county": r"Dublin [0-9]|, (?:Co\.?|County) \p{Lu}",
    "four_end": r", \p{Lu}[\p{L} ]+,? [0-9]{4}(?:[^0-9]|$)",
    "us_small": r" (?:a[klrz]|c[aot]|d[ce]|fl|ga|hi|i[adln]|k[sy]|la|m[adeinost]|n[cdehjmvy]|o[hkr]|pa|ri|s[cd]|t[nx]|ut|v[at]|w[aivy]) [0-9]{5}(?:[^0-9]|$)",
    "gb_small": r"[a-z],? [a-z]{1,2}[0-9][0-9a-z]? [0-9][a-z]{2}(?:[^0-9a-z]|$)",
    "nz": rf"{_NZ_TOWN} [0-9]{{4}}",
}
"""What is in every text with an address of a form."""

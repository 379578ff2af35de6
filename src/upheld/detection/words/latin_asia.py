"""Addresses of Asia, Africa and the Gulf as they are written in Latin letters: parts between commas.

Forms: UPU S42 templates of the countries named; Korea's road names as 도로명주소법 romanises them,
Taiwan's as Chunghwa Post does. What makes the parts an address is a word for a street or a house
among them and a code, a city or a number of a flat at one end.
"""

import regex

from upheld.detection.words.form import Form

_WORD = r"(?:[\p{Lu}#][\p{L}\p{N}'’.\-/()]*|[0-9][0-9A-Za-z/\-]*|[0-9]{1,3}(?:st|nd|rd|th)|of|the|and|de|&)"
_PART = rf"{_WORD}(?: {_WORD}){{0,6}}"
_UNIT = r"(?:Flat|Room|Rm|Unit|Apt|Apartment|Villa|Plot|Shop|House|Door|Suite|Block|Blk|H\.? ?No|D\.? ?No|No)\.?(?: ?No\.?)? ?[0-9A-Z][0-9A-Z\-/]{0,9}"
_STREETISH = regex.compile(
    r"\b(?:Street|St|Road|Rd|Lane|Avenue|Ave|Drive|Close|Court|Cross|Main|Nagar|Marg|Colony|Sector|Phase|Layout|Enclave|Vihar|Society|Apartments?|Residency|Towers?|"
    r"Mansion|House|Building|Bldg|Estate|Gardens?|Park|Plaza|Place|Terrace|Quay|Crescent|Heights|Granary|Mews|Floor|Block|Blk|Villa|Plot|Jalan|Jln|Jl|Lorong|Taman|Soi|Moo|Circle|Square|Junction|Way|Row|Walk|Parade|Hill|Bhavan|Kunj|Puram|Gali|Bazar|Chowk|Hills|Barangay|Brgy|Compound)\b|#[0-9]{1,2}-[0-9]"
)
_OTHER_NUMBERED = regex.compile(
    r"\b(?:Chapter|Section|Page|Lesson|Figure|Table|Article|Version|Step|Paragraph|Clause|Appendix|Volume)\b"
)
_NAMED = regex.compile(r"[,\n] ?\p{Lu}[\p{L}.'’\- ]+(?:$|[,\n]|[-– ]+[0-9]{3} ?[0-9]{3})")
"""A part without a number: the town."""
_PIN = r"(?<![0-9])[1-9][0-9]{2} ?[0-9]{3}"
_GULF = "(?:Dubai|Abu Dhabi|Sharjah|Ajman|Doha|Riyadh|Jeddah|Manama|Muscat|Kuwait City)"
_HONG_KONG = r"(?:Kowloon|Hong Kong|H\.?K\.?|New Territories|N\.?T\.?)"


def _is_street(address: str) -> bool:
    """Whether a part names a street or a house, and none a chapter."""
    return bool(
        _STREETISH.search(address)
        and _NAMED.search(address)
        and not _OTHER_NUMBERED.search(address)
    )


def _has_number(address: str) -> bool:
    """A street alone is no address."""
    return any(char.isdigit() for char in address)


FORMS: tuple[Form, ...] = (
    Form("in", "six", rf"(?:{_UNIT}|[A-Z]{{0,2}}-?[0-9]{{1,5}}[0-9A-Za-z/\-]{{0,8}}),? {_PART}(?:,[ \n]{_PART}){{0,6}}?(?:,? ?[-–] ?|,? ){_PIN}(?:, {_PART})?", _is_street),
    Form("sg", "sg", rf"(?:(?:Blk|Block|Blok|Apt Blk) )?[0-9]{{1,4}}[A-Z]?,? {_PART}(?:,? #[0-9]{{1,2}}-[0-9]{{1,4}}[A-Z]?)?(?:,? {_PART})?,? ?\n?(?:Singapore ?\(?|S\(?)[0-9]{{6}}\)?"),
    Form("parts", "flat", rf"{_UNIT}(?:,[ \n]{_PART}){{2,6}}", _is_street),
    Form("hk", "hk", rf"(?:{_UNIT}, )?(?:[0-9]{{1,2}}/F\.?|G/F\.?|[0-9]{{1,2}}(?:st|nd|rd|th)? Floor|{_UNIT}|[0-9]{{1,4}}[A-Z]?)(?:,? {_PART})(?:, {_PART}){{0,4}}?, {_HONG_KONG}", _is_street),
    Form("my", "jalan", rf"(?:(?:No|Lot|Kav)\.? ?[0-9]{{1,5}}[A-Z]?(?:-[0-9A-Z]{{1,4}})?,? ?|[0-9]{{1,5}}[A-Z]?(?:-[0-9A-Z]{{1,4}})*,? )?(?:Jalan|Jln\.?|Jl\.?|Gang|Gg\.?|Lorong|Lrg) {_PART}(?:, (?:{_PART}|RT ?[0-9/]+ ?RW ?[0-9/]+)){{0,5}}", _has_number),
    Form("th", "thai", rf"[0-9]{{1,4}}(?:/[0-9]{{1,4}})? (?:{_PART}, )?(?:Soi|Moo|Thanon|{_PART} (?:Soi|Rd\.?|Road)) {_PART}(?:, {_PART}){{1,5}}(?: [0-9]{{5}})?"),
    Form("vn", "viet", r"[0-9]{1,5}[A-Z]?(?:/[0-9A-Z]{1,5})*,? (?:(?:Đường|đường|Phố|phố|Ngõ|ngõ) )?\p{L}+(?: [\p{L}0-9]+){0,5}, (?:(?:Phường|P\.|Xã|Quận|Q\.|Huyện|TP\.?|Thành phố|Tỉnh) ?[\p{L}0-9]+(?: [\p{L}0-9]+){0,3}(?:, )?){1,4}"),
    Form("kr", "kr_latin", r"(?:(?:#|No\. )?[0-9]{1,4}(?:-[0-9]{1,4})?(?:-ho|-dong)?, ){0,2}[0-9]{1,5}(?:-[0-9]{1,4})?,? \p{Lu}[\p{L}\-]*[0-9]*(?:-ro|-daero|-gil|-dong|-ga|-ri)(?: ?[0-9]{1,4}(?:beon)?-gil)?(?:, \p{Lu}[\p{L}\-]+(?:-dong|-eup|-myeon|-gu|-si|-gun|-do))*(?:, \p{Lu}[\p{L}\-]+){1,3}(?: [0-9]{5})?"),
    Form("tw", "tw_latin", r"(?:(?:[0-9]{1,2}F\.?(?:-[0-9]{1,2})?|Rm\. [0-9A-Z]{1,5}), ){0,2}No\. ?[0-9]{1,4}(?:-[0-9]{1,3})?, (?:(?:Aly\.?|Ln\.?|Lane|Alley) ?[0-9]{1,4}, ){0,2}(?:Sec\. ?[0-9], )?\p{Lu}[\p{L}'’\-]*(?: [\p{L}0-9.'’\-]+){0,3} (?:Rd|St|Blvd|Road|Street|Ave)\.?(?:, Sec\. ?[0-9])?(?:, \p{Lu}[\p{L}'’.\- ]+){1,3}(?: [0-9]{3,6})?"),
    Form("ae", "gulf", rf"(?:{_UNIT}|[0-9]{{1,5}})(?:,? {_PART})(?:, {_PART}){{0,4}}?, {_GULF}", _is_street),
)  # fmt: skip
HINTS: dict[str, str] = {
    "six": r"\p{Lu}\p{L}{2,},? ?[-–]? ?[1-9][0-9]{2} ?[0-9]{3}(?:[^0-9]|$)",
    "sg": r"(?:Singapore ?\(?|S\()[0-9]{6}",
    "flat": r"(?:Flat|Room|Rm|Unit|Apt|Apartment|Villa|Plot|Shop|House|Door|Suite|Block|Blk|No)\.?(?: ?No\.?)? ?[0-9A-Z][0-9A-Z/-]*,[ \n][A-Z0-9]",
    "hk": rf", {_HONG_KONG}",
    "jalan": r"(?:Jalan|Jln\.?|Jl\.?|Gang|Gg\.?|Lorong|Lrg) [A-Z]",
    "thai": r"(?:Soi|Moo|Thanon) ?[A-Z0-9]|Bangkok [0-9]{5}",
    "viet": r", (?:Phường|P\.|Xã|Quận|Q\.|Huyện|TP\.)",
    "kr_latin": r"[0-9],? [A-Z][A-Za-z-]*[0-9]*(?:-ro|-daero|-gil|-dong|-ga|-ri)[ ,]",
    "tw_latin": r"No\. ?[0-9]{1,4}(?:-[0-9]+)?, ",
    "gulf": rf", {_GULF}",
}
"""What is in every text with an address of a form."""

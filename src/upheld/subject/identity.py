"""Normal forms: two spellings are the same identifier if and only if their forms are equal."""

import re
import unicodedata
from functools import lru_cache
from typing import Literal, TypeAlias

Fold: TypeAlias = Literal["lower", "digits", "exact"]

_PHONE_KINDS = re.compile(r"(^|[._])(phone|tel|mobile|fax)")
_MAIL_KINDS = re.compile(r"(^|[._])(e?mail)")
_NAME_KINDS = re.compile(r"(^|[._])(name|kana)$")
_NON_DIGITS = re.compile(r"[^0-9]")


@lru_cache(maxsize=256)
def fold_of(kind: str) -> Fold:
    """How a database can compare identifiers of this kind: by lower case, digits or as is.

    >>> fold_of("email"), fold_of("contact.phone"), fold_of("customer_id")
    ('lower', 'digits', 'exact')
    """
    if _MAIL_KINDS.search(kind) or _NAME_KINDS.search(kind):
        return "lower"
    return "digits" if _PHONE_KINDS.search(kind) else "exact"


def normal_form(kind: str, value: object) -> str:
    """Return the form under which an identifier is compared.

    Width and compatibility variants are folded (NFKC). E-mail and names also lose letter
    case, names their spaces; telephone numbers become E.164, read as Japanese where no
    country is given. Everything else keeps its letter case: `A1` and `a1` are two orders.

    >>> normal_form("email", " Ｓato@Example.JP ")
    'sato@example.jp'
    >>> normal_form("phone", "０９０－１２３４－５６７８")
    '+819012345678'
    >>> normal_form("customer_id", " A1 ")
    'A1'
    """
    text = unicodedata.normalize("NFKC", str(value)).strip()
    match fold_of(kind):
        case "digits":
            return _phone(text)
        case "lower":
            folded = text.casefold()
            return "".join(folded.split()) if _NAME_KINDS.search(kind) else folded
        case "exact":
            return text


@lru_cache(maxsize=65536)
def _phone(text: str) -> str:
    import phonenumbers

    # NFKC leaves the Japanese long-vowel mark and dashes that people type for a hyphen.
    plain = re.sub(r"[‐-―−ー‒]", "-", text)
    try:
        number = phonenumbers.parse(plain, "JP")
    except phonenumbers.NumberParseException:
        return _NON_DIGITS.sub("", plain)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def database_forms(kind: str, value: object) -> set[str]:
    """The spellings a database can be asked for, in the fold of the kind.

    For `lower` the lower-case text, for `digits` the digits of every usual way to write the
    number; what cannot be asked (texts outside ASCII) is read and compared by `normal_form`.

    >>> sorted(database_forms("phone", "090-1234-5678"))
    ['00819012345678', '0108190 12345678'.replace(' ', ''), '09012345678', '8109012345678', '819012345678']
    """
    form = normal_form(kind, value)
    if fold_of(kind) != "digits":
        return {form}
    digits = _NON_DIGITS.sub("", form)
    forms = {digits}
    if form.startswith("+81"):
        national = digits[2:]
        forms |= {"0" + national, "0081" + national, "01081" + national, "810" + national}
    return forms

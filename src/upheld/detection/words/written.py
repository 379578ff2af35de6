"""Names as tickets, passports and chats write them: without the capitals, or with nothing else.

A ticket has the family, a stroke, the given name and a title; a passport has capitals; a chat has
none, and says which department somebody is from.
"""

import re
from collections.abc import Collection, Iterator

from upheld.detection.finding import Span
from upheld.detection.words.listed import listed

SURE, _BEFORE_FIELD = 0.85, 0.88
"""How sure such a name is; behind a label surer than what `fields` takes of it."""
_TITLE = r"(?:MR|MRS|MSTR|MISS)"
_TICKET = re.compile(
    rf"(?<![A-Z0-9/])(?P<value>[A-Z]{{2,20}}/[A-Z]{{2,20}}(?: [A-Z]{{2,20}})? ?{_TITLE})(?![A-Z0-9/])"
)
_LABELLED = re.compile(
    r"(?:氏名|名前|[Nn]ame|NAME|PAX|[Pp]assenger)[\"']?(?: ?[:=は]| )[\"' ]{0,2}"
    r"(?P<value>[A-Z]{2,20}/[A-Z]{2,20}(?: [A-Z]{2,20})?)(?![A-Za-z0-9/])"
)
_VIETNAMESE = (
    r"(?:NGUYEN|TRAN|PHAM|HOANG|HUYNH|PHAN|DANG|BUI|NGO|DUONG|DINH|TRUONG|VU|VO|LE|DO)"
    r" (?:THI|VAN|HUU|DUC|MINH|NGOC|THANH|QUANG|XUAN|HOANG|KIM|THU|QUOC|CONG|DINH|TUAN|HONG|BAO)"
)
_PASSPORT = re.compile(
    rf"(?<![A-Z0-9])(?P<value>{_VIETNAMESE}(?: [A-Z]{{2,10}}){{1,2}})(?![A-Za-z0-9])"
)
_DEPARTMENT = (
    r"(?:sales|accounting|accounts|hr|it|billing|support|marketing|finance|engineering|ops|legal|procurement"
    r"|logistics|facilities|reception|payroll|customer (?:service|success)|(?:the )?[a-z]+ (?:team|desk))"
)
_CHAT = re.compile(
    rf"\b(?:it['’]?s|this is|i['’]?m|i am) (?P<value>[a-z]{{3,12}}) (?:here )?from {_DEPARTMENT}\b"
)
HINTS: dict[str, str] = {
    "ticket": rf"[A-Z]{{2}}/[A-Z]{{2,20}}(?: [A-Z]{{2,20}})? ?{_TITLE}",
    "labelled": r"(?:氏名|名前|[Nn]ame|NAME|PAX|assenger).{1,5}[A-Z]{2,20}/[A-Z]{2}",
    "passport": _VIETNAMESE,
    "chat_from": r"(?:it['’]?s|this is|i['’]?m|i am) [a-z]{3,12} (?:here )?from [a-z]",
}
"""What is in every text with such a name."""


def names(plain: str, hints: Collection[str]) -> Iterator[Span]:
    """Find them in a folded text."""
    for hint, pattern, rule in _FORMS:
        if hint not in hints:
            continue
        for match in pattern.finditer(plain):
            name = match["value"]
            if hint == "ticket" and _words(name.split(" ")[0], "/") <= listed("common_en"):
                continue  # READ/WRITE MR
            if hint == "chat_from" and not _words(name, " ") <= _given():
                continue
            sure = _BEFORE_FIELD if hint == "labelled" else SURE
            yield Span("person_name", *match.span("value"), sure, f"person_name.en.{rule}")


def _words(name: str, between: str) -> set[str]:
    return {word.capitalize() for word in name.split(between)}


def _given() -> frozenset[str]:
    return listed("given_en") - listed("common_en")


_FORMS = (
    ("ticket", _TICKET, "ticket"),
    ("labelled", _LABELLED, "ticket"),
    ("passport", _PASSPORT, "passport"),
    ("chat_from", _CHAT, "chat"),
)

"""Names as tickets, passports and chats write them: without the capitals, or with nothing else.

A ticket has the family, a stroke, the given name and a title; a passport has capitals; a chat has
none, and says which department somebody is from.
"""

import re
from collections.abc import Collection, Iterator

from upheld.detection.finding import Span
from upheld.detection.words.listed import listed

SURE, INTRODUCED = 0.85, 0.8
_TITLE = r"(?:MR|MRS|MSTR|MISS)"
_TICKET = re.compile(
    rf"(?<![A-Z0-9/])[A-Z]{{2,20}}/[A-Z]{{2,20}}(?: [A-Z]{{2,20}})? ?{_TITLE}(?![A-Z0-9/])"
)
_VIETNAMESE = (
    r"(?:NGUYEN|TRAN|PHAM|HOANG|HUYNH|PHAN|DANG|BUI|NGO|DUONG|DINH|TRUONG|VU|VO|LE|DO)"
    r" (?:THI|VAN|HUU|DUC|MINH|NGOC|THANH|QUANG|XUAN|HOANG|KIM|THU|QUOC|CONG|DINH|TUAN|HONG|BAO)"
)
_PASSPORT = re.compile(rf"(?<![A-Z0-9]){_VIETNAMESE}(?: [A-Z]{{2,10}}){{1,2}}(?![A-Za-z0-9])")
_DEPARTMENT = (
    r"(?:sales|accounting|accounts|hr|it|billing|support|marketing|finance|engineering|ops|legal|procurement"
    r"|logistics|facilities|reception|payroll|customer (?:service|success)|(?:the )?[a-z]+ (?:team|desk))"
)
_CHAT = re.compile(
    rf"\b(?:it['’]?s|this is|i['’]?m|i am) (?P<value>[a-z]{{3,12}}) (?:here )?from {_DEPARTMENT}\b"
)
HINTS: dict[str, str] = {
    "ticket": rf"[A-Z]{{2}}/[A-Z]{{2,20}}(?: [A-Z]{{2,20}})? ?{_TITLE}",
    "passport": _VIETNAMESE,
    "chat_from": r"(?:it['’]?s|this is|i['’]?m|i am) [a-z]{3,12} (?:here )?from [a-z]",
}
"""What is in every text with such a name."""


def names(plain: str, hints: Collection[str]) -> Iterator[Span]:
    """Find them in a folded text."""
    if "ticket" in hints:
        for match in _TICKET.finditer(plain):
            words = {word.capitalize() for word in match[0].split(" ")[0].split("/")}
            if not words <= listed("common_en"):
                yield Span("person_name", *match.span(), SURE, "person_name.en.ticket")
    if "passport" in hints:
        for match in _PASSPORT.finditer(plain):
            yield Span("person_name", *match.span(), SURE, "person_name.en.passport")
    if "chat_from" in hints:
        for match in _CHAT.finditer(plain):
            if match["value"].capitalize() in listed("given_en") - listed("common_en"):
                yield Span("person_name", *match.span("value"), INTRODUCED, "person_name.en.chat")

"""Names in Latin letters: capitalised words, weighed by lists, by shape and by what is beside them.

A capital says little: sentences, headings and brands begin with one as well. So a word counts as
part of a name when a list knows it, or when something beside it names a person: a title (Ms), a
role (our tenant), a greeting (Dear), a signature. A family name alone counts weakly.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import Literal, NamedTuple, TypeAlias

import regex

from upheld.detection.finding import Span
from upheld.detection.words.identifiers import is_identifier
from upheld.detection.words.led import Led, led
from upheld.detection.words.listed import listed

TITLED, WHOLE, ROLE, GIVEN, WEAK = 0.9, 0.85, 0.8, 0.65, 0.4
"""How sure a name is: a title, given and family name, a role beside it, a given name, less."""

_LINK = "(?:de|del|della|di|da|dos|du|van|von|der|den|la|le|bin|ibn|al|ní|y)"
_WORD = r"\p{Lu}[\p{Latin}\p{M}]*(?:['’\-‐]\p{Latin}[\p{Latin}\p{M}]*)*"
_SEQUENCE = regex.compile(
    rf"(?<![\p{{Latin}}\p{{N}}_@/\\.#$-])(?:\p{{Lu}}\.(?:\p{{Lu}}\.)*|{_WORD})"
    rf"(?:[ ](?:\p{{Lu}}\.(?![\p{{L}}])|{_WORD}|{_LINK}(?=[ ]\p{{Lu}}|[ ](?:la|der|den|los)[ ])))*"
    r"(?![\p{Latin}\p{N}_@]|://|\.\p{Latin}{2})"
)
_FOREIGN = "".join(
    f"{chr(first)}-{chr(last)}"
    for first, last in (
        *((0xC0, 0xDE), (0x100, 0x24F), (0x370, 0x58F), (0x10A0, 0x10CF)),
        *((0x13A0, 0x13FD), (0x1C80, 0x1CBF), (0x1E00, 0x1FFF), (0x2100, 0x218F)),
        *((0x2C00, 0x2D2F), (0xA640, 0xA7FF), (0xFF21, 0xFF3A), (0x10400, 0x1FFFF)),
    )
)
"""Where a capital may stand that is not in ASCII: blocks of Unicode that have any."""
_ALONE = rf"(?:[a-z]+(?= (?!{_LINK} )[a-z]))?"
"""The rest of a word in ASCII that stands by itself: a small letter begins the next one."""
_CAPITAL = regex.compile(f"[A-Z]{_ALONE}")
_ANY_CAPITAL = re.compile(f"[A-Z{_FOREIGN}]{_ALONE}")
_PIECE = re.compile(r"[^ ]+")
_TITLES = listed("titles_en")
_KIN_TITLES = frozenset({"Mother", "Father", "Sister", "Brother", "Grandma", "Grandpa"})
_SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "PhD", "MD", "Esq", "Esq."})
_FAMILY_SHAPE = re.compile(
    r"^(?:(?:O['’]|D['’]|Mc|Mac(?=[A-Z]))[A-Z][a-z]+|[A-Z][a-z]{2,}(?:ski|sky|czyk|wicz|enko|ashvili|opoulos|"
    r"quist|qvist|gren|berg|stein|baum|mann|worth|thorpe|borough|bury|wick|field|banks|shaw|ford|ington|"
    r"ley|gale|ham|hurst|combe|ridge|ston|son|sen|ez|escu|ovic|ović|ova|eva)|[A-Z][a-z]+-[A-Z][a-z]+)$"
)

_EAST_ASIAN_GIVEN = re.compile(r"[A-Z]\w+(?:-\w+)?$")

Class: TypeAlias = Literal["given", "family", "either", "common", "place", "initial", "other"]


class _Piece(NamedTuple):
    text: str
    start: int
    end: int
    is_: Class


def names(plain: str, hints: Collection[str]) -> Iterator[Span]:
    """Find names in Latin letters in a text; `plain` is folded, `hints` are those of `HINTS` in it."""
    for start, end in _sequences(plain, _ANY_CAPITAL if "capital" in hints else _CAPITAL):
        yield from _in_sequence(plain, start, end)
    if "reversed" in hints:
        yield from _reversed(plain)
    yield from _introduced(plain, hints)


def _sequences(
    plain: str, capitals: "re.Pattern[str] | regex.Pattern[str]"
) -> Iterator[tuple[int, int]]:
    """Where capitalised words stand in a row."""
    look, at = _SEQUENCE.match, 0
    for capital in capitals.finditer(plain):
        word = capital[0]
        if len(word) > 1 and _bare(word)[1] in _NO_PART:
            continue  # what most capitals are: the first word of a sentence
        start = capital.start()
        if start >= at and (match := look(plain, start)) is not None:
            at = match.end()
            word = match[0]
            if " " in word or _bare(word)[1] not in _NO_PART:
                yield start, at


def _in_sequence(plain: str, start: int, end: int) -> Iterator[Span]:
    run: list[_Piece] = []
    for piece in _pieces(plain, start, end):
        if piece.is_ in _NO_PART and not (run and piece.text.lower() in _PARTICLES):
            if run and piece.text not in listed("organisations_en"):
                yield from _weighed(plain, run)
            run = []
        else:
            run.append(piece)
    if run:
        yield from _weighed(plain, run)


_NO_PART = frozenset({"common", "place"})
_PARTICLES = listed("particles_en")


def _pieces(plain: str, start: int, end: int) -> Iterator[_Piece]:
    for match in _PIECE.finditer(plain, start, end):
        bare, is_ = _bare(match.group())
        yield _Piece(bare, match.start(), match.start() + len(bare), is_)


@lru_cache(maxsize=65536)
def _bare(text: str) -> tuple[str, "Class"]:
    """A word without a possessive or an honorific, and its class."""
    bare = text
    if "'" in text or "’" in text:
        bare = re.sub(r"(?<!^[OD])['’]s?$", "", text)
    if "-" in bare:
        bare = re.sub(r"-(?:san|sama|kun|chan|sensei)$", "", bare)
    return bare, _class(bare)


@cache
def _family() -> frozenset[str]:
    return listed("family_en") | listed("romaji")


@cache
def _given() -> frozenset[str]:
    return listed("given_en") | listed("romaji") | listed("given_ambiguous_en")


@cache
def _sure_given() -> frozenset[str]:
    unsure = listed("given_ambiguous_en") | listed("romaji_also_words") | listed("places_en")
    return (listed("given_en") | listed("romaji")) - unsure


@cache
def _nobody() -> frozenset[str]:
    return listed("common_en") - listed("given_en") - listed("given_ambiguous_en")


_CONTRACTION = re.compile(
    r"(?:I|We|You|They|He|She|It|Who|That|There|What|Here|Where|How|Let)['’](?:ve|d|ll|re|m|s)"
)


def _class(text: str) -> Class:
    if re.fullmatch(r"(?:[A-Z]\.)+|[A-Z]", text):
        return "initial" if text not in {"I", "A"} else "common"
    word = text.capitalize() if text.isupper() and len(text) > 2 else text  # noqa: PLR2004 - initials
    if text in _TITLES or _CONTRACTION.fullmatch(text) or is_identifier(text):
        return "common"
    given, family = word in _given(), word in _family()
    if given or family:
        return "either" if given and family else "given" if given else "family"
    if word in listed("places_en"):
        return "place"
    if word in _nobody():
        return "common"
    return "other"


def _weighed(plain: str, run: list[_Piece]) -> Iterator[Span]:
    while run and ((run[-1].is_ == "initial" and len(run) == 1) or run[-1].text in _PARTICLES):
        run = run[:-1]
    if not run or (run[-1].text in listed("history_en") and run[-1].is_ != "family"):
        return
    if len(run) > 5:  # noqa: PLR2004 - a heading, not a name
        return
    start, end = run[0].start, _with_suffix(plain, run[-1].end)
    sure, rule = _weight(plain, run)
    if sure:
        yield Span("person_name", start, end, sure, f"person_name.en.{rule}")


def _with_suffix(plain: str, end: int) -> int:
    match = re.compile(r",? (?:Jr\.?|Sr\.?|II|III|IV)(?!\w)").match(plain, end)
    return match.end() if match else end


# They end where a name begins: matched from there backwards (`(?r)`), and not looked for from far before it.
_BEFORE_TITLE = regex.compile(
    r"(?r)(?:^|[^\w])(" + "|".join(map(re.escape, sorted(_TITLES, key=len, reverse=True))) + r") "
)
_HONORIFIC_BEHIND = re.compile(r"-(?:san|sama|kun|chan|sensei)\b")
_ROLE_BEFORE = regex.compile(
    r"(?r)\b(?:(?:my|our|your|his|her|their|the|a|new|late|former|school|real|patient|dear|of)\s)*"
    r"(?:wife|husband|son|daughter|brother|sister|father|mother|mum|mom|dad|uncle|aunt|cousin|nephew|niece|"
    r"grandfather|grandmother|grandson|granddaughter|grandma|grandpa|child|kid|baby|toddler|twins?|partner|spouse|"
    r"fianc[ée]e?|friend|boyfriend|girlfriend|neighbou?r|flatmate|roommate|classmate|colleague|co-?worker|boss|"
    r"manager|employee|staff|intern|trainee|apprentice|candidate|applicant|tenant|landlord|landlady|lodger|"
    r"patient|pt|client|customer|guest|visitor|passenger|driver|rider|courier|cashier|nurse|doctor|therapist|"
    r"teacher|student|pupil|preschooler|grader|infant|user|member|subscriber|owner|holder|guardian|parent|"
    r"guarantor|witness|suspect|defendant|claimant|plaintiff|victim|inmate|prisoner|offender|accountant|lawyer|"
    r"volunteer|donor|participant|subject|striker|goalkeeper|player|coach|guard|officer|(?<!user-)agent|author|editor|"
    r"assistant|secretary|chair|chairman|director|supervisor|captain|pilot|singer|voter|welder|carer|caregiver|"
    r"contact|attn|attention|cc|bcc|assignee|reporter|reviewer|supplier|contractor|worker|handle|nickname|named|called|"
    r"lead|member|account holder|minutes|present|attendees|absent|missing)"
    r"(?:\sby)?(?:[:,]? ?[\"'(]?|\s)",
    regex.IGNORECASE,
)
_PERSON_VERB = re.compile(
    r"(?:['’]s [a-z]| (?:is|was|has|had|will|may|can|says?|said|told|asks?|asked|wants?|wanted|needs?|takes?|took|goes|went|"
    r"comes|came|gets?|got|gave|gives|lives?|lived|works?|worked|wrote|writes|sent|sends|met|made|makes|left|lost|"
    r"won|did|does|spent|tore|ran|runs|drives?|drove|feels?|felt|thinks?|suffers?|carries|knows?|attends?|faces|prefers|"
    r"signed|joined|moved|called|planted|voted|violated|inherited|identifies|converted|applied|relapsed|developed|died|"
    r"chairs?|reviewed|teaches|studies|designs|edited|explained|handles|queued|borrowed|printed|confirmed|spoke|"
    r"marched|reported|admitted|pleaded|served|and [A-Z])\b)"
)
_BEFORE_NAME = regex.compile(
    r"(?r)\b(?:by|with|from|to|for|of|tell|told|ask|asked|thank|let|meet|met|call|seat|hire|dismissed|dismiss|and|that|v\.?|vs\.?|via|did|flag|contact|recognise|showed?) ",
    regex.IGNORECASE,
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n\"'(>-]\s*|^\W+)$")


def _weight(plain: str, run: list[_Piece]) -> tuple[float, str]:
    start, end = run[0].start, run[-1].end
    before = plain[max(0, start - 40) : start].rpartition("\n")[2]
    beside = _beside(plain, run, before)
    if beside is not None:
        return beside
    if len(run) == 1:
        return _single(plain, run[0], before)
    if run[0].text in _SAINT and len(run) == 2:  # noqa: PLR2004 - St Mary's is a school
        return 0.0, ""
    unknown = all(p.is_ in {"other", "initial"} for p in run)
    if unknown and not _are_abbreviations(run) and _PERSON_VERB.match(plain, end):
        return GIVEN - 0.1, "shape"
    return (WEAK, "alone") if any(p.is_ != "other" for p in run) else (0.0, "")


_SAINT = frozenset({"St", "St.", "Saint"})


def _are_abbreviations(run: list[_Piece]) -> bool:
    """Whether all words are short and in capitals: APC UPS."""
    return all(piece.text.isupper() and len(piece.text) <= 4 for piece in run)  # noqa: PLR2004


def _beside(plain: str, run: list[_Piece], before: str) -> tuple[float, str] | None:
    titled = _BEFORE_TITLE.match(before)
    if titled and not (titled.group(1) in _KIN_TITLES and run[0].is_ == "other"):
        return TITLED, "title"
    if _HONORIFIC_BEHIND.match(plain, run[-1].end):
        return TITLED, "honorific"
    if len(run) > 1 and _is_whole(run):
        return WHOLE, "whole"
    if _could_be_name(run) and _ROLE_BEFORE.match(before) and not _speaks(plain, run, before):
        return None if _OF_MANY.match(plain, run[-1].end) else (ROLE, "role")
    return None


_SPEAKER = re.compile(r"[ \t>*]*(?:user|assistant|agent|customer)[*]*:[* ]*", re.IGNORECASE)
_LINE_ENDS = re.compile(r"[ \t\r]*(?:\n|$)")


def _speaks(plain: str, run: list[_Piece], before: str) -> bool:
    """Whether a line is what a role says, begun with a word that is nobody's: `Assistant: Four digits`."""
    begun = len(run) == 1 and run[0].is_ not in {"given", "family", "either"}
    return begun and bool(_SPEAKER.fullmatch(before)) and not _LINE_ENDS.match(plain, run[-1].end)


_OF_MANY = re.compile(
    r" (?:team|squad|group|department|division|desk|crew|guild|vendor)\b(?! lead)"
)


def _could_be_name(run: list[_Piece]) -> bool:
    text = run[0].text
    if len(run) == 1 and text == "Go":  # the language: a client for Go
        return False
    return len(text) > 1 and (not text.isupper() or len(run) > 1 or run[0].is_ != "other")


def _is_whole(run: list[_Piece]) -> bool:
    first, last = run[0], run[-1]
    if first.is_ == "initial":
        return last.is_ in {"family", "either"} or bool(_FAMILY_SHAPE.match(last.text))
    if first.text in listed("family_east_asia") and _EAST_ASIAN_GIVEN.match(last.text):
        return len(run) == 2 or last.is_ != "other"  # noqa: PLR2004
    if first.is_ in {"given", "either"}:
        sure = _titled_case(first.text) in _sure_given()
        return sure or last.is_ in {"family", "either"} or bool(_FAMILY_SHAPE.match(last.text))
    return first.is_ == "family" and last.is_ in {"given", "either"}


def _is_shaped(text: str) -> bool:
    """Whether a word by itself is spelt like a family name; of two one has to be known (not Content-Type)."""
    if not _FAMILY_SHAPE.match(text):
        return False
    classes = {_class(part) for part in text.split("-")}
    return "-" not in text or (bool(classes & _KNOWN) and "common" not in classes)


_KNOWN: frozenset[Class] = frozenset({"given", "family", "either"})


def _titled_case(text: str) -> str:
    return text.capitalize() if text.isupper() else text


def _single(plain: str, piece: _Piece, before: str) -> tuple[float, str]:
    word = _titled_case(piece.text)
    abbreviation = piece.text.isupper() and len(piece.text) <= 3  # noqa: PLR2004
    if abbreviation or word in listed("history_en") | listed("never_alone_en"):
        return 0.0, ""
    if word in _sure_given():
        return GIVEN, "given"
    behind = bool(_PERSON_VERB.match(plain, piece.end))
    inside = not _SENTENCE_START.search(before) and bool(_BEFORE_NAME.match(before))
    rule = "given" if piece.is_ in {"given", "either"} else "family"
    if rule == "given":
        sure = inside or (behind and not _BE_OR_HAVE.match(plain, piece.end))
    elif piece.is_ == "family" or _is_shaped(piece.text):
        sure = (inside or behind) and piece.text not in listed("family_also_words_en")
    else:
        behind = behind and not _BE_OR_HAVE.match(plain, piece.end)
        return (WEAK, "alone") if behind else (0.0, "")
    return (GIVEN - 0.1, rule) if sure else (WEAK, "alone")


_BE_OR_HAVE = re.compile(r" (?:is|was|has|does|needs?|makes?|may|can|gets?|works?)\b|['’]s")

_REVERSED = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}_])({_WORD}), ({_WORD}(?: \p{{Lu}}\.)?)(?![\p{{L}}\p{{N}}])"
)


def _reversed(plain: str) -> Iterator[Span]:
    """Family name, given name: as in files and lists."""
    for match in _REVERSED.finditer(plain):
        family, given = match.group(1), match.group(2)
        first = _titled_case(given.split(" ")[0])
        last = _titled_case(family)
        if family in _TITLES or _class(family) in {"common", "place"} or last in _sure_given():
            continue
        known = _class(family) in {"family", "either"} or bool(_FAMILY_SHAPE.match(last))
        if first in _sure_given() or (first in _given() and known):
            behind = plain[match.end() : match.end() + 2]
            before = plain[max(0, match.start() - 2) : match.start()]
            if re.match(r" [a-z]", behind) and not known and not re.search(r"[:(\"'|]", before):
                continue
            yield Span("person_name", match.start(), match.end(), 0.86, "person_name.en.reversed")


_NAME = rf"{_WORD}(?: \p{{Lu}}\.| {_WORD}){{0,3}}"
_INTRODUCED: tuple["regex.Pattern[str] | Led", ...] = (
    led(
        (
            r"(?:\b[Dd]ear(?: (?:Mr|Mrs|Ms|Dr|Prof)\.?)? |\b(?:[Hh]i|[Hh]ey|[Hh]ello),? |\b[Mm]y name is |\bI am |\b[Ii]['’]?m |\bI, "
            r"|\b(?:is|was) named |\bname is |\bname's |(?:^|\n)-- |(?:^|[\s(:、。])@|\bSigned-off-by: |\bReviewed-by: |\bCo-authored-by: "
            r"|\n(?:Kind |Best |Warm )?(?:[Rr]egards|[Ss]incerely|[Tt]hanks|[Cc]heers|[Ll]ove),\n)"
        ),
        rf"[A-Z{_FOREIGN}](?:(?<=[rfioysmd:,-] .)|(?<=[rsf]\. .)|(?<=@.)|(?<=,\n.))",
        rf"(?P<value>{_NAME})",
    ),
    *map(
        regex.compile,
        (
            rf"[\"']?(?P<value>{_NAME})[\"']? <[^<>\s@]+@",
            rf"[\"“]?(?P<value>{_NAME})[\"”]?(?: <[^>]*>)? wrote:",
            rf"(?:^|\n)(?:\[[\d: .APMapm-]+\] ?|\d\d?:\d\d ?)?(?P<value>{_WORD})(?:: )(?=\w)",
            rf"(?:^|[.!?\n] ?|, )(?P<value>{_WORD}) here\b|(?:^|\n)>(?P<value>{_WORD})(?=_)",
        ),
    ),
)
"""One by one they are found three times as fast as in one pattern: each begins with its own signs."""


HINTS = {
    "capital": f"[{_FOREIGN}]",
    "reversed": r"\p{Lu}[^ ,]*, \p{Lu}",
    "introduced": (
        r"(?:[Dd]ear|[Hh]i,?|[Hh]ey,?|[Hh]ello,?|name is|I am|[Ii]['’]?m|I,|(?:is|was) named|name's|-by:) \p{Lu}"
        r"|(?:^|\n)-- \p{Lu}|(?:^|[\s(:、。])@\p{Lu}|(?:egards|incerely|hanks|heers|ove),\n\p{Lu}"
    ),
    "sender": r" <[^<> \n@]+@",
    "quoted": r" wrote:",
    "chat": r"(?:^|\n)(?:\[[^\]\n]+\] ?|\pN{1,2}:\pN{2} ?)?\p{Lu}[^ :\n]*: ",
    "here": r" here|(?:^|\n)>\p{Lu}",
}
"""What is in every text with a match of a costly pattern."""
_BY_HINT = tuple(zip(("introduced", "sender", "quoted", "chat", "here"), _INTRODUCED, strict=True))


def _introduced(plain: str, hints: Collection[str]) -> Iterator[Span]:
    """Names that a greeting, a signature or a chat line gives away."""
    places: dict[tuple[int, int], bool] = {}
    asked = [pattern for hint, pattern in _BY_HINT if hint in hints]
    for match in chain.from_iterable(one.finditer(plain) for one in asked):
        place = match.span("value")
        places[place] = places.get(place, False) or "@" in plain[place[1] : match.end()]
    for (start, end), with_address in sorted(places.items()):
        pieces = list(_pieces(plain, start, end))
        while pieces and pieces[0].is_ in {"common", "place"}:
            pieces = pieces[1:]
        taken: list[_Piece] = []
        for piece in pieces:
            if piece.is_ in {"common", "place"}:
                break
            taken.append(piece)
        if not taken or (len(taken) == 1 and taken[0].is_ == "initial"):
            continue
        known = any(p.is_ in {"given", "family", "either"} for p in taken)
        if known or (len(taken) == 1 and _is_shaped(taken[0].text)) or with_address:
            yield Span(
                "person_name", taken[0].start, taken[-1].end, TITLED, "person_name.en.introduced"
            )

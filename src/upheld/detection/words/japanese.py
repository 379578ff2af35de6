"""Japanese names: runs of name words, weighed by what stands before and behind them.

A family name with a given name is a name by itself. A family name alone is also a town, a
mountain or a company; it counts for sure with an honorific or a role beside it, probably as the
topic of a sentence, and weakly (below `scanner.SURE`) elsewhere. Weak ones are kept: a recogniser
that sees something said about such a word may hold it for a person after all.
"""

import re
from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick

from upheld.detection.finding import Span
from upheld.detection.words.listed import alternatives, listed
from upheld.detection.words.morphemes import Morphemes, Tag
from upheld.detection.words.units import is_unit

HONOURED, WHOLE, ROLE, TOPIC, WEAK = 0.9, 0.85, 0.8, 0.6, 0.4
"""How sure a name is: honorific beside it, family and given name, a role beside it, topic, nothing."""

_NAMES = Tag.FAMILY | Tag.GIVEN | Tag.PERSON
_FAMILIES = Tag.FAMILY | Tag.FAMILY_OR_PLACE
_GIVEN = Tag.GIVEN | Tag.GIVEN_OR_NOUN | Tag.PERSON
_BEGIN = Tag.FAMILY | Tag.FAMILY_OR_PLACE | Tag.GIVEN | Tag.PERSON
_WORDY = Tag.NOUN | Tag.PLACE | Tag.PROPER | Tag.OTHER | Tag.PREFIX | Tag.SUFFIX | _NAMES
_KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff々〆ヶヵ]+")
_KATAKANA = re.compile(r"[ァ-ヶー・]+")
_LONGEST_WITHOUT_DICTIONARY = 5  # kanji of a family name and a given name: 勅使河原, 四十九院


_HONORIFICS = ("さん", "さま", "様", "氏", "くん", "ちゃん", "殿", "君")


@cache
def _honorific() -> re.Pattern[str]:
    # 様 but not 様々, 様子; 君 but not 君臨; 氏 but not 氏名.
    return re.compile(
        r"[ ]?(?:さん|さま|様(?![々子式相方])|氏(?![名族神])|くん|ちゃん|殿(?![堂様下])|君(?![臨主達]))"
    )


@cache
def _title() -> re.Pattern[str]:
    return re.compile(alternatives("titles_ja"))


@cache
def _role_before() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('roles_ja')})(?:の|は|[:=]|[ 、]|\(|「|さんの)?$")


_BEHIND_TOPIC = re.compile(
    r"(?:は(?!じめ)|が(?!わ)|も(?!の)|を|に(?!お)|へ|まで|から|より|です|だっ?た?|と(?!い|は)|、)"
)
_BEHIND_SAYING = re.compile(r"(?:です|と申します|と申し|と言います|より(?:$|\n)|でした|である)")
_BEHIND_NAMING = re.compile(
    r"(?:という|とは|ら?しさ|的|派|式|流|型|系|産|行き|発|方面|一帯|駅|通り?|線)"
)
_END = re.compile(r"$|[_\s、。,.;()「」『』\[\]{}<>|\"'=/!?:&・@\n]")


def names(line: str, words: Morphemes) -> Iterator[Span]:
    """Find the names of one line; `line` is folded, offsets count from its start.

    The classes of `words` are corrected in place.
    """
    if not _NAME_TAGS.isdisjoint(words.tags) or _in_lists().find_matches_as_indexes(line):
        _read_again(line, words)
    last = -2
    for first, behind in _runs(words):
        start = words.starts[first]
        end = _with_short_given_name(line, words, first, behind)
        span = _weighed(line, words, first, behind, end)
        if span is not None:
            if last == start - 1 and _goes_on(line, words.tags[first], span):
                span = span._replace(confidence=TOPIC - 0.05, rule="person_name.ja.listed")
            last = span.end if span.confidence >= WEAK else -2
            yield span
    yield from _in_kana(line)
    if any(one in line for one in _HONORIFICS) and _honorific().search(line):
        yield from _honoured(line, words)


@cache
def _in_lists() -> AhoCorasick:
    """Finds what `_read_again` may correct."""
    return AhoCorasick(sorted(listed("family_ja") | listed("kana_given_ja")), store_patterns=False)


def _goes_on(line: str, tag: int, span: Span) -> bool:
    """Whether a weak name right behind another one and a comma is one more of a list."""
    return (
        span.confidence < TOPIC
        and line[span.start - 1] in "・、"
        and tag != Tag.FAMILY_OR_PLACE
        and not _BEHIND_NAMING.match(line, span.end)
    )


_NAME_TAGS = frozenset({Tag.FAMILY, Tag.GIVEN, Tag.PERSON})
_ASKED_AGAIN = _NAMES | Tag.PLACE | Tag.NOUN


def _read_again(line: str, words: Morphemes) -> None:
    """Correct what the dictionary does not know: towns that are families, kana of forms."""
    tags = words.tags
    families, given = listed("family_ja"), listed("kana_given_ja")
    for at, tag in enumerate(tags):
        if not tag & _ASKED_AGAIN:
            continue
        text = line[words.starts[at] : words.ends[at]]
        if tag & _NAMES:
            if " " <= text[:1] <= "~":
                tags[at] = Tag.OTHER
        elif tag == Tag.PLACE:
            tags[at] = _as_name(text)
        elif len(text) >= 2:  # noqa: PLR2004 - ヒカリ, 髙橋
            if text in given:
                tags[at] = Tag.GIVEN_OR_NOUN
            elif text in families:
                tags[at] = Tag.FAMILY


def _as_name(place: str) -> int:
    """What a place may be besides: 松本 is a family, マリ a given name."""
    if place in listed("family_ja"):
        return Tag.FAMILY_OR_PLACE
    return Tag.GIVEN_OR_NOUN if place in listed("kana_given_ja") else Tag.PLACE


_KANA_RUN = re.compile("[ァ-ヶー・]{4,}")
_LONGEST_IN_KANA = 12


def _in_kana(line: str) -> Iterator[Span]:
    """Whole names in katakana without a gap: タナカハナコ."""
    for match in _KANA_RUN.finditer(line):
        text = match.group()
        if len(text) > _LONGEST_IN_KANA or "・" in text:
            continue
        for length in range(2, min(6, len(text) - 1)):
            if text[:length] in listed("kana_family_ja") and text[length:] in listed(
                "kana_given_ja"
            ):
                yield Span("person_name", *match.span(), WHOLE, "person_name.ja.kana")
                break


def _runs(words: Morphemes) -> Iterator[tuple[int, int]]:
    tags, count = words.tags, len(words.tags)
    behind = 0
    for at in [at for at, tag in enumerate(tags) if tag & _BEGIN]:
        if at < behind:
            continue
        behind = at + 1
        while behind < count:
            if _joins(tags[behind - 1], tags[behind]):
                behind += 1
            elif _joined_by_space(words, behind):
                behind += 2
            else:
                break
        yield at, behind


def _joins(last: int, tag: int) -> bool:
    # A second family name begins another person: 林智子, then 森.
    if tag & (Tag.FAMILY | Tag.GIVEN_OR_NOUN):
        return bool(last & _FAMILIES)
    return bool(tag & _NAMES)


def _joined_by_space(words: Morphemes, at: int) -> bool:
    tags = words.tags
    return (
        tags[at] == Tag.SPACE
        and at + 1 < len(tags)
        and words.ends[at] - words.starts[at] == 1
        and bool(tags[at - 1] & _FAMILIES)
        and bool(tags[at + 1] & _GIVEN)
    )


def _with_short_given_name(line: str, words: Morphemes, first: int, behind: int) -> int:
    """The end of a run; a common word that is also a given name (光, 葵) belongs to it."""
    starts, ends, tags = words.starts, words.ends, words.tags
    if behind < len(tags) and tags[behind - 1] & _FAMILIES and behind - first == 1:
        at = behind
        if tags[at] == Tag.SPACE and at + 1 < len(tags) and ends[at] - starts[at] == 1:
            at += 1
        text = line[starts[at] : ends[at]]
        if text in listed("short_given_ja") and _ends_here(line, ends[at]):
            return ends[at]
        if at > behind and (kana := _HIRAGANA.match(line, starts[at])) is not None:
            return kana.end(1) if _is_given_in_kana(line, kana) else ends[behind - 1]
    return ends[behind - 1]


_HIRAGANA = re.compile(r"([ぁ-んー]{2,5}?)(?:さん|さま|くん|ちゃん)?(?![ぁ-んー])")


def _is_given_in_kana(line: str, kana: re.Match[str]) -> bool:
    """Whether what stands behind a family and a gap is a given name in hiragana, as children write it."""
    if kana.end() > kana.end(1) or _honorific().match(line, kana.end()):
        return kana[1] not in listed("grammar_ja")
    return kana[1].translate(_TO_KATAKANA) in listed("kana_given_ja") and bool(
        _END.match(line, kana.end())
    )


_TO_KATAKANA = {sign: sign + 0x60 for sign in range(0x3041, 0x3097)}


def _ends_here(line: str, at: int) -> bool:
    return bool(
        _END.match(line, at) or _BEHIND_TOPIC.match(line, at) or _honorific().match(line, at)
    )


def _weighed(line: str, words: Morphemes, first: int, behind: int, end: int) -> Span | None:
    start = words.starts[first]
    text = line[start:end]
    if _is_no_person(line, text, start, end) or _is_end_of_nobody(line, start, end):
        return None
    honoured = _honorific().match(line, end) or _title().match(line, end)
    if honoured:
        return Span("person_name", start, end, HONOURED, "person_name.ja.honorific")
    tag = words.tags[first]
    whole = end > words.ends[behind - 1] or (behind - first > 1 and tag != Tag.GIVEN)
    if whole:
        return Span("person_name", start, end, WHOLE, "person_name.ja.whole")
    if _role_before().search(line, max(0, start - 12), start) and not _is_compound(line, end):
        return Span("person_name", start, end, ROLE, "person_name.ja.role")
    return _alone(line, tag, text, start, end)


def _is_end_of_nobody(line: str, start: int, end: int) -> bool:
    """Whether it is the end of a word that names nobody (保健師), or of a company's name in hiragana."""
    if _HIRAGANA_RUN.fullmatch(line, start, end):
        return _COMPANY_IN_KANA.search(line, max(0, start - 14), start) is not None
    places = range(max(0, start - 2), start + (end - start > 1))
    return any(line[at:end] in listed("not_names_ja") for at in places)


_HIRAGANA_RUN = re.compile("[ぁ-んー]+")
_COMPANY_IN_KANA = re.compile(r"(?:株式会社|有限会社|合同会社|\(株\)|\(有\)|㈱)[ ]?[ぁ-んー]{1,8}$")


def _alone(line: str, tag: int, text: str, start: int, end: int) -> Span | None:
    """Weigh a family name or a given name by itself."""
    weak = Span("person_name", start, end, WEAK, "person_name.ja.alone")
    if _BEHIND_NAMING.match(line, end) or _is_compound(line, end):
        return None
    if tag & (Tag.FAMILY_OR_PLACE | Tag.PERSON):
        if start == 0 and tag == Tag.FAMILY_OR_PLACE and _SPEAKS.match(line, end):
            return weak._replace(confidence=TOPIC, rule="person_name.ja.topic")
        return weak if _may_be_person(line, tag, start, end) else None
    if len(text) == 1:
        return weak
    if _BEHIND_SAYING.match(line, end):
        return weak._replace(confidence=TOPIC, rule="person_name.ja.topic")
    return None if _quoted(line, start, end) else _by_what_follows(line, tag, weak)


def _may_be_person(line: str, tag: int, start: int, end: int) -> bool:
    if tag == Tag.PERSON:  # mostly people of history; in katakana brands and things as well
        return not _KATAKANA.fullmatch(line, start, end)
    begins = start == 0 or line[start - 1] in "、。:「(\t ,>@" or bool(_OURS.search(line, 0, start))
    handed = line[start - 1 : start] in {">", "@"}
    return begins and (handed or _BEHIND_TOPIC.match(line, end) is not None)


_SPEAKS = re.compile(
    r"[:>][ ]?[^:>\n]{2,200}(?:です|ます|でした|ました|ません|ください|[よねか])[。!?]?$"
)
"""What somebody says behind their name in the notes of a meeting."""
_OURS = re.compile(r"(?:[部課係班室]|チーム|グループ|うち|職場|同期|会社|支店)の$")


def _by_what_follows(line: str, tag: int, weak: Span) -> Span:
    start, end = weak.start, weak.end
    if _BEHIND_TOPIC.match(line, end):
        return weak._replace(confidence=TOPIC, rule="person_name.ja.topic")
    if tag == Tag.FAMILY and _BEHIND_OF.match(line, end):
        return weak._replace(confidence=TOPIC - 0.1, rule="person_name.ja.owner")
    if _END.match(line, end) and (start == 0 or line[start - 1] in "・、。>@:→,(|\t "):
        return weak._replace(confidence=TOPIC - 0.05, rule="person_name.ja.listed")
    return weak


_BEHIND_OF = re.compile(
    r"の(?!法則|定理|原理|公式|舞台|滝|湯|里|森|海|丘|味|店|戦い|乱|変|役|方程式|地|街|町|駅|城|寺|水|名物|特産|天気|気温|人口|観光|方|東|西|南|北|中|上|下|前|後)"
)


def _is_compound(line: str, end: int) -> bool:
    """Whether the word goes on as something else: 和田峠, 中村屋, 三浦半島."""
    following = _KANJI.match(line, end) or _KATAKANA.match(line, end)
    return following is not None and following.group()[0] not in "・宅著儀様氏殿君"


def _quoted(line: str, start: int, end: int) -> bool:
    """Whether the name stands in a title: 「花子とアン」, 『…』."""
    for opening, closing in ("「」", "『』"):
        left = line.rfind(opening, 0, start)
        if left != -1 and line.find(closing, left, start) == -1 and line.find(closing, end) != -1:
            return start - left <= 12  # noqa: PLR2004 - a title is short; longer is speech
    return False


@cache
def _company_before() -> re.Pattern[str]:
    return re.compile(
        r"(?:株式会社|有限会社|合同会社|合資会社|医療法人|学校法人|\(株\)|\(有\)|㈱)[ ]?$"
    )


@cache
def _company_behind() -> re.Pattern[str]:
    return re.compile(alternatives("organisations_ja"))


def _is_no_person(line: str, text: str, start: int, end: int) -> bool:
    """Companies, works, mountains and people of history."""
    return (
        text.replace(" ", "") in listed("history_ja")
        or _company_before().search(line, max(0, start - 6), start) is not None
        or _company_behind().match(line, end) is not None
        or line.rfind("『", 0, start) > line.rfind("』", 0, start)
    )


_LATIN_HONOURED = re.compile(
    r"([A-Z][A-Za-z\u00c0-\u024f'’.\-]*(?: [A-Z][A-Za-z\u00c0-\u024f'’.\-]*){0,3}) ?(?:さん|さま|様|氏|くん|君|ちゃん|殿|先生|選手)"
)
_KATAKANA_HONOURED = re.compile(
    r"([ァ-ヶー]{1,12}(?:[・=][ァ-ヶー]{1,12}){1,3}) ?(?:さん|さま|様|氏|くん|君|ちゃん|殿|先生|選手)"
)


def _honoured(line: str, words: Morphemes) -> Iterator[Span]:
    """Names that only an honorific gives away: of other countries, missing in the dictionary."""
    for pattern in (_LATIN_HONOURED, _KATAKANA_HONOURED):
        for match in pattern.finditer(line):
            yield Span(
                "person_name", match.start(1), match.end(1), HONOURED, "person_name.ja.honorific"
            )
    starts, ends, tags = words.starts, words.ends, words.tags
    for at in range(1, len(tags)):
        if tags[at - 1] & _NAMES or not tags[at - 1] & _WORDY:
            continue
        if not _honorific().fullmatch(line, starts[at], ends[at]):
            continue
        start, end = _start_of_unknown(line, words, at - 1), starts[at]
        if start < end and _may_be_name(line[start:end]):
            yield Span("person_name", start, end, TOPIC, "person_name.ja.honorific")


def _start_of_unknown(line: str, words: Morphemes, at: int) -> int:
    """Where the kanji or katakana word begins that ends with word `at`."""
    starts, ends = words.starts, words.ends
    shape = _KANJI if _KANJI.fullmatch(line, starts[at], ends[at]) else _KATAKANA
    start = ends[at]
    while at >= 0 and words.tags[at] & _WORDY and shape.fullmatch(line, starts[at], ends[at]):
        start = starts[at]
        at -= 1
    return start


def _may_be_name(text: str) -> bool:
    if text in listed("not_names_ja") or text.endswith(tuple(listed("not_name_endings_ja"))):
        return False
    if is_unit(text):  # 田中商事様
        return False
    return bool(_KATAKANA.fullmatch(text)) or len(text) <= _LONGEST_WITHOUT_DICTIONARY


_BY_HONORIFIC = re.compile(
    r"([\u3400-\u9fff々ヶ]{1,5}|[ァ-ヶー]{2,8})(?:さん|様|氏|くん|ちゃん|殿)(?![々子式相方])"
)


def by_honorific(line: str) -> Iterator[Span]:
    """Find names where no dictionary is installed: what stands before an honorific.

    Names without an honorific are not found, and a title glued to a name stays glued to it.
    """
    for match in _BY_HONORIFIC.finditer(line):
        text = match.group(1)
        if _may_be_name(text) and text not in listed("history_ja"):
            yield Span(
                "person_name", *match.span(1), TOPIC, "person_name.ja.honorific_without_dictionary"
            )

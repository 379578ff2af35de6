"""Departments, companies and posts in a field for a name: what stands before the name, or instead of one.

担当:営業二課 小野寺 美咲 names 小野寺 美咲, and 担当:営業部 nobody. Whole families end as departments do
(長谷部, 氷室), so a word that is known for no department has to be long, or end in what no family does.
"""

from functools import cache

import regex

from upheld.detection.words.listed import alternatives, listed

_SIGN = r"[\u3400-\u9fff々〆ヶ\u30a1-\u30feーA-Za-z0-9&・]"
_NUMBER = r"第?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})"
_WEAK = "部|室|局|科|所"
_STRONG = (
    "課|係|班|本部|事業部|統括部|推進部|部門|部署|推進室|企画室|編集室|管理室|相談室|チーム|グループ|センター|デスク|ユニット|窓口|事務局|委員会|"
    "病棟|支店|支社|支局|支部|営業所|出張所|事業所|事務所|研究所|工場|店舗|学部|学科|研究室|研究科|オフィス|"
    "委託先|外注先|取引先|提携先|依頼先|派遣先|業者|ベンダー|メーカー|一同|全員|有志|[店社院校署]"
)
_GAP = r"(?:[ ]*[・/、,\-)(】」][ ]*|[ ]+|の)"
_ENDS = rf"(?={_GAP}|$|[\n\"'。;|<>\]}}])"
_ENDS_BUT_OF = rf"(?!の){_ENDS}"
"""For a word that is of a department only where nothing is said of it: not 契約の終了."""
_FAMILY = regex.compile(r".*(?:我部|下部|草部|賀部|師部|山院|明院)")
"""Families of three and more letters that no list has."""


@cache
def _posts() -> str:
    return "|".join(
        sorted((one for one in listed("titles_ja") if len(one) > 1), key=len, reverse=True)
    )


@cache
def company_endings() -> tuple[str, ...]:
    """What a company's name ends with behind a family's: 商事, 工業."""
    also_families = {"平野", "高原", "駅前"}
    return tuple(
        one
        for one in listed("organisations_ja")
        if len(one) > 1 and one[0] not in "のヶ" and one not in also_families
    )


@cache
def _known() -> "regex.Pattern[str]":
    """A department whose name says what it is for; a name may stand right behind it."""
    kind = f"(?:{_STRONG}|{_WEAK})"
    stem = f"(?:{alternatives('departments_ja')})"
    named = f"(?:{_NUMBER})?{stem}{{1,4}}(?:{_NUMBER})?{kind}|{_NUMBER}(?:{_STRONG}|部)"
    return regex.compile(
        rf"(?:(?:{named})(?:(?:{_posts()}|長|付){_ENDS})?|{stem}{{1,3}}(?:{_posts()})?{_ENDS_BUT_OF}|(?:{_posts()}){_ENDS})"
    )


_OTHER = regex.compile(rf"({_SIGN}{{1,18}}?)(?:{_STRONG}|(?P<weak>{_WEAK})){_ENDS}")
_COMPANY = regex.compile(
    rf"(?:株式会社|有限会社|合同会社|\(株\)|\(有\)|㈱){_SIGN}{{1,16}}?{_ENDS}|(?P<name>{_SIGN}{{3,18}}?){_ENDS}"
)
_CALLING = regex.compile(r"[\u3400-\u9fff々]{2,8}[士師](?=[ ]+[\u3400-\u9fff\u30a1-\u30fe])")
"""What somebody is by trade, with the name behind it: 設計士 山本."""
_BEFORE_NAME = regex.compile(_GAP)
_OPENS = regex.compile(r"[(【「]")


def behind(plain: str, start: int, end: int) -> int:
    """Where a name can begin in a field: behind the departments, companies and posts before it."""
    at, end = start, min(end, len(plain))
    if plain[start:end].isascii():
        return start
    while at < end:
        opened = _OPENS.match(plain, at, end)
        stop = _unit_end(plain, opened.end() if opened else at, end)
        if stop is None:
            break
        gap = _BEFORE_NAME.match(plain, stop, end)
        at = gap.end() if gap else stop
    return at


def is_unit(text: str) -> bool:
    """Whether a text is the name of a department, a company or a post, and nothing else.

    >>> is_unit("営業二課"), is_unit("サポートチーム"), is_unit("長谷部")
    (True, True, False)
    """
    return _unit_end(text, 0, len(text)) == len(text)


def _unit_end(plain: str, at: int, end: int) -> int | None:
    known = _known().match(plain, at, end)
    if known is not None and known[0] not in listed("family_ja"):
        return known.end()
    calling = _CALLING.match(plain, at, end)
    if calling is not None:
        return calling.end()
    other = _OTHER.match(plain, at, end)
    if other is not None and _is_department(other[0], weak=other["weak"] is not None):
        return other.end()
    company = _COMPANY.match(plain, at, end)
    if company is not None and (company["name"] is None or _is_company(company["name"])):
        return company.end()
    return None


def _is_department(text: str, *, weak: bool) -> bool:
    # 服部 and 本部 have two letters, a family with 部 that no list has three.
    if len(text) <= (3 if weak else 2) or text.endswith("関係"):
        return False
    return text not in listed("family_ja") and _FAMILY.match(text) is None


def _is_company(text: str) -> bool:
    return text[1:].endswith(company_endings())

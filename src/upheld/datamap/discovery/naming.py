"""Which table does the name of a column mean? `cust_no`, `default_shipping_address_id`, `owner`."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from upheld.connectors.schema import Table
from upheld.detection.spelling import singular, word_set, words

_SUFFIXES = word_set(
    """id ids no num number code cd key uuid guid fk pk ref ptr bango kodo 番号 コード"""
)
_JAPANESE_SUFFIXES = ("番号", "コード", "ID", "id", "ＩＤ")
_ABBREVIATIONS = {
    "cust": "customer", "usr": "user", "uid": "user", "emp": "employee", "addr": "address",
    "acct": "account", "acc": "account", "org": "organisation", "prod": "product",
    "cat": "category",
    "ord": "order", "inv": "invoice", "msg": "message", "mem": "member", "subs": "subscriber",
    "kaiin": "member", "kokyaku": "customer", "shain": "employee", "chumon": "order",
    "会員": "member", "顧客": "customer", "社員": "employee", "注文": "order", "利用者": "user",
}  # fmt: skip
PERSON_WORDS = word_set("""
    user owner customer member account person author buyer sender recipient receiver
    subscriber client employee staff patient student guest applicant participant attendee
    reviewer assignee operator creator requester reporter submitter uploader editor approver
    handler manager agent admin moderator publisher actor referrer inviter invitee friend
    follower followee seller borrower invited mentioned contact profile by voter winner
    translator worker performer assigned assignedto responsible poster
    writer speaker presenter organizer organiser host instructor teacher tutor mentor coach trainer
    learner pupil guardian doctor physician nurse driver rider passenger traveller donor volunteer
    candidate interviewer interviewee recruiter judge examiner grader proctor supervisor director
    producer artist leader chairperson secretary treasurer purchaser payer payee beneficiary holder
    cardholder signer signatory witness complainant claimant informant caller callee respondent
    tester developer maintainer contributor collaborator commenter commentator rater watcher viewer
    reader visitor player opponent captain spouse relative representative delegate proposer seconder
    nominator nominee requestor requestee grantor grantee verifier validator checker inspector auditor
    authorizer authoriser initiator custodian keeper steward planner dispatcher technician cashier
    salesperson salesman salesrep consultant advisor adviser counsellor counselor therapist clinician
    practitioner enquirer inquirer lender renter lessee lessor bidder coordinator curator caretaker
    chef colleague coworker teammate human persona whom who
    講師 教師 教員 医師 看護師 運転手 乗客 寄付者 候補者 審査者 検査者 監督者 代表者 受取人 支払者 名義人 署名者 連絡者 相談者 回答者
    投稿者 閲覧者 出席者 参加者 発表者 主催者 依頼者 受付者 登録者 変更者 差出人 宛先
    会員 顧客 利用者 患者 生徒 学生 児童 受講者 契約者 購入者 応募者 来店者 保護者 職員 従業員 ユーザー 社員 担当者 担当 対応者 申込者 作成者 更新者 承認者
    kaiin kokyaku tantosha shain""")
"""Words in a column that mean some person, whichever table people are kept in."""

_SHORTEST_ENDING, _SHORTEST_OF_SIBLING = 4, 3  # letters
_ANYTHING = frozenset({"object", "record", "entity", "target", "data", "resource", "content"})
"""Words that end the name of a table by accident: they mean rows of any table."""
_WHOLE, _PART, _GLUED_PART, _PERSON = 0.85, 0.72, 0.62, 0.8
_SIBLING, _BEGINNING, _INSIDE = 0.82, 0.6, 0.55
_SMALL_PART = 0.1
_TABLES_OF_A_ROOM = 4
_SAME_ROOM, _OWN_BEGINNING, _ITSELF, _LONG_NAME = 0.06, 0.05, 0.12, 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A table that the name of a column may mean, with a confidence (0 to 1) and why."""

    table: str
    confidence: float
    why: str


def bare(name: str) -> str:
    """The name of a table without its schema."""
    return name.rpartition(".")[2]


@lru_cache(maxsize=16384)
def stem(column: str) -> tuple[str, ...]:
    """What a referring column is about, without its `_id`; empty for a bare `id`.

    >>> stem("cust_no"), stem("createdById"), stem("user")
    (('customer',), ('created', 'by'), ('user',))
    """
    parts = list(words(column))
    if len(parts) > 1 and parts[-1].isdigit():
        parts.pop()
    while parts and parts[-1] in _SUFFIXES:
        parts.pop()
    if parts and parts[0] in {"fk", "id"} and len(parts) > 1:
        parts.pop(0)
    if parts:
        for ending in _JAPANESE_SUFFIXES:
            parts[-1] = parts[-1].removesuffix(ending) or parts[-1]
    return tuple(_ABBREVIATIONS.get(part, singular(part)) for part in parts)


@lru_cache(maxsize=16384)
def has_suffix(column: str) -> bool:
    """Whether the name ends like a reference does."""
    parts = words(column)
    return (len(parts) > 1 and (parts[-1] in _SUFFIXES)) or (
        bool(parts)
        and parts[-1].endswith(_JAPANESE_SUFFIXES)
        and parts[-1] not in _JAPANESE_SUFFIXES
    )


class TableNames:
    """Finds tables by what their names say."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        """Index each table by the endings of its name."""
        self._parts = {
            name: tuple(_ABBREVIATIONS.get(w, singular(w)) for w in words(bare(name)))
            for name in tables
        }
        self._endings: dict[str, list[tuple[str, bool]]] = {}
        for name, parts in self._parts.items():
            for start in range(len(parts)):
                ending = "".join(parts[start:])
                self._endings.setdefault(ending, []).append((name, start == 0))
            # `order_shippingaddress`: Django glues the words of a model together.
            last = parts[-1] if parts else ""
            for start in range(1, len(last) - _SHORTEST_OF_SIBLING + 1):
                self._endings.setdefault(f"~{last[start:]}", []).append((name, False))
        self.unmarked = self._are_unmarked(tables)
        """Whether references are called by the bare name here (`party`, `invoice`), without `_id`."""
        self._rooms = Counter(parts[0] for parts in self._parts.values() if len(parts) > 1)
        self._glued = [(name, parts[-1]) for name, parts in self._parts.items() if parts]

    def _are_unmarked(self, tables: Mapping[str, Table]) -> bool:
        """Judge the manner of a whole database by its columns of whole numbers and UUIDs."""
        bare_names = marked = 0
        for table in tables.values():
            for column in table.columns.values():
                if column.type not in {"integer", "uuid"} or column.name in table.primary_key:
                    continue
                marked += has_suffix(column.name)
                bare_names += (
                    not has_suffix(column.name) and "".join(stem(column.name)) in self._endings
                )
        return bare_names > marked

    def meanings(self, child: str, column: str) -> Iterator[Meaning]:
        """Every table the column may mean."""
        about = stem(column)
        for start in range(len(about)):
            ending = "".join(about[start:])
            whole = start == 0
            exact = self._endings.get(ending, ())
            for name, full in exact:
                yield self._meaning(
                    child, name, _WHOLE if whole or full else _PART, f"`{column}` names `{name}`"
                )
            glued = list(self._glued_endings(child, column, ending))
            yield from glued
            if exact or glued:
                return
        begun = [
            self._meaning(child, name, _BEGINNING, f"`{column}` begins like `{name}` ends")
            for name, _ in self._endings.get(about[0], ()) if len(about) > 1
        ] if about else []  # fmt: skip
        yield from begun or self._inside(child, column, "".join(about))

    def _glued_endings(self, child: str, column: str, ending: str) -> Iterator[Meaning]:
        for name, _full in self._endings.get(f"~{ending}", ()):
            sure = _SIBLING if self._siblings(child, name, ending) else _GLUED_PART
            if (
                sure == _GLUED_PART
                and len(ending) < _SHORTEST_ENDING
                and self._one_room(child, name)
            ):
                sure = _PART  # `run_id`, in the room of tables where the test runs are kept
            if sure == _GLUED_PART:
                if len(ending) < _SHORTEST_ENDING or ending in _ANYTHING:
                    continue
                if len(ending) * 3 < len(self._parts[name][-1]):
                    sure -= _SMALL_PART
            yield self._meaning(child, name, sure, f"`{column}` is how `{name}` ends")

    def _siblings(self, child: str, parent: str, ending: str) -> bool:
        """Whether both names begin alike: `order_payment`, and `payment` in `order_refund`."""
        mine = self._parts[child]
        beginning = self._parts[parent][-1].removesuffix(ending)
        return bool(mine) and len(beginning) > 2 and mine[-1].startswith(beginning)  # noqa: PLR2004

    def _one_room(self, child: str, parent: str) -> bool:
        """Whether both names begin with the same word, and more than that."""
        mine, theirs = self._parts[child], self._parts[parent]
        return len(mine) > 1 and len(theirs) > 1 and mine[0] == theirs[0]

    def _inside(self, child: str, column: str, about: str) -> Iterator[Meaning]:
        """Tables in whose last word the name stands: `social` in `auth_usersocialaccount`."""
        if len(about) <= _SHORTEST_ENDING:
            return
        for name, last in self._glued:
            if name != child and about in last[1:] and len(about) * 3 >= len(last):
                yield self._meaning(child, name, _INSIDE, f"`{column}` is a part of `{name}`")

    def named_after(self, table: str, column: str) -> bool:
        """Whether a column repeats its own table's name: `shop_device.device_id` numbers devices.

        A word that many names begin with (`shop_`) is a room of tables and does not count.
        """
        own = self._parts[table]
        if len(own) > 1 and self._rooms[own[0]] >= _TABLES_OF_A_ROOM:
            own = own[1:]
        return stem(column) == own

    def called(self, name: str) -> list[str]:
        r"""Tables in which a class or model of this name would be kept.

        `Customer`, `App\Models\Customer`, `shop.customer`: the last word counts.
        """
        last = re.split(r"[\\.:/]+", name)[-1]
        ending = "".join(_ABBREVIATIONS.get(w, singular(w)) for w in words(last))
        exact = self._endings.get(ending, [])
        return [t for t, full in exact if full] or [t for t, _ in exact]

    def _meaning(self, child: str, table: str, confidence: float, why: str) -> Meaning:
        mine, theirs = self._parts[child], self._parts[table]
        if child == table:
            confidence -= _ITSELF
        elif mine and len(theirs) > 1 and mine[0] == theirs[0]:
            confidence += _SAME_ROOM
            if mine[-1].startswith(theirs[-1]):
                confidence += _OWN_BEGINNING
        if len(theirs) > 2:  # noqa: PLR2004 - `basket_basket_vouchers` joins, it is no voucher
            confidence -= _LONG_NAME
        elif len(set(theirs)) == 1:
            confidence += _SAME_ROOM / 2
        return Meaning(table=table, confidence=confidence, why=why)


_ANOTHER = word_set("""
    parent root original previous prev next predecessor successor replaces replacedby supersedes
    supersededby mergedto mergedinto duplicateof copiedfrom copyof clonedfrom dependson
    requiredby blocks blockedby replyto inreplyto repliesto refers refersto related relatedto
    splitfrom aliasof basedon derivedfrom forwardedfrom reversalof reverses addonto ancestor 親""")


def means_another_row(column: str) -> bool:
    """Whether the name says how rows of one table stand to each other.

    >>> means_another_row("merged_to_id"), means_another_row("depends_on"), means_another_row("to")
    (True, True, False)
    """
    return "".join(words(column)).removesuffix("id") in _ANOTHER


def means_a_person(column: str) -> float:
    """How surely the name means some person (0 to 1).

    >>> means_a_person("created_by_id"), means_a_person("colour_id")
    (0.8, 0.0)
    """
    about = stem(column)
    if not about:
        return 0.0
    if about[-1] in PERSON_WORDS or "".join(about) in PERSON_WORDS:
        return _PERSON
    return 0.0

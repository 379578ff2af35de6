"""A file of calls, line by line: each is screened as the call it is, and the file as a whole leaves.

One prohibited line refuses all of it, with the numbers of lines and the kinds, never a value.
Values have one name in the whole file, so that nothing has to be told apart when it comes back.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from upheld.detection.transform import Pseudonyms
from upheld.evidence.entry import JSON
from upheld.screening.fields.endpoints import ENDPOINTS
from upheld.screening.fields.refusing import PLAIN_NAME, unfit
from upheld.screening.fields.walking import Spot, read_json
from upheld.screening.procedure import Screening, Screens, Terms, offences_in
from upheld.screening.refused import (
    CallRefusedError,
    FieldUnfitError,
    FieldUnknownError,
    InputNeedsAskingError,
    InputProhibitedError,
    InputRefusedError,
)
from upheld.screening.rulebook import Decision
from upheld.screening.telling import AGREED_HEADER, clauses, named
from upheld.wording import Text

FILES = "/v1/files"
_FIELDS = frozenset({"custom_id", "method", "url", "body"})
_CUSTOM_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_RANDOM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_MOST_LINES = 50_000
"""What providers take in one file."""
_TOLD_LINES = 20
_IDS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedFile:
    """A file that may leave.

    Attributes:
        content: Its lines, written anew.
        endpoint: The address of all its calls.
        users: The digests of the people who use the application, whom its lines name.
        pseudonyms: What was put in place of values.
        told: For the ledger.
    """

    content: bytes = field(repr=False)
    endpoint: str
    users: frozenset[str]
    pseudonyms: Pseudonyms = field(repr=False)
    told: dict[str, JSON]


def screened_file(
    screening: Screens, raw: bytes, terms: Terms, pseudonyms: Pseudonyms
) -> ScreenedFile:
    """Screen a whole file by one policy, which the ledger names: that of when it begins.

    Args:
        screening: Screens each line.
        raw: Lines of JSON.
        terms: On whose behalf, and what for.
        pseudonyms: Names of values, the same in every line.

    Raises:
        CallRefusedError: A line may not leave, or is no call; nothing of the file leaves.
    """
    reading = _Reading(screening.now(), terms, pseudonyms)
    for number, line in _numbered(raw):
        reading.take(number, line)
    reading.refuse_ids()
    reading.refuse_offences()
    if not reading.written:
        raise unfit("file", "a file of lines of JSON", "JSON の行からなるファイル")
    return ScreenedFile(
        content=b"".join(one + b"\n" for one in reading.written),
        endpoint=reading.endpoint,
        users=frozenset(reading.users),
        pseudonyms=pseudonyms,
        told=reading.told(),
    )


class _Reading:
    """What was seen of a file so far."""

    def __init__(self, screening: Screening, terms: Terms, pseudonyms: Pseudonyms) -> None:
        self._screening, self._terms, self._pseudonyms = screening, terms, pseudonyms
        self.written: list[bytes] = []
        self.endpoint = ""
        self.users: set[str] = set()
        self._ids: dict[str, int] = {}
        self._found: Counter[tuple[tuple[str, JSON], ...]] = Counter()
        self._dropped: set[str] = set()
        self._same: dict[str, JSON] = {}
        self._offences: list[tuple[int, InputRefusedError]] = []

    def take(self, number: int, line: bytes) -> None:
        """Screen one line; what is prohibited in it is gathered, anything else refuses at once."""
        try:
            call = _call(line)
            self._take_id(number, call)
            self._take_url(call)
            body = json.dumps(call["body"], ensure_ascii=False).encode()
            endpoint = ENDPOINTS[self.endpoint]
            screened = self._screening.screen(endpoint, body, self._terms, self._pseudonyms)
            if screened.stream:
                raise unfit("body.stream", "false", "false")
        except InputRefusedError as refusal:
            self._offences.append((number, refusal))
            self._count(refusal.told)
            return
        except CallRefusedError as refusal:
            raise _in_line(number, refusal) from None
        self._count(screened.told)
        self.users |= screened.users
        written = {**call, "body": json.loads(screened.body)}
        text = json.dumps(written, ensure_ascii=False, separators=(",", ":"))
        self.written.append(text.encode())

    def refuse_ids(self) -> None:
        """Refuse the file where something is found in an id: it leaves as it is.

        Raises:
            FieldUnfitError: Names the line.
        """
        ids = [one for one in self._ids if not PLAIN_NAME.fullmatch(one)]
        for at in range(0, len(ids), _IDS_AT_ONCE):
            spots = [
                Spot(None, one, one, "", "custom_id", "kept") for one in ids[at : at + _IDS_AT_ONCE]
            ]
            for spot, _ in offences_in(self._screening.found(spots, self._terms.purpose)):
                raise _in_line(self._ids[spot.key], _no_id())

    def refuse_offences(self) -> None:
        """Refuse the file where a line of it may not leave.

        Raises:
            InputProhibitedError, InputNeedsAskingError: Names lines and kinds.
        """
        blocked = [one for one in self._offences if isinstance(one[1], InputProhibitedError)]
        if blocked:
            raise _prohibited(blocked, self.told())
        if self._offences:
            raise _asking(self._offences, self.told())

    def told(self) -> dict[str, JSON]:
        """What the ledger hears: one entry for the whole file."""
        found: list[JSON] = []
        for decision, count in sorted(self._found.items(), key=str):
            one: dict[str, JSON] = {**dict(decision), "count": count}
            found.append(one)
        dropped: list[JSON] = [*sorted(self._dropped)]
        return {
            **self._same,
            "endpoint": FILES,
            "of": self.endpoint,
            "lines": len(self.written) + len(self._offences),
            "outcome": "sent",
            "found": found,
            "dropped": dropped,
        }

    def _count(self, told: Mapping[str, Any]) -> None:
        for one in told["found"]:
            decision = tuple((name, value) for name, value in one.items() if name != "count")
            self._found[decision] += int(one["count"])
        self._dropped |= set(told["dropped"])
        self._same = {"recipient": told["recipient"], "policy": told["policy"]}

    def _take_id(self, number: int, call: Mapping[str, Any]) -> None:
        given = call["custom_id"]
        if not isinstance(given, str) or not _CUSTOM_ID.fullmatch(given) or _digits(given):
            raise _no_id()
        if given in self._ids:
            raise unfit("custom_id", "an id that no other line has", "ほかの行と重ならない ID")
        self._ids[given] = number

    def _take_url(self, call: Mapping[str, Any]) -> None:
        url = call["url"]
        if call["method"] != "POST" or url not in ENDPOINTS:
            listed = ", ".join(f"`POST {path}`" for path in ENDPOINTS)
            raise unfit("url", listed, listed)
        if self.endpoint and url != self.endpoint:
            raise unfit("url", f"`{self.endpoint}` as before", f"前の行と同じ `{self.endpoint}`")
        self.endpoint = url


def _no_id() -> FieldUnfitError:
    return unfit(
        "custom_id",
        "an id of letters and few digits, which names nobody",
        "個人を表さない、英字と少しの数字の ID",
    )


def _digits(text: str) -> bool:
    """Whether there are as many digits as a telephone number has, those of a UUID apart."""
    return re.search(r"(?:[0-9][.:_-]?){7,}", _RANDOM.sub("", text)) is not None


def _numbered(raw: bytes) -> Iterator[tuple[int, bytes]]:
    lines = raw.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    count = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        count += 1
        if count > _MOST_LINES:
            raise unfit("file", f"at most {_MOST_LINES} lines", f"{_MOST_LINES} 行以内")
        yield number, line


def _call(line: bytes) -> dict[str, Any]:
    call = read_json(line)
    for name in call:
        if name not in _FIELDS:
            raise _unknown(name)
    for name in sorted(_FIELDS):
        if name not in call:
            raise _missing(name)
    if not isinstance(call["body"], dict):
        raise unfit("body", "an object", "オブジェクト")
    return call


def _in_line(number: int, refusal: CallRefusedError) -> CallRefusedError:
    """Say in which line it is; its code and status stay."""
    refusal.what = Text(
        en=f"line {number}: {refusal.what.en}", ja=f"{number} 行目: {refusal.what.ja}"
    )
    refusal.param = f"line {number}" + (f": {refusal.param}" if refusal.param else "")
    return refusal


def _prohibited(
    offences: list[tuple[int, InputRefusedError]], told: dict[str, JSON]
) -> InputProhibitedError:
    lines, decisions = _lines(offences), _decisions(offences)
    what, why = named(decisions), clauses(decisions)
    return InputProhibitedError(
        Text(
            en=f"the file holds {what.en} in line {lines}, which may not go to an AI provider"
            f"{why.en}; nothing of it was sent",
            ja=f"ファイルの {lines} 行目に{what.ja}が含まれています。AI 提供元へは送れないため"
            f"{why.ja}、何も送信していません",
        ),
        remedy=Text(
            en="take those lines out, and send the file again",
            ja="その行を取り除き、ファイルを送り直してください",
        ),
        param=f"line {offences[0][0]}",
        told=told,
        decisions=decisions,
    )


def _asking(
    offences: list[tuple[int, InputRefusedError]], told: dict[str, JSON]
) -> InputNeedsAskingError:
    lines, decisions = _lines(offences), _decisions(offences)
    what = named(decisions)
    return InputNeedsAskingError(
        Text(
            en=f"the file holds {what.en} in line {lines}, which leaves only once somebody agreed",
            ja=f"ファイルの {lines} 行目に{what.ja}が含まれています。送信には確認が必要です",
        ),
        remedy=Text(
            en=f"ask, and then send it with the header `{AGREED_HEADER}`",
            ja=f"確認のうえ、ヘッダー `{AGREED_HEADER}` を付けて送ってください",
        ),
        param=f"line {offences[0][0]}",
        told=told,
        decisions=decisions,
    )


def _lines(offences: list[tuple[int, InputRefusedError]]) -> str:
    numbers = [str(number) for number, _ in offences]
    more = ", …" if len(numbers) > _TOLD_LINES else ""
    return ", ".join(numbers[:_TOLD_LINES]) + more


def _decisions(offences: list[tuple[int, InputRefusedError]]) -> list[Decision]:
    return [decision for _, refusal in offences for decision in refusal.decisions]


def _missing(name: str) -> CallRefusedError:
    listed = ", ".join(f"`{one}`" for one in sorted(_FIELDS))
    return FieldUnfitError(
        Text(en=f"there is no `{name}`", ja=f"`{name}` がありません"),
        remedy=Text(en=f"send {listed} in each line", ja=f"各行に {listed} を入れてください"),
        param=name,
    )


def _unknown(name: str) -> CallRefusedError:
    listed = ", ".join(f"`{one}`" for one in sorted(_FIELDS))
    shown = name if re.fullmatch(r"[a-z_]{1,40}", name) else "…"
    return FieldUnknownError(
        Text(en=f"there is no field `{shown}` in a line", ja=f"行に項目 `{shown}` はありません"),
        remedy=Text(en=f"send {listed}", ja=f"{listed} を送ってください"),
        param=shown,
    )

"""Reading what a person typed: typed values, or an error beside the field, in both languages.

全角 and 半角 are the same to us: codes, numbers, dates, e-mail addresses and the like are read in
their NFKC form (UAX #15); names and prose keep their letters as typed (NFC), since `①` or `㈱` in a
name is meant. Characters that nobody sees are refused, line breaks where one line is asked for too.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from upheld.rendering.visible import visible
from upheld.web.refused import FormInvalidError
from upheld.wording import Text

# What is uploaded waits in memory until it is sealed, and never lies on a disk in the clear; how
# much that can be, the limits of bodies say.
MultiPartParser.spool_max_size = 128 * 1024 * 1024
FIELDS_MOST = 200
FILES_MOST = 10
_LINE_MOST = 200
_PASSWORD_MOST = 1_000
_ADDRESS = re.compile(r"[^\s@<>\"(),:;\\\[\]]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}")
_ADDRESS_MOST = 254  # RFC 5321, section 4.5.3.1.3, less its brackets
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－", "-"))

MISSING = Text(en="enter this", ja="入力してください")
UNSEEN = Text(
    en="there is a character here that cannot be seen; type the text again",
    ja="目に見えない文字が含まれています。入力し直してください",
)


def half_width(text: str) -> str:
    """Return codes, numbers and addresses as if typed in 半角.

    >>> half_width(" １２３－４５６７　")
    '123-4567'
    """
    return unicodedata.normalize("NFKC", text).translate(_HYPHENS).strip()


def one_spelling(text: str) -> str:
    """Return prose and names in one spelling; letters stay as they were typed."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


@dataclass(slots=True)
class Form:
    """One form as it was sent. Ask for each field by its name, then look at `errors`.

    Attributes:
        values: What was typed, by field; the first value where there are several.
        files: What was uploaded, by field.
        errors: What is wrong, by field, in the order in which the fields were asked for.
    """

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, Sequence[UploadFile]] = field(default_factory=dict)
    errors: dict[str, Text] = field(default_factory=dict)

    def raw(self, name: str) -> str:
        """Return what was typed as it is: for showing it again, which escapes it."""
        return next(iter(self.values.get(name, ())), "")

    def line(self, name: str, *, required: bool = True, most: int = _LINE_MOST) -> str:
        """Return one line of prose or a name, e.g. `髙橋 花子`; "" where there is none."""
        text = one_spelling(self.raw(name))
        if "\n" in text or "\t" in text or visible(text) != text:
            return self._wrong(name, UNSEEN)
        return self._sized(name, text, required=required, most=most)

    def prose(self, name: str, *, required: bool = True, most: int = 4_000) -> str:
        """Return several lines."""
        text = one_spelling(self.raw(name))
        lines = [line.replace("\t", " ") for line in text.split("\n")]
        if any(visible(line) != line for line in lines):
            return self._wrong(name, UNSEEN)
        return self._sized(name, "\n".join(lines), required=required, most=most)

    def code(self, name: str, *, required: bool = True, most: int = _LINE_MOST) -> str:
        """Return a code, number or reference: 半角, without spaces inside."""
        text = "".join(half_width(self.raw(name)).split())
        if visible(text) != text:
            return self._wrong(name, UNSEEN)
        return self._sized(name, text, required=required, most=most)

    def secret(self, name: str) -> str:
        """Return a password: NFKC, nothing trimmed (RFC 8265, section 4.2)."""
        text = unicodedata.normalize("NFKC", self.raw(name))
        return self._sized(name, text, required=True, most=_PASSWORD_MOST)

    def address(self, name: str, *, required: bool = True) -> str:
        """Return an e-mail address; its domain in lower case."""
        text = self.code(name, required=required, most=_ADDRESS_MOST)
        if not text:
            return ""
        if not _ADDRESS.fullmatch(text):
            return self._wrong(
                name,
                Text(
                    en="enter an e-mail address such as name@example.com",
                    ja="name@example.com の形のメールアドレスを入力してください",
                ),
            )
        local, _, domain = text.rpartition("@")
        return f"{local}@{domain.lower()}"

    def day(self, name: str, *, required: bool = True) -> date | None:
        """Return a day: `2026-11-26`, `2026/11/26` or `2026年11月26日`."""
        text = self.code(name, required=required)
        if not text:
            return None
        found = _DATE.fullmatch(text)
        try:
            if found is not None:
                return date(*(int(part) for part in found.groups()))
        except ValueError:
            pass
        self._wrong(
            name,
            Text(en="enter a day such as 2026-11-26", ja="2026-11-26 の形で日付を入力してください"),
        )
        return None

    def number(self, name: str, *, least: int, most: int) -> int | None:
        """Return a whole number within its limits, both included."""
        text = self.code(name, required=True, most=20).replace(",", "")
        if not text:
            return None
        if not re.fullmatch(r"-?[0-9]{1,18}", text) or not least <= int(text) <= most:
            self._wrong(
                name,
                Text(
                    en=f"enter a whole number from {least:,} to {most:,}",
                    ja=f"{least:,} から {most:,} までの整数を入力してください",
                ),
            )
            return None
        return int(text)

    def choice(self, name: str, among: Sequence[str], *, required: bool = True) -> str:
        """Return one of the values a page offered; anything else was not chosen there."""
        text = self.raw(name)
        if not text and not required:
            return ""
        if text not in among:
            return self._wrong(name, Text(en="choose one of these", ja="一つ選んでください"))
        return text

    def choices(self, name: str, among: Sequence[str], *, required: bool = True) -> list[str]:
        """Return those that were ticked, in the order in which they are offered."""
        ticked = set(self.values.get(name, ()))
        if ticked - set(among) or (required and not ticked):
            self._wrong(name, Text(en="choose at least one", ja="一つ以上選んでください"))
            return []
        return [one for one in among if one in ticked]

    def ticked(self, name: str) -> bool:
        """Say whether a box was ticked."""
        return bool(self.raw(name))

    def say(self, name: str, error: Text) -> None:
        """Put an error beside a field that only the caller could find."""
        self.errors.setdefault(name, error)

    def _sized(self, name: str, text: str, *, required: bool, most: int) -> str:
        if required and not text:
            return self._wrong(name, MISSING)
        if len(text) > most:
            return self._wrong(
                name,
                Text(
                    en=f"this is too long: at most {most:,} characters",
                    ja=f"長すぎます。{most:,} 文字以内で入力してください",
                ),
            )
        return text

    def _wrong(self, name: str, error: Text) -> str:
        self.errors.setdefault(name, error)
        return ""


async def read_posted(request: Request) -> Form:
    """Read the form of a request, once; a dependency of every route that takes one.

    Raises:
        FormInvalidError: It is no form, or has more fields or files than any of ours.
        BodyTooLargeError: It is larger than its route takes.
    """
    state = request.scope.setdefault("state", {})
    known = state.get("form")
    if isinstance(known, Form):
        return known
    try:
        data = await request.form(
            max_files=FILES_MOST, max_fields=FIELDS_MOST, max_part_size=256 * 1024
        )
    except (MultiPartException, HTTPException, UnicodeDecodeError) as error:
        raise FormInvalidError from error
    values: dict[str, list[str]] = {}
    files: dict[str, list[UploadFile]] = {}
    for name, value in data.multi_items():
        if isinstance(value, UploadFile):
            files.setdefault(name, []).append(value)
        else:
            values.setdefault(name, []).append(value)
    if sum(map(len, values.values())) > FIELDS_MOST:
        raise FormInvalidError
    form = Form(values=values, files=files)
    state["form"] = form
    return form


async def let_go(request: Request) -> None:
    """Close what was uploaded with a request."""
    form = request.scope.get("state", {}).get("form")
    if isinstance(form, Form):
        for files in form.files.values():
            for one in files:
                await one.close()

"""How this software says no.

Every refusal answers three questions: what is wrong, where, and what to do next. Its code
never changes, so that documentation, exit codes and web problem documents (RFC 9457) can
refer to it. Refusals name places, tables, clauses and requests; never a value read from a
person's record, because errors are logged, mailed and pasted into tickets.
"""

from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Any, ClassVar

from upheld.wording import Language, Text


class Exit(IntEnum):
    """What the process tells its caller; stable, documented in `docs/errors.md`."""

    DONE = 0
    REMAINING = 1
    REFUSED = 2
    UNREACHABLE = 3
    NOT_PROVEN = 4
    EVIDENCE_FAILS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The place a refusal is about. Lines and columns count from 1."""

    file: str | None = None
    line: int | None = None
    column: int | str | None = None
    table: str | None = None
    clause: str | None = None
    system: str | None = None

    def known(self) -> dict[str, Any]:
        """Return only what is known."""
        return {key: value for key, value in asdict(self).items() if value is not None}

    def __str__(self) -> str:
        if self.file is not None:
            parts = [self.file, *(str(n) for n in (self.line, self.column) if n is not None)]
            return ":".join(parts)
        table = self.table
        if table is not None and self.column is not None:
            table = f"{table}.{self.column}"
        return "/".join(part for part in (self.system, table, self.clause) if part)


class RefusalError(Exception):
    """Base of everything this package refuses to do.

    Attributes:
        code: Stable kebab-case identifier; searchable, and never reused.
        exit_code: The process's exit code when this refusal ends a command.
        what: One clause, lower case, no full stop; names in backticks. Both languages.
        where: The place it is about.
        remedy: What the reader can do about it, as an instruction.
        snippet: The lines of the file it is about, with a caret, if there are any.
        spoken: In which language `str` says it, for programs that show nothing else of an exception.
    """

    code: ClassVar[str] = "refused"
    exit_code: ClassVar[Exit] = Exit.REFUSED

    def __init__(
        self, what: Text, *, remedy: Text, where: Where | None = None, snippet: str | None = None
    ) -> None:
        """State what is wrong, where, and what to do about it."""
        super().__init__(what.en)
        self.what = what
        self.remedy = remedy
        self.where = where or Where()
        self.snippet = snippet
        self.spoken: Language = "en"

    def render(self, language: Language) -> str:
        """Render for a terminal: the code can be searched, the remedy can be done."""
        place = str(self.where)
        head = f"{place}: " if place else ""
        cure = "to fix" if language == "en" else "対処"
        lines = [f"{head}{self.what.in_language(language)} [{self.code}]"]
        if self.snippet:
            lines.append(self.snippet)
        lines.append(f"  {cure}: {self.remedy.in_language(language)}")
        return "\n".join(lines)

    def as_json(self, language: Language) -> dict[str, Any]:
        """Return the documented error object (without its outer `error` key)."""
        return {
            "code": self.code,
            "what": self.what.in_language(language),
            "where": self.where.known(),
            "remedy": self.remedy.in_language(language),
        }

    def __str__(self) -> str:
        return self.render(self.spoken)


class RefusalsError(RefusalError):
    """Several refusals at once, e.g. every error of one file; shown together."""

    code = "invalid-file"

    def __init__(self, refusals: list[RefusalError]) -> None:
        """Gather at least one refusal; the first one names the group."""
        first = refusals[0]
        super().__init__(first.what, remedy=first.remedy, where=first.where, snippet=first.snippet)
        self.refusals = refusals

    def render(self, language: Language) -> str:
        """Render each of them, an empty line between."""
        return "\n\n".join(refusal.render(language) for refusal in self.refusals)

    def as_json(self, language: Language) -> dict[str, Any]:
        """The first one, with all of them under `errors`."""
        own = self.refusals[0].as_json(language)
        return {**own, "errors": [refusal.as_json(language) for refusal in self.refusals]}


class InvalidFileError(RefusalError):
    """A file of ours cannot be read as what it should be."""

    code = "invalid-file"


class PlaceUnreachableError(RefusalError):
    """A place cannot be reached or logged in to."""

    code = "place-unreachable"
    exit_code = Exit.UNREACHABLE


class PlaceFailedError(RefusalError):
    """A place could not do what was asked; what it holds now is unknown."""

    code = "place-failed"
    exit_code = Exit.REMAINING


class PrivilegeMissingError(RefusalError):
    """The role we log in with may not do what the plan needs."""

    code = "privilege-missing"


class UsageError(RefusalError):
    """The command was called in a way that cannot be carried out."""

    code = "usage"

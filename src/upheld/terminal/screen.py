"""How a command speaks: data on stdout, talk on stderr, one language, or JSON."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from upheld.refusal import RefusalError
from upheld.wording import Language, Text


@dataclass(slots=True)
class Screen:
    """What the global options ask for; one a process."""

    folder: Path | None = None
    json: bool = False
    language: Language = "en"
    exit_code: int = 0
    _told: str = field(default="", repr=False)

    def say(self, en: str, ja: str) -> None:
        """Print a line for a person; silent under `--json`."""
        if not self.json:
            print(Text(en=en, ja=ja).in_language(self.language))  # noqa: T201

    def data(self, document: Mapping[str, Any] | Sequence[Any]) -> None:
        """Print the documented JSON; only under `--json`."""
        if self.json:
            print(json.dumps(document, ensure_ascii=False, indent=2))  # noqa: T201

    def table(self, headings: Sequence[Text], rows: Sequence[Sequence[object]]) -> None:
        """Print rows in columns; silent under `--json`."""
        if self.json or not rows:
            return
        texts = [
            [h.in_language(self.language) for h in headings],
            *([_cell(c) for c in r] for r in rows),
        ]
        widths = [max(_width(row[i]) for row in texts) for i in range(len(headings))]
        for number, row in enumerate(texts):
            numeric = [number > 0 and isinstance(rows[number - 1][i], int) for i in range(len(row))]
            print(  # noqa: T201
                "  ".join(
                    _pad(c, w, r) for c, w, r in zip(row, widths, numeric, strict=True)
                ).rstrip()
            )

    def progress(self, what: str) -> None:
        """Show what is going on; only to a person at a terminal."""
        if sys.stderr.isatty() and not self.json:
            print(f"\r\033[K… {what}", end="", file=sys.stderr, flush=True)  # noqa: T201

    def progress_over(self) -> None:
        """Take the progress line away."""
        if sys.stderr.isatty() and not self.json:
            print("\r\033[K", end="", file=sys.stderr, flush=True)  # noqa: T201

    def note(self, en: str, ja: str) -> None:
        """Print on stderr what a person should know and no program reads."""
        if not self.json:
            print(ja if self.language == "ja" else en, file=sys.stderr)  # noqa: T201

    def mention(self, refusal: RefusalError) -> None:
        """Print on stderr why a part could not be done; the command goes on and reports it."""
        self.refuse(refusal)

    def refuse(self, refusal: RefusalError) -> int:
        """Print a refusal on stderr and return its exit code."""
        self.progress_over()
        if self.json:
            document = {"error": refusal.as_json(self.language)}
            print(json.dumps(document, ensure_ascii=False), file=sys.stderr)  # noqa: T201
        else:
            print(_red(refusal.render(self.language)), file=sys.stderr)  # noqa: T201
        return int(refusal.exit_code)


SCREEN = Screen()
"""The process's screen; `main` sets it before any command runs."""


def say(en: str, ja: str) -> str:
    """Choose a help text; commands are defined after the language is known."""
    return ja if SCREEN.language == "ja" else en


def language_of(environment: Mapping[str, str]) -> Language:
    """Read the language from the locale, as every other program does."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "ja" if value.lower().startswith("ja") else "en"
    return "en"


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _width(text: str) -> int:
    """Columns on a terminal: East Asian wide characters take two (UAX #11)."""
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def _red(text: str) -> str:
    if os.environ.get("NO_COLOR") or not sys.stderr.isatty():
        return text
    head, newline, rest = text.partition("\n")
    return f"\033[31m{head}\033[0m{newline}{rest}"

"""What Git is about to commit: the staged contents of files, and which of their lines are new."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from upheld.detection.finding import Finding
from upheld.refusal import RefusalError, Where
from upheld.wording import Text

_HUNK = re.compile(r"^@@ -[0-9,]+ \+([0-9]+)(?:,([0-9]+))? @@", re.MULTILINE)
_PLAIN = ("--cached", "-U0", "--no-color", "--no-ext-diff", "--no-textconv")
_BINARY = re.compile(r"^Binary files .* differ$", re.MULTILINE)


class NotARepositoryError(RefusalError):
    """Git knows of no repository here, or is not there."""

    code = "repository-missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A file as it will be committed.

    Attributes:
        file: Its path from the top of the repository, with slashes.
        path: Where it lies in the folder, if it still does.
        content: What is staged; not what lies in the folder.
        added: The numbers of the lines that are new or changed, from 1; `None` where Git sees no
            lines: it takes UTF-16 and documents for binary.
    """

    file: str
    path: Path
    content: bytes = field(repr=False)
    added: frozenset[int] | None

    def new(self, text: str, findings: list[Finding]) -> list[Finding]:
        """Return the findings in its text that touch a new line."""
        added = self.added
        if added is None:
            return findings
        return [
            one
            for one in findings
            if added.intersection(
                range(one.line, one.line + 1 + text.count("\n", one.start, one.end))
            )
        ]


def staged_files(folder: Path) -> Iterator[Staged]:
    """Yield every file that is staged; deletions are left out.

    Raises:
        NotARepositoryError: The folder is in no repository.
    """
    top = Path(_git(folder, "rev-parse", "--show-toplevel").decode().strip())
    listed = _git(top, "diff", "--cached", "--name-only", "-z", "--diff-filter=ACMR")
    for name in filter(None, listed.decode(errors="surrogateescape").split("\0")):
        raw = _git(top, "show", f":{name}")
        changes = _git(top, "diff", *_PLAIN, "--", name)
        yield Staged(file=name, path=top / name, content=raw, added=_added(changes))


def _added(changes: bytes) -> frozenset[int] | None:
    shown = changes.decode(errors="replace")
    if _BINARY.search(shown):
        return None
    hunks = _HUNK.finditer(shown)
    return frozenset(
        line
        for first, count in ((int(hunk[1]), int(hunk[2] or 1)) for hunk in hunks)
        for line in range(first, first + count)
    )


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        ran = subprocess.run(  # noqa: S603 - fixed words, and paths that Git itself listed
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - whichever Git the user has
            check=True,
            capture_output=True,
        )
    except (OSError, subprocess.CalledProcessError):
        raise NotARepositoryError(
            Text(en="Git finds no repository here", ja="ここに Git のリポジトリが見つかりません"),
            where=Where(file=str(folder)),
            remedy=Text(
                en="run it inside a repository, or name files",
                ja="リポジトリの中で実行するか、ファイルを指定してください",
            ),
        ) from None
    return ran.stdout

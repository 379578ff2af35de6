"""Pages into files: every page, language and format, and nothing half written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, TypeAlias

from upheld.rendering.document import Page
from upheld.rendering.frame import Frame, frame
from upheld.rendering.html import file_name, html
from upheld.rendering.markdown import markdown
from upheld.rendering.pages import Documents
from upheld.rendering.plain import plain
from upheld.wording import Language

Format: TypeAlias = Literal["html", "md", "txt", "pdf"]
_TEXTS: Mapping[str, Callable[[Page, Frame, Language], str]] = {
    "html": html, "md": markdown, "txt": plain,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """One file."""

    page: str
    language: Language
    path: Path


def texts(
    made: Documents, languages: Sequence[Language], format_: Format, today: date
) -> dict[tuple[str, Language], str]:
    """Return every page as text, by its name and language."""
    around = frame(made.policy, made.pages, languages, today)
    write = _TEXTS["html" if format_ == "pdf" else format_]
    return {
        (page.name, language): write(page, around, language)
        for page in made.pages
        for language in languages
    }


def write(
    made: Documents,
    folder: Path,
    *,
    languages: Sequence[Language],
    format_: Format,
    today: date,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Written]:
    """Write every page into a folder, which is made if it is not there.

    A page of an earlier run for which nothing is declared any more is taken away: it would go
    on promising what the policy does not promise.

    Raises:
        PdfUnavailableError: Paper was asked for and cannot be made; nothing was written.
    """
    from upheld.rendering import pdf

    if format_ == "pdf":
        pdf.ready()
    pages = texts(made, languages, format_, today)
    folder.mkdir(parents=True, exist_ok=True)
    for name in made.missing:
        for language in languages:
            (folder / file_name(name, language, format_)).unlink(missing_ok=True)
    written = []
    for (name, language), text in pages.items():
        path = folder / file_name(name, language, format_)
        progress(path.name)
        content = pdf.pdf(text) if format_ == "pdf" else text.encode()
        beside = path.with_name(f".{path.name}.new")
        beside.write_bytes(content)
        beside.replace(path)
        written.append(Written(name, language, path))
    return written

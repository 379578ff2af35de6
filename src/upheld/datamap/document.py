"""A data map's file as a document that keeps its comments: reading, changing, swapping it.

Discovery adds to it, and a person's decision about an unsure point changes one place of it. Whatever
neither of them names stays as it was written.
"""

import hashlib
import io
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from upheld.refusal import InvalidFileError, Where
from upheld.wording import Text

_WIDTH = 4_096  # characters; a human's long lines are not broken anew


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def read_document(path: Path, text: str | None = None) -> CommentedMap:
    """Return a map's file, or a text that was read from it.

    Raises:
        InvalidFileError: It is no YAML, or no mapping.
    """
    try:
        document = _yaml().load(path.read_text("utf-8") if text is None else text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise invalid(path, line=mark.line + 1 if mark else None) from None
    if not isinstance(document, CommentedMap):
        raise invalid(path, line=1)
    return document


def invalid(path: Path, *, line: int | None, table: str | None = None) -> InvalidFileError:
    """Say that a file cannot be changed by a program, and where."""
    return InvalidFileError(
        Text(
            en="the file is not a data map that can be added to",
            ja="このファイルは追記できるデータマップではありません",
        ),
        where=Where(file=str(path), line=line, table=table),
        remedy=Text(
            en="run `upheld map check` and correct what it names; nothing was written",
            ja="`upheld map check` の指摘を直してください。何も書き込んでいません",
        ),
    )


def as_text(document: CommentedMap) -> str:
    """Return a document as it is written into its file."""
    out = io.StringIO()
    _yaml().dump(document, out)
    return out.getvalue()


def commented(text: str) -> str:
    """Return lines as comments."""
    return "".join(f"# {line}".rstrip() + "\n" for line in text.splitlines())


def digest_of(text: str) -> str:
    """SHA-256 (hex) of a file's text: what a form carries to say which file it was made from."""
    return hashlib.sha256(text.encode()).hexdigest()


def swap(path: Path, text: str, before: Callable[[], None] = lambda: None) -> None:
    """Swap the file in one step: a crash leaves the old one or the new one.

    Args:
        path: The file.
        text: What it will hold.
        before: What is done when the new text is safe on the disk and only its name is not yet.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        before()
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def flow(entries: Mapping[str, Any]) -> CommentedMap:
    """Return a mapping that is written on one line, in braces."""
    found = CommentedMap({key: nested(value) for key, value in entries.items()})
    found.fa.set_flow_style()
    return found


def nested(value: Any) -> Any:
    """Return a value as it stands inside a mapping of one line."""
    if isinstance(value, CommentedMap | CommentedSeq):
        return value
    if isinstance(value, Mapping):
        return flow(value)
    if isinstance(value, list | tuple):
        found = CommentedSeq([nested(item) for item in value])
        found.fa.set_flow_style()
        return found
    return value


def plain(node: Any) -> Any:
    """Strip what ruamel keeps for writing; validation wants plain values."""
    if isinstance(node, Mapping):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(item) for item in node]
    if isinstance(node, bool) or node is None:
        return node
    for kind in (int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node
